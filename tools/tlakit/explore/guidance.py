"""Guiding random runs to what they have seen least often.

All runs learn together: what one has seen makes the next ones look elsewhere. So a guided run depends
on those before it, and is repeated by repeating them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import Final, Literal, TypeAlias

from tlakit.explore.choosing import Attempt, Choices, Chooser
from tlakit.explore.effects import Effect
from tlakit.explore.identity import remembered
from tlakit.explore.slots import Graph, Layout, Masked, Place, Split, Vector, Whole
from tlakit.explore.strategy import Draw, Step
from tlakit.language import ir
from tlakit.semantics.specification import Specification
from tlakit.semantics.values import FunctionValue, RecordValue, SetValue, TupleValue, Value

Guide: TypeAlias = ir.Expression | Literal["changes"]
"""What counts as seen: the value of a state function, or each change of a part of the state."""

UNGUIDED: Final = 0.25
"""The share of steps that are chosen without guidance, so that nothing is out of reach for good."""

MOST_SEEN: Final = 1_000_000
"""Different things that are counted; what is first seen later always counts as not seen."""


class Guidance(ABC):
    """Counts what runs see. `seen` is how often each thing was."""

    def __init__(self) -> None:
        self.seen: dict[object, int] = {}

    @abstractmethod
    def _rank(self, vector: Vector, effect: Effect) -> int:
        """How often that which a step leads to has been seen."""

    @abstractmethod
    def _shows(self, vector: Vector, effect: Effect | None, after: Vector) -> Iterable[object]:
        """What is seen after a step, or at the start of a run."""

    def choose(
        self, draw: Draw, choices: Choices, chooser: Chooser, attempt: Attempt
    ) -> Step | None:
        """Chooses among the good steps that lead to what was seen least often, and notes it."""
        for effects in self._in_order(choices, draw() < UNGUIDED):
            step = chooser(draw, choices, effects, attempt)
            if step is not None:
                self._note(self._shows(choices.vector, step.effect, step.vector))
                return step
        return None

    def _in_order(self, choices: Choices, alike: bool) -> list[list[Effect]]:
        """The steps from a state, least often seen first; those seen as often together."""
        if alike:
            return [choices.effects]
        ranked: dict[int, list[Effect]] = {}
        for effect in choices.effects:
            ranked.setdefault(self._rank(choices.vector, effect), []).append(effect)
        return [ranked[rank] for rank in sorted(ranked)]

    def begin(self, start: Vector) -> None:
        """Notes that a run begins in this state."""
        self._note(self._shows(start, None, start))

    def _note(self, things: Iterable[object]) -> None:
        seen = self.seen
        for thing in things:
            count = seen.get(thing)
            if count is not None or len(seen) < MOST_SEEN:
                seen[thing] = (count or 0) + 1


class ByExpression(Guidance):
    """Counts the values of a state function."""

    def __init__(
        self, specification: Specification, layout: Layout, expression: ir.Expression
    ) -> None:
        super().__init__()
        self.memo = remembered(specification, expression, layout)

    def _rank(self, vector: Vector, effect: Effect) -> int:
        return self.seen.get(self.memo.find(effect.apply(vector)), 0)

    def _shows(self, vector: Vector, effect: Effect | None, after: Vector) -> Iterable[object]:
        return (self.memo.find(after),)


class ByChanges(Guidance):
    """Counts changes of parts of the state, whatever the layout.

    A function's parts are its values, as long as its domain stays; a set changes by each element that
    comes or goes; anything else has no parts. A step is as new as the newest of its changes.
    """

    def __init__(self, layout: Layout) -> None:
        super().__init__()
        self.parts: dict[int, tuple[Place, Value | None]] = {}
        for place in layout.places:
            match place:
                case Whole() | Masked():
                    self.parts[place.slot] = place, None
                case Split():
                    for argument, slot in place.slots.items():
                        self.parts[slot] = place, argument

    def _rank(self, vector: Vector, effect: Effect) -> int:
        ranks = [self.seen.get(one, 0) for one in self._changes(vector, effect)]
        return min(ranks, default=0)

    def _shows(self, vector: Vector, effect: Effect | None, after: Vector) -> Iterable[object]:
        return () if effect is None else self._changes(vector, effect)

    def _changes(self, vector: Vector, effect: Effect) -> Iterator[object]:
        after = effect.apply(vector)
        for slot, (place, argument) in self.parts.items():
            if not effect.touched >> slot & 1 or after[slot] == vector[slot]:
                continue
            before, now = vector[slot], after[slot]
            if isinstance(place, Graph):
                value = place.elements.value
                assert isinstance(before, int) and isinstance(now, int)
                yield from _of_value(place.variable, value(before), value(now))
            elif isinstance(place, Masked):
                assert isinstance(before, int) and isinstance(now, int)
                for element in place.elements.members(before ^ now):
                    yield place.variable, element, bool(place.elements.bit(element) & now)
            elif isinstance(place, Split):
                yield place.variable, argument, now
            else:
                yield from _of_value(place.variable, before, now)


def _of_value(variable: int, before: object, now: object) -> Iterator[object]:
    """How a variable that is in one slot changed, in terms that would be the same in many."""
    functions = FunctionValue | RecordValue | TupleValue
    if isinstance(before, SetValue) and isinstance(now, SetValue):
        for element in before.elements ^ now.elements:
            yield variable, element, element in now.elements
    elif isinstance(before, functions) and isinstance(now, functions):
        if before.mapping.keys() != now.mapping.keys():
            yield variable, None, now
            return
        for argument, value in now.mapping.items():
            if value is not before.mapping[argument]:
                yield variable, argument, value
    else:
        yield variable, None, now


def guidance_by(
    guide: Guide | None, specification: Specification, layout: Layout
) -> Guidance | None:
    """What a guide asks for, to be used by the runs over one layout."""
    if guide is None:
        return None
    if isinstance(guide, ir.Node):
        return ByExpression(specification, layout, guide)
    return ByChanges(layout)
