"""Several workers of the fast kernel find what one does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.tlakit.explore.kernels import BUILT
from tests.tlakit.explore.killing import killed

from tlakit.explore import Checkpointing, explore
from tlakit.semantics import Specification, Verdict
from tlakit.semantics.behaviour import CheckResult

Make = Callable[..., Specification]

pytestmark = pytest.mark.skipif(not BUILT, reason="the fast kernel is not built")

SPEC = """
VARIABLE f
Cells == 1..10
Init == f = [i \\in Cells |-> 0]
Next == \\E i \\in Cells : f[i] < 2 /\\ f' = [f EXCEPT ![i] = @ + 1]
RECURSIVE Sum(_, _)
Sum(g, n) == IF n = 0 THEN 0 ELSE g[n] + Sum(g, n - 1)
Low == ~(f[1] = 2 /\\ f[5] = 2 /\\ f[10] = 2 /\\ f[2] = 2)
Grows == [][\\A i \\in Cells : f'[i] >= f[i]]_f
"""
"""Ten cells count to two: 3^10 states, of which a level has up to 8,953."""
CONFIG = """INIT Init NEXT Next
PROPERTY Grows
CHECK_DEADLOCK FALSE"""


def counts(result: CheckResult) -> tuple[Any, ...]:
    assert result.report is not None
    actions = [(one.name, one.enabled, one.taken, one.new) for one in result.report.actions]
    return result.verdict, result.generated, result.distinct, result.depth, actions


def test_the_counts_are_those_of_one(make: Make) -> None:
    whole = explore(make(SPEC, CONFIG), kernel="fast")
    assert (whole.distinct, whole.depth) == (3**10, 21)
    assert whole.generated == 1 + 10 * 2 * 3**9
    for workers in (2, 3):
        found = explore(make(SPEC, CONFIG), kernel="fast", workers=workers)
        assert counts(found) == counts(whole)


@pytest.mark.parametrize("line", ["INVARIANT Low", "CHECK_DEADLOCK TRUE"])
def test_a_counterexample_is_as_short(make: Make, line: str) -> None:
    config = f"{CONFIG.replace('CHECK_DEADLOCK FALSE', '')}\n{line}"
    one = explore(make(SPEC, config), kernel="fast").violation
    two = explore(make(SPEC, config), kernel="fast", workers=2).violation
    assert one is not None and two is not None
    assert (two.name, len(two.trace.steps)) == (one.name, len(one.trace.steps))


@pytest.mark.parametrize("most", [3, 12])
def test_a_killed_search_goes_on(make: Make, tmp_path: Path, most: int) -> None:
    whole = explore(make(SPEC, CONFIG), kernel="fast")
    killed(tmp_path, CONFIG, most, "fast", workers=2)
    saved = Checkpointing(tmp_path / "saved", resume=True)
    found = explore(make(SPEC, CONFIG), kernel="fast", workers=2, checkpointing=saved)
    assert found.verdict is Verdict.HOLDS
    assert counts(found) == counts(whole)
