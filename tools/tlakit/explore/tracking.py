"""Watching what an evaluation reads of a state.

A `Tracker` stands in the evaluator's register where the state stands otherwise. It notes every slot
that is read, in order; a variable of several slots, or a set, is given as a view, which reads only
what it is asked for and which knows how to be changed in one part without reading the others.
Whatever the evaluator does not ask of a view directly makes it read everything, so that what was
noted always covers what the result depends on.
"""

from __future__ import annotations

from collections.abc import Mapping

from tlakit.explore.elements import Count, Lens
from tlakit.explore.graph_views import GraphView
from tlakit.explore.parts import ALL, Part
from tlakit.explore.set_views import SetView
from tlakit.explore.slots import Graph, Layout, Masked, Projection, Split, Vector, Whole
from tlakit.semantics.errors import EvaluationError
from tlakit.semantics.machine import WatchedState
from tlakit.semantics.open_values import (
    Kept,
    OpenFunction,
    domain_of,
    force,
    same_values,
)
from tlakit.semantics.values import (
    FUNCTIONS,
    AnyFunction,
    Value,
    changed_function,
    function_of,
)

Read = tuple[int, int | Projection, Value | int | None]
"""A slot, what is read of it (0 for all, the bits of a mask, or a projection), and what was there."""

MOST_PARTS_READ = 12
"""How many parts of one slot an evaluation reads one by one; then it reads all of it."""


class Tracker(WatchedState):
    """A state that notes what is read of it.

    Of a vector that holds two states, one after the other, it is the first; `following` is the other.
    The slots of the second are noted with the numbers that they have in the vector.
    """

    def __init__(
        self, layout: Layout, vector: Vector, first: int = 0, beside: Tracker | None = None
    ) -> None:
        self.layout = layout
        self.vector = vector
        self.first = first
        self.reads: list[Read] = [] if beside is None else beside.reads
        self.noted: dict[int, set[int | Projection]] = {} if beside is None else beside.noted
        self.counts: dict[int, int] = {}
        self.views: list[Value | None] = [None] * len(layout.places)
        self.unread: list[Value | None] = [None] * len(layout.places)
        self.opened: dict[tuple[int, Part], PartView] = {}
        self.others: list[Tracker] = []

    def following(self) -> Tracker:
        """The second state; what is read of it is noted with what is read of the first."""
        return self._beside(self.layout.size)

    def again(self) -> Tracker:
        """The same state as if it were another: whatever is compared with it is read."""
        return self._beside(self.first)

    def _beside(self, first: int) -> Tracker:
        other = Tracker(self.layout, self.vector, first, self)
        self.others.append(other)
        return other

    def release(self) -> None:
        """Lets go of its views, which know it: so all are freed, though nobody collects garbage."""
        for held in (self.views, self.unread, self.opened):
            held.clear()
        for other in self.others:
            other.release()

    def whole(self, slot: int) -> Value | int:
        """What a slot holds."""
        slot += self.first
        content = self.vector[slot]
        noted = self.noted.setdefault(slot, set())
        if 0 not in noted:
            noted.add(0)
            self.reads.append((slot, 0, content))
        return content

    def masked(self, slot: int, projection: int | Lens | Count) -> int:
        """What given bits, a lens or a count make of the mask in a slot."""
        slot += self.first
        content = self.vector[slot] & projection  # type: ignore[operator]
        assert isinstance(content, int)
        noted = self.noted.setdefault(slot, set())
        if 0 not in noted and projection not in noted:
            noted.add(projection)
            self.reads.append((slot, projection, content))
        return content

    def holds(self, slot: int, bit: int) -> bool:
        """Whether the mask in a slot has a bit."""
        return bool(self.masked(slot, bit))

    def content(self, slot: int) -> Value:
        """What a slot holds that is no mask: a view of it, if it is a function."""
        return self.part(slot, ALL, self.vector[slot + self.first])  # type: ignore[arg-type, return-value]

    def part(self, slot: int, part: Part, content: Value | None) -> Value | None:
        """What is at a part of a slot, None for nothing: a view, if it is a function, else read."""
        noted = self.noted.get(slot + self.first)
        if noted is not None and not noted.isdisjoint(part.covered_by):
            return content
        view = self.opened.get((slot, part))
        if view is None:
            if not self.layout.is_function(slot, part, content):
                self.read(slot, part, content)
                return content
            assert isinstance(content, FUNCTIONS)
            view = self.opened[slot, part] = PartView(self, slot, part, content)
        return view

    def read(self, slot: int, part: Part, content: Value | None) -> None:
        """Notes that what is at a part of a slot was read."""
        if part is ALL:
            self.whole(slot)
            return
        noted = self.noted.setdefault(slot + self.first, set())
        if not noted.isdisjoint(part.covered_by):
            return
        count = self.counts[slot] = self.counts.get(slot, 0) + 1
        if count > MOST_PARTS_READ:
            self.whole(slot)
            return
        noted.add(part)
        self.reads.append((slot + self.first, part, content))

    def presence(self, slot: int, part: Part, found: bool) -> bool:
        """Whether there is anything at a part of a slot; notes that this was read."""
        noted = self.noted.setdefault(slot + self.first, set())
        whether = part.whether()
        if noted.isdisjoint(whether.covered_by):
            noted.add(whether)
            self.reads.append((slot + self.first, whether, int(found)))
        return found

    def __getitem__(self, variable: int) -> Value:
        view = self.views[variable]
        if view is not None:
            return view
        place = self.layout.places[variable]
        match place:
            case Whole():
                view = self.content(place.slot)
                if isinstance(view, PartView):
                    return view
            case Split():
                view = SplitView(self, place)
            case Graph():
                view = GraphView(self, place)
            case Masked():
                view = SetView(self, place)
        self.views[variable] = view
        return view

    def kept(self, index: int) -> Value:
        value = self.unread[index]
        if value is None:
            is_whole = isinstance(self.layout.places[index], Whole)
            value = self.unread[index] = Kept(index, self.__getitem__) if is_whole else self[index]
        return value

    def __setitem__(self, variable: int, value: Value | None) -> None:
        raise AssertionError("a tracked state is never assigned to")


class StateFunction(OpenFunction):
    """A function in a state, read by parts, which knows how to be changed at some arguments."""

    storable = True
    __slots__ = ()

    def changed(self, changes: Mapping[Value, Value]) -> Value:
        """The ordinary function with other values at some arguments."""
        raise NotImplementedError

    def updated(self, changes: Mapping[Value, Value]) -> Value:
        return Update(self, changes)

    def same_as(self, other: Value) -> bool | None:
        return _same_updates(self, {}, other)

    def force(self) -> Value:
        return self.changed({})

    def shown(self) -> Value:
        return self.force()


class SplitView(StateFunction):
    """A function whose values are in slots of their own."""

    __slots__ = ("known", "place", "tracker")

    def __init__(self, tracker: Tracker, place: Split) -> None:
        self.known: dict[Value, Value] = {}
        self.tracker = tracker
        self.place = place

    def domain(self) -> Value:
        return self.place.domain

    def apply(self, argument: Value) -> Value | None:
        found = self.known.get(argument)
        if found is None:
            slot = self.place.slots.get(argument)
            if slot is None:
                return None
            found = self.tracker.content(slot)
            if not isinstance(found, PartView):
                self.known[argument] = found
        return found

    def maps(self, argument: Value) -> bool:
        return argument in self.place.slots

    def changed(self, changes: Mapping[Value, Value]) -> Value:
        pairs: dict[Value, Value] = {}
        for key, slot in self.place.slots.items():
            value = changes.get(key)
            pairs[key] = force(self.tracker.content(slot) if value is None else value)
        return function_of(pairs)

    def shown(self) -> Value:
        return self


class PartView(StateFunction):
    """A function, record or sequence that is a part of a slot, or all of it."""

    __slots__ = ("function", "known", "part", "slot", "tracker")

    def __init__(self, tracker: Tracker, slot: int, part: Part, function: AnyFunction) -> None:
        self.known: dict[Value, Value] = {}
        self.tracker = tracker
        self.slot = slot
        self.part = part
        self.function = function

    def is_of(self, tracker: Tracker, slot: int, part: Part) -> bool:
        """Whether it is what a state holds at a part of a slot."""
        return self.tracker is tracker and self.slot == slot and self.part is part

    def domain(self) -> Value:
        return domain_of(self.force())

    def apply(self, argument: Value) -> Value | None:
        found = self.known.get(argument)
        if found is None:
            part = self.part.inner.get(argument) or self.part.inside(argument)
            found = self.tracker.part(self.slot, part, self.function.mapping.get(argument))
            if found is not None and not isinstance(found, PartView):
                self.known[argument] = found
        return found

    def maps(self, argument: Value) -> bool:
        part = self.part.inner.get(argument) or self.part.inside(argument)
        return self.tracker.presence(self.slot, part, argument in self.function.mapping)

    def changed(self, changes: Mapping[Value, Value]) -> Value:
        self.tracker.read(self.slot, self.part, self.function)
        new = {key: force(value) for key, value in changes.items()}
        return changed_function(self.function, new) if new else self.function


class Update(OpenFunction):
    """A function in a state with other values at some arguments of its domain."""

    storable = True
    __slots__ = ("base", "changes")

    def __init__(self, base: StateFunction, changes: Mapping[Value, Value]) -> None:
        self.base = base
        self.changes = changes

    def domain(self) -> Value:
        return self.base.domain()

    def apply(self, argument: Value) -> Value | None:
        changed = self.changes.get(argument)
        return self.base.apply(argument) if changed is None else changed

    def maps(self, argument: Value) -> bool:
        return argument in self.changes or self.base.maps(argument)

    def updated(self, changes: Mapping[Value, Value]) -> Value:
        return Update(self.base, {**self.changes, **changes})

    def same_as(self, other: Value) -> bool | None:
        return _same_updates(self.base, self.changes, other)

    def force(self) -> Value:
        return self.base.changed(self.changes)

    def shown(self) -> Value:
        return self if isinstance(self.base, SplitView) else self.force()


def _same_updates(base: StateFunction, changes: Mapping[Value, Value], other: Value) -> bool | None:
    """Whether a changed view equals another of the same function; it reads what one of them changes."""
    others = other.changes if isinstance(other, Update) else {}
    if (other.base if isinstance(other, Update) else other) is not base:
        return None
    failure: EvaluationError | None = None
    for key in {**changes, **others}:
        one = _at(base, changes, key)
        two = _at(base, others, key)
        try:
            if not same_values(one, two):
                return False
        except EvaluationError as error:  # which is none if another part differs
            failure = failure or error
    if failure is not None:
        raise failure
    return True


def _at(base: StateFunction, changes: Mapping[Value, Value], key: Value) -> Value:
    """The value at an argument of the domain after changes."""
    value = changes[key] if key in changes else base.apply(key)
    assert value is not None
    return value
