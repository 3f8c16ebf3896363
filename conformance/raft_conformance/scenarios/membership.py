"""Changes of the members: asked of those who claim them.

A server that is to join is created with an empty disk and the first members' names, and has no vote until
the log, or a snapshot, gives it one.
"""

from raft_conformance.judge.rules import COMMITTED_ON_A_QUORUM
from raft_conformance.judge.rules_for_members import (
    CHANGE_FOLLOWS_COMMIT,
    CONFIGURATION_IS_APPLIED,
    CONFIGURATION_IS_OF_LOG,
    IS_SINGLE_CHANGE,
    ONE_CHANGE_AT_A_TIME,
    ONLY_VOTERS_COUNT,
    OUTSIDERS_DO_NOT_STAND,
    REMOVED_LEADER_STEPS_DOWN,
    SOMEBODY_IS_ELECTABLE,
    STICKY_IS_UNMOVED,
)
from raft_conformance.scenarios.scenario import CRASHES, scenario
from raft_conformance.world.world import World

ROUNDS = 10
TIMEOUTS = 3


def settle(world: World, leader: str, voters: tuple[str, ...]) -> None:
    """Replicate until the leader goes by just these voters, and this is committed."""
    for _ in range(ROUNDS):
        shown = world.configuration(leader)
        if {*shown.voters} == {*voters} and not shown.outgoing and shown.committed:
            return
        world.replicate(leader)
    world.reach(False, f"{leader} did not come to the voters {', '.join(voters)}")


def _stand_in_vain(world: World, node: str) -> None:
    """Let the node's election timer run out several times, and everything arrive."""
    for _ in range(TIMEOUTS):
        world.election_timeout(node)
        world.deliver_all()


@scenario(
    "membership/no-change-before-the-term-has-begun",
    CHANGE_FOLLOWS_COMMIT,
    needs=("membership", "active-on-append"),
    reach="a leader that has committed nothing in its term is asked for a change",
)
def no_change_before_the_term_has_begun(world: World) -> None:
    """A new leader is asked for a change before an entry of its term is committed."""
    world.establish("n1")
    committed = world.commit_index("n1")
    world.partition(("n1",))
    world.elect("n2", settle=False)
    world.partition(("n1",), ("n2",), ("n3",))
    world.reach(world.commit_index("n2") <= committed, "an entry of its term is committed already")
    world.require(
        not world.offer_change("n2", ("n2", "n3")),
        CHANGE_FOLLOWS_COMMIT,
        "n2",
        f"n2 changes the members with commit index {world.commit_index('n2')}, and "
        f"{committed} was committed before its term",
    )


@scenario(
    "membership/one-change-at-a-time",
    ONE_CHANGE_AT_A_TIME,
    needs=("membership",),
    reach="a leader is asked for a second change when the first is not committed",
)
def one_change_at_a_time(world: World) -> None:
    """A leader that reaches nobody is asked to add a server, and then another one."""
    world.establish("n1")
    world.create("n4")
    world.create("n5")
    world.partition(("n1",))
    world.change("n1", ("n1", "n2", "n3", "n4"))
    world.require(
        not world.offer_change("n1", ("n1", "n2", "n3", "n4", "n5")),
        ONE_CHANGE_AT_A_TIME,
        "n1",
        "n1 began to add n5 when it had not committed that n4 is added",
    )


@scenario(
    "membership/two-voters-are-not-one-change",
    IS_SINGLE_CHANGE,
    needs=("membership",),
    reach="a leader is asked for two more voters, and comes to them if it can",
)
def two_voters_are_not_one_change(world: World) -> None:
    """A leader is asked to add two voters; it refuses, or goes through a joint configuration."""
    world.establish("n1")
    world.create("n4")
    world.create("n5")
    wanted = ("n1", "n2", "n3", "n4", "n5")
    if world.offer_change("n1", wanted):
        settle(world, "n1", wanted)
    else:
        world.reach(world.capabilities.membership == "single", "n1 did not accept the change")


@scenario(
    "membership/a-change-is-in-force-when-it-is-logged",
    CONFIGURATION_IS_OF_LOG,
    COMMITTED_ON_A_QUORUM,
    needs=("membership", "active-on-append"),
    reach="the entry that makes four voters is in the logs of two",
)
def a_change_is_in_force_when_it_is_logged(world: World) -> None:
    """A fourth voter is added when two of the three can be reached: that is half of four."""
    world.establish("n1")
    world.create("n4")
    world.partition(("n1", "n2"))
    index = world.change("n1", ("n1", "n2", "n3", "n4"))
    world.replicate("n1", rounds=4)
    world.reach(world.last_index("n2") >= index, "n2 did not get the entry")
    world.require(
        world.commit_index("n1") < index,
        CONFIGURATION_IS_OF_LOG,
        "n1",
        f"n1 committed index {index}, which two have of the four voters that it makes",
    )


@scenario(
    "membership/a-removed-leader-does-not-count-itself",
    ONLY_VOTERS_COUNT,
    COMMITTED_ON_A_QUORUM,
    needs=("membership", "active-on-append"),
    reach="one of the two voters that remain has the removal of the leader in its log",
)
def a_removed_leader_does_not_count_itself(world: World) -> None:
    """A leader removes itself, and reaches one of the two voters that remain."""
    world.establish("n1")
    world.partition(("n1", "n2"))
    index = world.change("n1", ("n2", "n3"))
    world.replicate("n1", rounds=4)
    world.reach(world.last_index("n2") >= index, "n2 did not get the entry")
    world.require(
        world.commit_index("n1") < index,
        ONLY_VOTERS_COUNT,
        "n1",
        f"n1 committed its removal at index {index}, which one of two voters has",
    )


@scenario(
    "membership/a-removed-leader-adds-nothing",
    REMOVED_LEADER_STEPS_DOWN,
    needs=("membership",),
    reach="the removal of the leader is committed, and it knows",
)
def a_removed_leader_adds_nothing(world: World) -> None:
    """A leader removes itself, and when that is committed a client offers it a command."""
    world.establish("n1")
    world.change("n1", ("n2", "n3"))
    settle(world, "n1", ("n2", "n3"))
    leads = world.is_leader("n1")
    accepted = world.offer("n1")
    world.require(
        not (leads and accepted),
        REMOVED_LEADER_STEPS_DOWN,
        "n1",
        "n1 took a command when its removal was committed",
    )


@scenario(
    "membership/a-removed-server-does-not-stand",
    OUTSIDERS_DO_NOT_STAND,
    needs=("membership",),
    reach="a server whose removal is committed knows, and its election timer runs out",
)
def a_removed_server_does_not_stand(world: World) -> None:
    """A leader removes itself, steps down when that is committed, and does not stand again."""
    world.establish("n1")
    world.change("n1", ("n2", "n3"))
    settle(world, "n1", ("n2", "n3"))
    world.replicate("n1", rounds=2)
    world.reach(not world.is_leader("n1"), "n1 leads on")
    _stand_in_vain(world, "n1")


@scenario(
    "membership/a-removed-server-disrupts-nobody",
    STICKY_IS_UNMOVED,
    needs=("membership", "stickiness"),
    reach="a server that is removed, and does not know, asks the others",
)
def a_removed_server_disrupts_nobody(world: World) -> None:
    """A server that has not heard of its removal stands; the others hear their leader, which leads on."""
    world.establish("n1")
    term = world.term("n1")
    world.partition(("n3",))
    world.change("n1", ("n1", "n2"))
    settle(world, "n1", ("n1", "n2"))
    world.heal()
    before = len(world.delivered)
    for _ in range(TIMEOUTS):
        # n2 hears the leader right before n3 asks.
        world.replicate("n1")
        world.election_timeout("n3")
        world.deliver_all()
    asked = any(message.sender == "n3" for message in world.delivered[before:])
    world.reach(asked, "n3 asked nobody")
    world.require(
        world.is_leader("n1") and world.term("n1") == world.term("n2") == term,
        STICKY_IS_UNMOVED,
        "n2",
        f"n2 just heard n1, the leader of term {term}, and a server that is removed brought "
        f"{world.term('n2')} to n2 and {world.term('n1')} to n1",
    )


@scenario(
    "membership/who-is-removed-may-still-be-needed",
    SOMEBODY_IS_ELECTABLE,
    servers=2,
    needs=("membership", "active-on-append"),
    reach="the only server that can be elected has its own removal in its log, uncommitted",
)
def who_is_removed_may_still_be_needed(world: World) -> None:
    """A leader of two removes itself, the other has not heard, and a new term begins."""
    world.establish("n1")
    world.partition(("n1",))
    index = world.change("n1", ("n2",))
    world.heal()
    world.lose_all()
    world.reach(world.commit_index("n1") < index, "the removal is committed already")
    # n2 lacks the entry, so it must have n1's vote and cannot; n1 hears of its term all the same.
    world.stand("n2")
    world.deliver_all()
    world.reach(not world.is_leader("n1") and not world.is_leader("n2"), "n1 leads on")
    for node in ("n1", "n2") * TIMEOUTS:
        world.election_timeout(node)
        world.deliver_all()
        if world.is_leader(node):
            return
    world.require(
        False, SOMEBODY_IS_ELECTABLE, "n1", "n1, whose removal is not committed, was not elected"
    )


@scenario(
    "membership/who-is-promoted-votes-unaware",
    SOMEBODY_IS_ELECTABLE,
    needs=("membership", "active-on-append"),
    reach="a candidate needs the vote of a server that does not know of its promotion",
)
def who_is_promoted_votes_unaware(world: World) -> None:
    """A server was added and has not heard of it; one of those who know needs its vote."""
    world.establish("n1")
    world.create("n4")
    world.partition(("n4",))
    index = world.change("n1", ("n1", "n2", "n3", "n4"))
    world.commit("n1", index)
    world.spread("n1", among=("n2", "n3"))
    world.partition(("n1",))
    world.lose_all()
    _stand_in_vain(world, "n2")
    # n3 votes for n2 as soon as it does not hear n1 any more.
    world.reach(world.term("n3") == world.term("n2") > world.term("n1"), "n3 heard of no new term")
    world.require(
        world.is_leader("n2"),
        SOMEBODY_IS_ELECTABLE,
        "n4",
        f"n2 has what n3 and n4 have, and was not elected in term {world.term('n2')}",
    )


@scenario(
    "membership/an-uncommitted-change-is-rolled-back",
    CONFIGURATION_IS_OF_LOG,
    needs=("membership", "active-on-append"),
    reach="a new leader's entries take the place of the change",
)
def an_uncommitted_change_is_rolled_back(world: World) -> None:
    """A leader adds a server, nobody hears of it, and a new leader's entries take its place."""
    world.establish("n1")
    before = {*world.configuration("n1").voters}
    world.create("n4")
    world.partition(("n1",))
    world.change("n1", ("n1", "n2", "n3", "n4"))
    world.elect("n2")
    world.begin_term("n2")
    world.commit("n2")
    world.heal()
    world.spread("n2", among=("n1", "n3"))
    after = world.configuration("n1")
    world.require(
        {*after.voters} == before and not after.outgoing,
        CONFIGURATION_IS_OF_LOG,
        "n1",
        f"n1 goes by the voters {', '.join(after.voters)}, and its log is that of n2",
    )


@scenario(
    "membership/it-survives-a-restart",
    CONFIGURATION_IS_OF_LOG,
    CONFIGURATION_IS_APPLIED,
    needs=("membership", *CRASHES),
    reach="every member restarts after a change",
)
def it_survives_a_restart(world: World) -> None:
    """A server is removed, and those that remain restart: they know who they are."""
    world.establish("n1")
    world.change("n1", ("n1", "n2"))
    settle(world, "n1", ("n1", "n2"))
    world.spread("n1", among=("n2",))
    for node in ("n1", "n2"):
        before = {*world.configuration(node).voters}
        world.reach(before == {"n1", "n2"}, f"{node} does not know of the change")
        world.crash(node)
        world.restart(node)
        after = {*world.configuration(node).voters}
        applied = world.capabilities.configuration_active_on == "apply"
        world.require(
            after == before,
            CONFIGURATION_IS_APPLIED if applied else CONFIGURATION_IS_OF_LOG,
            node,
            f"{node} went by the voters {', '.join(sorted(before))}, and after its restart by "
            f"{', '.join(sorted(after))}",
        )


@scenario(
    "membership/a-stale-answer-after-a-return",
    COMMITTED_ON_A_QUORUM,
    needs=("membership", "reorder"),
    reach="an acknowledgement arrives from before its sender was removed and added again",
)
def a_stale_answer_after_a_return(world: World) -> None:
    """A slow acknowledgement arrives when its sender was removed and added again since."""
    world.establish("n1")
    world.hold("n3", "n1")
    world.propose("n1")
    world.replicate("n1")
    world.reach(bool(world.network.waiting("n3", "n1")), "n3 acknowledged nothing")
    world.hold("n1", "n3")
    for voters in (("n1", "n2"), ("n1", "n2", "n3")):
        world.change("n1", voters)
        settle(world, "n1", voters)
    world.partition(("n2",))
    newer = world.propose("n1")
    world.unhold("n3", "n1")
    world.deliver_all()
    world.replicate("n1")
    world.require(
        world.commit_index("n1") < newer,
        COMMITTED_ON_A_QUORUM,
        "n1",
        f"n1 committed index {newer}, which nobody else ever got",
    )


CASES = (
    no_change_before_the_term_has_begun,
    one_change_at_a_time,
    two_voters_are_not_one_change,
    a_change_is_in_force_when_it_is_logged,
    a_removed_leader_does_not_count_itself,
    a_removed_leader_adds_nothing,
    a_removed_server_does_not_stand,
    a_removed_server_disrupts_nobody,
    who_is_removed_may_still_be_needed,
    who_is_promoted_votes_unaware,
    an_uncommitted_change_is_rolled_back,
    it_survives_a_restart,
    a_stale_answer_after_a_return,
)
