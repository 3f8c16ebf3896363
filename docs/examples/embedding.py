"""A replicated dictionary in one process: the core of the reference, hosted by asyncio.

The network is a queue for each server, the disk a value that is replaced.  Put sockets and files in their
places, and keep what is promised in the docstring of `raft_reference.core`.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count
from typing import Literal

from msgspec import msgpack

from raft_reference.core.complete import complete_features
from raft_reference.core.effects import Accepted, Durable, Effects, Persist, Refused
from raft_reference.core.features import election_features
from raft_reference.core.inputs import (
    Compact,
    Deliver,
    Input,
    Persisted,
    Propose,
    Read,
    Reconfigure,
    Tick,
    Transfer,
)
from raft_reference.core.membership import membership_features
from raft_reference.core.messages import Message
from raft_reference.core.node import NO_OP, Settings, boot
from raft_reference.core.sessions import (
    ClientId,
    Command,
    ExpireCommand,
    Machine,
    Operation,
    OperationCommand,
    Performed,
    RegisterCommand,
    Reply,
    apply_entry,
    asked,
    begin,
    decode_machine,
    encode_command,
    encode_machine,
    init_client,
    initial_machine,
    reply_to,
    take_reply,
    take_session,
)
from raft_reference.core.step import step
from raft_reference.core.types import AnyEntry, Configuration, Context, Index, ServerId, Term

FIRST_VOTERS = frozenset(map(ServerId, "abc"))
COMPACT_EVERY = 4
TICK_NANOSECONDS = 10_000_000
WRITE_SECONDS = 0.001

Variant = Callable[[ServerId], Settings]
Clock = Callable[[], int]
Topics = dict[str, str]
Place = tuple[Index, Term]
Fate = Literal["committed", "lost", "unknown"]
"""What becomes of a proposal; where it is unknown, only the state machine can tell."""


def every_feature(name: ServerId) -> Settings:
    """Elections, membership, snapshots, reads and the lease, all switched on."""
    return Settings(name, FIRST_VOTERS, features=complete_features())


def slow_disk(name: ServerId) -> Settings:
    """Messages leave before the disk is done, as far as they may."""
    return Settings(name, FIRST_VOTERS, features=election_features(), asynchronous_writes=True)


def leader_ids(name: ServerId) -> Settings:
    """A term may have several leaders, as in openraft."""
    return Settings(name, FIRST_VOTERS, leader_ids=True)


def on_apply(name: ServerId) -> Settings:
    """A configuration is in force once its entry is applied, as in etcd."""
    features = election_features() | membership_features()
    return Settings(name, FIRST_VOTERS, features=features, active_on="apply")


VARIANTS = (every_feature, slow_disk, leader_ids, on_apply)
"""Asynchronous writes and the variants do not go together with everything: `Settings` says with what."""


def perform(topics: Topics, command: OperationCommand) -> Performed[Topics]:
    """The application: set a key, and answer with what was there before."""
    key, value = json.loads(command.operation)
    return Performed({**topics, key: value}, Reply(topics.get(key, "").encode()))


class Host:
    """One server: everything that the core leaves to others."""

    def __init__(self, settings: Settings, network: "Network") -> None:
        self.settings, self.network, self.disk = settings, network, Durable()
        self.lives, self.numbers = 0, count()
        self.proposals: dict[Place, asyncio.Future[Fate]] = {}
        self.reads: dict[int, asyncio.Future[Topics | None]] = {}
        self.start()

    def start(self) -> None:
        """What a server does when it comes up, also after a crash: all that it has is its disk."""
        self.lives += 1
        self.ticks = self.network.clock() // TICK_NANOSECONDS
        self.node = boot(self.settings, self.disk, seed=ord(self.settings.id) * self.lives)
        self.machine: Machine[Topics] = initial_machine(initial_state={})
        self.applied = Index(0)
        if self.disk.snapshot is not None:
            self.install(self.disk.snapshot.state, self.disk.snapshot.last_index)

    def crash(self) -> None:
        """It loses all but its disk, with the writes that are on their way, and starts again."""
        self.settle("unknown", *self.proposals)
        while self.reads:
            self.reads.popitem()[1].set_result(None)
        self.start()

    def give(self, input: Input) -> Effects:
        """One input at a time, each after all the ticks that are due: a lease rests on that."""
        self.catch_up()
        return self.take(input)

    def catch_up(self) -> None:
        """What the clock has counted by now, also while this process did not run."""
        due = self.network.clock() // TICK_NANOSECONDS
        while self.ticks < due:
            self.ticks += 1
            self.take(Tick())

    def take(self, input: Input) -> Effects:
        """The node that the input makes; then its effects, in the order that the core asks for."""
        self.node, effects = step(self.node, input)
        if effects.persist is not None:
            self.write(effects.persist)
        for message in effects.messages:
            self.network.send(message.dest, message)
        if effects.install is not None:
            self.install(effects.install.state, effects.install.last_index)
        for index, entry in effects.apply:
            self.apply(index, entry)
        for context, _ in effects.reads:
            self.reads.pop(context).set_result(self.machine.state)
        for context in effects.refused_reads:
            self.reads.pop(context).set_result(None)
        return effects

    def write(self, persist: Persist) -> None:
        """Now; or later, in order, where the core is told so and holds back what depends on it."""
        if not self.settings.asynchronous_writes:
            self.disk = self.disk.after(persist)
            return
        loop = asyncio.get_running_loop()
        loop.call_later(WRITE_SECONDS, self.written, persist, self.lives)

    def written(self, persist: Persist, life: int) -> None:
        """The disk is done with a write, unless a crash was faster."""
        if life == self.lives:
            self.disk = self.disk.after(persist)
            self.give(Persisted(persist.number))

    def install(self, state: object, index: Index) -> None:
        """A snapshot takes the place of the state machine; what it covers is never applied here."""
        assert isinstance(state, bytes)
        self.machine, self.applied = decode_machine(state, decode_state=json.loads), index
        self.settle("unknown", *(place for place in self.proposals if place[0] <= index))

    def apply(self, index: Index, entry: AnyEntry) -> None:
        """What is committed changes the state, here as on every server."""
        self.applied = index
        self.machine = apply_entry(self.machine, index, entry, perform=perform, no_op=NO_OP)
        self.settle("committed", *({(index, entry.term)} & self.proposals.keys()))
        self.settle("lost", *(p for p in self.proposals if p[0] == index or p[1] < entry.term))
        compacted = self.node.server.snapshot.last_index
        if "snapshots" in self.settings.features and index - compacted >= COMPACT_EVERY:
            state = encode_machine(self.machine, encode_state=lambda s: json.dumps(s).encode())
            asyncio.get_running_loop().call_soon(self.give, Compact(index, state))

    def settle(self, fate: Fate, *places: Place) -> None:
        """Tell those who wait for what was to be at these places."""
        for place in places:
            self.proposals.pop(place).set_result(fate)

    async def propose(self, input: Propose) -> Index | None:
        """Where it was committed; None where this server does not lead, or where that is not known."""
        accepted = self.give(input).proposal
        if not isinstance(accepted, Accepted):
            return None
        if accepted.index > self.applied:
            fate: asyncio.Future[Fate] = asyncio.get_running_loop().create_future()
            self.proposals[accepted.index, accepted.term] = fate
            if await fate != "committed":
                return None
        return accepted.index

    async def read(self) -> Topics | None:
        """The state, with all that was committed before now; None where this server may not say."""
        context = Context(next(self.numbers))
        answer: asyncio.Future[Topics | None] = asyncio.get_running_loop().create_future()
        self.reads[context] = answer
        self.give(Read(context))
        return await answer


class Network:
    """All hosts of one cluster, the messages between them, and a clock that is never put back."""

    def __init__(self, settings: Variant, tasks: asyncio.TaskGroup, clock: Clock) -> None:
        self.settings, self.tasks, self.clock = settings, tasks, clock
        self.hosts: dict[ServerId, Host] = {}
        self.inboxes: dict[ServerId, asyncio.Queue[bytes]] = {}
        self.running = [tasks.create_task(self.tick())]
        self.cut = frozenset[ServerId]()

    def send(self, dest: ServerId, message: Message) -> None:
        """A message may be lost, and is, where nobody has the name yet or a side is cut off."""
        if dest in self.inboxes and (message.source in self.cut) == (dest in self.cut):
            self.inboxes[dest].put_nowait(msgpack.encode(message))

    def start(self, name: ServerId) -> None:
        """A server comes up, with an empty disk."""
        self.hosts[name], self.inboxes[name] = Host(self.settings(name), self), asyncio.Queue()
        self.running.append(self.tasks.create_task(self.run(self.hosts[name])))

    async def run(self, host: Host) -> None:
        """Messages as they come."""
        while True:
            message = await self.inboxes[host.settings.id].get()
            host.give(Deliver(msgpack.decode(message, type=Message)))

    async def tick(self) -> None:
        """Time passes also where nothing else happens."""
        while True:
            for host in self.hosts.values():
                host.catch_up()
            await asyncio.sleep(TICK_NANOSECONDS / 1e9)

    async def leader(self) -> Host:
        """Whoever leads the newest term, as soon as there is one."""
        while True:
            leading = [h for h in self.hosts.values() if h.node.server.role == "leader"]
            if leading:
                return max(leading, key=lambda host: host.node.server.current_term)
            await asyncio.sleep(0.002)

    async def propose(self, input: Propose) -> tuple[Host, Index]:
        """Ask whoever leads, until it is committed; who that was, and where."""
        while True:
            host = await self.leader()
            index = await host.propose(input)
            if index is not None:
                return host, index
            await asyncio.sleep(0.002)

    async def reconfigure(self, target: Configuration) -> None:
        """Ask whoever leads, until it says that it is so: a joint change takes two entries."""
        while True:
            answer = (await self.leader()).give(Reconfigure(target)).proposal
            if isinstance(answer, Refused) and answer.reason == "already-so":
                return
            assert not isinstance(answer, Refused) or answer.reason != "invalid", target
            await asyncio.sleep(0.002)

    async def caught_up(self, names: frozenset[ServerId]) -> None:
        """Until whoever leads knows these to have all that is committed."""
        while True:
            server = (await self.leader()).node.server
            if all(server.match_index[name] >= server.commit_index for name in names):
                return
            await asyncio.sleep(0.002)

    async def transfer(self, target: ServerId) -> None:
        """Ask whoever leads to hand over, until the target leads."""
        while (host := await self.leader()).settings.id != target:
            host.give(Transfer(target))
            await asyncio.sleep(0.02)

    async def read(self) -> Topics:
        """Ask whoever leads, until it may say."""
        while (found := await (await self.leader()).read()) is None:
            await asyncio.sleep(0.002)
        return found

    async def agree(self, names: frozenset[ServerId]) -> dict[ServerId, Topics]:
        """The states of these servers, once they are the same."""
        while True:
            states = {name: self.hosts[name].machine.state for name in names}
            if len({json.dumps(state, sort_keys=True) for state in states.values()}) == 1:
                return states
            await asyncio.sleep(0.002)


class Session:
    """A client: it asks until it is answered, and whatever it asks is done once."""

    def __init__(self, network: Network) -> None:
        self.network, self.client = network, init_client()

    async def propose(self, command: Command) -> tuple[Host, Index]:
        return await self.network.propose(Propose(encode_command(command)))

    async def open(self) -> "Session":
        """The index of its entry is the name of the session."""
        _, index = await self.propose(RegisterCommand(ClientId("client")))
        self.client = take_session(self.client, index)
        return self

    async def put(self, key: str, value: str, *, times: int = 1) -> str:
        """What was there before, however often it had to ask."""
        self.client = begin(self.client, Operation(json.dumps([key, value]).encode()))
        command = asked(self.client)
        for _ in range(times):
            host, _ = await self.propose(command)
        reply = reply_to(host.machine, command)
        assert reply is not None, "its session is over: what became of the operation is not known"
        self.client = take_reply(self.client)
        return reply.decode()

    async def close(self) -> None:
        """Whoever leads may end a session at any time; this one is not needed any more."""
        await self.propose(ExpireCommand(self.client.session))


@asynccontextmanager
async def cluster(settings: Variant) -> AsyncIterator[Network]:
    """Three servers that go by these settings."""
    async with asyncio.TaskGroup() as tasks:
        network = Network(settings, tasks, time.monotonic_ns)
        for name in sorted(FIRST_VOTERS):
            network.start(name)
        yield network
        for task in network.running:
            task.cancel()


async def write_and_crash(settings: Variant) -> dict[ServerId, Topics]:
    """Writes, each of them asked twice; a crash of whoever leads, and writes again; the states."""
    async with cluster(settings) as network:
        session = await Session(network).open()
        for number in range(5):
            assert await session.put(f"topic-{number}", f"broker-{number % 3}", times=2) == ""
        (await network.leader()).crash()
        assert await session.put("topic-0", "broker-9") == "broker-0"
        return await network.agree(FIRST_VOTERS)


async def lead_in_vain() -> dict[ServerId, Topics]:
    """A leader that is cut off takes a write; only a snapshot of its successor's brings it back."""
    async with cluster(every_feature) as network:
        waiting, others = await Session(network).open(), await Session(network).open()
        old = await network.leader()
        network.cut = frozenset({old.settings.id})
        answer = asyncio.create_task(waiting.put("topic-0", "broker-0"))
        while await network.leader() is old:
            await asyncio.sleep(0.002)
        for number in range(2 * COMPACT_EVERY):
            await others.put("topic-1", f"broker-{number}")
        network.cut = frozenset()
        assert await answer == "", "it asks again, and is done once"
        return await network.agree(FIRST_VOTERS)


async def main() -> dict[ServerId, Topics]:
    """Writes, two servers that join by a snapshot, a transfer, two that leave; the states at the end."""
    async with cluster(every_feature) as network:
        session = await Session(network).open()
        for number in range(10):
            await session.put(f"topic-{number}", f"broker-{number % 3}")

        joining, old = frozenset(map(ServerId, "de")), await network.leader()
        for name in sorted(joining):
            network.start(name)
        await network.reconfigure(Configuration(FIRST_VOTERS, learners=joining))
        await network.caught_up(joining)
        await network.reconfigure(Configuration(FIRST_VOTERS | joining))
        await network.transfer(min(joining))
        remaining = joining | {min(FIRST_VOTERS - {old.settings.id})}
        await network.reconfigure(Configuration(remaining))
        assert await session.put("topic-0", "broker-9") == "broker-0"
        await session.close()
        assert (await network.read())["topic-0"] == "broker-9"
        assert network.hosts[min(joining)].node.server.snapshot.last_index > 0
        return await network.agree(remaining)


if __name__ == "__main__":
    print(asyncio.run(main()), asyncio.run(lead_in_vain()))
    for variant in VARIANTS:
        print(variant.__name__, asyncio.run(write_and_crash(variant)))
