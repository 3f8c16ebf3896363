"""Random runs: repeatable by seed and number, and able to find what is there to be found."""

from __future__ import annotations

from collections.abc import Callable

from tlakit.explore import simulate
from tlakit.semantics import Specification, Verdict

Make = Callable[..., Specification]

WALK = """
VARIABLE x
Init == x = 0
Left == x' = x - 1
Right == x' = x + 1
Next == Left \\/ Right
Near == x \\in -3..3
Safe == x # 3
"""


def test_a_violation_is_found_and_repeated_by_its_number(make: Make) -> None:
    config = "INIT Init NEXT Next INVARIANT Safe"
    first = simulate(make(WALK, config), seed=7, runs=50, depth=30)
    assert first.verdict is Verdict.VIOLATED
    assert first.violation is not None
    assert first.violation.trace.steps[-1].state["x"].text == "3"
    number = int(first.reason.removeprefix("run "))
    again = simulate(make(WALK, config), seed=7, runs=1, depth=30, first_run=number)
    assert again.violation is not None
    assert again.violation.trace == first.violation.trace


def test_runs_without_a_violation_prove_nothing(make: Make) -> None:
    result = simulate(make(WALK), seed=1, runs=5, depth=4)
    assert result.verdict is Verdict.UNKNOWN
    assert result.depth == 4
    assert "prove nothing" in result.reason


def test_a_run_stays_within_the_constraint(make: Make) -> None:
    result = simulate(make(WALK, "INIT Init NEXT Next CONSTRAINT Near"), seed=1, runs=20, depth=50)
    assert result.verdict is Verdict.UNKNOWN
    assert result.depth == 50
    assert result.distinct == 7


def test_a_deadlock_is_found(make: Make) -> None:
    body = "VARIABLE x\nInit == x = 0\nNext == x < 2 /\\ x' = x + 1"
    result = simulate(make(body), seed=1, runs=1, depth=9)
    assert result.violation is not None
    assert result.violation.kind == "deadlock"
