"""Leader stickiness (D 4.2.3)."""

from raft_reference.core.elections import handle_request_vote_request
from raft_reference.core.messages import RequestVoteRequest, RequestVoteResponse
from raft_reference.core.state import ServerState, Step
from raft_reference.core.types import Features


def hears_leader(s: ServerState) -> bool:
    """`HearsLeader`: within an election timeout; a leader hears itself."""
    return s.role == "leader" or s.heard_from_leader


def is_sticky(s: ServerState, *, features: Features) -> bool:
    """`IsSticky`: it keeps to its leader."""
    return "stickiness" in features and hears_leader(s)


def is_withheld(s: ServerState, m: RequestVoteRequest, *, features: Features) -> bool:
    """`IsWithheld`: neither the vote nor the term, but for an election that a leader asked for."""
    return is_sticky(s, features=features) and not m.leadership_transfer


def handle_vote_request(s: ServerState, m: RequestVoteRequest, *, features: Features) -> Step:
    """`HandleVoteRequest`: a vote that is withheld is refused; else as in Raft."""
    if is_withheld(s, m, features=features):
        return Step(s, frozenset({RequestVoteResponse(s.current_term, s.id, m.source, False)}))
    return handle_request_vote_request(s, m)
