"""What is said of a SYMMETRY that gains nothing, that the model does not have, or beside liveness."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tlakit.explore import explore
from tlakit.semantics import Specification, Verdict

Make = Callable[..., Specification]

TOKEN = """
LOCAL INSTANCE TLC
CONSTANT P
VARIABLE at
Anyone == at \\in P
Someone == at = CHOOSE p \\in P : TRUE
Next == at' \\in P
Alike == Permutations(P)
Spec == Anyone /\\ [][Next]_at /\\ WF_at(Next)
Moves == \\A p \\in P : []<>(at # p)
"""
CONFIG = "NEXT Next CONSTANT P = {a, b, c} SYMMETRY Alike INIT "


def test_initial_states_that_are_not_symmetric_are_a_warning(make: Make) -> None:
    result = explore(make(TOKEN, f"{CONFIG} Someone"))
    assert result.verdict is Verdict.HOLDS
    (warning,) = result.warnings
    assert "the initial states are not symmetric: `Alike` permutes one to `at = " in warning
    assert explore(make(TOKEN, f"{CONFIG} Anyone")).warnings == ()


def test_only_so_many_images_are_looked_at(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first permutation leaves one of the three elements where it is."""
    monkeypatch.setattr("tlakit.explore.asymmetry.MOST_IMAGES", 1)
    body = TOKEN.replace("CONSTANT P", "CONSTANTS P, a, b, c")
    config = CONFIG.replace("CONSTANT", "CONSTANTS a = a b = b c = c")
    starts = [body.replace("CHOOSE p \\in P : TRUE", one) for one in "abc"]
    warned = [bool(explore(make(start, f"{config} Someone")).warnings) for start in starts]
    assert sorted(warned) == [False, True, True]


def test_liveness_says_that_it_does_without(make: Make) -> None:
    config = "SPECIFICATION Spec PROPERTY Moves CONSTANT P = {a, b, c}"
    result = explore(make(TOKEN, f"{config} SYMMETRY Alike"))
    plain = explore(make(TOKEN, config))
    assert result.verdict is plain.verdict
    assert "SYMMETRY was not used for liveness" in result.warnings[0]
    assert not plain.warnings
