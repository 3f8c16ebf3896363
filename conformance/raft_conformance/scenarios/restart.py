"""What is not on disk: a server that restarts begins anew as a follower."""

from raft_conformance.judge.rules import (
    COMMITTED_ON_A_QUORUM,
    ELECTION_SAFETY,
    LOG_MATCHING,
    RESTARTS_AS_FOLLOWER,
)
from raft_conformance.scenarios.scenario import CRASHES, scenario
from raft_conformance.world.world import World


@scenario(
    "restart/a-leader-comes-back-as-a-follower",
    RESTARTS_AS_FOLLOWER,
    ELECTION_SAFETY,
    needs=(*CRASHES, "one-leader-a-term"),
    reach="a leader restarts while the others have none",
)
def a_leader_comes_back_as_a_follower(world: World) -> None:
    """A leader that restarts does not lead until it is elected again."""
    world.establish("n1")
    world.crash("n1")
    world.restart("n1")
    world.require(
        world.state("n1").role not in ("leader", "candidate"),
        RESTARTS_AS_FOLLOWER,
        "n1",
        f"n1 is {world.state('n1').role} right after its restart",
    )
    world.elect("n1")
    world.begin_term("n1")
    world.commit("n1")


@scenario(
    "restart/nothing-is-committed-by-a-restart",
    COMMITTED_ON_A_QUORUM,
    needs=CRASHES,
    reach="a leader with entries that nobody else has restarts",
)
def nothing_is_committed_by_a_restart(world: World) -> None:
    """A leader restarts with entries that nobody else has, and does not count them as committed."""
    world.establish("n1")
    world.partition(("n1",))
    index = world.propose("n1")
    world.crash("n1")
    world.restart("n1")
    world.require(
        world.commit_index("n1") < index,
        COMMITTED_ON_A_QUORUM,
        "n1",
        f"n1 shows index {index} as committed after its restart, and only n1 has it",
    )
    world.elect("n2")
    world.begin_term("n2")
    world.commit("n2")
    world.heal()
    world.spread("n2")


@scenario(
    "restart/a-follower-catches-up",
    LOG_MATCHING,
    needs=CRASHES,
    reach="a follower that was down has all that was committed meanwhile",
)
def a_follower_catches_up(world: World) -> None:
    """A follower is down while entries are committed, and gets them after its restart."""
    world.establish("n1")
    world.crash("n3")
    for _ in range(3):
        world.commit("n1", world.propose("n1"))
    world.restart("n3")
    world.spread("n1")


@scenario(
    "restart/a-leader-finds-its-tail-replaced",
    LOG_MATCHING,
    COMMITTED_ON_A_QUORUM,
    needs=CRASHES,
    reach="a leader that was down with a tail of its own has the new leader's log",
)
def a_leader_finds_its_tail_replaced(world: World) -> None:
    """A leader crashes with a tail that nobody has; its successor replaces it."""
    world.establish("n1")
    world.partition(("n1",))
    for _ in range(3):
        world.propose("n1")
    world.crash("n1")
    world.elect("n2")
    world.begin_term("n2")
    world.commit("n2")
    world.heal()
    world.restart("n1")
    world.spread("n2")


CASES = (
    a_leader_comes_back_as_a_follower,
    nothing_is_committed_by_a_restart,
    a_follower_catches_up,
    a_leader_finds_its_tail_replaced,
)
