"""Votes: for whom, and how often."""

from raft_conformance.judge.rules import (
    IS_UP_TO_DATE,
    LEADER_COMPLETENESS,
    ONE_VOTE_A_TERM,
    TERM_NEVER_GOES_BACK,
    VOTE_IS_KEPT,
)
from raft_conformance.scenarios.scenario import scenario
from raft_conformance.world.world import World


@scenario(
    "voting/no-vote-for-a-shorter-log",
    IS_UP_TO_DATE,
    LEADER_COMPLETENESS,
    reach="a server without a committed entry asks one that has it",
)
def no_vote_for_a_shorter_log(world: World) -> None:
    """A server that missed a committed entry asks for votes."""
    world.establish("n1")
    world.partition(("n3",))
    world.commit("n1", world.propose("n1"))
    world.partition(("n1",))
    world.lose_all()
    for _ in range(3):
        world.election_timeout("n3")
        world.deliver_all()
    world.require(
        not world.is_leader("n3"), IS_UP_TO_DATE, "n3", "n3 leads without a committed entry"
    )


@scenario(
    "voting/no-vote-for-a-longer-older-log",
    IS_UP_TO_DATE,
    LEADER_COMPLETENESS,
    reach="the log of an older leader is longer, that of a newer leader committed",
)
def no_vote_for_a_longer_older_log(world: World) -> None:
    """A deposed leader with a long tail asks those who have a newer, shorter log."""
    world.establish("n1")
    world.partition(("n1",))
    for _ in range(4):
        world.propose("n1")
    world.elect("n2")
    world.begin_term("n2")
    world.commit("n2")
    world.reach(world.last_index("n1") > world.last_index("n2"), "n1's log is not the longer one")
    # n1 hears of a newer term, and of nothing that would repair its log.
    world.partition(("n2",))
    world.lose_all()
    world.stand("n3")
    world.deliver_link("n3", "n1")
    world.lose_all()
    for _ in range(3):
        world.stand("n1")
        world.deliver_all()
    world.require(
        not world.is_leader("n1"),
        IS_UP_TO_DATE,
        "n1",
        "n1 leads without an entry that n2 committed",
    )


@scenario(
    "voting/a-late-request-gets-no-vote",
    TERM_NEVER_GOES_BACK,
    ONE_VOTE_A_TERM,
    reach="a request of an older term arrives at a server in a newer one",
)
def a_late_request_gets_no_vote(world: World) -> None:
    """A candidate's request arrives when its term is long over."""
    world.hold("n1", "n3")
    world.stand("n1")
    old = world.term("n1")
    world.lose("n1", "n2")
    world.stand("n2")
    world.stand("n2")
    world.deliver_all()
    world.reach(world.term("n3") > old, "n3 heard of no newer term")
    world.reach(bool(world.network.waiting("n1", "n3")), "no old request is on its way")
    world.release()
    world.deliver_all()


@scenario(
    "voting/stepping-down-keeps-the-vote",
    VOTE_IS_KEPT,
    ONE_VOTE_A_TERM,
    servers=5,
    needs=("one-leader-a-term",),
    reach="a candidate hears its term's leader, then another candidate of that term",
)
def stepping_down_keeps_the_vote(world: World) -> None:
    """A beaten candidate follows the winner, and is asked by a third candidate of the term."""
    for sender, to in (("n5", "n1"), ("n5", "n2"), ("n5", "n3"), ("n5", "n4")):
        world.hold(sender, to)
    for candidate in ("n1", "n2", "n5"):
        world.stand(candidate)
    term = world.term("n1")
    world.reach(
        all(world.term(node) == term for node in ("n2", "n5")), "they stand in different terms"
    )
    world.deliver_all()
    world.reach(world.is_leader("n1") and world.term("n1") == term, "n1 did not win")
    world.replicate("n1")
    world.reach(world.state("n2").role == "follower", "n2 does not follow n1")
    world.release()
    world.deliver_all()


CASES = (
    no_vote_for_a_shorter_log,
    no_vote_for_a_longer_older_log,
    a_late_request_gets_no_vote,
    stepping_down_keeps_the_vote,
)
