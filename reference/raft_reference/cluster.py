"""An in-memory world that runs a whole cluster of the reference, one command at a time.

It is deterministic: the same schedule gives the same run.  It hosts the nodes as the package
`core` asks of a host (persist before send, restart from the disk), and it writes down the run in the
terms of the specification: the variables `servers`, `messages` and `committed`, and every action.
"""

from collections.abc import Iterator
from typing import assert_never

import msgspec

from raft_reference.core.actions import Restart
from raft_reference.core.commitment import Committed, newly_committed
from raft_reference.core.effects import Durable, Effects
from raft_reference.core.election_actions import RestartServer
from raft_reference.core.every_action import AnyAction, is_allowed, take
from raft_reference.core.inputs import (
    Compact,
    Deliver,
    Expire,
    Input,
    Propose,
    Read,
    Tick,
    Transfer,
)
from raft_reference.core.leader_id_actions import RestartWithId
from raft_reference.core.messages import Message
from raft_reference.core.node import NO_OP, Node, Settings, boot
from raft_reference.core.read_actions import RestartTimedServer
from raft_reference.core.state import ServerState
from raft_reference.core.step import step
from raft_reference.core.types import Context, Index, Log, ServerId, Value
from raft_reference.schedule import (
    Beat,
    Command,
    CompactOne,
    CopyOne,
    CrashOne,
    DeliverOne,
    DropOne,
    Elect,
    HandOver,
    Heal,
    ProposeTo,
    ReadFrom,
    RestartOne,
    RunOn,
    Setup,
    Split,
    Ticks,
)


class Taken(msgspec.Struct, frozen=True):
    """One action of the specification, taken by server i: its record before and after."""

    i: ServerId
    action: AnyAction
    before: ServerState
    after: ServerState
    out: frozenset[Message]


class Unexplained(Exception):
    """A node did what is no sequence of the specification's actions."""


class Cluster:
    """The nodes, their disks, the network between them, and the history of all of it.

    `nodes[i]` is None while i is down; `servers[i]` is then its record before the crash, for to the
    specification a server that is down is one that happens not to act.  `in_flight` has the oldest
    message first.  `messages` and `committed` only grow.  `machines[i]` is the state machine of i: the
    entries that it was handed, in order.  `reads` has for each read, by its context,
    how much was committed when it was issued; `stale_reads` are those answered with less.
    """

    def __init__(self, setup: Setup) -> None:
        names = setup.names()
        no_op = NO_OP if setup.noop else None
        self.settings = {
            i: Settings(
                i,
                frozenset(names),
                max_batch_size=setup.batch,
                no_op=no_op,
                features=setup.features,
                leader_ids=setup.leader_ids,
            )
            for i in names
        }
        self.features, self.tail = setup.features, setup.tail
        self.leader_ids = setup.leader_ids
        self.disks = {i: Durable() for i in names}
        self.machines: dict[ServerId, Log] = {i: () for i in names}
        self.boots = 0
        self.proposals = 0
        self.reads: list[int] = []
        self.stale_reads: list[Context] = []
        self.servers: dict[ServerId, ServerState] = {}
        self.nodes: dict[ServerId, Node | None] = {i: self._boot(i) for i in names}
        self.in_flight: list[Message] = []
        self.isolated: frozenset[ServerId] = frozenset()
        self.servers = {i: node.server for i, node in self.nodes.items() if node is not None}
        self.messages: set[Message] = set()
        self.committed: set[Committed] = set()

    def run(self, command: Command) -> Iterator[tuple[Taken, ...]]:
        """Let a command happen; yields, for each input that a node took, the actions it came to.

        The cluster stands still in between, so that whoever iterates can look at it; a command is
        over when the iterator is. Raises Unexplained if a node broke out of the specification.
        """
        match command:
            case Ticks(k=k):
                for _ in range(k):
                    for i in self.nodes:
                        yield self._give(i, Tick())
            case Elect(i=i):
                yield self._give(i, Expire("election"))
            case Beat(i=i):
                yield self._give(i, Expire("heartbeat"))
            case ProposeTo(i=i):
                self.proposals += 1
                yield self._give(i, Propose(Value(b"v%d" % self.proposals)))
            case CompactOne(i=i):
                index = max(0, len(self.machines[i]) - self.tail)
                yield self._give(i, Compact(Index(index), self.machines[i][:index]))
            case ReadFrom(i=i):
                self.reads.append(max((c.index for c in self.committed), default=0))
                yield self._give(i, Read(Context(len(self.reads) - 1)))
            case HandOver(i=i, j=j):
                yield self._give(i, Transfer(j))
            case CrashOne(i=i):
                self.nodes[i] = None
            case RestartOne(i=i):
                yield self._restart(i)
            case DeliverOne(k=k) | DropOne(k=k) | CopyOne(k=k):
                yield self._pick(k, command)
            case RunOn(k=k):
                for _ in range(k):
                    yield self._pick(0, DeliverOne(0))
            case Split(group=group):
                self.isolated = group
            case Heal():
                self.isolated = frozenset()
            case _:
                assert_never(command)

    def deliverable(self) -> list[int]:
        """Where in `in_flight` the messages are that can be delivered now, oldest first.

        What waits for a server that is down is held up, not lost: `drop` loses it.
        """
        return [
            at
            for at, m in enumerate(self.in_flight)
            if self.nodes[m.dest] is not None
            and (m.source in self.isolated) == (m.dest in self.isolated)
        ]

    def _pick(self, k: int, command: DeliverOne | DropOne | CopyOne) -> tuple[Taken, ...]:
        choices = self.deliverable()
        if not choices:
            return ()
        at = choices[k % len(choices)]
        message = self.in_flight[at] if isinstance(command, CopyOne) else self.in_flight.pop(at)
        return () if isinstance(command, DropOne) else self._give(message.dest, Deliver(message))

    def _boot(self, i: ServerId) -> Node:
        self.boots += 1
        old = self.servers.get(i)
        clock = self.settings[i].election_ticks if old is None else old.clock
        return boot(self.settings[i], self.disks[i], seed=self.boots, clock=clock)

    def _restart(self, i: ServerId) -> tuple[Taken, ...]:
        node = self._boot(i)
        self.nodes[i] = node
        state = node.server.snapshot.state
        assert not isinstance(state, bytes), "this host's states are entries"
        self.machines[i] = state
        action: AnyAction = RestartServer(i) if self.features else Restart(i)
        if self.leader_ids:
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
        self.in_flight.extend(effects.messages)
        return self._record(i, effects.actions, after.server, effects.messages)

    def _persist(self, i: ServerId, effects: Effects) -> None:
        if effects.persist is not None:
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
