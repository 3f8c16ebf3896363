"""Reads that write nothing: what policy makes of ReadIndex and of a lease, and what breaks them."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from tests.reference.test_election_rules import after

from raft_reference.core import step
from raft_reference.core.effects import Durable
from raft_reference.core.inputs import Expire, Read
from raft_reference.core.node import Settings, boot
from raft_reference.core.read_actions import AnswerByLease, AnswerRead, SendTimedRound
from raft_reference.core.types import (
    Context,
    Features,
    Index,
    Round,
    ServerId,
    WaitingRead,
)
from raft_reference.read_invariants import read_is_of_own_term
from raft_reference.run import Run

Plant = Callable[[Callable[..., object], object], None]
A, B = ServerId("a"), ServerId("b")
LEASE = "features=read-index,stickiness,lease ticks:10 elect:a run:20 beat:a run:20"


def test_a_read_is_answered_once_a_quorum_confirmed_its_round() -> None:
    node = after("features=read-index elect:a run:12").nodes[A]
    assert node is not None
    node, effects = step.step(node, Read(Context(7)))
    assert effects.reads == () and effects.refused_reads == ()
    assert isinstance(effects.actions[-1], SendTimedRound)
    cluster = after("features=read-index elect:a run:12 read:a run:3")
    assert cluster.servers[A].reads == frozenset()


def test_a_read_is_refused_by_who_does_not_lead_and_before_the_first_commit() -> None:
    for story in ("features=read-index", "features=read-index elect:a run:4"):
        node = after(story).nodes[A]
        assert node is not None
        _, effects = step.step(node, Read(Context(7)))
        assert effects.refused_reads == (7,) and effects.messages == ()


def test_a_leader_that_steps_down_refuses_the_reads_that_wait() -> None:
    node = after("features=read-index,check-quorum elect:a run:12 split:a elect:a").nodes[A]
    assert node is not None
    node, effects = step.step(node, Read(Context(7)))
    assert effects.refused_reads == ()
    _, effects = step.step(node, Expire("election"))
    assert effects.refused_reads == (7,)


def test_during_a_lease_a_read_asks_nobody_and_after_it_it_does() -> None:
    node = after(LEASE).nodes[A]
    assert node is not None
    _, effects = step.step(node, Read(Context(7)))
    assert isinstance(effects.actions[-1], AnswerByLease) and effects.messages == ()
    node = after(f"{LEASE} split:a ticks:8").nodes[A]
    assert node is not None
    _, effects = step.step(node, Read(Context(7)))
    assert not any(isinstance(a, AnswerByLease | AnswerRead) for a in effects.actions)


def test_a_server_that_starts_is_bound_until_its_timeout() -> None:
    cluster = after(f"{LEASE} restart:b elect:b")
    assert cluster.servers[ServerId("b")].role == "follower"
    assert after(f"{LEASE} restart:b split:b ticks:10 elect:b").servers[ServerId("b")].role != (
        "follower"
    )


def test_a_lease_needs_stickiness_and_room_for_the_drift() -> None:
    every: Features = frozenset({"lease", "read-index", "stickiness"})
    for settings in (
        {"features": every - {"stickiness"}},
        {"features": every, "drift_ticks": 5},
        {"features": every, "drift_ticks": 0},
    ):
        with pytest.raises(ValueError, match="lease"):
            boot(Settings(A, frozenset({A}), **settings), Durable(), seed=1)


def test_what_a_read_notes_is_of_the_leaders_term_also_once_it_is_compacted() -> None:
    cluster = after("features=read-index,snapshots elect:a run:12 elect:b run:12 compact:b")
    run, leader = cluster.run_so_far(), cluster.servers[B]
    assert leader.role == "leader" and leader.snapshot.last_index == 2

    def with_read_at(index: int) -> Run:
        read = WaitingRead(Context(7), Index(index), Round(Index(1)))
        return replace(run, servers={**run.servers, B: replace(leader, reads=frozenset({read}))})

    assert [read_is_of_own_term(with_read_at(index)) for index in range(4)] == [
        False,
        False,
        True,
        False,
    ]
