"""Several workers of the Python kernel find what one finds, and show the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.tlakit.explore.random_specs import Writer

from tlakit.explore import Checkpointing, Unsuited, explore
from tlakit.explore.parallel import balance, kernel, team
from tlakit.explore.parallel.kernel import ParallelKernel
from tlakit.explore.parallel.worker import Worker
from tlakit.semantics import CheckResult, EvaluationError, Specification, Verdict

Make = Callable[..., Specification]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")

SEEDS = tuple(range(64))

GRID = """
LOCAL INSTANCE TLC
CONSTANT P
VARIABLES at, sent
Init == at = [p \\in P |-> 0] /\\ sent = {}
Move(p, k) == /\\ at[p] + k < 9 /\\ at' = [at EXCEPT ![p] = @ + k]
              /\\ sent' = IF k = 1 THEN sent \\cup {<<p, at[p] % 3>>} ELSE sent
Turn(p) == at[p] > 6 /\\ Cardinality(sent) < 7 /\\ at' = [at EXCEPT ![p] = 0] /\\ UNCHANGED sent
Next == \\E p \\in P : (\\E k \\in {1, 2} : Move(p, k)) \\/ Turn(p)
Few == Cardinality(sent) < 8
Grows == [][sent \\subseteq sent']_sent
Alike == Permutations(P)
Places == at
Below == \\A p \\in P : at[p] < 9
Apart == ~(\\A p \\in P : at[p] = 7) \\/ Cardinality(sent) < 7
Asks == TLCGet("level") < 100 \\/ at[CHOOSE p \\in P : TRUE] = 0
Length == [][\\A p \\in P : at'[p] # 0 \\/ at[p] # 8 \\/ Cardinality(sent) < 7]_at
Shape == IF \\A p \\in P : at[p] > 4 THEN Cardinality(sent) < 6 ELSE TRUE
"""
CONFIG = "INIT Init NEXT Next CONSTANT P = {p1, p2, p3} CONSTRAINT Few "
ANYWHERE = "CHECK_DEADLOCK FALSE "


@pytest.fixture(autouse=True)
def shared_early(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work is shared out also where there is little, and states are moved."""
    monkeypatch.setattr(kernel, "ENOUGH_STATES", 4)
    monkeypatch.setattr(balance, "FEWEST", 2)


@pytest.fixture
def grid(make: Make) -> Callable[[str], Specification]:
    """`grid(asked)`: the specification above with a configuration that asks for more."""
    return lambda asked="", ends=ANYWHERE: make(GRID, CONFIG + ends + asked)


Grid = Callable[..., Specification]


def answer(specification: Specification, workers: int, **options: Any) -> Any:
    """All that is said of a model, but for how long it took and how much memory."""
    try:
        found = explore(specification, kernel="python", workers=workers, **options)
    except EvaluationError as error:
        steps = None if error.trace is None else error.trace.steps
        return error.kind, str(error), steps
    assert found.report is not None
    told = found.verdict, found.generated, found.distinct, found.depth, found.violation
    if found.violation is not None:
        return told
    return *told, found.reason, found.waiting, found.warnings, found.report.actions


@pytest.mark.parametrize("first", SEEDS[::16])
def test_all_is_as_with_one_worker(make: Make, first: int) -> None:
    for seed in SEEDS[first:][:16]:
        body, config = Writer(seed).spec()
        spec = f"seed {seed}\n{config}\n{body}"
        one = answer(make(body, config), 1)
        for workers in (2, 3):
            assert answer(make(body, config), workers) == one, spec


@pytest.mark.parametrize(
    "asked",
    [
        "INVARIANT Below PROPERTY Grows",
        "SYMMETRY Alike INVARIANT Below",
        "VIEW Places",
        "INVARIANT Apart",
        "INVARIANT Apart SYMMETRY Alike",
        "PROPERTY Length",
        "ACTION_CONSTRAINT Grows INVARIANT Shape",
    ],
)
@pytest.mark.parametrize("workers", [2, 5])
def test_so_it_is_with_all_that_a_configuration_asks_for(
    grid: Grid, asked: str, workers: int
) -> None:
    assert answer(grid(asked), workers) == answer(grid(asked), 1)


def test_so_it_is_with_a_deadlock(grid: Grid) -> None:
    one = answer(grid(ends=""), 1)
    assert one[4].kind == "deadlock"
    assert answer(grid(ends=""), 2) == one
