"""Open sets and functions: infinite sets, intervals, powersets, spaces, recursive functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations, product
from math import prod
from typing import Any

from tlakit.semantics.errors import EvaluationError, shorten, too_deep, wrong_kind
from tlakit.semantics.open_values import (
    OpenFunction,
    OpenSet,
    contains,
    domain_of,
    force,
    is_finite,
    iterate,
    power,
    size_of,
    spelled_out,
)
from tlakit.semantics.values import (
    FunctionValue,
    IntegerValue,
    ModelValue,
    RecordValue,
    SetValue,
    StringValue,
    TupleValue,
    Value,
    function_of,
    integer,
    record_of,
    set_of,
    tuple_of,
)


class NamedInfiniteSet(OpenSet):
    """Nat, Int, Real or STRING: membership only."""

    __slots__ = ("member", "name")

    def __init__(self, name: str, member: Callable[[Value], bool]) -> None:
        self.name = name
        self.member = member

    @property
    def finite(self) -> bool:
        return False

    def contains(self, value: Value) -> bool:
        return self.member(value)

    def force(self) -> Value:
        """The set itself: there is one object of each such set, so it may be part of a value."""
        return self

    def _payload(self) -> tuple[Any, ...]:
        return (self.name,)

    def _text(self) -> str:
        return self.name


def not_in(expected: str, value: Value, collection: str) -> bool:
    """False for an untyped model value, which is in no set of other values; else the error."""
    if isinstance(value, ModelValue) and not value.type:
        return False
    raise wrong_kind(expected, value, f"`\\in {shorten(collection)}`")


def _is_natural(value: Value) -> bool:
    if not isinstance(value, IntegerValue):
        return not_in("an integer", value, "Nat")
    return value.value >= 0


def _is_integer(value: Value) -> bool:
    if not isinstance(value, IntegerValue):
        return not_in("an integer", value, "Int")
    return True


def _is_string(value: Value) -> bool:
    if not isinstance(value, StringValue):
        return not_in("a string", value, "STRING")
    return True


NATURALS = NamedInfiniteSet("Nat", _is_natural)
INTEGERS = NamedInfiniteSet("Int", _is_integer)
STRINGS = NamedInfiniteSet("STRING", _is_string)


class Interval(OpenSet):
    """low..high, both included."""

    counted = True
    __slots__ = ("high", "low")

    def __init__(self, low: int, high: int) -> None:
        self.low = low
        self.high = high

    def contains(self, value: Value) -> bool:
        if not isinstance(value, IntegerValue):
            return not_in("an integer", value, self.text)
        return self.low <= value.value <= self.high

    def size(self) -> int:
        return max(0, self.high - self.low + 1)

    def elements(self) -> Iterator[Value]:
        return map(integer, range(self.low, self.high + 1))

    def _text(self) -> str:
        return f"{self.low}..{self.high}"


class PowerSet(OpenSet):
    """SUBSET base."""

    counted = True
    __slots__ = ("base",)

    def __init__(self, base: Value) -> None:
        self.base = base

    @property
    def finite(self) -> bool:
        return is_finite(self.base)

    def contains(self, value: Value) -> bool:
        return all(contains(self.base, element) for element in iterate(value))

    def size(self) -> int:
        return power(2, size_of(self.base), self)

    def elements(self) -> Iterator[Value]:
        base = list(iterate(self.base))
        for size in range(len(base) + 1):
            for chosen in combinations(base, size):
                yield set_of(chosen)

    def _text(self) -> str:
        return f"SUBSET {self.base.text}"


class FunctionSpace(OpenSet):
    """[domain -> range]."""

    counted = True
    __slots__ = ("domain", "range")

    def __init__(self, domain: Value, range_: Value) -> None:
        self.domain = domain
        self.range = range_

    @property
    def finite(self) -> bool:
        return is_finite(self.domain) and is_finite(self.range)

    def contains(self, value: Value) -> bool:
        if not isinstance(value, TupleValue | RecordValue | FunctionValue):
            return not_in("a function", value, self.text)
        if not isinstance(self.domain, SetValue):
            self.domain = force(self.domain)
        if domain_of(value) is not self.domain:
            return False
        return all(contains(self.range, item) for item in value.mapping.values())

    def size(self) -> int:
        return power(size_of(self.range), size_of(self.domain), self)

    def elements(self) -> Iterator[Value]:
        domain = force(self.domain)
        if not isinstance(domain, SetValue):
            raise wrong_kind("a set", domain, "`->`")
        count = len(domain.elements)
        images = spelled_out(self.range) if count else []
        yield from map(domain.make_function, product(images, repeat=count))

    def _text(self) -> str:
        return f"[{self.domain.text} -> {self.range.text}]"


class RecordSpace(OpenSet):
    """[name : set, ...]."""

    counted = True
    __slots__ = ("fields",)

    def __init__(self, fields: dict[str, Value]) -> None:
        self.fields = dict(sorted(fields.items()))

    @property
    def finite(self) -> bool:
        return all(is_finite(choices) for choices in self.fields.values())

    def contains(self, value: Value) -> bool:
        if not isinstance(value, TupleValue | RecordValue | FunctionValue):
            return not_in("a record", value, self.text)
        if not isinstance(value, RecordValue) or value.fields.keys() != self.fields.keys():
            return False
        return all(contains(self.fields[name], item) for name, item in value.fields.items())

    def size(self) -> int:
        return prod(map(size_of, self.fields.values()))

    def elements(self) -> Iterator[Value]:
        names = list(self.fields)
        for values in product(*map(spelled_out, self.fields.values())):
            yield record_of(dict(zip(names, values, strict=True)))

    def _text(self) -> str:
        inside = ", ".join(f"{name}: {choices.text}" for name, choices in self.fields.items())
        return f"[{inside}]"


class ProductSpace(OpenSet):
    """S1 \\X ... \\X Sn."""

    counted = True
    __slots__ = ("factors",)

    def __init__(self, factors: tuple[Value, ...]) -> None:
        self.factors = factors

    @property
    def finite(self) -> bool:
        return all(is_finite(factor) for factor in self.factors)

    def contains(self, value: Value) -> bool:
        if not isinstance(value, TupleValue):
            return not_in("a tuple", value, self.text)
        return len(value.items) == len(self.factors) and all(
            contains(factor, item) for factor, item in zip(self.factors, value.items, strict=True)
        )

    def size(self) -> int:
        return prod(map(size_of, self.factors))

    def elements(self) -> Iterator[Value]:
        for items in product(*map(spelled_out, self.factors)):
            yield tuple_of(items)

    def _text(self) -> str:
        return " \\X ".join(factor.text for factor in self.factors)


class SequenceSpace(OpenSet):
    """Seq(base): membership only."""

    __slots__ = ("base",)

    def __init__(self, base: Value) -> None:
        self.base = base

    @property
    def finite(self) -> bool:
        return False

    def contains(self, value: Value) -> bool:
        if not isinstance(value, TupleValue | RecordValue | FunctionValue):
            return not_in("a sequence", value, self.text)
        return isinstance(value, TupleValue) and all(
            contains(self.base, item) for item in value.items
        )

    def _text(self) -> str:
        return f"Seq({self.base.text})"


class CombinedSet(OpenSet):
    """A union, intersection or difference of which a part is infinite."""

    __slots__ = ("left", "operator", "right")

    def __init__(self, operator: str, left: Value, right: Value) -> None:
        self.operator = operator
        self.left = left
        self.right = right

    @property
    def finite(self) -> bool:
        if self.operator == "\\cap":
            return is_finite(self.left) or is_finite(self.right)
        return self.operator == "\\" and is_finite(self.left)

    def contains(self, value: Value) -> bool:
        if self.operator == "\\cup":
            return self._in_either(value)
        wanted = self.operator == "\\cap"
        return contains(self.left, value) and contains(self.right, value) is wanted

    def _in_either(self, value: Value) -> bool:
        """As in TLC, `"none" \\in Nat \\cup {"none"}` is true, though "none" is no number."""
        try:
            if contains(self.left, value):
                return True
        except EvaluationError:
            if contains(self.right, value):
                return True
            raise
        return contains(self.right, value)

    def elements(self) -> Iterator[Value]:
        if not self.finite:
            return super().elements()
        source = self.left if is_finite(self.left) else self.right
        return (value for value in iterate(source) if self.contains(value))

    def _text(self) -> str:
        return f"({self.left.text} {self.operator} {self.right.text})"


class FilteredSet(OpenSet):
    """{x \\in base : predicate} where the base is infinite: membership only."""

    __slots__ = ("base", "predicate")

    def __init__(self, base: Value, predicate: Callable[[Value], bool]) -> None:
        self.base = base
        self.predicate = predicate

    @property
    def finite(self) -> bool:
        return is_finite(self.base)

    def contains(self, value: Value) -> bool:
        return contains(self.base, value) and self.predicate(value)

    def elements(self) -> Iterator[Value]:
        return (value for value in iterate(self.base) if self.predicate(value))

    def _text(self) -> str:
        return f"{{x \\in {self.base.text} : ...}}"


class LazyFunction(OpenFunction):
    """A function given by its body: recursive, or over an infinite domain. Remembers its values."""

    __slots__ = ("arguments", "body", "known")

    def __init__(self, arguments: Value, body: Callable[[Value], Value]) -> None:
        self.arguments = arguments
        self.body = body
        self.known: dict[Value, Value] = {}

    def domain(self) -> Value:
        return self.arguments

    def apply(self, argument: Value) -> Value | None:
        found = self.known.get(argument)
        if found is None and contains(self.arguments, argument):
            try:
                found = self.known[argument] = self.body(argument)
            except RecursionError:
                raise too_deep("the function", None) from None
        return found

    def updated(self, changes: Mapping[Value, Value]) -> Value:
        if is_finite(self.arguments):
            return super().updated(changes)
        changed = LazyFunction(self.arguments, self.body)
        changed.known = {**self.known, **changes}
        return changed

    def force(self) -> Value:
        pairs: dict[Value, Value] = {}
        for argument in iterate(self.arguments):
            value = self.apply(argument)
            if value is not None:
                pairs[argument] = value
        return function_of(pairs)

    def _text(self) -> str:
        return f"[x \\in {self.arguments.text} |-> ...]"
