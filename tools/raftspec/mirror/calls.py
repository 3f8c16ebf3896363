"""What to ask: for each operator, the arguments that reachable states give it.

Arguments come from where the specification itself takes them: a server record and a message that
may reach it, the log of that record, the indexes in that log.  An operator that has a guard is asked
only where the guard holds, for elsewhere it has no meaning.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import msgspec

from raft_reference.core.types import ServerId
from raft_reference.core.types import Value as Command
from tlakit.semantics import Specification
from tlakit.semantics.values import (
    TRUE,
    FunctionValue,
    IntegerValue,
    RecordValue,
    SetValue,
    StringValue,
    TupleValue,
    Value,
    integer,
    record_of,
    set_of,
)

SMALL_NUMBERS = tuple(map(integer, range(4)))

MESSAGE_OPERATORS = {
    "RequestVoteRequest": ("IsUpToDate", "GrantsVote", "HandleRequestVoteRequest"),
    "RequestVoteResponse": ("HandleRequestVoteResponse",),
    "AppendEntriesRequest": ("IsLogMatching", "FollowerCommit", "HandleAppendEntriesRequest"),
    "AppendEntriesResponse": ("HandleAppendEntriesResponse",),
}
"""The operators that take a server and a message of each type."""

GUARDED = (
    ("CanStartElection", "StartElection"),
    ("CanBecomeLeader", "BecomeLeader"),
    ("CanAdvanceCommitIndex", "AdvanceCommitIndex"),
)
RECORD_OPERATORS = ("BecomeFollower", "CanAppendEntry", "Committable", "Recover", "Crash")
LOG_OPERATORS = (
    "LastIndex",
    "LastTerm",
    "WholeLog",
    "ActiveIndex",
    "Configuration",
    "Voters",
    "Peers",
    "IsRetired",
)
"""What a record says of its log as a whole."""


class Call(msgspec.Struct, frozen=True):
    """An operator and its arguments."""

    operator: str
    arguments: tuple[Value, ...]


def field(record: Value, name: str) -> Value:
    """`record.name`."""
    assert isinstance(record, RecordValue)
    return record.fields[name]


def mapping(function: Value) -> Mapping[Value, Value]:
    """What a function has for each of its arguments."""
    assert isinstance(function, FunctionValue | RecordValue | TupleValue)
    return function.mapping


class Calls:
    """The questions about one model."""

    def __init__(self, specification: Specification) -> None:
        self._specification = specification
        constants = specification.constants
        self.servers = members(specification, "Server")
        self.commands = members(specification, "Value") or (constants["NoOp"],)
        batch = constants["MaxBatchSize"]
        assert isinstance(batch, IntegerValue)
        self.counts = tuple(map(integer, range(batch.value + 1)))
        self.pools: dict[Any, tuple[Value, ...]] = {ServerId: self.servers, Command: self.commands}
        self.sets = subsets(self.servers)
        self.configurations = configurations(self.sets)

    def _value(self, operator: str, *arguments: Value) -> Value:
        return self._specification.apply(operator, *arguments)

    def of_model(self) -> Iterator[Call]:
        """What depends on no state."""
        yield Call("InitialConfiguration", ())
        yield Call("InitialSnapshot", ())
        for q, voters in product(self.sets, repeat=2):
            yield Call("IsMajority", (q, voters))
        for i in self.servers:
            yield Call("InitServer", (i,))
        for a in SMALL_NUMBERS:
            for b in SMALL_NUMBERS:
                yield Call("Min", (a, b))
                yield Call("Max", (a, b))

    def of_record(self, s: Value) -> Iterator[Call]:
        """What to ask about a server by itself."""
        yield Call("Step", (s, set_of(())))
        for operator in RECORD_OPERATORS:
            yield Call(operator, (s,))
        for guard, operator in GUARDED:
            yield Call(guard, (s,))
            if self._value(guard, s) is TRUE:
                yield Call(operator, (s,))
                yield Call("NewlyCommitted", (s, field(self._value(operator, s), "server")))
        if self._value("CanAppendEntry", s) is TRUE:
            for value in self.commands:
                yield Call("AppendEntry", (s, value))
        for j in self.servers:
            for count in self.counts:
                yield Call("CanReplicate", (s, j, count))
                if self._value("CanReplicate", s, j, count) is TRUE:
                    yield Call("Replicate", (s, j, count))
        yield from self.of_log(s)

    def of_log(self, s: Value) -> Iterator[Call]:
        """What to ask about the log of a server, and about who decides what is in it."""
        for operator in LOG_OPERATORS:
            yield Call(operator, (s,))
        for q in self.sets:
            yield Call("IsQuorum", (s, q))
        base, log = field(field(s, "snapshot"), "lastIndex"), field(s, "log")
        assert isinstance(base, IntegerValue) and isinstance(log, TupleValue)
        held = tuple(map(integer, range(base.value + 1, base.value + len(log.items) + 1)))
        for index in map(integer, range(base.value + len(log.items) + 2)):
            for operator in ("TermAt", "Replicas", "IsCommittable"):
                yield Call(operator, (s, index))
        for index in (base, *held):
            yield Call("ConfigurationIndex", (s, index))
            yield Call("ConfigurationAt", (s, index))
        for first, entry in zip(held, log.items, strict=True):
            yield Call("EntryAt", (s, first))
            yield Call("IsConfiguration", (entry,))
            for last in held:
                if first.value <= last.value:
                    yield Call("Entries", (s, first, last))

    def of_message(self, s0: Value, m: Value) -> Iterator[Call]:
        """What to ask about a server that a message may reach."""
        yield Call("Handle", (s0, m))
        yield Call("NewlyCommitted", (s0, field(self._value("Handle", s0, m), "server")))
        yield Call("ObserveTerm", (s0, field(m, "term")))
        s = self._value("ObserveTerm", s0, field(m, "term"))
        kind = field(m, "type")
        assert isinstance(kind, StringValue)
        for operator in MESSAGE_OPERATORS[kind.value]:
            yield Call(operator, (s, m))
        if kind.value == "AppendEntriesRequest":
            merge = (s, field(m, "prevLogIndex"), field(m, "entries"))
            yield Call("HasConflict", merge)
            if self._value("IsLogMatching", s, m) is TRUE:
                yield Call("MergeEntries", merge)


def subsets(servers: tuple[Value, ...]) -> tuple[Value, ...]:
    """Every set of some of the servers."""
    choices = product((False, True), repeat=len(servers))
    return tuple(
        set_of(s for s, taken in zip(servers, choice, strict=True) if taken) for choice in choices
    )


def configurations(sets: tuple[Value, ...]) -> tuple[Value, ...]:
    """Of every set of voters, with nobody or the last server on the way out, or learning."""
    return tuple(
        record_of({"voters": voters, "outgoing": outgoing, "learners": learners})
        for voters, outgoing, learners in product(sets, sets[:2], sets[:2])
    )


def members(specification: Specification, constant: str) -> tuple[Value, ...]:
    """The members of a set that is a constant of a model; none where the model has no such constant."""
    found = specification.constants.get(constant, set_of(()))
    assert isinstance(found, SetValue)
    return found.ordered
