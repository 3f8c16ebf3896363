"""What is said of a violation: the part that is false, and with which values."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tlakit.explore import explore
from tlakit.semantics import Specification

Make = Callable[..., Specification]

SPEC = """
VARIABLES f, s, n
Proc == {"a", "b"}
Init == f = [p \\in Proc |-> 0] /\\ s = {} /\\ n = 0
Next == n < 3 /\\ n' = n + 1 /\\ f' = [f EXCEPT !["b"] = n] /\\ s' = s \\cup {n}
Below(p, k) == f[p] < k
"""

CASES = [
    ("\\A p \\in Proc : f[p] < 2", 'f[p] < 2 is false for p = "b": f[p] = 2'),
    ("\\A p \\in DOMAIN f : Below(p, 2)", 'f[p] < k is false for p = "b", k = 2: f[p] = 2'),
    ("\\A x \\in s : x # 1", "x # 1 is false for x = 1"),
    ("n = 2 => s = {0}", "s = {0} is false: s = {0, 1}"),
    ("TRUE /\\ (IF n > 1 THEN s = {} ELSE TRUE)", "s = {} is false: s = {0, 1}"),
    ("n \\notin {2} \\/ s = {}", "n \\notin {2} \\/ s = {} is false"),
    ("LET m == n + 1 IN m < 3", "LET m == n + 1 IN m < 3 is false"),
]


@pytest.mark.parametrize(("invariant", "detail"), CASES)
def test_the_part_that_is_false(make: Make, invariant: str, detail: str) -> None:
    config = "INIT Init NEXT Next INVARIANT Inv CHECK_DEADLOCK FALSE"
    result = explore(make(f"{SPEC}\nInv == {invariant}", config))
    assert result.violation is not None
    assert result.violation.detail == detail


def test_the_part_of_a_step(make: Make) -> None:
    config = "INIT Init NEXT Next PROPERTY Prop CHECK_DEADLOCK FALSE"
    body = f"{SPEC}\nProp == [][\\A p \\in Proc : n > 0 => f'[p] <= 1]_<<f, n>>"
    result = explore(make(body, config))
    assert result.violation is not None
    assert result.violation.detail == "f'[p] <= 1 is false for p = \"b\": f'[p] = 2"
