"""What an outside observer may see of a node: the record that the conformance suite compares."""

from hashlib import sha256
from typing import Literal

import msgspec

from raft_reference.core.configuration import active_index, configuration, configuration_index
from raft_reference.core.log import last_index, last_term
from raft_reference.core.node import NO_OP, Node
from raft_reference.core.state import ServerState
from raft_reference.core.types import AnyEntry, ConfigurationEntry, Index, Role, ServerId, Term


class Position(msgspec.Struct, frozen=True):
    """The index and term of an entry; both 0 for no entry."""

    index: Index
    term: Term


class ObservedConfiguration(msgspec.Struct, frozen=True):
    """Who the members are by the configuration in force, where in the log that is, and whether it is committed."""

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
    configuration: ObservedConfiguration


class ObservedEntry(msgspec.Struct, frozen=True):
    """An entry; `digest` is the same for two entries if and only if their commands are."""

    index: Index
    term: Term
    kind: Literal["command", "noop", "configuration"]
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
        last=Position(last_index(s), last_term(s)),
        first=Index(s.snapshot.last_index + 1),
        snapshot=_observe_snapshot(s),
        configuration=_observe_configuration(s),
    )


def _observe_snapshot(s: ServerState) -> Position | None:
    held = s.snapshot
    return Position(held.last_index, held.last_term) if held.last_index else None


def _observe_configuration(s: ServerState) -> ObservedConfiguration:
    c = configuration(s)
    index = configuration_index(s, active_index(s))
    return ObservedConfiguration(
        voters=tuple(sorted(c.voters)),
        outgoing=tuple(sorted(c.outgoing)),
        learners=tuple(sorted(c.learners)),
        joint=bool(c.outgoing),
        index=index,
        committed=index <= s.commit_index,
    )


def observe_log(node: Node) -> tuple[ObservedEntry, ...]:
    """The entries that a node holds, in order."""
    first = node.server.snapshot.last_index + 1
    return tuple(
        _observe_entry(Index(k), entry) for k, entry in enumerate(node.server.log, start=first)
    )


def _observe_entry(index: Index, entry: AnyEntry) -> ObservedEntry:
    if isinstance(entry, ConfigurationEntry):
        encoded = msgspec.json.encode(entry.configuration, order="deterministic")
        return ObservedEntry(index, entry.term, "configuration", _digest(encoded))
    kind: Literal["command", "noop"] = "noop" if entry.value == NO_OP else "command"
    return ObservedEntry(index, entry.term, kind, _digest(entry.value))


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]
