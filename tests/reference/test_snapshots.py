"""Nodes that compact their logs: what a host hands in, and what it gets."""

from msgspec.structs import replace

from raft_reference.cluster import Cluster
from raft_reference.core.effects import Durable, Effects, Persist
from raft_reference.core.inputs import Compact, Deliver, Expire, Input, Propose
from raft_reference.core.messages import (
    AppendEntriesRequest,
    AppendEntriesResponse,
    InstallSnapshotRequest,
    InstallSnapshotResponse,
    Message,
)
from raft_reference.core.node import Node, Settings, boot
from raft_reference.core.step import step
from raft_reference.core.types import (
    Configuration,
    Entry,
    Index,
    ServerId,
    Snapshot,
    Term,
    Value,
)
from raft_reference.promises import broken_by
from raft_reference.schedule import parse_schedule

A, B, C = map(ServerId, "abc")
MEMBERS = frozenset({A, B, C})
SETTINGS = Settings(A, MEMBERS, features=frozenset({"snapshots"}))
ONE = Term(1)
X, Y, Z = (Entry(ONE, Value(value)) for value in (b"x", b"y", b"z"))
SNAPSHOT = Snapshot(Index(2), ONE, Configuration(MEMBERS), b"xy")
BRINGS = InstallSnapshotRequest(ONE, B, A, SNAPSHOT)


def new(disk: Durable | None = None) -> Node:
    return boot(SETTINGS, disk or Durable(), seed=1)


def after(node: Node, *inputs: Input | Message) -> tuple[Node, Effects]:
    """The node after some inputs, or messages that arrive, and the effects of the last."""
    effects = Effects()
    for one in inputs:
        node, effects = step(node, Deliver(one) if isinstance(one, Message) else one)
    return node, effects


def follower() -> Node:
    """It has three entries, two of them committed."""
    entries = AppendEntriesRequest(ONE, B, A, Index(0), Term(0), (X, Y, Z), Index(2))
    return after(new(), entries)[0]


def test_a_host_compacts_what_it_has_applied() -> None:
    node, effects = after(follower(), Compact(Index(2), b"xy"))
    assert node.server.snapshot == SNAPSHOT
    assert node.server.log == (Z,)
    assert effects.persist == Persist(ONE, None, Index(4), (), SNAPSHOT)
    assert (effects.install, effects.apply, effects.messages) == (None, (), ())


def test_what_cannot_be_compacted_stays_as_it_is() -> None:
    node = follower()
    assert after(node, Compact(Index(3), b"xyz")) == (node, Effects())
    assert after(node, Compact(Index(0), b"")) == (node, Effects())
    compacted, _ = after(node, Compact(Index(2), b"xy"))
    assert after(compacted, Compact(Index(1), b"x")) == (compacted, Effects())


def test_without_the_feature_nothing_is_compacted_and_no_snapshot_is_taken() -> None:
    node = replace(follower(), settings=replace(SETTINGS, features=frozenset()))
    assert after(node, Compact(Index(2), b"xy")) == (node, Effects())
    ignored, effects = after(node, BRINGS)
    assert ignored == node and effects.dropped is not None


def test_a_snapshot_takes_the_place_of_the_state_machine() -> None:
    node, effects = after(new(), BRINGS)
    assert effects.install == SNAPSHOT
    assert effects.persist == Persist(ONE, None, Index(3), (), SNAPSHOT)
    assert effects.messages == (InstallSnapshotResponse(ONE, A, B, Index(2)),)
    assert (node.applied, node.leader, node.elapsed) == (2, B, 0)
    more = AppendEntriesRequest(ONE, B, A, Index(2), ONE, (Z,), Index(3))
    node, effects = after(node, more)
    assert effects.apply == ((3, Z),)
    assert effects.persist == Persist(ONE, None, Index(3), (Z,))


def test_one_that_brings_nothing_new_changes_nothing_and_is_answered() -> None:
    node = follower()
    late, effects = after(node, BRINGS)
    assert late.server == node.server
    assert (effects.install, effects.persist) == (None, None)
    assert effects.messages == (InstallSnapshotResponse(ONE, A, B, Index(2)),)


def test_one_that_no_server_can_have_sent_is_ignored() -> None:
    for wrong in ({"last_index": Index(0)}, {"last_term": Term(0)}, {"last_term": Term(2)}):
        snapshot = replace(SNAPSHOT, **wrong)
        node, effects = after(new(), replace(BRINGS, snapshot=snapshot))
        assert node == new() and effects.dropped is not None


def test_a_restart_begins_with_the_snapshot_and_applies_from_there_on() -> None:
    disk = Durable()
    node = follower()
    disk = disk.after(Persist(ONE, None, Index(1), (X, Y, Z)))
    _, effects = after(node, Compact(Index(2), b"xy"))
    assert effects.persist is not None
    disk = disk.after(effects.persist)
    assert disk == Durable(ONE, None, (Z,), SNAPSHOT)
    node = new(disk)
    assert (node.server.commit_index, node.applied) == (2, 2)
    beat = AppendEntriesRequest(ONE, B, A, Index(3), ONE, (), Index(3))
    assert after(node, beat)[1].apply == ((3, Z),)


def leader_that_compacted() -> Node:
    """It leads term 1, has compacted two entries, and knows nothing of c."""
    node, effects = after(new(), Expire("election"))
    asked = effects.messages[0]
    assert asked.dest == B
    node = replace(
        node, server=replace(node.server, role="leader", log=(X, Y), commit_index=Index(2))
    )
    return after(replace(node, applied=Index(2)), Compact(Index(2), b"xy"))[0]


def test_a_snapshot_is_sent_with_heartbeats_and_not_with_proposals() -> None:
    node = leader_that_compacted()
    _, effects = after(node, Expire("heartbeat"))
    assert [type(m) for m in effects.messages] == [InstallSnapshotRequest] * 2
    proposed, effects = after(node, Propose(Value(b"z")))
    assert effects.messages == ()
    answer = InstallSnapshotResponse(ONE, C, A, Index(2))
    _, effects = after(proposed, answer)
    (sent,) = effects.messages
    assert isinstance(sent, AppendEntriesRequest)
    assert (sent.dest, sent.prev_log_index, sent.entries) == (C, 2, (Z,))


def test_a_follower_that_refuses_gets_the_snapshot_once_it_is_needed() -> None:
    node = leader_that_compacted()
    next_index = node.server.next_index.but(C, Index(3))
    node = replace(node, server=replace(node.server, next_index=next_index))
    _, effects = after(node, AppendEntriesResponse(ONE, C, A, False, Index(0)))
    assert [type(m) for m in effects.messages] == [InstallSnapshotRequest]


def test_an_answer_beyond_the_log_is_ignored() -> None:
    _, effects = after(leader_that_compacted(), InstallSnapshotResponse(ONE, C, A, Index(3)))
    assert effects.dropped is not None


def test_a_follower_that_was_cut_off_comes_to_the_same_state() -> None:
    text = (
        "tail=1 features=snapshots elect:a run:12 split:c propose:a propose:a run:12 compact:a "
        "restart:c crash:a restart:a elect:a run:12 compact:b heal beat:a run:30 beat:a run:30"
    )
    schedule = parse_schedule(text)
    cluster = Cluster(schedule.setup)
    assert [broken_by(cluster, command) for command in schedule.commands] == [None] * len(
        schedule.commands
    )
    assert len({cluster.machines[i] for i in MEMBERS}) == 1
    assert len(cluster.machines[C]) == 4
