"""Compaction and snapshots: asked of those who claim them.

How an implementation brings a snapshot to a follower is its own affair; a case that needs to see one
on its way looks for its view.
"""

from raft_conformance.judge.rules import (
    COMMIT_NEVER_GOES_BACK,
    EVERYONE_IS_SERVED,
    SNAPSHOT_ACKNOWLEDGED_IS_KEPT,
    SNAPSHOT_IS_APPLIED,
    SNAPSHOT_MOVES_LEADER,
    SNAPSHOT_NEVER_GOES_BACK,
    SNAPSHOT_TERM_IS_ADOPTED,
    TERMS_NEVER_DECREASE,
    Rule,
)
from raft_conformance.protocol.messages import Message
from raft_conformance.protocol.views import InstallSnapshotRequest
from raft_conformance.scenarios.scenario import scenario
from raft_conformance.world.world import World

ROUNDS = 10
TAIL = 5


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
    _catches_up(world, EVERYONE_IS_SERVED)


def _catches_up(world: World, rule: Rule) -> None:
    """n3 gets all that n1 has, with an entry that is new when it has had time to."""
    for _ in range(ROUNDS):
        world.replicate("n1")
    world.propose("n1")
    for _ in range(ROUNDS):
        world.replicate("n1")
    world.reach(world.is_leader("n1"), "n1 leads no more")
    world.require(
        world.last_index("n3") == world.last_index("n1")
        and world.commit_index("n3") == world.commit_index("n1"),
        rule,
        "n3",
        f"n3 ends at index {world.last_index('n3')} after {2 * ROUNDS} heartbeats, and n1 at "
        f"{world.last_index('n1')}",
    )


@scenario(
    "snapshot/it-is-answered-once-more",
    SNAPSHOT_MOVES_LEADER,
    EVERYONE_IS_SERVED,
    needs=("snapshot",),
    reach="a follower has installed a snapshot, and its leader has not heard of it",
)
def it_is_answered_once_more(world: World) -> None:
    """The answer to a snapshot is lost, so that it comes again to a follower that has it already."""
    world.establish("n1")
    world.partition(("n3",))
    world.commit("n1", world.propose("n1"))
    compact(world, "n1")
    world.heal()
    for _ in range(ROUNDS):
        world.heartbeat("n1")
        world.deliver_link("n1", "n3")
        if world.commit_index("n3") == world.commit_index("n1"):
            break
        world.deliver_link("n3", "n1")
    world.reach(world.commit_index("n3") == world.commit_index("n1"), "n3 got no snapshot")
    world.lose("n3", "n1")
    _catches_up(world, SNAPSHOT_MOVES_LEADER)


@scenario(
    "snapshot/it-brings-a-larger-term",
    SNAPSHOT_TERM_IS_ADOPTED,
    EVERYONE_IS_SERVED,
    needs=("snapshot",),
    reach="a leader was cut off while another was elected and compacted what it did not get",
)
def it_brings_a_larger_term(world: World) -> None:
    """The first that a deposed leader hears of the new term is a snapshot."""
    _deposed_by_snapshot(world)
    world.heal()
    _catches_up(world, SNAPSHOT_TERM_IS_ADOPTED)


def _deposed_by_snapshot(world: World, tail: int = 0) -> None:
    """n3, which has led and was cut off, has so many entries of its own, and n1 leads and has compacted all of its log."""
    world.establish("n3")
    world.partition(("n3",))
    for _ in range(tail):
        world.propose("n3")
    world.forget_leader("n2")
    world.elect("n1")
    world.begin_term("n1")
    world.commit("n1")
    compact(world, "n1")


@scenario(
    "snapshot/a-conflicting-tail-is-removed",
    TERMS_NEVER_DECREASE,
    needs=("snapshot",),
    reach="a deposed leader with a long tail gets a snapshot that ends within it",
)
def a_conflicting_tail_is_removed(world: World) -> None:
    """A deposed leader whose log is the longer one gets a snapshot that conflicts with it."""
    _deposed_by_snapshot(world, TAIL)
    world.reach(world.last_index("n3") > world.last_index("n1"), "n3's log is not the longer one")
    world.heal()
    _catches_up(world, EVERYONE_IS_SERVED)


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


def _late_snapshots(world: World) -> list[Message]:
    """What is late on its way to n3: a snapshot, of which n3 knows that more is committed."""
    held = _snapshot_behind_entries(world)
    late = [message for message in held if isinstance(message.view, InstallSnapshotRequest)]
    for message in held:
        if message not in late:
            world.deliver(message)
    world.deliver_all()
    world.replicate("n1", rounds=2)
    world.reach(world.commit_index("n3") == world.commit_index("n1"), "n3 did not catch up")
    return late


@scenario(
    "snapshot/an-old-one-is-ignored",
    COMMIT_NEVER_GOES_BACK,
    needs=("snapshot", "reorder"),
    reach="a snapshot arrives where more than it covers is committed",
)
def an_old_one_is_ignored(world: World) -> None:
    """A snapshot is delayed until its receiver knows more to be committed."""
    late = _late_snapshots(world)
    commit, last = world.commit_index("n3"), world.last_index("n3")
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
    "snapshot/an-old-one-replaces-no-newer-one",
    SNAPSHOT_NEVER_GOES_BACK,
    needs=("snapshot", "reorder"),
    reach="a snapshot arrives where more than it covers is compacted",
)
def an_old_one_replaces_no_newer_one(world: World) -> None:
    """A snapshot is delayed until its receiver has made one of its own, which covers more."""
    late = _late_snapshots(world)
    compact(world, "n3")
    commit = world.commit_index("n3")
    for message in late:
        world.deliver(message)
    snapshot = world.state("n3").snapshot
    world.require(
        snapshot is not None and snapshot.index >= commit,
        SNAPSHOT_NEVER_GOES_BACK,
        "n3",
        f"n3 had a snapshot up to index {commit}, and its snapshot is {snapshot} now",
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
    it_is_answered_once_more,
    it_brings_a_larger_term,
    a_conflicting_tail_is_removed,
    a_matching_suffix_stays,
    an_old_one_is_ignored,
    an_old_one_replaces_no_newer_one,
    a_restart_begins_with_it,
)
