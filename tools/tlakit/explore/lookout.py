"""What random runs reach: of each predicate that must be reached, how many runs do, and where first.

Of each state and step of a run it is asked whether it satisfies what this run has not reached yet. Where
an effect decides that, or changes nothing that a predicate of states reads, it is not asked. Nor is a step that was found
to be dull. A step beyond the constraints, which is given up, is no step of the run.
"""

from __future__ import annotations

from typing import TypeAlias

from tlakit.explore.checks import Checks
from tlakit.explore.effects import Effect
from tlakit.explore.memo import Memo
from tlakit.explore.slots import Vector
from tlakit.explore.sometimes import of_steps
from tlakit.semantics.properties import Property
from tlakit.semantics.random_runs import Reached

MOST_EFFECTS = 100_000
"""Effects of which it is kept what must be asked; beyond, it is forgotten and found again."""


class RunGoal:
    """A predicate that is looked for, by the conjuncts of its negation, and what was seen of it.

    `runs` reached it, the last of them was the `last`, from 1; the `first` took `steps` steps to it.
    """

    __slots__ = ("first", "last", "memos", "name", "of_steps", "runs", "steps")

    def __init__(self, item: Property, checks: Checks) -> None:
        self.name = item.name
        self.of_steps = of_steps(item)
        self.memos = checks.alternatives(item)
        self.count_anew()

    def count_anew(self) -> None:
        """Counts from nothing."""
        self.runs = self.first = self.last = self.steps = 0

    def note(self, run: int, steps: int) -> None:
        """A run has reached it."""
        self.last = run
        self.runs += 1
        if self.runs == 1:
            self.first, self.steps = run, steps


_Asked: TypeAlias = list[tuple[RunGoal, Memo[bool]]]


class Lookout:
    """All that is looked for in runs."""

    def __init__(self, checks: Checks) -> None:
        self.checks = checks
        self.goals = [RunGoal(item, checks) for item in checks.specification.sometimes]
        self.goal_of = {memo: goal for goal in self.goals for memo in goal.memos}
        self.of_states = [memo for memo, goal in self.goal_of.items() if not goal.of_steps]
        self.at_start = [(self.goal_of[memo], memo) for memo in self.of_states]
        self.of_steps = [memo for memo, goal in self.goal_of.items() if goal.of_steps]
        self.version = -1
        self.asked: dict[Effect, tuple[_Asked, _Asked]] = {}

    def count_anew(self) -> None:
        """Counts from nothing."""
        for goal in self.goals:
            goal.count_anew()

    def look_at_start(self, run: int, start: Vector) -> bool:
        """Where a run begins, the `run`th, from 1: whether all is false of that."""
        return self._look(self.at_start, start, run, 0)

    def look_at_step(
        self, run: int, steps: int, effect: Effect, vector: Vector, after: Vector
    ) -> bool:
        """A step of a run by an effect, the `steps`th: whether all was asked of it, and is false."""
        return self._look(self._asked(effect, vector, after)[1], vector + after, run, steps)

    def look_at_state(
        self, run: int, steps: int, effect: Effect, vector: Vector, after: Vector
    ) -> bool:
        """Where it leads: whether all was asked of that, and is false."""
        return self._look(self._asked(effect, vector, after)[0], after, run, steps)

    def _look(self, asked: _Asked, vector: Vector, run: int, steps: int) -> bool:
        dull = True
        for goal, memo in asked:
            if goal.last == run:
                dull = False
            elif not memo.find(vector):
                goal.note(run, steps)
                dull = False
        return dull

    def _asked(self, effect: Effect, vector: Vector, after: Vector) -> tuple[_Asked, _Asked]:
        """What must be asked of states, and of steps, by an effect: all else it decides."""
        checks = self.checks
        if self.version != checks.growth.version or len(self.asked) >= MOST_EFFECTS:
            self.asked.clear()
            self.version = checks.growth.version
        asked = self.asked.get(effect)
        if asked is None:
            known, goal_of = effect.known_after(), self.goal_of
            states = checks.open(self.of_states, effect, known, after)
            steps = checks.undecided(self.of_steps, effect, known, vector + after)
            asked = self.asked[effect] = (
                [(goal_of[memo], memo) for memo in states],
                [(goal_of[memo], memo) for memo in steps],
            )
        return asked

    def reached(self, first_run: int) -> tuple[Reached, ...]:
        """What was reached by runs from this number on."""
        return tuple(
            Reached(goal.name, goal.runs, first_run + goal.first - 1, goal.steps)
            if goal.runs
            else Reached(goal.name, 0, None, None)
            for goal in self.goals
        )
