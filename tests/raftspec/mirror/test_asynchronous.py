"""The reference's asynchronous writes are the specification's, on what a model reaches and beyond."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, get_type_hints

import pytest
from tests.raftspec.mirror.conftest import Plant, walked
from tests.raftspec.mirror.mutations import mutants_of

from raft_reference.core import asynchronous
from raftspec.mirror.calls import field
from raftspec.mirror.encoding import Encoding, EncodingError
from raftspec.mirror.twins import ELECTIONS, RAFT, snake_case
from tlakit.language import ir
from tlakit.semantics import Specification
from tlakit.semantics.values import (
    TRUE,
    FunctionValue,
    RecordValue,
    SetValue,
    TupleValue,
    Value,
    function_of,
    integer,
    record_of,
    string,
    tuple_of,
)

MODELS = {"async_log": 50}
"""With the number of states that are looked at."""

HELPERS = {"disk_of", "with_disk", "is_asynchronous"}
"""Functions of no operator, or one that looks at the record and not at the features."""

COUNTS = tuple(map(integer, range(4)))
OF_RECORD = (
    "ToDisk",
    "DurabilityFields",
    "HasDurableVote",
    "CanWinDurably",
    "DurableIndex",
    "DurablyCommittable",
    "CanCommitDurably",
    "FromDisk",
    "RecoverFromDisk",
    "CrashUnsynced",
)


class Question(NamedTuple):
    """An operator, its arguments, and the answer of the specification."""

    operator: str
    arguments: tuple[Value, ...]
    expected: Value


class Side:
    """One model: the questions that its states give, and how to put them to the reference."""

    def __init__(self, name: str, max_states: int) -> None:
        self.specification, walk = walked(name, max_states, module="MCRaftDurability")
        fields = frozenset({*RAFT.fields, *ELECTIONS.fields, "disk", "writes"})
        self.encoding = Encoding(self.specification.constants, fields=fields)
        self.value = next(iter(self.encoding.commands.values()))
        self.asked: dict[str, list[Question]] = {}
        calls = dict.fromkeys(self.calls(state for _, state in walk.states()))
        for operator, arguments in calls:
            expected = self.specification.apply(operator, *arguments)
            self.asked.setdefault(operator, []).append(Question(operator, arguments, expected))

    def calls(
        self, states: Iterator[Mapping[str, Value]]
    ) -> Iterator[tuple[str, tuple[Value, ...]]]:
        servers = self.specification.constants["Server"]
        assert isinstance(servers, SetValue)
        yield from (("InitDurabilityServer", (i,)) for i in servers)
        for state in states:
            function, messages = state["servers"], state["messages"]
            assert isinstance(function, FunctionValue | RecordValue | TupleValue)
            assert isinstance(messages, SetValue)
            yield from (("MustWait", (m,)) for m in messages)
            for s in function.mapping.values():
                yield from self.of_record(s)
                for step in self.steps(s, messages):
                    yield "Enqueue", (s, step)
                    yield "Written", (s, step)

    def of_record(self, s: Value) -> Iterator[tuple[str, tuple[Value, ...]]]:
        """Also in the other roles, and as if all had voted for it and had its entry."""
        assert isinstance(s, RecordValue)
        for role in map(string, ("follower", "candidate", "leader")):
            other_role = record_of({**s.fields, "role": role})
            for made in (other_role, self.followed(s, role, 1), self.followed(s, role, 2)):
                yield from ((operator, (made,)) for operator in OF_RECORD)
                for count in COUNTS:
                    yield "CanSync", (made, count)
                    yield "DurableReplicas", (made, count)
                    if self.holds("CanSync", made, count):
                        yield "Sync", (made, count)
                if self.holds("CanCommitDurably", made):
                    yield "CommitDurably", (made,)

    def followed(self, s: RecordValue, role: Value, written: int) -> Value:
        """The server with the votes of all and two entries that all have; so many on its disk.

        The snapshot there is another one than in memory.
        """
        everybody = self.specification.constants["Server"]
        assert isinstance(everybody, SetValue)
        disk = field(s, "disk")
        entry = record_of({"term": field(s, "currentTerm"), "value": self.value})
        assert isinstance(disk, RecordValue)
        snapshot = field(disk, "snapshot")
        assert isinstance(snapshot, RecordValue)
        compacted = record_of({**snapshot.fields, "lastTerm": integer(1)})
        return record_of(
            {
                **s.fields,
                "role": role,
                "votesGranted": everybody,
                "log": tuple_of([entry, entry]),
                "matchIndex": function_of(dict.fromkeys(everybody, integer(2))),
                "disk": record_of(
                    {**disk.fields, "snapshot": compacted, "log": tuple_of([entry] * written)}
                ),
            }
        )

    def steps(self, s: Value, messages: SetValue) -> Iterator[Value]:
        """What the rules would have the server do."""
        apply = self.specification.apply
        if self.holds("CanStand", s):
            yield apply("Stand", s)
        if self.holds("CanPropose", s):
            yield apply("AppendEntry", s, self.value)
        for m in messages:
            if field(m, "dest") is field(s, "id"):
                yield apply("HandleMessage", s, m)

    def holds(self, operator: str, *arguments: Value) -> bool:
        return self.specification.apply(operator, *arguments) is TRUE

    def agrees_on(self, operator: str) -> bool:
        """Whether the twin answers all questions about an operator as the specification does."""
        twin = getattr(asynchronous, snake_case(operator))
        hints = get_type_hints(inspect.unwrap(twin))
        wanted = inspect.signature(twin).parameters.values()
        kinds = [hints[p.name] for p in wanted if p.kind is not p.KEYWORD_ONLY]
        constants = {
            p.name: frozenset(self.encoding.servers) for p in wanted if p.kind is p.KEYWORD_ONLY
        }
        for question in self.asked.get(operator, []):
            pairs = zip(question.arguments, kinds, strict=True)
            arguments = [self.encoding.decode(value, kind) for value, kind in pairs]
            try:
                answer = self.encoding.encode(twin(*arguments, **constants), hints["return"])
            except (EncodingError, AssertionError, TypeError, ValueError, IndexError):
                return False
            if answer is not question.expected:
                return False
        return True


@pytest.fixture(scope="module")
def sides() -> list[Side]:
    return [Side(name, max_states) for name, max_states in MODELS.items()]


def functions() -> list[Callable[..., Any]]:
    """Those of the module that have an operator."""
    return [
        function
        for name, function in vars(asynchronous).items()
        if inspect.isfunction(function)
        and function.__module__ == asynchronous.__name__
        and name not in HELPERS
    ]


def operators(specification: Specification) -> dict[str, ir.Definition]:
    """Those of the module with parameters, and which have therefore a twin."""
    return {
        name: definition
        for name, definition in specification.module.definitions.items()
        if definition.module == "RaftDurability"
        and definition.level is ir.Level.CONSTANT
        and definition.parameters
    }


def test_each_operator_has_a_twin_with_its_parameters_in_order(sides: list[Side]) -> None:
    found = operators(sides[0].specification)
    assert {snake_case(name) for name in found} == {f.__name__ for f in functions()}
    for name, definition in found.items():
        wanted = inspect.signature(getattr(asynchronous, snake_case(name))).parameters.values()
        names = [p.name for p in wanted if p.kind is not p.KEYWORD_ONLY]
        assert names == [part.name for part in definition.parameters], name


def test_the_reference_agrees_with_every_operator(sides: list[Side]) -> None:
    for name in operators(sides[0].specification):
        assert any(side.asked.get(name) for side in sides), name
        assert all(side.agrees_on(name) for side in sides), name


@pytest.mark.parametrize("function", functions(), ids=lambda f: f.__name__)
def test_every_one_line_fault_is_found(
    function: Callable[..., Any], sides: list[Side], plant: Plant
) -> None:
    (operator,) = (
        name for name in operators(sides[0].specification) if snake_case(name) == function.__name__
    )
    for mutant in mutants_of(function):
        plant(function, mutant.function)
        assert not all(side.agrees_on(operator) for side in sides), mutant.text
        plant(mutant.function, function)
