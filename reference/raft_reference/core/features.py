"""What the rules for elections keep in a server's record, and when it is forgotten.

The functions of `spec/RaftElections.tla` are here and in `stickiness`, `prevote`, `new_term`,
`check_quorum`, `transfer` and `election_messages`.
"""

import msgspec
from msgspec.structs import replace

from raft_reference.core.durability import recover
from raft_reference.core.state import ServerState, Step, init_server, observe_term
from raft_reference.core.types import Features, ServerId, Term


class ElectionFields(msgspec.Struct, frozen=True, rename="camel"):
    """`ElectionFields`: what a server has beyond Raft's record, as it is at first."""

    pre_votes_granted: frozenset[ServerId] = frozenset()
    heard_from_leader: bool = False
    heard_from: frozenset[ServerId] = frozenset()
    transfer_target: ServerId | None = None


def election_features() -> Features:
    """`ElectionFeatures`: those that can be switched on here."""
    return frozenset({"no-op", "pre-vote", "check-quorum", "stickiness", "transfer"})


def init_election_server(i: ServerId, *, server: frozenset[ServerId]) -> ServerState:
    """`InitElectionServer`: the server as it first starts."""
    return forget(init_server(i, server=server))


def forget(s: ServerState) -> ServerState:
    """`Forget`: all of it belongs to one term and one role, and goes with either.

    >>> s = init_server("a", server=frozenset("abc"))
    >>> forget(replace(s, heard_from_leader=True, transfer_target="b")) == s
    True
    """
    return replace(s, **msgspec.structs.asdict(ElectionFields()))


def adopt_term(s: ServerState, term: Term) -> ServerState:
    """`AdoptTerm`: a larger term is adopted as in Raft, and nothing is known of its leader."""
    return forget(observe_term(s, term)) if term > s.current_term else s


def recover_server(s: ServerState) -> ServerState:
    """`RecoverServer`: all that these rules keep is volatile."""
    return forget(recover(s))


def crash_server(s: ServerState) -> Step:
    """`CrashServer`: crash and restart as one step."""
    return Step(recover_server(s), frozenset())
