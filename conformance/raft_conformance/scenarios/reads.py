"""Linearizable reads whose safety rests on messages alone: asked of those who claim them.

A read may be refused, or wait while no quorum answers; what is judged is its answer. Each case but the last makes a
leader that does not know of another one and of what that has committed, and then lets something reach it that confirms
nothing. In the last one a quorum answers, and the read may not wait for ever.
"""

from raft_conformance.judge.rules import READS_ARE_LINEARIZABLE, ROUNDS_GO_UP
from raft_conformance.scenarios.scenario import scenario
from raft_conformance.world.world import World

ROUNDS = 5


def _answered(world: World, node: str, context: str) -> bool:
    """Whether the read was answered, or is after some rounds more."""
    for _ in range(ROUNDS):
        if (node, context) in world.finished:
            return True
        world.replicate(node)
    return (node, context) in world.finished


def _take_over(world: World, node: str, among: tuple[str, ...]) -> None:
    """Elect a node by those that are there, once none of them hears the old leader any more."""
    for other in among:
        world.election_timeout(other)
    for other in among:
        for to in (node, *among):
            world.lose(other, to)
    world.elect(node)
    world.begin_term(node)
    world.commit(node)


def _depose(world: World, unheard: tuple[str, ...] = ("n1",)) -> None:
    """Cut n1 off, with others perhaps, and let the rest elect a leader that commits more."""
    world.partition(unheard)
    rest = tuple(node for node in world.nodes if node not in unheard)
    _take_over(world, rest[0], rest[1:])
    world.commit(rest[0], world.propose(rest[0]))
    world.reach(world.is_leader("n1"), "n1 knows that it leads no more")


def _ask(world: World, node: str) -> str:
    """Ask for a read, and let the leader's heartbeat take it along."""
    context = world.read(node)
    world.heartbeat(node)
    return context


@scenario(
    "read/a-leader-that-is-cut-off-answers-nothing",
    READS_ARE_LINEARIZABLE,
    needs=("read",),
    reach="a read is answered, and later the same leader is cut off and another commits",
)
def a_leader_that_is_cut_off(world: World) -> None:
    """A leader answers a read; then it is cut off, another commits, and it is asked again."""
    world.establish("n1")
    world.commit("n1", world.propose("n1"))
    context = _ask(world, "n1")
    world.deliver_all()
    world.reach(_answered(world, "n1", context), "a leader with a quorum answered no read")
    _depose(world)
    _ask(world, "n1")
    world.deliver_all()
    world.heartbeat("n1")


@scenario(
    "read/a-new-leader-first-commits-in-its-term",
    READS_ARE_LINEARIZABLE,
    needs=("read",),
    reach="a leader is elected that does not know what is committed, and answers a read in the end",
)
def a_new_leader_first_commits(world: World) -> None:
    """A new leader has all that is committed, does not know it yet, and is asked for a read."""
    world.establish("n1")
    index = world.propose("n1")
    world.heartbeat("n1")
    world.deliver_link("n1", "n2")
    world.deliver_link("n2", "n1")
    world.partition(("n1",))
    world.lose_all()
    world.reach(world.commit_index("n1") >= index, "n1 did not commit")
    world.forget_leader("n3")
    world.elect("n2", settle=False)
    world.reach(world.commit_index("n2") < index, "n2 knows already what is committed")
    _ask(world, "n2")
    world.deliver_all()
    world.begin_term("n2")
    world.read("n2")
    world.commit("n2")
    context = _ask(world, "n2")
    world.deliver_all()
    world.reach(_answered(world, "n2", context), "a leader with a quorum answered no read")


def _late_answers(world: World) -> tuple[str, int]:
    """A read at n1, and so many answers to what that made it ask, late on their way from n3."""
    world.establish("n1")
    world.hold("n3", "n1")
    context = _ask(world, "n1")
    world.deliver_all()
    late = len(world.network.waiting("n3", "n1"))
    world.reach(late > 0, "n3 answered nothing")
    return context, late


@scenario(
    "read/a-late-answer-is-for-an-earlier-read",
    READS_ARE_LINEARIZABLE,
    needs=("read",),
    reach="what n3 answered on an earlier read arrives at a leader that was deposed since",
)
def a_late_answer(world: World) -> None:
    """Answers to an earlier read arrive at a leader that was deposed since, and has a new read."""
    _, late = _late_answers(world)
    _depose(world)
    world.read("n1")
    for _ in range(late):
        world.deliver_first("n3", "n1")
    world.heartbeat("n1")


@scenario(
    "read/a-read-that-is-asked-again-is-a-new-one",
    READS_ARE_LINEARIZABLE,
    needs=("read",),
    reach="what n3 answered on a read arrives at a leader that is asked for it once more",
)
def a_read_that_is_asked_again(world: World) -> None:
    """A read is asked for again at a leader that was deposed since, and old answers to it arrive.

    With it a new one is asked for, which whatever finishes the old one may finish, too.
    """
    context, late = _late_answers(world)
    world.reach(_answered(world, "n1", context), "n1 did not answer the read")
    _depose(world)
    world.read("n1")
    world.read("n1", again=context)
    for _ in range(late):
        world.deliver_first("n3", "n1")
    world.heartbeat("n1")


@scenario(
    "read/a-server-of-a-later-term-confirms-nothing",
    READS_ARE_LINEARIZABLE,
    needs=("read", "reorder"),
    reach="a request of an earlier term arrives, and the answer to it when its sender leads again",
)
def a_server_of_a_later_term(world: World) -> None:
    """A request of an earlier term is answered in a later one, which its sender leads by then."""
    world.establish("n1")
    world.hold("n1", "n3")
    _ask(world, "n1")
    early = world.set_aside("n1", "n3")
    world.unhold("n1", "n3")
    world.reach(bool(early), "n1 sent nothing to n3")
    world.deliver_all()
    world.partition(("n1",))
    _take_over(world, "n2", ("n3",))
    world.heal()
    world.spread("n2")
    world.partition(("n2",))
    _take_over(world, "n1", ("n3",))
    for message in early:
        world.deliver(message)
    late = world.set_aside("n3", "n1")
    world.heal()
    world.replicate("n1")
    _depose(world)
    world.read("n1")
    for message in late:
        world.deliver(message)
    world.heartbeat("n1")


@scenario(
    "read/a-read-ends-with-the-term",
    READS_ARE_LINEARIZABLE,
    needs=("read",),
    reach="a leader that was deposed is asked, hears of it, and leads again",
)
def a_read_ends_with_the_term(world: World) -> None:
    """A deposed leader is asked for a read, and is elected again before anything confirms it."""
    world.establish("n1")
    _depose(world)
    world.read("n1")
    world.lose_all()
    world.heal()
    world.spread("n2")
    world.partition(("n2",))
    _take_over(world, "n1", ("n3",))
    world.replicate("n1", rounds=2)


@scenario(
    "read/a-repeated-answer-counts-once",
    READS_ARE_LINEARIZABLE,
    servers=5,
    needs=("read", "duplicate"),
    reach="the only answer to a deposed leader arrives three times",
)
def a_repeated_answer(world: World) -> None:
    """One server of five answers a deposed leader, and its answer arrives three times."""
    world.establish("n1")
    _depose(world, unheard=("n1", "n2"))
    _ask(world, "n1")
    world.deliver_link("n1", "n2")
    answers = world.network.waiting("n2", "n1")
    world.reach(bool(answers), "n2 answered nothing")
    world.deliver_all()
    for message in answers * 2:
        world.deliver(message)
    world.heartbeat("n1")


@scenario(
    "read/late-answers-hold-nothing-up",
    ROUNDS_GO_UP,
    servers=5,
    needs=("read", "reorder"),
    reach="a read is taken by a leader whom two of four others answer, each with an old answer after it",
)
def late_answers_hold_nothing_up(world: World) -> None:
    """Two of four others answer a leader that has a read, and after each answer an old one of the same server arrives."""
    world.establish("n1")
    two, others = ("n2", "n3"), ("n4", "n5")
    for node in two:
        world.hold(node, "n1")
    old = []
    for _ in range(ROUNDS):
        _ask(world, "n1")
        world.deliver_all()
        old.append({node: world.set_aside(node, "n1") for node in two})
    world.reach(all(all(late.values()) for late in old), "n2 or n3 answered nothing")
    for node in two:
        world.unhold(node, "n1")
    world.partition(others)
    context = world.read("n1")
    world.reach(("n1", context) in world.accepted, "n1 takes no read")
    for late in old:
        world.heartbeat("n1")
        for node in two:
            world.deliver_link("n1", node)
            world.deliver_link(node, "n1")
            for message in late[node]:
                world.deliver(message)
    world.require(
        ("n1", context) in world.finished,
        ROUNDS_GO_UP,
        "n1",
        f"n1 did not answer {context}, though n2 and n3 answered n1 {ROUNDS} times",
    )


CASES = (
    a_leader_that_is_cut_off,
    a_new_leader_first_commits,
    a_late_answer,
    a_read_that_is_asked_again,
    a_server_of_a_later_term,
    a_read_ends_with_the_term,
    a_repeated_answer,
    late_answers_hold_nothing_up,
)
