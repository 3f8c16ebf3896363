"""The operators of module TLC that build functions and sequences."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from math import factorial

from tlakit.semantics.machine import OperatorValue
from tlakit.semantics.natives.listed_sets import CountedSet
from tlakit.semantics.natives.table import Native, items, mapping, members, result, truth
from tlakit.semantics.open_graphs import OpenGraph
from tlakit.semantics.open_values import force
from tlakit.semantics.values import Value, function_of, tuple_of


def _merge(left: Value, right: Value) -> Value:
    if isinstance(left, OpenGraph):
        pairs = mapping(force(right), "@@").items()
        return left.changed({key: one for key, one in pairs if left.apply(key) is None})
    if isinstance(right, OpenGraph):
        return right.changed(mapping(left, "@@"))
    return function_of({**mapping(right, "@@"), **mapping(left, "@@")})


def _permutations(collection: Value) -> Value:
    elements = members(collection, "Permutations")
    arguments = elements.ordered

    def every() -> Iterator[Value]:
        for images in permutations(arguments):
            yield function_of(dict(zip(arguments, images, strict=True)))

    def test(value: Value) -> bool:
        pairs = mapping(value, "\\in")
        return set(pairs) == elements.elements == set(pairs.values())

    return CountedSet("Permutations", (elements,), factorial(min(len(arguments), 500)), every, test)


def sort(sequence: Value, before: OperatorValue) -> Value:
    """The items in an order in which none comes before one that must precede it.

    TLC's insertion sort, step by step: what happens to items that precede each other depends on it.
    """
    done: list[Value] = []
    for item in items(sequence, "SortSeq"):
        place = len(done)
        while place and truth(result(before, item, done[place - 1]), "SortSeq"):
            place -= 1
        done.insert(place, item)
    return tuple_of(done)


TLC = {
    ":>": Native(lambda argument, value: function_of({argument: value})),
    "@@": Native(_merge, takes_graphs=True),
    "Permutations": Native(_permutations),
    "SortSeq": Native(sort),
}
