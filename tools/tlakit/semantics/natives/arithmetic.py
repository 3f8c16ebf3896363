"""Naturals and Integers. Division rounds down and `%` is never negative, as TLC has it."""

from __future__ import annotations

from collections.abc import Callable

from tlakit.semantics.errors import ErrorKind, EvaluationError
from tlakit.semantics.lazysets import INTEGERS as INT
from tlakit.semantics.lazysets import NATURALS as NAT
from tlakit.semantics.lazysets import Interval
from tlakit.semantics.natives.table import Native, number
from tlakit.semantics.values import Value, boolean, integer


def _computing(name: str, compute: Callable[[int, int], int]) -> Native:
    def run(left: Value, right: Value) -> Value:
        return integer(compute(number(left, name), number(right, name)))

    return Native(run)


def _comparing(name: str, compare: Callable[[int, int], bool]) -> Native:
    def run(left: Value, right: Value) -> Value:
        return boolean(compare(number(left, name), number(right, name)))

    return Native(run)


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
    return int(left**right)


def _interval(low: Value, high: Value) -> Value:
    return Interval(number(low, ".."), number(high, ".."))


def _negative(operand: Value) -> Value:
    return integer(-number(operand, "-"))


NATURALS = {
    "+": _computing("+", lambda a, b: a + b),
    "-": _computing("-", lambda a, b: a - b),
    "*": _computing("*", lambda a, b: a * b),
    "^": _computing("^", _power),
    "\\div": _computing("\\div", _divide),
    "%": _computing("%", _modulo),
    "<": _comparing("<", lambda a, b: a < b),
    ">": _comparing(">", lambda a, b: a > b),
    "<=": _comparing("<=", lambda a, b: a <= b),
    ">=": _comparing(">=", lambda a, b: a >= b),
    "..": Native(_interval),
    "Nat": Native(lambda: NAT),
}

INTEGERS = {**NATURALS, "Int": Native(lambda: INT), "-.": Native(_negative)}
