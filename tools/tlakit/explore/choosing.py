"""Which step a random run takes.

A run must be the same whenever its seed and number are. So what is chosen from stands in an order that
does not depend on what was met before (`Effect.order`), and how many random numbers a choice takes
depends only on which steps are good, never on which of them were tried by earlier runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Literal, TypeAlias

from tlakit.explore.effects import Effect
from tlakit.explore.slots import Vector
from tlakit.explore.strategy import Draw, Step, Visited, draw_by_weight

Choice: TypeAlias = Literal["uniform", "action"]
"""What is chosen among: all steps alike, or first the actions."""

DRAWS = range(8)
"""So often it is drawn among all steps before the good ones are sorted out."""

_order = attrgetter("order")


class Choices(Visited):
    """All steps from a state, in order; `enabled` says how many instances of each action have one.

    `tried` has what came of those that were tried before, None if one is no good; `good` has all good
    ones once all were. `visits` counts how often a run was in the state.
    """

    __slots__ = ("effects", "enabled", "good", "tried", "visits")

    def __init__(self, vector: Vector, effects: list[Effect]) -> None:
        super().__init__(vector)
        self.tried: dict[Effect, Step | None] = {}
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
        self.good: list[Step] | None = None
        self.visits = 0

    def drop(self) -> None:
        self.tried.clear()
        self.good = None


Attempt: TypeAlias = Callable[[Choices, Effect], Step | None]
"""Tries a step for the first time: None if it is no good."""

Chooser: TypeAlias = Callable[[Draw, Choices, Sequence[Effect], Attempt], Step | None]
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
    draw: Draw, choices: Choices, effects: Sequence[Effect], attempt: Attempt
) -> Step | None:
    """Draws until a step is good; after a few, draws among the good ones."""
    tried, size = choices.tried, len(effects)
    if size:
        for _ in DRAWS:
            effect = effects[int(draw() * size)]
            step = tried[effect] if effect in tried else attempt(choices, effect)
            if step is not None:
                return step
    good = _good(choices, effects, attempt)
    return good[int(draw() * len(good))] if good else None


def _good(choices: Choices, effects: Sequence[Effect], attempt: Attempt) -> list[Step]:
    """All good ones among some steps."""
    if choices.good is not None and effects is choices.effects:
        return choices.good
    tried = choices.tried
    good = []
    for effect in effects:
        step = tried[effect] if effect in tried else attempt(choices, effect)
        if step is not None:
            good.append(step)
    if effects is choices.effects and len(tried) == len(effects):
        choices.good = good
    return good


class _Weighted:
    """Each step weighs as much as its action."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = weights

    def choose(
        self, draw: Draw, choices: Choices, effects: Sequence[Effect], attempt: Attempt
    ) -> Step | None:
        weights = [self.weights.get(effect.label.action, 1.0) for effect in effects]
        tried = choices.tried
        for _ in DRAWS:
            number = draw_by_weight(draw, weights)
            if number is None:
                return None
            effect = effects[number]
            step = tried[effect] if effect in tried else attempt(choices, effect)
            if step is not None:
                return step
        good = _good(choices, effects, attempt)
        weights = [self.weights.get(step.effect.label.action, 1.0) for step in good]
        number = draw_by_weight(draw, weights)
        return None if number is None else good[number]


class _ByAction:
    """First an action, by its weight; another one where none of its steps is good."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = weights

    def choose(
        self, draw: Draw, choices: Choices, effects: Sequence[Effect], attempt: Attempt
    ) -> Step | None:
        groups: dict[str, list[Effect]] = {}
        for effect in effects:
            groups.setdefault(effect.label.action, []).append(effect)
        left = sorted(groups)
        while True:
            weights = [self.weights.get(name, 1.0) for name in left]
            number = draw_by_weight(draw, weights)
            if number is None:
                return None
            found = choose_uniformly(draw, choices, groups[left.pop(number)], attempt)
            if found is not None:
                return found
