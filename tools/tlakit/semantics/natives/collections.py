"""Sequences, FiniteSets and Bags."""

from __future__ import annotations

from tlakit.semantics.errors import ErrorKind, EvaluationError
from tlakit.semantics.lazysets import SequenceSpace
from tlakit.semantics.machine import OperatorValue
from tlakit.semantics.natives.table import Native, items, mapping, members, number, truth
from tlakit.semantics.open_values import OpenSet, is_finite
from tlakit.semantics.values import (
    StringValue,
    Value,
    boolean,
    function_of,
    integer,
    set_of,
    string,
    tuple_of,
)


def _length(sequence: Value) -> Value:
    if isinstance(sequence, StringValue):
        return integer(len(sequence.value))
    return integer(len(items(sequence, "Len")))


def _concatenate(left: Value, right: Value) -> Value:
    if isinstance(left, StringValue) and isinstance(right, StringValue):
        return string(left.value + right.value)
    return tuple_of(items(left, "\\o") + items(right, "\\o"))


def _append(sequence: Value, item: Value) -> Value:
    return tuple_of((*items(sequence, "Append"), item))


def _head(sequence: Value) -> Value:
    if not items(sequence, "Head"):
        raise EvaluationError(ErrorKind.OUTSIDE_DOMAIN, "Head of the empty sequence", None)
    return items(sequence, "Head")[0]


def _tail(sequence: Value) -> Value:
    if not items(sequence, "Tail"):
        raise EvaluationError(ErrorKind.OUTSIDE_DOMAIN, "Tail of the empty sequence", None)
    return tuple_of(items(sequence, "Tail")[1:])


def _subsequence(sequence: Value, first: Value, last: Value) -> Value:
    content = items(sequence, "SubSeq")
    low, high = number(first, "SubSeq"), number(last, "SubSeq")
    if low > high:
        return tuple_of(())
    if low < 1 or high > len(content):
        raise EvaluationError(
            ErrorKind.OUTSIDE_DOMAIN,
            f"SubSeq from {low} to {high} of a sequence of length {len(content)}",
            None,
            (sequence, first, last),
        )
    return tuple_of(content[low - 1 : high])


def _select(sequence: Value, test: OperatorValue) -> Value:
    content = items(sequence, "SelectSeq")
    return tuple_of([item for item in content if truth(test.call(item), "SelectSeq")])


def _cardinality(collection: Value) -> Value:
    if isinstance(collection, OpenSet):
        return integer(collection.size())
    return integer(len(members(collection, "Cardinality")))


SEQUENCES = {
    "Seq": Native(SequenceSpace, takes_open=True),
    "Len": Native(_length),
    "\\o": Native(_concatenate),
    "\\circ": Native(_concatenate),
    "Append": Native(_append),
    "Head": Native(_head),
    "Tail": Native(_tail),
    "SubSeq": Native(_subsequence),
    "SelectSeq": Native(_select),
}

FINITE_SETS = {
    "Cardinality": Native(_cardinality, takes_open=True),
    "IsFiniteSet": Native(lambda collection: boolean(is_finite(collection)), takes_open=True),
}


def _is_bag(bag: Value) -> Value:
    return boolean(all(number(count, "IsABag") > 0 for count in mapping(bag, "IsABag").values()))


def _copies(element: Value, bag: Value) -> Value:
    return mapping(bag, "CopiesIn").get(element, integer(0))


def _bag_sum(left: Value, right: Value) -> Value:
    total = dict(mapping(left, "(+)"))
    for element, count in mapping(right, "(+)").items():
        before = total.get(element, integer(0))
        total[element] = integer(number(before, "(+)") + number(count, "(+)"))
    return function_of(total)


def _bag_difference(left: Value, right: Value) -> Value:
    taken = mapping(right, "(-)")
    rest: dict[Value, Value] = {}
    for element, count in mapping(left, "(-)").items():
        remaining = number(count, "(-)") - number(taken.get(element, integer(0)), "(-)")
        if remaining > 0:
            rest[element] = integer(remaining)
    return function_of(rest)


def _bag_of(collection: Value) -> Value:
    return function_of(dict.fromkeys(members(collection, "SetToBag"), integer(1)))


def _bag_size(bag: Value) -> Value:
    counts = mapping(bag, "BagCardinality").values()
    return integer(sum(number(count, "BagCardinality") for count in counts))


def _bag_subset(left: Value, right: Value) -> Value:
    whole = mapping(right, "\\sqsubseteq")
    return boolean(
        all(
            element in whole
            and number(count, "\\sqsubseteq") <= number(whole[element], "\\sqsubseteq")
            for element, count in mapping(left, "\\sqsubseteq").items()
        )
    )


BAGS = {
    "IsABag": Native(_is_bag),
    "BagToSet": Native(lambda bag: set_of(mapping(bag, "BagToSet"))),
    "SetToBag": Native(_bag_of),
    "BagIn": Native(lambda element, bag: boolean(element in mapping(bag, "BagIn"))),
    "EmptyBag": Native(lambda: tuple_of(())),
    "CopiesIn": Native(_copies),
    "\\oplus": Native(_bag_sum),
    "\\ominus": Native(_bag_difference),
    "\\sqsubseteq": Native(_bag_subset),
    "BagCardinality": Native(_bag_size),
}
