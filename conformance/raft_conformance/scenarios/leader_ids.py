"""Leader ids: asked of those where a term may have several leaders. A term is the number of one here."""

from raft_conformance.judge.rules import ONE_VOTE_A_TERM
from raft_conformance.scenarios.scenario import scenario
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


CASES = (a_smaller_one_gets_no_vote,)
