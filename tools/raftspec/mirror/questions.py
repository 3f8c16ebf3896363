"""Every question of one model, each once: first those of its states, then those of the grid."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product
from typing import get_type_hints

import msgspec
from msgspec.structs import replace

from raft_reference.core.sessions import ClientId
from raft_reference.core.types import Index
from raftspec.mirror.calls import Call, Calls, field, mapping
from raftspec.mirror.grid import Grid
from raftspec.mirror.twins import RAFT, mirrored, mirrored_actions
from raftspec.mirror.typed import TypedCalls, names_of
from tlakit.explore import Walk
from tlakit.semantics import Specification
from tlakit.semantics.values import (
    SetValue,
    StringValue,
    Value,
    set_of,
    string,
)

State = Mapping[str, Value]

ASYNCHRONOUS = string("asynchronous-writes")


class Question(msgspec.Struct, frozen=True):
    """An operator, or an action, with its arguments.

    `number` is that of the state in which it arose, None for one that is made up.  `state` are the
    variables where it is about an action, else None.
    """

    operator: str
    arguments: tuple[Value, ...]
    number: int | None
    state: State | None = None


class Questions:
    """The questions of a model, in order; `states` counts the states that were gone through."""

    def __init__(self, specification: Specification, walk: Walk) -> None:
        self._specification = specification
        self._walk = walk
        self._held_to = mirrored(specification)
        self._calls = calls_of(specification)
        self._actions = {
            name: get_type_hints(action)
            for name, action in mirrored_actions(specification).items()
            if action is not None
        }
        """The actions, each with its parameters and their types."""
        self._receives = {
            kind: name
            for name, parameters in self._actions.items()
            for kind in names_of(parameters.get("m"))
        }
        """The action that takes a message of each type."""
        self._asked: set[Call] = set()
        self._records: set[Value] = set()
        self._deliveries: set[tuple[Value, Value]] = set()
        self._meetings: set[tuple[Value, Value, Value]] = set()
        self.states = 0

    def __iter__(self) -> Iterator[Question]:
        for number, state in self._walk.states():
            self.states = number + 1
            yield from self._of_state(number, state)
        yield from self._fresh(None, self._calls.of_model())
        yield from self._fresh(None, self._made_up())

    def _made_up(self) -> Iterator[Call]:
        """Beyond the reachable: a grid for Raft, else any record in any role, with any message."""
        if self._held_to is RAFT:
            yield from Grid(self._specification).calls()
            return
        assert isinstance(self._calls, TypedCalls)
        messages = {m for _, m in self._deliveries}
        for s in self._records:
            for made in self._calls.variants(s):
                yield from self._calls.of_record(made)
        for s, m in product(self._records, messages):
            if field(m, "dest") is field(s, "id"):
                yield from self._calls.of_message(s, m)
                if field(m, "type").text.endswith('Response"'):
                    yield from self._calls.of_message(self._calls.leading(s), m)

    def of(self, specification: Specification) -> Iterator[Question]:
        """The same records and messages once more, for a model that differs in a constant."""
        calls = calls_of(specification)
        for s in self._records:
            yield from (Question(c.operator, c.arguments, None) for c in calls.of_record(s))
        for s, m in self._deliveries:
            yield from (Question(c.operator, c.arguments, None) for c in calls.of_message(s, m))

    def _of_state(self, number: int, state: State) -> Iterator[Question]:
        """What is new in a state: records not seen before, and messages that reach them."""
        servers, messages = mapping(state["servers"]), state["messages"]
        assert isinstance(messages, SetValue)
        for s in servers.values():
            if s not in self._records:
                self._records.add(s)
                yield from self._fresh(number, self._calls.of_record(s))
                for action, arguments in self._actions_of(s):
                    yield Question(action, arguments, number, state)
        yield from self._of_clients(number, state)
        for m in messages:
            i, kind = field(m, "dest"), field(m, "type")
            assert isinstance(kind, StringValue)
            receive = self._receives[kind.value]
            s = servers[i]
            if (s, m) not in self._deliveries:
                self._deliveries.add((s, m))
                yield from self._fresh(number, self._calls.of_message(s, m))
                yield Question(receive, (m,), number, state)

    def _of_clients(self, number: int, state: State) -> Iterator[Question]:
        """What is new of clients: their records, and what they may do where a server has a new one."""
        if "clients" not in state:
            return
        clients, servers = mapping(state["clients"]).items(), mapping(state["servers"]).values()
        assert isinstance(self._calls, TypedCalls)
        for (c, client), s in product(clients, servers):
            if (s, c, client) not in self._meetings:
                self._meetings.add((s, c, client))
                yield from self._fresh(number, self._calls.of_client(client))
                for action, arguments in self._actions_of(s, c):
                    yield Question(action, arguments, number, state)

    def _fresh(self, number: int | None, calls: Iterable[Call]) -> Iterator[Question]:
        for call in calls:
            if call not in self._asked:
                self._asked.add(call)
                yield Question(call.operator, call.arguments, number)

    def _actions_of(self, s: Value, *clients: Value) -> Iterator[tuple[str, tuple[Value, ...]]]:
        """Each action that a server might take by itself, or a client with it, with all that it may take it with."""
        pools = {**self._calls.pools, int: self._calls.counts, ClientId: clients}
        if isinstance(self._calls, TypedCalls):
            pools[Index] = self._calls.indexes(s)
        acting = field(s, "id")
        for name, parameters in self._actions.items():
            if "m" not in parameters and (ClientId in parameters.values()) == bool(clients):
                yield from (
                    (name, chosen)
                    for chosen in product(
                        *((acting,) if p == "i" else pools[kind] for p, kind in parameters.items())
                    )
                )


def calls_of(specification: Specification) -> Calls | TypedCalls:
    """What to ask of a model: for Raft chosen operator by operator, else by the types."""
    if mirrored(specification) is RAFT:
        return Calls(specification)
    return TypedCalls(specification)


def of_model(specification: Specification) -> Iterator[Question]:
    """The questions that depend on nothing but the constants."""
    for call in calls_of(specification).of_model():
        yield Question(call.operator, call.arguments, None)


def with_one_server_fewer(specification: Specification) -> Specification:
    """The model with another number of servers: what a majority is depends on odd and even."""
    servers = _set(specification.constants["Server"])
    last = servers.ordered[-1]

    def without_last(value: Value) -> Value:
        return set_of(i for i in _set(value).ordered if i is not last)

    return _with(specification, without_last, "Server", "InitialVoters")


def without_features(specification: Specification) -> Specification | None:
    """The model with no feature but what its records show; None where there is nothing to switch."""

    def switched_off(value: Value) -> Value:
        return set_of(feature for feature in _set(value) if feature is ASYNCHRONOUS)

    if "Features" not in specification.constants:
        return None
    return _with(specification, switched_off, "Features")


def _with(
    specification: Specification, change: Callable[[Value], Value], *names: str
) -> Specification:
    assignments = tuple(
        replace(assignment, value=change(specification.constants[assignment.name.text]))
        if assignment.name.text in names
        else assignment
        for assignment in specification.config.assignments
    )
    return Specification(
        specification.module, replace(specification.config, assignments=assignments)
    )


def _set(value: Value) -> SetValue:
    assert isinstance(value, SetValue)
    return value
