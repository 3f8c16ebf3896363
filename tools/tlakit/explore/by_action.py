"""Choosing the action first, then one of its instances.

Where states are seldom met twice it is the evaluations that cost, and then the looking up of those
made before: so of the instances that come and go with the elements of a set only the one that is drawn
is looked at, and of those that are always there whether they have a step is known at a glance.
Where a state is met again, so is what was found of it. As in `choosing` nothing depends on what was
met before: instances stand in the order of the text and of the fingerprints of the elements that they
are made for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import repeat
from random import Random
from typing import TypeAlias

from tlakit.explore.choosing import Chosen, Draw, draw_by_weight
from tlakit.explore.effects import Effect, Outcome
from tlakit.explore.fixed import by_action
from tlakit.explore.memo import Memo
from tlakit.explore.present import Present
from tlakit.explore.slots import Vector
from tlakit.explore.transitions import Transitions
from tlakit.semantics.runtime import current

MOST_SPOTS = 50_000
"""States of which it is kept what was found; beyond, it is forgotten and found again."""

Check: TypeAlias = Callable[[Vector, Effect], Vector | None]
"""Gives the state that a step from a state leads to, None if it is no good."""


class _Known:
    """An instance with one step, which was looked at `times` times since; None if it is no good."""

    __slots__ = ("chosen", "times")

    def __init__(self, chosen: Chosen | None) -> None:
        self.chosen = chosen
        self.times = 0


_NOTHING = _Known(None)
"""An instance without a step."""


_Instance: TypeAlias = Memo[Outcome] | Outcome | _Known


class _Pool:
    """The instances of an action to draw from in a state; `number` is where it stands in `_Spot.pools`.

    They are not known as long as the action is `undrawn`. One of them is there as such until it is
    looked at; then what is known of it stands in its place. Where none has a good step, `draws` is how
    many random numbers it takes to find that out, and `times` how often that was done since.
    """

    __slots__ = ("draws", "instances", "name", "number", "times", "undrawn")

    def __init__(self, name: str, number: int, instances: list[_Instance] | None = None) -> None:
        self.name = name
        self.number = number
        self.undrawn = instances is None
        self.instances = instances or []
        self.draws = 0 if instances == [] else None
        self.times = 0


class _Spot:
    """A state, and what was found of it: the pools of the actions that may be drawn.

    From a `stuck` state there is no good step. `tried` has the steps of instances with several.
    """

    __slots__ = ("pools", "stuck", "tried", "vector")

    def __init__(self, vector: Vector, pools: list[_Pool]) -> None:
        self.vector = vector
        self.pools = pools
        self.tried: dict[Effect, Vector | None] = {}
        self.stuck = False


class ActionFirst:
    """Chooses among the instances of one model; counts what it looks at.

    `enabled` counts by action how often an instance that was drawn had a step, `generated` the
    steps.
    """

    def __init__(self, transitions: Transitions, weights: Mapping[str, float]) -> None:
        self.transitions = transitions
        self.weights = weights
        self.alike = all(weight == 1 for weight in weights.values())
        parts = transitions.ordered
        self.fixed = by_action(part for part in parts if isinstance(part, Memo))
        self.families = [Present(transitions, part) for part in parts if not isinstance(part, Memo)]
        self.undrawn: dict[tuple[frozenset[str], ...], list[_Pool]] = {}
        self.spots: dict[Vector, _Spot] = {}
        self.enabled: Counter[str] = Counter()
        self.generated = 0
        self.during = current()

    def choose(self, random: Random, vector: Vector, again: bool, check: Check) -> Chosen | None:
        """A good step from a state; what is found is kept if the state is there `again`."""
        spot = self.spots.get(vector)
        if spot is None:
            spot = self._enter(vector, again)
        elif spot.stuck:  # the run ends here: no random number is needed any more
            for pool in spot.pools:
                pool.times += 1
            return None
        draw, left = random.random, spot.pools
        while left:
            number = int(draw() * len(left)) if self.alike else self._draw_action(draw, left)
            pool = left[number]
            if pool.undrawn:
                pool = self._open(pool, spot)
            if pool.draws is None:
                instances = pool.instances
                drawn = int(draw() * len(instances))
                one = instances[drawn]
                if type(one) is _Known and one.chosen is not None:
                    one.times += 1
                    return one.chosen
                chosen = self._of_action(draw, drawn, pool, spot, check)
                if chosen is not None:
                    return chosen
            else:
                pool.times += 1
                if pool.draws:
                    for _ in repeat(None, pool.draws):
                        draw()
            left = left[:number] + left[number + 1 :]
        self._end(spot)
        return None

    def _enter(self, vector: Vector, again: bool) -> _Spot:
        """A state of which nothing is known."""
        spot = _Spot(vector, [*self._undrawn(vector)])
        if again:
            if len(self.spots) >= MOST_SPOTS:
                self.forget()
            self.spots[vector] = spot
        return spot

    def _end(self, spot: _Spot) -> None:
        """Notes that there is no good step; that an excluded action might be taken should be known."""
        drawn = {pool.name for pool in spot.pools}
        excluded = sorted(self._present(spot.vector) - drawn)
        for number, name in enumerate(excluded, len(spot.pools)):
            pool = _Pool(name, number)
            spot.pools.append(pool)
            pool = self._open(pool, spot)
            pool.instances = [self._found(name, one, spot) for one in pool.instances]
        spot.stuck = True

    def _draw_action(self, draw: Draw, pools: Sequence[_Pool]) -> int:
        number = draw_by_weight(draw, [self.weights.get(pool.name, 1.0) for pool in pools])
        assert number is not None
        return number

    def _of_action(
        self, draw: Draw, drawn: int, pool: _Pool, spot: _Spot, check: Check
    ) -> Chosen | None:
        """A good step of one of an action's instances; one was `drawn`, and none is drawn again."""
        instances, number = pool.instances, drawn
        left: list[int] = []
        while True:
            one = instances[number]
            if type(one) is _Known:
                one.times += 1
                chosen = one.chosen
            else:
                chosen = self._look_at(one, number, draw, pool, spot, check)
            if chosen is not None:
                return chosen
            left = left or list(range(len(instances)))
            left[drawn] = left[-1]
            left.pop()
            if not left:
                break
            drawn = int(draw() * len(left))
            number = left[drawn]
        several = [one.count - 1 for one in instances if isinstance(one, Outcome)]
        pool.draws = len(instances) + sum(several)
        return None

    def _look_at(
        self, one: _Instance, number: int, draw: Draw, pool: _Pool, spot: _Spot, check: Check
    ) -> Chosen | None:
        """A good step of an instance with this number in its pool; keeps what is known of it then."""
        uses = self.during.uses
        outcome = self._found(pool.name, one, spot)
        chosen = self._step_of(draw, outcome.effects, spot, check)
        if outcome.count > 1:
            pool.instances[number] = outcome
        else:
            pool.instances[number] = _Known(chosen) if outcome.count else _NOTHING
        if self.during.uses != uses:
            self._lose(spot)
        return chosen

    def _found(self, name: str, one: _Instance, spot: _Spot) -> Outcome:
        """What an instance does, which is counted."""
        assert not isinstance(one, _Known)
        outcome = one.find(spot.vector) if isinstance(one, Memo) else one
        if outcome.count:
            self.enabled[name] += 1
            self.generated += outcome.count
        return outcome

    def _step_of(
        self, draw: Draw, effects: Sequence[Effect], spot: _Spot, check: Check
    ) -> Chosen | None:
        """One of the good steps of an instance."""
        if len(effects) == 1:
            after = check(spot.vector, effects[0])
            return None if after is None else (effects[0], after)
        left, tried = list(effects), spot.tried
        while left:
            effect = left.pop(int(draw() * len(left)) if len(left) > 1 else 0)
            if effect not in tried:
                tried[effect] = check(spot.vector, effect)
            after = tried[effect]
            if after is not None:
                return effect, after
        return None

    def forget(self) -> None:
        """Forgets what was found of states, once it is counted."""
        for spot in self.spots.values():
            self._sum_up(spot)
        self.spots.clear()

    def _sum_up(self, spot: _Spot) -> None:
        """Counts what was looked at since it was found."""
        for pool in spot.pools:
            for one in pool.instances:
                if isinstance(one, _Known):
                    times, steps = one.times + pool.times, 0 if one is _NOTHING else 1
                else:
                    times, steps = pool.times, one.count if isinstance(one, Outcome) else 0
                if times and steps:
                    self.enabled[pool.name] += times
                    self.generated += times * steps

    def _undrawn(self, vector: Vector) -> list[_Pool]:
        """The actions that may be drawn in a state, as pools that nothing is known of."""
        for family in self.families:
            family.look(vector)
        key = tuple([family.names for family in self.families])
        pools = self.undrawn.get(key)
        if pools is None:
            present = sorted(self.fixed.keys() | frozenset().union(*key))
            names = [name for name in present if self.weights.get(name, 1.0) > 0]
            pools = [_Pool(name, number) for number, name in enumerate(names)]
            self.undrawn[key] = pools
        return pools

    def _present(self, vector: Vector) -> set[str]:
        """The actions that have an instance in a state."""
        for family in self.families:
            family.look(vector)
        return self.fixed.keys() | frozenset().union(*[one.names for one in self.families])

    def _open(self, pool: _Pool, spot: _Spot) -> _Pool:
        """The pool of an action that is drawn in a state for the first time."""
        uses = self.during.uses
        instances = self._instances(pool.name, spot.vector)
        pool = spot.pools[pool.number] = _Pool(pool.name, pool.number, instances)
        if self.during.uses != uses:
            self._lose(spot)
        return pool

    def _lose(self, spot: _Spot) -> None:
        """Does not keep what depends on the run."""
        if self.spots.pop(spot.vector, None) is not None:
            self._sum_up(spot)

    def _instances(self, name: str, vector: Vector) -> list[_Instance]:
        """Those of an action in a state: of the ones always there, what those with a step do."""
        fixed = self.fixed.get(name)
        found: list[_Instance] = [] if fixed is None else [*fixed.enabled(vector)]
        for family in self.families:
            found += family.of(name, vector)
        return found

    def is_stuck(self, vector: Vector) -> bool:
        """Whether no instance at all has a step from a state."""
        return not any(
            not isinstance(one, Memo) or one.find(vector).count
            for name in self._present(vector)
            for one in self._instances(name, vector)
        )
