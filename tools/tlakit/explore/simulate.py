"""Random behaviours: many runs from a seed, each step chosen among all that are possible."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType

import msgspec

from tlakit.explore.choosing import Choice, chooser_of
from tlakit.explore.conclude import concluded, run_of
from tlakit.explore.exploration import refuted_by_assumption
from tlakit.explore.guidance import Guide, guidance_by
from tlakit.explore.kernel import REPORT_EVERY_SECONDS, Progress
from tlakit.explore.random_walk import RandomWalk
from tlakit.explore.reporting import peak_memory_bytes, unevaluated
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
) -> CheckResult:
    """Runs `first_run` to `first_run + runs - 1`, of at most `depth` states each.

    A run is determined by the seed and its number, so that one is repeated by `first_run=number,
    runs=1`. With a `guide` it depends on the runs before it too: these are then made first, and do
    not count. What depends on the run in the specification itself, as TLCGet does, may break this.

    Each step is chosen among the successors that change the state, as `chooser_of` says of `choose`
    and `weights`; a guide puts those before others that lead to what was seen less often. A step
    beyond the constraints is checked and given up for another. A run that has none left ends. Without
    a violation the verdict is UNKNOWN: nothing was proved. `generated` counts the successors that were
    looked at, `distinct` the different states met. SYMMETRY and VIEW play no part, as in TLC.
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

        def visit(layout: Layout, initial: list[Vector]) -> CheckResult:
            runtime.current().registers = dict(registers)
            return _Simulation(specification, layout, plan, started, on_progress).result(initial)

        initial = list(specification.initial_vectors())
        return concluded(specification, with_fitting_layout(specification.module, initial, visit))


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
    ) -> None:
        self.specification = specification
        self.plan = plan
        self.started = started
        self.reported = started
        self.on_progress = on_progress
        self.number = 0
        self.guidance = guidance_by(plan.guide, specification, layout)
        chooser = chooser_of(plan.choose, plan.weights)
        lazily = plan.choose == "action" and plan.guide is None
        self.walk = RandomWalk(
            specification,
            layout,
            chooser,
            plan.weights if lazily else None,
            self.guidance,
            self._pause,
        )

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
        plan, during = self.plan, runtime.current()
        reason = f"{plan.runs} runs without a violation prove nothing"
        try:
            for number in range(0 if plan.guide else plan.first_run, plan.first_run + plan.runs):
                self.number = number
                if number == plan.first_run:
                    self.walk.count_anew()
                during.random.seed(plan.seed << 64 | number)
                violation = self.walk.run(during.random, initial, plan.depth)
                if violation is not None:
                    return self._concluded(Verdict.VIOLATED, violation, f"run {number}")
                if during.stop:
                    reason = f"the specification ended it by TLCSet, in run {number}"
                    break
                self._pause()
        except _OutOfTime:
            reason = f"stopped after {plan.max_seconds:g} seconds, in run {self.number}"
        except KeyboardInterrupt:
            reason = f"interrupted in run {self.number}"
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
            totals = self.walk.totals
            seconds = now - self.started
            distinct = len(self.walk.met)
            self.on_progress(
                Progress(totals.generated, distinct, totals.depth, 0, seconds, f"run {self.number}")
            )

    def _concluded(self, verdict: Verdict, violation: Violation | None, reason: str) -> CheckResult:
        walk, plan, coverage = self.walk, self.plan, self.specification.coverage
        totals = walk.totals
        walk.sum_up()
        seen = None if self.guidance is None else len(self.guidance.seen)
        return CheckResult(
            verdict,
            totals.generated,
            len(walk.met),
            totals.depth,
            time.monotonic() - self.started,
            violation,
            reason,
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
                seen,
                walk.complete,
                None if violation is None else self.number,
            ),
        )

    def _actions(self) -> tuple[ActionCount, ...]:
        """The counts of all actions, in the order of the text; of several with one name, the first."""
        if self.specification.next is None:
            return ()
        totals = self.walk.totals
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
