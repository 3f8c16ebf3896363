"""Who was heard, and what becomes of a server when an election timeout passes (D 6.2)."""

from msgspec.structs import replace

from raft_reference.core.configuration import is_quorum
from raft_reference.core.features import forget
from raft_reference.core.messages import AppendEntriesRequest, AppendEntriesResponse
from raft_reference.core.replication import (
    handle_append_entries_request,
    handle_append_entries_response,
)
from raft_reference.core.state import ServerState, Step, become_follower
from raft_reference.core.types import Features


def notes_leader(*, features: Features) -> bool:
    """`NotesLeader`: whether a rule in force looks at what a follower heard."""
    return not features.isdisjoint({"pre-vote", "stickiness"})


def hear_leader(s: ServerState, m: AppendEntriesRequest, *, features: Features) -> Step:
    """`HearLeader`: note the leader of the current term; the rest as in Raft."""
    step = handle_append_entries_request(s, m)
    if m.term == s.current_term:
        heard = notes_leader(features=features)
        return Step(replace(forget(step.server), heard_from_leader=heard), step.out)
    return step


def hear_follower(s: ServerState, m: AppendEntriesResponse, *, features: Features) -> Step:
    """`HearFollower`: note who answered a leader; the rest as in Raft."""
    step = handle_append_entries_response(s, m)
    counts = "check-quorum" in features and m.term == s.current_term and s.role == "leader"
    return Step(
        replace(step.server, heard_from=step.server.heard_from | {m.source})
        if counts
        else step.server,
        step.out,
    )


def lacks_quorum(s: ServerState, *, features: Features) -> bool:
    """`LacksQuorum`: a leader, with those who answered it, is no majority."""
    answered = frozenset({s.id}) | s.heard_from
    return "check-quorum" in features and not is_quorum(s, answered)


def pass_election_timeout(s: ServerState, *, features: Features) -> Step:
    """`PassElectionTimeout`: what was heard before it is long ago.

    A follower forgets that it heard its leader.  A leader that no majority answered steps down;
    else it listens anew, and its transfer, if there is one, is off (D 3.10).
    """
    if s.role != "leader":
        return Step(replace(s, heard_from_leader=False), frozenset())
    if lacks_quorum(s, features=features):
        return Step(forget(become_follower(s)), frozenset())
    return Step(forget(s), frozenset())
