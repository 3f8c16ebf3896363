"""Layouts that do not fit are given up for others, without an influence on the result."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tlakit.explore import elements, explore
from tlakit.semantics import Specification

Make = Callable[..., Specification]

COLLECTING = """
VARIABLES all, n
Init == all = {} /\\ n = 0
Next == n < 30 /\\ n' = n + 1 /\\ \\E k \\in {n, 2 * n} : all' = all \\cup {k}
Later == <>(n = 30)
Spec == Init /\\ [][Next]_<<all, n>> /\\ WF_<<all, n>>(Next)
Even == Cardinality({k \\in all : k > 25}) < 4
"""


def test_a_set_with_too_many_elements_is_no_mask(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = "SPECIFICATION Spec CONSTRAINT Even PROPERTY Later CHECK_DEADLOCK FALSE"
    body = COLLECTING.replace("< 30", "< 12").replace("= 30", "= 12").replace("> 25", "> 9")
    before = explore(make(body, config))
    monkeypatch.setattr(elements, "MOST_ELEMENTS", 6)
    after = explore(make(body, config))
    assert (before.generated, before.distinct, before.verdict) == (
        after.generated,
        after.distinct,
        after.verdict,
    )
    assert before.distinct > 100
