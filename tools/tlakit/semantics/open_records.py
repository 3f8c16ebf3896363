"""Records with views of the state in their fields, as a handler gives them back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tlakit.language.ir import Span
from tlakit.semantics.open_values import OpenFunction, OpenValue, force, force_at
from tlakit.semantics.values import StringValue, Value, set_of, string


class OpenRecord(OpenFunction):
    """A record with views of the state in some of its fields, which are read when they are needed."""

    __slots__ = ("fields", "make")

    def __init__(
        self, names: Sequence[str], values: list[Value], make: Callable[[list[Value]], Value]
    ) -> None:
        self.fields = dict(zip(names, values, strict=True))
        self.make = make

    def domain(self) -> Value:
        return set_of([string(name) for name in self.fields])

    def apply(self, argument: Value) -> Value | None:
        return self.fields.get(argument.value) if isinstance(argument, StringValue) else None

    def force(self) -> Value:
        return self.make([force(value) for value in self.fields.values()])

    def shown(self) -> Value:
        return self.force()


def unread(value: Value, span: Span) -> Value:
    """A view of the state as it is, since it need not be read to be put somewhere; else `force_at`."""
    if isinstance(value, OpenValue) and not value.storable:
        return force_at(value, span)
    return value
