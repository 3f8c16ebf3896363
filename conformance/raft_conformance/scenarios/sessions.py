"""Sessions of clients: asked of those who have them, in their library or in the application around it."""

from raft_conformance.judge.rules import (
    EXACTLY_ONCE,
    EXPIRED_HAS_NO_EFFECT,
    MACHINES_AGREE,
    SAME_REPLY,
)
from raft_conformance.protocol.messages import AppliedCommand
from raft_conformance.scenarios.scenario import scenario
from raft_conformance.world.world import World


def _applied(world: World, node: str, index: int) -> AppliedCommand:
    """What a node did with a command of a session; it must have applied it."""
    command = world.applied.get(node, {}).get(index)
    world.reach(command is not None, f"{node} did not apply the command at index {index}")
    assert command is not None
    return command


def _open_session(world: World, leader: str) -> str:
    """A session, which every server that the leader reaches has opened."""
    index = world.register(leader)
    world.commit(leader, index)
    return _applied(world, leader, index).session


def _perform(world: World, leader: str, session: str, serial: int) -> int:
    """An operation that the leader has performed; gives its index."""
    index = world.perform(leader, session, serial)
    world.commit(leader, index)
    world.reach(
        _applied(world, leader, index).performed, f"{leader} did not perform a new operation"
    )
    return index


@scenario(
    "sessions/a-repeated-operation-is-performed-once",
    EXACTLY_ONCE,
    SAME_REPLY,
    needs=("sessions",),
    reach="an operation is performed, applied once more, and followed by another",
)
def a_repeated_operation(world: World) -> None:
    """A client asks again, before and after it was answered, and then for another operation."""
    world.establish("n1")
    session = _open_session(world, "n1")
    world.perform("n1", session, 1)
    world.perform("n1", session, 1)
    world.commit("n1")
    again = world.perform("n1", session, 1)
    world.commit("n1", again)
    _applied(world, "n1", again)
    _perform(world, "n1", session, 2)
    world.spread("n1")


@scenario(
    "sessions/a-new-leader-performs-nothing-twice",
    EXACTLY_ONCE,
    needs=("sessions",),
    reach="a new leader has an operation in its log, and is asked for it once more",
)
def a_new_leader(world: World) -> None:
    """A leader is lost with an operation that was not answered, and the next one is asked for it."""
    world.establish("n1")
    session = _open_session(world, "n1")
    world.spread("n1")
    first = world.perform("n1", session, 1)
    world.heartbeat("n1")
    world.deliver_link("n1", "n2")
    world.partition(("n1",))
    world.lose_all()
    world.reach(world.last_index("n2") >= first, "n2 has no operation")
    world.forget_leader("n3")
    world.elect("n2")
    again = world.perform("n2", session, 1)
    world.commit("n2", again)
    _applied(world, "n2", first)
    _applied(world, "n2", again)


@scenario(
    "sessions/an-expired-session-has-no-effect",
    EXPIRED_HAS_NO_EFFECT,
    EXACTLY_ONCE,
    needs=("sessions",),
    reach="a session ends, and its client asks once more and for something new",
)
def an_expired_session(world: World) -> None:
    """A session ends, and its client asks for its last operation once more and for a new one."""
    world.establish("n1")
    session = _open_session(world, "n1")
    _perform(world, "n1", session, 1)
    end = world.expire("n1", session)
    world.commit("n1", end)
    world.reach(_applied(world, "n1", end).kind == "close", "no session ended")
    for serial in (1, 2):
        if world.ask("n1", session, serial):
            late = world.last_index("n1")
            world.commit("n1", late)
            _applied(world, "n1", late)


@scenario(
    "sessions/who-comes-late-does-what-others-did",
    MACHINES_AGREE,
    needs=("sessions",),
    reach="a server that was cut off applies an operation in a later term than the others",
)
def who_comes_late(world: World) -> None:
    """A server is cut off while a session is used, and gets all of it from the next leader."""
    world.establish("n1")
    world.partition(("n3",))
    session = _open_session(world, "n1")
    index = _perform(world, "n1", session, 1)
    world.spread("n1", among=("n1", "n2"))
    world.heal()
    world.partition(("n1",))
    world.forget_leader("n3")
    world.elect("n2")
    world.begin_term("n2")
    world.commit("n2")
    world.spread("n2", among=("n2", "n3"))
    _applied(world, "n3", index)


CASES = (
    a_repeated_operation,
    a_new_leader,
    an_expired_session,
    who_comes_late,
)
