"""Random behaviours: many runs from a seed, each step chosen among all that are possible."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType

from tlakit.explore.choosing import Choice
from tlakit.explore.conclude import concluded, run_of
from tlakit.explore.exploration import KernelChoice, refuted_by_assumption
from tlakit.explore.fast import fast_runner
from tlakit.explore.guidance import Guide
from tlakit.explore.kernel import REPORT_EVERY_SECONDS, Progress, Unsuited
from tlakit.explore.python_runner import PythonRunner
from tlakit.explore.reporting import peak_memory_bytes, unevaluated
from tlakit.explore.runner import Plan, Runner
from tlakit.explore.slots import Layout, Vector, with_fitting_layout
from tlakit.language.ir import Span
from tlakit.semantics import runtime
from tlakit.semantics.behaviour import CheckResult, Verdict, Violation
from tlakit.semantics.random_runs import RandomRuns
from tlakit.semantics.run_report import ActionCount, RunReport
from tlakit.semantics.runtime import running
from tlakit.semantics.specification import Specification

COLLECT_EVERY_OBJECTS = 200_000
"""So many objects that the collector would look after have come since it looked last, and not gone."""

ALIKE: Mapping[str, float] = MappingProxyType({})
"""Every action weighs 1."""


def simulate(
    specification: Specification,
    *,
    seed: int,
    runs: int,
    depth: int,
    first_run: int = 0,
    choose: Choice = "action",
    weights: Mapping[str, float] = ALIKE,
    guide: Guide | None = None,
    max_seconds: float | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    kernel: KernelChoice = "auto",
) -> CheckResult:
    """Runs `first_run` to `first_run + runs - 1`, of at most `depth` states each.

    A run is determined by the seed and its number, so that one is repeated by `first_run=number,
    runs=1`. With a `guide` it depends on the runs before it too: these are then made first, and do
    not count. What depends on the run in the specification itself, as TLCGet does, may break this.

    Each step is chosen among the successors that change the state, as `chooser_of` says of `choose`
    and `weights`; a guide puts those before others that lead to what was seen less often. A step
    beyond the constraints is checked and given up for another. A run that has none left ends. Without
    a violation the verdict is UNKNOWN: nothing was proved. `generated` counts the successors that were
    looked at, `distinct` the different states met. Which of the specification's sometimes properties the
    runs reached is counted; it changes no verdict. SYMMETRY and VIEW play no part, as in TLC.

    Either `kernel` makes the same runs. Unsuited if it is to be the fast one, and that cannot.
    """
    started = time.monotonic()
    specification.require_behaviour()
    specification.coverage.begin()
    plan = Plan(seed, first_run, runs, depth, choose, weights, guide, max_seconds)
    with running(run_of(specification, "simulate", seed, depth)):
        refuted = refuted_by_assumption(specification, started)
        if refuted is not None:
            return refuted
        registers = dict(runtime.current().registers)

        initial = list(specification.initial_vectors())

        def made_by(runner: type[Runner]) -> CheckResult:
            def visit(layout: Layout, initial: list[Vector]) -> CheckResult:
                runtime.current().registers = dict(registers)
                simulation = _Simulation(specification, layout, plan, started, on_progress, runner)
                return simulation.result(initial)

            return with_fitting_layout(specification.module, initial, visit)

        return concluded(specification, _made(made_by, kernel))


def _made(made_by: Callable[[type[Runner]], CheckResult], kernel: KernelChoice) -> CheckResult:
    """The result of the runner that is wanted, or that suits the model."""
    if kernel != "python":
        try:
            return made_by(fast_runner())
        except Unsuited:
            if kernel == "fast":
                raise
    return made_by(PythonRunner)


class _OutOfTime(Exception):
    """The runs have taken as long as they may."""


class _Simulation:
    """All runs, over vectors of one layout."""

    def __init__(
        self,
        specification: Specification,
        layout: Layout,
        plan: Plan,
        started: float,
        on_progress: Callable[[Progress], None] | None,
        runner: type[Runner],
    ) -> None:
        self.specification = specification
        self.plan = plan
        self.started = started
        self.reported = started
        self.on_progress = on_progress
        self.runner = runner(specification, layout, plan, self._pause)

    def result(self, initial: list[Vector]) -> CheckResult:
        """What the runs show; the first violation ends them.

        What is remembered is never garbage, and what evaluations leave behind is: the collector looks
        at what came since it looked last, and only when that was enough.
        """
        collecting = gc.isenabled()
        gc.disable()
        try:
            return self._result(initial)
        finally:
            gc.unfreeze()
            if collecting:
                gc.enable()

    def _result(self, initial: list[Vector]) -> CheckResult:
        plan, runner = self.plan, self.runner
        reason = f"{plan.runs} runs without a violation prove nothing"
        try:
            violation = runner.make(initial)
            if violation is not None:
                return self._concluded(Verdict.VIOLATED, violation, f"run {runner.number}")
            if runtime.current().stop:
                reason = f"the specification ended it by TLCSet, in run {runner.number}"
        except _OutOfTime:
            reason = f"stopped after {plan.max_seconds:g} seconds, in run {runner.number}"
        except KeyboardInterrupt:
            reason = f"interrupted in run {runner.number}"
        return self._concluded(Verdict.UNKNOWN, None, reason)

    def _pause(self) -> None:
        """Reports progress, collects garbage, and ends at the limit of time."""
        now = time.monotonic()
        most = self.plan.max_seconds
        if most is not None and now - self.started >= most:
            raise _OutOfTime
        if gc.get_count()[0] >= COLLECT_EVERY_OBJECTS:
            gc.collect()
            gc.freeze()
        if self.on_progress is not None and now - self.reported >= REPORT_EVERY_SECONDS:
            self.reported = now
            runner, seconds = self.runner, now - self.started
            totals, phase = runner.totals, f"run {runner.number}"
            self.on_progress(
                Progress(totals.generated, runner.distinct, totals.depth, 0, seconds, phase)
            )

    def _concluded(self, verdict: Verdict, violation: Violation | None, reason: str) -> CheckResult:
        runner, plan, coverage = self.runner, self.plan, self.specification.coverage
        runner.sum_up()
        totals = runner.totals
        return CheckResult(
            verdict,
            totals.generated,
            runner.distinct,
            totals.depth,
            time.monotonic() - self.started,
            violation,
            reason,
            kernel=runner.name,
            collision=runner.collision,
            report=RunReport(
                self._actions(),
                unevaluated(self.specification),
                coverage.vacuous(),
                peak_memory_bytes=peak_memory_bytes(),
            ),
            runs=RandomRuns(
                plan.seed,
                plan.first_run,
                totals.runs,
                totals.steps,
                totals.stuck,
                runner.seen,
                runner.complete,
                None if violation is None else runner.number,
                runner.reached(),
            ),
        )

    def _actions(self) -> tuple[ActionCount, ...]:
        """The counts of all actions, in the order of the text; of several with one name, the first."""
        if self.specification.next is None:
            return ()
        totals = self.runner.totals
        spans: dict[str, Span] = {}
        for name, span in self.specification.splitter.action_names():
            spans.setdefault(name, span)
        return tuple(
            ActionCount(
                name,
                span,
                totals.enabled.get(name, 0),
                totals.taken.get(name, 0),
                totals.new.get(name, 0),
            )
            for name, span in spans.items()
        )
