"""Random runs made in Python: they suit every model, and say what the runs of a seed are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from tlakit.explore.among_all import AmongAll
from tlakit.explore.by_action import ActionFirst
from tlakit.explore.choosing import chooser_of
from tlakit.explore.guidance import guidance_by
from tlakit.explore.random_walk import RandomWalk
from tlakit.explore.runner import Plan, Runner, Totals
from tlakit.explore.slots import Layout, Vector
from tlakit.explore.strategy import Check, Strategy
from tlakit.explore.transitions import Transitions
from tlakit.semantics import runtime
from tlakit.semantics.behaviour import Trace, Violation
from tlakit.semantics.random_runs import Reached
from tlakit.semantics.specification import Specification


class PythonRunner(Runner):
    """One random walk after the other, which all remember together."""

    name: ClassVar[str] = "python"

    def __init__(
        self,
        specification: Specification,
        layout: Layout,
        plan: Plan,
        pause: Callable[[], None],
    ) -> None:
        super().__init__(specification, layout, plan, pause)
        self.guidance = guidance_by(plan.guide, specification, layout)
        self.walk = RandomWalk(specification, layout, self._strategy, self.guidance, pause)
        self._number = 0

    def _strategy(self, transitions: Transitions, check: Check) -> Strategy[Any]:
        """A guide needs all steps of a state."""
        plan = self.plan
        if plan.choose == "action" and plan.guide is None:
            return ActionFirst(transitions, check, plan.weights)
        chooser = chooser_of(plan.choose, plan.weights)
        return AmongAll(transitions, check, chooser, self.guidance)

    @property
    def number(self) -> int:
        return self._number

    @property
    def totals(self) -> Totals:
        return self.walk.totals

    @property
    def distinct(self) -> int:
        return len(self.walk.met)

    @property
    def complete(self) -> bool:
        return self.walk.complete

    @property
    def seen(self) -> int | None:
        return None if self.guidance is None else len(self.guidance.seen)

    def trace(self) -> Trace:
        return self.walk.trace()

    def make(self, initial: list[Vector]) -> Violation | None:
        """With a guide the runs from number 0 on are made first, and do not count."""
        plan, during = self.plan, runtime.current()
        for number in range(0 if plan.guide else plan.first_run, plan.first_run + plan.runs):
            self._number = number
            if number == plan.first_run:
                self.walk.count_anew()
            during.random.seed(plan.key(number))
            violation = self.walk.run(during.random, initial, plan.depth)
            if violation is not None or during.stop:
                return violation
            self.pause()
        return None

    def sum_up(self) -> None:
        self.walk.sum_up()

    def reached(self) -> tuple[Reached, ...]:
        return self.walk.lookout.reached(self.plan.first_run)
