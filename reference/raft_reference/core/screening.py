"""Which messages a node does not even look at: those that no server can have sent it.

The specification's network forges nothing, so it has no word for these.  To ignore one is to let it
be lost, which is always allowed.  A stale message is no such message: it is handled.  Nor is one
from a server that is in no configuration that this one knows: it may know a newer one (D 4.1).
"""

from typing import assert_never

from raft_reference.core.every_action import Rules
from raft_reference.core.leader_ids import radix, server_of
from raft_reference.core.log import last_index
from raft_reference.core.messages import (
    AppendEntriesRequest,
    AppendEntriesResponse,
    ConfirmRequest,
    ConfirmResponse,
    ElectionMessage,
    InstallSnapshotRequest,
    InstallSnapshotResponse,
    Message,
    PreVoteRequest,
    PreVoteResponse,
    ReadMessage,
    RequestVoteRequest,
    RequestVoteResponse,
    SnapshotMessage,
    TimeoutNowRequest,
)
from raft_reference.core.state import ServerState
from raft_reference.core.types import LeaderId, ServerId


def why_ignored(s: ServerState, m: Message, rules: Rules, *, leader_ids: bool) -> str | None:
    """Why the server ignores the message; None if it takes it."""
    features = rules.features
    if m.dest != s.id:
        return f"it is addressed to {m.dest!r}"
    if m.source == s.id:
        return "its source is this very server"
    if m.term < 1:
        return f"term {m.term} is before the first"
    if not features and isinstance(m, ElectionMessage):
        return "it belongs to a rule that is not in force"
    if "snapshots" not in features and isinstance(m, SnapshotMessage):
        return "it belongs to a rule that is not in force"
    if "read-index" not in features and isinstance(m, ReadMessage):
        return "it belongs to a rule that is not in force"
    if leader_ids and not _is_leader_id(m, server=rules.server):
        return "its leader id is none, or another server's than it can be"
    return _why_malformed(s, m)


def _is_leader_id(m: Message, *, server: frozenset[ServerId]) -> bool:
    """Whether the term is a leader id, and in a request that of who sends it."""
    id = LeaderId(m.term)
    if id % radix(server=server) == 0:
        return False
    own = isinstance(m, RequestVoteRequest | AppendEntriesRequest)
    return not own or server_of(id, server=server) == m.source


def _why_malformed(s: ServerState, m: Message) -> str | None:
    match m:
        case RequestVoteRequest() | PreVoteRequest():
            if m.last_log_index < 0 or not 0 <= m.last_log_term < m.term:
                return "its last entry cannot be in a log before that term"
        case RequestVoteResponse() | PreVoteResponse() | TimeoutNowRequest():
            pass
        case AppendEntriesRequest():
            if m.prev_log_index < 0 or m.leader_commit < 0:
                return "an index is negative"
            terms = [m.prev_log_term, *(entry.term for entry in m.entries), m.term]
            if terms != sorted(terms) or terms[0] < 0:
                return "the terms of its entries go back"
        case InstallSnapshotRequest(snapshot=snapshot):
            if snapshot.last_index < 1 or not 0 < snapshot.last_term <= m.term:
                return "its snapshot ends with no entry that can be in a log of that term"
        case AppendEntriesResponse() | InstallSnapshotResponse():
            leads = s.role == "leader" and m.term == s.current_term
            if m.match_index < 0 or (leads and m.match_index > last_index(s)):
                return "it acknowledges entries that were never sent"
        case ConfirmRequest():
            if m.round < 1:
                return "there is no such round"
        case ConfirmResponse():
            leads = s.role == "leader" and m.term == s.current_term
            if m.round < 0 or (leads and m.round > s.round):
                return "it answers a round that was never begun"
        case _:
            assert_never(m)
    return None
