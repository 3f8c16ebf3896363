"""Levels: what is constant, state, action or temporal, and where each may stand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tlakit.language import ir

LEVELS = {
    "a + 1": "CONSTANT",
    "x": "STATE",
    "a = x": "STATE",
    "F(x)": "STATE",
    "Plus(1, 2)": "CONSTANT",
    "Plus(1, x)": "STATE",
    "Plus(1, x')": "ACTION",
    "x'": "ACTION",
    "UNCHANGED x": "ACTION",
    "ENABLED (x' = 1)": "STATE",
    "\\A i \\in x : i": "STATE",
    "{i \\in S : i = x}": "STATE",
    "[i \\in S |-> x']": "ACTION",
    "[x EXCEPT ![1] = @]": "STATE",
    "[x' = 1]_x": "ACTION",
    "[][x' = 1]_x": "TEMPORAL",
    "<><<x' = 1>>_x": "TEMPORAL",
    "WF_x(x' = 1)": "TEMPORAL",
    "a ~> x": "TEMPORAL",
    "x = 1 /\\ [][x' = 1]_x": "TEMPORAL",
    "\\A i \\in S : [](x = i)": "TEMPORAL",
    "\\EE v : [](v = x)": "TEMPORAL",
    "IF a THEN []x ELSE <>y": "TEMPORAL",
    "LET p == x' IN p": "ACTION",
    "LET H(p) == p' IN H(x)": "ACTION",
    "LET H(p) == a IN H(x')": "CONSTANT",
    "Apply(LAMBDA p, q : p = q, 1)": "CONSTANT",
    "Apply(LAMBDA p, q : x, 1)": "STATE",
    "Apply(LAMBDA p, q : p, x')": "ACTION",
}

WRONG = [
    "x''",
    "(x + y')'",
    "UNCHANGED <<x, y'>>",
    "ENABLED ([]x)",
    "[](x' = 1)",
    "<>(x' = 1)",
    "<>[x' = 1]_x",
    "[]<<x' = 1>>_x",
    "[]([x' = 1]_x /\\ [y' = 1]_y)",
    "x' ~> y",
    "[x' = 1]_(y')",
    "[[]x]_x",
    "WF_x([]y)",
    "{[]x}",
    "<<[]x>>",
    "([]x) = TRUE",
    "CHOOSE i \\in S : []i",
    "[x EXCEPT ![1] = []x]",
    "x = 1 /\\ [][x' = 1]_x /\\ x' = 1",
    "[][x' = 1]_x => (x' = 1)",
    "\\A i \\in x' : []y",
    "LET H(p) == p' IN H(x')",
    "LET H(p) == p' K(q) == H(q) IN K(x')",
]


@pytest.mark.parametrize(("text", "expected"), LEVELS.items())
def test_level(level: Callable[[str], str], text: str, expected: str) -> None:
    assert level(text) == expected


@pytest.mark.parametrize("text", WRONG)
def test_level_error(codes: Callable[[str], list[str]], text: str) -> None:
    assert codes(text) == ["E401"]


def test_levels_of_definitions(load: Callable[..., ir.Module]) -> None:
    module = load("VARIABLE x\nA(p) == p\nB == x\nC == x' = 1\nD == B /\\ [][C]_x\nE == D")
    levels = {name: definition.level.name for name, definition in module.definitions.items()}
    assert levels == {
        "A": "CONSTANT",
        "B": "STATE",
        "C": "ACTION",
        "D": "TEMPORAL",
        "E": "TEMPORAL",
    }


def test_recursive_definitions_reach_their_level(load: Callable[..., ir.Module]) -> None:
    text = "VARIABLE x\nRECURSIVE A(_), B(_)\nA(p) == IF p THEN 1 ELSE B(p)\nB(p) == IF p THEN x' ELSE A(p)"
    definitions = load(text + "\nC == A(1)\nf[i \\in {1}] == <<x, f[i]>>").definitions
    assert definitions["A"].level is ir.Level.ACTION
    assert definitions["B"].level is ir.Level.ACTION
    assert definitions["C"].level is ir.Level.ACTION
    assert definitions["f"].level is ir.Level.STATE


def test_levels_of_recursive_uses_are_final(load: Callable[..., ir.Module]) -> None:
    text = "VARIABLE x\nRECURSIVE A(_)\nA(p) == IF p THEN A(p) ELSE x'"
    body = load(text).definitions["A"].body
    assert isinstance(body, ir.If) and body.then.level is ir.Level.ACTION


def test_levels_in_an_instance(load: Callable[..., ir.Module]) -> None:
    text = "VARIABLE x\nI == INSTANCE B WITH c <- x"
    definitions = load(text, B="CONSTANT c\nA == c").definitions
    assert definitions["I!A"].level is ir.Level.STATE


def test_an_assumption_is_constant(errors: Callable[..., str]) -> None:
    assert errors("VARIABLE x\nASSUME x = 1").startswith("E401: an ASSUME speaks of constants only")


def test_constants_of_a_module_with_variables_stay_constant(errors: Callable[..., str]) -> None:
    text = "VARIABLES x, v\nI == INSTANCE B WITH c <- x"
    assert "E401" in errors(text, B="CONSTANT c\nVARIABLE v\nA == c = v")


def test_a_variable_is_replaced_by_a_state_function(errors: Callable[..., str]) -> None:
    text = "VARIABLES x\nI == INSTANCE B WITH v <- x'"
    assert "E401" in errors(text, B="VARIABLE v\nA == v")
