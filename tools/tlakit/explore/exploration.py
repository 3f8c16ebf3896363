"""A model checked from its assumptions to its postconditions."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Literal, TypeAlias

import msgspec
from msgspec.structs import replace

from tlakit.explore.checkpoint import Checkpointing
from tlakit.explore.conclude import concluded, run_of
from tlakit.explore.fast import fast_kernel
from tlakit.explore.kernel import Kernel, Limits, Progress, Unsuited
from tlakit.explore.liveness import LivenessCheck, with_liveness
from tlakit.explore.parallel import parallel_kernel
from tlakit.explore.python_kernel import PythonKernel
from tlakit.explore.reporting import report_of
from tlakit.explore.saving import Saver
from tlakit.explore.slots import Layout, Shape, Vector, with_fitting_layout
from tlakit.semantics.behaviour import CheckResult, Trace, Verdict, Violation
from tlakit.semantics.runtime import current, running
from tlakit.semantics.specification import Specification

KernelChoice: TypeAlias = Literal["auto", "python", "fast"]
"""Which kernel searches: `auto` is the fast one where it is built and suits the model."""

Maker: TypeAlias = Callable[..., Kernel]
"""What makes a search: a kernel's class, or that with some of its arguments."""


class Way(msgspec.Struct, frozen=True):
    """How a search is to be made: by which kernel, with how many workers, and whether what each of
    them remembers is to be known at its end.
    """

    kernel: KernelChoice = "auto"
    workers: int = 1
    profile: bool = False


def explore(
    specification: Specification,
    *,
    max_states: int | None = None,
    max_depth: int | None = None,
    max_seconds: float | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    kernel: KernelChoice = "auto",
    workers: int = 1,
    checkpointing: Checkpointing | None = None,
    profile: bool = False,
) -> CheckResult:
    """Visits every reachable state and checks all that the configuration names.

    The first violation ends the search; its trace is as short as any. Ctrl-C or a limit ends it with
    verdict UNKNOWN and what was covered. A model without behaviours has its assumptions checked.
    LanguageError if the configuration asks for what has no meaning; EvaluationError has the trace to
    where it happened. Unsuited if the kernel is to be `fast` and cannot, or if a model is not
    for several `workers`. CheckpointProblem if a checkpoint cannot be written, or gone on from. With `profile` the result's
    report says too what is remembered and what that costs.
    """
    started = time.monotonic()
    limits = Limits(max_states, max_depth, max_seconds)
    way = Way(kernel, workers, profile)
    specification.require_behaviour()
    with running(run_of(specification, "bfs")):
        refuted = refuted_by_assumption(specification, started)
        if refuted is not None:
            return refuted
        saver = None if checkpointing is None else Saver(checkpointing, specification)
        search, result = search_all(
            specification, limits, on_progress, started, way, saver, temporal=True
        )
        report = report_of(search, profile=profile)
        return concluded(specification, replace(result, report=report))


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
    way: Way,
    saver: Saver | None = None,
    temporal: bool = False,
) -> tuple[Kernel, CheckResult]:
    """A finished search and what it found; to be called as part of a run.

    If `temporal`, the temporal properties are checked after it. Raises what `explore` does.
    """
    registers = dict(current().registers)
    specification.coverage.begin()
    initial = list(specification.initial_vectors())

    def search_by(make: Maker) -> tuple[Kernel, CheckResult]:
        def visit(layout: Layout, initial: list[Vector]) -> tuple[Kernel, CheckResult]:
            current().registers = dict(registers)
            liveness = LivenessCheck(specification) if temporal else None
            search = make(specification, layout, limits, on_progress, started)
            search.saver = saver
            result = search.run(initial)
            if liveness is not None:
                pause = search.pause_after(result)
                result = with_liveness(liveness, search.transitions, result, pause)
            return search, result

        shape = Shape() if saver is None else saver.shape()
        return with_fitting_layout(specification.module, initial, visit, shape)

    if way.kernel != "python":
        try:
            return search_by(_fast(way, saver))
        except Unsuited:
            if way.kernel == "fast":
                raise
            if saver is not None:
                saver.rewind()
    return search_by(_python(way))


def _python(way: Way) -> Maker:
    if way.workers == 1:
        return PythonKernel
    return partial(parallel_kernel(), workers=way.workers, profile=way.profile)


def _fast(way: Way, saver: Saver | None) -> Maker:
    found = fast_kernel()
    if saver is not None and not found.saves:
        raise Unsuited("the fast kernel writes no checkpoints")
    made: Maker = found
    return made if way.workers == 1 else partial(made, workers=way.workers)
