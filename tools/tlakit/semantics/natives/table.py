"""What a native operator is, and how its arguments are taken apart."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from tlakit.semantics.errors import wrong_kind
from tlakit.semantics.machine import OperatorValue
from tlakit.semantics.open_values import OpenSet, force
from tlakit.semantics.values import (
    BooleanValue,
    FunctionValue,
    IntegerValue,
    RecordValue,
    SetValue,
    StringValue,
    TupleValue,
    Value,
    set_of,
)


class Native(msgspec.Struct, frozen=True):
    """A standard operator in Python; `takes_open` if it wants its arguments unforced.

    If it `takes_graphs`, those that are an `OpenGraph` come as they are, and all others forced.
    If `lazy`, its arguments come as operators without parameters, to be evaluated by it or not.
    What an `ordinary` one gives is never an open value.
    """

    function: Callable[..., Value]
    takes_open: bool = False
    takes_graphs: bool = False
    lazy: bool = False
    ordinary: bool = False


def number(value: Value, operator: str) -> int:
    """The integer that an operand is."""
    if isinstance(value, IntegerValue):
        return value.value
    raise wrong_kind("an integer", value, f"`{operator}`")


def truth(value: Value, operator: str) -> bool:
    """The truth value that an operand is."""
    if isinstance(value, BooleanValue):
        return value.value
    raise wrong_kind("TRUE or FALSE", value, f"`{operator}`")


def items(value: Value, operator: str) -> tuple[Value, ...]:
    """The items of the sequence that an operand is."""
    if isinstance(value, TupleValue):
        return value.items
    raise wrong_kind("a sequence", value, f"`{operator}`")


def members(value: Value, operator: str) -> SetValue:
    """The finite set that an operand is; EvaluationError if it is an infinite one."""
    if isinstance(value, SetValue):
        return value
    if isinstance(value, OpenSet):
        return set_of(value.elements())
    raise wrong_kind("a set", value, f"`{operator}`")


def mapping(value: Value, operator: str) -> dict[Value, Value]:
    """The pairs of the function that an operand is."""
    if isinstance(value, TupleValue | RecordValue | FunctionValue):
        return value.mapping
    raise wrong_kind("a function", value, f"`{operator}`")


def characters(value: Value, operator: str) -> str:
    """The text of the string that an operand is."""
    if isinstance(value, StringValue):
        return value.value
    raise wrong_kind("a string", value, f"`{operator}`")


def result(operator: OperatorValue, *arguments: Value) -> Value:
    """The value of an operator that was passed as an argument, spelled out."""
    return force(operator.call(*arguments))
