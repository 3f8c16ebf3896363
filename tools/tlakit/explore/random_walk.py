"""One random run after the other: a step is chosen first, and only that one is built and checked."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any, TypeAlias

from tlakit.explore.checks import Checks
from tlakit.explore.effects import Effect
from tlakit.explore.guidance import Guidance
from tlakit.explore.lookout import Lookout
from tlakit.explore.runner import Totals
from tlakit.explore.search import trace_of, violated_in, violation_instead_of
from tlakit.explore.slots import Layout, Vector
from tlakit.explore.strategy import Check, Draw, Step, Strategy, Visited, Way
from tlakit.explore.transitions import Transitions
from tlakit.semantics import runtime
from tlakit.semantics.behaviour import Trace, Violation
from tlakit.semantics.errors import EvaluationError
from tlakit.semantics.specification import Specification

MOST_MET = 1_000_000
"""Distinct states that are told apart; those met later are checked each time, and do not count."""
MOST_OUTSIDE = 100_000
"""States beyond the constraints that are remembered as checked."""
MOST_LEARNED = 300_000
"""Evaluations of actions that are remembered; beyond, all are forgotten."""
PAUSE_EVERY_STEPS = 1_024

Planned: TypeAlias = Callable[[Transitions, Check], Strategy[Any]]
"""Makes a strategy that remembers nothing yet."""


class _Violated(Exception):
    """The run ends here; `violation` is None where plain evaluation is to tell it."""

    def __init__(self, violation: Violation | None = None) -> None:
        super().__init__()
        self.violation = violation


class RandomWalk:
    """Makes runs over vectors of one layout; `pause` is called now and then, and may raise.

    `plan` makes the strategy that chooses steps; a `guidance` is told where runs begin.
    """

    def __init__(
        self,
        specification: Specification,
        layout: Layout,
        plan: Planned,
        guidance: Guidance | None,
        pause: Callable[[], None],
    ) -> None:
        self.specification = specification
        self.layout = layout
        self.plan = plan
        self.guidance = guidance
        self.pause = pause
        self.checks = Checks(specification, layout)
        self.lookout = Lookout(self.checks)
        self.totals = Totals()
        self.met: set[Vector] = set()
        self.outside: set[Vector] = set()
        self.starts: dict[Vector, Way] = {}
        self.version = -1
        self.fickle = False
        self.strategy = self._planned()
        self.start: Vector | None = None
        self.path: list[Effect] = []
        self.taken: Counter[Effect] = Counter()
        self.level = 1
        self.again = True
        self.during = runtime.current()
        self.during.progress = self._progress
        self.during.trace = self._states
        self.during.action = self._action

    def _planned(self) -> Strategy[Any]:
        transitions = Transitions(self.specification, self.layout, silent=True)
        return self.plan(transitions, self._check)

    def count_anew(self) -> None:
        """Counts from nothing; what was learned stays."""
        self.sum_up()
        self.totals = Totals()
        self.lookout.count_anew()
        self.met = set()

    @property
    def complete(self) -> bool:
        """Whether all distinct states were told apart."""
        return len(self.met) < MOST_MET

    def _forget_if_too_much(self) -> None:
        """Where too much was learned of actions, begins anew with nothing."""
        if self.strategy.transitions.learned > MOST_LEARNED:
            self.sum_up()
            self.strategy = self._planned()
            gc.unfreeze()  # what is forgotten is garbage

    def run(self, random: Random, initial: list[Vector], depth: int) -> Violation | None:
        """One run of at most `depth` states; the violation that it ends in, if any.

        EvaluationError has the trace to where it happened.
        """
        self.start, self.path, self.level = None, [], 1
        self._forget_if_too_much()
        totals, path = self.totals, self.path
        totals.runs += 1
        try:
            start = self._begin(random.random, initial)
            if start is not None and not self._walk(random.random, start, depth):
                totals.stuck += 1
        except _Violated as ended:
            return ended.violation or violated_in(self.specification, self.trace())
        except EvaluationError as error:
            return self._instead_of(error)
        finally:
            self._count(path)
        return None

    def _count(self, path: list[Effect]) -> None:
        """Adds up a run that has ended."""
        totals = self.totals
        totals.steps += len(path)
        self._add_generated()
        totals.depth = max(totals.depth, 0 if self.start is None else len(path) + 1)
        self.taken.update(path)

    def _begin(self, draw: Draw, initial: list[Vector]) -> Way | None:
        """Chooses where to start; one beyond the constraints is checked and given up for another."""
        left, self.again = initial, True
        while left:
            number = int(draw() * len(left))
            start = self.start = left[number]
            if start not in self.met or self.fickle:
                if start not in self.outside and not self.checks.sound_start(start):
                    raise _Violated
                if start in self.outside or not self.checks.within(start):
                    self._note_outside(start)
                    left = left[:number] + left[number + 1 :]
                    continue
                self.checks.settle(start)
                if len(self.met) < MOST_MET:
                    self.met.add(start)
                self._review()
            if self.guidance is not None:
                self.guidance.begin(start)
            way = self.starts.setdefault(start, Way(start))
            if self.lookout.goals and not way.dull:
                uses = self.during.uses
                dull = self.lookout.look_at_start(self.totals.runs, start)
                way.dull = dull and self.during.uses == uses
            return way
        self.start = None
        return None

    def _walk(self, draw: Draw, way: Way, depth: int) -> bool:
        """Goes on from the start until the run is as long as it may be; False if it is stuck."""
        path, during, goals = self.path, self.during, self.lookout.goals
        choose = self.strategy.choose
        for level in range(1, depth):
            self.level = level
            visited = way.visited
            if visited is None or not visited.kept:
                visited = self._enter(way)
            step = choose(draw, visited)
            if step is None:
                if self.specification.check_deadlock and self.strategy.is_stuck(visited):
                    raise _Violated(self._deadlock())
                return False
            path.append(step.effect)
            if goals and not step.dull:
                self._look_out(visited.vector, step)
            if during.stop:
                return True
            way = step
            if not level % PAUSE_EVERY_STEPS:
                self.pause()
                self._forget_if_too_much()
                choose = self.strategy.choose
        return True

    def _enter(self, way: Way) -> Visited:
        """A run comes to a state whose way there is new, or the state was not kept."""
        again, self.again = self.again, True
        visited: Visited = self.strategy.enter(way.vector, again)
        if visited.kept:
            way.vector, way.visited = visited.vector, visited
        return visited

    def _look_out(self, vector: Vector, step: Step) -> None:
        """Looks at the step just made, and at where it leads."""
        run, steps, uses = self.totals.runs, len(self.path), self.during.uses
        dull = self.lookout.look_at_step(run, steps, step.effect, vector, step.vector)
        self.level += 1
        dull &= self.lookout.look_at_state(run, steps, step.effect, vector, step.vector)
        step.dull = dull and self.during.uses == uses

    def sum_up(self) -> None:
        """Adds up the visits to states and the steps taken, and forgets them."""
        totals, strategy = self.totals, self.strategy
        for effect, times in self.taken.items():
            name = effect.label.action
            totals.taken[name] = totals.taken.get(name, 0) + times
        self.taken.clear()
        strategy.forget()
        self._add_generated()
        for name, times in strategy.enabled.items():
            totals.enabled[name] = totals.enabled.get(name, 0) + times
        strategy.enabled.clear()

    def _add_generated(self) -> None:
        """Adds up the successors that were looked at."""
        self.totals.generated += self.strategy.generated
        self.strategy.generated = 0

    def _check(self, vector: Vector, effect: Effect) -> Vector | None:
        """The state that a step leads to, checked; None if it changes nothing or is not allowed."""
        free = effect.version == self.checks.growth.version and self._is_free(effect)
        if free and effect.exit is not None and effect.exit.is_taken(vector):
            return None
        after = effect.apply(vector)
        if after == vector:
            return None
        known = after in self.met and not self.fickle
        if free and (known or after in self.outside):
            return after if known else None
        self.path.append(effect)
        allowed = self._passes(effect, vector, after, known)
        self.path.pop()
        self._review()
        return after if allowed else None

    def _is_free(self, effect: Effect) -> bool:
        """Whether nothing needs to be checked of a step by an effect but the state that it leads to."""
        return not (effect.steps or effect.limits or self.fickle)

    def _passes(self, effect: Effect, vector: Vector, after: Vector, known: bool) -> bool:
        """Checks the last step of the path and what it leads to, unless that is known; whether the
        constraints allow it.
        """
        checks = self.checks
        after_level = self.level + 1
        if effect.version != checks.growth.version:
            self.level = after_level
            checks.refresh(effect, vector, after)
            self.level = after_level - 1
        if effect.steps:
            pair = vector + after
            for memo in effect.steps:
                if not memo.find(pair):
                    raise _Violated
        self.level = after_level
        allowed = (known or self._enters(effect, after)) and (
            not effect.limits or self._limited(effect, vector, after)
        )
        if allowed and not known:
            self._meet(after, effect)
        self.level = after_level - 1
        return allowed

    def _limited(self, effect: Effect, vector: Vector, after: Vector) -> bool:
        """Whether a step satisfies the constraints on actions."""
        self.level -= 1
        pair = vector + after
        allowed = all(memo.find(pair) for memo in effect.limits)
        self.level += 1
        return allowed

    def _enters(self, effect: Effect, after: Vector) -> bool:
        """Checks the state after a step; whether it lies within the constraints."""
        if after in self.outside:
            return False
        within = True
        for memo in effect.constraints:
            if not memo.find(after):
                within = False
                break
        for view in effect.views:
            left = view.left.get(after[view.slot])
            for memo in view.look(after) if left is None else left:
                if not memo.find(after):
                    raise _Violated
        if not within:
            self._note_outside(after)
        return within

    def _meet(self, vector: Vector, effect: Effect) -> None:
        """A state has been checked; `effect` led to it."""
        if not (self.fickle and vector in self.met) and len(self.met) < MOST_MET:
            self.met.add(vector)
            self.again = False
            new, name = self.totals.new, effect.label.action
            new[name] = new.get(name, 0) + 1
        for memo in effect.idle:
            if not memo.find(vector):
                self.checks.settle(vector)

    def _note_outside(self, vector: Vector) -> None:
        self._review()
        if not self.fickle:
            if len(self.outside) >= MOST_OUTSIDE:
                self.outside.clear()
            self.outside.add(vector)

    def _review(self) -> None:
        """Finds out whether a step or a state may fare otherwise when it is checked again."""
        checks = self.checks
        if self.version != checks.growth.version:
            self.version = checks.growth.version
            self.fickle = checks.fickle() or any(
                memo.impure for memo in (*checks.steps, *checks.limits)
            )

    def _deadlock(self) -> Violation:
        return Violation("deadlock", "deadlock", None, self.trace(), "no action is enabled")

    def trace(self) -> Trace:
        """The run at hand as far as it has come, or the one made last."""
        if self.start is None:
            return Trace(())
        return trace_of(self.layout, self.start, self.path)

    def _instead_of(self, error: EvaluationError) -> Violation:
        """The violation that plain evaluation finds where a conjunct failed with an error."""
        if self.start is None:
            raise error
        return violation_instead_of(self.specification, error, self.trace())

    def _progress(self) -> runtime.Progress:
        """What TLCGet tells: a primed question is about the state that the step leads to."""
        level = self.level + (1 if self.specification.registers.shifted else 0)
        totals = self.totals
        generated = totals.generated + self.strategy.generated
        return runtime.Progress(level, totals.depth, generated, len(self.met), 0)

    def _states(self) -> tuple[runtime.State, ...]:
        """The behaviour up to the state that is evaluated in."""
        if self.start is None:
            return ()
        effects = self.path[: self.level - 1]
        return tuple(step.state for step in trace_of(self.layout, self.start, effects).steps)

    def _action(self) -> runtime.ActionName:
        """The step that led to the state that is evaluated in, or that is being checked."""
        if not self.path:
            return runtime.ActionName()
        label = self.path[-1].label
        return runtime.ActionName(label.action, dict(label.arguments))
