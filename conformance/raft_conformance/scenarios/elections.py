"""Elections: at most one leader a term, and only with a majority of that term's votes."""

from raft_conformance.judge.rules import (
    ELECTION_SAFETY,
    LARGER_TERM_IS_ADOPTED,
    LEADER_HAS_A_QUORUM,
    ONE_VOTE_A_TERM,
)
from raft_conformance.scenarios.scenario import scenario
from raft_conformance.world.world import World


@scenario("election/a-leader-is-elected", ELECTION_SAFETY, reach="n1 leads and all follow its term")
def a_leader_is_elected(world: World) -> None:
    """One server times out, and with all messages delivered it leads."""
    world.establish("n1")
    world.reach(all(world.term(node) == world.term("n1") for node in world.nodes), "no one term")


@scenario(
    "election/one-leader-a-term",
    ELECTION_SAFETY,
    ONE_VOTE_A_TERM,
    needs=("one-leader-a-term",),
    reach="somebody leads",
)
def one_leader_a_term(world: World) -> None:
    """Two servers stand in the same term, and the third gets both requests."""
    world.stand("n1")
    world.stand("n2")
    world.reach(world.term("n1") == world.term("n2"), "the candidates stand in different terms")
    world.deliver_all()
    world.reach(any(world.is_leader(node) for node in world.nodes), "nobody was elected")


@scenario(
    "election/five-candidates-of-one-term",
    ELECTION_SAFETY,
    ONE_VOTE_A_TERM,
    servers=5,
    reach="all five stood, and later somebody leads",
)
def five_candidates_of_one_term(world: World) -> None:
    """All servers stand in one term, nobody wins, and a later term has one leader."""
    for node in world.nodes:
        world.stand(node)
    world.deliver_all()
    world.elect("n3")


@scenario(
    "election/a-minority-elects-nobody",
    LEADER_HAS_A_QUORUM,
    servers=5,
    reach="the two of five stood for election",
)
def a_minority_elects_nobody(world: World) -> None:
    """Two of five servers, cut off from the others, elect no leader."""
    world.partition(("n1", "n2"))
    for _ in range(3):
        world.election_timeout("n1")
        world.deliver_all()
    for node in ("n1", "n2"):
        world.require(
            not world.is_leader(node), LEADER_HAS_A_QUORUM, node, f"{node} leads with two of five"
        )
    world.heal()
    world.elect("n1")


@scenario(
    "election/an-older-vote-does-not-count",
    LEADER_HAS_A_QUORUM,
    reach="the vote of the older term arrives in the newer one",
)
def an_older_vote_does_not_count(world: World) -> None:
    """A vote arrives when its candidate already stands in the next term."""
    world.hold("n2", "n1")
    world.hold("n3", "n1")
    world.stand("n1")
    first = world.term("n1")
    world.deliver_all()
    world.reach(bool(world.network.waiting("n2", "n1")), "n2 gave no vote")
    world.election_timeout("n1")
    world.reach(world.term("n1") > first, "n1 began no new term")
    world.lose("n1", "n2")
    world.lose("n1", "n3")
    world.partition(("n1",))
    world.release()
    world.deliver_all()
    world.require(
        not (world.is_leader("n1") and world.term("n1") > first),
        LEADER_HAS_A_QUORUM,
        "n1",
        f"n1 leads a term in which nobody was asked, by votes of term {first}",
    )


@scenario(
    "election/a-repeated-vote-counts-once",
    LEADER_HAS_A_QUORUM,
    servers=5,
    needs=("duplicate",),
    reach="one vote arrives three times",
)
def a_repeated_vote_counts_once(world: World) -> None:
    """One server's vote arrives three times, and makes no majority of five."""
    world.partition(("n1", "n2"))
    world.hold("n2", "n1")
    world.stand("n1")
    world.deliver_all()
    votes = world.set_aside("n2", "n1")
    world.reach(bool(votes), "n2 gave no vote")
    for vote in votes * 3:
        world.deliver(vote)
    world.require(
        not world.is_leader("n1"), LEADER_HAS_A_QUORUM, "n1", "n1 leads with the votes of two"
    )


@scenario(
    "election/a-deposed-leader-follows",
    LARGER_TERM_IS_ADOPTED,
    ELECTION_SAFETY,
    reach="a leader of an older term hears one of a newer",
)
def a_deposed_leader_follows(world: World) -> None:
    """A leader that was cut off hears of a newer one, and follows it."""
    world.establish("n1")
    world.partition(("n1",))
    world.elect("n2")
    world.begin_term("n2")
    world.heal()
    world.spread("n2")
    world.require(
        not world.is_leader("n1"),
        LARGER_TERM_IS_ADOPTED,
        "n1",
        f"n1 still leads, in term {world.term('n1')}",
    )


CASES = (
    a_leader_is_elected,
    one_leader_a_term,
    five_candidates_of_one_term,
    a_minority_elects_nobody,
    an_older_vote_does_not_count,
    a_repeated_vote_counts_once,
    a_deposed_leader_follows,
)
