"""What steers random runs: guidance towards what was seen least, and weights."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tlakit.explore import simulate
from tlakit.explore.guidance import Guide
from tlakit.language import load_module, resolve_expression
from tlakit.semantics import Specification, load_config

Make = Callable[..., Specification]

SPEC = Path(__file__).parents[3] / "spec"

LOCK = """
VARIABLES at, noise
Code == <<2, 0, 1, 1, 2, 0, 2, 1, 0, 2, 1, 0>>
Init == at = 0 /\\ noise = 0
Press(k) == /\\ at' = IF k = Code[at + 1] THEN at + 1 ELSE 0
            /\\ noise' = (noise + k + 1) % 5
Wait == noise' = (noise + 1) % 5 /\\ UNCHANGED at
Next == (\\E k \\in 0..2 : Press(k)) \\/ Wait
Open == at < 12
"""


def steps_to(make: Make, **options: object) -> int:
    """How many steps it takes to open the lock, with a fixed seed; 40,000 where it stays shut."""
    specification = make(LOCK, "INIT Init NEXT Next INVARIANT Open")
    guide = options.get("guide")
    if isinstance(guide, str) and guide != "changes":
        options["guide"] = resolve_expression(guide, specification.module)
    result = simulate(specification, runs=1_000, depth=41, **options)  # type: ignore[arg-type]
    assert result.runs is not None
    return result.runs.steps if result.violation is not None else 40_000


@pytest.fixture(scope="module")
def mutant() -> Callable[[], Specification]:
    """A specification of Raft, wrong in one place, that no run has been made of."""
    (path,) = (SPEC / "mutants").glob("P09_*.tla")
    module = load_module(path, search=(SPEC,))
    config = load_config(path.with_suffix(".cfg"))
    return lambda: Specification(module, config)


@pytest.mark.parametrize("guide", ["changes", "at"])
def test_guided_runs_find_a_deep_bug_sooner(make: Make, guide: str) -> None:
    uniform = sum(steps_to(make, seed=seed) for seed in range(3))
    guided = sum(steps_to(make, seed=seed, guide=guide) for seed in range(3))
    assert 10 * guided < uniform


def test_guided_runs_find_a_mistake_in_raft_sooner(mutant: Callable[[], Specification]) -> None:
    def steps(guide: Guide | None) -> int:
        results = [
            simulate(mutant(), seed=seed, runs=1_000, depth=60, guide=guide) for seed in range(2)
        ]
        assert guide is None or all(result.violation is not None for result in results)
        return sum(result.runs.steps for result in results if result.runs)

    assert 4 * steps("changes") < steps(None)


def test_what_is_seen_is_counted(make: Make) -> None:
    specification = make(LOCK)
    guide = resolve_expression("<<at % 2, noise % 2>>", specification.module)
    result = simulate(specification, seed=1, runs=5, depth=30, guide=guide)
    assert result.runs is not None and result.runs.seen == 4


def test_a_guided_run_is_repeated_by_repeating_those_before_it(make: Make) -> None:
    config = "INIT Init NEXT Next INVARIANT Open"
    first = simulate(make(LOCK, config), seed=4, runs=900, depth=14, guide="changes")
    assert first.runs is not None and first.runs.violated
    number = first.runs.violated
    again = simulate(
        make(LOCK, config), seed=4, runs=1, depth=14, guide="changes", first_run=number
    )
    assert again.violation is not None and first.violation is not None
    assert again.violation.trace == first.violation.trace
    assert again.runs is not None and again.runs.runs == 1
    assert again.runs.steps == len(again.violation.trace.steps) - 1


def test_weights_lead_to_a_rare_action(make: Make) -> None:
    """Of many steps one is rare: choosing the action first, or by weight, finds it sooner."""
    body = """
    VARIABLES n, m
    Init == n = 0 /\\ m = 0
    Many(k) == m' = k /\\ UNCHANGED n
    Rare == n' = n + 1 /\\ UNCHANGED m
    Next == (\\E k \\in 1..30 : Many(k)) \\/ Rare
    Few == n < 12
    """.replace("    ", "")
    config = "INIT Init NEXT Next INVARIANT Few"

    def found(**options: object) -> bool:
        result = simulate(make(body, config), seed=1, runs=20, depth=40, **options)  # type: ignore[arg-type]
        return result.violation is not None

    assert not found(choose="uniform")
    assert found(choose="action")
    assert found(choose="uniform", weights={"Rare": 30})
    assert not found(choose="action", weights={"Many": 9})
    assert not found(choose="action", weights={"Rare": 0})
    assert not found(choose="uniform", weights={"Rare": 0})
