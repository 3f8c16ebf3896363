"""Choosing a step: with the probabilities that are promised, whatever was tried before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import sqrt
from random import Random

import pytest

from tlakit.explore.choosing import Choice, Choices, Chooser, chooser_of
from tlakit.explore.effects import Effect
from tlakit.explore.strategy import Step
from tlakit.language.ir import Span
from tlakit.semantics.behaviour import Label
from tlakit.semantics.values import integer

DRAWN = 6_000
PLACE = Span("M.tla", 1, 1, 1, 1)


def choices_of(actions: str) -> Choices:
    """One step for each letter, which names its action; the k-th writes k, from 0 on."""
    effects = []
    for number, name in enumerate(actions):
        effect = Effect(Label(name, (), PLACE), {}, {0: integer(number)}, {}, {})
        effect.order = (number,)
        effects.append(effect)
    return Choices((integer(-1),), effects[::-1])


def drawn(chooser: Chooser, choices: Choices, bad: set[int], random: Random) -> int | None:
    """The number of the step that is chosen, where some are no good."""

    def attempt(met: Choices, effect: Effect) -> Step | None:
        step = Step(effect, effect.apply(met.vector))
        met.tried[effect] = None if choices.effects.index(effect) in bad else step
        return met.tried[effect]

    chosen = chooser(random.random, choices, choices.effects, attempt)
    return None if chosen is None else choices.effects.index(chosen.effect)


def spread(
    chooser: Chooser, actions: str, bad: set[int], weights: Mapping[int, float]
) -> dict[int, float]:
    """By how many standard deviations each count misses what is expected by these weights."""
    choices, random = choices_of(actions), Random(f"{actions}{bad}")
    counts = Counter(drawn(chooser, choices, bad, random) for _ in range(DRAWN))
    assert counts.keys() <= weights.keys()
    total = sum(weights.values())
    found = {}
    for number, weight in weights.items():
        share = weight / total
        found[number] = (counts[number] - DRAWN * share) / sqrt(DRAWN * share * (1 - share))
    return found


CASES: list[tuple[Choice, dict[str, float], str, set[int], dict[int, float]]] = [
    ("uniform", {}, "aabbc", set(), dict.fromkeys(range(5), 1)),
    ("uniform", {}, "aabbc", {0, 4}, dict.fromkeys((1, 2, 3), 1)),
    ("uniform", {}, "a" * 40, set(range(2, 39)), dict.fromkeys((0, 1, 39), 1)),
    ("uniform", {"b": 3}, "aabbc", set(), {0: 1, 1: 1, 2: 3, 3: 3, 4: 1}),
    ("uniform", {"b": 3, "c": 0}, "aabbc", {2}, {0: 1, 1: 1, 3: 3}),
    ("uniform", {"b": 3}, "a" * 40 + "b", set(range(1, 40)), {0: 1, 40: 3}),
    ("action", {}, "aabbc", set(), {0: 1, 1: 1, 2: 1, 3: 1, 4: 2}),
    ("action", {}, "aabbc", {0}, {1: 2, 2: 1, 3: 1, 4: 2}),
    ("action", {}, "aabbc", {0, 1}, {2: 1, 3: 1, 4: 2}),
    ("action", {"a": 0.5, "b": 0}, "aabbc", set(), {0: 1, 1: 1, 4: 4}),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_steps_are_taken_as_often_as_promised(
    case: tuple[Choice, dict[str, float], str, set[int], dict[int, float]],
) -> None:
    choice, weights, actions, bad, expected = case
    misses = spread(chooser_of(choice, weights), actions, bad, expected)
    assert all(abs(miss) < 4 for miss in misses.values()), misses


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_was_tried_before_makes_no_difference(
    case: tuple[Choice, dict[str, float], str, set[int], dict[int, float]],
) -> None:
    """Neither for what is chosen nor for how many random numbers that takes."""
    choice, weights, actions, bad, _ = case
    chooser = chooser_of(choice, weights)
    known, one, two = choices_of(actions), Random(1), Random(1)
    for _ in range(100):
        fresh = choices_of(actions)
        assert drawn(chooser, known, bad, one) == drawn(chooser, fresh, bad, two)
        assert one.getstate() == two.getstate()


@pytest.mark.parametrize("choice", ["uniform", "action"])
@pytest.mark.parametrize("weights", [{}, {"a": 2.0}])
def test_where_none_is_good_there_is_none(choice: Choice, weights: dict[str, float]) -> None:
    chooser = chooser_of(choice, weights)
    assert drawn(chooser, choices_of("aab"), {0, 1, 2}, Random(1)) is None
    assert drawn(chooser, choices_of(""), set(), Random(1)) is None
    assert drawn(chooser_of(choice, {"a": 0}), choices_of("aa"), set(), Random(1)) is None


def test_choices_stand_in_order_with_their_instances() -> None:
    choices = choices_of("aab")
    assert [effect.order for effect in choices.effects] == [(0,), (1,), (2,)]
    assert choices.enabled == (("a", 2), ("b", 1))
