"""Choosing among all steps from a state, guided or not."""

from __future__ import annotations

from typing import ClassVar

from tlakit.explore.choosing import Choices, Chooser
from tlakit.explore.effects import Effect
from tlakit.explore.guidance import Guidance
from tlakit.explore.slots import Vector
from tlakit.explore.strategy import Check, Draw, Step, Strategy
from tlakit.explore.transitions import Transitions


class AmongAll(Strategy[Choices]):
    """Finds all steps from a state when a run first comes to it."""

    keeps_new: ClassVar[bool] = True

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

    def find(self, vector: Vector) -> Choices:
        return Choices(vector, self.transitions.steps(vector)[1])

    def choose(self, draw: Draw, visited: Choices) -> Step | None:
        visited.visits += 1
        self.generated += len(visited.effects)
        if self.guidance is None:
            return self.chooser(draw, visited, visited.effects, self._attempt)
        return self.guidance.choose(draw, visited, self.chooser, self._attempt)

    def is_stuck(self, visited: Choices) -> bool:
        return not visited.effects

    def count(self, visited: Choices) -> None:
        for name, instances in visited.enabled:
            self.enabled[name] += visited.visits * instances

    def _attempt(self, choices: Choices, effect: Effect) -> Step | None:
        uses = self.during.uses
        after = self.check(choices.vector, effect)
        step = None if after is None else Step(effect, after)
        if self.during.uses == uses:
            choices.tried[effect] = step
        return step
