"""Views of a set that is a bit mask in a slot, and of a part of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tlakit.explore.elements import Arguments, Elements, Lens
from tlakit.explore.slots import Masked
from tlakit.semantics.open_values import OpenSet, force, iterate
from tlakit.semantics.values import SetValue, Value

if TYPE_CHECKING:
    from tlakit.explore.tracking import Tracker


class SetView(OpenSet):
    """A set that is a mask in a slot: the slot's mask without `removed`, and with `added`."""

    storable = True
    __slots__ = ("added", "place", "removed", "tracker")

    def __init__(self, tracker: Tracker, place: Masked, removed: int = 0, added: int = 0) -> None:
        self.tracker = tracker
        self.place = place
        self.removed = removed
        self.added = added

    @property
    def known(self) -> Elements | Arguments:
        """The elements that the bits stand for."""
        return self.place.elements

    def mask(self) -> int:
        """The mask, after reading all of it."""
        mask = self.tracker.whole(self.place.slot)
        assert isinstance(mask, int)
        return (mask & ~self.removed) | self.added

    def contains(self, value: Value) -> bool:
        return self._has(self.known.bit(value))

    def elements(self) -> Iterator[Value]:
        return iterate(self.known.value(self.mask()))

    def same_as(self, other: Value) -> bool | None:
        if not isinstance(other, SetView) or other.tracker is not self.tracker:
            return None
        if other.place is not self.place:
            return None
        differing = (self.removed ^ other.removed) | (self.added ^ other.added)
        while differing:
            bit = differing & -differing
            if self._has(bit) is not other._has(bit):
                return False
            differing ^= bit
        return True

    def _has(self, bit: int) -> bool:
        if self.added & bit:
            return True
        return not self.removed & bit and self.tracker.holds(self.place.slot, bit)

    def filtered(self, key: object, predicate: Callable[[Value], bool]) -> Value | None:
        return FilteredView(self, self.known.lens(key, predicate))

    def size(self) -> int:
        beside = self.removed | self.added
        counted = self.tracker.masked(self.place.slot, self.place.elements.count(beside))
        return counted + self.added.bit_count()

    def combined(self, operator: str, right: Value) -> Value | None:
        if operator == "\\cap":
            return None
        other = force(right)
        if not isinstance(other, SetValue):
            return None
        bits = self.known.mask(other.ordered)
        if operator == "\\cup":
            return type(self)(self.tracker, self.place, self.removed, self.added | bits)
        return type(self)(self.tracker, self.place, self.removed | bits, self.added & ~bits)

    def force(self) -> Value:
        return self.known.value(self.mask())


class FilteredView(OpenSet):
    """The part of a `SetView` that a lens lets through; reads only that part."""

    __slots__ = ("lens", "view")

    def __init__(self, view: SetView, lens: Lens) -> None:
        self.view = view
        self.lens = lens

    def mask(self) -> int:
        """The mask, after reading that part."""
        view = self.view
        mask = view.tracker.masked(view.place.slot, self.lens)
        mask = (mask & ~view.removed) | (view.added & self.lens)
        if mask & self.lens.faulty:
            self.lens.raise_faults(mask)
        return mask

    def contains(self, value: Value) -> bool:
        bit = self.view.known.bit(value)
        if not bit & self.lens or not self.view.contains(value):
            return False
        self.lens.raise_faults(bit)
        return True

    def elements(self) -> Iterator[Value]:
        return iterate(self.view.known.value(self.mask()))

    def size(self) -> int:
        return self.mask().bit_count()

    def force(self) -> Value:
        return self.view.known.value(self.mask())
