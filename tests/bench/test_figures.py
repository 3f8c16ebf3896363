"""Medians, ratios, growth, and counts that must agree."""

from __future__ import annotations

import msgspec
import pytest

from bench.contenders import Run
from bench.figures import disagreements, growth, ratios, summary
from bench.models import Model

COUNTS = (1000, 100, 7)
MODEL = Model(title="", groups=("shapes",), module="", config="")


def run(
    wall: float, counts: tuple[int, int, int] = COUNTS, *, finished: bool = True, steps: int = 0
) -> Run:
    """A run that spent half of its time on the start-up."""
    return Run(
        wall=wall,
        cpu=wall,
        memory=int(wall * 100),
        searching=wall / 2,
        reported=wall,
        start=wall / 2,
        finished=finished,
        generated=counts[0],
        distinct=counts[1],
        depth=counts[2],
        steps=steps,
    )


def test_the_median_is_not_moved_by_one_slow_run() -> None:
    one = summary([run(2), run(200), run(4)])
    assert (one.runs, one.whole, one.after, one.distinct) == (3, 250, 500, 50)
    assert (one.memory, one.start, one.for_each) == (400, 2, 0.004)


def test_ratios_say_how_many_times_as_much() -> None:
    found = ratios(summary([run(1)]), summary([run(10)]))
    assert (found.whole, found.after, found.distinct) == (10, 10, 10)
    assert found.cpu == pytest.approx(10)
    assert (found.memory, found.start) == (0.1, 0.1)


def test_what_is_not_known_has_no_ratio() -> None:
    unknown = summary([msgspec.structs.replace(run(1), start=None, distinct=0)])
    found = ratios(unknown, summary([run(1)]))
    assert (found.start, found.distinct) == (None, None)


def test_a_simulation_is_measured_in_steps() -> None:
    assert summary([run(2, (0, 0, 0), steps=50)]).whole == 25


def test_counts_that_agree() -> None:
    assert disagreements(MODEL, {"ours": [run(1), run(2)], "TLC": [run(9)]}) == []


def test_counts_that_differ_from_each_other() -> None:
    found = disagreements(MODEL, {"ours": [run(1)], "TLC": [run(9, (1000, 101, 7))]})
    assert found == ["TLC (1000, 101, 7), ours (1000, 100, 7) (generated, distinct, depth)"]


def test_counts_that_all_differ_from_the_known_ones() -> None:
    known = msgspec.structs.replace(MODEL, counts=(1000, 100, 8))
    found = disagreements(known, {"ours": [run(1)], "TLC": [run(9)]})
    assert [line.split(" ")[0] for line in found] == ["ours", "TLC"]


def test_a_run_that_was_cut_is_not_compared() -> None:
    cut = run(9, (600, 60, 5), finished=False)
    assert disagreements(MODEL, {"ours": [run(1)], "TLC": [cut]}) == []
    assert not summary([run(1), cut]).finished


def test_growth_is_told_from_the_smallest_complete_size() -> None:
    slower = summary([run(40, (10000, 1000, 9))])
    cut = summary([run(1, (5, 1, 1), finished=False)])
    found = growth([slower, cut, summary([run(2)])])
    assert [(size.distinct, size.cost) for size in found] == [(100, 1), (1000, 2)]
    assert [size.memory for size in found] == [2, 4]
