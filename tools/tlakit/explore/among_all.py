"""Choosing among all steps from a state, guided or not."""

from __future__ import annotations

from tlakit.explore.choosing import Choices, Chooser
from tlakit.explore.effects import Effect
from tlakit.explore.guidance import Guidance
from tlakit.explore.slots import Vector
from tlakit.explore.strategy import Check, Draw, Step, Strategy
from tlakit.explore.transitions import Transitions
from tlakit.semantics.runtime import current

MOST_CHOICES = 50_000
"""States whose steps are kept at hand; beyond, they are forgotten and found again."""


class AmongAll(Strategy[Choices]):
    """Finds all steps from a state when a run first comes to it."""

    def __init__(
        self,
        transitions: Transitions,
        check: Check,
        chooser: Chooser,
        guidance: Guidance | None,
    ) -> None:
        super().__init__(transitions, check)
        self.chooser = chooser
        self.guidance = guidance
        self.at_hand: dict[Vector, Choices] = {}
        self.passing: list[Choices] = []
        self.during = current()

    def enter(self, vector: Vector, again: bool) -> Choices:
        """All steps are kept at hand, also of a state that is new; but not if they depend on the run."""
        choices = self.at_hand.get(vector)
        if choices is not None:
            return choices
        uses = self.during.uses
        effects = self.transitions.steps(vector)[1]
        choices = Choices(vector, self.during.uses == uses, effects)
        if len(self.at_hand) + len(self.passing) >= MOST_CHOICES:
            self.forget()
        if choices.kept:
            self.at_hand[vector] = choices
        else:
            self.passing.append(choices)
        return choices

    def choose(self, draw: Draw, visited: Choices) -> Step | None:
        visited.visits += 1
        self.generated += len(visited.effects)
        if self.guidance is None:
            return self.chooser(draw, visited, visited.effects, self._attempt)
        return self.guidance.choose(draw, visited, self.chooser, self._attempt)

    def is_stuck(self, visited: Choices) -> bool:
        return not visited.effects

    def forget(self) -> None:
        for choices in (*self.at_hand.values(), *self.passing):
            for name, instances in choices.enabled:
                self.enabled[name] += choices.visits * instances
            choices.drop()
        self.at_hand.clear()
        self.passing.clear()

    def _attempt(self, choices: Choices, effect: Effect) -> Step | None:
        uses = self.during.uses
        after = self.check(choices.vector, effect)
        step = None if after is None else Step(effect, after)
        if self.during.uses == uses:
            choices.tried[effect] = step
        return step
