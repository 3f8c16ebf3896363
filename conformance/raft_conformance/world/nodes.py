"""The nodes of a run as the suite sees them: their states and logs, the events, the judge."""

from collections.abc import Sequence
from typing import NoReturn

import msgspec

from raft_conformance.judge.judge import Judge, Violation
from raft_conformance.judge.observations import Cause, Observation, Setting, entry_at
from raft_conformance.judge.rules import Rule
from raft_conformance.judge.sessions import what_was_done
from raft_conformance.protocol.capabilities import Capabilities
from raft_conformance.protocol.client import Adapter
from raft_conformance.protocol.failures import AdapterFailure
from raft_conformance.protocol.messages import (
    AppliedCommand,
    Effects,
    FinishedRead,
    LogEntry,
    Member,
    Message,
    ObservedConfiguration,
    State,
)
from raft_conformance.protocol.views import AnyView
from raft_conformance.world.clocks import Clocks
from raft_conformance.world.events import Event, label_of
from raft_conformance.world.network import Network


class Inconclusive(Exception):
    """The run did not come to where the case could be judged."""


class ObservedNodes:
    """The nodes behind an adapter, and all that was seen of them.

    `servers` is the size of the cluster; only the nodes in `hosted` exist, where it is given. `sent`
    is what the last input made a node send, `delivered` every message that arrived, `accepted` every read
    that a node took, as a node and a context, `finished` those that were answered, `applied` the commands of sessions that each node
    applied, by their indexes, `down` the nodes that are, and `stalled` those whose disk does nothing.
    Every other disk does at once what it is given.
    """

    def __init__(
        self,
        adapter: Adapter,
        capabilities: Capabilities,
        servers: int,
        seed: int,
        hosted: Sequence[str] | None = None,
    ) -> None:
        self.adapter = adapter
        self.seed = seed
        self.capabilities = capabilities
        voters = tuple(f"n{number}" for number in range(1, servers + 1))
        self._names = {*voters}
        self._members = [Member(id=node) for node in voters]
        self.nodes: tuple[str, ...] = ()
        hosted = hosted or voters
        self.judge = Judge(Setting(voters, tuple(hosted) == voters, capabilities))
        self.network = Network()
        self.clocks = Clocks(capabilities.clock_drift)
        self.events: list[Event] = []
        self.step = 0
        self.delivered: list[Message] = []
        self.finished: list[tuple[str, str]] = []
        self.applied: dict[str, dict[int, AppliedCommand]] = {}
        self.accepted: set[tuple[str, str]] = set()
        self.sent: tuple[Message, ...] = ()
        self._states: dict[str, State] = {}
        self._logs: dict[str, tuple[LogEntry, ...]] = {}
        self.down: set[str] = set()
        self.stalled: set[str] = set()
        self._values = 0
        self._reads = 0
        self._mids: set[str] = set()
        for node in hosted:
            self.create(node)

    def create(self, node: str) -> None:
        """Start a server with an empty disk; one that is none of the first members has no vote."""
        self.nodes = (*self.nodes, node)
        self._names.add(node)
        state = self.adapter.create(node, self._members, self.seed)
        self._observe(node, "create", Effects(state=state))

    def state(self, node: str) -> State:
        """The node as it was last seen."""
        return self._states[node]

    def log(self, node: str) -> tuple[LogEntry, ...]:
        """The node's log as it was last seen; empty where it cannot be."""
        return self._logs.get(node, ())

    def term(self, node: str) -> int:
        """The node's term."""
        return self._known(self.state(node).term, node, "term")

    def commit_index(self, node: str) -> int:
        """The node's commit index."""
        return self._known(self.state(node).commit, node, "commit index")

    def last_index(self, node: str) -> int:
        """The index of the node's last entry."""
        last = self.state(node).last
        return self._known(None if last is None else last.index, node, "last index")

    def configuration(self, node: str) -> ObservedConfiguration:
        """The members that the node goes by."""
        shown = self.state(node).configuration
        if shown is None:
            raise Inconclusive(f"the configuration of {node} cannot be seen")
        return shown

    def is_leader(self, node: str) -> bool:
        """Whether the node says that it leads."""
        return self.state(node).role == "leader"

    def entry(self, node: str, index: int) -> LogEntry | None:
        """The node's entry at an index; None where it has none, or its log cannot be seen."""
        return entry_at(self.log(node), index)

    def _known(self, value: int | None, node: str, what: str) -> int:
        if value is None:
            raise Inconclusive(f"the {what} of {node} cannot be seen")
        return value

    def reach(self, condition: bool, otherwise: str) -> None:
        """What must have come about for a pass to mean anything."""
        if not condition:
            raise Inconclusive(otherwise)

    def require(self, condition: bool, rule: Rule, node: str, otherwise: str) -> None:
        """What the rule demands here, beyond what the monitors see."""
        if not condition:
            self.judge.report(Violation(rule, self.step, node, otherwise))

    def _begin(self, node: str, label: str) -> None:
        self.step += 1
        self.events.append(Event(self.step, node, "local", label))

    def _observe(
        self,
        node: str,
        cause: Cause,
        effects: Effects,
        received: AnyView | None = None,
        asked: str | None = None,
    ) -> None:
        self.clocks.see(node, cause, self.down)
        log = self.adapter.log(node) if self.capabilities.log else None
        seen = Observation(
            step=self.step,
            node=node,
            cause=cause,
            state=effects.state,
            before=self._states.get(node),
            log=log,
            log_before=self._logs.get(node),
            received=received,
            sent=effects.messages,
            persisted=effects.persisted,
            asked=asked,
            finished=effects.reads,
            applied=effects.applied,
            pending=effects.pending,
            in_time=self.clocks.keep_together,
        )
        if asked is not None:
            self.accepted.add((node, asked))
        for read in effects.reads:
            self._finish(node, read)
        for command in effects.applied:
            self._apply(node, command)
        self.sent = effects.messages if cause != "sync" else (*self.sent, *effects.messages)
        self._states[node] = effects.state
        if log is not None:
            self._logs[node] = log
        for message in effects.messages:
            self._check(node, message)
            label = label_of(message)
            self.events.append(
                Event(self.step, message.sender, "send", label, message.to, message.mid)
            )
            if not self.network.send(message):
                self._drop(message)
        self.judge.observe(seen)
        if effects.pending and node not in self.stalled:
            self._observe(node, "sync", self.adapter.sync(node))

    def _finish(self, node: str, read: FinishedRead) -> None:
        if (node, read.context) not in self.accepted:
            self._blame(read, f"{node} was never asked for the read {read.context}")
        self.finished.append((node, read.context))
        label = f"answer {read.context} from {read.index}"
        self.events.append(Event(self.step, node, "local", label))

    def _apply(self, node: str, command: AppliedCommand) -> None:
        self.applied.setdefault(node, {})[command.index] = command
        self.events.append(Event(self.step, node, "local", what_was_done(command)))

    def _check(self, node: str, message: Message) -> None:
        """What the protocol promises of a message, and its types cannot say."""
        if message.sender != node or message.to not in self._names or message.to == node:
            self._blame(message, f"{node} cannot send from {message.sender} to {message.to}")
        if message.mid in self._mids:
            self._blame(message, f"the message id {message.mid} was used before")
        self._mids.add(message.mid)

    def _blame(self, said: Message | FinishedRead, what: str) -> NoReturn:
        line = msgspec.json.encode(said).decode()
        raise AdapterFailure("wrong-shape", what, line=line)

    def _drop(self, message: Message) -> None:
        label = label_of(message)
        self.events.append(Event(self.step, message.to, "drop", label, message.sender, message.mid))
