"""Parts of definitions by their place: `Op!2`, `Op!(e)`, `Op!label`, `Theorem!1`."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.tlakit.language.conftest import short

from tlakit.language import ir

HEADER = "EXTENDS Integers\nCONSTANTS a, b, S, T\nVARIABLES x, y\n"
FOUND = {
    "an item of a list": ("F == /\\ a\n     /\\ b\nX == F!2", "(F!2)", "b"),
    "an item of a chain, which nests": ("F == a /\\ b /\\ x\nX == F!1", "(F!1)", "(/\\ a b)"),
    "an operand of an operator": ("F(p) == p + a\nX == F(3)!1", "(F!1 3)", "p"),
    "the first and the second": ("F == a + b\nX == F!>>", "(F!>>)", "b"),
    "the whole": ("F == a + b\nX == F!:", "(F!:)", "(+ a b)"),
    "a branch": ("F == IF a THEN b ELSE x\nX == F!3", "(F!3)", "x"),
    "an arm": ("F == CASE a -> 1 [] b -> 2\nX == F!2!1", "(F!2!1)", "b"),
    "what a LET is for": (
        "F == LET q == a IN q + 1\nX == F!1!1",
        "(F!1!1)",
        "(LET q q)",
    ),
    "a field": ("F == [f |-> a, g |-> b]\nX == F!2", "(F!2)", "b"),
    "the set of a quantifier": ("F == \\A p \\in S : p = a\nX == F!1", "(F!1)", "S"),
    "a body": ("F == \\A p \\in S : p = a\nX == F!(3)", "(F!(...) 3)", "(= p a)"),
    "in a body": ("F == \\A p \\in S : p = a\nX == F!(3)!1", "(F!(...)!1 3)", "p"),
    "a body within a body": (
        "F == {p + q : p \\in S, q \\in T}\nX == F!(1, 2)!2",
        "(F!(...)!2 1 2)",
        "q",
    ),
    "of a function": ("F[p \\in S] == p + 1\nX == F!(2)!2", "(F!(...)!2 2)", "1"),
    "of an action": ("F == [x' = 1]_x\nX == F!1", "(F!1)", "(= (' x) 1)"),
    "a label": ("F == /\\ l1:: a\n     /\\ b\nX == F!l1", "(F!l1)", "a"),
    "a label under a quantifier": (
        "F(z) == \\A p \\in S : \\E q \\in S : lab(q, p) :: p = q + z\nX == F(9)!lab(3, 4)",
        "(F!lab 9 3 4)",
        "(= p (+ q z))",
    ),
    "a label beside another of the same bound name": (
        "F == /\\ \\A p \\in S : p = 1\n     /\\ \\A p \\in T : lab(p) :: p = 2\nX == F!lab(3)",
        "(F!lab 3)",
        "(= p 2)",
    ),
    "within a label": (
        "F == \\A p \\in S : lab(p) :: p = 1\nX == F!lab(2)!2",
        "(F!lab!2 2)",
        "1",
    ),
    "a theorem's": ("THEOREM Th == a /\\ b\nX == Th!2", "(Th!2)", "b"),
    "what a theorem assumes": ("THEOREM Th == ASSUME a PROVE b\nX == Th!1", "(Th!1)", "a"),
    "through an instance": (
        (
            "---- MODULE N ----\nCONSTANT c\nF(q) == lab :: q + c\n====\n"
            "I(z) == INSTANCE N WITH c <- z\nX == I(2)!F(3)!lab!2"
        ),
        "(I!F!lab!2 2 3)",
        "z",
    ),
    "as an operator": (
        "H(O(_)) == O(1)\nF == \\A p \\in S : p = 1\nX == H(F!@)",
        "(H @F!@)",
        "(= p 1)",
    ),
}
WRONG = {
    "too high a number": ("E308", "F == a + b\nX == F!3", "it has 2 operands"),
    "no operands": ("E308", "F == a\nX == F!1", "it has no operands"),
    "nothing bound": ("E308", "F == a + b\nX == F!(1)", "it binds no names"),
    "not enough for what is bound": ("E308", "F == \\A p, q \\in S : p\nX == F!(1)", "2 names"),
    "no such label": ("E308", "F == a + b\nX == F!lab", "it has no such label"),
    "no arguments for a label": (
        "E308",
        "F == \\A p \\in S : lab(p) :: p\nX == F!lab",
        "the label takes 1 argument",
    ),
    "a definition that is not complete": ("E308", "RECURSIVE F\nF == F!1", "cannot be seen"),
    "a NEW name": ("E308", "THEOREM Th == ASSUME NEW p PROVE p\nX == Th!1", "no formula"),
    "a theorem as a value": ("E304", "THEOREM Th == ASSUME a PROVE b\nX == Th", "no value"),
    "a label without a bound name": (
        "E309",
        "F == \\A p \\in S : lab :: p",
        "Write `lab(p) ::`.",
    ),
    "a label in a label": (
        "E309",
        "F == \\A p \\in S : l1(p) :: \\A q \\in S : l2 :: q",
        "Write `l2(q) ::`.",
    ),
}


@pytest.mark.parametrize(("text", "use", "part"), FOUND.values(), ids=FOUND.keys())
def test_part(load: Callable[..., ir.Module], text: str, use: str, part: str) -> None:
    applied = load(f"---- MODULE M ----\n{HEADER}{text}\n====\n").definitions["X"].body
    assert isinstance(applied, ir.Apply) and short(applied).strip("()") == use.strip("()")
    operator = applied.operator
    if operator.name == "H":
        argument = applied.arguments[0]
        assert isinstance(argument, ir.OperatorArgument)
        operator = argument.operator
    assert isinstance(operator, ir.Definition) and operator.body is not None
    assert short(operator.body) == part


@pytest.mark.parametrize(("code", "text", "reason"), WRONG.values(), ids=WRONG.keys())
def test_no_part(errors: Callable[..., str], code: str, text: str, reason: str) -> None:
    found = errors(f"---- MODULE M ----\n{HEADER}{text}\n====\n")
    assert found.startswith(code) and reason in found
    assert found.count("\nM.tla:") == 1
