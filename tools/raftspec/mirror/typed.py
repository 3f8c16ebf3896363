"""What to ask of the operators of an extension: the arguments follow from their twins' types.

A server record comes from the reachable states, and so do a client, an entry, a command of a session and the
state machine that they lead to; a message comes from those sent, and so does a snapshot that one brings; an
index is one of the record's log, everything else is from a small pool for its type. An operator `X` that has
a guard `CanX` of the same parameters is asked only where the guard holds.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any, Union, get_args, get_origin

from raft_reference import application
from raft_reference.core import sessions
from raft_reference.core.messages import InstallSnapshotRequest
from raft_reference.core.sessions import Client, ClientId, Operation
from raft_reference.core.state import ServerState, Step
from raft_reference.core.types import (
    AnyEntry,
    Configuration,
    Context,
    Index,
    LeaderId,
    Log,
    Role,
    Round,
    SentRound,
    ServerId,
    Snapshot,
    Term,
    WaitingRead,
)
from raftspec.mirror.calls import SMALL_NUMBERS, Call, Calls, field, members
from raftspec.mirror.twins import Twin, find_twin, mirrored_operators
from tlakit.semantics import Specification
from tlakit.semantics.values import (
    FALSE,
    TRUE,
    IntegerValue,
    RecordValue,
    SetValue,
    StringValue,
    TupleValue,
    Value,
    function_of,
    integer,
    record_of,
    string,
    tuple_of,
)

NOTHING = tuple_of(())
STATES = (NOTHING,)
"""States for a snapshot: nobody looks inside."""

LEADER = string("leader")

MACHINE = sessions.Machine[sessions.State]
COMMANDS = {f'"{kind.__struct_config__.tag}"': kind for kind in get_args(sessions.Command)}

GUARDED_BY_FIRST = ("Compact",)
"""Operators whose guard looks at the first of their parameters only."""

GUARDS = {
    "SendLastTimeoutNow": "CanSendTimeoutNow",
    "SessionOf": "IsOpen",
    "Asked": "IsWaiting",
}
"""Operators whose guard has not their own name."""


COLLECTED = (
    WaitingRead,
    SentRound,
    MACHINE,
    application.State,
    sessions.Command,
    *COMMANDS.values(),
)
"""The types of what is asked about as it is found in records; most models have none of some."""


class TypedCalls:
    """The questions about one model of an extension."""

    def __init__(self, specification: Specification) -> None:
        self._specification = specification
        core = Calls(specification)
        self.servers, self.commands, self.counts = core.servers, core.commands, core.counts
        self._roles = tuple(map(string, get_args(Role)))
        self.pools: dict[Any, tuple[Value, ...]] = {
            **core.pools,
            Term: SMALL_NUMBERS,
            Index: SMALL_NUMBERS,
            Context: SMALL_NUMBERS[:2],
            Round: SMALL_NUMBERS,
            int: SMALL_NUMBERS,
            bool: (FALSE, TRUE),
            bytes | Log: STATES,
            frozenset[ServerId]: core.sets,
            Configuration: core.configurations,
            ClientId: members(specification, "Client"),
            Operation: members(specification, "Operation"),
            **dict.fromkeys(COLLECTED, ()),
            AnyEntry: _entries(self.commands, core.configurations[-1]),
        }
        self._first: dict[Value, RecordValue] = {}
        """The first record that was asked about, of each server."""
        if "LeaderId" in specification.module.definitions:
            named = product(SMALL_NUMBERS[1:3], self.servers)
            self.pools[LeaderId] = tuple(specification.apply("LeaderId", *one) for one in named)
        found = ((name, find_twin(name)) for name in mirrored_operators(specification))
        self._twins = {name: twin for name, twin in found if twin is not None}
        self._of_steps = [
            name
            for name, twin in self._twins.items()
            if [kind for _, kind in twin.parameters] == [ServerState, Step]
        ]

    def _remember(self, s: RecordValue) -> None:
        """Put what a record holds into the pools for its types."""
        self._first.setdefault(field(s, "id"), s)
        for kind, one in self._held(s):
            if one not in self.pools[kind]:
                self.pools[kind] += (one,)

    def _held(self, s: RecordValue) -> Iterator[tuple[Any, Value]]:
        """What is in a record, each with its type."""
        for name, kind in (("reads", WaitingRead), ("sentRounds", SentRound)):
            held = s.fields.get(name)
            if isinstance(held, SetValue):
                yield from ((kind, one) for one in held)
        yield from ((Index, index) for index in self._indexes(s))
        if "MachineAt" not in self._twins:
            return
        for index in self._indexes(s):
            machine = self._specification.apply("MachineAt", s, index)
            yield MACHINE, machine
            yield application.State, field(machine, "state")
        log = field(s, "log")
        assert isinstance(log, TupleValue)
        for entry in log.items:
            yield AnyEntry, entry
            command = field(entry, "value")
            if isinstance(command, RecordValue):
                yield sessions.Command, command
                yield COMMANDS[field(command, "kind").text], command

    def of_model(self) -> Iterator[Call]:
        """What depends on no server, but on what was found in the records of all."""
        return self._from(self.pools)

    def of_record(self, s: Value) -> Iterator[Call]:
        """What to ask about a server by itself."""
        assert isinstance(s, RecordValue)
        self._remember(s)
        pools = {**self.pools, Index: self._indexes(s)}
        for name, twin in self._twins.items():
            first, *others = [kind for _, kind in twin.parameters] or [None]
            if first is ServerState and others == [ServerState]:
                for t, role in product((s, self._first[field(s, "id")]), self._roles):
                    yield Call(name, (s, record_of({**t.fields, "role": role})))
            elif first is ServerState and all(kind in pools for kind in others):
                for chosen in product(*(pools[kind] for kind in others)):
                    if self._has_meaning(name, twin, (s, *chosen)):
                        yield Call(name, (s, *chosen))
        if self._of_steps:
            yield from self._of_step(s, self._steps(s))

    def of_client(self, c: Value) -> Iterator[Call]:
        """What to ask about a client."""
        return self._from({**self.pools, Client: (c,)}, Client)

    def indexes(self, s: Value) -> tuple[Value, ...]:
        """The indexes of the entries in a record's log, compacted ones too, and the next one."""
        _, *held = self._indexes(s)
        return (*held, integer(len(held) + 1))

    def variants(self, s: Value) -> Iterator[Value]:
        """The record in each role; where it knows its disk, and has nothing to write, also with
        entries that all have."""
        assert isinstance(s, RecordValue)
        for role in self._roles:
            yield record_of({**s.fields, "role": role})
            if s.fields.get("writes") is NOTHING:
                yield from (self._followed(s, role, written) for written in (1, 2))

    def leading(self, s: Value) -> Value:
        """The record of a leader."""
        assert isinstance(s, RecordValue)
        return record_of({**s.fields, "role": LEADER})

    def _followed(self, s: RecordValue, role: Value, written: int) -> Value:
        """The server with the votes of all and two entries that all have; so many on its disk.

        The snapshot there is another one than in memory.
        """
        disk, snapshot = field(s, "disk"), field(field(s, "disk"), "snapshot")
        assert isinstance(disk, RecordValue) and isinstance(snapshot, RecordValue)
        entry = record_of({"term": field(s, "currentTerm"), "value": self.commands[0]})
        compacted = record_of({**snapshot.fields, "lastTerm": integer(1)})
        return record_of(
            {
                **s.fields,
                "role": role,
                "votesGranted": self.pools[frozenset[ServerId]][-1],
                "log": tuple_of([entry, entry]),
                "matchIndex": function_of(dict.fromkeys(self.servers, integer(2))),
                "disk": record_of(
                    {**disk.fields, "snapshot": compacted, "log": tuple_of([entry] * written)}
                ),
            }
        )

    def of_message(self, s: Value, m: Value) -> Iterator[Call]:
        """What to ask about a server that a message may reach, before and after it saw the term."""
        kind = field(m, "type")
        assert isinstance(kind, StringValue)
        adopts = (
            "AdoptTerm" if "AdoptTerm" in self._specification.module.definitions else "ObserveTerm"
        )
        adopted = self._specification.apply(adopts, s, field(m, "term"))
        for name, twin in self._twins.items():
            kinds = [kind for _, kind in twin.parameters]
            if len(kinds) == 2 and kind.value in names_of(kinds[1]):
                yield Call(name, (s, m))
                yield Call(name, (adopted, m))
            elif len(kinds) == 3 and kind.value in names_of(kinds[1]):
                yield Call(name, (s, m, adopted))
            elif len(kinds) == 1 and kind.value in names_of(kinds[0]):
                yield Call(name, (m,))
            if kinds == [ServerState, Snapshot] and kind.value == InstallSnapshotRequest.__name__:
                yield Call(name, (s, field(m, "snapshot")))
        if self._of_steps:
            yield from self._of_step(s, [self._specification.apply("HandleMessage", s, m)])

    def _from(self, pools: dict[Any, tuple[Value, ...]], *needed: Any) -> Iterator[Call]:
        """What to ask with arguments from these pools, one of them of the type that is needed."""
        for name, twin in self._twins.items():
            kinds = [kind for _, kind in twin.parameters]
            if {*needed} <= {*kinds} <= pools.keys():
                for arguments in product(*(pools[kind] for kind in kinds)):
                    if self._has_meaning(name, twin, arguments):
                        yield Call(name, arguments)

    def _steps(self, s: Value) -> Iterator[Value]:
        """What the rules for elections would have the server do by itself."""
        apply = self._specification.apply
        if apply("CanStand", s) is TRUE:
            yield apply("Stand", s)
        if apply("CanPropose", s) is TRUE:
            yield from (apply("AppendEntry", s, value) for value in self.commands)

    def _of_step(self, s: Value, steps: Iterable[Value]) -> Iterator[Call]:
        """What to ask about a step that another rule takes."""
        for step, name in product(steps, self._of_steps):
            yield Call(name, (s, step))

    def _indexes(self, s: Value) -> tuple[Value, ...]:
        """0 and the indexes of the entries in a record's log, compacted ones too."""
        last = self._specification.apply("LastIndex", s)
        assert isinstance(last, IntegerValue)
        return tuple(map(integer, range(last.value + 1)))

    def _has_meaning(self, name: str, twin: Twin, arguments: tuple[Value, ...]) -> bool:
        guard = GUARDS.get(name, f"Can{name}")
        definition = self._specification.module.definitions.get(guard)
        if definition is None:
            return True
        looked_at = len(definition.parameters)
        if looked_at != len(twin.parameters) and name not in GUARDED_BY_FIRST:
            return True
        return self._specification.apply(guard, *arguments[:looked_at]) is TRUE


def _entries(commands: Iterable[Value], configuration: Value) -> tuple[Value, ...]:
    """Entries of the first term that no log of a model may hold."""
    values = [("value", command) for command in commands]
    return tuple(
        record_of({"term": integer(1), name: value})
        for name, value in (*values, ("configuration", configuration))
    )


def names_of(kind: Any) -> set[str]:
    """The names of the classes of a type."""
    choices = get_args(kind) if get_origin(kind) in (types.UnionType, Union) else (kind,)
    return {choice.__name__ for choice in choices if isinstance(choice, type)}
