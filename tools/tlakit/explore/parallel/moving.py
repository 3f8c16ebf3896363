"""States on the way from one process to another: there the values and the elements of sets are others."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import msgspec

from tlakit.explore.slots import Layout, Masked, Vector
from tlakit.explore.value_log import ValueLog
from tlakit.semantics.values import Value


class Moved(msgspec.Struct, frozen=True):
    """States with their numbers and keys. Each has in `rows` for each slot the number of a value in
    the log `values`, or those of the elements of a set.
    """

    numbers: array[int]
    keys: array[int]
    values: bytes
    rows: bytes


Stated = tuple[int, tuple[Vector, int]]
"""The number of a state, and the state with its key."""


def pack(states: Sequence[Stated], layout: Layout) -> Moved:
    """States on their way from this process."""
    log = ValueLog()
    masked = _masked(layout)

    def row(vector: Vector) -> list[int | list[int]]:
        return [
            log.number(content)
            if isinstance(content, Value)
            else [log.number(value) for value in masked[slot].elements.members(content)]
            for slot, content in enumerate(vector)
        ]

    rows = msgspec.msgpack.encode([row(vector) for _, (vector, _) in states])
    numbers = array("I", [number for number, _ in states])
    return Moved(numbers, array("Q", [key for _, (_, key) in states]), log.take(), rows)


def unpack(moved: Moved, layout: Layout) -> list[Stated]:
    """The states as this process has them; Misfit where its slots cannot hold them."""
    log = ValueLog()
    log.load(moved.values)
    values, masked = log.values, _masked(layout)
    rows = msgspec.msgpack.decode(moved.rows, type=list[list[int | list[int]]])
    found: list[Stated] = []
    for number, key, row in zip(moved.numbers, moved.keys, rows, strict=True):
        vector = tuple(
            masked[slot].elements.mask(values[one] for one in content)
            if isinstance(content, list)
            else values[content]
            for slot, content in enumerate(row)
        )
        found.append((number, (vector, key)))
    return found


def _masked(layout: Layout) -> dict[int, Masked]:
    return {place.slot: place for place in layout.places if isinstance(place, Masked)}
