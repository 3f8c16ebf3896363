"""Disks that take their time: asked of those whose nodes go on while their writes are on the way.

A disk that is stalled does nothing until the case lets it. The others do at once what they are given.
"""

from raft_conformance.cases import Need
from raft_conformance.judge.rules import (
    ACKNOWLEDGED_IS_DURABLE,
    COMMITTED_IS_DURABLE,
    ELECTION_SAFETY,
    LAST_WRITE_IS_MEMORY,
    LEADER_COMPLETENESS,
    LEADER_IS_DURABLE,
    ONE_VOTE_A_TERM,
    TERM_NEVER_GOES_BACK,
)
from raft_conformance.scenarios.scenario import scenario
from raft_conformance.world.world import World

CRASHES: tuple[Need, ...] = ("async", "crash", "restart")


def _vote_twice(world: World, arrivals: int) -> None:
    """n1's request arrives at n2 so many times; then n2 crashes, and n3 asks it in the same term."""
    world.stall("n2")
    world.hold("n1", "n3")
    world.stand("n1")
    world.reach(not world.is_leader("n1"), "n1 leads already")
    for message in world.network.waiting("n1", "n2"):
        world.network.take(message)
        for _ in range(arrivals):
            world.deliver(message)
    world.deliver_link("n2", "n1")
    world.stalled.discard("n2")
    world.crash("n2")
    world.restart("n2")
    world.lose("n1", "n3")
    world.partition(("n1",))
    world.stand("n3")
    world.reach(world.term("n3") == world.term("n1"), "n3 stands in another term than n1")
    world.deliver_all()


@scenario(
    "disk/a-vote-waits-for-it",
    ONE_VOTE_A_TERM,
    ELECTION_SAFETY,
    needs=(*CRASHES, "one-leader-a-term"),
    reach="a server crashes with its vote unwritten, and is asked by another in the same term",
)
def a_vote_waits_for_it(world: World) -> None:
    """A server is asked for its vote, crashes before that is written, and is asked by another."""
    _vote_twice(world, 1)


@scenario(
    "disk/a-repeated-answer-waits-for-it-too",
    ONE_VOTE_A_TERM,
    ELECTION_SAFETY,
    needs=(*CRASHES, "duplicate", "one-leader-a-term"),
    reach="a server crashes with its vote unwritten, and is asked by another in the same term",
)
def a_repeated_answer_waits_too(world: World) -> None:
    """A request for a vote comes twice while the vote is on its way to the disk."""
    _vote_twice(world, 2)


@scenario(
    "disk/an-acknowledgement-waits-for-it",
    ACKNOWLEDGED_IS_DURABLE,
    COMMITTED_IS_DURABLE,
    needs=CRASHES,
    reach="the only follower with an entry crashes before that is written",
)
def an_acknowledgement_waits_for_it(world: World) -> None:
    """The only follower that gets an entry crashes before that is written; then the leader is lost."""
    world.establish("n1")
    world.partition(("n3",))
    world.stall("n2")
    index = world.propose("n1")
    world.replicate("n1")
    world.reach(world.last_index("n2") >= index, "n2 did not take the entry")
    world.stalled.discard("n2")
    world.crash("n2")
    world.restart("n2")
    world.heal()
    world.partition(("n1",))
    world.forget_leader("n3")
    world.elect("n2")
    world.begin_term("n2")
    world.commit("n2")


@scenario(
    "disk/a-leader-counts-what-it-has-written",
    COMMITTED_IS_DURABLE,
    needs=("async",),
    reach="a follower of three has an entry, and the leader commits it once it is written",
)
def a_leader_counts_what_it_has_written(world: World) -> None:
    """A leader has an entry acknowledged by one of two others before it has written that itself."""
    world.establish("n1")
    world.partition(("n3",))
    world.stall("n1")
    index = world.propose("n1")
    world.replicate("n1")
    world.reach(world.last_index("n2") >= index, "n2 did not get the entry")
    world.sync("n1")
    world.commit("n1", index)


@scenario(
    "disk/a-candidacy-waits-for-it",
    LEADER_COMPLETENESS,
    needs=(*CRASHES, "reorder", "no-stickiness", "no-pre-vote"),
    reach="a candidate crashes with all of it unwritten, and stands once more in the same term",
)
def a_candidacy_waits_for_it(world: World) -> None:
    """A candidate crashes, loses an entry and that it stood, and stands again; a vote for it is late."""
    world.establish("n3")
    world.stall("n1")
    index = world.propose("n3")
    world.replicate("n3")
    world.commit("n3", index)
    world.reach(world.last_index("n1") >= index, "n1 did not take the entry")
    world.hold("n1", "n3")
    world.stand("n1")
    term = world.term("n1")
    world.deliver_link("n1", "n2")
    late = world.set_aside("n2", "n1")
    world.stalled.discard("n1")
    world.crash("n1")
    world.restart("n1")
    world.reach(world.last_index("n1") < index, "n1 has the entry on its disk")
    world.hold("n1", "n2")
    world.stand("n1")
    world.reach(world.term("n1") == term, f"n1 stands in term {world.term('n1')}, not {term}")
    for message in late:
        world.deliver(message)


@scenario(
    "disk/a-lone-server-leads-once-it-has-written",
    LEADER_COMPLETENESS,
    LEADER_IS_DURABLE,
    servers=1,
    needs=("async",),
    reach="a cluster of one server elects it once its vote is written",
)
def a_lone_server_leads(world: World) -> None:
    """The only server of a cluster needs no vote but its own, which is on its way to the disk."""
    world.stall("n1")
    world.election_timeout("n1")
    world.sync("n1")
    world.reach(world.is_leader("n1"), "n1 does not lead")


@scenario(
    "disk/a-restart-has-what-was-written",
    LAST_WRITE_IS_MEMORY,
    needs=CRASHES,
    reach="every server restarts once all its writes are done",
)
def a_restart_has_what_was_written(world: World) -> None:
    """Every server restarts once its writes are done, a leader that just proposed among them."""
    world.establish("n1")
    world.propose("n1")
    for node in world.nodes:
        world.crash(node)
        world.restart(node)


@scenario(
    "disk/writes-are-done-in-their-order",
    LAST_WRITE_IS_MEMORY,
    needs=CRASHES,
    reach="a server that stood in two terms with a stalled disk restarts once all its writes are done",
)
def writes_are_done_in_their_order(world: World) -> None:
    """A server's disk gets one term and then another, does both writes at last, and the server restarts."""
    _stand_twice(world, "n1")
    world.sync("n1")
    world.crash("n1")
    world.restart("n1")


@scenario(
    "disk/memory-stays-ahead-of-it",
    TERM_NEVER_GOES_BACK,
    needs=("async",),
    reach="a disk has done the first of several writes, and the server is in the term of a later one",
)
def memory_stays_ahead_of_it(world: World) -> None:
    """A server's disk gets one term and then another, and does the first write; the server stays in the second term."""
    _stand_twice(world, "n1")
    world.reach(world.write("n1") > 0, "n1 had no more than one write on its way")
    world.sync("n1")
    world.elect("n1")


def _stand_twice(world: World, node: str) -> None:
    world.stall(node)
    for _ in range(2):
        world.stand(node)


CASES = (
    a_vote_waits_for_it,
    a_repeated_answer_waits_too,
    an_acknowledgement_waits_for_it,
    a_leader_counts_what_it_has_written,
    a_candidacy_waits_for_it,
    a_lone_server_leads,
    a_restart_has_what_was_written,
    writes_are_done_in_their_order,
    memory_stays_ahead_of_it,
)
