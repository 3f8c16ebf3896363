"""SequencesExt: sets to sequences and back, searching, changing and folding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, permutations
from math import factorial, perm

from tlakit.semantics.errors import ErrorKind, EvaluationError
from tlakit.semantics.machine import OperatorValue
from tlakit.semantics.natives.bounded_sequences import bounded_sequences
from tlakit.semantics.natives.folds import fold_function, range_of
from tlakit.semantics.natives.functions import sort
from tlakit.semantics.natives.listed_sets import CountedSet
from tlakit.semantics.natives.sequence_parts import PARTS
from tlakit.semantics.natives.table import Native, items, members, number, result, truth
from tlakit.semantics.open_values import equal
from tlakit.semantics.values import (
    StringValue,
    Value,
    boolean,
    function_of,
    integer,
    string,
    tuple_of,
)


def _to_bag(sequence: Value) -> Value:
    counts: dict[Value, int] = {}
    for item in items(sequence, "ToBag"):
        counts[item] = counts.get(item, 0) + 1
    return function_of({item: integer(count) for item, count in counts.items()})


def _all_orders(collection: Value) -> Value:
    elements = members(collection, "SetToSeqs")
    count = factorial(min(len(elements), 500))

    def test(value: Value) -> bool:
        content = items(value, "\\in")
        return len(content) == len(elements) and set(content) == elements.elements

    def every() -> Iterator[Value]:
        return map(tuple_of, permutations(elements.ordered))

    return CountedSet("SetToSeqs", (elements,), count, every, test)


def _all_choices(collection: Value) -> Value:
    elements = members(collection, "SetToAllKPermutations")
    sizes = range(len(elements) + 1)
    count = sum(perm(len(elements), size) for size in sizes[:500])

    def test(value: Value) -> bool:
        content = items(value, "\\in")
        return len(set(content)) == len(content) and set(content) <= elements.elements

    def every() -> Iterator[Value]:
        for size in sizes:
            yield from map(tuple_of, permutations(elements.ordered, size))

    return CountedSet("SetToAllKPermutations", (elements,), count, every, test)


def _sorted_set(collection: Value, before: OperatorValue) -> Value:
    return sort(tuple_of(members(collection, "SetToSortSeq").ordered), before)


def _contains(sequence: Value, item: Value) -> Value:
    return boolean(any(equal(other, item) for other in items(sequence, "Contains")))


def _is_sorted(sequence: Value, before: OperatorValue) -> Value:
    pairs = combinations(items(sequence, "IsSorted"), 2)
    return boolean(all(truth(result(before, one, other), "IsSorted") for one, other in pairs))


def _find(sequence: Value, test: OperatorValue, indices: Iterable[int], operator: str) -> int:
    content = items(sequence, operator)
    for index in indices:
        if truth(result(test, content[index - 1]), operator):
            return index
    return 0


def _first(sequence: Value, test: OperatorValue) -> Value:
    length = len(items(sequence, "SelectInSeq"))
    return integer(_find(sequence, test, range(1, length + 1), "SelectInSeq"))


def _last(sequence: Value, test: OperatorValue) -> Value:
    length = len(items(sequence, "SelectLastInSeq"))
    return integer(_find(sequence, test, range(length, 0, -1), "SelectLastInSeq"))


def _part(sequence: Value, first: Value, last: Value, operator: str) -> range:
    low, high = number(first, operator), number(last, operator)
    length = len(items(sequence, operator))
    if low <= high and (low < 1 or high > length):
        raise EvaluationError(
            ErrorKind.OUTSIDE_DOMAIN,
            f"`{operator}` from {low} to {high} of a sequence of length {length}",
        )
    return range(low, high + 1)


def _first_in_part(sequence: Value, first: Value, last: Value, test: OperatorValue) -> Value:
    part = _part(sequence, first, last, "SelectInSubSeq")
    return integer(_find(sequence, test, part, "SelectInSubSeq"))


def _last_in_part(sequence: Value, first: Value, last: Value, test: OperatorValue) -> Value:
    part = _part(sequence, first, last, "SelectLastInSubSeq")
    return integer(_find(sequence, test, reversed(part), "SelectLastInSubSeq"))


def _reverse(sequence: Value) -> Value:
    return tuple_of(reversed(items(sequence, "Reverse")))


def _remove(sequence: Value, removed: Value) -> Value:
    return tuple_of(item for item in items(sequence, "Remove") if not equal(item, removed))


def _replace_all(sequence: Value, old: Value, new: Value) -> Value:
    content = items(sequence, "ReplaceAll")
    return tuple_of(new if equal(item, old) else item for item in content)


def _remove_first(sequence: Value, removed: Value) -> Value:
    content = items(sequence, "RemoveFirst")
    for index, item in enumerate(content):
        if equal(item, removed):
            return tuple_of(content[:index] + content[index + 1 :])
    return sequence


def _remove_first_match(sequence: Value, test: OperatorValue) -> Value:
    content = items(sequence, "RemoveFirstMatch")
    index = _find(sequence, test, range(1, len(content) + 1), "RemoveFirstMatch")
    return sequence if index == 0 else tuple_of(content[: index - 1] + content[index:])


def _fold_left(op: OperatorValue, base: Value, sequence: Value) -> Value:
    for item in items(sequence, "FoldLeft"):
        base = result(op, base, item)
    return base


def _fold_right(op: OperatorValue, sequence: Value, base: Value) -> Value:
    for item in reversed(items(sequence, "FoldRight")):
        base = result(op, item, base)
    return base


def _fold_left_domain(op: OperatorValue, base: Value, sequence: Value) -> Value:
    for index in range(1, len(items(sequence, "FoldLeftDomain")) + 1):
        base = result(op, base, integer(index))
    return base


def _fold_right_domain(op: OperatorValue, sequence: Value, base: Value) -> Value:
    for index in range(len(items(sequence, "FoldRightDomain")), 0, -1):
        base = result(op, integer(index), base)
    return base


def _flatten(sequences: Value) -> Value:
    parts = items(sequences, "FlattenSeq")
    if parts and all(isinstance(part, StringValue) for part in parts):
        return string("".join(part.value for part in parts if isinstance(part, StringValue)))
    return tuple_of(item for part in parts for item in items(part, "FlattenSeq"))


def _zip(left: Value, right: Value) -> Value:
    pairs = zip(items(left, "Zip"), items(right, "Zip"), strict=False)
    return tuple_of(map(tuple_of, pairs))


SEQUENCES_EXT = {
    **PARTS,
    "ToSet": Native(range_of),
    "ToBag": Native(_to_bag),
    "SetToSeq": Native(lambda collection: tuple_of(members(collection, "SetToSeq").ordered)),
    "SetToSeqs": Native(_all_orders),
    "SetToSortSeq": Native(_sorted_set),
    "SetToAllKPermutations": Native(_all_choices),
    "SeqOf": Native(bounded_sequences, takes_open=True),
    "BoundedSeq": Native(bounded_sequences, takes_open=True),
    "Contains": Native(_contains),
    "IsSorted": Native(_is_sorted),
    "SelectInSeq": Native(_first),
    "SelectLastInSeq": Native(_last),
    "SelectInSubSeq": Native(_first_in_part),
    "SelectLastInSubSeq": Native(_last_in_part),
    "Reverse": Native(_reverse),
    "Remove": Native(_remove),
    "ReplaceAll": Native(_replace_all),
    "RemoveFirst": Native(_remove_first),
    "RemoveFirstMatch": Native(_remove_first_match),
    "FoldSeq": Native(fold_function),
    "FoldLeft": Native(_fold_left),
    "FoldRight": Native(_fold_right),
    "FoldLeftDomain": Native(_fold_left_domain),
    "FoldRightDomain": Native(_fold_right_domain),
    "FlattenSeq": Native(_flatten),
    "Zip": Native(_zip),
}
