"""A message arrives where rules for elections are in force."""

from typing import assert_never

from raft_reference.core.check_quorum import hear_follower, hear_leader
from raft_reference.core.elections import handle_request_vote_response
from raft_reference.core.features import adopt_term
from raft_reference.core.messages import (
    AppendEntriesRequest,
    AppendEntriesResponse,
    MessageOfElections,
    PreVoteRequest,
    PreVoteResponse,
    RequestVoteRequest,
    RequestVoteResponse,
    TimeoutNowRequest,
)
from raft_reference.core.prevote import handle_pre_vote_request, handle_pre_vote_response
from raft_reference.core.state import ServerState, Step
from raft_reference.core.stickiness import handle_vote_request, is_withheld
from raft_reference.core.transfer import handle_timeout_now_request
from raft_reference.core.types import Features


def is_term_adopted(s: ServerState, m: MessageOfElections, *, features: Features) -> bool:
    """`IsTermAdopted`: if it is larger.

    Not that in a pre-vote request or in its grant, which is nobody's term yet, and not that in a
    request for a vote which is withheld.
    """
    match m:
        case PreVoteRequest():
            return False
        case PreVoteResponse():
            return not m.vote_granted
        case RequestVoteRequest():
            return not is_withheld(s, m, features=features)
        case _:
            return True


def handle_message(s0: ServerState, m: MessageOfElections, *, features: Features) -> Step:
    """`HandleMessage`: adopt a larger term first, then do what the message asks."""
    s = adopt_term(s0, m.term) if is_term_adopted(s0, m, features=features) else s0
    match m:
        case RequestVoteRequest():
            return handle_vote_request(s, m, features=features)
        case RequestVoteResponse():
            return handle_request_vote_response(s, m)
        case AppendEntriesRequest():
            return hear_leader(s, m, features=features)
        case AppendEntriesResponse():
            return hear_follower(s, m, features=features)
        case PreVoteRequest():
            return handle_pre_vote_request(s, m)
        case PreVoteResponse():
            return handle_pre_vote_response(s, m)
        case TimeoutNowRequest():
            return handle_timeout_now_request(s, m)
        case _:
            assert_never(m)
