"""The messages of Raft (RP figure 2), of elections, of snapshots and of reads: a closed union.

Requests and responses are one-way messages; nothing pairs a response with its request but what
the two say.  In JSON a message is an object with the specification's field names and `type`.
"""

import msgspec

from raft_reference.core.types import Index, Log, Round, ServerId, Snapshot, Term


class RequestVoteRequest(msgspec.Struct, frozen=True, tag=True, rename="camel"):
    """A candidate asks for a vote; `last_log_*` describe the last entry of its log.

    `leadership_transfer` says that the leader asked for this election (D 4.2.3).
    """

    term: Term
    source: ServerId
    dest: ServerId
    last_log_term: Term
    last_log_index: Index
    leadership_transfer: bool = False


class RequestVoteResponse(msgspec.Struct, frozen=True, tag=True, rename="camel"):
    """The answer; `term` is the term of the voter after it saw the request."""

    term: Term
    source: ServerId
    dest: ServerId
    vote_granted: bool


class AppendEntriesRequest(msgspec.Struct, frozen=True, tag=True, rename="camel"):
    """A leader sends the entries that follow `prev_log_index`; with none it is a heartbeat."""

    term: Term
    source: ServerId
    dest: ServerId
    prev_log_index: Index
    prev_log_term: Term
    entries: Log
    leader_commit: Index


class AppendEntriesResponse(msgspec.Struct, frozen=True, tag=True, rename="camel"):
    """The answer; `match_index` is the last index that the request verified, 0 if refused."""

    term: Term
    source: ServerId
    dest: ServerId
    success: bool
    match_index: Index


class PreVoteRequest(msgspec.Struct, frozen=True, tag=True, rename="camel"):
    """A server asks who would vote for it in `term`, which nobody has begun (D 9.6)."""

    term: Term
    source: ServerId
    dest: ServerId
    last_log_term: Term
    last_log_index: Index


class PreVoteResponse(msgspec.Struct, frozen=True, tag=True, rename="camel"):
    """The answer; `term` is the term asked about if granted, else that of who answers."""

    term: Term
    source: ServerId
    dest: ServerId
    vote_granted: bool


class TimeoutNowRequest(msgspec.Struct, frozen=True, tag=True, rename="camel"):
    """A leader asks the target of a transfer to stand for election at once (D 3.10)."""

    term: Term
    source: ServerId
    dest: ServerId


class InstallSnapshotRequest(msgspec.Struct, frozen=True, tag=True, rename="camel"):
    """A leader sends its snapshot to a follower that needs what it covers (RP figure 13)."""

    term: Term
    source: ServerId
    dest: ServerId
    snapshot: Snapshot


class InstallSnapshotResponse(msgspec.Struct, frozen=True, tag=True, rename="camel"):
    """The answer; `match_index` is where the snapshot ends, 0 in a later term than its own."""

    term: Term
    source: ServerId
    dest: ServerId
    match_index: Index


class ConfirmRequest(msgspec.Struct, frozen=True, tag=True, rename="camel"):
    """A leader asks who is still in its term, in a round of that number (D 6.4)."""

    term: Term
    source: ServerId
    dest: ServerId
    round: Round


class ConfirmResponse(msgspec.Struct, frozen=True, tag=True, rename="camel"):
    """The answer; `round` is that of the request, 0 from a server in a later term."""

    term: Term
    source: ServerId
    dest: ServerId
    round: Round


CoreMessage = (
    RequestVoteRequest | RequestVoteResponse | AppendEntriesRequest | AppendEntriesResponse
)
ElectionMessage = PreVoteRequest | PreVoteResponse | TimeoutNowRequest
MessageOfElections = CoreMessage | ElectionMessage
"""What `handle_message` takes."""

SnapshotMessage = InstallSnapshotRequest | InstallSnapshotResponse
ReadMessage = ConfirmRequest | ConfirmResponse
FROM_LEADER = AppendEntriesRequest | InstallSnapshotRequest | ConfirmRequest
"""What only the leader of the term in it sends."""

Message = MessageOfElections | SnapshotMessage | ReadMessage
