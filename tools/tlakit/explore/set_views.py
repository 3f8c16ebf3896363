"""Views of a set that is a bit mask in a slot, and of a part of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tlakit.explore.elements import Arguments, Elements, Lens
from tlakit.explore.slots import Masked
from tlakit.semantics.open_values import OpenSet, force, iterate
from tlakit.semantics.values import SetValue, Value, set_of

if TYPE_CHECKING:
    from tlakit.explore.tracking import Tracker


class SetView(OpenSet):
    """A set that is a mask in a slot: the slot's mask without `removed`, and with `added`."""

    storable = True
    selective = True
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

    def selected(self, key: object, predicate: Callable[[Value], bool]) -> Value:
        return self.known.value(FilteredView(self, self.known.lens(key, predicate)).let_through())

    def size(self) -> int:
        beside = self.removed | self.added
        counted = self.tracker.masked(self.place.slot, self.place.elements.count(beside))
        return counted + self.added.bit_count()

    def combined(self, operator: str, right: Value) -> Value | None:
        if operator == "\\cap":
            return None
        if operator == "\\cup" and isinstance(right, SetView):
            return UnionView(self, right)
        return self.changed(operator, right)

    def changed(self, operator: str, right: Value) -> SetView | None:
        """The set with the elements of another, which is read, added or removed."""
        other = force(right)
        if not isinstance(other, SetValue):
            return None
        bits = self.known.mask(other.ordered)
        if operator == "\\cup":
            return type(self)(self.tracker, self.place, self.removed, self.added | bits)
        return type(self)(self.tracker, self.place, self.removed | bits, self.added & ~bits)

    def force(self) -> Value:
        return self.known.value(self.mask())


class UnionView(OpenSet):
    """The union of two sets: each is asked for its part, where that is enough.

    Where it is not, it is the first with the elements of the second added.
    """

    storable = True
    selective = True
    __slots__ = ("left", "right")

    def __init__(self, left: SetView, right: SetView) -> None:
        self.left = left
        self.right = right

    def joined(self) -> SetView:
        """The first with the elements of the second, which is read."""
        joined = self.left.changed("\\cup", self.right)
        assert joined is not None
        return joined

    def contains(self, value: Value) -> bool:
        return self.left.contains(value) or self.right.contains(value)

    def elements(self) -> Iterator[Value]:
        return self.joined().elements()

    def same_as(self, other: Value) -> bool | None:
        return self.joined().same_as(other.joined() if isinstance(other, UnionView) else other)

    def filtered(self, key: object, predicate: Callable[[Value], bool]) -> Value | None:
        return self.joined().filtered(key, predicate)

    def selected(self, key: object, predicate: Callable[[Value], bool]) -> Value:
        parts = (self.left.selected(key, predicate), self.right.selected(key, predicate))
        return set_of([element for part in parts for element in iterate(part)])

    def size(self) -> int:
        return self.joined().size()

    def combined(self, operator: str, right: Value) -> Value | None:
        return self.joined().combined(operator, right)

    def force(self) -> Value:
        return self.joined().force()


class FilteredView(OpenSet):
    """The part of a `SetView` that a lens lets through; reads only that part."""

    __slots__ = ("lens", "view")

    def __init__(self, view: SetView, lens: Lens) -> None:
        self.view = view
        self.lens = lens

    def let_through(self) -> int:
        """The mask, after reading that part; with elements for which the predicate fails."""
        view = self.view
        mask = view.tracker.masked(view.place.slot, self.lens)
        return (mask & ~view.removed) | (view.added & self.lens)

    def mask(self) -> int:
        """The mask, after reading that part."""
        mask = self.let_through()
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
