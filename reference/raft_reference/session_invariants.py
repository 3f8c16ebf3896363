"""What sessions promise: properties of `spec/RaftSessionsProperties.tla`.

Same names in snake_case, same content; the sources are there.
"""

from collections.abc import Callable, Iterator

from raft_reference.application import State
from raft_reference.core.log import whole_log
from raft_reference.core.sessions import (
    Machine,
    OperationCommand,
    asked,
    command_in,
    is_open,
    is_waiting,
    reply_to,
)
from raft_reference.run import Run


def exactly_once(run: Run) -> bool:
    """`ExactlyOnce`: the state machine performs each operation at most once."""
    performed = (
        [(one.session, one.serial) for one in history[-1].state]
        for history in run.machines.values()
    )
    return all(len(names) == len(set(names)) for names in performed)


Operation = tuple[OperationCommand, Machine[State], Machine[State]]


def operations(run: Run) -> Iterator[list[Operation]]:
    """For each server, every operation that it applied, with the state machine before and after."""
    for i, history in run.machines.items():
        commands = map(command_in, whole_log(run.servers[i])[: len(history) - 1])
        steps = zip(commands, history, history[1:], strict=False)
        yield [
            (command, before, after)
            for command, before, after in steps
            if isinstance(command, OperationCommand)
        ]


def same_reply(run: Run) -> bool:
    """`SameReply`: whoever asks again gets the reply that there was, or none any more."""
    for performed in operations(run):
        replies: dict[OperationCommand, bytes] = {}
        for command, _, after in performed:
            reply = reply_to(after, command)
            if reply is not None and replies.setdefault(command, reply) != reply:
                return False
    return True


def reply_is_to_own_operation(run: Run) -> bool:
    """`ReplyIsToOwnOperation`: which was performed for the client that waits for it."""
    if run.client is None or not is_waiting(run.client):
        return True
    wanted = asked(run.client)
    machines = [history[-1] for history in run.machines.values()]
    replies = ((machine, reply_to(machine, wanted)) for machine in machines)
    return all(
        int(reply) <= len(machine.state) and machine.state[int(reply) - 1] == wanted
        for machine, reply in replies
        if reply is not None
    )


def expired_has_no_effect(run: Run) -> bool:
    """`ExpiredHasNoEffect`: what comes after the end of its session."""
    return all(
        is_open(before, command.session) or after == before
        for performed in operations(run)
        for command, before, after in performed
    )


SESSION_STATE_PROPERTIES: dict[str, Callable[[Run], bool]] = {
    "ExpiredHasNoEffect": expired_has_no_effect,
    "ExactlyOnce": exactly_once,
    "SameReply": same_reply,
    "ReplyIsToOwnOperation": reply_is_to_own_operation,
}
