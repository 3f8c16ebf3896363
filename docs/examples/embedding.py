"""A replicated dictionary in one process: the core of the reference, hosted by asyncio.

The network is a queue for each server, the disk a value that is replaced, the clock a task.  Put sockets,
files and time in their places, and keep what is promised in the docstring of `raft_reference.core`.
"""

import asyncio
import json
from itertools import count

from raft_reference.core.complete import complete_features
from raft_reference.core.effects import Accepted, Durable, Effects
from raft_reference.core.inputs import (
    Compact,
    Deliver,
    Input,
    Propose,
    Read,
    Reconfigure,
    Tick,
    Transfer,
)
from raft_reference.core.messages import Message
from raft_reference.core.node import NO_OP, Settings, boot
from raft_reference.core.step import step
from raft_reference.core.types import Configuration, Context, Entry, Index, ServerId, Value

FIRST_VOTERS = frozenset(map(ServerId, "abc"))
COMPACT_EVERY = 4


class Host:
    """One server: everything that the core leaves to others."""

    def __init__(self, name: ServerId, network: "Network") -> None:
        self.name, self.network, self.disk = name, network, Durable()
        self.settings = Settings(name, FIRST_VOTERS, features=complete_features())
        self.node = boot(self.settings, self.disk, seed=ord(name))
        self.state: dict[str, str] = {}
        self.applied = Index(0)
        self.numbers = count()
        self.proposals: dict[tuple[int, int], asyncio.Future[bool]] = {}
        self.reads: dict[int, asyncio.Future[dict[str, str] | None]] = {}

    def give(self, input: Input) -> Effects:
        """One input at a time; then its effects, in the order that the core asks for."""
        self.node, effects = step(self.node, input)
        if effects.persist is not None:
            self.disk = self.disk.after(effects.persist)
        for message in effects.messages:
            self.network.send(message.dest, message)
        if effects.install is not None:
            assert isinstance(effects.install.state, bytes)
            self.state, self.applied = json.loads(effects.install.state), effects.install.last_index
        for index, entry in effects.apply:
            self.apply(index, entry)
        for context, _ in effects.reads:
            self.reads.pop(context).set_result(dict(self.state))
        for context in effects.refused_reads:
            self.reads.pop(context).set_result(None)
        return effects

    def apply(self, index: Index, entry: object) -> None:
        """What is committed changes the state, here as on every server."""
        self.applied = index
        if isinstance(entry, Entry) and entry.value != NO_OP:
            self.state.update([json.loads(entry.value)])
        for place, waiting in list(self.proposals.items()):
            if place[0] == index:
                waiting.set_result(place[1] == getattr(entry, "term", None))
                del self.proposals[place]
        if index - self.node.server.snapshot.last_index >= COMPACT_EVERY:
            state = json.dumps(self.state).encode()
            asyncio.get_running_loop().call_soon(self.give, Compact(index, state))

    def propose(self, input: Propose | Reconfigure) -> "asyncio.Future[bool]":
        """Whether it was committed; False at once where this server does not lead."""
        answer = asyncio.get_running_loop().create_future()
        accepted = self.give(input).proposal
        if isinstance(accepted, Accepted):
            if accepted.index <= self.applied:
                answer.set_result(True)
            else:
                self.proposals[accepted.index, accepted.term] = answer
        else:
            answer.set_result(False)
        return answer

    def read(self) -> "asyncio.Future[dict[str, str] | None]":
        """The state, with all that was committed before now; None where this server may not say."""
        context = Context(next(self.numbers))
        answer = self.reads[context] = asyncio.get_running_loop().create_future()
        self.give(Read(context))
        return answer

    def leads(self) -> bool:
        """Whether it thinks so."""
        return self.node.server.role == "leader"


class Network:
    """All hosts of one cluster, and a task for each that brings messages and time."""

    def __init__(self) -> None:
        self.hosts: dict[ServerId, Host] = {}
        self.inboxes: dict[ServerId, asyncio.Queue[Input]] = {}
        self.tasks = asyncio.TaskGroup()
        self.running: list[asyncio.Task[None]] = []

    def send(self, dest: ServerId, message: Message) -> None:
        """A message may be lost, and is, where nobody has the name yet."""
        if dest in self.inboxes:
            self.inboxes[dest].put_nowait(Deliver(message))

    def start(self, name: ServerId) -> Host:
        """A server comes up, with an empty disk."""
        self.hosts[name], self.inboxes[name] = Host(name, self), asyncio.Queue()
        self.running.append(self.tasks.create_task(self.run(self.hosts[name])))
        return self.hosts[name]

    async def run(self, host: Host) -> None:
        """Messages as they come."""
        while True:
            host.give(await self.inboxes[host.name].get())

    async def tick(self) -> None:
        """The clocks of all go together, which is well within what a lease allows."""
        while True:
            for inbox in self.inboxes.values():
                inbox.put_nowait(Tick())
            await asyncio.sleep(0.001)

    async def leader(self) -> Host:
        """Whoever leads and has begun its term, as soon as there is one."""
        while True:
            for host in self.hosts.values():
                if host.leads() and await host.read() is not None:
                    return host
            await asyncio.sleep(0.002)

    async def put(self, key: str, value: str) -> None:
        """Ask whoever leads, until it is committed."""
        command = Propose(Value(json.dumps([key, value]).encode()))
        while not await (await self.leader()).propose(command):
            await asyncio.sleep(0.002)


async def main() -> dict[ServerId, dict[str, str]]:
    """Writes, a server that joins by a snapshot, a transfer, a removal; the states at the end."""
    network = Network()
    async with network.tasks as tasks:
        for name in sorted(FIRST_VOTERS):
            network.start(name)
        network.running.append(tasks.create_task(network.tick()))
        for number in range(10):
            await network.put(f"topic-{number}", f"broker-{number % 3}")

        joining = network.start(ServerId("d"))
        learns = Configuration(FIRST_VOTERS, learners=frozenset({joining.name}))
        votes = Configuration(FIRST_VOTERS | {joining.name})
        for target in (learns, votes):
            while not await (await network.leader()).propose(Reconfigure(target)):
                await asyncio.sleep(0.002)

        old = await network.leader()
        old.give(Transfer(joining.name))
        while (new := await network.leader()) is old:
            await asyncio.sleep(0.002)
        remaining = Configuration(votes.voters - {old.name})
        while not await (await network.leader()).propose(Reconfigure(remaining)):
            await asyncio.sleep(0.002)
        await network.put("topic-0", "broker-9")

        seen = await (await network.leader()).read()
        assert seen is not None and seen["topic-0"] == "broker-9"
        while any(network.hosts[i].state != seen for i in remaining.voters):
            await asyncio.sleep(0.002)
        for task in network.running:
            task.cancel()
        states = {i: network.hosts[i].state for i in remaining.voters}
    assert new.node.server.snapshot.last_index > 0
    return states


if __name__ == "__main__":
    print(asyncio.run(main()))
