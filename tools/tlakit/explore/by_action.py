"""Choosing the action first, then one of its instances, and evaluating only that one.

Where states are seldom met twice hardly any evaluation can be remembered: then it is the number of
evaluations that counts. As in `choosing` nothing depends on what was met before: instances stand in the
order of the text and of the fingerprints of the elements that they are made for.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import itemgetter
from random import Random
from typing import TypeAlias

from tlakit.explore.choosing import Chosen, draw_by_weight
from tlakit.explore.effects import Effect, Outcome
from tlakit.explore.memo import Memo
from tlakit.explore.slots import Masked, Vector
from tlakit.explore.transitions import Members, Transitions
from tlakit.semantics.behaviour import Label
from tlakit.semantics.open_values import iterate
from tlakit.semantics.values import Value

Check: TypeAlias = Callable[[Vector, Effect], Vector | None]
"""Gives the state that a step from a state leads to, None if it is no good."""

_Row: TypeAlias = tuple[bytes, Memo[Outcome]]
"""An instance with its place among those of its family: they compare by that alone."""
_Rows: TypeAlias = dict[str, list[_Row]]


class ActionFirst:
    """Chooses among the instances of one model; counts what it looks at.

    `enabled` counts by action how often an instance that was looked at had a step, `generated` the
    steps. `learned` is how many evaluations were made.
    """

    def __init__(self, transitions: Transitions, weights: Mapping[str, float]) -> None:
        self.weights = weights
        self.alike = all(weight == 1 for weight in weights.values())
        self.fixed: _Rows = {}
        self.families: list[_Present] = []
        for part in transitions.ordered:
            if isinstance(part, Memo):
                self.fixed.setdefault(_name(part), []).append((b"", part))
            else:
                self.families.append(_Present(transitions, part))
        self.enabled: dict[str, int] = {}
        self.generated = 0
        self.learned = 0

    def choose(self, random: Random, vector: Vector, check: Check) -> Chosen | None:
        """A good step from a state."""
        draw = random.random
        present = [self.fixed, *(family.rows(vector) for family in self.families)]
        names = {name for rows in present for name, row in rows.items() if row}
        left = sorted(name for name in names if self.weights.get(name, 1.0) > 0)
        while left:
            if self.alike:
                name = left.pop(int(draw() * len(left)))
            else:
                number = draw_by_weight(random, [self.weights.get(one, 1.0) for one in left])
                assert number is not None
                name = left.pop(number)
            pool = [memo for rows in present for _, memo in rows.get(name, ())]
            size = len(pool)
            while size:  # the ones that were looked at leave the pool
                number = int(draw() * size)
                size -= 1
                memo, pool[number] = pool[number], pool[size]
                outcome = self._look(name, memo, vector)
                if outcome.count:
                    chosen = self._step_of(random, outcome.effects, vector, check)
                    if chosen is not None:
                        return chosen
        for name in names:
            if not self.weights.get(name, 1.0) > 0:  # that it might be taken should be known
                for rows in present:
                    for _, memo in rows.get(name, ()):
                        self._look(name, memo, vector)
        return None

    def _step_of(
        self, random: Random, effects: Sequence[Effect], vector: Vector, check: Check
    ) -> Chosen | None:
        """One of the good steps of an instance."""
        left = list(effects)
        while left:
            effect = left.pop(int(random.random() * len(left)) if len(left) > 1 else 0)
            after = check(vector, effect)
            if after is not None:
                return effect, after
        return None

    def is_stuck(self, vector: Vector) -> bool:
        """Whether no instance at all has a step from a state."""
        present = [self.fixed, *(family.rows(vector) for family in self.families)]
        return not any(
            memo.find(vector).count for rows in present for row in rows.values() for _, memo in row
        )

    def _look(self, name: str, memo: Memo[Outcome], vector: Vector) -> Outcome:
        misses = memo.misses
        outcome = memo.find(vector)
        self.learned += memo.misses - misses
        if outcome.count:
            self.enabled[name] = self.enabled.get(name, 0) + 1
            self.generated += outcome.count
        return outcome


class _Present:
    """The instances of one family that are there in a state, by action."""

    def __init__(self, transitions: Transitions, members: Members) -> None:
        self.transitions = transitions
        self.members = members
        self.place = transitions.layout.places[members.family.variable]
        self.mask = 0
        self.there: _Rows = {}

    def rows(self, vector: Vector) -> _Rows:
        """They in order. From one state to the next only few elements come and go."""
        if not isinstance(self.place, Masked) or self.members.nested:
            return self._afresh(vector)
        mask = vector[self.place.slot]
        assert isinstance(mask, int)
        for element in self.place.elements.members(mask ^ self.mask):
            there = bool(mask & self.place.elements.bit(element))
            for name, row in self._made_for(element):
                rows = self.there.setdefault(name, [])
                if there:
                    insort(rows, row)
                else:
                    del rows[bisect_left(rows, row)]
        if self.members.nested:
            return self._afresh(vector)
        self.mask = mask
        return self.there

    def _made_for(self, element: Value) -> Iterator[tuple[str, _Row]]:
        for number, part in enumerate(self.transitions.parts_of(self.members, element)):
            if isinstance(part, Memo):
                yield _name(part), (_place(element, number), part)
            else:
                self.members.nested = True

    def _afresh(self, vector: Vector) -> _Rows:
        found: _Rows = {}
        for name, row in self._all(self.members, vector, b""):
            found.setdefault(name, []).append(row)
        for rows in found.values():
            rows.sort(key=itemgetter(0))
        return found

    def _all(self, members: Members, vector: Vector, around: bytes) -> Iterator[tuple[str, _Row]]:
        value = self.transitions.layout.values(vector)[members.family.variable]
        for element in members.family.elements(value):
            for number, part in enumerate(self.transitions.parts_of(members, element)):
                place = around + _place(element, number)
                if isinstance(part, Memo):
                    yield _name(part), (place, part)
                else:
                    yield from self._all(part, vector, place)


def _place(element: Value, number: int) -> bytes:
    """Where an instance stands: the number-th for this element."""
    return element.fingerprint + number.to_bytes(4, "big")


def _name(memo: Memo[Outcome]) -> str:
    assert isinstance(memo.subject, Label)
    return memo.subject.action
