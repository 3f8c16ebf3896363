"""Random schedules over clusters of three and of five, and whether the search catches faults."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from msgspec.structs import replace
from raft_reference.cluster import Cluster, Unexplained
from raft_reference.core import commitment, durability, effects, elections, quorum, replication
from raft_reference.core.effects import Persist, to_persist
from raft_reference.core.log import last_index
from raft_reference.core.messages import AppendEntriesRequest, RequestVoteRequest
from raft_reference.core.state import ServerState, server_set
from raft_reference.core.types import Entry, Index, Log, ServerId
from raft_reference.invariants import first_broken
from raft_reference.schedule import (
    Beat,
    Command,
    CopyOne,
    CrashOne,
    DeliverOne,
    DropOne,
    Elect,
    Heal,
    ProposeTo,
    RestartOne,
    RunOn,
    Schedule,
    Setup,
    Split,
    Ticks,
    format_schedule,
)

SERVERS = st.integers(0, 8)
RUNS = st.integers(0, 16)
MESSAGES = st.integers(0, 11)
OneMessage = DeliverOne | CopyOne | DropOne


class ClusterMachine(RuleBasedStateMachine):
    """A cluster to which anything may happen; each rule is one command of a schedule."""

    @initialize(
        servers=st.sampled_from([3, 5]),
        batch=st.sampled_from([1, 2]),
        noop=st.booleans(),
        elected=st.booleans(),
    )
    def start(self, servers: int, batch: int, noop: bool, elected: bool) -> None:
        self.setup = Setup(servers, batch, noop)
        self.cluster = Cluster(self.setup)
        self.done: list[Command] = []
        if elected:
            self.elect(0, 2)

    def happen(self, command: Command) -> None:
        """Run a command; fail if it broke a promise, with the line that does it again."""
        self.done.append(command)
        try:
            broken = first_broken(self.cluster, self.cluster.run(command))
        except Unexplained as error:
            broken = str(error)
        if broken is not None:
            text = format_schedule(Schedule(self.setup, tuple(self.done)))
            raise AssertionError(f"{broken}\npython -m raft_reference.replay '{text}'")

    def name(self, number: int) -> ServerId:
        names = self.setup.names()
        return names[number % len(names)]

    def leader(self, number: int) -> ServerId:
        """One of those that take themselves for leaders; any server, if there is none."""
        nodes = self.cluster.nodes.values()
        leaders = [n.server.id for n in nodes if n is not None and n.server.role == "leader"]
        return leaders[number % len(leaders)] if leaders else self.name(number)

    def leaders(self) -> list[ServerId]:
        """Those that are up and take themselves for leaders."""
        nodes = self.cluster.nodes.values()
        return [n.server.id for n in nodes if n is not None and n.server.role == "leader"]

    def run_on(self, k: int) -> None:
        if k > 0 and self.cluster.deliverable():
            self.happen(RunOn(k))

    @precondition(lambda self: self.leaders())
    @rule(i=SERVERS, count=st.integers(0, 3), runs=st.tuples(RUNS, RUNS), healed=st.booleans())
    def depose(self, i: int, count: int, runs: tuple[int, int], healed: bool) -> None:
        """A leader is cut off while clients still propose to it, and another server stands."""
        leader = self.leaders()[0]
        self.happen(Split(frozenset({leader})))
        for _ in range(count):
            self.happen(ProposeTo(leader))
        others = [name for name in self.setup.names() if name != leader]
        self.happen(Elect(others[i % len(others)]))
        self.run_on(runs[0])
        if healed:
            self.happen(Heal())
            self.run_on(runs[1])

    @rule(i=SERVERS, k=st.integers(0, 3))
    def elect(self, i: int, k: int) -> None:
        """An election, left alone, or left to run: for its votes, or also for what follows."""
        self.happen(Elect(self.name(i)))
        self.run_on(k * (self.setup.servers - 1))

    @precondition(lambda self: self.leaders())
    @rule(i=SERVERS, count=st.integers(1, 3), k=st.integers(0, 12))
    def propose(self, i: int, count: int, k: int) -> None:
        """Proposals at once, left alone, or left to run for so many deliveries."""
        leaders = self.leaders()
        for _ in range(count):
            self.happen(ProposeTo(leaders[i % len(leaders)]))
        self.run_on(k)

    @precondition(lambda self: self.leaders())
    @rule(i=SERVERS, k=st.integers(0, 12))
    def beat(self, i: int, k: int) -> None:
        leaders = self.leaders()
        self.happen(Beat(leaders[i % len(leaders)]))
        self.run_on(k)

    @rule(k=st.sampled_from([1, 3, 10]))
    def ticks(self, k: int) -> None:
        self.happen(Ticks(k))

    @precondition(lambda self: self.cluster.deliverable())
    @rule(fate=st.sampled_from([DeliverOne, CopyOne, DropOne]), k=MESSAGES)
    def one_message(self, fate: type[OneMessage], k: int) -> None:
        self.happen(fate(k))

    @precondition(lambda self: self.cluster.deliverable())
    @rule(k=st.integers(1, 16))
    def run(self, k: int) -> None:
        self.run_on(k)

    @rule(i=SERVERS, event=st.sampled_from([CrashOne, RestartOne]))
    def crash_or_restart(self, i: int, event: type[CrashOne | RestartOne]) -> None:
        """A crash, a restart, or both at once: a server may stay down for as long as it likes."""
        self.happen(event(self.name(i)))

    @rule(i=SERVERS, others=st.frozensets(SERVERS, max_size=2), healed=st.booleans())
    def split_or_heal(self, i: int, others: frozenset[int], healed: bool) -> None:
        """The network is whole, or a leader is cut off, alone or with some of the others."""
        if healed:
            self.happen(Heal())
        else:
            leader = self.leaders()[:1] or [self.name(i)]
            self.happen(Split(frozenset(map(self.name, others)).union(leader)))


def test_whatever_happens_the_promises_hold() -> None:
    run_state_machine_as_test(ClusterMachine)
