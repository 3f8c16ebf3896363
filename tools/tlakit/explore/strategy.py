"""How random runs go: from a state that was visited by a good step to the next one.

What is found of a state is kept with it, and a good step knows the state that it leads to. So a run that
stays where others have been looks nothing up.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import accumulate
from math import nextafter
from typing import Generic, TypeAlias, TypeVar

from tlakit.explore.effects import Effect
from tlakit.explore.slots import Vector
from tlakit.explore.transitions import Transitions

Draw: TypeAlias = Callable[[], float]
"""Gives a random number from 0 on and less than 1."""


class Visited:
    """A state, and what was found of the steps from it.

    It is `kept` as long as a run that comes to the state again may go on here.
    """

    __slots__ = ("kept", "vector")

    def __init__(self, vector: Vector, kept: bool) -> None:
        self.vector = vector
        self.kept = kept


class Way:
    """Where a run goes: to a state; `visited` is that state once a run was there and it was kept."""

    __slots__ = ("vector", "visited")

    def __init__(self, vector: Vector) -> None:
        self.vector = vector
        self.visited: Visited | None = None


class Step(Way):
    """A good step."""

    __slots__ = ("effect",)

    def __init__(self, effect: Effect, vector: Vector) -> None:
        super().__init__(vector)
        self.effect = effect


Met = TypeVar("Met", bound=Visited)

Check: TypeAlias = Callable[[Vector, Effect], Vector | None]
"""Gives the state that a step from a state leads to, None if it is no good."""


class Strategy(ABC, Generic[Met]):
    """How steps are chosen, and what is remembered of the states for it: nothing that depends on the run.

    `enabled` counts by action how often an instance that was looked at had a step, `generated` the
    steps; they are up to date once `forget` was called.
    """

    def __init__(self, transitions: Transitions, check: Check) -> None:
        self.transitions = transitions
        self.check = check
        self.enabled: Counter[str] = Counter()
        self.generated = 0

    @abstractmethod
    def enter(self, vector: Vector, again: bool) -> Met:
        """A state that a run has come to: `again`, or else it is new and what is found of it need not be kept."""

    @abstractmethod
    def choose(self, draw: Draw, visited: Met) -> Step | None:
        """A good step from a state; None if there is none."""

    @abstractmethod
    def is_stuck(self, visited: Met) -> bool:
        """Whether there is no step at all from a state that has no good one."""

    @abstractmethod
    def forget(self) -> None:
        """Forgets what was found of states, once it is counted; never while a step is chosen."""


def draw_by_weight(draw: Draw, weights: Sequence[float]) -> int | None:
    """An index with a probability in proportion to its weight; None if all weigh nothing."""
    sums = list(accumulate(weights))
    if not sums or not sums[-1] > 0:
        return None
    drawn = draw() * sums[-1]
    return bisect_right(sums, min(drawn, nextafter(sums[-1], 0)))  # rounding may lead to the end
