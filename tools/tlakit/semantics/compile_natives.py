"""How native operators are called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tlakit.language import ir
from tlakit.semantics.errors import ErrorKind, EvaluationError
from tlakit.semantics.machine import Closure, Frame
from tlakit.semantics.natives import Native
from tlakit.semantics.values import Value

Argument = Callable[[Frame], Any]


def native_call(
    definition: ir.Definition, native: Native, arguments: tuple[Argument, ...], span: ir.Span
) -> Closure:
    """A call of a native operator; what it fails with is said to be at this place."""
    function = native.function
    name = definition.name

    def place(error: EvaluationError, values: list[Any]) -> EvaluationError:
        if error.span is None:
            error.span = span
            error.message += _operand(error, values, name)
            if not error.message.startswith((f"`{name}`", name)) and len(name) > 2:
                error.message = f"{name}: {error.message}"
        return error

    def run(frame: Frame) -> Value:
        values = [item(frame) for item in arguments]
        try:
            return function(*values)
        except EvaluationError as error:
            raise place(error, values) from None

    if len(arguments) == 1:
        (only,) = arguments

        def run_unary(frame: Frame) -> Value:
            value = only(frame)
            try:
                return function(value)
            except EvaluationError as error:
                raise place(error, [value]) from None

        return run_unary
    if len(arguments) != 2:
        return run
    first, second = arguments

    def run_binary(frame: Frame) -> Value:
        left, right = first(frame), second(frame)
        try:
            return function(left, right)
        except EvaluationError as error:
            raise place(error, [left, right]) from None

    return run_binary


def _operand(error: EvaluationError, values: list[Any], name: str) -> str:
    """Which operand is of the wrong kind, if the error is about one of several."""
    if error.kind is not ErrorKind.WRONG_KIND or len(values) < 2 or len(error.values) != 1:
        return ""
    places = [index for index, value in enumerate(values) if value is error.values[0]]
    if len(places) != 1:
        return ""
    if name.isidentifier():
        return f", its argument {places[0] + 1}"
    return ", on its right" if places[0] else ", on its left"
