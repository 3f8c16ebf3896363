"""Wrong versions of functions of client sessions, each a known mistake."""

from collections.abc import Callable

from msgspec.structs import replace
from tests.reference.planted import Planted

from raft_reference.core import sessions
from raft_reference.core.sessions import (
    Client,
    Command,
    Machine,
    Operation,
    OperationCommand,
    Performed,
    Reply,
    is_open,
    session_of,
)
from raft_reference.core.types import Index

right_apply_command = sessions.apply_command
State = tuple[OperationCommand, ...]


def executes_again(machine: Machine[State], command: OperationCommand) -> bool:
    return is_open(machine, command.session)


def is_new_or_unknown(machine: Machine[State], command: OperationCommand) -> bool:
    unknown = not is_open(machine, command.session)
    return unknown or command.serial > session_of(machine, command.session).serial


def answers_anew(
    machine: Machine[State],
    index: Index,
    command: Command,
    *,
    perform: Callable[[State, OperationCommand], Performed[State]],
) -> Machine[State]:
    applied = right_apply_command(machine, index, command, perform=perform)
    if not isinstance(command, OperationCommand) or applied != machine:
        return applied
    return replace(
        machine,
        sessions=frozenset(
            replace(x, reply=Reply(b"%d" % index)) if x.id == command.session else x
            for x in machine.sessions
        ),
    )


def keeps_serial(c: Client, operation: Operation) -> Client:
    return replace(c, serial=max(c.serial, 1), operation=operation)


FAULTS = (
    Planted(sessions.is_new_operation, executes_again, "ExactlyOnce", "P18", at_random=True),
    Planted(sessions.apply_command, answers_anew, "SameReply", "P18b", at_random=True),
    Planted(sessions.begin, keeps_serial, "ReplyIsToOwnOperation", "CS02", at_random=True),
    Planted(
        sessions.is_new_operation,
        is_new_or_unknown,
        "ExpiredHasNoEffect",
        "CS03",
        "elect:a run:12 ask:a run:12 answer:a ask:a run:12 expire:a run:12 ask:a run:12",
    ),
)
