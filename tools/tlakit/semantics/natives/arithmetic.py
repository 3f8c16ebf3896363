"""Naturals, Integers and Reals. Division rounds down and `%` is never negative, as TLC has it."""

from __future__ import annotations

import operator
from collections.abc import Callable

from tlakit.semantics.errors import ErrorKind, EvaluationError
from tlakit.semantics.lazysets import INTEGERS as INT
from tlakit.semantics.lazysets import NATURALS as NAT
from tlakit.semantics.lazysets import Interval
from tlakit.semantics.natives.table import Native, number
from tlakit.semantics.values import FALSE, TRUE, IntegerValue, Value, boolean, integer

MOST_BITS = 100_000
"""The longest number that a power may be."""


def _computing(name: str, compute: Callable[[int, int], int]) -> Native:
    def run(left: Value, right: Value) -> Value:
        if isinstance(left, IntegerValue) and isinstance(right, IntegerValue):
            return integer(compute(left.value, right.value))
        return integer(compute(number(left, name), number(right, name)))

    return Native(run, ordinary=True)


def _comparing(name: str, compare: Callable[[int, int], bool]) -> Native:
    def run(left: Value, right: Value) -> Value:
        if isinstance(left, IntegerValue) and isinstance(right, IntegerValue):
            return TRUE if compare(left.value, right.value) else FALSE
        return boolean(compare(number(left, name), number(right, name)))

    return Native(run, ordinary=True)


def _divide(left: int, right: int) -> int:
    if right == 0:
        raise EvaluationError(ErrorKind.ARITHMETIC, f"`\\div`: {left} is divided by 0")
    return left // right


def _modulo(left: int, right: int) -> int:
    if right <= 0:
        raise EvaluationError(
            ErrorKind.ARITHMETIC, f"`%` needs a positive right operand, not {right}"
        )
    return left % right


def _power(left: int, right: int) -> int:
    if right < 0:
        raise EvaluationError(ErrorKind.ARITHMETIC, f"`^` needs a natural exponent, not {right}")
    if left == right == 0:
        raise EvaluationError(ErrorKind.ARITHMETIC, "`^`: 0^0 has no value")
    if left.bit_length() * right > MOST_BITS:
        message = f"`^`: {left}^{right} has more than {MOST_BITS} bits"
        raise EvaluationError(ErrorKind.ARITHMETIC, message)
    return int(left**right)


def _interval(low: Value, high: Value) -> Value:
    return Interval(number(low, ".."), number(high, ".."))


def _negative(operand: Value) -> Value:
    return integer(-number(operand, "-"))


NATURALS = {
    "+": _computing("+", operator.add),
    "-": _computing("-", operator.sub),
    "*": _computing("*", operator.mul),
    "^": _computing("^", _power),
    "\\div": _computing("\\div", _divide),
    "%": _computing("%", _modulo),
    "<": _comparing("<", operator.lt),
    ">": _comparing(">", operator.gt),
    "<=": _comparing("<=", operator.le),
    ">=": _comparing(">=", operator.ge),
    "..": Native(_interval),
    "Nat": Native(lambda: NAT),
}

INTEGERS = {**NATURALS, "Int": Native(lambda: INT), "-.": Native(_negative)}


def _no_reals(*operands: Value) -> Value:
    raise EvaluationError(
        ErrorKind.UNSUPPORTED, "real numbers are read but not evaluated, as in other checkers"
    )


REALS = {**INTEGERS, **dict.fromkeys(("Real", "Infinity", "/"), Native(_no_reals))}
