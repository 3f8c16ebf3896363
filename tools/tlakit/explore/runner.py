"""Who makes random runs: what they are asked for, and what they count."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import ClassVar

import msgspec

from tlakit.explore.choosing import Choice
from tlakit.explore.guidance import Guide
from tlakit.explore.slots import Layout, Vector
from tlakit.semantics.behaviour import Trace, Violation
from tlakit.semantics.random_runs import Reached
from tlakit.semantics.specification import Specification


class Plan(msgspec.Struct, frozen=True):
    """What to do: the arguments of `simulate`."""

    seed: int
    first_run: int
    runs: int
    depth: int
    choose: Choice
    weights: Mapping[str, float]
    guide: Guide | None
    max_seconds: float | None

    def key(self, number: int) -> int:
        """What the random numbers of a run begin with, by `random.Random`."""
        return self.seed << 64 | number


class Totals:
    """What runs did so far; counts of actions are by name.

    `enabled` counts pairs of a visited state and an instance that has a step from there, `taken` the
    steps made, `new` the distinct states first met by them.
    """

    def __init__(self) -> None:
        self.runs = 0
        self.steps = 0
        self.stuck = 0
        self.generated = 0
        self.depth = 0
        self.enabled: dict[str, int] = {}
        self.taken: dict[str, int] = {}
        self.new: dict[str, int] = {}


class Runner(ABC):
    """Makes the runs of a plan over vectors of one layout; `pause` is called now and then, and may raise.

    `number` is that of the run at hand. `totals` are up to date when `pause` is called, but for the counts
    of actions, and of successors looked at where others had been: these are once `sum_up` was called.
    """

    name: ClassVar[str]

    def __init__(
        self,
        specification: Specification,
        layout: Layout,
        plan: Plan,
        pause: Callable[[], None],
    ) -> None:
        self.specification = specification
        self.layout = layout
        self.plan = plan
        self.pause = pause

    @property
    @abstractmethod
    def number(self) -> int:
        """The number of the run that is made, or was made last."""

    @property
    @abstractmethod
    def totals(self) -> Totals:
        """What the runs did so far."""

    @property
    @abstractmethod
    def distinct(self) -> int:
        """How many states were told apart."""

    @property
    @abstractmethod
    def complete(self) -> bool:
        """Whether all distinct states were told apart."""

    @property
    def seen(self) -> int | None:
        """How many things a guide has told apart; None if there is no guide."""
        return None

    @property
    def collision(self) -> float:
        """How likely it is at the most that two states were taken for one."""
        return 0.0

    @abstractmethod
    def trace(self) -> Trace:
        """The run at hand as far as it has come, or the one made last."""

    @abstractmethod
    def make(self, initial: list[Vector]) -> Violation | None:
        """Makes all runs; the first violation ends them.

        EvaluationError has the trace to where it happened.
        """

    @abstractmethod
    def sum_up(self) -> None:
        """Adds up what was counted of actions."""

    @abstractmethod
    def reached(self) -> tuple[Reached, ...]:
        """What must be reached, and in which runs it was."""
