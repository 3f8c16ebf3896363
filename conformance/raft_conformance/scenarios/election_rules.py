"""Rules for elections beyond Raft's own: asked of those who claim them.

An implementation may hear its leader for as long as its election timeout lasts, so each case lets the
leader be heard right before somebody else stands.
"""

from raft_conformance.judge.rules import (
    HEARD_LEADER_IS_NOT_DEPOSED,
    NOTHING_APPENDED_IN_TRANSFER,
    PRE_VOTE_CHANGES_NOTHING,
    STAYS_WITH_QUORUM,
    TRANSFER_EXPIRES,
    TRANSFER_IS_NOT_REFUSED,
)
from raft_conformance.scenarios.scenario import scenario
from raft_conformance.world.world import World

TIMEOUTS = 3


def _time_out_alone(world: World, node: str) -> None:
    """Cut a node off, and let its election timer run out several times."""
    world.partition((node,))
    for _ in range(TIMEOUTS):
        world.election_timeout(node)


@scenario(
    "pre-vote/asking-raises-no-term",
    PRE_VOTE_CHANGES_NOTHING,
    needs=("pre-vote",),
    reach="the server that is cut off asks for pre-votes",
)
def asking_raises_no_term(world: World) -> None:
    """A server that is cut off asks again and again, and stays in its term."""
    world.establish("n1")
    term, vote = world.term("n3"), world.state("n3").vote
    _time_out_alone(world, "n3")
    world.reach(world.state("n3").role != "follower", "n3 never stood")
    world.require(
        (world.term("n3"), world.state("n3").vote) == (term, vote),
        PRE_VOTE_CHANGES_NOTHING,
        "n3",
        f"n3, which nobody answered, went from term {term} to {world.term('n3')}",
    )


@scenario(
    "pre-vote/a-rejoining-server-deposes-nobody",
    HEARD_LEADER_IS_NOT_DEPOSED,
    needs=("pre-vote",),
    reach="the server that was cut off hears the leader again",
)
def a_rejoining_server_deposes_nobody(world: World) -> None:
    """A server that was cut off and stood comes back, and the leader leads on."""
    world.establish("n1")
    term = world.term("n1")
    _time_out_alone(world, "n3")
    world.propose("n1")
    world.commit("n1")
    world.heal()
    world.replicate("n1", rounds=2)
    world.require(
        world.is_leader("n1") and world.term("n1") == term,
        HEARD_LEADER_IS_NOT_DEPOSED,
        "n1",
        f"n1, which n2 heard all along, leads term {term} no more",
    )
    world.reach(world.last_index("n3") == world.last_index("n1"), "n3 did not catch up")


@scenario(
    "pre-vote/who-hears-a-leader-consents-to-nobody",
    HEARD_LEADER_IS_NOT_DEPOSED,
    needs=("pre-vote",),
    reach="the request of a server that does not hear the leader arrives",
)
def who_hears_a_leader_consents_to_nobody(world: World) -> None:
    """A server that cannot hear the leader asks one that just did, and is not elected."""
    world.establish("n1")
    term = world.term("n1")
    world.hold("n1", "n3")
    world.hold("n3", "n1")
    world.replicate("n1")
    before = len(world.delivered)
    for _ in range(TIMEOUTS):
        world.election_timeout("n3")
        world.deliver_all()
    asked = any(message.sender == "n3" for message in world.delivered[before:])
    world.reach(asked, "n3 asked nobody")
    terms = [world.term(node) for node in world.nodes]
    world.require(
        world.is_leader("n1") and terms == [term] * len(terms),
        HEARD_LEADER_IS_NOT_DEPOSED,
        "n3",
        f"n2 just heard the leader of term {term}, and the terms are {terms} now",
    )


@scenario(
    "check-quorum/an-unanswered-leader-steps-down",
    STAYS_WITH_QUORUM,
    needs=("check-quorum",),
    reach="a leader is cut off while election timeouts pass",
)
def an_unanswered_leader_steps_down(world: World) -> None:
    """A leader is cut off, election timeouts pass, and it leads no more."""
    world.establish("n1")
    term = world.term("n1")
    world.partition(("n1",))
    world.pass_election_timeout("n1")
    world.pass_election_timeout("n1")
    world.require(
        not (world.is_leader("n1") and world.term("n1") == term),
        STAYS_WITH_QUORUM,
        "n1",
        f"n1 still leads term {term}, and nobody answers it",
    )


@scenario(
    "transfer/no-proposal-is-accepted",
    NOTHING_APPENDED_IN_TRANSFER,
    needs=("transfer",),
    reach="a transfer waits for a target that lags behind",
)
def no_proposal_is_accepted(world: World) -> None:
    """A leader hands over to a server that it must bring up to date first, and takes no command."""
    world.establish("n1")
    world.partition(("n3",))
    world.propose("n1")
    world.commit("n1")
    world.transfer("n1", "n3")
    world.reach(world.is_leader("n1"), "n1 leads no more")
    before = world.last_index("n1")
    accepted = world.offer("n1")
    world.require(
        not accepted and world.last_index("n1") == before,
        NOTHING_APPENDED_IN_TRANSFER,
        "n1",
        "n1 took a command while it hands over to n3",
    )


@scenario(
    "transfer/it-expires",
    TRANSFER_EXPIRES,
    needs=("transfer",),
    reach="a leader is there to take a command once election timeouts have passed",
)
def it_expires(world: World) -> None:
    """The target of a transfer cannot be reached; after election timeouts commands are taken."""
    world.establish("n1")
    world.partition(("n3",))
    world.propose("n1")
    world.commit("n1")
    world.transfer("n1", "n3")
    world.pass_election_timeout("n1")
    world.replicate("n1")
    world.pass_election_timeout("n1")
    world.reach(world.is_leader("n1"), "n1 leads no more")
    world.require(
        world.offer("n1"), TRANSFER_EXPIRES, "n1", "n1 still takes no command for its transfer"
    )


@scenario(
    "transfer/the-target-leads",
    TRANSFER_IS_NOT_REFUSED,
    needs=("transfer",),
    reach="the transfer makes the target stand",
)
def the_target_leads(world: World) -> None:
    """A leader whom everybody hears hands over, every message arrives, and the target leads."""
    world.establish("n1")
    term = world.term("n1")
    world.transfer("n1", "n2")
    world.deliver_all()
    world.reach(world.term("n2") > term, "n2 did not stand")
    world.require(
        world.is_leader("n2"),
        TRANSFER_IS_NOT_REFUSED,
        "n2",
        f"n2 stood in term {world.term('n2')}, and is {world.state('n2').role}",
    )


CASES = (
    asking_raises_no_term,
    a_rejoining_server_deposes_nobody,
    who_hears_a_leader_consents_to_nobody,
    an_unanswered_leader_steps_down,
    no_proposal_is_accepted,
    it_expires,
    the_target_leads,
)
