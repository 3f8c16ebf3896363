"""Random behaviours: many runs from a seed, each step chosen among all that are possible."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from tlakit.explore.bfs import Progress
from tlakit.explore.checks import Checks
from tlakit.explore.conclude import concluded, run_of
from tlakit.explore.effects import Effect
from tlakit.explore.exploration import refuted_by_assumption
from tlakit.explore.search import trace_of, violated_in
from tlakit.explore.slots import Layout, Vector, with_fitting_layout
from tlakit.explore.transitions import Transitions
from tlakit.semantics import runtime
from tlakit.semantics.behaviour import CheckResult, Verdict, Violation
from tlakit.semantics.errors import EvaluationError
from tlakit.semantics.runtime import running
from tlakit.semantics.specification import Specification


def simulate(
    specification: Specification,
    *,
    seed: int,
    runs: int,
    depth: int,
    first_run: int = 0,
    max_seconds: float | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> CheckResult:
    """Runs `first_run` to `first_run + runs - 1`, of at most `depth` states each.

    A run is determined by the seed and its number, so that one is repeated by `first_run=number,
    runs=1`. Each step is chosen uniformly among the successors that change the state; one beyond the
    constraints is checked and given up for another. A run that has none left ends. Without a
    violation the verdict is UNKNOWN: nothing was proved. `generated` counts successors looked at,
    `distinct` the different states met. SYMMETRY and VIEW play no part, as in TLC.
    """
    started = time.monotonic()
    specification.require_behaviour()
    numbers = [(seed, number) for number in range(first_run, first_run + runs)]

    def visit(layout: Layout, initial: list[Vector]) -> CheckResult:
        simulation = Simulation(specification, layout, started, on_progress)
        return simulation.run(initial, numbers, depth, max_seconds)

    with running(run_of(specification, "simulate", seed, depth)):
        refuted = refuted_by_assumption(specification, started)
        if refuted is not None:
            return refuted
        initial = list(specification.initial_vectors())
        return concluded(specification, with_fitting_layout(specification.module, initial, visit))


class Simulation:
    """Random runs over vectors of one layout."""

    def __init__(
        self,
        specification: Specification,
        layout: Layout,
        started: float,
        on_progress: Callable[[Progress], None] | None,
    ) -> None:
        self.specification = specification
        self.layout = layout
        self.started = started
        self.on_progress = on_progress
        self.transitions = Transitions(specification, layout)
        self.checks = Checks(specification, layout)
        self.met: set[Vector] = set()
        self.generated = 0
        self.depth = 0
        self.start: Vector | None = None
        self.path: list[Effect] = []
        self.level = 1
        self.during = runtime.current()
        self.during.progress = self._progress
        self.during.trace = self._states
        self.during.action = self._action

    def _progress(self) -> runtime.Progress:
        level = self.level + (1 if self.specification.registers.shifted else 0)
        return runtime.Progress(level, self.depth, self.generated, len(self.met), 0)

    def _states(self) -> tuple[runtime.State, ...]:
        if self.start is None:
            return ()
        effects = self.path[: self.level - 1]
        return tuple(step.state for step in trace_of(self.layout, self.start, effects).steps)

    def _action(self) -> runtime.ActionName:
        if not self.path:
            return runtime.ActionName()
        label = self.path[-1].label
        return runtime.ActionName(label.action, dict(label.arguments))

    def run(
        self,
        initial: list[Vector],
        numbers: list[tuple[int, int]],
        depth: int,
        max_seconds: float | None,
    ) -> CheckResult:
        """The runs with these seeds and numbers, until one shows a violation."""
        reason = f"{len(numbers)} runs without a violation prove nothing"
        try:
            for seed, number in numbers:
                violation = self._one(random.Random(f"{seed}/{number}"), initial, depth)
                if violation is not None:
                    return self._result(Verdict.VIOLATED, violation, f"run {number}")
                seconds = time.monotonic() - self.started
                if self.on_progress is not None:
                    self.on_progress(
                        Progress(self.generated, len(self.met), self.depth, number, seconds)
                    )
                if self.during.stop:
                    reason = f"the specification ended it by TLCSet, in run {number}"
                    break
                if max_seconds is not None and seconds >= max_seconds:
                    reason = f"stopped after {max_seconds:g} seconds, in run {number}"
                    break
        except KeyboardInterrupt:
            reason = "interrupted"
        return self._result(Verdict.UNKNOWN, None, reason)

    def _result(self, verdict: Verdict, violation: Violation | None, reason: str) -> CheckResult:
        seconds = time.monotonic() - self.started
        return CheckResult(
            verdict, self.generated, len(self.met), self.depth, seconds, violation, reason
        )

    def _one(self, generator: random.Random, initial: list[Vector], depth: int) -> Violation | None:
        if not initial:
            return None
        self.start = start = generator.choice(initial)
        self.path = []
        self.level = 1
        try:
            return self._walk(generator, start, self.path, depth)
        except EvaluationError as error:
            error.trace = trace_of(self.layout, start, self.path)
            raise

    def _walk(
        self,
        generator: random.Random,
        start: Vector,
        path: list[Effect],
        depth: int,
    ) -> Violation | None:
        """Goes on from a state, noting the way in `path`."""
        vector = start
        if not self.checks.sound_start(start):
            return violated_in(self.specification, trace_of(self.layout, start, ()))
        while True:
            self.met.add(vector)
            self.depth = max(self.depth, len(path) + 1)
            if len(path) + 1 >= depth:
                return None
            self.level = len(path) + 1
            choices = self._choices(vector)
            if choices is None:
                trace = trace_of(self.layout, start, path)
                return Violation("deadlock", "deadlock", None, trace, "no action is enabled")
            if not choices:
                return None
            generator.shuffle(choices)
            for effect, after in choices:
                path.append(effect)
                self.level = len(path) + 1
                if not self.checks.keeps(effect, vector, after):
                    return violated_in(self.specification, trace_of(self.layout, start, path))
                if self.checks.within(after):
                    break
                path.pop()
            else:
                return None
            if self.during.stop:
                return None
            vector = after

    def _choices(self, vector: Vector) -> list[tuple[Effect, Vector]] | None:
        """The steps that change the state; None in a deadlock that the model forbids."""
        count, possible = self.transitions.steps(vector)
        choices = []
        for effect in possible:
            after = effect.apply(vector)
            if after != vector and self.checks.allows(effect, vector):
                choices.append((effect, after))
        self.generated += count
        if count == 0 and self.specification.check_deadlock:
            return None
        return choices
