"""Views of a function whose domain changes, which is a bit mask over its arguments and pairs.

Such a function, a bag of messages for example, is read and changed argument by argument.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from tlakit.explore.elements import Arguments
from tlakit.explore.set_views import FilteredView, SetView
from tlakit.explore.slots import Graph
from tlakit.semantics.errors import EvaluationError
from tlakit.semantics.open_graphs import OpenGraph
from tlakit.semantics.open_values import equal, force, same_values
from tlakit.semantics.values import Value, function_of

if TYPE_CHECKING:
    from tlakit.explore.tracking import Tracker

FEW = 4
"""How many pairs of an argument are looked at one by one, before all that are left together."""


class GraphView(OpenGraph):
    """The function in a slot with other values at some arguments, None where it has none any more."""

    storable = True
    __slots__ = ("changes", "place", "tracker")

    def __init__(
        self, tracker: Tracker, place: Graph, changes: Mapping[Value, Value | None] = {}
    ) -> None:
        self.tracker = tracker
        self.place = place
        self.changes = changes

    def domain(self) -> DomainView:
        arguments = self.place.elements.arguments
        removed = arguments.mask(key for key, value in self.changes.items() if value is None)
        added = arguments.mask(key for key, value in self.changes.items() if value is not None)
        return DomainView(self.tracker, self.place, removed, added)

    def apply(self, argument: Value) -> Value | None:
        if argument in self.changes:
            return self.changes[argument]
        return self._stored(argument)

    def _stored(self, argument: Value) -> Value | None:
        """What the function in the slot has at an argument."""
        holds, slot, pairs = self.tracker.holds, self.place.slot, self.place.elements
        if not holds(slot, pairs.arguments.bit(argument)):
            return None
        for bit, value in pairs.of_argument[argument][:FEW]:
            if holds(slot, bit):
                return value
        mask = self.tracker.masked(slot, pairs.values_at(argument))
        return pairs.mapping(mask)[argument]

    def updated(self, changes: Mapping[Value, Value]) -> Value:
        return self.changed({argument: force(value) for argument, value in changes.items()})

    def changed(self, changes: Mapping[Value, Value | None]) -> Value:
        return GraphView(self.tracker, self.place, {**self.changes, **changes})

    def selected(self, key: object, predicate: Callable[[Value], bool]) -> dict[Value, Value]:
        pairs = self.place.elements
        mask = self.tracker.masked(self.place.slot, pairs.having(key, predicate))
        found = {k: v for k, v in pairs.mapping(mask).items() if k not in self.changes}
        changes = {k: v for k, v in self.changes.items() if v is not None and predicate(v)}
        return {**found, **changes}

    def size(self) -> int:
        return self.domain().size()

    def rebuilt(
        self, domain: Value, apart: Sequence[Value], value_at: Callable[[Value], Value]
    ) -> Value | None:
        if not isinstance(domain, DomainView) or not domain.belongs_to(self):
            return None
        for key in apart:
            domain.compare(key)
        pairs = self.place.elements
        others = pairs.arguments.mask((*self.changes, *apart))
        changes: dict[Value, Value | None] = {
            argument: value_at(argument) if domain.contains(argument) else None
            for argument in pairs.ranged(domain.removed | domain.added | others)
        }
        return GraphView(self.tracker, self.place, changes)

    def same_as(self, other: Value) -> bool | None:
        if not isinstance(other, GraphView) or other.tracker is not self.tracker:
            return None
        if other.place is not self.place:
            return None
        pairs = [(self.apply(key), other.apply(key)) for key in {**self.changes, **other.changes}]
        if any((one is None) is not (two is None) for one, two in pairs):
            return False
        failure: EvaluationError | None = None
        for one, two in pairs:
            try:
                if one is not None and two is not None and not same_values(one, two):
                    return False
            except EvaluationError as error:  # which is none if another value differs
                failure = failure or error
        if failure is not None:
            raise failure
        return True

    def difference(self) -> tuple[int, int]:
        """The bits to remove from the mask in the slot, and those to add."""
        pairs = self.place.elements
        removed = added = 0
        for argument, new in self.changes.items():
            old = self._stored(argument)
            if old is new:
                continue
            if old is not None:
                removed |= pairs.pair(argument, old)
            if new is not None:
                added |= pairs.pair(argument, new)
            if new is None:
                removed |= pairs.arguments.bit(argument)
            elif old is None:
                added |= pairs.arguments.bit(argument)
        return removed, added

    def force(self) -> Value:
        mask = self.tracker.whole(self.place.slot)
        assert isinstance(mask, int)
        if not self.changes:
            return self.place.elements.value(mask)
        pairs = {**self.place.elements.mapping(mask), **self.changes}
        return function_of({key: value for key, value in pairs.items() if value is not None})

    def shown(self) -> Value:
        return self.force()


class DomainView(SetView):
    """The domain of a function in a slot, with some arguments removed and others added."""

    __slots__ = ()
    place: Graph

    @property
    def known(self) -> Arguments:
        return self.place.elements.arguments

    def belongs_to(self, view: GraphView) -> bool:
        """Whether it is the domain of a function that is in the same slot."""
        return self.place is view.place and self.tracker is view.tracker

    def compare(self, key: Value) -> None:
        """EvaluationError if an argument cannot be compared with this one; reads no others."""
        strange = self.filtered(
            ("strange to", key), lambda argument: equal(argument, key) and False
        )
        assert isinstance(strange, FilteredView)
        strange.mask()

    def size(self) -> int:
        """Each argument in a mask has a pair there: they are half of the bits."""
        tracker, slot, elements = self.tracker, self.place.slot, self.place.elements
        size = tracker.masked(slot, elements.count(0)) // 2 + self.added.bit_count()
        for argument in elements.ranged(self.removed | self.added):
            size -= tracker.holds(slot, self.known.bit(argument))
        return size
