"""Steps as a mapping of the variables sees them: [][A]_v where v is no plain tuple of variables."""

from __future__ import annotations

from tests.tlakit.explore.conftest import Make

from tlakit.explore import explore
from tlakit.semantics import Verdict

PAIR = """
VARIABLE x
Halves == <<[i \\in {1, 2} |-> x[i] \\div 2]>>
Init == x = [i \\in {1, 2} |-> 0]
Next == \\E i \\in {1, 2} : x[i] < 4 /\\ x' = [x EXCEPT ![i] = @ + 1]
OneHalfGrows == [][\\E i \\in {1, 2} : x'[i] \\div 2 = x[i] \\div 2 + 1]_Halves
NoHalfGrows == [][FALSE]_Halves
"""


def test_a_step_that_the_mapping_does_not_see_is_none(make: Make) -> None:
    specification = make(PAIR, "INIT Init NEXT Next PROPERTY OneHalfGrows CHECK_DEADLOCK FALSE")
    result = explore(specification)
    assert (result.verdict, result.distinct) == (Verdict.HOLDS, 25)


def test_a_step_that_the_mapping_sees_is_one(make: Make) -> None:
    specification = make(PAIR, "INIT Init NEXT Next PROPERTY NoHalfGrows CHECK_DEADLOCK FALSE")
    result = explore(specification)
    assert result.violation is not None
    assert (result.violation.name, len(result.violation.trace.steps)) == ("NoHalfGrows", 3)
