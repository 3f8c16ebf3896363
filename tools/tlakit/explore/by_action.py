"""Choosing the action first, then one of its instances.

Where states are seldom met twice it is the evaluations that cost, and then the looking up of those
made before: so of the instances that come and go with the elements of a set only the one that is drawn
is looked at, and of those that are always there whether they have a step is known at a glance.
Where a state is met again, so is what was found of it. As in `choosing` nothing depends on what was
met before: instances stand in the order of the text and of the fingerprints of the elements that they
are made for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from typing import ClassVar, TypeAlias, final

from tlakit.explore.effects import Effect, Outcome
from tlakit.explore.fixed import by_action
from tlakit.explore.memo import Memo
from tlakit.explore.present import Present
from tlakit.explore.slots import Vector
from tlakit.explore.strategy import Check, Draw, Step, Strategy, Visited, draw_by_weight
from tlakit.explore.transitions import Transitions


@final
class _Sole(Step):
    """The good step of an instance that has no other; it was taken `times` times since it was found."""

    __slots__ = ("times",)

    def __init__(self, effect: Effect, vector: Vector) -> None:
        super().__init__(effect, vector)
        self.times = 0


@final
class _Futile:
    """An instance with one step, which is no good; it was looked at `times` times since."""

    __slots__ = ("times",)

    def __init__(self) -> None:
        self.times = 0


_NOTHING = _Futile()
"""An instance without a step."""

_Instance: TypeAlias = Memo[Outcome] | Outcome | _Sole | _Futile
"""One with several steps is an outcome, and so may be one that was not looked at."""

_Pool: TypeAlias = list[_Instance]
"""The instances of an action in a state, of which any may have a good step."""


@final
class _Spent:
    """The instances of an action in a state where none has a good step.

    It takes so many `draws` to find that out, which was done `times` times since.
    """

    __slots__ = ("draws", "instances", "times")

    def __init__(self, instances: _Pool, draws: int) -> None:
        self.instances = instances
        self.draws = draws
        self.times = 0


class Spot(Visited):
    """A state, and what was found of it: for each of the `names` of actions that may be drawn its pool.

    That is None as long as the action was not drawn. From a `stuck` state there is no good step.
    `tried` has what came of the steps of instances with several.
    """

    __slots__ = ("names", "pools", "stuck", "tried")

    def __init__(self, vector: Vector, names: tuple[str, ...]) -> None:
        super().__init__(vector)
        self.names = names
        self.pools: list[_Pool | _Spent | None] = [None] * len(names)
        self.tried: dict[Effect, Step | None] = {}
        self.stuck = False

    def drop(self) -> None:
        self.pools.clear()
        self.tried.clear()


class ActionFirst(Strategy[Spot]):
    """Chooses among the instances of one model, and looks only at those that are drawn."""

    keeps_new: ClassVar[bool] = False

    def __init__(
        self, transitions: Transitions, check: Check, weights: Mapping[str, float]
    ) -> None:
        super().__init__(transitions, check)
        self.weights = weights
        self.alike = all(weight == 1 for weight in weights.values())
        parts = transitions.ordered
        self.fixed = by_action(part for part in parts if isinstance(part, Memo))
        self.families = [Present(transitions, part) for part in parts if not isinstance(part, Memo)]
        self.drawable: dict[tuple[frozenset[str], ...], tuple[str, ...]] = {}

    def find(self, vector: Vector) -> Spot:
        return Spot(vector, self._drawable(vector))

    def choose(self, draw: Draw, visited: Spot) -> Step | None:
        pools = visited.pools
        left: list[int] = []
        if visited.stuck or not pools:
            self._end(visited)
            return None
        names, alike = visited.names, self.alike
        place = number = int(draw() * len(pools)) if alike else self._draw_by_weight(draw, names)
        while True:
            pool = pools[number]
            if pool is None:
                pool = self._open(number, visited)
            if type(pool) is not _Spent:
                drawn = int(draw() * len(pool))
                one = pool[drawn]
                if type(one) is _Sole:
                    one.times += 1
                    return one
                step = self._of_action(draw, drawn, pool, number, visited)
                if step is not None:
                    return step
            else:
                pool.times += 1
                if pool.draws:
                    for _ in repeat(None, pool.draws):
                        draw()
            left = left or [*range(len(pools))]
            del left[place]
            if not left:
                self._end(visited)
                return None
            if alike:
                place = int(draw() * len(left))
            else:
                place = self._draw_by_weight(draw, [names[number] for number in left])
            number = left[place]

    def _draw_by_weight(self, draw: Draw, names: Iterable[str]) -> int:
        place = draw_by_weight(draw, [self.weights.get(name, 1.0) for name in names])
        assert place is not None
        return place

    def _end(self, spot: Spot) -> None:
        """There is no good step, and no random number is needed any more: the run ends here.

        That an excluded action might be taken should be known.
        """
        if spot.stuck:
            for pool in spot.pools:
                assert type(pool) is _Spent
                pool.times += 1
            return
        uses = self.during.uses
        excluded = sorted(self._present(spot.vector).difference(spot.names))
        spot.names += tuple(excluded)
        for name in excluded:
            instances = self._instances(name, spot.vector)
            spot.pools.append(_Spent([self._found(name, one, spot) for one in instances], 0))
        spot.stuck = True
        self.judge(spot, uses)

    def _of_action(
        self, draw: Draw, drawn: int, pool: _Pool, number: int, spot: Spot
    ) -> Step | None:
        """A good step of one of an action's instances; one was `drawn`, and none is drawn again."""
        name, place = spot.names[number], drawn
        left: list[int] = []
        while True:
            one = pool[place]
            if type(one) is _Sole:
                one.times += 1
                return one
            if type(one) is _Futile:
                one.times += 1
            else:
                step = self._look_at(name, place, draw, pool, spot)
                if step is not None:
                    return step
            left = left or [*range(len(pool))]
            left[drawn] = left[-1]
            left.pop()
            if not left:
                break
            drawn = int(draw() * len(left))
            place = left[drawn]
        several = [one.count - 1 for one in pool if isinstance(one, Outcome)]
        spot.pools[number] = _Spent(pool, len(pool) + sum(several))
        return None

    def _look_at(self, name: str, place: int, draw: Draw, pool: _Pool, spot: Spot) -> Step | None:
        """A good step of the instance in this place of a pool; keeps there what is known of it then."""
        uses = self.during.uses
        outcome = self._found(name, pool[place], spot)
        step: Step | None = None
        if outcome.count > 1:
            step, pool[place] = self._one_of(draw, outcome.effects, spot), outcome
        elif outcome.count:
            effect = outcome.effects[0]
            after = self.check(spot.vector, effect)
            step = None if after is None else _Sole(effect, after)
            pool[place] = step or _Futile()
        else:
            pool[place] = _NOTHING
        self.judge(spot, uses)
        return step

    def _found(self, name: str, one: _Instance, spot: Spot) -> Outcome:
        """What an instance does, which is counted."""
        assert isinstance(one, Memo | Outcome)
        outcome = one.find(spot.vector) if isinstance(one, Memo) else one
        if outcome.count:
            self.enabled[name] += 1
            self.generated += outcome.count
        return outcome

    def _one_of(self, draw: Draw, effects: Sequence[Effect], spot: Spot) -> Step | None:
        """One of the good steps of an instance with several."""
        left, tried = list(effects), spot.tried
        while left:
            effect = left.pop(int(draw() * len(left)) if len(left) > 1 else 0)
            if effect not in tried:
                after = self.check(spot.vector, effect)
                tried[effect] = None if after is None else Step(effect, after)
            step = tried[effect]
            if step is not None:
                return step
        return None

    def count(self, visited: Spot) -> None:
        for name, pool in zip(visited.names, visited.pools, strict=True):
            if pool is None:
                continue
            instances, spent = (pool.instances, pool.times) if type(pool) is _Spent else (pool, 0)
            for one in instances:
                times, steps = spent, 0
                if isinstance(one, Outcome):
                    steps = one.count
                elif not isinstance(one, Memo) and one is not _NOTHING:
                    times, steps = spent + one.times, 1
                if times and steps:
                    self.enabled[name] += times
                    self.generated += times * steps

    def _drawable(self, vector: Vector) -> tuple[str, ...]:
        """The actions that may be drawn in a state."""
        for family in self.families:
            family.look(vector)
        key = tuple([family.names for family in self.families])
        names = self.drawable.get(key)
        if names is None:
            present = sorted(self.fixed.keys() | frozenset().union(*key))
            names = tuple(name for name in present if self.weights.get(name, 1.0) > 0)
            self.drawable[key] = names
        return names

    def _present(self, vector: Vector) -> set[str]:
        """The actions that have an instance in a state."""
        for family in self.families:
            family.look(vector)
        return self.fixed.keys() | frozenset().union(*[one.names for one in self.families])

    def _open(self, number: int, spot: Spot) -> _Pool | _Spent:
        """The pool of an action that is drawn in a state for the first time."""
        uses = self.during.uses
        instances = self._instances(spot.names[number], spot.vector)
        spot.pools[number] = pool = instances or _Spent(instances, 0)
        self.judge(spot, uses)
        return pool

    def _instances(self, name: str, vector: Vector) -> list[_Instance]:
        """Those of an action in a state: of the ones always there, what those with a step do."""
        fixed = self.fixed.get(name)
        found: list[_Instance] = [] if fixed is None else [*fixed.enabled(vector)]
        for family in self.families:
            found += family.of(name, vector)
        return found

    def is_stuck(self, visited: Spot) -> bool:
        vector = visited.vector
        return not any(
            not isinstance(one, Memo) or one.find(vector).count
            for name in self._present(vector)
            for one in self._instances(name, vector)
        )
