"""Theorems, assumptions and what they assume and prove; labels; what stays set aside."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.tlakit.language.conftest import short

from tlakit.language import ir

HEADER = "EXTENDS Integers\nCONSTANTS a, S\nVARIABLES x\n"
RIGHT = {
    "NEW names in what follows": "THEOREM ASSUME NEW p \\in S, NEW q \\in p, p = q PROVE q = p",
    "every kind of NEW": (
        "THEOREM ASSUME NEW CONSTANT c, CONSTANT d, NEW VARIABLE v, NEW STATE f, NEW ACTION A,\n"
        "  NEW TEMPORAL F, NEW P(_), NEW _ ++ _, P(c ++ d) PROVE F => [][A]_<<f, v>>"
    ),
    "an ASSUME in an ASSUME": (
        "THEOREM ASSUME NEW p, ASSUME NEW q, p = q PROVE q = p PROVE p = p\nOBVIOUS"
    ),
    "the same names in two theorems": (
        "THEOREM ASSUME NEW p PROVE p = p\nTHEOREM ASSUME NEW p PROVE p = a\np == 1"
    ),
    "a constant declared twice alike": "CONSTANT c\nCONSTANTS c, d\nX == c",
}
WRONG = {
    "a name that nothing declares": ("E301", "THEOREM ASSUME NEW p PROVE pp"),
    "a NEW name behind its theorem": ("E301", "THEOREM ASSUME NEW p PROVE p\nX == p"),
    "a NEW name in its own set": ("E301", "THEOREM ASSUME NEW p \\in p PROVE p"),
    "a NEW name of an inner ASSUME": ("E301", "THEOREM ASSUME ASSUME NEW q PROVE q PROVE q"),
    "a NEW name that is taken": ("E303", "THEOREM ASSUME NEW a PROVE a"),
    "two primes": ("E401", "THEOREM ASSUME NEW ACTION A PROVE A'"),
    "a label twice": ("E303", "F == /\\ l:: a\n     /\\ l:: a"),
    "an operator of the language": ("E303", "p \\cup q == p"),
    "a parameter of its operator's name": ("E303", "B(B) == B"),
    "a temporal formula in a sum": ("E401", "X == 1 + ([](x = 1))"),
    "a temporal formula in a set, by an operator": ("E401", "F(p) == {p}\nX == F([](x = 1))"),
    "a constant of another arity": ("E303", "CONSTANT c\nCONSTANT c(_)"),
    "substituted twice": (
        "E305",
        "---- MODULE N ----\nCONSTANT c\n====\nI == INSTANCE N WITH c <- 1, c <- 2",
    ),
    "an operator of another arity substituted": (
        "E302",
        "---- MODULE N ----\nCONSTANT c(_)\nF == c(1)\n====\nG(p, q) == p\nI == INSTANCE N WITH c <- G",
    ),
    "a LAMBDA of another arity substituted": (
        "E302",
        "---- MODULE N ----\nCONSTANT c(_)\nF == c(1)\n====\nI == INSTANCE N WITH c <- LAMBDA p, q : p",
    ),
}


def in_module(text: str) -> str:
    return f"---- MODULE M ----\n{HEADER}{text}\n====\n"


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT.keys())
def test_right(errors: Callable[..., str], text: str) -> None:
    assert errors(in_module(text)) == ""


@pytest.mark.parametrize(("code", "text"), WRONG.values(), ids=WRONG.keys())
def test_wrong(errors: Callable[..., str], code: str, text: str) -> None:
    found = errors(in_module(text))
    assert found.startswith(code) and found.count("\n\nE") == 0


def test_theorems_of_a_module(load: Callable[..., ir.Module]) -> None:
    text = "THEOREM a = 1\nLEMMA Easy == a = 2\nTHEOREM Hard == ASSUME NEW p PROVE p = p\n"
    theorems = load(in_module(text)).theorems
    found = [(t.name, t.expression and short(t.expression), t.span.line) for t in theorems]
    assert found == [("", "(= a 1)", 5), ("Easy", "(= a 2)", 6), ("Hard", None, 7)]


def test_reserved_words_may_be_fields(body: Callable[..., str]) -> None:
    """As in SANY, which reads any word there."""
    text = "CONSTANT r\nX == <<r.NEW, [IF |-> 1, STATE |-> 2], [r EXCEPT !.DOMAIN = r.QED]>>"
    assert body("X", text) == ('<<r.NEW (record IF:1 STATE:2) (EXCEPT r ["DOMAIN"]=r.QED)>>')


@pytest.mark.parametrize(
    "header",
    [
        "----MODULE M----",
        "---- MODULE\n  M ----",
        "---------- MODULE M (* a comment *) ------",
        "---- MODULE M \\* a comment\n ----",
        "---- not a module\nX == (\n---- MODULE M ---- EXTENDS Naturals",
    ],
)
def test_the_line_that_opens_a_module(load: Callable[..., ir.Module], header: str) -> None:
    assert load(f"{header}\nF == 1\n====\n").name == "M"


def test_bytes_that_are_no_text_do_no_harm_in_comments(
    load: Callable[..., ir.Module], tmp_path: object
) -> None:
    from pathlib import Path

    from tlakit.language import load_module

    assert isinstance(tmp_path, Path)
    path = tmp_path / "L.tla"
    path.write_bytes(b"---- MODULE L ----\n\\* na\xefve (* \xff *)\nX == 1\n====\n")
    assert "X" in load_module(path).definitions


@pytest.mark.parametrize("text", ['"a\\qb"', '"\\1"'])
def test_a_string_has_few_escapes(codes: Callable[[str], list[str]], text: str) -> None:
    assert codes(text) == ["E102"]


def test_what_raises_a_level_is_shown(errors: Callable[..., str]) -> None:
    found = errors(in_module("Deep == <<1, x>>\nASSUME a = 1 /\\ Deep = 2"))
    assert "It is so by `Deep`, which is defined here:\nM.tla:5:1\n" in found
    assert "`x` is a variable:\nM.tla:5:17\n" in errors(in_module("ASSUME a = <<1, x>>"))


def test_a_name_that_is_unknown_is_reported_once_a_definition(errors: Callable[..., str]) -> None:
    found = errors("X == <<zz, zz, zz>>\nY == zz")
    assert found.count("unknown name") == 2
    assert "E301: unknown name `zz` (and 2 more times in this definition)\nM.tla:2:8\n" in found


def test_an_unfinished_item_shows_its_bullet(errors: Callable[..., str]) -> None:
    found = errors("CONSTANT a\nX ==\n   /\\ a =\n  1\nY == 1")
    assert found.startswith("E101: the item of this `/\\` is not complete before `1`\nM.tla:4:10\n")
    assert "Its bullet stands in column 4:\nM.tla:4:4\n" in found


def test_of_a_long_line_the_place_of_the_fault_is_shown(errors: Callable[..., str]) -> None:
    found = errors("X == <<" + "1, " * 300 + "zz, " + "1, " * 300 + "2>>")
    shown, carets = found.splitlines()[2:4]
    assert len(shown) == len("   2 | ") + 160
    assert shown[7:10] == shown[-3:] == "..."
    assert shown[carets.index("^") :].startswith("zz,") and carets.count("^") == 2


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("X == 1 \\and 2", "TLA+ has no `\\and`. Did you mean `/\\`?"),
        ("X == {} \\subsetq {}", "TLA+ has no `\\subsetq`. Did you mean `\\subseteq`?"),
        ("X(p) == [q = p]", "A record is written `[name |-> value]`"),
        ("X == LET p = 1 IN p", "A definition is written `name == expression`."),
        ("X == [p -> 1, q -> 2]", "A record is written `[name |-> value]`"),
        ("VARIABLES p q", "Names are separated by commas."),
        ("CONSTANT N = 3", "A constant gets its value in the configuration"),
        ("VARIABLE v = 3", "A variable gets its value in the initial predicate"),
        ("X == 1\nEXTENDS Naturals", "EXTENDS stands once, right behind the MODULE line"),
        ("X == \\A i {1} : i", "A name is bound to a set with `x \\in S`."),
        ("X == a ? 1", "A choice is written `IF a THEN b ELSE c`."),
        ("X == \\EE p \\in {1} : p", "Expected `\\EE x : formula`."),
    ],
)
def test_hint(errors: Callable[..., str], text: str, hint: str) -> None:
    assert hint in errors(text)
