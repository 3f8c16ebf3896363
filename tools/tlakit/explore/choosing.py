"""Which step a random run takes.

A run must be the same whenever its seed and number are. So what is chosen from stands in an order that
does not depend on what was met before (`Effect.order`), and how many random numbers a choice takes
depends only on which steps are good, never on which of them were tried by earlier runs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from math import nextafter
from operator import attrgetter
from random import Random
from typing import Literal, TypeAlias

from tlakit.explore.effects import Effect
from tlakit.explore.slots import Vector

Choice: TypeAlias = Literal["uniform", "action"]
"""What is chosen among: all steps alike, or first the actions."""

DRAWS = range(8)
"""So often it is drawn among all steps before the good ones are sorted out."""

_order = attrgetter("order")


class Visited:
    """A state, and the steps from it that were `tried` before.

    They have the state that each leads to, None where the step is no good.
    """

    __slots__ = ("tried", "vector")

    def __init__(self, vector: Vector) -> None:
        self.vector = vector
        self.tried: dict[Effect, Vector | None] = {}


class Choices(Visited):
    """All steps from a state, in order; `enabled` says how many instances of each action have one.

    `good` has all good steps once all were tried. `visits` counts how often a run was in the state.
    """

    __slots__ = ("effects", "enabled", "good", "visits")

    def __init__(self, vector: Vector, effects: list[Effect]) -> None:
        super().__init__(vector)
        effects.sort(key=_order)
        self.effects = effects
        instances: dict[str, int] = {}
        last = None
        for effect in effects:
            label = effect.label
            if label is not last:  # the steps of one instance stand together
                instances[label.action] = instances.get(label.action, 0) + 1
                last = label
        self.enabled = tuple(instances.items())
        self.good: list[Chosen] | None = None
        self.visits = 0


Chosen: TypeAlias = tuple[Effect, Vector]
"""A good step, and the state that it leads to."""

Attempt: TypeAlias = Callable[[Visited, Effect], Vector | None]
"""Tries a step for the first time: gives the state that it leads to, or None if it is no good."""

Draw: TypeAlias = Callable[[], float]
"""Gives a random number from 0 on and less than 1."""

Chooser: TypeAlias = Callable[[Random, Choices, Sequence[Effect], Attempt], Chosen | None]
"""Chooses one of some steps from a state; None if none of them is good."""


def chooser_of(choice: Choice, weights: Mapping[str, float]) -> Chooser:
    """How to choose; `weights` are those of actions by name, 1 where none is given.

    `uniform` takes each good step with a probability in proportion to the weight of its action.
    `action` so takes an action that has a good step, and then any of its good steps alike. What weighs
    nothing is never taken.
    """
    if choice == "action":
        return _ByAction(weights).choose
    if any(weight != 1 for weight in weights.values()):
        return _Weighted(weights).choose
    return choose_uniformly


def choose_uniformly(
    random: Random, choices: Choices, effects: Sequence[Effect], attempt: Attempt
) -> Chosen | None:
    """Draws until a step is good; after a few, draws among the good ones."""
    draw, tried, size = random.random, choices.tried, len(effects)
    if size:
        for _ in DRAWS:
            effect = effects[int(draw() * size)]
            after = tried[effect] if effect in tried else attempt(choices, effect)
            if after is not None:
                return effect, after
    good = _good(choices, effects, attempt)
    return good[int(draw() * len(good))] if good else None


def _good(choices: Choices, effects: Sequence[Effect], attempt: Attempt) -> list[Chosen]:
    """All good ones among some steps."""
    if choices.good is not None and effects is choices.effects:
        return choices.good
    tried = choices.tried
    good = []
    for effect in effects:
        after = tried[effect] if effect in tried else attempt(choices, effect)
        if after is not None:
            good.append((effect, after))
    if effects is choices.effects and len(tried) == len(effects):
        choices.good = good
    return good


class _Weighted:
    """Each step weighs as much as its action."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = weights

    def choose(
        self, random: Random, choices: Choices, effects: Sequence[Effect], attempt: Attempt
    ) -> Chosen | None:
        weights = [self.weights.get(effect.label.action, 1.0) for effect in effects]
        tried = choices.tried
        for _ in DRAWS:
            number = draw_by_weight(random.random, weights)
            if number is None:
                return None
            effect = effects[number]
            after = tried[effect] if effect in tried else attempt(choices, effect)
            if after is not None:
                return effect, after
        good = _good(choices, effects, attempt)
        number = draw_by_weight(
            random.random, [self.weights.get(one.label.action, 1.0) for one, _ in good]
        )
        return None if number is None else good[number]


class _ByAction:
    """First an action, by its weight; another one where none of its steps is good."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = weights

    def choose(
        self, random: Random, choices: Choices, effects: Sequence[Effect], attempt: Attempt
    ) -> Chosen | None:
        groups: dict[str, list[Effect]] = {}
        for effect in effects:
            groups.setdefault(effect.label.action, []).append(effect)
        left = sorted(groups)
        while True:
            weights = [self.weights.get(name, 1.0) for name in left]
            number = draw_by_weight(random.random, weights)
            if number is None:
                return None
            found = choose_uniformly(random, choices, groups[left.pop(number)], attempt)
            if found is not None:
                return found


def draw_by_weight(draw: Draw, weights: Sequence[float]) -> int | None:
    """An index with a probability in proportion to its weight; None if all weigh nothing."""
    sums = list(accumulate(weights))
    if not sums or not sums[-1] > 0:
        return None
    drawn = draw() * sums[-1]
    return bisect_right(sums, min(drawn, nextafter(sums[-1], 0)))  # rounding may lead to the end
