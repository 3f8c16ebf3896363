"""Medians, ratios and agreement: figures out of runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

import msgspec

from bench.contenders import Run
from bench.models import Model


class Summary(msgspec.Struct, frozen=True):
    """The medians of one contender's runs on one model.

    Rates are per second: `whole` of the whole process, `after` once it had started up. For a
    simulation they count steps, otherwise states generated; `distinct` counts distinct states,
    after the start-up. `for_each` is the CPU time of the process for a state generated or step,
    in seconds. `finished` says that no run was cut short; `kernel` is the one of ours that ran.
    """

    runs: int
    whole: float
    after: float
    distinct: float
    for_each: float
    memory: float
    start: float | None
    finished: bool
    counts: tuple[int, int, int]
    kernel: str = ""


class Ratios(msgspec.Struct, frozen=True):
    """One contender over another: of rates, so that more is better; of memory, so that less is.

    None where one of the two has no such figure.
    """

    whole: float | None
    after: float | None
    distinct: float | None
    cpu: float | None
    memory: float | None
    start: float | None


class Size(msgspec.Struct, frozen=True):
    """How cost grows, at one size of a model: what a state costs beside the smallest size.

    `cost` is the time for a state generated over that at the smallest size, `memory` the bytes for
    a distinct state, all of the process counted.
    """

    distinct: int
    cost: float
    memory: float


def summary(runs: Sequence[Run]) -> Summary:
    """The medians of some runs, at least one."""
    starts = [run.start for run in runs if run.start is not None]
    return Summary(
        runs=len(runs),
        whole=median(_done(run) / run.wall for run in runs),
        after=median(_done(run) / run.searching for run in runs),
        distinct=median(run.distinct / run.searching for run in runs),
        for_each=median(run.cpu / max(_done(run), 1) for run in runs),
        memory=median(run.memory for run in runs),
        start=median(starts) if starts else None,
        finished=all(run.finished for run in runs),
        counts=runs[-1].counts,
        kernel=runs[-1].kernel,
    )


def ratios(one: Summary, other: Summary) -> Ratios:
    """`one` over `other`, figure by figure."""
    return Ratios(
        whole=_over(one.whole, other.whole),
        after=_over(one.after, other.after),
        distinct=_over(one.distinct, other.distinct),
        cpu=_over(other.for_each, one.for_each),
        memory=_over(one.memory, other.memory),
        start=_over(one.start, other.start),
    )


def disagreements(model: Model, runs: Mapping[str, Sequence[Run]]) -> list[str]:
    """What differs from the counts that are known of a model, or else from the first complete run.

    Runs that were cut short have no counts to compare, and a simulation has none at all.
    """
    if model.steps:
        return []
    complete = [(name, run) for name, some in runs.items() for run in some if run.finished]
    if not complete:
        return []
    source, expected = complete[0][0], complete[0][1].counts
    if model.counts is not None:
        source, expected = "models.toml", model.counts
    return [
        f"{name} {run.counts}, {source} {expected} (generated, distinct, depth)"
        for name, run in complete
        if run.counts != expected
    ]


def growth(sizes: Sequence[Summary]) -> list[Size]:
    """Each complete size of a model over the smallest of them, in ascending order."""
    complete = sorted((one for one in sizes if one.finished), key=lambda one: one.counts[1])
    return [
        Size(
            distinct=one.counts[1],
            cost=complete[0].after / one.after,
            memory=one.memory / one.counts[1],
        )
        for one in complete
    ]


def _done(run: Run) -> int:
    return run.steps or run.generated


def _over(one: float | None, other: float | None) -> float | None:
    return one / other if one and other else None
