"""A message arrives."""

from typing import assert_never

from raft_reference.core.elections import (
    handle_request_vote_request,
    handle_request_vote_response,
)
from raft_reference.core.messages import (
    AppendEntriesRequest,
    AppendEntriesResponse,
    CoreMessage,
    RequestVoteRequest,
    RequestVoteResponse,
)
from raft_reference.core.replication import (
    handle_append_entries_request,
    handle_append_entries_response,
)
from raft_reference.core.state import ServerState, Step, observe_term


def handle(s0: ServerState, m: CoreMessage) -> Step:
    """`Handle`: adopt a larger term first, then do what the message asks (RP section 5.1)."""
    s = observe_term(s0, m.term)
    match m:
        case RequestVoteRequest():
            return handle_request_vote_request(s, m)
        case RequestVoteResponse():
            return handle_request_vote_response(s, m)
        case AppendEntriesRequest():
            return handle_append_entries_request(s, m)
        case AppendEntriesResponse():
            return handle_append_entries_response(s, m)
        case _:
            assert_never(m)
