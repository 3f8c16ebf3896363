"""Values as bytes and back: each value once, by number, its parts before it."""

from __future__ import annotations

from typing import Any

import msgspec

from tlakit.semantics.values import (
    BooleanValue,
    FunctionValue,
    IntegerValue,
    ModelValue,
    RecordValue,
    SetValue,
    StringValue,
    TupleValue,
    Value,
    boolean,
    function_of,
    integer,
    model_value,
    record_of,
    set_of,
    string,
    tuple_of,
)

LONGEST = 63
"""Bits of an integer that is written as a number; a longer one is written as text."""


class ValueLog:
    """Numbers for values, in the order in which they are asked for.

    What was asked for since the last `take` is what that gives as bytes; `load` reads them back, in
    the same order.
    """

    def __init__(self) -> None:
        self.values: list[Value] = []
        self._numbers: dict[Value, int] = {}
        self._taken = 0

    def number(self, value: Value) -> int:
        """The number of a value."""
        found = self._numbers.get(value)
        if found is None:
            for part in _parts(value):
                self.number(part)
            found = self._numbers[value] = len(self.values)
            self.values.append(value)
        return found

    def take(self) -> bytes:
        """The values that are new: four bytes of length, big end first, then that many."""
        records = [self._record(value) for value in self.values[self._taken :]]
        self._taken = len(self.values)
        return framed(records)

    def load(self, data: bytes) -> None:
        """Reads values that follow those known; ValueError where that is none of it."""
        for records in frames(data):
            for record in records:
                value = self._value(record)
                self._numbers[value] = len(self.values)
                self.values.append(value)
        self._taken = len(self.values)

    def _record(self, value: Value) -> list[Any]:
        match value:
            case BooleanValue() | StringValue():
                return [value.rank, value.value]
            case IntegerValue():
                small = value.value.bit_length() <= LONGEST
                return [value.rank, value.value if small else hex(value.value)]
            case ModelValue():
                return [value.rank, value.name]
            case RecordValue():
                return [value.rank, list(value.fields), self._all(value.fields.values())]
            case FunctionValue():
                mapping = value.mapping
                return [value.rank, self._all(mapping), self._all(mapping.values())]
            case _:
                return [value.rank, self._all(_parts(value))]

    def _all(self, values: Any) -> list[int]:
        return [self._numbers[value] for value in values]

    def _value(self, record: list[Any]) -> Value:
        rank, first = record[0], record[1]
        known = self.values
        if rank == BooleanValue.rank:
            return boolean(first)
        if rank == StringValue.rank:
            return string(first)
        if rank == IntegerValue.rank:
            return integer(int(first, 16) if isinstance(first, str) else first)
        if rank == ModelValue.rank:
            return model_value(first)
        if rank == SetValue.rank:
            return set_of([known[item] for item in first])
        if rank == TupleValue.rank:
            return tuple_of([known[item] for item in first])
        pairs = zip(first, (known[item] for item in record[2]), strict=True)
        if rank == RecordValue.rank:
            return record_of(dict(pairs))
        return function_of({known[key]: item for key, item in pairs})


def _parts(value: Value) -> tuple[Value, ...]:
    match value:
        case SetValue():
            return tuple(value.elements)
        case TupleValue():
            return tuple(value.items)
        case RecordValue():
            return tuple(value.fields.values())
        case FunctionValue():
            return (*value.mapping, *value.mapping.values())
    return ()


def framed(records: list[Any]) -> bytes:
    """Records as bytes, so that several such may stand one after the other; b"" for none."""
    if not records:
        return b""
    body = msgspec.msgpack.encode(records)
    return len(body).to_bytes(4, "big") + body


def frames(data: bytes) -> list[list[Any]]:
    """What stands one after the other; ValueError where that is none of it."""
    found: list[list[Any]] = []
    position = 0
    while position < len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        position += 4
        try:
            found.append(msgspec.msgpack.decode(data[position : position + length], type=list[Any]))
        except msgspec.DecodeError as error:
            raise ValueError(str(error)) from None
        position += length
    return found
