"""What an outside observer may see of a node: the record that the conformance suite compares."""

from hashlib import sha256
from typing import Literal

import msgspec

from raft_reference.core.log import last_index, last_term
from raft_reference.core.node import NO_OP, Node
from raft_reference.core.types import Index, Role, ServerId, Term


class Position(msgspec.Struct, frozen=True):
    """The index and term of an entry; both 0 for no entry."""

    index: Index
    term: Term


class Configuration(msgspec.Struct, frozen=True):
    """Who the members are; here they are fixed, so nothing but `voters` ever varies."""

    voters: tuple[ServerId, ...]
    outgoing: tuple[ServerId, ...] = ()
    learners: tuple[ServerId, ...] = ()
    joint: bool = False
    index: Index = Index(0)
    committed: bool = True


class Observation(msgspec.Struct, frozen=True):
    """A node's state; `first` is the index of the first entry that its log holds or will hold."""

    term: Term
    vote: ServerId | None
    role: Role
    leader: ServerId | None
    commit: Index
    applied: Index
    last: Position
    first: Index
    snapshot: Position | None
    configuration: Configuration


class ObservedEntry(msgspec.Struct, frozen=True):
    """An entry; `digest` is the same for two entries if and only if their commands are."""

    index: Index
    term: Term
    kind: Literal["command", "noop"]
    digest: str


def observe(node: Node) -> Observation:
    """The state of a node."""
    s = node.server
    return Observation(
        term=s.current_term,
        vote=s.voted_for,
        role=s.role,
        leader=node.leader,
        commit=s.commit_index,
        applied=node.applied,
        last=Position(last_index(s.log), last_term(s.log)),
        first=Index(1),
        snapshot=None,
        configuration=Configuration(tuple(sorted(node.settings.members))),
    )


def observe_log(node: Node) -> tuple[ObservedEntry, ...]:
    """The log of a node, in order."""
    return tuple(
        ObservedEntry(
            index=Index(k),
            term=entry.term,
            kind="noop" if entry.value == NO_OP else "command",
            digest=sha256(entry.value).hexdigest()[:16],
        )
        for k, entry in enumerate(node.server.log, start=1)
    )
