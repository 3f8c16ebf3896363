"""What hosts one reference node: its disk, its state machine, and what becomes of it in a crash."""

from typing import Any

import msgspec
from reference_machine import StateMachine

from raft_reference.core.effects import Durable, Effects, Persist
from raft_reference.core.inputs import Input, Persisted
from raft_reference.core.node import Node, Settings, boot
from raft_reference.core.observe import observe, observe_log
from raft_reference.core.step import step
from raft_reference.core.types import AnyEntry, Entry

Json = dict[str, Any]


class BadRequest(Exception):
    """The suite asked for something that makes no sense here."""


class Hosted:
    """One server of the cluster: its settings and disk, and the node unless it is down."""

    def __init__(self, settings: Settings, seed: int) -> None:
        self.settings = settings
        self.seed = seed
        self.disk = Durable()
        self.node: Node | None = boot(settings, self.disk, seed)
        self.machine = StateMachine()
        self.contexts: list[str] = []
        """What the suite calls each read; the node has numbers for them, counted from 0."""
        self._writes: list[Persist] = []
        """Those that are on their way to the disk, where they take their time."""

    @property
    def pending(self) -> int | None:
        """How many writes are on their way; None where there never are any."""
        return len(self._writes) if self.settings.asynchronous_writes else None

    def alive(self) -> Node:
        """The node; BadRequest while it is down."""
        if self.node is None:
            raise BadRequest(f"node {self.settings.id} is down")
        return self.node

    def take(self, given: Input) -> tuple[Effects, list[Json]]:
        """One step: what it does, and the terms and votes that it wrote to the disk."""
        node, effects = step(self.alive(), given)
        persisted: list[Json] = []
        if effects.persist is not None and self.settings.asynchronous_writes:
            self._writes.append(effects.persist)
        elif effects.persist is not None:
            persisted += self._write(effects.persist)
        self.node = node
        if effects.install is not None:
            self.machine.start(effects.install)
        for index, entry in effects.apply:
            self.machine.take(index, entry)
        return effects, persisted

    def _write(self, persist: Persist) -> list[Json]:
        old = self.disk
        self.disk = old.after(persist)
        if (old.current_term, old.voted_for) == (self.disk.current_term, self.disk.voted_for):
            return []
        return [{"term": self.disk.current_term, "vote": self.disk.voted_for or ""}]

    def sync(self, count: int | None = None) -> tuple[Effects, list[Json]]:
        """All writes are done, or so many of the oldest, and the node is told so."""
        count = len(self._writes) if count is None else count
        done, self._writes = self._writes[:count], self._writes[count:]
        written = [record for persist in done for record in self._write(persist)]
        if not done:
            return Effects(), written
        effects, persisted = self.take(Persisted(done[-1].number))
        return effects, written + persisted

    def crash(self) -> None:
        """Forget all but the disk."""
        self.alive()
        self.node = None
        self._writes = []

    def restart(self) -> None:
        """Start again from the disk."""
        if self.node is not None:
            raise BadRequest(f"node {self.settings.id} is not down")
        self.seed += 1
        self.node = boot(self.settings, self.disk, self.seed)
        self.machine.start(self.node.server.snapshot)

    def state(self) -> Json:
        """The state record; "" stands for no vote."""
        record: Json = msgspec.to_builtins(observe(self.alive()))
        record["vote"] = record["vote"] or ""
        return record

    def log(self) -> list[Json]:
        """Every entry, with its text where it is one."""
        entries: list[Json] = msgspec.to_builtins(observe_log(self.alive()))
        for shown, entry in zip(entries, self.alive().server.log, strict=True):
            shown["value"] = text_of(entry) or None
        return entries


def text_of(entry: AnyEntry) -> str:
    """An entry's command as text; "" for a no-op and for a configuration."""
    return entry.value.decode(errors="replace") if isinstance(entry, Entry) else ""
