"""Values that are not spelled out, and what can be asked of a value whether it is or not.

An expression may evaluate to such an open value where its context asks only for membership,
enumeration or application; `force` turns it into an ordinary value wherever one is needed (to
compare it, to put it in a set, to store it in a state). Enumeration yields the order of values, so
that CHOOSE takes the same witness whether or not a set was spelled out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
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


class Kept(OpenValue):
    """The value that a variable had before, not looked at: what UNCHANGED gives a watched state."""

    storable = True
    __slots__ = ("read", "variable")

    def __init__(self, variable: int, read: Callable[[], Value]) -> None:
        self.variable = variable
        self.read = read

    def force(self) -> Value:
        return force(self.read())


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

    def filtered(self, key: object, predicate: Callable[[Value], bool]) -> Value | None:
        """The elements that satisfy a predicate of nothing but the element, if that can stay open.

        Equal keys stand for equal predicates.
        """
        return None

    def combined(self, operator: str, right: Value) -> Value | None:
        """This set `\\cup`, `\\cap` or `\\` another, where the set itself can do that; else None."""
        return None

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
