"""What is known of effects is shared by all bundles, and forgotten where more must be asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tlakit.explore import explore, explore_plainly
from tlakit.semantics import CheckResult, Specification

Make = Callable[..., Specification]

LATE = """
VARIABLES x, sent
vars == <<x, sent>>
Init == x = 0 /\\ sent = {}
Up == x < 3 /\\ x' = x + 1 /\\ UNCHANGED sent
Say(k) == sent' = sent \\cup {k} /\\ UNCHANGED x
Next == Up \\/ \\E k \\in {1, 2} : Say(k)
Few == Cardinality(sent) < 2
Quiet == x < 3 \\/ Cardinality(sent) < 2
Calm == [][x = 3 => Cardinality(sent') < 2]_vars
"""
"""What is sent is asked about only in states that are found when all steps that send are known."""

RECORD = """
VARIABLE r
Init == r = [p \\in 1..2 |-> [a |-> 0, b |-> 0]]
Grow(p) == r[p].b < 3 /\\ r' = [r EXCEPT ![p].b = @ + 1]
Leap(p) == r[p].a = 0 /\\ r' = [r EXCEPT ![p] = [a |-> 0, b |-> 5]]
Next == \\E p \\in 1..2 : Grow(p) \\/ Leap(p)
Kept == [][r[2].b = 3 => r'[2].b # 5]_r
"""
"""One effect of `Leap` applies whatever `b` is, which decides whether the step is allowed."""

BOUNDS = """
VARIABLES x, one, two
Init == x = 0 /\\ one = {0} /\\ two = {}
Rest == x < 3 /\\ x' = x + 1 /\\ UNCHANGED <<one, two>>
One(k) == x < 3 /\\ one' = one \\cup {k} /\\ UNCHANGED <<x, two>>
Two(k) == x < 3 /\\ two' = two \\cup {k} /\\ UNCHANGED <<x, one>>
Turn == x < 3 /\\ x' = (x + 2) % 5 /\\ UNCHANGED <<one, two>>
Next == Rest \\/ Turn \\/ \\E k \\in 1..3 : One(k) \\/ Two(k)
Off == x # 1
FewOne == Cardinality(one) < 2
FewTwo == Cardinality(two) < 3
"""
"""In a state with this x each effect has an exit of its own: by one set, by the other, by x or none."""


def told(result: CheckResult) -> tuple[str, int] | tuple[int, int, int]:
    if result.violation is not None:
        return result.violation.name, len(result.violation.trace.steps)
    return result.generated, result.distinct, result.depth


@pytest.mark.parametrize(
    ("body", "config"),
    [
        (LATE, "CONSTRAINT Few INVARIANT Quiet"),
        (LATE, "PROPERTY Calm"),
        (RECORD, ""),
        (RECORD, "PROPERTY Kept"),
        (BOUNDS, "CONSTRAINTS FewOne FewTwo"),
        (BOUNDS, "CONSTRAINTS Off FewTwo"),
        (BOUNDS, "CONSTRAINT Off"),
    ],
)
def test_the_search_is_the_plain_one(make: Make, body: str, config: str) -> None:
    whole = f"INIT Init NEXT Next CHECK_DEADLOCK FALSE {config}"
    found, plain = explore(make(body, whole), kernel="python"), explore_plainly(make(body, whole))
    assert told(found) == told(plain)
    assert (found.violation is None) == (
        config.split()[0:1] in ([], ["CONSTRAINTS"]) or "Off" in config
    )
