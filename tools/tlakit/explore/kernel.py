"""What every kernel of the breadth-first search has in common: all but the loop over the states.

A kernel visits the states of one layout. It counts, keeps how it came to each state, and raises
`Stop` where the search ends early. This class makes the result of that: verdicts, shortest
counterexamples, limits, progress, and what TLCGet tells of the run.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import msgspec

from tlakit.explore.checks import Checks
from tlakit.explore.effects import Effect
from tlakit.explore.fingerprints import collision_probability
from tlakit.explore.liveness import Ended
from tlakit.explore.saving import Restored, Saver
from tlakit.explore.search import first_violation, trace_of, violated_in
from tlakit.explore.slots import Layout, Vector
from tlakit.explore.tally import ActionTally
from tlakit.explore.transitions import Transitions
from tlakit.semantics import runtime
from tlakit.semantics.behaviour import CheckResult, Verdict, Violation
from tlakit.semantics.errors import EvaluationError
from tlakit.semantics.run_report import Table, TableKey
from tlakit.semantics.specification import Specification

REPORT_EVERY_SECONDS = 1.0


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


class Stop(Exception):
    """The search ends here: with a violation, or for another reason."""

    def __init__(self, violation: Violation | None, reason: str = "") -> None:
        super().__init__(reason)
        self.violation = violation
        self.reason = reason


class Unsuited(Exception):
    """This kernel cannot search this model, as `args[0]` says; another one must begin again."""


class Kernel(ABC):
    """One breadth-first search over vectors of one layout; `run` may be called once.

    States are numbered from 0 in the order in which they are found, initial ones first; they are
    explored in that order. A kernel keeps up to date, before anything is evaluated that may fail or
    ask for it: `generated`; `depth`, the number of the level that is explored, 0 while initial
    states are checked; `expanding`, the state that is explored and the effect whose step is looked
    at, if any; `level`, which is `depth` where the state explored is evaluated in and one more where
    its successor is; `entering`, 1 while a new state within the constraints is checked that does not
    count as distinct yet, otherwise 0; `image_count`, of how many fingerprints the least is what a
    state is known by. With a `saver`, checkpoints are written: what is asked of a
    kernel for that is in `saving.Saved`. What other processes remember, and the memory that they had,
    is in `tables_elsewhere` and `memory_elsewhere_bytes` once the search has ended.
    """

    name: ClassVar[str]
    saves: ClassVar[bool] = False
    """Whether it can write checkpoints and go on from them."""

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
        self.checks = Checks(specification, layout, noted=specification.sometimes)
        self.initial: list[Vector] = []
        self.known_effects: list[Effect] = []
        self.generated = 0
        self.depth = 0
        self.level = 1
        self.entering = 0
        self.violating = 0
        self.image_count = 1
        self.expanding: tuple[int, Effect | None] = (0, None)
        self.failing: Vector | None = None
        self.saver: Saver | None = None
        self.tables_elsewhere: list[dict[TableKey, Table]] = []
        self.memory_elsewhere_bytes = 0
        self.resumed = False
        self.during = runtime.current()
        self.during.progress = self._progress
        self.during.trace = self._states
        self.during.action = self._action

    @property
    @abstractmethod
    def distinct(self) -> int:
        """How many distinct states have been found."""

    @abstractmethod
    def came_from(self, state: int) -> tuple[int, int]:
        """The number of the state before one that is not initial, and that of the effect between."""

    @abstractmethod
    def _search(self, initial: list[Vector]) -> None:
        """Visits all states. Raises Stop, EvaluationError, Misfit or Unsuited."""

    @abstractmethod
    def _knows(self, vector: Vector) -> bool:
        """Whether a state has been found before."""

    @abstractmethod
    def count_actions(self, tally: ActionTally) -> None:
        """Tells how often each action was enabled and taken, and what it found first.

        Also of what was done before the last checkpoint. What a violation ended may lack the state that
        was explored.
        """

    def run(self, initial: list[Vector]) -> CheckResult:
        """The search from these states on."""
        try:
            self._search(initial)
        except Stop as stop:
            if stop.violation is not None:
                return self._result(Verdict.VIOLATED, stop.violation, stop.reason)
            self._save()
            return self._result(Verdict.UNKNOWN, None, stop.reason)
        except KeyboardInterrupt:
            self._save()
            return self._result(Verdict.UNKNOWN, None, "interrupted")
        except EvaluationError as error:
            return self._result(Verdict.VIOLATED, self._instead_of(error), "")
        self.depth = max(self.depth, min(self.generated, 1))
        self.expanding = (self.distinct - 1, None)
        self._save()
        return self._result(Verdict.HOLDS, None, "")

    def path(self, state: int, last: Effect | None = None) -> tuple[Vector, list[Effect]]:
        """The initial state of the shortest way to a state, and the effects on that way."""
        effects = [] if last is None else [last]
        while state >= len(self.initial):
            state, number = self.came_from(state)
            effects.append(self.effect(number))
        return self.initial[state], effects[::-1]

    def effect(self, number: int) -> Effect:
        """The effect with a number, as far as it shows what it does."""
        return self.known_effects[number]

    def register(self, effect: Effect) -> None:
        """Gives an effect its number, and keeps what shows it: it may itself be forgotten."""
        effect.number = len(self.known_effects)
        self.known_effects.append(effect.shown())

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

    def _begin(self, initial: list[Vector]) -> Iterator[Vector]:
        """The initial states to explore, checked; the kernel takes each in before it asks on."""
        checks = self.checks
        for vector in initial:
            self.generated += 1
            if self._knows(vector):
                continue
            self.failing = vector
            within = checks.within(vector)
            self.entering = int(within)
            if not checks.sound_start(vector):
                raise Stop(violated_in(self.specification, trace_of(self.layout, vector, ())))
            self.entering = 0
            if within:
                checks.settle(vector)
                self.initial.append(vector)
                yield vector

    @property
    def explored(self) -> int:
        raise NotImplementedError

    @property
    def effects_known(self) -> int:
        return len(self.known_effects)

    def export(self, first: int) -> tuple[bytes, bytes, bytes]:
        raise NotImplementedError

    def counters(self) -> Any:
        return None

    def reached(self) -> dict[str, int]:
        return self.checks.sometimes.reached()

    def _save(self) -> None:
        """Writes a checkpoint where that is wanted, and there is something to be kept."""
        if self.saver is not None and self.depth:
            self.saver.save(self)

    def _restored(self) -> Restored | None:
        """What the search goes on from, once the initial states are taken in; None from these.

        What is concluded from what the predicates read needs that they are asked in all states that
        wait: the kernel sees to that.
        """
        restored = None if self.saver is None else self.saver.begin(self.layout, self.initial)
        if restored is None:
            return None
        self.resumed = True
        self.generated, self.depth = restored.generated, restored.depth
        self.checks.sometimes.resume(restored.reached)
        return restored

    def _deepen(self) -> None:
        """Begins with the next level; Stop at the limit of depth."""
        self.depth += 1
        if self.limits.max_depth is not None and self.depth >= self.limits.max_depth:
            raise Stop(None, f"stopped at depth {self.depth}")

    def _pause(self, waiting: int) -> None:
        """Writes a checkpoint when it is time, reports progress, and raises Stop at a limit.

        To be called now and then.
        """
        if self.saver is not None and self.saver.due():
            self._save()
        now, distinct, limits = time.monotonic(), self.distinct, self.limits
        if limits.max_states is not None and distinct >= limits.max_states:
            raise Stop(None, f"stopped at {distinct} distinct states")
        if limits.max_seconds is not None and now - self.started >= limits.max_seconds:
            raise Stop(None, f"stopped after {limits.max_seconds:g} seconds")
        if self.on_progress is not None and now - self.reported >= REPORT_EVERY_SECONDS:
            self.reported = now
            self.on_progress(
                Progress(self.generated, distinct, self.depth, waiting, now - self.started)
            )

    def _ended_by(self, number: int, effect: Effect) -> Stop:
        """The end at the step by an effect from a state, which is known to violate something.

        As in TLC the successors up to it count as generated, and where it leads to as distinct, if it is
        new and lies within the constraints.
        """
        start, effects = self.path(number, effect)
        trace = trace_of(self.layout, start, effects)
        before, after = (tuple(step.state.values()) for step in trace.steps[-2:])
        self.violating = int(
            self._would_enter(self.layout.encode(before), self.layout.encode(after))
        )
        for _, successor in self.specification.successors_of(before):
            self.generated += 1
            if successor == after:
                break
        return Stop(violated_in(self.specification, trace))

    def _would_enter(self, before: Vector, after: Vector) -> bool:
        checks = self.checks
        if self._knows(after) or not checks.within(after):
            return False
        return all(memo.find(before + after) for memo in checks.limits)

    def _deadlock(self, number: int) -> Violation:
        start, effects = self.path(number)
        trace = trace_of(self.layout, start, effects)
        return Violation("deadlock", "deadlock", None, trace, "no action is enabled")

    def _result(self, verdict: Verdict, violation: Violation | None, reason: str) -> CheckResult:
        if violation is not None:
            self.depth = max(self.depth, len(violation.trace.steps))
        return CheckResult(
            verdict,
            self.generated,
            self.distinct,
            self.depth,
            time.monotonic() - self.started,
            violation,
            reason,
            kernel=self.name,
            collision=collision_probability(self.distinct, self.image_count),
            resumed=self.resumed,
            waiting=self._waiting() if verdict is Verdict.UNKNOWN else 0,
            sometimes=() if violation else self.checks.sometimes.sought(),
        )

    def _instead_of(self, error: EvaluationError) -> Violation:
        """The violation that plain evaluation finds where a conjunct failed with an error.

        Conjuncts are not asked in the order of the text: one may fail where an earlier one is false.
        If there is no such violation, the error is raised, with the trace; in the words of plain
        evaluation, which shows more of the values.
        """
        start = self.failing
        effects: list[Effect] = []
        if self.depth:
            number, effect = self.expanding
            start, effects = self.path(number, effect)
        if start is None:
            raise error
        error.trace = trace_of(self.layout, start, effects)
        try:
            violation = first_violation(self.specification, error.trace)
            if violation is None and self.depth and not self.expanding[1]:
                last = tuple(error.trace.steps[-1].state.values())
                for _ in self.specification.successors_of(last):
                    pass
        except EvaluationError as plain:
            plain.trace = error.trace
            raise plain from None
        if violation is None:
            raise error
        return violation

    def _progress(self) -> runtime.Progress:
        """What TLCGet tells: a primed question is about the state that the step leads to."""
        level = self.level + (1 if self.specification.registers.shifted else 0)
        distinct = self.distinct + self.entering
        waiting = self._waiting() if self.depth else distinct
        return runtime.Progress(level, self.depth, self.generated, distinct, waiting)

    def _waiting(self) -> int:
        """How many states are found and not explored."""
        return self.distinct - self.expanding[0] - 1 if self.depth else self.distinct

    def _states(self) -> tuple[runtime.State, ...]:
        """The behaviour up to the state that is evaluated in."""
        if not self.depth:
            return () if self.failing is None else (self.layout.decode(self.failing),)
        number, effect = self.expanding
        start, effects = self.path(number, effect if self.level > self.depth else None)
        return tuple(step.state for step in trace_of(self.layout, start, effects).steps)

    def _action(self) -> runtime.ActionName:
        """The step that led to the state that is evaluated in, or that is being checked."""
        effect = self.expanding[1]
        if effect is None:
            return runtime.ActionName()
        return runtime.ActionName(effect.label.action, dict(effect.label.arguments))
