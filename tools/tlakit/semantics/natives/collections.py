"""Sequences and FiniteSets. Strings count as sequences of characters where TLC takes them for ones."""

from __future__ import annotations

from typing import TypeVar

from tlakit.semantics.errors import ErrorKind, EvaluationError
from tlakit.semantics.lazysets import SequenceSpace
from tlakit.semantics.machine import OperatorValue
from tlakit.semantics.natives.table import Native, items, members, number, truth
from tlakit.semantics.open_values import OpenSet, is_finite
from tlakit.semantics.values import (
    StringValue,
    TupleValue,
    Value,
    boolean,
    integer,
    string,
    tuple_of,
)

Content = TypeVar("Content", str, tuple[Value, ...])


def _length(sequence: Value) -> Value:
    if isinstance(sequence, TupleValue):
        return integer(len(sequence.items))
    if isinstance(sequence, StringValue):
        return integer(len(sequence.value))
    return integer(len(items(sequence, "Len")))


def _concatenate(left: Value, right: Value) -> Value:
    if isinstance(left, StringValue) and isinstance(right, StringValue):
        return string(left.value + right.value)
    return tuple_of(items(left, "\\o") + items(right, "\\o"))


def _append(sequence: Value, item: Value) -> Value:
    if isinstance(sequence, StringValue) and isinstance(item, StringValue):
        return string(sequence.value + item.value)
    return tuple_of((*items(sequence, "Append"), item))


def _head(sequence: Value) -> Value:
    if isinstance(sequence, StringValue):
        return string(_not_empty(sequence.value, "Head")[:1])
    return _not_empty(items(sequence, "Head"), "Head")[0]


def _tail(sequence: Value) -> Value:
    if isinstance(sequence, StringValue):
        return string(_not_empty(sequence.value, "Tail")[1:])
    return tuple_of(_not_empty(items(sequence, "Tail"), "Tail")[1:])


def _not_empty(content: Content, operator: str) -> Content:
    if not content:
        raise EvaluationError(ErrorKind.OUTSIDE_DOMAIN, f"{operator} of the empty sequence", None)
    return content


def _subsequence(sequence: Value, first: Value, last: Value) -> Value:
    low, high = number(first, "SubSeq"), number(last, "SubSeq")
    if isinstance(sequence, StringValue):
        length = len(sequence.value)
    else:
        length = len(items(sequence, "SubSeq"))
    start, end = (low - 1, high) if low <= high else (0, 0)
    if start < 0 or end > length:
        raise EvaluationError(
            ErrorKind.OUTSIDE_DOMAIN,
            f"SubSeq from {low} to {high} of a sequence of length {length}",
            None,
            (sequence, first, last),
        )
    if isinstance(sequence, StringValue):
        return string(sequence.value[start:end])
    return tuple_of(items(sequence, "SubSeq")[start:end])


def _select(sequence: Value, test: OperatorValue) -> Value:
    content = items(sequence, "SelectSeq")
    return tuple_of([item for item in content if truth(test.call(item), "SelectSeq")])


def _cardinality(collection: Value) -> Value:
    if isinstance(collection, OpenSet):
        return integer(collection.size())
    return integer(len(members(collection, "Cardinality")))


SEQUENCES = {
    "Seq": Native(SequenceSpace, takes_open=True),
    "Len": Native(_length, ordinary=True),
    "\\o": Native(_concatenate, ordinary=True),
    "\\circ": Native(_concatenate, ordinary=True),
    "Append": Native(_append, ordinary=True),
    "Head": Native(_head, ordinary=True),
    "Tail": Native(_tail, ordinary=True),
    "SubSeq": Native(_subsequence, ordinary=True),
    "SelectSeq": Native(_select, ordinary=True),
}

FINITE_SETS = {
    "Cardinality": Native(_cardinality, takes_open=True, ordinary=True),
    "IsFiniteSet": Native(lambda collection: boolean(is_finite(collection)), takes_open=True),
}
