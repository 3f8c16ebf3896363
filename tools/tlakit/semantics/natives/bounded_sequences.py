"""The sequences over a set up to a length: a set that need not be spelled out for membership."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from tlakit.semantics.lazysets import not_in
from tlakit.semantics.natives.table import number
from tlakit.semantics.open_values import OpenSet, contains, is_finite, iterate, power, size_of
from tlakit.semantics.values import FunctionValue, RecordValue, TupleValue, Value, tuple_of


class BoundedSequences(OpenSet):
    """The sequences over `base` of length 0 to `longest`."""

    counted = True
    __slots__ = ("base", "longest")

    def __init__(self, base: Value, longest: int) -> None:
        self.base = base
        self.longest = longest

    @property
    def finite(self) -> bool:
        return self.longest <= 0 or is_finite(self.base)

    def contains(self, value: Value) -> bool:
        if not isinstance(value, TupleValue | RecordValue | FunctionValue):
            return not_in("a sequence", value, self.text)
        return (
            isinstance(value, TupleValue)
            and len(value.items) <= self.longest
            and all(contains(self.base, item) for item in value.items)
        )

    def size(self) -> int:
        if not self.finite:
            return super().size()
        one = size_of(self.base) if self.longest > 0 else 0
        if self.longest < 0:
            return 0
        if one < 2:
            return self.longest * one + 1
        return sum(power(one, length, self) for length in range(self.longest + 1))

    def elements(self) -> Iterator[Value]:
        if self.longest < 0:
            return
        base = list(iterate(self.base)) if self.longest else []
        for length in range(self.longest + 1 if base else 1):
            yield from map(tuple_of, product(base, repeat=length))

    def _text(self) -> str:
        return f"SeqOf({self.base.text}, {self.longest})"


def bounded_sequences(base: Value, longest: Value) -> Value:
    """SeqOf and BoundedSeq."""
    return BoundedSequences(base, number(longest, "SeqOf"))
