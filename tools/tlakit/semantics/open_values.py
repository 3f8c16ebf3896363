"""Values that are not spelled out, and what can be asked of a value whether it is or not.

An expression may evaluate to such an open value where its context asks only for membership,
enumeration or application; `force` turns it into an ordinary value wherever one is needed (to
compare it, to put it in a set, to store it in a state). Enumeration yields the order of values, so
that CHOOSE takes the same witness whether or not a set was spelled out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import islice
from typing import Any, ClassVar

from tlakit.language.ir import Span
from tlakit.semantics.errors import ErrorKind, EvaluationError, shorten, wrong_kind
from tlakit.semantics.values import (
    FUNCTIONS,
    FunctionValue,
    ModelValue,
    RecordValue,
    SetValue,
    StringValue,
    TupleValue,
    Value,
    changed_function,
    set_of,
)

MOST_ELEMENTS = 1_000_000
"""How many elements of a set are spelled out at the most, as in TLC."""

MOST_SIZE_BITS = 4096
"""Larger numbers of elements than those of so many bits are not computed."""

MOST_STEPS = 2**31
"""How many elements of a set are gone through at the most, if all have to be: TLC stops there too."""


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
    __slots__ = ("look", "variable")

    def __init__(self, variable: int, look: Callable[[int], Value]) -> None:
        self.variable = variable
        self.look = look

    def read(self) -> Value:
        """The value, which the state then notes as read."""
        return self.look(self.variable)

    def force(self) -> Value:
        return force(self.read())


class OpenSet(OpenValue):
    """A set that is known by membership and, when finite, by enumeration.

    `counted` says that `size` is computed without an enumeration, and `selective` that `selected`
    looks at a part only.
    """

    counted: ClassVar[bool] = False
    selective: ClassVar[bool] = False
    __slots__ = ()

    @property
    def finite(self) -> bool:
        """Whether the set can be enumerated."""
        return True

    def size(self) -> int:
        """How many elements; EvaluationError if the set is infinite."""
        if not self.finite:
            raise EvaluationError(
                ErrorKind.NOT_ENUMERABLE,
                f"the set {shorten(self.text)} is infinite: it has no size",
            )
        return sum(1 for _ in self.elements())

    def filtered(self, key: object, predicate: Callable[[Value], bool]) -> Value | None:
        """The elements that satisfy a predicate of nothing but the element, if that can stay open.

        Equal keys stand for equal predicates.
        """
        return None

    def selected(self, key: object, predicate: Callable[[Value], bool]) -> Value:
        """The set of the elements for which such a predicate is true, or fails with an error."""
        raise NotImplementedError

    def same_as(self, other: Value) -> bool | None:
        """Whether the two are equal, where that shows without all of them; else None."""
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
        if self.counted and self.finite and self.size() > MOST_ELEMENTS:
            raise too_large(self)
        found = list(islice(self.elements(), MOST_ELEMENTS + 1))
        if len(found) > MOST_ELEMENTS:
            raise too_large(self)
        return set_of(found)


class OpenFunction(OpenValue):
    """A function that is known by its domain and by application."""

    __slots__ = ()

    def domain(self) -> Value:
        """The domain, a set that may be open."""
        raise NotImplementedError

    def apply(self, argument: Value) -> Value | None:
        """The value at an argument, or None outside the domain."""
        raise NotImplementedError

    def maps(self, argument: Value) -> bool:
        """Whether an argument is in the domain."""
        return self.apply(argument) is not None

    def same_as(self, other: Value) -> bool | None:
        """Whether the two are equal, where that shows without all of them; else None."""
        return None

    def updated(self, changes: Mapping[Value, Value]) -> Value:
        """The function with other values, which may be open, at some arguments of its domain."""
        function = self.force()
        assert isinstance(function, FUNCTIONS)
        return changed_function(function, {key: force(value) for key, value in changes.items()})

    def shown(self) -> Value:
        """The function as an error shows it: the ordinary one where plain evaluation would have it."""
        return self


def force(value: Value) -> Value:
    """The ordinary value of a value that may be open."""
    return value.force() if isinstance(value, OpenValue) else value


def force_at(value: Value, span: Span) -> Value:
    """The same, with the place of what has the value for an error that knows none."""
    try:
        return force(value)
    except EvaluationError as error:
        raise error.at(span) from None


def size_of(collection: Value) -> int:
    """How many elements a finite set has, without spelling it out where that can be computed."""
    if isinstance(collection, SetValue):
        return len(collection.elements)
    if isinstance(collection, OpenSet):
        return collection.size()
    raise wrong_kind("a set", collection, "an enumeration")


def power(base: int, exponent: int, collection: OpenSet) -> int:
    """The number of elements base^exponent of a set; EvaluationError where it is beyond counting."""
    if base > 1 and exponent * base.bit_length() > MOST_SIZE_BITS:
        raise too_large(collection, "beyond counting")
    return int(base**exponent)


def too_large(collection: Value, size: str = "") -> EvaluationError:
    """The error of a set that would have to be spelled out and is too large for that."""
    if not size and isinstance(collection, OpenSet) and collection.counted:
        digits = len(str(collection.size()))
        size = f"{collection.size():,}" if digits <= 15 else f"some 10^{digits - 1}"
    return EvaluationError(
        ErrorKind.TOO_LARGE,
        f"the set {shorten(collection.text)} has too many elements to go through them: "
        + (size or f"more than {MOST_ELEMENTS:,}"),
    )


def is_finite(value: Value) -> bool:
    """Whether a set can be enumerated."""
    return value.finite if isinstance(value, OpenSet) else True


def kind_of(value: Value) -> str:
    """The kind of a value for comparisons; values of different kinds may not be compared."""
    if isinstance(value, ModelValue) and value.type:
        return f"a model value of type {value.type}"
    if isinstance(value, OpenValue):
        return "a function" if isinstance(value, OpenFunction) else "a set"
    return _KINDS[value.rank]


_KINDS = ("a model value", "a boolean", "an integer", "a string", "a set", *("a function",) * 3)
_SIMPLE_RANKS = (1, 2, 3)


def check_comparable(left: Value, right: Value) -> None:
    """Raise unless TLC would compare the two: same kind, or one of them is an untyped model value."""
    kinds = kind_of(left), kind_of(right)
    if kinds[0] != kinds[1] and "a model value" not in kinds:
        raise EvaluationError(
            ErrorKind.NOT_COMPARABLE,
            f"cannot compare {kinds[0]} with {kinds[1]}: {shorten(left.text)} and {shorten(right.text)}",
            None,
            (left, right),
        )


def equal(left: Value, right: Value) -> bool:
    """TLA+ equality of two ordinary values; values of different kinds are an error.

    As in TLC the parts of tuples are compared from left to right up to the first that differs. The
    parts of records and functions have no such order: it is an error only if no part that can be
    compared differs.
    """
    if left is right:
        return True
    if left.rank != right.rank or left.rank == 0:
        check_comparable(left, right)
        return False
    if left.rank in _SIMPLE_RANKS:
        return False
    match left, right:
        case TupleValue(), TupleValue() if len(left.items) == len(right.items):
            for one, other in zip(left.items, right.items, strict=True):
                if not equal(one, other):
                    break
        case RecordValue(), RecordValue():
            _check_parts(left.mapping, right.mapping)
        case FunctionValue(), FunctionValue():
            _check_parts(left.mapping, right.mapping)
        case SetValue(), SetValue() if len(left.elements) == len(right.elements):
            check_elements(left, right)
    return False


def same_values(left: Value, right: Value) -> bool:
    """TLA+ equality of two values that may be open."""
    if left is right:
        return True
    if isinstance(left, (OpenSet, OpenFunction)):
        decided = left.same_as(right)
        if decided is not None:
            return decided
    return equal(force(left), force(right))


def _check_parts(left: Mapping[Value, Value], right: Mapping[Value, Value]) -> None:
    """Raise for two different functions that differ in nothing that can be compared."""
    if left.keys() != right.keys():
        return
    failure: EvaluationError | None = None
    for key, one in left.items():
        try:
            if not equal(one, right[key]):
                return
        except EvaluationError as error:
            failure = failure or error
    if failure is not None:
        raise failure


def check_elements(left: SetValue, right: SetValue) -> None:
    """Raise if the elements of one set could not be compared with those of the other."""
    one, other = _sample(left), _sample(right)
    if one is not None and other is not None and one.rank != other.rank:
        check_comparable(one, other)


def _sample(collection: SetValue) -> Value | None:
    """An element that shows the kind of all; None where there are only model values."""
    for element in collection.elements:
        if element.rank:
            return element
    return None


def contains(collection: Value, value: Value) -> bool:
    """value \\in collection."""
    if isinstance(collection, SetValue):
        if value in collection.elements:
            return True
        sample = _sample(collection) if value.rank else None
        if sample is not None and sample.rank != value.rank:
            check_comparable(sample, value)
        return False
    if isinstance(collection, OpenSet):
        return collection.contains(value)
    raise wrong_kind("a set", collection, "the right side of \\in")


def spelled_out(collection: Value) -> list[Value]:
    """The elements of a set as a list; EvaluationError where there are too many for one."""
    counted = isinstance(collection, OpenSet) and collection.counted and collection.finite
    if counted and size_of(collection) > MOST_ELEMENTS:
        raise too_large(collection)
    return list(iterate(collection))


def iterate_all(collection: Value) -> Iterator[Value]:
    """The elements of a set, of which all will be needed; EvaluationError where there are too many."""
    counted = isinstance(collection, OpenSet) and collection.counted and collection.finite
    if counted and size_of(collection) > MOST_STEPS:
        raise too_large(collection)
    return iterate(collection)


def iterate(collection: Value) -> Iterator[Value]:
    """The elements of a set in the order of values."""
    if isinstance(collection, SetValue):
        return iter(collection.ordered)
    if isinstance(collection, OpenSet):
        return collection.elements()
    raise wrong_kind("a set", collection, "an enumeration")


def apply_function(function: Value, argument: Value, name: str = "the function") -> Value:
    """function[argument]; EvaluationError where the argument is outside the domain."""
    if isinstance(function, FUNCTIONS):
        found = function.mapping.get(argument)
    elif isinstance(function, OpenFunction):
        found = function.apply(argument)
    else:
        raise wrong_kind("a function", function, f"{name}, applied to {shorten(argument.text)},")
    if found is None:
        if isinstance(function, OpenFunction):
            function = function.shown()
        raise outside_domain(function, argument, name)
    return found


def outside_domain(function: Value, argument: Value, name: str) -> EvaluationError:
    """The error of a function that is applied outside its domain."""
    if isinstance(function, TupleValue):
        size = len(function.items)
        domain = f"its domain is 1..{size}" if size else "it is the empty sequence"
    else:
        domain = f"its domain is {shorten(domain_of(function).text)}"
    hint = ""
    if isinstance(function, RecordValue) and isinstance(argument, StringValue):
        hint = nearest(argument.value, function.fields)
    message = f"{name} has no value at {shorten(argument.text)}: {domain}"
    if not isinstance(function, OpenValue) and 2 < len(function.text) <= 60:
        message += f"; it is {function.text}"
    return EvaluationError(ErrorKind.OUTSIDE_DOMAIN, message, None, (function, argument), hint)


def nearest(name: str, known: Iterable[str]) -> str:
    """The hint that names what a misspelt name may stand for; empty if there is nothing like it."""
    close = get_close_matches(name, list(known), 1)
    return f"Did you mean `{close[0]}`?" if close else ""


def domain_of(function: Value) -> Value:
    """DOMAIN function, as a set that may be open."""
    if isinstance(function, FUNCTIONS):
        return set_of(function.mapping)
    if isinstance(function, OpenFunction):
        return function.domain()
    raise wrong_kind("a function", function, "DOMAIN")
