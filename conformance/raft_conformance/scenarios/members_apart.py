"""Changes of the members where not all of them are alike: learners, joint configurations, snapshots."""

from raft_conformance.judge.rules import COMMITTED_ON_A_QUORUM, LEADER_HAS_A_QUORUM
from raft_conformance.judge.rules_for_members import (
    JOINT_DECIDES_IN_BOTH_HALVES,
    JOINT_IS_LEFT,
    ONLY_VOTERS_COUNT,
    OUTSIDERS_DO_NOT_STAND,
    SNAPSHOT_CONFIGURATION_IS_TRUE,
)
from raft_conformance.scenarios.membership import ROUNDS, TIMEOUTS, settle
from raft_conformance.scenarios.scenario import scenario
from raft_conformance.scenarios.snapshots import compact
from raft_conformance.world.world import World

FIRST = ("n1", "n2", "n3")


def _learn(world: World, *learners: str) -> None:
    """Add learners one by one, and let everyone know."""
    for count in range(1, len(learners) + 1):
        world.create(learners[count - 1])
        world.commit("n1", world.change("n1", FIRST, learners[:count]))
        world.spread("n1")
    for node in learners:
        shown = world.configuration(node)
        world.reach(node in shown.learners and bool(shown.committed), f"{node} is no learner")


@scenario(
    "learners/they-do-not-count",
    ONLY_VOTERS_COUNT,
    COMMITTED_ON_A_QUORUM,
    needs=("membership", "learners"),
    reach="a leader and two learners have an entry, and no other voter",
)
def they_do_not_count(world: World) -> None:
    """A leader reaches two learners, and none of the other two voters."""
    world.establish("n1")
    _learn(world, "n4", "n5")
    world.partition(("n1", "n4", "n5"))
    index = world.propose("n1")
    world.replicate("n1", rounds=4)
    world.reach(world.last_index("n4") >= index, "n4 did not get the entry")
    world.reach(world.last_index("n5") >= index, "n5 did not get the entry")
    world.require(
        world.commit_index("n1") < index,
        ONLY_VOTERS_COUNT,
        "n1",
        f"n1 committed index {index}, which one of three voters has, and two learners",
    )


@scenario(
    "learners/they-do-not-stand",
    OUTSIDERS_DO_NOT_STAND,
    needs=("membership", "learners"),
    reach="a learner's election timer runs out",
)
def they_do_not_stand(world: World) -> None:
    """A learner hears nobody, and its election timer runs out."""
    world.establish("n1")
    _learn(world, "n4")
    world.partition(("n4",))
    term = world.term("n4")
    for _ in range(TIMEOUTS):
        world.election_timeout("n4")
    world.require(
        world.term("n4") == term and world.state("n4").role in ("follower", "learner"),
        OUTSIDERS_DO_NOT_STAND,
        "n4",
        f"n4, a learner, is {world.state('n4').role} in term {world.term('n4')}",
    )


@scenario(
    "learners/leadership-is-not-given-to-one",
    OUTSIDERS_DO_NOT_STAND,
    needs=("membership", "learners", "transfer"),
    reach="a leader is asked to hand over to a learner that has all that it has",
)
def leadership_is_not_given_to_one(world: World) -> None:
    """A leader is asked to hand over to a learner; everything arrives, and the learner does not stand."""
    world.establish("n1")
    _learn(world, "n4")
    term = world.term("n4")
    world.transfer("n1", "n4")
    world.deliver_all()
    world.replicate("n1", rounds=2)
    world.require(
        world.term("n4") == term and world.state("n4").role in ("follower", "learner"),
        OUTSIDERS_DO_NOT_STAND,
        "n4",
        f"n4, a learner, is {world.state('n4').role} in term {world.term('n4')}",
    )


def _enter_joint(world: World, *reached: str) -> int:
    """A leader replaces n2 and n3 by n4 and n5, and reaches some of the new ones; gives the index."""
    world.establish("n1")
    world.create("n4")
    world.create("n5")
    world.partition(("n1", *reached))
    index = world.change("n1", ("n1", "n4", "n5"))
    world.replicate("n1", rounds=4)
    for node in reached:
        world.reach(world.last_index(node) >= index, f"{node} did not get the entry")
    return index


@scenario(
    "joint/both-majorities-commit",
    JOINT_DECIDES_IN_BOTH_HALVES,
    COMMITTED_ON_A_QUORUM,
    needs=("membership", "joint", "active-on-append"),
    reach="all of the new voters have the joint configuration, and one of the old ones",
)
def both_majorities_commit(world: World) -> None:
    """A leader replaces two voters, and reaches the new ones only."""
    index = _enter_joint(world, "n4", "n5")
    world.require(
        world.commit_index("n1") < index,
        JOINT_DECIDES_IN_BOTH_HALVES,
        "n1",
        f"n1 committed index {index}, which one of the three old voters has",
    )


@scenario(
    "joint/both-majorities-elect",
    JOINT_DECIDES_IN_BOTH_HALVES,
    LEADER_HAS_A_QUORUM,
    needs=("membership", "joint", "active-on-append", "no-stickiness"),
    reach="a new voter that has the joint configuration asks all of the new voters",
)
def both_majorities_elect(world: World) -> None:
    """A new voter stands, and reaches the new voters only."""
    _enter_joint(world, "n4")
    world.partition(("n1", "n4", "n5"))
    world.reach("n4" in world.configuration("n4").voters, "n4 does not know that it has a vote")
    before = len(world.delivered)
    for _ in range(TIMEOUTS):
        world.election_timeout("n4")
        world.deliver_all()
    asked = any(message.sender == "n4" for message in world.delivered[before:])
    world.reach(asked, "n4 asked nobody")
    world.require(
        not world.is_leader("n4"),
        JOINT_DECIDES_IN_BOTH_HALVES,
        "n4",
        f"n4 leads term {world.term('n4')}, for which it asked one of the three old voters",
    )


def _is_left(world: World, leader: str, voters: tuple[str, ...]) -> bool:
    """Replicate, and see whether the leader comes out of the joint configuration."""
    for _ in range(ROUNDS):
        shown = world.configuration(leader)
        if {*shown.voters} == {*voters} and not shown.outgoing:
            return True
        world.replicate(leader)
    return False


@scenario(
    "joint/it-is-left",
    JOINT_IS_LEFT,
    needs=("membership", "joint"),
    reach="the joint configuration in which the leader is to go is committed",
)
def it_is_left(world: World) -> None:
    """A leader replaces itself and another voter, and everybody can be reached."""
    world.establish("n1")
    world.create("n4")
    world.create("n5")
    index = world.change("n1", ("n3", "n4", "n5"))
    world.replicate("n1", rounds=2)
    world.commit("n1", index)
    world.require(
        _is_left(world, "n1", ("n3", "n4", "n5")),
        JOINT_IS_LEFT,
        "n1",
        f"n1 committed the joint configuration, and goes by it after {ROUNDS} more heartbeats",
    )


@scenario(
    "joint/a-new-leader-leaves-it",
    JOINT_IS_LEFT,
    needs=("membership", "joint", "active-on-append"),
    reach="a leader that is to go finds the joint configuration in its log",
)
def a_new_leader_leaves_it(world: World) -> None:
    """The leader is cut off in a joint configuration; the next one ends it, and only once."""
    world.establish("n1")
    world.create("n4")
    world.create("n5")
    world.hold("n4", "n1")
    world.hold("n5", "n1")
    joint = world.change("n1", ("n1", "n4", "n5"))
    world.replicate("n1", rounds=3)
    world.reach(world.commit_index("n1") < joint, "n1 committed the joint configuration")
    world.release()
    world.partition(("n1",))
    world.lose_all()
    world.elect("n2", settle=False)
    world.begin_term("n2")
    world.deliver_all()
    world.reach(world.last_index("n2") >= joint, "n2 does not have the joint configuration")
    world.commit("n2", joint)
    world.require(
        _is_left(world, "n2", ("n1", "n4", "n5")),
        JOINT_IS_LEFT,
        "n2",
        f"n2 committed the joint configuration, and goes by it after {ROUNDS} more heartbeats",
    )
    world.replicate("n2", rounds=3)
    later = [entry for entry in world.log("n4") if entry.kind == "configuration"]
    ends = [entry for entry in later if entry.index > joint]
    world.require(len(ends) <= 1, JOINT_IS_LEFT, "n4", f"n4 has {len(ends)} ends of it in its log")


@scenario(
    "membership/a-snapshot-brings-the-members",
    SNAPSHOT_CONFIGURATION_IS_TRUE,
    needs=("membership", "snapshot"),
    reach="the entry that adds a server is compacted before that server gets it",
)
def a_snapshot_brings_the_members(world: World) -> None:
    """A server is added, and gets the snapshot that covers the entry by which it was."""
    voters = ("n1", "n2", "n3", "n4")
    world.establish("n1")
    world.create("n4")
    world.partition(("n4",))
    world.change("n1", voters)
    settle(world, "n1", voters)
    world.propose("n1")
    world.commit("n1")
    compact(world, "n1")
    world.heal()
    for _ in range(ROUNDS):
        world.replicate("n1")
    for node in ("n1", "n4"):
        world.reach(world.commit_index(node) == world.commit_index("n1"), f"{node} lags behind")
        shown = world.configuration(node).voters
        world.require(
            {*shown} == {*voters},
            SNAPSHOT_CONFIGURATION_IS_TRUE,
            node,
            f"{node} goes by the voters {', '.join(shown)}, and the snapshot covers a change to "
            f"{', '.join(voters)}",
        )


@scenario(
    "membership/a-snapshot-has-no-later-change",
    SNAPSHOT_CONFIGURATION_IS_TRUE,
    needs=("membership", "snapshot"),
    reach="a log is compacted before a change that a new leader then replaces",
)
def a_snapshot_has_no_later_change(world: World) -> None:
    """A leader compacts its log while a change is not committed, and the change is replaced."""
    world.establish("n1")
    world.commit("n1", world.propose("n1"))
    world.spread("n1")
    world.partition(("n1",))
    world.change("n1", ("n1", "n2"))
    world.compact("n1")
    snapshot, last = world.state("n1").snapshot, world.last_index("n1")
    world.reach(snapshot is not None and snapshot.index < last, "n1 did not compact its log")
    world.elect("n2")
    world.begin_term("n2")
    world.commit("n2")
    world.heal()
    for _ in range(ROUNDS):
        world.replicate("n2")
    world.reach(world.last_index("n1") == world.last_index("n2"), "n1 did not catch up")
    shown = world.configuration("n1").voters
    world.require(
        {*shown} == {*FIRST},
        SNAPSHOT_CONFIGURATION_IS_TRUE,
        "n1",
        f"n1 goes by the voters {', '.join(shown)}, by a change that was never committed",
    )


CASES = (
    they_do_not_count,
    they_do_not_stand,
    leadership_is_not_given_to_one,
    both_majorities_commit,
    both_majorities_elect,
    it_is_left,
    a_new_leader_leaves_it,
    a_snapshot_brings_the_members,
    a_snapshot_has_no_later_change,
)
