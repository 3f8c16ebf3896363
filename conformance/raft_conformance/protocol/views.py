"""What a message says, as a typed value in the spec's own words; PROTOCOL.md says what they mean."""

from typing import Any

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a message."""


class Configuration(Record, frozen=True, kw_only=True):
    """Who the members are, by their ids: while there are `outgoing` voters, these decide too."""

    voters: tuple[str, ...]
    outgoing: tuple[str, ...] = ()
    learners: tuple[str, ...] = ()


class Entry(Record, frozen=True, kw_only=True):
    """An entry in a view: its term, and the command, its digest, or the members that it makes."""

    term: int
    value: str | None = None
    digest: str | None = None
    configuration: Configuration | None | msgspec.UnsetType = msgspec.UNSET


class View(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", rename="camel"):
    """What a message says, in the words of spec/Raft.tla and of the modules that extend it."""


class RequestVoteRequest(
    View, frozen=True, kw_only=True, tag="RequestVoteRequest", omit_defaults=True
):
    """A candidate asks for a vote; `leadershipTransfer` where the leader asked for that."""

    term: int
    source: str
    dest: str
    last_log_term: int
    last_log_index: int
    leadership_transfer: bool | None = None


class RequestVoteResponse(View, frozen=True, kw_only=True, tag="RequestVoteResponse"):
    """A vote, given or refused."""

    term: int
    source: str
    dest: str
    vote_granted: bool


class AppendEntriesRequest(View, frozen=True, kw_only=True, tag="AppendEntriesRequest"):
    """A leader replicates, or shows with no entries that it is alive.

    `prevLogIndex` and `prevLogTerm` are null where the message names no entry at all.
    """

    term: int
    source: str
    dest: str
    prev_log_index: int | None
    prev_log_term: int | None
    entries: tuple[Entry, ...]
    leader_commit: int


class AppendEntriesResponse(View, frozen=True, kw_only=True, tag="AppendEntriesResponse"):
    """A follower's answer; not every implementation sends its term or an index."""

    term: int | None
    source: str
    dest: str
    success: bool
    match_index: int | None


class PreVoteRequest(View, frozen=True, kw_only=True, tag="PreVoteRequest"):
    """A server asks who would vote for it in a term that it has not begun."""

    term: int
    source: str
    dest: str
    last_log_term: int
    last_log_index: int


class PreVoteResponse(View, frozen=True, kw_only=True, tag="PreVoteResponse"):
    """The answer; its term is that asked about where it is granted."""

    term: int
    source: str
    dest: str
    vote_granted: bool


class TimeoutNowRequest(View, frozen=True, kw_only=True, tag="TimeoutNowRequest"):
    """A leader asks the target of a transfer to stand at once."""

    term: int
    source: str
    dest: str


class Snapshot(Record, frozen=True, kw_only=True, rename="camel"):
    """A snapshot in a view: the entry with which it ends; its state is whatever it is."""

    last_index: int
    last_term: int
    configuration: Configuration | None = None
    state: Any = None


class InstallSnapshotRequest(View, frozen=True, kw_only=True, tag="InstallSnapshotRequest"):
    """A leader sends a snapshot, or the last piece of it, to a follower."""

    term: int
    source: str
    dest: str
    snapshot: Snapshot


class InstallSnapshotResponse(View, frozen=True, kw_only=True, tag="InstallSnapshotResponse"):
    """The answer; not every implementation sends an index."""

    term: int
    source: str
    dest: str
    match_index: int | None


class ConfirmRequest(View, frozen=True, kw_only=True, tag="ConfirmRequest"):
    """A leader asks whether it still leads; its rounds are numbered in each term."""

    term: int
    source: str
    dest: str
    round: int


class ConfirmResponse(View, frozen=True, kw_only=True, tag="ConfirmResponse"):
    """The answer to a round; its number is 0 where nothing is confirmed."""

    term: int
    source: str
    dest: str
    round: int


class Other(View, frozen=True, kw_only=True, tag="Other"):
    """A message that the spec does not have."""

    name: str
    source: str | None = None
    dest: str | None = None


AnyView = (
    RequestVoteRequest
    | RequestVoteResponse
    | AppendEntriesRequest
    | AppendEntriesResponse
    | PreVoteRequest
    | PreVoteResponse
    | TimeoutNowRequest
    | InstallSnapshotRequest
    | InstallSnapshotResponse
    | ConfirmRequest
    | ConfirmResponse
    | Other
)
