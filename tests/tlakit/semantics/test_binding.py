"""Configurations applied: what `=` and `<-` reach, in the root module and in others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tlakit.language import LanguageError, load_module
from tlakit.semantics import EvaluationError, Specification, parse_config
from tlakit.semantics.values import integer

BASE = """---- MODULE Base ----
EXTENDS Naturals
CONSTANTS Limit, Pick(_)
VARIABLE x
Step == 1
Grow(k) == x + k
Next == Grow(Step)
Top == Limit
Peak == x + Top
====
"""

SIDE = """---- MODULE Side ----
EXTENDS Naturals
VARIABLE x
Two == 2
Twice(a) == a * Two
Other(a) == Twice(a)
Below == {n \\in Nat : n < x}
====
"""

ROOT = """---- MODULE Root ----
EXTENDS Base
B == INSTANCE Base
S == INSTANCE Side
R(y) == INSTANCE Base WITH x <- y
Peaks == <<Peak, R(0)!Peak, R(0)!Top>>
Few == 0..3
MyStep == 2
MyGrow(k) == 10 + B!Grow(k)
MyTwice(a) == a + 100
MyTwo == 5
MyPick(a) == a + 1
Picked == Pick(Limit)
====
"""

COMMON = "CONSTANTS Limit = 6 Pick <- MyPick "


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The root of three modules."""
    for name, text in (("Base", BASE), ("Side", SIDE), ("Root", ROOT)):
        (tmp_path / f"{name}.tla").write_text(text, encoding="utf-8")
    return tmp_path / "Root.tla"


CASES = [
    ("", "Next", "5"),
    ("", "Picked", "7"),
    ("Step <- MyStep", "Next", "6"),
    ("Step = 9", "Next", "13"),
    ("", "Peaks", "<<10, 6, 6>>"),
    ("Top = 9", "Peaks", "<<13, 9, 6>>"),
    ("Top <- MyTwo", "Peaks", "<<9, 5, 6>>"),
    ("Limit <- MyTwo", "Picked", "6"),
    ("Grow <- MyGrow", "Next", "15"),
    ("Grow <- MyGrow", "B!Next", "15"),
    ("Grow <- MyGrow", "B!Grow", "5"),
    ("Step <-[Base] MyStep", "Next", "6"),
    ("Two <-[Side] MyTwo", "S!Other", "15"),
    ("Twice <-[Side] MyTwice", "S!Other", "103"),
    ("Nat <- Few", "S!Below", "{0, 1, 2, 3}"),
    ("Nat <-[Side] Few", "S!Below", "{0, 1, 2, 3}"),
    ("Unknown = 3 other = other", "Next", "5"),
]


@pytest.mark.parametrize(("more", "name", "expected"), CASES)
def test_what_a_replacement_reaches(root: Path, more: str, name: str, expected: str) -> None:
    specification = Specification(load_module(root), parse_config(COMMON + more, "x.cfg"))
    state = {"x": integer(4)}
    arguments = [integer(3 if name.startswith("S!") else 1)]
    wanted = len(specification.definition(name).parameters)
    assert specification.apply(name, *arguments[:wanted], state=state).text == expected


FAULTS = [
    ("Two <-[Sid] MyTwo", "no definition of a module `Sid` is used", "Did you mean `Side`?"),
    ("Tow <-[Side] MyTwo", "module Side does not define `Tow`", "Did you mean `Two`?"),
    ("Stp <- MyStep", "module Root does not define `Stp`", "Did you mean `Step`?"),
    ("Step <- MyStep MyStep <- MyTwo", "is itself replaced", "Write `Step <- MyTwo`"),
    ("Grow <- MyStep", "`MyStep` has 0 parameters, but `Grow` has 1", ""),
]


@pytest.mark.parametrize(("more", "message", "hint"), FAULTS)
def test_faults_have_a_place_and_the_nearest_name(
    root: Path, more: str, message: str, hint: str
) -> None:
    with pytest.raises(LanguageError) as caught:
        Specification(load_module(root), parse_config(COMMON + more, "x.cfg"))
    (fault,) = caught.value.diagnostics
    assert message in fault.message and hint in fault.hint
    assert fault.span is not None and fault.span.file == "x.cfg"


def test_a_partial_model_may_leave_constants_open(root: Path) -> None:
    specification = Specification(load_module(root), parse_config(""), partial=True)
    assert specification.apply("MyStep").text == "2"
    with pytest.raises(EvaluationError, match="has no value"):
        specification.apply("Picked")
