"""The reference's sessions are the specification's, operator by operator, wherever commands lead."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any, NamedTuple

import msgspec
import pytest
from tests.raftspec.mirror.conftest import SPEC, Plant
from tests.raftspec.mirror.mutations import mutants_of

from raft_reference.core import sessions
from raft_reference.core.sessions import (
    Client,
    Command,
    ExpireCommand,
    Machine,
    OperationCommand,
    Performed,
    RegisterCommand,
)
from raft_reference.core.types import (
    AnyEntry,
    Configuration,
    ConfigurationEntry,
    Entry,
    Index,
    Term,
)
from raft_reference.core.types import Value as EntryValue
from raftspec.mirror.twins import snake_case
from tlakit.language import ir, load_module
from tlakit.semantics import Specification, load_config
from tlakit.semantics.values import (
    SetValue,
    Value,
    boolean,
    integer,
    record_of,
    set_of,
    string,
    tuple_of,
)

COMMANDS_DEEP = 3
NO_OP = EntryValue(b"NoOp")
WITHOUT_TWIN = {
    "InitialState": "the host's own state machine",
    "Perform": "the host's own state machine",
    "MachineAt": "the host applies one entry after the other",
    "Machine": "the host keeps it",
}
NOT_OPERATORS = {
    "encode_command",
    "decode_command",
    "command_in",
    "encode_machine",
    "decode_machine",
}

State = tuple[OperationCommand, ...]


def perform(state: State, command: OperationCommand) -> Performed[State]:
    """The application of the specification, which remembers all that it did."""
    return Performed((*state, command), b"%d" % (len(state) + 1))


CONSTANTS: dict[str, Any] = {"perform": perform, "no_op": NO_OP, "initial_state": ()}
COMMANDS: tuple[Command, ...] = (
    RegisterCommand("c1"),
    *(ExpireCommand(Index(session)) for session in (1, 2)),
    *(
        OperationCommand(Index(session), serial, b"o1")
        for session, serial in product((1, 2), (1, 2))
    ),
)
OPERATIONS = tuple(command for command in COMMANDS if isinstance(command, OperationCommand))
ENTRIES: tuple[AnyEntry, ...] = (
    *(Entry(Term(1), sessions.encode_command(command)) for command in COMMANDS),
    Entry(Term(1), NO_OP),
    ConfigurationEntry(Term(1), Configuration(frozenset())),
)
CLIENTS = tuple(
    Client(Index(session), serial, operation)
    for session, serial, operation in product((0, 1), (0, 1), (None, b"o1"))
)


class Question(NamedTuple):
    """An operator and its arguments, as the reference has them."""

    operator: str
    arguments: tuple[Any, ...]


def machines() -> Iterator[tuple[Machine[State], Index]]:
    """Each state machine that a few commands lead to, with the index of the next entry."""
    nothing: State = ()
    found = {sessions.initial_machine(initial_state=nothing)}
    for index in map(Index, range(1, COMMANDS_DEEP + 2)):
        yield from ((machine, index) for machine in found)
        found = {
            sessions.apply_command(machine, index, command, perform=perform)
            for machine, command in product(found, COMMANDS)
        }


def questions() -> Iterator[Question]:
    """Of every operator, wherever it has a meaning."""
    yield Question("InitialMachine", ())
    yield Question("InitClient", ())
    for entry in ENTRIES:
        yield Question("IsCommand", (entry,))
    for client in CLIENTS:
        for operator in ("CanRegister", "CanBegin", "IsWaiting", "TakeReply"):
            yield Question(operator, (client,))
        yield Question("TakeSession", (client, Index(2)))
        yield Question("Begin", (client, b"o2"))
        if client.operation is not None:
            yield Question("Asked", (client,))
    for machine, index in machines():
        yield Question("OpenSession", (machine, index))
        for id in map(Index, range(1, index + 1)):
            yield Question("IsOpen", (machine, id))
            yield Question("CloseSession", (machine, id))
            if any(session.id == id for session in machine.sessions):
                yield Question("SessionOf", (machine, id))
        for operation in OPERATIONS:
            yield Question("IsNewOperation", (machine, operation))
            yield Question("Execute", (machine, operation))
            yield Question("ReplyTo", (machine, operation))
        for command in COMMANDS:
            yield Question("ApplyCommand", (machine, index, command))
        for entry in ENTRIES:
            yield Question("ApplyEntry", (machine, index, entry))


class Sides:
    """The specification's answers, each asked for once, and whether the reference's are the same."""

    def __init__(self) -> None:
        text = load_module(SPEC / "MCRaftSessions.tla", search=(SPEC,))
        config = load_config(SPEC / "MCRaftSessions_sessions_repeat.cfg")
        self.specification = Specification(text, config)
        self.named: dict[str, Value] = {}
        for name in ("Client", "Operation"):
            members = self.specification.constants[name]
            assert isinstance(members, SetValue)
            self.named |= {member.text: member for member in members}
        self.none = self.specification.constants["None"]
        self.asked: dict[str, list[tuple[Question, Value]]] = {}
        for question in dict.fromkeys(questions()):
            arguments = map(self.value, question.arguments)
            answer = self.specification.apply(question.operator, *arguments)
            self.asked.setdefault(question.operator, []).append((question, answer))

    def agree_on(self, operator: str) -> bool:
        """Whether the twin answers all questions about an operator as the specification does."""
        return all(self.answer(question) is expected for question, expected in self.asked[operator])

    def answer(self, question: Question) -> Value | None:
        """What the twin says; None where it fails."""
        twin = getattr(sessions, snake_case(question.operator))
        wanted = inspect.signature(twin).parameters.keys() & CONSTANTS.keys()
        constants = {name: CONSTANTS[name] for name in wanted}
        try:
            return self.value(twin(*question.arguments, **constants))
        except Exception:  # noqa: BLE001 - a faulty twin may raise anything
            return None

    def value(self, found: Any) -> Value:
        """A value of the reference as the specification has it."""
        match found:
            case None:
                return self.none
            case bool():
                return boolean(found)
            case int():
                return integer(found)
            case bytes() if found.isdigit():
                return integer(int(found))
            case str() | bytes():
                return self.named[found if isinstance(found, str) else found.decode()]
            case tuple():
                return tuple_of(map(self.value, found))
            case frozenset():
                return set_of(map(self.value, found))
            case Entry(term, value):
                command = (
                    self.specification.constants["NoOp"]
                    if value == NO_OP
                    else self.value(sessions.decode_command(value))
                )
                return record_of({"term": integer(term), "value": command})
        config = found.__struct_config__
        tag = {"kind": string(config.tag)} if isinstance(found, Command) else {}
        names = (field.name for field in msgspec.structs.fields(found))
        return record_of({name: self.value(getattr(found, name)) for name in names} | tag)


@pytest.fixture(scope="module")
def sides() -> Sides:
    return Sides()


def functions() -> list[Callable[..., Any]]:
    """Those of the module that have an operator."""
    return [
        function
        for name, function in vars(sessions).items()
        if inspect.isfunction(function)
        and function.__module__ == sessions.__name__
        and name not in NOT_OPERATORS
    ]


def test_each_operator_has_a_twin_with_its_parameters_in_order(sides: Sides) -> None:
    operators = {
        name: definition
        for name, definition in sides.specification.module.definitions.items()
        if definition.module == "RaftSessions" and definition.level is ir.Level.CONSTANT
    }
    commands = {kind.__name__ for kind in Command.__args__}
    assert {function.__name__ for function in functions()} == {
        snake_case(name) for name in operators.keys() - WITHOUT_TWIN.keys() - commands
    }
    assert commands < operators.keys() and WITHOUT_TWIN.keys() < operators.keys()
    for name in operators.keys() - WITHOUT_TWIN.keys():
        twin = getattr(sessions, name if name in commands else snake_case(name))
        parameters = [name for name in inspect.signature(twin).parameters if name not in CONSTANTS]
        assert parameters == [part.name for part in operators[name].parameters], name


def test_the_reference_agrees_with_every_operator(sides: Sides) -> None:
    assert sum(map(len, sides.asked.values())) > 1000
    assert {snake_case(name) for name in sides.asked} == {f.__name__ for f in functions()}
    assert [name for name in sides.asked if not sides.agree_on(name)] == []


@pytest.mark.parametrize("function", functions(), ids=lambda f: f.__name__)
def test_every_one_line_fault_is_found(
    function: Callable[..., Any], sides: Sides, plant: Plant
) -> None:
    (operator,) = (name for name in sides.asked if snake_case(name) == function.__name__)
    for mutant in mutants_of(function):
        plant(function, mutant.function)
        assert not sides.agree_on(operator), mutant.text
        plant(mutant.function, function)
