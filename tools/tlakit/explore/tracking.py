"""Watching what an evaluation reads of a state.

A `Tracker` stands in the evaluator's register where the state stands otherwise. It notes every slot
that is read, in order; a variable of several slots, or a set, is given as a view, which reads only
what it is asked for and which knows how to be changed in one part without reading the others.
Whatever the evaluator does not ask of a view directly makes it read everything, so that what was
noted always covers what the result depends on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tlakit.explore.slots import Layout, Lens, Masked, Projection, Split, Vector, Whole
from tlakit.semantics.errors import EvaluationError
from tlakit.semantics.machine import WatchedState
from tlakit.semantics.open_values import Kept, OpenFunction, OpenSet, equal, force
from tlakit.semantics.values import SetValue, Value, function_of

Read = tuple[int, int | Projection, Value | int]
"""A slot, the bits read of it (0 for all), and what was there."""


class Tracker(WatchedState):
    """A state that notes what is read of it. `known` slots are read without being noted."""

    def __init__(self, layout: Layout, vector: Vector, known: frozenset[int] = frozenset()) -> None:
        self.layout = layout
        self.vector = vector
        self.known = known
        self.reads: list[Read] = []
        self.noted: set[tuple[int, int | Projection]] = set()
        self.views: list[Value | None] = [None] * len(layout.places)
        self.unread: list[Value | None] = [None] * len(layout.places)

    def whole(self, slot: int) -> Value | int:
        """What a slot holds."""
        content = self.vector[slot]
        if slot not in self.known and (slot, 0) not in self.noted:
            self.noted.add((slot, 0))
            self.reads.append((slot, 0, content))
        return content

    def holds(self, slot: int, bit: int) -> bool:
        """Whether the mask in a slot has a bit."""
        mask = self.vector[slot]
        assert isinstance(mask, int)
        present = mask & bit
        if slot not in self.known and not {(slot, 0), (slot, bit)} & self.noted:
            self.noted.add((slot, bit))
            self.reads.append((slot, bit, present))
        return bool(present)

    def part(self, slot: int, lens: Projection) -> int:
        """What a lens or a count makes of the mask in a slot."""
        mask = self.vector[slot]
        assert isinstance(mask, int)
        content = mask & lens
        if slot not in self.known and not {(slot, 0), (slot, lens)} & self.noted:
            self.noted.add((slot, lens))
            self.reads.append((slot, lens, content))
        return content

    def __getitem__(self, variable: int) -> Value:
        view = self.views[variable]
        if view is not None:
            return view
        place = self.layout.places[variable]
        match place:
            case Whole():
                content = self.whole(place.slot)
                assert isinstance(content, Value)
                return content
            case Split():
                view = SplitView(self, place)
            case Masked():
                view = SetView(self, place)
        self.views[variable] = view
        return view

    def kept(self, index: int) -> Value:
        if not isinstance(self.layout.places[index], Whole):
            return self[index]
        value = self.unread[index]
        if value is None:
            value = self.unread[index] = Kept(index, lambda: self[index])
        return value

    def __setitem__(self, variable: int, value: Value | None) -> None:
        raise AssertionError("a tracked state is never assigned to")


class SplitView(OpenFunction):
    """A function whose values are in slots of their own."""

    storable = True
    __slots__ = ("place", "tracker")

    def __init__(self, tracker: Tracker, place: Split) -> None:
        self.tracker = tracker
        self.place = place

    def domain(self) -> Value:
        return self.place.domain

    def apply(self, argument: Value) -> Value | None:
        slot = self.place.slots.get(argument)
        if slot is None:
            return None
        content = self.tracker.whole(slot)
        assert isinstance(content, Value)
        return content

    def updated(self, argument: Value, value: Value) -> Value:
        return SplitUpdate(self, {argument: value})

    def same_as(self, other: Value) -> bool | None:
        return _same_updates(self, {}, other)

    def force(self) -> Value:
        return forced(self, self.place)


class SplitUpdate(OpenFunction):
    """A `SplitView` with other values at some arguments."""

    storable = True
    __slots__ = ("base", "changes")

    def __init__(self, base: SplitView, changes: dict[Value, Value]) -> None:
        self.base = base
        self.changes = changes

    def domain(self) -> Value:
        return self.base.place.domain

    def apply(self, argument: Value) -> Value | None:
        changed = self.changes.get(argument)
        return self.base.apply(argument) if changed is None else changed

    def updated(self, argument: Value, value: Value) -> Value:
        return SplitUpdate(self.base, {**self.changes, argument: value})

    def same_as(self, other: Value) -> bool | None:
        return _same_updates(self.base, self.changes, other)

    def force(self) -> Value:
        return forced(self, self.base.place)


def _same_updates(base: SplitView, changes: dict[Value, Value], other: Value) -> bool | None:
    """Whether a changed view equals another of the same function; it reads what one of them changes."""
    others = other.changes if isinstance(other, SplitUpdate) else {}
    if (other.base if isinstance(other, SplitUpdate) else other) is not base:
        return None
    failure: EvaluationError | None = None
    for key in {**changes, **others}:
        one = _at(base, changes, key)
        two = _at(base, others, key)
        try:
            if not equal(one, two):
                return False
        except EvaluationError as error:  # which is none if another part differs
            failure = failure or error
    if failure is not None:
        raise failure
    return True


def _at(base: SplitView, changes: dict[Value, Value], key: Value) -> Value:
    """The value at an argument of the domain after changes."""
    value = changes[key] if key in changes else base.apply(key)
    assert value is not None
    return value


def forced(function: OpenFunction, place: Split) -> Value:
    """The ordinary function, after reading all of it."""
    pairs: dict[Value, Value] = {}
    for key in place.slots:
        value = function.apply(key)
        assert value is not None
        pairs[key] = value
    return function_of(pairs)


class SetView(OpenSet):
    """A set that is a mask in a slot: the slot's mask without `removed`, and with `added`."""

    storable = True
    __slots__ = ("added", "place", "removed", "tracker")

    def __init__(self, tracker: Tracker, place: Masked, removed: int = 0, added: int = 0) -> None:
        self.tracker = tracker
        self.place = place
        self.removed = removed
        self.added = added

    def mask(self) -> int:
        """The mask, after reading all of it."""
        mask = self.tracker.whole(self.place.slot)
        assert isinstance(mask, int)
        return (mask & ~self.removed) | self.added

    def contains(self, value: Value) -> bool:
        return self._has(self.place.elements.bit(value))

    def elements(self) -> Iterator[Value]:
        return iter(self.place.elements.set(self.mask()))

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
        return FilteredView(self, self.place.elements.lens(key, predicate))

    def size(self) -> int:
        beside = self.removed | self.added
        counted = self.tracker.part(self.place.slot, self.place.elements.count(beside))
        return counted + self.added.bit_count()

    def combined(self, operator: str, right: Value) -> Value | None:
        if operator == "\\cap":
            return None
        other = force(right)
        if not isinstance(other, SetValue):
            return None
        bits = self.place.elements.mask(other.ordered)
        if operator == "\\cup":
            return SetView(self.tracker, self.place, self.removed, self.added | bits)
        return SetView(self.tracker, self.place, self.removed | bits, self.added & ~bits)

    def force(self) -> Value:
        return self.place.elements.set(self.mask())


class FilteredView(OpenSet):
    """The part of a `SetView` that a lens lets through; reads only that part."""

    __slots__ = ("lens", "view")

    def __init__(self, view: SetView, lens: Lens) -> None:
        self.view = view
        self.lens = lens

    def mask(self) -> int:
        """The mask, after reading that part."""
        view = self.view
        mask = view.tracker.part(view.place.slot, self.lens)
        mask = (mask & ~view.removed) | (view.added & self.lens)
        if mask & self.lens.faulty:
            self.lens.raise_faults(mask)
        return mask

    def contains(self, value: Value) -> bool:
        bit = self.view.place.elements.bit(value)
        if not bit & self.lens or not self.view.contains(value):
            return False
        self.lens.raise_faults(bit)
        return True

    def elements(self) -> Iterator[Value]:
        return iter(self.view.place.elements.set(self.mask()))

    def size(self) -> int:
        return self.mask().bit_count()

    def force(self) -> Value:
        return self.view.place.elements.set(self.mask())
