"""Injection, Surjection and Bijection of module Functions: sets that are enumerated without detours."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations, product
from math import comb, perm

from tlakit.semantics.lazysets import FunctionSpace
from tlakit.semantics.natives.table import Native
from tlakit.semantics.open_values import OpenSet, is_finite, iterate, power, size_of
from tlakit.semantics.values import (
    FunctionValue,
    RecordValue,
    TupleValue,
    Value,
    boolean,
    function_of,
)


class Jections(OpenSet):
    """The functions from `domain` to `range` that are one-to-one, or onto, or both."""

    counted = True
    __slots__ = ("domain", "one_to_one", "onto", "range")

    def __init__(self, domain: Value, range_: Value, one_to_one: bool, onto: bool) -> None:
        self.domain = domain
        self.range = range_
        self.one_to_one = one_to_one
        self.onto = onto

    @property
    def finite(self) -> bool:
        return is_finite(self.domain) and is_finite(self.range)

    def size(self) -> int:
        if not self.finite:
            return super().size()
        arguments, values = size_of(self.domain), size_of(self.range)
        if self.onto and (arguments < values or (self.one_to_one and arguments > values)):
            return 0
        most = power(values, arguments, self)
        if self.one_to_one:
            return perm(values, arguments)
        if self.onto:
            # All functions, less those that leave out some values, by inclusion and exclusion.
            return sum(
                (-1) ** left * comb(values, left) * (values - left) ** arguments
                for left in range(values + 1)
            )
        return most

    def contains(self, value: Value) -> bool:
        if not FunctionSpace(self.domain, self.range).contains(value):
            return False
        assert isinstance(value, TupleValue | RecordValue | FunctionValue)
        values = list(value.mapping.values())
        if self.one_to_one and len(set(values)) < len(values):
            return False
        return not self.onto or set(iterate(self.range)) == set(values)

    def any(self) -> bool:
        """Whether there is any: a matter of sizes, in finite sets."""
        arguments, values = size_of(self.domain), size_of(self.range)
        if self.one_to_one and arguments > values:
            return False
        if self.onto and arguments < values:
            return False
        return values > 0 or arguments == 0

    def elements(self) -> Iterator[Value]:
        if self.finite and not self.any():
            return
        arguments, values = list(iterate(self.domain)), list(iterate(self.range))
        if self.one_to_one:
            chosen: Iterator[tuple[Value, ...]] = permutations(values, len(arguments))
        else:
            chosen = product(values, repeat=len(arguments))
        for images in chosen:
            if not self.onto or len(set(images)) == len(values):
                yield function_of(dict(zip(arguments, images, strict=True)))

    def _text(self) -> str:
        name = {(True, False): "Injection", (False, True): "Surjection"}.get(
            (self.one_to_one, self.onto), "Bijection"
        )
        return f"{name}({self.domain.text}, {self.range.text})"


def _all(one_to_one: bool, onto: bool) -> Native:
    return Native(lambda domain, range_: Jections(domain, range_, one_to_one, onto), True)


def _any(one_to_one: bool, onto: bool) -> Native:
    def exists(domain: Value, range_: Value) -> Value:
        return boolean(Jections(domain, range_, one_to_one, onto).any())

    return Native(exists, True)


JECTIONS = {
    "Injection": _all(True, False),
    "Surjection": _all(False, True),
    "Bijection": _all(True, True),
    "ExistsInjection": _any(True, False),
    "ExistsSurjection": _any(False, True),
    "ExistsBijection": _any(True, True),
}
