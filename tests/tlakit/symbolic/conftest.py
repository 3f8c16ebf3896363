"""Small modules as text, made into specifications, and their agreement with plain enumeration."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tlakit.explore import explore_plainly
from tlakit.language import load_module
from tlakit.semantics import Property, Specification, Verdict, parse_config
from tlakit.semantics.values import TRUE, Value
from tlakit.symbolic import BoundResult, bound

Vector = tuple[Value, ...]

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


def shortest(specification: Specification, depth: int) -> int | None:
    """The number of steps of the shortest violation, if it has at most `depth` steps."""
    level = list(dict.fromkeys(specification.initial_vectors()))
    checked = (*specification.initial_properties, *specification.invariants)
    if not all(_all(specification, checked, state) for state in level):
        return 0
    seen = set(level)
    level = [state for state in level if _all(specification, specification.constraints, state)]
    for steps in range(1, depth + 1):
        found = []
        for state in level:
            for _, successor in list(specification.successors_of(state)):
                if not _all(specification, specification.action_properties, state, successor):
                    return steps
                if successor not in seen:
                    found.append((state, successor))
        following = []
        for state, successor in found:
            if not _all(specification, specification.invariants, successor):
                return steps
            within = _all(specification, specification.constraints, successor)
            if within and _all(specification, specification.action_constraints, state, successor):
                seen.add(successor)
                following.append(successor)
        level = list(dict.fromkeys(following))
    return None


def _all(specification: Specification, checked: tuple[Property, ...], *states: Vector) -> bool:
    names = specification.variables
    named = [dict(zip(names, state, strict=True)) for state in states]
    return all(specification.evaluate(one.expression, *named) is TRUE for one in checked)


def compare(specification: Specification, depth: int | None = None) -> BoundResult:
    """Bounded checking finds what enumeration finds, in exactly as many steps.

    Without a depth the whole state space is enumerated, and the check goes as deep as it is.
    """
    if depth is None:
        expected = explore_plainly(specification)
        depth = expected.depth
        steps = None
        if expected.violation is not None:
            steps = len(expected.violation.trace.steps) - 1
    else:
        steps = shortest(specification, depth)
    found = bound(specification, depth=depth if steps is None else steps + 1)
    if steps is None:
        assert (found.verdict, found.depth) == (Verdict.HOLDS, depth), found.reason
    else:
        assert (found.verdict, found.depth) == (Verdict.VIOLATED, steps), found.reason
        assert found.violation is not None
        assert len(found.violation.trace.steps) == steps + 1
    return found


@pytest.fixture
def check_agreement() -> Callable[..., BoundResult]:
    """`check_agreement(specification, depth)`."""
    return compare


@pytest.fixture
def agree(make: Callable[..., Specification]) -> Callable[..., BoundResult]:
    """`agree(body, config)`: the result of `bound`, after it was compared with enumeration."""
    return lambda body, config="": compare(make(body, config))
