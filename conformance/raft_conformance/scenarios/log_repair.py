"""Log repair: followers become equal to their leader, and lose nothing that they acknowledged."""

from raft_conformance.judge.rules import (
    ACKNOWLEDGED_IS_KEPT,
    LEADER_APPEND_ONLY,
    LEADER_COMPLETENESS,
    LOG_MATCHING,
)
from raft_conformance.scenarios.scenario import scenario
from raft_conformance.world.world import World

# Together more than any batch limit that is common, in steps that no buffer has to double twice.
LARGE_VALUES = (400, 900, 1_800, 3_600, 7_000, 14_000, 28_000, 40_000, 40_000)


@scenario(
    "log-repair/missed-entries-are-sent-again",
    LOG_MATCHING,
    reach="a follower that missed three entries has them all",
)
def missed_entries_are_sent_again(world: World) -> None:
    """A follower that was cut off gets all that it missed."""
    world.establish("n1")
    world.partition(("n3",))
    for _ in range(3):
        world.commit("n1", world.propose("n1"))
    world.heal()
    world.spread("n1")


@scenario(
    "log-repair/a-longer-diverged-tail-is-removed",
    LOG_MATCHING,
    LEADER_APPEND_ONLY,
    reach="a follower with a longer log of an older term has its leader's log",
)
def a_longer_diverged_tail_is_removed(world: World) -> None:
    """A deposed leader's long tail gives way to a newer leader's shorter log."""
    world.establish("n1")
    world.partition(("n1",))
    for _ in range(4):
        world.propose("n1")
    world.elect("n2")
    world.begin_term("n2")
    world.commit("n2")
    world.reach(world.last_index("n1") > world.last_index("n2"), "n1's log is not the longer one")
    world.heal()
    world.lose_all()
    world.spread("n2")


@scenario(
    "log-repair/tails-of-three-terms-become-one",
    LOG_MATCHING,
    LEADER_COMPLETENESS,
    servers=5,
    reach="five logs that ended in three terms are equal",
)
def tails_of_three_terms_become_one(world: World) -> None:
    """Leaders of three terms leave different tails; a fourth makes all logs equal (RP figure 7)."""
    world.establish("n1")
    world.partition(("n1",))
    for _ in range(3):
        world.propose("n1")
    world.elect("n2", settle=False)
    world.partition(("n1",), ("n2",))
    world.lose_all()
    for _ in range(2):
        world.propose("n2")
    world.elect("n3")
    world.begin_term("n3")
    world.commit("n3")
    world.heal()
    world.lose_all()
    world.partition(("n3",))
    world.elect("n4")
    world.begin_term("n4")
    world.commit("n4")
    world.heal()
    world.spread("n4")


@scenario(
    "log-repair/a-resent-batch-removes-nothing",
    ACKNOWLEDGED_IS_KEPT,
    LEADER_COMPLETENESS,
    reach="entries beyond one batch are acknowledged, committed, and the leader changes",
)
def a_resent_batch_removes_nothing(world: World) -> None:
    """Large entries are on their way more than once when the leader's connection breaks."""
    world.establish("n1")
    world.partition(("n3",))
    world.hold("n2", "n1")
    for size in LARGE_VALUES:
        world.propose("n1", size=size)
        world.heartbeat("n1")
        world.deliver_all()
    last = world.last_index("n1")
    for _ in range(4):
        world.heartbeat("n1")
        world.deliver_all()
    world.reach(world.last_index("n2") == last, "n2 did not get the entries")
    replies = len(world.network.waiting("n2", "n1"))
    # One acknowledgement arrives, and the leader goes on from there; then the others arrive.
    world.hold("n1", "n2")
    world.unhold("n2", "n1")
    world.reach(world.deliver_next(), "n2 acknowledged nothing")
    world.heartbeat("n1")
    for _ in range(replies):
        world.deliver_next()
    world.heartbeat("n1")
    world.reach(world.commit_index("n1") >= last, "the entries were not committed")
    world.unhold("n1", "n2")
    world.reach(world.deliver_next(), "nothing is on its way to n2")
    world.partition(("n1",))
    world.lose_all()
    world.election_timeout("n2")
    world.deliver_all()


@scenario(
    "log-repair/a-late-request-removes-nothing",
    ACKNOWLEDGED_IS_KEPT,
    needs=("reorder",),
    reach="an older request arrives after a newer one was acknowledged",
)
def a_late_request_removes_nothing(world: World) -> None:
    """A request is overtaken by a newer one with more entries."""
    world.establish("n1")
    world.propose("n1")
    world.heartbeat("n1")
    late = world.set_aside("n1", "n2")
    world.reach(bool(late), "nothing was sent to n2")
    for _ in range(2):
        world.propose("n1")
    world.commit("n1")
    world.spread("n1")
    for message in late:
        world.deliver(message)
    world.deliver_all()


@scenario(
    "log-repair/a-repeated-request-removes-nothing",
    ACKNOWLEDGED_IS_KEPT,
    needs=("duplicate",),
    reach="a request arrives again after a newer one was acknowledged",
)
def a_repeated_request_removes_nothing(world: World) -> None:
    """A request arrives a second time, long after newer ones."""
    world.establish("n1")
    world.propose("n1")
    world.heartbeat("n1")
    twice = world.set_aside("n1", "n2")
    world.reach(bool(twice), "nothing was sent to n2")
    for message in twice:
        world.deliver(message)
    world.deliver_all()
    for _ in range(2):
        world.propose("n1")
    world.commit("n1")
    world.spread("n1")
    for message in twice:
        world.deliver(message)
    world.deliver_all()


CASES = (
    missed_entries_are_sent_again,
    a_longer_diverged_tail_is_removed,
    tails_of_three_terms_become_one,
    a_resent_batch_removes_nothing,
    a_late_request_removes_nothing,
    a_repeated_request_removes_nothing,
)
