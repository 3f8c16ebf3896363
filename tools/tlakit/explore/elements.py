"""The elements of a set that is stored as a bit mask, and what may be read of such a mask.

A function whose domain changes is stored so too, as the set of its arguments and pairs: see `Pairs`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tlakit.semantics.errors import EvaluationError
from tlakit.semantics.values import (
    FunctionValue,
    RecordValue,
    SetValue,
    TupleValue,
    Value,
    function_of,
    set_of,
    tuple_of,
)

MOST_ELEMENTS = 20_000
MOST_VALUES = 100_000
"""How many values of masks are kept; beyond, they are forgotten and made again."""


class Misfit(Exception):
    """A variable has a value that its slots cannot hold.

    With a `depth`: it cannot be read by parts there, because it is a function in some states only.
    """

    def __init__(self, variable: int, depth: int | None = None) -> None:
        super().__init__(variable)
        self.variable = variable
        self.depth = depth


class Elements:
    """The elements ever met of one variable, numbered: element k is bit k of a mask."""

    def __init__(self, variable: int) -> None:
        self.variable = variable
        self.values: list[Value] = []
        self.bits: dict[Value, int] = {}
        self._of_masks: dict[int, Value] = {}
        self._lenses: dict[object, Lens] = {}
        self._counts: dict[int, Count] = {}

    def bit(self, value: Value) -> int:
        """The mask that holds this element alone; a new element gets the next bit.

        Misfit where there are so many that masks would be larger than sets.
        """
        found = self.bits.get(value)
        if found is None:
            if len(self.values) >= MOST_ELEMENTS:
                raise Misfit(self.variable)
            found = self.bits[value] = 1 << len(self.values)
            self.values.append(value)
        return found

    def mask(self, values: Iterable[Value]) -> int:
        """The mask of these elements."""
        mask = 0
        for value in values:
            mask |= self.bit(value)
        return mask

    def mask_of(self, value: Value) -> int:
        """The mask of a set; Misfit if it is none."""
        if not isinstance(value, SetValue):
            raise Misfit(self.variable)
        return self.mask(value.ordered)

    def lens(self, key: object, predicate: Callable[[Value], bool]) -> Lens:
        """The lens of a predicate; equal keys stand for equal predicates."""
        found = self._lenses.get(key)
        if found is None:
            found = self._lenses[key] = Lens(self, predicate)
        return found

    def count(self, beside: int) -> Count:
        """The count of the elements that are not in a mask."""
        return self._counts.setdefault(beside, Count(beside))

    def members(self, mask: int) -> Iterator[Value]:
        """The elements in a mask, by number."""
        while mask:
            low = mask & -mask
            yield self.values[low.bit_length() - 1]
            mask ^= low

    def ranged(self, mask: int) -> Iterator[Value]:
        """What a `\\E` over the variable ranges over, by number, where it has this mask."""
        return self.members(mask)

    def value(self, mask: int) -> Value:
        """The set, or the function, that a mask stands for."""
        found = self._of_masks.get(mask)
        if found is None:
            if len(self._of_masks) > MOST_VALUES:
                self._of_masks.clear()
            found = self._of_masks[mask] = self._made(mask)
        return found

    def _made(self, mask: int) -> Value:
        return set_of(self.members(mask))


class Pairs(Elements):
    """What a function whose domain changes consists of: arguments <<a>> and pairs <<a, v>>.

    A mask has, for each argument in the domain, that argument and one pair. So it is one bit whether
    an argument is in the domain, and its value is found by looking at its pairs in the order in which
    they were met: one of them is there, and those met later come later. A `\\E` ranges over the domain.
    """

    def __init__(self, variable: int) -> None:
        super().__init__(variable)
        self.arguments = Arguments(self)
        self.of_argument: dict[Value, list[tuple[int, Value]]] = {}

    def bit(self, value: Value) -> int:
        known = len(self.values)
        found = super().bit(value)
        if len(self.values) > known:
            argument, *values = _parts(value)
            pairs = self.of_argument.setdefault(argument, [])
            pairs += [(found, one) for one in values]
        return found

    def mask_of(self, value: Value) -> int:
        """The mask of a function; Misfit if it is none, or a sequence."""
        if isinstance(value, TupleValue) and value.items:
            raise Misfit(self.variable)
        if not isinstance(value, FunctionValue | RecordValue | TupleValue):
            raise Misfit(self.variable)
        mask = 0
        for argument, one in value.mapping.items():
            mask |= self.arguments.bit(argument) | self.pair(argument, one)
        return mask

    def pair(self, argument: Value, value: Value) -> int:
        """The bit of a pair."""
        return self.bit(tuple_of((argument, value)))

    def mapping(self, mask: int) -> dict[Value, Value]:
        """The pairs in a mask."""
        parts = map(_parts, self.members(mask))
        return dict(part for part in parts if len(part) == 2)

    def values_at(self, argument: Value) -> Lens:
        """The lens of an argument's pairs."""

        def holds(element: Value) -> bool:
            part = _parts(element)
            return len(part) == 2 and part[0] is argument

        return self.lens(("at", argument), holds)

    def having(self, key: object, predicate: Callable[[Value], bool]) -> Lens:
        """The lens of the pairs whose value satisfies a predicate."""
        return self.lens(("having", key), lambda element: any(map(predicate, _parts(element)[1:])))

    def ranged(self, mask: int) -> Iterator[Value]:
        for element in self.members(mask):
            argument, *values = _parts(element)
            if not values:
                yield argument

    def _made(self, mask: int) -> Value:
        return function_of(self.mapping(mask))


def _parts(element: Value) -> tuple[Value, ...]:
    """The argument, and the value if it is a pair."""
    assert isinstance(element, TupleValue)
    return element.items


class Arguments:
    """The arguments among the elements of a function, as if they were the elements of a set."""

    def __init__(self, pairs: Pairs) -> None:
        self.pairs = pairs
        self.all = pairs.lens("arguments", lambda element: len(_parts(element)) == 1)

    def bit(self, argument: Value) -> int:
        """The bit of an argument."""
        return self.pairs.bit(tuple_of((argument,)))

    def mask(self, arguments: Iterable[Value]) -> int:
        """The mask of these arguments."""
        mask = 0
        for argument in arguments:
            mask |= self.bit(argument)
        return mask

    def value(self, mask: int) -> SetValue:
        """The set of the arguments in a mask."""
        return set_of(self.pairs.ranged(mask))

    def lens(self, key: object, predicate: Callable[[Value], bool]) -> Lens:
        """The lens of the arguments that satisfy a predicate."""

        def holds(element: Value) -> bool:
            argument, *values = _parts(element)
            return not values and predicate(argument)

        return self.pairs.lens(("arguments", key), holds)


class Count:
    """How many elements a set has beside some: `mask & count` is that number.

    Like a lens it makes a memo depend on less than the whole set.
    """

    __slots__ = ("beside",)

    def __init__(self, beside: int) -> None:
        self.beside = beside

    def __rand__(self, content: int) -> int:
        return (content & ~self.beside).bit_count()


class Lens:
    """The part of a set that satisfies a predicate of the element alone, as a mask that grows.

    `mask & lens` is the part of a mask: elements met since the last look are classified first. So a
    memo may be keyed by it: a state that was looked up earlier has none of the later elements.
    Elements for which the predicate fails with an error are let through, and are in `faulty`.
    """

    __slots__ = ("elements", "examined", "faulty", "mask", "predicate")

    def __init__(self, elements: Elements, predicate: Callable[[Value], bool]) -> None:
        self.elements = elements
        self.predicate = predicate
        self.examined = 0
        self.mask = 0
        self.faulty = 0

    def __rand__(self, content: int) -> int:
        values = self.elements.values
        while self.examined < len(values):
            bit = 1 << self.examined
            try:
                if self.predicate(values[self.examined]):
                    self.mask |= bit
            except EvaluationError:
                self.mask |= bit
                self.faulty |= bit
            self.examined += 1
        return content & self.mask

    def raise_faults(self, mask: int) -> None:
        """EvaluationError if the predicate fails for an element of the mask."""
        for value in self.elements.members(mask & self.faulty):
            self.predicate(value)
