"""The elements of a set that is stored as a bit mask, and what may be read of such a mask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tlakit.semantics.errors import EvaluationError
from tlakit.semantics.values import SetValue, Value, set_of

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
        self._of_masks: dict[int, SetValue] = {}
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

    def value(self, mask: int) -> SetValue:
        """The set that a mask stands for."""
        found = self._of_masks.get(mask)
        if found is None:
            if len(self._of_masks) > MOST_VALUES:
                self._of_masks.clear()
            found = self._of_masks[mask] = set_of(self.members(mask))
        return found


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
