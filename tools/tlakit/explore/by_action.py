"""Choosing the action first, then one of its instances.

Where states are seldom met twice it is the evaluations that cost, and then the looking up of those
made before: so of the instances that come and go with the elements of a set only the one that is drawn
is looked at, and of those that are always there whether they have a step is known at a glance.
Where a state is met again, so is what was found of it. As in `choosing` nothing depends on what was
met before: instances stand in the order of the text and of the fingerprints of the elements that they
are made for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random

from tlakit.explore.choosing import Attempt, Chosen, Visited, draw_by_weight
from tlakit.explore.effects import Effect, Outcome
from tlakit.explore.fixed import by_action
from tlakit.explore.memo import Memo
from tlakit.explore.present import Present
from tlakit.explore.slots import Vector
from tlakit.explore.transitions import Transitions
from tlakit.semantics.runtime import current

MOST_SPOTS = 50_000
"""States of which it is kept what was found; beyond, it is forgotten and found again."""


class _Spot(Visited):
    """A state, and what was found of it: for each action that was drawn the instances to draw from.

    An instance is there as such until it is looked at; then what it does stands in its place.
    """

    __slots__ = ("names", "pools")

    def __init__(self, vector: Vector, names: tuple[str, ...]) -> None:
        super().__init__(vector)
        self.names = names
        self.pools: dict[str, list[Outcome | Memo[Outcome]]] = {}


class ActionFirst:
    """Chooses among the instances of one model; counts what it looks at.

    `enabled` counts by action how often an instance that was drawn had a step, `generated` the
    steps.
    """

    def __init__(self, transitions: Transitions, weights: Mapping[str, float]) -> None:
        self.transitions = transitions
        self.weights = weights
        self.alike = all(weight == 1 for weight in weights.values())
        parts = transitions.ordered
        self.fixed = by_action(part for part in parts if isinstance(part, Memo))
        self.families = [
            Present(transitions, part) for part in parts if not isinstance(part, Memo)
        ]
        self.names: dict[tuple[frozenset[str], ...], tuple[str, ...]] = {}
        self.spots: dict[Vector, _Spot] = {}
        self.enabled: Counter[str] = Counter()
        self.generated = 0
        self.during = current()

    def choose(
        self, random: Random, vector: Vector, again: bool, attempt: Attempt
    ) -> Chosen | None:
        """A good step from a state; what is found is kept if the state is there `again`."""
        spot = self.spots.get(vector)
        if spot is None:
            spot = _Spot(vector, self._names(vector))
            if again:
                if len(self.spots) >= MOST_SPOTS:
                    self.spots.clear()
                self.spots[vector] = spot
        uses = self.during.uses
        chosen = self._choose(random, spot, attempt)
        if self.during.uses != uses:
            spot.pools.clear()
        return chosen

    def _choose(self, random: Random, spot: _Spot, attempt: Attempt) -> Chosen | None:
        left = spot.names
        while left:
            if self.alike:
                number = int(random.random() * len(left))
            else:
                drawn = draw_by_weight(random, [self.weights.get(name, 1.0) for name in left])
                if drawn is None:
                    break
                number = drawn
            chosen = self._of_action(random, spot, left[number], attempt)
            if chosen is not None:
                return chosen
            left = left[:number] + left[number + 1 :]
        for name in left:  # that it might be taken should be known
            for one in self._pool(spot, name):
                self._count(name, one if isinstance(one, Outcome) else one.find(spot.vector))
        return None

    def _of_action(
        self, random: Random, spot: _Spot, name: str, attempt: Attempt
    ) -> Chosen | None:
        """A good step of one action. What was drawn is not drawn again."""
        pool = spot.pools.get(name)
        if pool is None:
            pool = spot.pools[name] = self._pool(spot, name)
        size, left = len(pool), None
        while size:
            number = drawn = int(random.random() * size)
            if left is not None:
                number = left[drawn]
            outcome = pool[number]
            if not isinstance(outcome, Outcome):
                outcome = pool[number] = outcome.find(spot.vector)
            if outcome.count:
                self._count(name, outcome)
                chosen = self._step_of(random, outcome.effects, spot, attempt)
                if chosen is not None:
                    return chosen
            size -= 1
            if left is None:
                left = list(range(len(pool)))
            left[drawn] = left[size]
        return None

    def _step_of(
        self, random: Random, effects: Sequence[Effect], spot: _Spot, attempt: Attempt
    ) -> Chosen | None:
        """One of the good steps of an instance."""
        tried = spot.tried
        while effects:
            number = int(random.random() * len(effects)) if len(effects) > 1 else 0
            effect = effects[number]
            after = tried[effect] if effect in tried else attempt(spot, effect)
            if after is not None:
                return effect, after
            effects = (*effects[:number], *effects[number + 1 :])
        return None

    def _count(self, name: str, outcome: Outcome) -> None:
        if outcome.count:
            self.enabled[name] += 1
            self.generated += outcome.count

    def _names(self, vector: Vector) -> tuple[str, ...]:
        """The actions that have an instance in a state."""
        for family in self.families:
            family.look(vector)
        key = tuple([family.names for family in self.families])
        names = self.names.get(key)
        if names is None:
            names = self.names[key] = tuple(sorted(self.fixed.keys() | frozenset().union(*key)))
        return names

    def _pool(self, spot: _Spot, name: str) -> list[Outcome | Memo[Outcome]]:
        """The instances of an action in a state: of those always there, the ones with a step."""
        vector, fixed = spot.vector, self.fixed.get(name)
        pool: list[Outcome | Memo[Outcome]] = []
        if fixed is not None:
            pool += fixed.enabled(vector)
        for family in self.families:
            pool += family.of(name, vector)
        return pool

    def is_stuck(self, vector: Vector) -> bool:
        """Whether no instance at all has a step from a state."""
        spot = _Spot(vector, self._names(vector))
        return not any(
            isinstance(one, Outcome) or one.find(vector).count
            for name in spot.names
            for one in self._pool(spot, name)
        )
