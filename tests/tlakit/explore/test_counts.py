"""What counts as a successor: numbers generated and distinct, and depth, as TLC 2.18 gives them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tlakit.explore import explore
from tlakit.semantics import Specification, Verdict

Make = Callable[..., Specification]

WAYS = [
    ("x' = 1 /\\ y' = 1 /\\ (x = 0 \\/ y = 0)", (2, 2, 2)),
    ("(x = 0 \\/ y = 0) /\\ x' = 1 /\\ y' = 1", (3, 2, 2)),
    ("x' = 1 /\\ (x = 0 \\/ y = 0) /\\ y' = 1", (3, 2, 2)),
    ("x' = 1 /\\ y' = 1 /\\ (\\E i \\in 1..3 : i > x)", (3, 2, 2)),
    ("(\\E i \\in 1..3 : i > x) /\\ x' = 1 /\\ y' = 1", (6, 2, 2)),
    ("x' = 1 /\\ y' = 1 /\\ (x' = 1 \\/ y' = 1)", (3, 2, 2)),
    ("x' = 1 /\\ y' = 1 /\\ (x' \\in {1} \\/ y = 0 \\/ x = 0)", (3, 2, 2)),
    ("x' = 1 /\\ y' \\in {1, 2} /\\ (x = 0 \\/ y = 0)", (3, 3, 2)),
    ("x' = 1 /\\ y' = 1 /\\ (IF x = 0 THEN (x = 0 \\/ y = 0) ELSE FALSE)", (2, 2, 2)),
    ("x' = 1 /\\ y' = 1 /\\ (x = 0 => (x = 0 \\/ y = 0))", (3, 2, 2)),
]


@pytest.mark.parametrize(("action", "counts"), WAYS)
def test_a_formula_is_a_test_once_all_variables_have_values(
    make: Make, action: str, counts: tuple[int, int, int]
) -> None:
    body = f"VARIABLES x, y\nInit == x = 0 /\\ y = 0\nNext == {action}"
    result = explore(make(body, "INIT Init NEXT Next CHECK_DEADLOCK FALSE"))
    assert (result.generated, result.distinct, result.depth) == counts


@pytest.mark.parametrize("rest", ["(x = 0 \\/ y = 0)", "\\E i \\in 1..3 : i > x"])
def test_so_it_is_in_the_initial_predicate(make: Make, rest: str) -> None:
    body = (
        f"VARIABLES x, y\nInit == x = 0 /\\ y = 0 /\\ {rest}\nNext == FALSE /\\ UNCHANGED <<x, y>>"
    )
    assert explore(make(body, "INIT Init NEXT Next CHECK_DEADLOCK FALSE")).generated == 1


ODD = """
VARIABLES x, y
vars == <<x, y>>
Init == x \\in {0, 0, 1, 7} /\\ (y = 0 \\/ y = 0 \\/ y = x)
Next == \\/ x < 5 /\\ x' = x + 1 /\\ y' \\in {y, 0}
        \\/ x = 5 /\\ UNCHANGED vars
        \\/ x > 5 /\\ x' = x /\\ y' = 1 - y /\\ (y = 0 \\/ x = 7)
Small == x < 4
Not7 == x # 7
Grows == y' >= y
Not4 == x # 4
Never4 == [][x' # 4]_x
Refined == x \\in 0..7 /\\ [][x' = x + 1]_x
"""

BOUNDED = {
    "": (28, 15, 5),
    "CONSTRAINT Small": (19, 7, 3),
    "CONSTRAINT Not7": (24, 11, 5),
    "ACTION_CONSTRAINT Grows": (27, 14, 5),
    "PROPERTY Refined": (28, 15, 5),
    "CONSTRAINTS Small Not7 ACTION_CONSTRAINT Grows PROPERTY Refined": (19, 7, 3),
}


@pytest.mark.parametrize("more", BOUNDED)
def test_states_beyond_the_constraints_are_generated(make: Make, more: str) -> None:
    result = explore(make(ODD, f"INIT Init NEXT Next {more}"))
    assert result.verdict is Verdict.HOLDS
    assert (result.generated, result.distinct, result.depth) == BOUNDED[more]


BEYOND = [
    ("CONSTRAINT Small INVARIANT Not4", "invariant", 4),
    ("CONSTRAINT Not7 INVARIANT Not7", "invariant", 1),
    ("CONSTRAINT Small PROPERTY Never4", "action property", 4),
]


@pytest.mark.parametrize(("more", "kind", "length"), BEYOND)
def test_and_checked(make: Make, more: str, kind: str, length: int) -> None:
    violation = explore(make(ODD, f"INIT Init NEXT Next {more}")).violation
    assert violation is not None
    assert (violation.kind, len(violation.trace.steps)) == (kind, length)
