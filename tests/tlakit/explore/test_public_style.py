"""Specs as others write them: the counts are those of TLC 2.18 with one worker."""

from __future__ import annotations

from pathlib import Path

import pytest

from tlakit.explore import explore
from tlakit.language import load_module
from tlakit.semantics import CheckResult, Specification, Verdict, load_config

FOLDER = Path(__file__).with_name("specs")

HOLDING = {
    "Bakery": (35457, 13330, 51),
    "Buffer": (103, 30, 6),
    "Caches": (10113, 2480, 16),
    "Caches_symmetric": (1272, 453, 18),
    "Election": (22571, 4121, 31),
    "Election_symmetric": (2128, 296, 23),
    "Election_view": (31, 9, 5),
    "Jugs_all": (961, 80, 11),
    "Library": (2993, 1356, 9),
    "Mutex": (117, 58, 12),
    "Queens": (2971, 785, 16),
    "Slide": (89, 26, 6),
    "Stack": (14515, 6927, 28),
    "Synod": (23839, 3921, 17),
    "Synod_symmetric": (2756, 443, 17),
    "Table": (639, 169, 7),
    "TwoPhase": (1146, 288, 11),
    "TwoPhase_symmetric": (869, 166, 14),
}
"""Generated, distinct and depth."""

VIOLATED = {
    "Buffer_stuck": ("SomebodyRuns", 9),
    "Jugs": ("NotYet", 7),
    "Ring": ("deadlock", 5),
    "Stack_reuse": ("Intact", 22),
    "Table_stuck": ("deadlock", 5),
}
"""What is violated, and the number of states of the trace."""


def check(name: str) -> CheckResult:
    module = load_module(FOLDER / f"{name.partition('_')[0]}.tla")
    return explore(Specification(module, load_config(FOLDER / f"{name}.cfg")))


@pytest.mark.parametrize("name", HOLDING)
def test_counts_are_those_of_tlc(name: str) -> None:
    result = check(name)
    assert result.verdict is Verdict.HOLDS
    assert (result.generated, result.distinct, result.depth) == HOLDING[name]


@pytest.mark.parametrize("name", VIOLATED)
def test_violations_are_those_of_tlc(name: str) -> None:
    violation = check(name).violation
    assert violation is not None
    assert (violation.name, len(violation.trace.steps)) == VIOLATED[name]


def test_every_configuration_is_pinned() -> None:
    assert {path.stem for path in FOLDER.glob("*.cfg")} == {*HOLDING, *VIOLATED}
