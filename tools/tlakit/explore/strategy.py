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
from typing import ClassVar, Generic, TypeAlias, TypeVar

from tlakit.explore.effects import Effect
from tlakit.explore.slots import Vector
from tlakit.explore.transitions import Transitions
from tlakit.semantics.runtime import current

MOST_VISITED = 50_000
"""States of which it is kept what was found; beyond, it is forgotten and found again."""

Draw: TypeAlias = Callable[[], float]
"""Gives a random number from 0 on and less than 1."""


class Visited(ABC):
    """A state, and what was found of the steps from it.

    It is `kept` as long as a run that comes to the state again may go on here.
    """

    __slots__ = ("kept", "vector")

    def __init__(self, vector: Vector) -> None:
        self.vector = vector
        self.kept = False

    @abstractmethod
    def drop(self) -> None:
        """Forgets what was found, and with it the way to other states."""


class Way:
    """Where a run goes: to a state; `visited` is that state once a run was there and it was kept.

    It is `dull` where it is known that neither the state nor a step there satisfies what runs look for.
    """

    __slots__ = ("dull", "vector", "visited")

    def __init__(self, vector: Vector) -> None:
        self.vector = vector
        self.visited: Visited | None = None
        self.dull = False


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
    steps; they are up to date once `forget` was called. States that are new are kept only if it
    `keeps_new` ones.
    """

    keeps_new: ClassVar[bool]

    def __init__(self, transitions: Transitions, check: Check) -> None:
        self.transitions = transitions
        self.check = check
        self.during = current()
        self.at_hand: dict[Vector, Met] = {}
        self.lost: Met | None = None
        self.enabled: Counter[str] = Counter()
        self.generated = 0

    def enter(self, vector: Vector, again: bool) -> Met:
        """A state that a run has come to: `again`, or else it is new and need not be kept."""
        self._end_lost()
        again = again or self.keeps_new
        visited = self.at_hand.get(vector) if again else None
        if visited is None:
            uses = self.during.uses
            visited = self.find(vector)
            if len(self.at_hand) >= MOST_VISITED:
                self.forget()
            if again:
                visited.kept = True
                self.at_hand[vector] = visited
            self.judge(visited, uses)
        return visited

    def judge(self, visited: Met, uses: int) -> None:
        """Does not keep what depends on the run, which was used so often before it was found."""
        if self.during.uses != uses and visited.kept:
            visited.kept = False
            self.lost = self.at_hand.pop(visited.vector)

    def _end_lost(self) -> None:
        """Counts what was looked at in a state that was lost, once the step from there is chosen."""
        if self.lost is not None:
            self.count(self.lost)
            self.lost = None

    def forget(self) -> None:
        """Forgets what was found of states, once it is counted; never while a step is chosen."""
        self._end_lost()
        for visited in self.at_hand.values():
            self.count(visited)
            visited.kept = False
            visited.drop()
        self.at_hand.clear()

    @abstractmethod
    def find(self, vector: Vector) -> Met:
        """A state of which nothing is at hand."""

    @abstractmethod
    def count(self, visited: Met) -> None:
        """Counts what was looked at from a state since it was found."""

    @abstractmethod
    def choose(self, draw: Draw, visited: Met) -> Step | None:
        """A good step from a state; None if there is none."""

    @abstractmethod
    def is_stuck(self, visited: Met) -> bool:
        """Whether there is no step at all from a state that has no good one."""


def draw_by_weight(draw: Draw, weights: Sequence[float]) -> int | None:
    """An index with a probability in proportion to its weight; None if all weigh nothing."""
    sums = list(accumulate(weights))
    if not sums or not sums[-1] > 0:
        return None
    drawn = draw() * sums[-1]
    return bisect_right(sums, min(drawn, nextafter(sums[-1], 0)))  # rounding may lead to the end
