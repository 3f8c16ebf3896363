"""The commit rule: what is committed, by whom, and that it stays so."""

from raft_conformance.judge.rules import (
    COMMIT_NEVER_GOES_BACK,
    COMMITS_OWN_TERM,
    COMMITTED_ON_A_QUORUM,
    FOLLOWER_COMMIT,
    LEADER_COMPLETENESS,
    STATE_MACHINE_SAFETY,
)
from raft_conformance.scenarios.scenario import scenario
from raft_conformance.world.world import World


@scenario(
    "commit/never-goes-back-under-a-new-leader",
    COMMIT_NEVER_GOES_BACK,
    reach="a follower hears a new leader whose commit index is lower",
)
def never_goes_back_under_a_new_leader(world: World) -> None:
    """A follower that knows of more commits than its new leader forgets none."""
    world.establish("n1")
    index = world.propose("n1")
    world.heartbeat("n1")
    world.deliver_link("n1", "n3")
    world.reach(world.last_index("n3") >= index, "n3 did not get the entry")
    # From here on n3 hears nothing, so it has the entry but not the news of its commit.
    world.partition(("n3",))
    world.commit("n1", index)
    world.spread("n1", among=("n2",))
    world.partition(("n1",))
    world.lose_all()
    world.elect("n3", settle=False)
    world.reach(
        world.commit_index("n3") < world.commit_index("n2"), "n3 knows of as many commits as n2"
    )
    world.deliver_all()
    world.begin_term("n3")
    world.replicate("n3", rounds=2)


@scenario(
    "commit/an-older-term-is-not-counted",
    COMMITS_OWN_TERM,
    STATE_MACHINE_SAFETY,
    reach="a new leader replicates an uncommitted entry of an older term to a majority",
)
def an_older_term_is_not_counted(world: World) -> None:
    """A new leader brings an entry of an older term to a majority (RP figure 8)."""
    world.establish("n1")
    world.partition(("n3",))
    index = world.propose("n1")
    world.heartbeat("n1")
    world.deliver_link("n1", "n2")
    world.reach(world.last_index("n2") >= index, "n2 did not get the entry")
    world.partition(("n1",))
    world.lose_all()
    world.reach(world.commit_index("n1") < index, "the entry is committed already")
    world.elect("n2")
    world.replicate("n2", rounds=4)
    world.reach(world.last_index("n3") >= index, "n3 did not get the entry")


@scenario(
    "commit/needs-a-majority",
    COMMITTED_ON_A_QUORUM,
    servers=5,
    reach="a leader with one follower of four proposes",
)
def needs_a_majority(world: World) -> None:
    """A leader that reaches only one of four followers commits nothing."""
    world.establish("n1")
    world.partition(("n1", "n2"))
    index = world.propose("n1")
    world.replicate("n1", rounds=4)
    world.reach(world.last_index("n2") >= index, "n2 did not get the entry")
    world.require(
        world.commit_index("n1") < index,
        COMMITTED_ON_A_QUORUM,
        "n1",
        f"n1 committed index {index}, which two of five servers have",
    )


@scenario(
    "commit/acknowledgements-cover-what-was-sent",
    COMMITTED_ON_A_QUORUM,
    reach="the leader has a newer entry when the acknowledgement of an older one arrives",
)
def acknowledgements_cover_what_was_sent(world: World) -> None:
    """A leader gets an acknowledgement when its log has grown since the request."""
    world.establish("n1")
    world.partition(("n3",))
    world.hold("n2", "n1")
    sent = world.propose("n1")
    world.replicate("n1")
    world.reach(world.last_index("n2") >= sent, "n2 did not get the entry")
    world.hold("n1", "n2")
    newer = world.propose("n1")
    world.unhold("n2", "n1")
    world.deliver_all()
    world.reach(world.last_index("n2") < newer, "n2 got the newer entry")
    # A leader may commit only when its timer fires next; nothing more reaches n2.
    world.replicate("n1")
    world.require(
        world.commit_index("n1") < newer,
        COMMITTED_ON_A_QUORUM,
        "n1",
        f"n1 committed index {newer}, which n2 never got",
    )


@scenario(
    "commit/an-older-acknowledgement-does-not-count",
    COMMITTED_ON_A_QUORUM,
    STATE_MACHINE_SAFETY,
    servers=5,
    reach="an acknowledgement given in an older term arrives at a leader of a newer one",
)
def an_older_acknowledgement_does_not_count(world: World) -> None:
    """A slow acknowledgement reaches the same leader two terms later (RP section 5.1)."""
    world.establish("n1")
    world.partition(("n1", "n2"))
    world.hold("n2", "n1")
    for _ in range(3):
        world.propose("n1")
    world.replicate("n1", rounds=2)
    old = world.last_index("n1")
    world.reach(world.last_index("n2") == old, "n2 did not get the entries")
    # The connection between n1 and n2 is slow in both directions from here on, and never breaks.
    world.hold("n1", "n2")
    # n3 leads the next term and reaches only n1, whose three entries it removes.
    world.partition(("n3", "n4", "n5"))
    world.elect("n3", settle=False)
    world.partition(("n1", "n3"))
    world.begin_term("n3")
    for _ in range(4):
        world.replicate("n3")
    world.reach(world.last_index("n1") < old, "n1's entries were not replaced")
    # n1 leads again; its entries reach only n3, two of five.
    world.partition(("n2",))
    world.elect("n1", settle=False)
    world.partition(("n1", "n3"))
    world.begin_term("n1")
    world.unhold("n2", "n1")
    world.replicate("n1", rounds=4)
    # The other three have a majority, and may replace what n1 could not have committed.
    world.partition(("n2", "n4", "n5"))
    world.elect("n2")
    world.begin_term("n2")
    world.commit("n2")


@scenario(
    "commit/a-diverged-tail-is-never-committed",
    FOLLOWER_COMMIT,
    STATE_MACHINE_SAFETY,
    reach="a follower with another tail hears of commits at the same indexes",
)
def a_diverged_tail_is_never_committed(world: World) -> None:
    """A follower with entries of its own hears how far the leader has committed."""
    world.establish("n3")
    world.partition(("n3",))
    for _ in range(6):
        world.propose("n3")
    world.elect("n1")
    world.begin_term("n1")
    world.commit("n1", world.propose("n1"))
    # The next leader takes n3's log to be as long as its own, and begins with a heartbeat there.
    world.elect("n2")
    world.reach(world.last_index("n3") > world.last_index("n2"), "n3's log is not the longest")
    world.heal()
    world.lose_all()
    world.replicate("n2")
    world.begin_term("n2")
    world.commit("n2")
    world.spread("n2")


@scenario(
    "commit/survives-its-leader",
    LEADER_COMPLETENESS,
    STATE_MACHINE_SAFETY,
    servers=5,
    reach="two more leaders after the one that committed",
)
def survives_its_leader(world: World) -> None:
    """What one leader committed, the next ones have and keep."""
    world.establish("n1")
    world.partition(("n4", "n5"))
    world.commit("n1", world.propose("n1"))
    world.partition(("n1", "n2"))
    world.lose_all()
    world.elect("n3")
    world.begin_term("n3")
    world.commit("n3")
    world.partition(("n3", "n2"))
    world.lose_all()
    for candidate in ("n1", "n4"):
        world.election_timeout(candidate)
        world.deliver_all()
    world.elect("n5")
    world.begin_term("n5")
    world.commit("n5")
    world.heal()
    world.spread("n5")


CASES = (
    never_goes_back_under_a_new_leader,
    an_older_term_is_not_counted,
    needs_a_majority,
    acknowledgements_cover_what_was_sent,
    an_older_acknowledgement_does_not_count,
    a_diverged_tail_is_never_committed,
    survives_its_leader,
)
