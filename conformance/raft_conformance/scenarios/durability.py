"""What is on disk: the term, the vote and the log survive a crash."""

from raft_conformance.judge.rules import (
    ACKNOWLEDGED_IS_KEPT,
    ELECTION_SAFETY,
    LEADER_COMPLETENESS,
    ONE_VOTE_A_TERM,
    STATE_MACHINE_SAFETY,
    TERM_NEVER_GOES_BACK,
)
from raft_conformance.scenarios.scenario import CRASHES, scenario
from raft_conformance.world.world import World


@scenario(
    "durability/no-second-vote-after-restart",
    ONE_VOTE_A_TERM,
    ELECTION_SAFETY,
    needs=(*CRASHES, "one-leader-a-term"),
    reach="a server that voted restarts, and another candidate of the same term asks it",
)
def no_second_vote_after_restart(world: World) -> None:
    """A voter crashes and restarts, and is asked again in the same term."""
    world.partition(("n3",))
    world.elect("n1", settle=False)
    term = world.term("n1")
    # Nothing of the new leader has reached n2: it knows its term and its vote, and no more.
    world.crash("n2")
    world.restart("n2")
    world.partition(("n1",))
    world.stand("n3")
    world.reach(world.term("n3") == term, f"n3 stands in term {world.term('n3')}, not {term}")
    world.deliver_all()


@scenario(
    "durability/a-candidate-keeps-its-own-vote",
    ONE_VOTE_A_TERM,
    needs=(*CRASHES, "one-leader-a-term"),
    reach="a candidate restarts, and another candidate of the same term asks it",
)
def a_candidate_keeps_its_own_vote(world: World) -> None:
    """A candidate crashes and restarts, and is asked by another candidate of its term."""
    world.partition(("n1",))
    world.stand("n1")
    term = world.term("n1")
    world.crash("n1")
    world.restart("n1")
    world.heal()
    world.partition(("n3",))
    world.stand("n2")
    world.reach(world.term("n2") == term, f"n2 stands in term {world.term('n2')}, not {term}")
    world.deliver_all()


@scenario(
    "durability/a-term-survives-a-restart",
    TERM_NEVER_GOES_BACK,
    needs=CRASHES,
    reach="every server restarts after two elections",
)
def a_term_survives_a_restart(world: World) -> None:
    """Every server restarts, leader and followers, and none goes back to an older term."""
    world.establish("n1")
    world.elect("n2")
    for node in world.nodes:
        world.crash(node)
    for node in world.nodes:
        world.restart(node)
    world.elect("n3")


@scenario(
    "durability/acknowledged-entries-survive",
    ACKNOWLEDGED_IS_KEPT,
    LEADER_COMPLETENESS,
    needs=CRASHES,
    reach="the only follower with a committed entry restarts",
)
def acknowledged_entries_survive_a_restart(world: World) -> None:
    """The only follower that has a committed entry restarts, and its leader is gone."""
    world.establish("n1")
    world.partition(("n3",))
    world.commit("n1", world.propose("n1"))
    world.crash("n2")
    world.restart("n2")
    world.partition(("n1",))
    world.lose_all()
    world.election_timeout("n3")
    world.deliver_all()
    world.elect("n2")
    world.begin_term("n2")
    world.commit("n2")


@scenario(
    "durability/commits-survive-a-restart-of-all",
    LEADER_COMPLETENESS,
    STATE_MACHINE_SAFETY,
    needs=CRASHES,
    reach="all servers restart at once and commit something new",
)
def commits_survive_a_restart_of_all(world: World) -> None:
    """The power goes, all servers restart at once, and what was committed still is."""
    world.establish("n1")
    for _ in range(2):
        world.commit("n1", world.propose("n1"))
    world.spread("n1")
    committed = world.commit_index("n1")
    for node in world.nodes:
        world.crash(node)
    for node in world.nodes:
        world.restart(node)
    world.elect("n3")
    world.begin_term("n3")
    world.commit("n3")
    world.spread("n3")
    world.reach(world.commit_index("n1") > committed, "nothing new was committed")


CASES = (
    no_second_vote_after_restart,
    a_candidate_keeps_its_own_vote,
    a_term_survives_a_restart,
    acknowledged_entries_survive_a_restart,
    commits_survive_a_restart_of_all,
)
