"""An in-memory world that runs a whole cluster of the reference, one command at a time.

It is deterministic: the same schedule gives the same run.  It hosts the nodes as the package
`core` asks of a host (persist before send, restart from the disk), and it writes down the run in the
terms of the specification: the variables `servers`, `messages` and `committed`, and every action.
"""

from collections.abc import Iterator
from typing import assert_never

import msgspec

from raft_reference.client import Asking
from raft_reference.commands import (
    Answer,
    Ask,
    Beat,
    Change,
    Command,
    CompactOne,
    CopyOne,
    CrashOne,
    DeliverOne,
    DropOne,
    Elect,
    ExpireFrom,
    HandOver,
    Heal,
    ProposeTo,
    ReadFrom,
    RestartOne,
    RunOn,
    Settle,
    Split,
    TickOne,
    Ticks,
    WriteOne,
)
from raft_reference.core.actions import Restart
from raft_reference.core.commitment import Committed, newly_committed
from raft_reference.core.effects import Durable, Effects, Persist
from raft_reference.core.election_actions import RestartServer
from raft_reference.core.every_action import AnyAction, is_allowed, take
from raft_reference.core.inputs import (
    Compact,
    Deliver,
    Expire,
    Input,
    Persisted,
    Propose,
    Read,
    Reconfigure,
    Tick,
    Transfer,
)
from raft_reference.core.leader_id_actions import RestartWithId
from raft_reference.core.messages import Message
from raft_reference.core.node import Node, boot
from raft_reference.core.read_actions import RestartTimedServer, TickClock
from raft_reference.core.sessions import Operation
from raft_reference.core.state import ServerState
from raft_reference.core.step import step
from raft_reference.core.types import (
    Configuration,
    Context,
    Index,
    Log,
    ServerId,
    Value,
)
from raft_reference.network import Network
from raft_reference.run import Run
from raft_reference.schedule import Setup


class Taken(msgspec.Struct, frozen=True):
    """One action of the specification, taken by server i: its record before and after."""

    i: ServerId
    action: AnyAction
    before: ServerState
    after: ServerState
    out: frozenset[Message]


OneInput = Elect | Beat | ProposeTo | CompactOne | ReadFrom | HandOver | Change | Ask | ExpireFrom


class Unexplained(Exception):
    """A node did what is no sequence of the specification's actions."""


class Cluster:
    """The nodes, their disks, the network between them, and the history of all of it.

    `nodes[i]` is None while i is down; `servers[i]` is then its record before the crash, for to the
    specification a server that is down is one that happens not to act; only its clock goes on.
    `messages` and `committed` only grow.  `machines[i]` is the state machine of i: the entries that it was
    handed, in order.  `writing[i]` holds the writes that its disk has not done, oldest first.
    `reads` has for each read, by its context, how much was committed when it was issued; `stale_reads` are
    those answered with less.  `asking` is the client with a session, None as long as nobody asked.
    """

    def __init__(self, setup: Setup) -> None:
        names = setup.names()
        self.settings = setup.settings()
        self.setup, self.features = setup, setup.features
        self.disks = {i: Durable() for i in names}
        self.writing: dict[ServerId, list[Persist]] = {i: [] for i in names}
        self.machines: dict[ServerId, Log] = {i: () for i in names}
        self.boots = 0
        self.proposals = 0
        self.reads: list[int] = []
        self.stale_reads: list[Context] = []
        self.asking: Asking | None = None
        self.servers: dict[ServerId, ServerState] = {}
        self.nodes: dict[ServerId, Node | None] = {i: self._boot(i) for i in names}
        self.network = Network()
        self.servers = {i: node.server for i, node in self.nodes.items() if node is not None}
        self.messages: set[Message] = set()
        self.committed: set[Committed] = set()

    def run_so_far(self) -> Run:
        """What the properties look at; it is another one after the next input."""
        return Run(
            self.servers,
            self.messages,
            self.committed,
            self.features,
            self.setup.first_voters(),
            None if self.asking is None else self.asking.client,
        )

    def run(self, command: Command) -> Iterator[tuple[Taken, ...]]:
        """Let a command happen; yields, for each input that a node took, the actions it came to.

        The cluster stands still in between, so that whoever iterates can look at it; a command is
        over when the iterator is. Raises Unexplained if a node broke out of the specification.
        """
        match command:
            case Ticks(k=k):
                for _ in range(k):
                    for i in sorted(self.nodes, key=lambda i: (self.servers[i].clock, i)):
                        yield self._tick(i)
            case TickOne(i=i):
                if self._may_tick(i):
                    yield self._tick(i)
            case RunOn(k=k):
                for _ in range(k):
                    yield self._arrive(DeliverOne(0))
            case Settle(k=k):
                for _ in range(k):
                    for i in self.nodes:
                        while self.writing[i]:
                            yield self._write(i)
                    yield self._arrive(DeliverOne(0))
            case _:
                yield self._happen(command)

    def _happen(self, command: Command) -> tuple[Taken, ...]:
        """A command that is one input at the most."""
        match command:
            case DeliverOne() | DropOne() | CopyOne():
                return self._arrive(command)
            case CrashOne(i=i):
                self.nodes[i] = None
                self.writing[i] = []
            case RestartOne(i=i):
                return self._restart(i)
            case WriteOne(i=i):
                return self._write(i)
            case Split(group=group):
                self.network.isolated = group
            case Heal():
                self.network.isolated = frozenset()
            case Answer(i=i):
                if self.asking is not None:
                    self.asking = self.asking.hear(self.servers, i)
            case Ticks() | TickOne() | RunOn() | Settle():
                raise AssertionError("these are of several inputs")
            case _:
                return self._give(command.i, self._input(command))
        return ()

    def _input(self, command: OneInput) -> Input:
        """What a host or a client has for the server `command.i`."""
        match command:
            case Elect():
                return Expire("election")
            case Beat():
                return Expire("heartbeat")
            case ProposeTo():
                self.proposals += 1
                return Propose(Value(b"v%d" % self.proposals))
            case CompactOne(i=i):
                index = max(0, len(self.machines[i]) - self.setup.tail)
                return Compact(Index(index), self.machines[i][:index])
            case ReadFrom():
                self.reads.append(max((c.index for c in self.committed), default=0))
                return Read(Context(len(self.reads) - 1))
            case HandOver(j=j):
                return Transfer(j)
            case Change(voters=voters, learners=learners):
                return Reconfigure(Configuration(voters, learners=learners))
            case Ask(i=i):
                self.proposals += 1
                operation = Operation(b"%d" % self.proposals)
                self.asking, value = (self.asking or Asking()).ask(i, operation)
                return Propose(value)
            case ExpireFrom(i=i):
                return Propose((self.asking or Asking()).expire(i))
            case _:
                assert_never(command)

    def up(self) -> frozenset[ServerId]:
        """The servers that are."""
        return frozenset(i for i, node in self.nodes.items() if node is not None)

    def _arrive(self, command: DeliverOne | DropOne | CopyOne) -> tuple[Taken, ...]:
        message = self.network.pick(command, self.up())
        return () if message is None else self._give(message.dest, Deliver(message))

    def _may_tick(self, i: ServerId) -> bool:
        """Whether no clock is too far behind that of i then."""
        slowest = min(s.clock for s in self.servers.values())
        return "lease" not in self.features or self.servers[i].clock < slowest + self.setup.drift

    def _tick(self, i: ServerId) -> tuple[Taken, ...]:
        """A tick; the clock of a server that is down goes on, too."""
        if self.nodes[i] is not None or "lease" not in self.features:
            return self._give(i, Tick())
        ticks = TickClock(i)
        after = take(self.servers[i], ticks, self.settings[i].rules)
        return self._record(i, (ticks,), after.server, ())

    def _write(self, i: ServerId) -> tuple[Taken, ...]:
        """The disk of i does the oldest write that waits."""
        if not self.writing[i]:
            return ()
        persist = self.writing[i].pop(0)
        self.disks[i] = self.disks[i].after(persist)
        return self._give(i, Persisted(persist.number))

    def _boot(self, i: ServerId) -> Node:
        self.boots += 1
        old = self.servers.get(i)
        clock = self.settings[i].election_ticks if old is None else old.clock
        return boot(self.settings[i], self.disks[i], seed=self.boots, clock=clock)

    def _restart(self, i: ServerId) -> tuple[Taken, ...]:
        node = self._boot(i)
        self.nodes[i] = node
        self.writing[i] = []
        state = node.server.snapshot.state
        assert not isinstance(state, bytes), "this host's states are entries"
        self.machines[i] = state
        action: AnyAction = RestartServer(i) if self.features else Restart(i)
        if self.setup.leader_ids:
            action = RestartWithId(i)
        if "read-index" in self.features:
            action = RestartTimedServer(i)
        return self._record(i, (action,), node.server, ())

    def _give(self, i: ServerId, input: Input) -> tuple[Taken, ...]:
        """One input to one node, if it is up, hosted as the core asks."""
        node = self.nodes[i]
        if node is None:
            return ()
        after, effects = step(node, input)
        self.nodes[i] = after
        self._persist(i, effects)
        self._apply(i, effects)
        for context, index in effects.reads:
            if index < self.reads[context]:
                self.stale_reads.append(context)
        self.network.send(effects.messages)
        return self._record(i, effects.actions, after.server, effects.messages)

    def _persist(self, i: ServerId, effects: Effects) -> None:
        if effects.persist is None:
            return
        if self.setup.asynchronous:
            self.writing[i].append(effects.persist)
        else:
            self.disks[i] = self.disks[i].after(effects.persist)

    def _apply(self, i: ServerId, effects: Effects) -> None:
        """The state machine's part: every entry in turn, none twice and none left out."""
        if effects.install is not None:
            assert not isinstance(effects.install.state, bytes), "this host's states are entries"
            self.machines[i] = effects.install.state
        for index, entry in effects.apply:
            state = self.machines[i]
            if index != len(state) + 1:
                raise Unexplained(f"{i} was handed entry {index} after entry {len(state)}")
            self.machines[i] = (*state, entry)

    def _record(
        self,
        i: ServerId,
        actions: tuple[AnyAction, ...],
        result: ServerState,
        sent: tuple[Message, ...],
    ) -> tuple[Taken, ...]:
        """Write the actions into the history, once they are seen to explain what happened."""
        s, path = self.servers[i], list[Taken]()
        rules = self.settings[i].rules
        for action in actions:
            if not is_allowed(s, action, rules):
                raise Unexplained(f"{i} took {action}, which was not enabled")
            expected = take(s, action, rules)
            path.append(Taken(i, action, s, expected.server, expected.out))
            s = expected.server
        if s != result:
            raise Unexplained(f"{i} is in a state that its actions do not give: {result}, not {s}")
        if frozenset(sent) != frozenset().union(*(taken.out for taken in path)):
            raise Unexplained(f"{i} sent what its actions do not send: {sent}")
        for taken in path:
            self.messages |= taken.out
            self.committed |= newly_committed(taken.before, taken.after)
        self.servers[i] = s
        return tuple(path)
