"""What happened in a run, as neutral data for diagrams and reports."""

from typing import Literal

import msgspec

from raft_conformance.protocol.messages import Message
from raft_conformance.protocol.views import (
    AnyView,
    AppendEntriesRequest,
    AppendEntriesResponse,
    Configuration,
    ConfirmRequest,
    ConfirmResponse,
    Entry,
    InstallSnapshotRequest,
    InstallSnapshotResponse,
    Other,
    PreVoteRequest,
    PreVoteResponse,
    RequestVoteRequest,
    RequestVoteResponse,
    TimeoutNowRequest,
)

EventKind = Literal["local", "send", "receive", "drop", "crash", "restart"]


SHOWN_CHARACTERS = 8


class Event(msgspec.Struct, frozen=True):
    """Something that happened on `lane` in `step`.

    For send, receive and drop, `peer` is the node at the other end and `message` the message's id.
    A drop is on the lane of the node that the message did not reach.
    """

    step: int
    lane: str
    kind: EventKind
    label: str
    peer: str | None = None
    message: str | None = None


def label_of(message: Message) -> str:
    """A message in a few words.

    >>> label_of(Message(mid="m1", sender="n1", to="n2"))
    'message'
    """
    return "message" if message.view is None else label_of_view(message.view)


def label_of_view(view: AnyView) -> str:
    """A view in a few words: the term, then what matters most."""
    match view:
        case RequestVoteRequest():
            return f"vote? t{view.term} last {view.last_log_index}@{view.last_log_term}"
        case RequestVoteResponse():
            return f"{'vote' if view.vote_granted else 'no vote'} t{view.term}"
        case AppendEntriesRequest():
            entries = " ".join(f"{_content(entry)}@{entry.term}" for entry in view.entries)
            after = f"after {view.prev_log_index}@{view.prev_log_term}"
            return f"append t{view.term} {after} [{entries}] commit {view.leader_commit}"
        case AppendEntriesResponse():
            term = "" if view.term is None else f" t{view.term}"
            upto = "" if view.match_index is None else f" to {view.match_index}"
            return f"ack{term}{upto}" if view.success else f"reject{term}"
        case PreVoteRequest():
            return f"pre-vote? t{view.term} last {view.last_log_index}@{view.last_log_term}"
        case PreVoteResponse():
            return f"{'pre-vote' if view.vote_granted else 'no pre-vote'} t{view.term}"
        case TimeoutNowRequest():
            return f"stand! t{view.term}"
        case InstallSnapshotRequest(snapshot=end):
            return f"snapshot t{view.term} to {end.last_index}@{end.last_term}"
        case InstallSnapshotResponse():
            upto = "" if view.match_index is None else f" to {view.match_index}"
            return f"snapshot ack t{view.term}{upto}"
        case ConfirmRequest():
            return f"lead? t{view.term} round {view.round}"
        case ConfirmResponse():
            return f"heard t{view.term} round {view.round}"
        case Other():
            return view.name


def _content(entry: Entry) -> str:
    """What an entry holds: the beginning of its command, or the members that it makes."""
    made = entry.configuration
    if not isinstance(made, Configuration):
        return (entry.value or "*")[:SHOWN_CHARACTERS]
    parts = [made.voters, made.outgoing, made.learners]
    names = ("voters", "outgoing", "learners")
    return " ".join(
        f"{name} {','.join(part)}" for name, part in zip(names, parts, strict=True) if part
    )
