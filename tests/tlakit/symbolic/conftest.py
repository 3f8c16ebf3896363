"""Small modules as text, made into specifications, and their agreement with plain enumeration."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tlakit.explore import explore_plainly
from tlakit.language import load_module
from tlakit.semantics import Specification, Verdict, parse_config
from tlakit.symbolic import BoundResult, bound

HEADER = "EXTENDS Integers, Sequences, FiniteSets, TLC\n"
CONFIG = "INIT Init NEXT Next CHECK_DEADLOCK FALSE "


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Specification]:
    """`make(body, config)`: the specification of a module M with Init and Next in that body."""

    def build(body: str, config: str = "") -> Specification:
        path = tmp_path / "M.tla"
        path.write_text(f"---- MODULE M ----\n{HEADER}{body}\n====\n", encoding="utf-8")
        return Specification(load_module(path), parse_config(CONFIG + config, "M.cfg"))

    return build


def check_agreement(specification: Specification) -> BoundResult:
    """Bounded checking finds what enumeration finds, in exactly as many steps."""
    expected = explore_plainly(specification)
    if expected.violation is None:
        found = bound(specification, depth=expected.depth)
        assert (found.verdict, found.reason) == (
            Verdict.HOLDS,
            f"no violation within {expected.depth} steps",
        )
        return found
    steps = len(expected.violation.trace.steps) - 1
    if steps > 0:
        shorter = bound(specification, depth=steps - 1)
        assert (shorter.verdict, shorter.depth) == (Verdict.HOLDS, steps - 1), shorter.reason
    found = bound(specification, depth=steps + 2)
    assert found.verdict is Verdict.VIOLATED, found.reason
    assert found.depth == steps
    assert found.violation is not None
    assert len(found.violation.trace.steps) == steps + 1
    return found


@pytest.fixture
def agree(make: Callable[..., Specification]) -> Callable[..., BoundResult]:
    """`agree(body, config)`: the result of `bound`, after it was compared with enumeration."""

    def compare(body: str, config: str = "") -> BoundResult:
        return check_agreement(make(body, config))

    return compare
