"""Compaction and snapshots: asked of those who claim them.

How an implementation brings a snapshot to a follower is its own affair; a case that needs to see one
on its way looks for its view.
"""

from raft_conformance.judge.rules import (
    COMMIT_NEVER_GOES_BACK,
    EVERYONE_IS_SERVED,
    SNAPSHOT_ACKNOWLEDGED_IS_KEPT,
    SNAPSHOT_IS_APPLIED,
)
from raft_conformance.protocol.messages import Message
from raft_conformance.protocol.views import InstallSnapshotRequest
from raft_conformance.scenarios.scenario import scenario
from raft_conformance.world.world import World

ROUNDS = 10


def compact(world: World, node: str, keep: int = 0) -> None:
    """Compact, and see that something was compacted."""
    world.compact(node, keep)
    snapshot = world.state(node).snapshot
    world.reach(
        snapshot is not None and snapshot.index == world.commit_index(node) - keep,
        f"{node} did not compact its log",
    )


def _snapshot_behind_entries(world: World) -> list[Message]:
    """What is on the way to n3: two entries that are not committed when they are sent, and then a
    snapshot that ends with the first of them."""
    world.establish("n1")
    world.hold("n1", "n3")
    world.propose("n1")
    world.propose("n1")
    world.commit("n1")
    compact(world, "n1", keep=1)
    world.heartbeat("n1")
    held = world.set_aside("n1", "n3")
    world.unhold("n1", "n3")
    is_snapshot = [isinstance(message.view, InstallSnapshotRequest) for message in held]
    world.reach(any(is_snapshot), "no snapshot was seen on its way to n3")
    return held


@scenario(
    "snapshot/a-lagging-follower-catches-up",
    EVERYONE_IS_SERVED,
    needs=("snapshot",),
    reach="the entry that a follower needs next is compacted",
)
def a_lagging_follower_catches_up(world: World) -> None:
    """A follower lacks just the last entry that its leader has compacted, and gets all."""
    world.establish("n1")
    world.partition(("n3",))
    world.propose("n1")
    world.commit("n1")
    compact(world, "n1")
    world.heal()
    for _ in range(ROUNDS):
        world.replicate("n1")
    world.propose("n1")
    for _ in range(ROUNDS):
        world.replicate("n1")
    world.reach(world.is_leader("n1"), "n1 leads no more")
    world.require(
        world.last_index("n3") == world.last_index("n1")
        and world.commit_index("n3") == world.commit_index("n1"),
        EVERYONE_IS_SERVED,
        "n3",
        f"n3 ends at index {world.last_index('n3')} after {2 * ROUNDS} heartbeats, and n1 at "
        f"{world.last_index('n1')}",
    )


@scenario(
    "snapshot/a-matching-suffix-stays",
    SNAPSHOT_ACKNOWLEDGED_IS_KEPT,
    needs=("snapshot",),
    reach="a snapshot arrives where entries that follow it are there already",
)
def a_matching_suffix_stays(world: World) -> None:
    """Entries arrive and are acknowledged, and then a snapshot that ends before the last of them."""
    for message in _snapshot_behind_entries(world):
        last = world.last_index("n3")
        world.deliver(message)
        world.require(
            world.last_index("n3") >= last,
            SNAPSHOT_ACKNOWLEDGED_IS_KEPT,
            "n3",
            f"n3 ended at index {last}, and ends at {world.last_index('n3')} now",
        )


@scenario(
    "snapshot/an-old-one-is-ignored",
    COMMIT_NEVER_GOES_BACK,
    needs=("snapshot", "reorder"),
    reach="a snapshot arrives where more than it covers is committed",
)
def an_old_one_is_ignored(world: World) -> None:
    """A snapshot is delayed until its receiver knows more to be committed."""
    held = _snapshot_behind_entries(world)
    late = [message for message in held if isinstance(message.view, InstallSnapshotRequest)]
    for message in held:
        if message not in late:
            world.deliver(message)
    world.deliver_all()
    world.replicate("n1", rounds=2)
    commit, last = world.commit_index("n3"), world.last_index("n3")
    world.reach(commit == world.commit_index("n1"), "n3 did not catch up")
    for message in late:
        world.deliver(message)
    world.require(
        world.commit_index("n3") >= commit and world.last_index("n3") >= last,
        COMMIT_NEVER_GOES_BACK,
        "n3",
        f"n3 had committed index {commit} of {last}, and now {world.commit_index('n3')} of "
        f"{world.last_index('n3')}",
    )


@scenario(
    "snapshot/a-restart-begins-with-it",
    SNAPSHOT_IS_APPLIED,
    needs=("snapshot", "crash", "restart", "durable"),
    reach="a server restarts with a snapshot and an entry after it",
)
def a_restart_begins_with_it(world: World) -> None:
    """A server that compacted restarts, with what its snapshot covers committed and the rest there."""
    world.establish("n1")
    world.propose("n1")
    world.propose("n1")
    world.commit("n1")
    compact(world, "n1", keep=1)
    snapshot, last = world.state("n1").snapshot, world.state("n1").last
    world.crash("n1")
    world.restart("n1")
    assert snapshot is not None
    world.require(
        world.commit_index("n1") >= snapshot.index
        and (world.state("n1").snapshot, world.state("n1").last) == (snapshot, last),
        SNAPSHOT_IS_APPLIED,
        "n1",
        f"n1 had a snapshot up to index {snapshot.index}, and restarts with {world.state('n1')}",
    )


CASES = (
    a_lagging_follower_catches_up,
    a_matching_suffix_stays,
    an_old_one_is_ignored,
    a_restart_begins_with_it,
)
