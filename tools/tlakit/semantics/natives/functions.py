"""The operators of module TLC that build functions and sequences."""

from __future__ import annotations

from functools import cmp_to_key
from itertools import permutations

from tlakit.semantics.machine import OperatorValue
from tlakit.semantics.natives.table import Native, items, mapping, members, truth
from tlakit.semantics.values import Value, function_of, set_of, tuple_of


def _merge(left: Value, right: Value) -> Value:
    return function_of({**mapping(right, "@@"), **mapping(left, "@@")})


def _permutations(collection: Value) -> Value:
    elements = members(collection, "Permutations").ordered
    return set_of(
        [function_of(dict(zip(elements, images, strict=True))) for images in permutations(elements)]
    )


def _sort(sequence: Value, before: OperatorValue) -> Value:
    def compare(one: Value, other: Value) -> int:
        if truth(before.call(one, other), "SortSeq"):
            return -1
        return 1 if truth(before.call(other, one), "SortSeq") else 0

    return tuple_of(sorted(items(sequence, "SortSeq"), key=cmp_to_key(compare)))


TLC = {
    ":>": Native(lambda argument, value: function_of({argument: value})),
    "@@": Native(_merge),
    "Permutations": Native(_permutations),
    "SortSeq": Native(_sort),
}
