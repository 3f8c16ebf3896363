"""Commitment (RP sections 5.3 and 5.4.2; D 3.6.2)."""

import msgspec
from msgspec.structs import replace

from raft_reference.core.configuration import is_quorum, peers
from raft_reference.core.log import last_index, term_at, whole_log
from raft_reference.core.state import ServerState, Step
from raft_reference.core.types import AnyEntry, Index, ServerId, Term


class Committed(msgspec.Struct, frozen=True):
    """That a server in `term` knew the entry at `index` to be committed."""

    index: Index
    entry: AnyEntry
    term: Term


def replicas(s: ServerState, index: Index) -> frozenset[ServerId]:
    """`Replicas`: who is known to hold the entry at an index; a leader counts itself."""
    return frozenset({s.id}) | frozenset(j for j in peers(s) if s.match_index[j] >= index)


def is_committable(s: ServerState, index: Index) -> bool:
    """`IsCommittable`: on a majority, and of the leader's own term (RP section 5.4.2, figure 8)."""
    return is_quorum(s, replicas(s, index)) and term_at(s, index) == s.current_term


def committable(s: ServerState) -> frozenset[Index]:
    """`Committable`: the indexes that the commit index may move to."""
    candidates = map(Index, range(s.commit_index + 1, last_index(s) + 1))
    return frozenset(k for k in candidates if is_committable(s, k))


def can_advance_commit_index(s: ServerState) -> bool:
    """`CanAdvanceCommitIndex`: a leader that may commit more than it has."""
    return s.role == "leader" and committable(s) != frozenset()


def advance_commit_index(s: ServerState) -> Step:
    """`AdvanceCommitIndex`: to the largest index; all before it is committed with it.

    Only where `can_advance_commit_index` holds: of no index there is no largest (ValueError).
    """
    return Step(replace(s, commit_index=max(committable(s))), frozenset())


def newly_committed(old: ServerState, new: ServerState) -> frozenset[Committed]:
    """`NewlyCommitted`: what a server's step from `old` to `new` made known as committed."""
    last = min(new.commit_index, last_index(new))
    return frozenset(
        Committed(Index(k), whole_log(new)[k - 1], new.current_term)
        for k in range(old.commit_index + 1, last + 1)
    )
