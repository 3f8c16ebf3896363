"""A model checked from its assumptions to its postconditions."""

from __future__ import annotations

import time
from collections.abc import Callable

from tlakit.explore.bfs import Limits, Progress, Search
from tlakit.explore.conclude import concluded, run_of
from tlakit.explore.liveness import LivenessCheck, with_liveness
from tlakit.explore.slots import Layout, Vector, with_fitting_layout
from tlakit.semantics.behaviour import CheckResult, Trace, Verdict, Violation
from tlakit.semantics.runtime import current, running
from tlakit.semantics.specification import Specification


def explore(
    specification: Specification,
    *,
    max_states: int | None = None,
    max_depth: int | None = None,
    max_seconds: float | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> CheckResult:
    """Visits every reachable state and checks all that the configuration names.

    The first violation ends the search; its trace is as short as any. Ctrl-C or a limit ends it with
    verdict UNKNOWN and what was covered. A model without behaviours has its assumptions checked.
    LanguageError if the configuration asks for what has no meaning; EvaluationError has the trace to
    where it happened.
    """
    started = time.monotonic()
    limits = Limits(max_states, max_depth, max_seconds)
    specification.require_behaviour()
    with running(run_of(specification, "bfs")):
        refuted = refuted_by_assumption(specification, started)
        if refuted is not None:
            return refuted
        result = search_all(specification, limits, on_progress, started, temporal=True)[1]
        return concluded(specification, result)


def refuted_by_assumption(specification: Specification, started: float) -> CheckResult | None:
    """The result of a check that ends at the first ASSUME that is false; None if all are true."""
    assumption = specification.false_assumption()
    if assumption is None:
        return None
    name = assumption.name or "ASSUME"
    violation = Violation(name, "assumption", assumption.span, Trace(()))
    return CheckResult(Verdict.VIOLATED, 0, 0, 0, time.monotonic() - started, violation)


def search_all(
    specification: Specification,
    limits: Limits,
    on_progress: Callable[[Progress], None] | None,
    started: float,
    temporal: bool = False,
) -> tuple[Search, CheckResult]:
    """A finished search and what it found; to be called as part of a run.

    If `temporal`, the temporal properties are checked after it.
    """
    registers = dict(current().registers)

    def visit(layout: Layout, initial: list[Vector]) -> tuple[Search, CheckResult]:
        current().registers = dict(registers)
        liveness = LivenessCheck(specification) if temporal else None
        search = Search(specification, layout, limits, on_progress, started)
        result = search.run(initial)
        if liveness is not None:
            pause = search.pause_after(result)
            result = with_liveness(liveness, search.transitions, result, pause)
        return search, result

    initial = list(specification.initial_vectors())
    return with_fitting_layout(specification.module, initial, visit)
