"""Values that are not spelled out: infinite sets, powersets, function spaces, lazy functions.

An expression may evaluate to such an open value where its context asks only for membership,
enumeration or application; `force` turns it into an ordinary value wherever one is needed (to
compare it, to put it in a set, to store it in a state). Enumeration yields the order of values, so
that CHOOSE takes the same witness whether or not a set was spelled out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, product
from typing import Any, ClassVar

from tlakit.semantics.errors import ErrorKind, EvaluationError, wrong_kind
from tlakit.semantics.values import (
    AnyFunction,
    FunctionValue,
    IntegerValue,
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


class OpenValue(Value):
    """Base of values that are not spelled out; never stored inside a value.

    `storable` ones may be the value of a variable while an action is evaluated: views of the state
    that whoever gave the state makes and takes back.
    """

    rank = 8
    storable: ClassVar[bool] = False
    __slots__ = ()

    def force(self) -> Value:
        """The ordinary value; EvaluationError if there is none because it is infinite."""
        raise NotImplementedError

    def _payload(self) -> tuple[Any, ...]:
        return (self.force().sort_key,)

    def _text(self) -> str:
        return self.force().text


class OpenSet(OpenValue):
    """A set that is known by membership and, when finite, by enumeration."""

    __slots__ = ()

    @property
    def finite(self) -> bool:
        """Whether the set can be enumerated."""
        return True

    def size(self) -> int:
        """How many elements; EvaluationError if the set is infinite."""
        return sum(1 for _ in self.elements())

    def combined(self, operator: str, right: Value) -> Value | None:
        """This set `\\cup`, `\\cap` or `\\` another, where that can stay open; else None."""
        return None if self.finite else CombinedSet(operator, self, right)

    def contains(self, value: Value) -> bool:
        """Whether the value is an element."""
        raise NotImplementedError

    def elements(self) -> Iterator[Value]:
        """The elements in the order of values; EvaluationError if the set is infinite."""
        raise EvaluationError(
            ErrorKind.NOT_ENUMERABLE, f"the set {self.text} is infinite and cannot be enumerated"
        )

    def force(self) -> Value:
        return set_of(self.elements())


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

    def _text(self) -> str:
        return self.name


def _is_natural(value: Value) -> bool:
    if not isinstance(value, IntegerValue):
        raise wrong_kind("an integer", value, "`\\in Nat`")
    return value.value >= 0


def _is_integer(value: Value) -> bool:
    if not isinstance(value, IntegerValue):
        raise wrong_kind("an integer", value, "`\\in Int`")
    return True


def _is_string(value: Value) -> bool:
    if not isinstance(value, StringValue):
        raise wrong_kind("a string", value, "`\\in STRING`")
    return True


NATURALS = NamedInfiniteSet("Nat", _is_natural)
INTEGERS = NamedInfiniteSet("Int", _is_integer)
STRINGS = NamedInfiniteSet("STRING", _is_string)


class Interval(OpenSet):
    """low..high, both included."""

    __slots__ = ("high", "low")

    def __init__(self, low: int, high: int) -> None:
        self.low = low
        self.high = high

    def contains(self, value: Value) -> bool:
        if not isinstance(value, IntegerValue):
            raise wrong_kind("an integer", value, f"`\\in {self.low}..{self.high}`")
        return self.low <= value.value <= self.high

    def elements(self) -> Iterator[Value]:
        return map(integer, range(self.low, self.high + 1))

    def _text(self) -> str:
        return f"{self.low}..{self.high}"


class PowerSet(OpenSet):
    """SUBSET base."""

    __slots__ = ("base",)

    def __init__(self, base: Value) -> None:
        self.base = base

    @property
    def finite(self) -> bool:
        return is_finite(self.base)

    def contains(self, value: Value) -> bool:
        return all(contains(self.base, element) for element in iterate(value))

    def elements(self) -> Iterator[Value]:
        base = list(iterate(self.base))
        for size in range(len(base) + 1):
            for chosen in combinations(base, size):
                yield set_of(chosen)

    def _text(self) -> str:
        return f"SUBSET {self.base.text}"


class FunctionSpace(OpenSet):
    """[domain -> range]."""

    __slots__ = ("domain", "range")

    def __init__(self, domain: Value, range_: Value) -> None:
        self.domain = domain
        self.range = range_

    @property
    def finite(self) -> bool:
        return is_finite(self.domain) and is_finite(self.range)

    def contains(self, value: Value) -> bool:
        if not isinstance(value, TupleValue | RecordValue | FunctionValue):
            raise wrong_kind("a function", value, f"`\\in {self.text}`")
        if not isinstance(self.domain, SetValue):
            self.domain = force(self.domain)
        if domain_of(value) is not self.domain:
            return False
        return all(contains(self.range, item) for item in value.mapping.values())

    def elements(self) -> Iterator[Value]:
        domain = list(iterate(self.domain))
        for values in product(list(iterate(self.range)), repeat=len(domain)):
            yield function_of(dict(zip(domain, values, strict=True)))

    def _text(self) -> str:
        return f"[{self.domain.text} -> {self.range.text}]"


class RecordSpace(OpenSet):
    """[name : set, ...]."""

    __slots__ = ("fields",)

    def __init__(self, fields: dict[str, Value]) -> None:
        self.fields = dict(sorted(fields.items()))

    @property
    def finite(self) -> bool:
        return all(is_finite(choices) for choices in self.fields.values())

    def contains(self, value: Value) -> bool:
        if not isinstance(value, TupleValue | RecordValue | FunctionValue):
            raise wrong_kind("a record", value, f"`\\in {self.text}`")
        if not isinstance(value, RecordValue) or value.fields.keys() != self.fields.keys():
            return False
        return all(contains(self.fields[name], item) for name, item in value.fields.items())

    def elements(self) -> Iterator[Value]:
        names = list(self.fields)
        for values in product(*(list(iterate(choices)) for choices in self.fields.values())):
            yield record_of(dict(zip(names, values, strict=True)))

    def _text(self) -> str:
        inside = ", ".join(f"{name}: {choices.text}" for name, choices in self.fields.items())
        return f"[{inside}]"


class ProductSpace(OpenSet):
    """S1 \\X ... \\X Sn."""

    __slots__ = ("factors",)

    def __init__(self, factors: tuple[Value, ...]) -> None:
        self.factors = factors

    @property
    def finite(self) -> bool:
        return all(is_finite(factor) for factor in self.factors)

    def contains(self, value: Value) -> bool:
        if not isinstance(value, TupleValue):
            raise wrong_kind("a tuple", value, f"`\\in {self.text}`")
        return len(value.items) == len(self.factors) and all(
            contains(factor, item) for factor, item in zip(self.factors, value.items, strict=True)
        )

    def elements(self) -> Iterator[Value]:
        for items in product(*(list(iterate(factor)) for factor in self.factors)):
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
            raise wrong_kind("a sequence", value, f"`\\in {self.text}`")
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
            return contains(self.left, value) or contains(self.right, value)
        wanted = self.operator == "\\cap"
        return contains(self.left, value) and contains(self.right, value) is wanted

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


class OpenFunction(OpenValue):
    """A function that is known by its domain and by application."""

    __slots__ = ()

    def domain(self) -> Value:
        """The domain, a set that may be open."""
        raise NotImplementedError

    def apply(self, argument: Value) -> Value | None:
        """The value at an argument, or None outside the domain."""
        raise NotImplementedError

    def updated(self, argument: Value, value: Value) -> Value:
        """The function with another value at an argument of its domain."""
        function = self.force()
        assert isinstance(function, TupleValue | RecordValue | FunctionValue)
        return update_function(function, argument, value)


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
            found = self.known[argument] = self.body(argument)
        return found

    def force(self) -> Value:
        pairs: dict[Value, Value] = {}
        for argument in iterate(self.arguments):
            value = self.apply(argument)
            if value is not None:
                pairs[argument] = value
        return function_of(pairs)

    def _text(self) -> str:
        return f"[x \\in {self.arguments.text} |-> ...]"


def force(value: Value) -> Value:
    """The ordinary value of a value that may be open."""
    return value.force() if isinstance(value, OpenValue) else value


def is_finite(value: Value) -> bool:
    """Whether a set can be enumerated."""
    return value.finite if isinstance(value, OpenSet) else True


def kind_of(value: Value) -> str:
    """The kind of a value for comparisons; values of different kinds may not be compared."""
    if isinstance(value, TupleValue | RecordValue | FunctionValue | OpenFunction):
        return "a function"
    if isinstance(value, SetValue | OpenSet):
        return "a set"
    return _SIMPLE_KINDS[value.rank]


_SIMPLE_KINDS = ("a boolean", "an integer", "a string", "a model value")


def check_comparable(left: Value, right: Value) -> None:
    """Raise unless TLC would compare the two: same kind, or one of them is a model value."""
    kinds = kind_of(left), kind_of(right)
    if kinds[0] != kinds[1] and "a model value" not in kinds:
        raise EvaluationError(
            ErrorKind.NOT_COMPARABLE,
            f"cannot compare {kinds[0]} with {kinds[1]}: {left.text} and {right.text}",
            None,
            (left, right),
        )


def equal(left: Value, right: Value) -> bool:
    """TLA+ equality of two ordinary values; values of different kinds are an error."""
    if left is right:
        return True
    if left.rank != right.rank:
        check_comparable(left, right)
    return False


def contains(collection: Value, value: Value) -> bool:
    """value \\in collection."""
    if isinstance(collection, SetValue):
        if value in collection.elements:
            return True
        for element in collection.elements:
            check_comparable(element, value)
            break
        return False
    if isinstance(collection, OpenSet):
        return collection.contains(value)
    raise wrong_kind("a set", collection, "the right side of \\in")


def iterate(collection: Value) -> Iterator[Value]:
    """The elements of a set in the order of values."""
    if isinstance(collection, SetValue):
        return iter(collection.ordered)
    if isinstance(collection, OpenSet):
        return collection.elements()
    raise wrong_kind("a set", collection, "an enumeration")


def apply_function(function: Value, argument: Value) -> Value:
    """function[argument]; EvaluationError where the argument is outside the domain."""
    if isinstance(function, FunctionValue | TupleValue | RecordValue):
        found = function.mapping.get(argument)
    elif isinstance(function, OpenFunction):
        found = function.apply(argument)
    else:
        raise wrong_kind("a function", function, f"applying to {argument.text}")
    if found is None:
        raise outside_domain(function, argument)
    return found


def outside_domain(function: Value, argument: Value) -> EvaluationError:
    """The error of a function that is applied outside its domain."""
    domain = domain_of(function)
    return EvaluationError(
        ErrorKind.OUTSIDE_DOMAIN,
        f"the function has no value at {argument.text}: its domain is {domain.text}",
        None,
        (function, argument),
    )


def domain_of(function: Value) -> Value:
    """DOMAIN function, as a set that may be open."""
    if isinstance(function, TupleValue):
        return set_of(map(integer, range(1, len(function.items) + 1)))
    if isinstance(function, RecordValue | FunctionValue):
        return set_of(function.mapping)
    if isinstance(function, OpenFunction):
        return function.domain()
    raise wrong_kind("a function", function, "DOMAIN")


def update_function(function: AnyFunction, argument: Value, value: Value) -> AnyFunction:
    """The function with another value at an argument of its domain; the caller checked that."""
    if isinstance(function, TupleValue) and isinstance(argument, IntegerValue):
        items = list(function.items)
        items[argument.value - 1] = value
        return tuple_of(items)
    if isinstance(function, RecordValue) and isinstance(argument, StringValue):
        return record_of({**function.fields, argument.value: value})
    return function_of({**function.mapping, argument: value})

