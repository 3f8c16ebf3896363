"""Functions of a state that are known, and changed, argument by argument: bags of messages, for example."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tlakit.language import ir
from tlakit.semantics.errors import EvaluationError
from tlakit.semantics.machine import Closure, Frame
from tlakit.semantics.open_values import OpenFunction, force
from tlakit.semantics.values import Value


class OpenGraph(OpenFunction):
    """A function that is known argument by argument, and may have others in its domain."""

    __slots__ = ()

    def changed(self, changes: Mapping[Value, Value | None]) -> Value:
        """The function with these values at some arguments, none where that is None."""
        raise NotImplementedError

    def selected(self, key: object, predicate: Callable[[Value], bool]) -> dict[Value, Value]:
        """The pairs whose value satisfies a predicate; equal keys stand for equal predicates."""
        raise NotImplementedError

    def size(self) -> int:
        """How many arguments its domain has."""
        raise NotImplementedError

    def rebuilt(
        self, domain: Value, apart: Sequence[Value], value_at: Callable[[Value], Value]
    ) -> Value | None:
        """The function over a domain with these values, if that can stay open; else None.

        They are its own but for arguments in `apart`, with which all others are compared.
        """
        raise NotImplementedError


def graph_or_value(run: Closure, span: ir.Span) -> Closure:
    """A closure that gives an `OpenGraph` as it is, and any other value spelled out."""

    def given(frame: Frame) -> Value:
        value = run(frame)
        try:
            return value if isinstance(value, OpenGraph) else force(value)
        except EvaluationError as error:
            raise error.at(span) from None

    return given
