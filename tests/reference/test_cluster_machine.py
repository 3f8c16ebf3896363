"""Random schedules over clusters of three and of five, and whether the search catches faults."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
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
MESSAGES = st.integers(0, 11)


class ClusterMachine(RuleBasedStateMachine):
    """A cluster to which anything may happen; each rule is one command of a schedule."""

    @initialize(servers=st.sampled_from([3, 5]), batch=st.sampled_from([1, 2]), noop=st.booleans())
    def start(self, servers: int, batch: int, noop: bool) -> None:
        self.setup = Setup(servers, batch, noop)
        self.cluster = Cluster(self.setup)
        self.done: list[Command] = []

    def happen(self, command: Command) -> None:
        """Run a command; fail if it broke a promise, with the line that does it again."""
        self.done.append(command)
        try:
            broken = first_broken(self.cluster, self.cluster.run(command))
        except Unexplained as error:
            broken = str(error)
        text = format_schedule(Schedule(self.setup, tuple(self.done)))
        assert broken is None, f"{broken}\npython -m raft_reference.replay '{text}'"

    def name(self, number: int) -> ServerId:
        names = self.setup.names()
        return names[number % len(names)]

    def leader(self, number: int) -> ServerId:
        """One of those that take themselves for leaders; any server, if there is none."""
        nodes = self.cluster.nodes.values()
        leaders = [n.server.id for n in nodes if n is not None and n.server.role == "leader"]
        return leaders[number % len(leaders)] if leaders else self.name(number)

    @rule(k=st.sampled_from([1, 3, 10]))
    def ticks(self, k: int) -> None:
        self.happen(Ticks(k))

    @rule(i=SERVERS)
    def elect(self, i: int) -> None:
        self.happen(Elect(self.name(i)))

    @rule(i=SERVERS, k=st.integers(1, 3))
    def elect_and_run(self, i: int, k: int) -> None:
        """An election that is left to run: for its votes, or also for what follows it."""
        self.happen(Elect(self.name(i)))
        self.happen(RunOn(k * (self.setup.servers - 1)))

    @rule(i=SERVERS)
    def beat(self, i: int) -> None:
        self.happen(Beat(self.leader(i)))

    @rule(i=SERVERS)
    def propose(self, i: int) -> None:
        self.happen(ProposeTo(self.leader(i)))

    @rule(i=SERVERS, k=st.sampled_from([1, 2, 4, 8]))
    def propose_and_run(self, i: int, k: int) -> None:
        self.happen(ProposeTo(self.leader(i)))
        self.happen(RunOn(k))

    @rule(k=MESSAGES)
    def deliver(self, k: int) -> None:
        self.happen(DeliverOne(k))

    @rule(k=MESSAGES)
    def drop(self, k: int) -> None:
        self.happen(DropOne(k))

    @rule(k=MESSAGES)
    def copy(self, k: int) -> None:
        self.happen(CopyOne(k))

    @rule(k=st.sampled_from([1, 2, 4, 8, 16]))
    def run(self, k: int) -> None:
        self.happen(RunOn(k))

    @rule(i=SERVERS)
    def crash(self, i: int) -> None:
        self.happen(CrashOne(self.name(i)))

    @rule(i=SERVERS)
    def restart(self, i: int) -> None:
        self.happen(RestartOne(self.name(i)))

    @rule(i=SERVERS, others=st.frozensets(SERVERS, max_size=2))
    def split(self, i: int, others: frozenset[int]) -> None:
        """A leader is cut off, alone or with some of the others."""
        self.happen(Split(frozenset(map(self.name, others)) | {self.leader(i)}))

    @rule()
    def heal(self) -> None:
        self.happen(Heal())


def test_whatever_happens_the_promises_hold() -> None:
    run_state_machine_as_test(ClusterMachine)
