"""Reads that write nothing: what policy makes of ReadIndex and of a lease, and what breaks them."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from msgspec.structs import replace
from tests.reference.test_election_rules import after
from tests.reference.test_faults import first_broken_by

from raft_reference.core import lease, reads, step
from raft_reference.core.effects import Durable
from raft_reference.core.inputs import Expire, Read
from raft_reference.core.node import Settings, boot
from raft_reference.core.read_actions import AnswerByLease, AnswerRead, SendTimedRound
from raft_reference.core.state import ServerState, Step
from raft_reference.core.types import (
    Context,
    Features,
    Index,
    Round,
    ServerId,
    WaitingRead,
)

Plant = Callable[[Callable[..., object], object], None]
A = ServerId("a")
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


def serves_at_once(s: ServerState, r: WaitingRead) -> bool:
    return r in s.reads


def notes_round_under_way(s: ServerState, context: Context) -> Step:
    under_way = Round(Index(max(1, s.round)))
    read = WaitingRead(context, s.commit_index, under_way)
    return Step(replace(s, reads=s.reads | {read}), frozenset())


def notes_at_once(s: ServerState, *, features: Features) -> bool:
    return s.role == "leader"


def never_expires(s: ServerState, sent: object, *, election_ticks: int, max_drift: int) -> bool:
    return True


class Stale(NamedTuple):
    """A fault, and a schedule on which a read is stale with it and with nothing else."""

    right: Callable[..., Any]
    faulty: Callable[..., Any]
    schedule: str


DEPOSED = "split:a elect:b run:12 propose:b run:12"
STALE = (
    Stale(
        reads.can_serve_read, serves_at_once, f"features=read-index elect:a run:12 {DEPOSED} read:a"
    ),
    Stale(
        reads.note_read,
        notes_round_under_way,
        f"features=read-index elect:a run:12 read:a run:3 {DEPOSED} read:a run:8",
    ),
    Stale(
        reads.can_note_read,
        notes_at_once,
        "noop=no features=read-index elect:a run:8 propose:a run:4 elect:b run:4 read:b run:12",
    ),
    Stale(lease.is_unexpired, never_expires, f"{LEASE} split:a ticks:20 run:30 {DEPOSED} read:a"),
)


@pytest.mark.parametrize("case", STALE, ids=lambda case: case.faulty.__name__)
def test_a_fault_makes_a_read_stale(case: Stale, plant: Plant) -> None:
    assert first_broken_by(case.schedule) is None
    plant(case.right, case.faulty)
    assert first_broken_by(case.schedule) == "ReadsAreLinearizable"
