"""Client sessions: a host wraps this around its own state machine, so that nothing is done twice.

The functions of `spec/RaftSessions.tla` (RP section 8, D 6.3).  Values of the log are commands here,
`encode_command`; the application is a function `perform` from its state and an operation to
its next state and a reply.  The table of sessions changes by what is applied only, and is part of the
state, so that it belongs in a snapshot: `encode_machine`.

A host applies what `Effects.apply` gives with `apply_entry`, and answers a client with `reply_to`.

>>> def perform(state, command):
...     return Performed(state + command.operation, b"%d" % len(state))
>>> machine = initial_machine(initial_state=b"")
>>> machine = apply_command(machine, Index(1), RegisterCommand("c"), perform=perform)
>>> once = OperationCommand(Index(1), 1, b"x")
>>> machine = apply_command(machine, Index(2), once, perform=perform)
>>> again = apply_command(machine, Index(3), once, perform=perform)
>>> again.state, reply_to(again, once), again == machine
(b'x', b'0', True)
"""

from collections.abc import Callable
from typing import Generic, NewType, TypeGuard, TypeVar

import msgspec
from msgspec.structs import replace

from raft_reference.core.types import AnyEntry, ConfigurationEntry, Entry, Index, Value

State = TypeVar("State")
"""What the application knows; nothing here looks inside."""

ClientId = NewType("ClientId", str)
"""The name of a client, unique among them."""

Operation = NewType("Operation", bytes)
"""What a client wants done; only the application looks inside."""

Reply = NewType("Reply", bytes)
"""What the application answers; nothing here looks inside."""


class RegisterCommand(msgspec.Struct, frozen=True, tag_field="kind", tag="register"):
    """`RegisterCommand`: a client asks for a session, whose name will be the index of the entry."""

    client: ClientId


class OperationCommand(msgspec.Struct, frozen=True, tag_field="kind", tag="operation"):
    """`OperationCommand`: what a client wants done; `serial` is larger for each, from 1."""

    session: Index
    serial: int
    operation: Operation


class ExpireCommand(msgspec.Struct, frozen=True, tag_field="kind", tag="expire"):
    """`ExpireCommand`: the leader has decided that a session ends."""

    session: Index


Command = RegisterCommand | OperationCommand | ExpireCommand


class Session(msgspec.Struct, frozen=True):
    """An open session: its last operation, and what was answered; None before the first."""

    id: Index
    serial: int
    reply: Reply | None


class Machine(msgspec.Struct, Generic[State], frozen=True):
    """The state machine: the open sessions, and the state of the application."""

    sessions: frozenset[Session]
    state: State


class Performed(msgspec.Struct, Generic[State], frozen=True):
    """What became of the application by one operation."""

    state: State
    reply: Reply


Perform = Callable[[State, OperationCommand], Performed[State]]
"""The application: it looks at nothing but its arguments, or the servers come apart."""


def encode_command(command: Command) -> Value:
    """The command as the value of an entry."""
    return Value(msgspec.json.encode(command))


def decode_command(value: Value) -> Command:
    """The command that a value is; msgspec.DecodeError if something else was proposed."""
    return msgspec.json.decode(value, type=Command)


def command_in(entry: AnyEntry) -> Command | None:
    """The command that an entry holds; None for a configuration, and for what was proposed without a session."""
    if isinstance(entry, ConfigurationEntry):
        return None
    try:
        return decode_command(entry.value)
    except msgspec.DecodeError:
        return None


def initial_machine(*, initial_state: State) -> Machine[State]:
    """`InitialMachine`: no session, and nothing done."""
    return Machine(frozenset(), initial_state)


def is_open(machine: Machine[State], id: Index) -> bool:
    """`IsOpen`: the session is in the table."""
    return any(x.id == id for x in machine.sessions)


def session_of(machine: Machine[State], id: Index) -> Session:
    """`SessionOf`: the session of that name; meaningful only where it is open."""
    return next(x for x in machine.sessions if x.id == id)


def open_session(machine: Machine[State], index: Index) -> Machine[State]:
    """`OpenSession`: its name is the index of the entry, which is never given twice."""
    return replace(machine, sessions=machine.sessions | {Session(index, 0, None)})


def close_session(machine: Machine[State], id: Index) -> Machine[State]:
    """`CloseSession`: it is forgotten, and its operations are refused from here on."""
    return replace(machine, sessions=frozenset(x for x in machine.sessions if x.id != id))


def is_new_operation(machine: Machine[State], command: OperationCommand) -> bool:
    """`IsNewOperation`: a number that is not larger than the last one is a repetition (D 6.3)."""
    return (
        is_open(machine, command.session)
        and command.serial > session_of(machine, command.session).serial
    )


def execute(
    machine: Machine[State], command: OperationCommand, *, perform: Perform[State]
) -> Machine[State]:
    """`Execute`: the application does it, and the reply is kept."""
    done = perform(machine.state, command)
    others = close_session(machine, command.session).sessions
    session = Session(command.session, command.serial, done.reply)
    return Machine(others | {session}, done.state)


def apply_command(
    machine: Machine[State], index: Index, command: Command, *, perform: Perform[State]
) -> Machine[State]:
    """`ApplyCommand`: what a command does; a repetition does nothing."""
    if isinstance(command, RegisterCommand):
        return open_session(machine, index)
    if isinstance(command, ExpireCommand):
        return close_session(machine, command.session)
    return (
        execute(machine, command, perform=perform)
        if is_new_operation(machine, command)
        else machine
    )


def reply_to(machine: Machine[State], command: OperationCommand) -> Reply | None:
    """`ReplyTo`: what is answered once it is applied; None refuses it: the session is over, or past it."""
    if is_open(machine, command.session):
        session = session_of(machine, command.session)
        return session.reply if session.serial == command.serial else None
    return None


def is_command(entry: AnyEntry, *, no_op: Value) -> TypeGuard[Entry]:
    """`IsCommand`: it is for the state machine."""
    return not isinstance(entry, ConfigurationEntry) and entry.value != no_op


def apply_entry(
    machine: Machine[State],
    index: Index,
    entry: AnyEntry,
    *,
    perform: Perform[State],
    no_op: Value,
) -> Machine[State]:
    """`ApplyEntry`: the state machine after the entry at that index, in the order of the log."""
    if is_command(entry, no_op=no_op):
        return apply_command(machine, index, decode_command(entry.value), perform=perform)
    return machine


class Client(msgspec.Struct, frozen=True):
    """A client: its session, the number of its last operation, and the operation that it waits for.

    `session` is 0 as long as it has none, `operation` None where it waits for nothing.
    """

    session: Index
    serial: int
    operation: Operation | None


def init_client() -> Client:
    """`InitClient`: a client as it first starts; one that restarts starts anew."""
    return Client(Index(0), 0, None)


def can_register(c: Client) -> bool:
    """`CanRegister`: it has no session yet."""
    return c.session == 0


def take_session(c: Client, index: Index) -> Client:
    """`TakeSession`: the entry at that index is committed, and registered it."""
    return replace(c, session=index)


def can_begin(c: Client) -> bool:
    """`CanBegin`: it has a session, and waits for nothing: one operation at a time."""
    return c.session != 0 and c.operation is None


def begin(c: Client, operation: Operation) -> Client:
    """`Begin`: each operation has the next number."""
    return replace(c, serial=c.serial + 1, operation=operation)


def is_waiting(c: Client) -> bool:
    """`IsWaiting`: it has no reply yet, and may ask again."""
    return c.operation is not None


def asked(c: Client) -> OperationCommand:
    """`Asked`: the command that it sends, the first time and every other; only while it waits."""
    assert c.operation is not None
    return OperationCommand(c.session, c.serial, c.operation)


def take_reply(c: Client) -> Client:
    """`TakeReply`: its operation is done."""
    return replace(c, operation=None)


class _Image(msgspec.Struct, frozen=True):
    sessions: list[Session]
    state: bytes


def encode_machine(machine: Machine[State], *, encode_state: Callable[[State], bytes]) -> bytes:
    """The whole state for a snapshot; equal machines give equal bytes if equal states do.

    >>> machine = Machine(frozenset({Session(Index(3), 1, b"r")}), "s")
    >>> decode_machine(encode_machine(machine, encode_state=str.encode), decode_state=bytes.decode) == machine
    True
    """
    sessions = sorted(machine.sessions, key=lambda x: x.id)
    return msgspec.json.encode(_Image(sessions, encode_state(machine.state)))


def decode_machine(image: bytes, *, decode_state: Callable[[bytes], State]) -> Machine[State]:
    """The state machine of a snapshot, or msgspec.DecodeError."""
    found = msgspec.json.decode(image, type=_Image)
    return Machine(frozenset(found.sessions), decode_state(found.state))
