"""What must be reached: predicates that some state, or some step, has to satisfy.

In a search no kernel knows of them. Each alternative of such a predicate stands among the invariants, or the action
properties, as a predicate that is always true, and has its memo as these do. So it is evaluated for
every state or step that differs in what it reads from all before, and notes if it was satisfied. From
then on none of the alternatives reads anything: each memo is settled, a single leaf that is true, and
nobody asks it any more. What random runs reach is counted by `lookout`.
"""

from __future__ import annotations

from collections.abc import Mapping

from tlakit.explore.conjuncts import Conjunct, alternatives_of
from tlakit.explore.memo import Memo
from tlakit.language import ir
from tlakit.semantics.behaviour import Sought
from tlakit.semantics.properties import Property
from tlakit.semantics.runtime import current
from tlakit.semantics.specification import Specification


def of_steps(item: Property) -> bool:
    """Whether it speaks of a step; otherwise of a state."""
    return item.expression.level is ir.Level.ACTION


class Goal:
    """A predicate that is looked for; `steps` is None until it is reached.

    `memos` are those of its alternatives.
    """

    __slots__ = ("memos", "name", "steps")

    def __init__(self, name: str) -> None:
        self.name = name
        self.steps: int | None = None
        self.memos: list[Memo[bool]] = []

    def reach(self, steps: int) -> None:
        """It is reached in so many steps, unless it was before: nothing is asked for it any more."""
        if self.steps is None:
            self.steps = steps
            for memo in self.memos:
                memo.settle(True)


class Alternative(Conjunct):
    """A way to reach a goal, as a conjunct of the negation: true where it is not satisfied.

    `box` is what it must not be.
    """

    __slots__ = ()

    def __init__(self, part: Conjunct) -> None:
        super().__init__(
            part.origin, part.expression, part.scope, part.test, part.frame, part.names
        )
        self.box, self.box_frame = part.box, part.box_frame

    def holds(self) -> bool:
        """Whether the state, or step, in the registers does not satisfy it."""
        self.origin.enter()
        if not self.test(list(self.frame)):
            return True
        return self.box is not None and self.box(list(self.box_frame))

    def holds_idly(self) -> bool:
        """Whether it can be left out where a step changes nothing that it reads."""
        return not super().holds_idly()


class Noting(Alternative):
    """A way to reach a goal that takes notes."""

    __slots__ = ("goal",)

    def __init__(self, part: Conjunct, goal: Goal) -> None:
        super().__init__(part)
        self.goal = goal

    def holds(self) -> bool:
        """True in any case; notes if the state, or step, in the registers satisfies it."""
        if self.goal.steps is None and not super().holds():
            self.goal.reach(current().progress().diameter)
        return True

    def holds_idly(self) -> bool:
        """As of any alternative, until the goal is reached."""
        return self.goal.steps is not None or super().holds_idly()


class Sometimes:
    """The goals of one search, and their alternatives."""

    def __init__(self, specification: Specification, properties: tuple[Property, ...]) -> None:
        self.goals = {item.name: Goal(item.name) for item in properties}
        self.of_states: list[Noting] = []
        self.of_steps: list[Noting] = []
        for item in properties:
            (self.of_steps if of_steps(item) else self.of_states).extend(
                Noting(part, self.goals[item.name])
                for part in alternatives_of(specification, item.expression)
            )

    def reached(self) -> dict[str, int]:
        """The goals that were reached, and in how many steps."""
        return {name: goal.steps for name, goal in self.goals.items() if goal.steps is not None}

    def resume(self, reached: Mapping[str, int]) -> None:
        """These were reached elsewhere; the first time counts."""
        for name, steps in reached.items():
            self.goals[name].reach(steps)

    def sought(self) -> tuple[Sought, ...]:
        """All of them."""
        return tuple(Sought(goal.name, goal.steps) for goal in self.goals.values())
