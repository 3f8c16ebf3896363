"""Breadth-first search over vectors, with TLC's counts and shortest counterexamples."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Hashable, Sequence

import msgspec

from tlakit.explore.checks import Checks
from tlakit.explore.effects import Effect
from tlakit.explore.identity import identity_of
from tlakit.explore.liveness import Ended
from tlakit.explore.search import History, first_violation, trace_of, violated_in
from tlakit.explore.slots import Layout, Vector
from tlakit.explore.transitions import Transitions
from tlakit.semantics import runtime
from tlakit.semantics.behaviour import CheckResult, Verdict, Violation
from tlakit.semantics.errors import EvaluationError
from tlakit.semantics.specification import Specification

REPORT_EVERY_SECONDS = 1.0
COLLECT_EVERY_STATES = 50_000
MOST_OUTSIDE = 500_000
"""States beyond the constraints that are remembered as checked; beyond, they are checked again."""


class Progress(msgspec.Struct, frozen=True):
    """How far a search has come; `waiting` states are found and not yet explored.

    `phase` says what is done after all states are found; it is empty until then.
    """

    generated: int
    distinct: int
    depth: int
    waiting: int
    seconds: float
    phase: str = ""


class Limits(msgspec.Struct, frozen=True):
    """Where to stop early: None for nowhere."""

    max_states: int | None = None
    max_depth: int | None = None
    max_seconds: float | None = None


class _Stop(Exception):
    """The search ends here: with a violation, or for another reason."""

    def __init__(self, violation: Violation | None, reason: str = "") -> None:
        super().__init__(reason)
        self.violation = violation
        self.reason = reason


class Search:
    """One breadth-first search over vectors of one layout."""

    def __init__(
        self,
        specification: Specification,
        layout: Layout,
        limits: Limits,
        on_progress: Callable[[Progress], None] | None,
        started: float,
    ) -> None:
        self.specification = specification
        self.layout = layout
        self.limits = limits
        self.on_progress = on_progress
        self.started = started
        self.reported = started
        self.transitions = Transitions(specification, layout)
        self.checks = Checks(specification, layout)
        self.history = History()
        self.identity = identity_of(specification, layout)
        self.steps = self.transitions.steps
        if self.identity is not None:
            self.steps = self.transitions.steps_in_order
        self.seen: set[Hashable] = set()
        self.outside: set[Vector] = set()
        self.collected = 0
        self.generated = 0
        self.depth = 0
        self.expanding: tuple[int, Effect | None] = (0, None)
        self.possible: tuple[int, Sequence[Effect]] = (0, ())
        self.failing: Vector | None = None
        self.level = 1
        self.entering = 0
        self.during = runtime.current()
        self.during.progress = self._progress
        self.during.trace = self._states
        self.during.action = self._action

    def run(self, initial: list[Vector]) -> CheckResult:
        """The search from these states on.

        The garbage collector would look at every state again and again, and states are never
        garbage: what was found is frozen from time to time, and only the rest is collected.
        """
        try:
            gc.disable()
            level = self._begin(initial)
            first = 0
            while level:
                self.depth += 1
                if self.limits.max_depth is not None and self.depth >= self.limits.max_depth:
                    raise _Stop(None, f"stopped at depth {self.depth}")
                following = self._expand(level, first)
                first += len(level)
                level = following
        except _Stop as stop:
            verdict = Verdict.UNKNOWN if stop.violation is None else Verdict.VIOLATED
            return self._result(verdict, stop.violation, stop.reason)
        except KeyboardInterrupt:
            return self._result(Verdict.UNKNOWN, None, "interrupted")
        except EvaluationError as error:
            return self._result(Verdict.VIOLATED, self._instead_of(error), "")
        finally:
            gc.unfreeze()
            gc.enable()
        self.depth = max(self.depth, min(self.generated, 1))
        self.expanding = (len(self.seen) - 1, None)
        return self._result(Verdict.HOLDS, None, "")

    def _result(self, verdict: Verdict, violation: Violation | None, reason: str) -> CheckResult:
        if violation is not None:
            self.depth = max(self.depth, len(violation.trace.steps))
        seconds = time.monotonic() - self.started
        distinct = len(self.seen)
        return CheckResult(
            verdict, self.generated, distinct, self.depth, seconds, violation, reason
        )

    def _begin(self, initial: list[Vector]) -> list[Vector]:
        level: list[Vector] = []
        checks = self.checks
        for vector in initial:
            self.generated += 1
            key = vector if self.identity is None else self.identity(vector)
            if key in self.seen:
                continue
            self.failing = vector
            within = checks.within(vector)
            self.entering = int(within)
            if not checks.sound_start(vector):
                raise _Stop(violated_in(self.specification, trace_of(self.layout, vector, ())))
            self.entering = 0
            if not within:
                continue
            checks.settle(vector)
            self.seen.add(key)
            self.history.begin(vector)
            level.append(vector)
        return level

    def _expand(self, level: list[Vector], first: int) -> list[Vector]:
        """The states found from one level; `first` is the number of its first state."""
        found: list[Vector] = []
        seen, outside = self.seen, self.outside
        history, growth = self.history, self.checks.growth
        steps, identity, run = self.steps, self.identity, self.during
        parents, effects = history.parents, history.effects
        for number, vector in enumerate(level, first):
            self.expanding = (number, None)
            self.level = self.depth
            count, possible = self.possible = steps(vector)
            for effect in possible:
                if effect.adds_only:
                    for slot, bits in effect.added:
                        if ~vector[slot] & bits:  # type: ignore[operator]
                            break
                    else:
                        continue
                new = list(vector)
                for slot, content in effect.writes:
                    new[slot] = content
                for slot, bits in effect.removed:
                    new[slot] &= ~bits  # type: ignore[operator]
                for slot, bits in effect.added:
                    new[slot] |= bits  # type: ignore[operator]
                after = tuple(new)
                if effect.version != growth.version:
                    self._refresh(number, effect, vector, after)
                if effect.steps:
                    self._check_step(number, effect, vector)
                key = after if identity is None else identity(after)
                if key in seen or after in outside:
                    continue
                if self._admit(number, effect, vector, after, key):
                    seen.add(key)
                    found.append(after)
                    if effect.number < 0:
                        history.register(effect)
                    parents.append(number)
                    effects.append(effect.number)
            self.generated += count
            if count == 0 and self.specification.check_deadlock:
                raise _Stop(self._deadlock(number))
            if run.stop:
                raise _Stop(None, "the specification ended it by TLCSet")
            if not number & 1023:
                self._pause(len(level) - (number - first) + len(found))
        return found

    def _refresh(self, number: int, effect: Effect, vector: Vector, after: Vector) -> None:
        self.expanding = (number, effect)
        self.level = self.depth + 1
        self.checks.refresh(effect, vector, after)

    def _check_step(self, number: int, effect: Effect, vector: Vector) -> None:
        self.expanding = (number, effect)
        self.level = self.depth
        for memo in effect.steps:
            if not memo.find(vector):
                raise _Stop(self._violation(number, effect))

    def _admit(
        self, number: int, effect: Effect, vector: Vector, after: Vector, key: Hashable
    ) -> bool:
        """Checks a state not seen before; whether it lies within the constraints."""
        self.expanding = (number, effect)
        self.level = self.depth + 1
        within = True
        for memo in effect.constraints:
            if not memo.find(after):
                within = False
                break
        self.entering = int(within)
        for view in effect.views:
            left = view.left.get(after[view.slot])
            for memo in view.look(after) if left is None else left:
                if not memo.find(after):
                    self.seen.add(key)
                    raise _Stop(self._violation(number, effect))
        self.entering = 0
        if not within:
            if len(self.outside) >= MOST_OUTSIDE:
                self.outside.clear()
            if not self.checks.fickle():
                self.outside.add(after)
            return False
        self.level = self.depth
        if not all(memo.find(vector) for memo in effect.limits):
            return False
        for memo in effect.idle:
            if not memo.find(after):
                self.checks.settle(after)
        return True

    def _violation(self, number: int, effect: Effect) -> Violation:
        """What the step shows; the successors before it, and the one that it leads to, count."""
        self.generated += list(self.possible[1]).index(effect) + 1
        start, effects = self.history.path(number, effect)
        return violated_in(self.specification, trace_of(self.layout, start, effects))

    def _deadlock(self, number: int) -> Violation:
        start, effects = self.history.path(number)
        trace = trace_of(self.layout, start, effects)
        return Violation("deadlock", "deadlock", None, trace, "no action is enabled")

    def _instead_of(self, error: EvaluationError) -> Violation:
        """The violation that plain evaluation finds where a conjunct failed with an error.

        Conjuncts are not asked in the order of the text: one may fail where an earlier one is false.
        If there is no such violation, the error is raised, with the trace.
        """
        start = self.failing
        effects: list[Effect] = []
        if self.depth:
            number, effect = self.expanding
            start, effects = self.history.path(number, effect)
        if start is None:
            raise error
        error.trace = trace_of(self.layout, start, effects)
        try:
            violation = first_violation(self.specification, error.trace)
        except EvaluationError as plain:
            plain.trace = error.trace
            raise plain from None
        if violation is None:
            raise error
        return violation

    def pause_after(self, result: CheckResult) -> Callable[[str], None]:
        """What reports progress, and ends at the limit of time, once all states are found."""

        def pause(phase: str) -> None:
            now = time.monotonic()
            seconds, most = now - self.started, self.limits.max_seconds
            if most is not None and seconds >= most:
                raise Ended(f"stopped after {most:g} seconds")
            if self.on_progress is not None and now - self.reported >= REPORT_EVERY_SECONDS:
                self.reported = now
                self.on_progress(
                    Progress(result.generated, result.distinct, result.depth, 0, seconds, phase)
                )

        return pause

    def _progress(self) -> runtime.Progress:
        """What TLCGet tells: a primed question is about the state that the step leads to."""
        level = self.level + (1 if self.specification.registers.shifted else 0)
        distinct = len(self.seen) + self.entering
        waiting = len(self.seen) - self.expanding[0] - 1 if self.depth else distinct
        return runtime.Progress(level, self.depth, self.generated, distinct, waiting)

    def _states(self) -> tuple[runtime.State, ...]:
        """The behaviour up to the state that is evaluated in."""
        if not self.depth:
            return () if self.failing is None else (self.layout.decode(self.failing),)
        number, effect = self.expanding
        start, effects = self.history.path(number, effect if self.level > self.depth else None)
        return tuple(step.state for step in trace_of(self.layout, start, effects).steps)

    def _action(self) -> runtime.ActionName:
        """The step that led to the state that is evaluated in, or that is being checked."""
        effect = self.expanding[1]
        if effect is None:
            return runtime.ActionName()
        return runtime.ActionName(effect.label.action, dict(effect.label.arguments))

    def _pause(self, waiting: int) -> None:
        """Collects garbage, reports progress, and stops at a limit."""
        now = time.monotonic()
        self.checks.review(len(self.seen))
        if len(self.seen) >= self.collected + COLLECT_EVERY_STATES:
            self.collected = len(self.seen)
            gc.collect()
            gc.freeze()
        limits = self.limits
        if limits.max_states is not None and len(self.seen) >= limits.max_states:
            raise _Stop(None, f"stopped at {len(self.seen)} distinct states")
        if limits.max_seconds is not None and now - self.started >= limits.max_seconds:
            raise _Stop(None, f"stopped after {limits.max_seconds:g} seconds")
        if self.on_progress is not None and now - self.reported >= REPORT_EVERY_SECONDS:
            self.reported = now
            self.on_progress(
                Progress(self.generated, len(self.seen), self.depth, waiting, now - self.started)
            )
