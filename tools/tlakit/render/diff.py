"""What changed between two states, at the deepest places where they differ.

A change names a place by its path (`servers[s1].log[2]`) and says what happened there: a value was
replaced, an element came into a set or left it, an item was added at the end of a sequence or cut
off, a function got or lost an argument. Values are interned, so equal parts cost one comparison.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum

import msgspec

from tlakit.semantics.values import (
    FunctionValue,
    RecordValue,
    SetValue,
    TupleValue,
    Value,
    integer,
)


class Kind(Enum):
    """What happened at a path."""

    REPLACED = "->"
    ADDED = "+"
    REMOVED = "-"


class Change(msgspec.Struct, frozen=True):
    """One change; `before` is None where something was added, `after` where it was removed.

    For a set, `path` is the path of the set itself, and `before` or `after` is the element.
    """

    path: str
    kind: Kind
    before: Value | None
    after: Value | None

    @property
    def text(self) -> str:
        """The change in one line, e.g. `servers[s1].currentTerm: 0 -> 1`."""
        sides = [side.text for side in (self.before, self.after) if side is not None]
        if self.kind is Kind.REPLACED:
            return f"{self.path}: {sides[0]} -> {sides[1]}"
        return f"{self.path}: {self.kind.value} {sides[0]}"


def changes(before: Mapping[str, Value], after: Mapping[str, Value]) -> tuple[Change, ...]:
    """The changes from one state to the next, variable by variable in the order of `after`."""
    found: list[Change] = []
    for name, value in after.items():
        old = before.get(name)
        if old is None:
            found.append(Change(name, Kind.ADDED, None, value))
        else:
            found.extend(_compare(name, old, value))
    found.extend(
        Change(name, Kind.REMOVED, old, None) for name, old in before.items() if name not in after
    )
    return tuple(found)


def field_path(path: str, argument: Value, of: Value) -> str:
    """The path of a function's value at `argument`: `.name` for a record, else `[argument]`."""
    if isinstance(of, RecordValue):
        return f"{path}.{argument.text[1:-1]}"
    return f"{path}[{argument.text}]"


def _compare(path: str, before: Value, after: Value) -> Iterator[Change]:
    if before is after:
        return
    if isinstance(before, SetValue) and isinstance(after, SetValue):
        yield from _compare_sets(path, before, after)
    elif isinstance(before, TupleValue) and isinstance(after, TupleValue):
        yield from _compare_sequences(path, before, after)
    elif isinstance(before, RecordValue) and isinstance(after, RecordValue):
        if before.fields.keys() == after.fields.keys():
            for name, value in after.fields.items():
                yield from _compare(f"{path}.{name}", before.fields[name], value)
        else:
            yield Change(path, Kind.REPLACED, before, after)
    elif isinstance(before, FunctionValue) and isinstance(after, FunctionValue):
        yield from _compare_functions(path, before, after)
    else:
        yield Change(path, Kind.REPLACED, before, after)


def _compare_sets(path: str, before: SetValue, after: SetValue) -> Iterator[Change]:
    for element in before:
        if element not in after:
            yield Change(path, Kind.REMOVED, element, None)
    for element in after:
        if element not in before:
            yield Change(path, Kind.ADDED, None, element)


def _compare_sequences(path: str, before: TupleValue, after: TupleValue) -> Iterator[Change]:
    kept = min(len(before.items), len(after.items))
    for index in range(kept):
        yield from _compare(f"{path}[{index + 1}]", before.items[index], after.items[index])
    for index in range(kept, len(before.items)):
        yield Change(f"{path}[{index + 1}]", Kind.REMOVED, before.items[index], None)
    for index in range(kept, len(after.items)):
        yield Change(f"{path}[{index + 1}]", Kind.ADDED, None, after.items[index])


def _compare_functions(path: str, before: FunctionValue, after: FunctionValue) -> Iterator[Change]:
    for argument, value in after.mapping.items():
        place = field_path(path, argument, after)
        old = before.mapping.get(argument)
        if old is None:
            yield Change(place, Kind.ADDED, None, value)
        else:
            yield from _compare(place, old, value)
    for argument, old in before.mapping.items():
        if argument not in after.mapping:
            yield Change(field_path(path, argument, before), Kind.REMOVED, old, None)


def arguments_of(value: Value) -> Iterator[tuple[Value, Value]]:
    """The pairs (argument, value) of any function value; nothing for other values."""
    if isinstance(value, TupleValue):
        for index, item in enumerate(value.items, start=1):
            yield integer(index), item
    elif isinstance(value, RecordValue | FunctionValue):
        yield from value.mapping.items()
