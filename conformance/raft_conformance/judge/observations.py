"""What the judge sees: one observation for each input to a node."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from raft_conformance.protocol.capabilities import Capabilities
from raft_conformance.protocol.messages import (
    AppliedCommand,
    FinishedRead,
    LogEntry,
    Message,
    ObservedConfiguration,
    Persisted,
    State,
)
from raft_conformance.protocol.views import AnyView

Cause = Literal[
    "create",
    "election",
    "heartbeat",
    "tick",
    "deliver",
    "inject",
    "propose",
    "transfer",
    "compact",
    "read",
    "register",
    "expire",
    "sync",
    "write",
    "change",
    "restart",
    "look",
]


SHOWN_CHARACTERS = 20


class Observation(msgspec.Struct, frozen=True, kw_only=True):
    """A node after one input.

    `before` and `log_before` are what was last seen of the node, None at its creation; `log` is
    None where it cannot be seen. `received` is the view of the message that was handed over, where
    there was one and it can be decoded. `asked` is the context of a read that comes with this input,
    `finished` are the reads that may be answered after it, `applied` the commands of sessions that it took. `pending` is how many
    writes its disk has yet to do, None where that is not known. `in_time` says that until now no two nodes'
    clocks were further apart than the implementation claims to stand.
    """

    step: int
    node: str
    cause: Cause
    state: State
    before: State | None = None
    log: tuple[LogEntry, ...] | None = None
    log_before: tuple[LogEntry, ...] | None = None
    received: AnyView | None = None
    sent: tuple[Message, ...] = ()
    persisted: tuple[Persisted, ...] = ()
    asked: str | None = None
    finished: tuple[FinishedRead, ...] = ()
    applied: tuple[AppliedCommand, ...] = ()
    pending: int | None = None
    in_time: bool = True

    @property
    def configuration_before(self) -> ObservedConfiguration | None:
        """What was last seen of the members that the node goes by."""
        return None if self.before is None else self.before.configuration

    @property
    def first(self) -> int:
        """The first index that the log has, or would have; what is before it is compacted."""
        if self.log:
            return self.log[0].index
        return 0 if self.state.first is None else self.state.first


class Setting(msgspec.Struct, frozen=True):
    """What the monitors must know of the run: who votes at first, whether all of them can be seen,
    and what is claimed."""

    voters: tuple[str, ...]
    sees_all: bool
    capabilities: Capabilities

    @property
    def is_durable(self) -> bool:
        """Whether a restart may forget nothing that was shown before the crash."""
        return self.capabilities.persistence == "sync"


def entry_at(log: tuple[LogEntry, ...], index: int) -> LogEntry | None:
    """The entry at an index of the implementation's own; None where the log has none.

    >>> entry_at((LogEntry(index=1, term=1, digest="a"),), 2) is None
    True
    """
    if not log:
        return None
    place = index - log[0].index
    return log[place] if 0 <= place < len(log) else None


def identity(entry: LogEntry) -> tuple[int, str]:
    """What makes an entry the same entry, beside its index."""
    return entry.term, entry.digest


def names(entry: LogEntry | None) -> str:
    """An entry in a message to people.

    >>> names(LogEntry(index=3, term=2, digest="d", value="x"))
    'entry 3 of term 2 (x)'
    """
    if entry is None:
        return "no entry"
    what = entry.value or entry.kind
    if len(what) > SHOWN_CHARACTERS:
        what = f"{what[:SHOWN_CHARACTERS]}..."
    return f"entry {entry.index} of term {entry.term} ({what})"


def holders(
    logs: Mapping[str, tuple[LogEntry, ...]], entry: LogEntry, among: tuple[str, ...]
) -> list[str]:
    """The nodes whose log has this very entry."""
    found = []
    for node in among:
        here = entry_at(logs.get(node, ()), entry.index)
        if here is not None and identity(here) == identity(entry):
            found.append(node)
    return found
