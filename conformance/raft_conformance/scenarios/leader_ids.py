"""Leader ids: asked of those where a term may have several leaders. A term is the number of one here."""

from raft_conformance.judge.rules import (
    ELECTION_SAFETY,
    LARGER_TERM_IS_ADOPTED,
    LEADER_HAS_A_QUORUM,
    LOG_MATCHING,
    ONE_VOTE_A_TERM,
    STATE_MACHINE_SAFETY,
)
from raft_conformance.scenarios.scenario import CRASHES, scenario
from raft_conformance.world.world import World


@scenario(
    "leader-ids/a-smaller-one-gets-no-vote",
    ONE_VOTE_A_TERM,
    needs=("leader-ids",),
    reach="a server that voted is asked by another candidate of the term, with a smaller leader id",
)
def a_smaller_one_gets_no_vote(world: World) -> None:
    """A server votes for n3, and is then asked by n1, which stands in the same term."""
    for one, other in (("n1", "n3"), ("n3", "n1")):
        world.hold(one, other)
    world.stand("n3")
    world.deliver_link("n3", "n2")
    world.stand("n1")
    world.reach(world.term("n1") < world.term("n3"), "the leader id of n1 is not the smaller one")
    world.deliver_link("n1", "n2")
    world.deliver_link("n2", "n1")
    world.require(
        not world.is_leader("n1"),
        ONE_VOTE_A_TERM,
        "n2",
        f"n2 voted for n3 in term {world.term('n3')}, and n1 leads term {world.term('n1')} by its vote",
    )


@scenario(
    "leader-ids/the-greater-of-two-leaders-prevails",
    ELECTION_SAFETY,
    LARGER_TERM_IS_ADOPTED,
    LOG_MATCHING,
    STATE_MACHINE_SAFETY,
    needs=("leader-ids",),
    reach="two lead at once, neither of whom has heard of the other, and each has an entry of its own",
)
def the_greater_of_two_leaders_prevails(world: World) -> None:
    """Two servers stand in one term and win it one after the other; all follow the second."""
    for one, other in (("n1", "n2"), ("n2", "n1")):
        world.hold(one, other)
    for candidate in ("n1", "n2"):
        world.stand(candidate)
        world.deliver_link(candidate, "n3")
        world.deliver_link("n3", candidate)
        world.hold("n1", "n3")
    world.reach(world.is_leader("n1"), "n1 was not elected, or leads no more")
    world.reach(world.is_leader("n2"), "n2 was not elected")
    world.propose("n1")
    world.commit("n2", world.propose("n2"))
    world.release()
    world.spread("n2")
    world.require(
        not world.is_leader("n1"),
        LARGER_TERM_IS_ADOPTED,
        "n1",
        f"n1 still leads, in term {world.term('n1')}, and hears n2 lead term {world.term('n2')}",
    )


@scenario(
    "leader-ids/a-candidate-that-restarts-does-not-lead",
    LEADER_HAS_A_QUORUM,
    needs=("leader-ids", *CRASHES),
    reach="a candidate that nobody has voted for restarts",
)
def a_candidate_that_restarts_does_not_lead(world: World) -> None:
    """Whoever led when it crashed may lead at once when it is back; a candidate may not."""
    world.stand("n1")
    _restart_without_votes(world, "n1")


@scenario(
    "leader-ids/a-smaller-leader-confirms-no-vote",
    LEADER_HAS_A_QUORUM,
    needs=("leader-ids", *CRASHES),
    reach="a candidate hears a leader whose leader id is smaller than its own, and restarts",
)
def a_smaller_leader_confirms_no_vote(world: World) -> None:
    """Entries tell that a quorum voted for who sends them; to a candidate with a greater leader id they tell nothing."""
    for one, other in (("n1", "n2"), ("n2", "n1")):
        world.hold(one, other)
    world.elect("n1", settle=False)
    world.hold("n1", "n3")
    world.lose("n1", "n2")
    world.heartbeat("n1")
    world.reach(bool(world.network.waiting("n1", "n2")), "n1 sends nothing to n2")
    world.stand("n2")
    world.reach(world.term("n2") > world.term("n1"), "the leader id of n2 is not the greater one")
    world.deliver_link("n1", "n2")
    _restart_without_votes(world, "n2")


def _restart_without_votes(world: World, node: str) -> None:
    """A candidate that got no answer crashes and comes back."""
    term = world.term(node)
    world.reach(world.state(node).role == "candidate", f"{node} is no candidate any more")
    world.crash(node)
    world.restart(node)
    world.require(
        not world.is_leader(node),
        LEADER_HAS_A_QUORUM,
        node,
        f"{node} leads term {world.term(node)} after its restart, and nobody voted for it in term {term}",
    )


CASES = (
    a_smaller_one_gets_no_vote,
    the_greater_of_two_leaders_prevails,
    a_candidate_that_restarts_does_not_lead,
    a_smaller_leader_confirms_no_vote,
)
