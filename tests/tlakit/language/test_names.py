"""Scoping and arity: which names mean something where, and what they are applied to."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tlakit.language import LanguageError, ir

Errors = Callable[..., str]

WRONG = {
    "unknown": ("E301", "X == nowhere"),
    "unknown in a domain": ("E301", "X == \\A i \\in i : TRUE"),
    "bound name behind its scope": ("E301", "X == (\\A i \\in {} : TRUE) /\\ i"),
    "bound name in the next domain": ("E301", "X == \\A i \\in {}, j \\in {i} : TRUE"),
    "local definition behind its LET": ("E301", "X == (LET p == 1 IN p) = p"),
    "use before definition": ("E301", "X == Y\nY == 1"),
    "an operator that uses itself": ("E301", "X(p) == X(p)"),
    "an operator that nothing defines": ("E301", "X == 1 ++ 2"),
    "defined twice": ("E303", "X == 1\nX == 2"),
    "declared twice": ("E303", "CONSTANT c\nVARIABLE c"),
    "parameter twice": ("E303", "X(p, p) == p"),
    "parameter hides a constant": ("E303", "CONSTANT c\nX(c) == c"),
    "bound name hides a parameter": ("E303", "X(p) == \\A p \\in {} : p"),
    "bound name hides a bound name": ("E303", "X == [i \\in {} |-> [i \\in {} |-> 1]]"),
    "the same name bound twice": ("E303", "X == \\A i \\in {}, i \\in {} : TRUE"),
    "LET hides a definition": ("E303", "X == 1\nY == LET X == 2 IN X"),
    "LAMBDA hides a bound name": (
        "E303",
        "H(O(_)) == O(1)\nX == \\A i \\in {} : H(LAMBDA i : i)",
    ),
    "redefined import": ("E303", "EXTENDS Naturals\na + b == 1"),
    "field twice": ("E303", "X == [f |-> 1, f |-> 2]"),
    "too few arguments": ("E302", "H(p, q) == p\nX == H(1)"),
    "no arguments": ("E302", "H(p) == p\nX == H"),
    "arguments to a value": ("E302", "X == 1\nY == X(2)"),
    "arguments to a variable": ("E302", "VARIABLE v\nY == v(2)"),
    "arguments to a constant operator": ("E302", "CONSTANT C(_)\nY == C(1, 2)"),
    "LAMBDA of another arity": ("E302", "H(O(_)) == O(1)\nX == H(LAMBDA p, q : p)"),
    "operator of another arity": ("E302", "H(O(_)) == O(1)\nK(p, q) == p\nX == H(K)"),
    "built-in of another arity": ("E302", "H(O(_)) == O(1)\nX == H(\\cup)"),
    "value for an operator": ("E304", "H(O(_)) == O(1)\nX == H(2)"),
    "bound name for an operator": ("E304", "H(O(_)) == O(1)\nX == \\A i \\in {} : H(i)"),
    "operator for a value": ("E304", "H(p) == p\nX == H(LAMBDA q : q)"),
    "instance for a value": ("E304", "I == INSTANCE Naturals\nX == I"),
    "instance with the wrong arguments": (
        "E302",
        "I(p) == INSTANCE Naturals\nX == I!Nat",
    ),
    "nothing to substitute": ("E305", "---- MODULE N ----\nCONSTANT n\n====\nINSTANCE N"),
    "nothing to be substituted": ("E305", "INSTANCE Naturals WITH q <- 1"),
    "RECURSIVE and no definition": ("E306", "RECURSIVE X(_)"),
    "RECURSIVE of another arity": ("E302", "RECURSIVE X(_)\nX(p, q) == p"),
    "@ outside of EXCEPT": ("E307", "X == @"),
    "@ behind an EXCEPT": ("E307", "VARIABLE v\nX == <<[v EXCEPT ![1] = @], @>>"),
    "@ in an index": ("E307", "VARIABLE v\nX == [v EXCEPT ![@] = 1]"),
    "unknown module": ("E201", "EXTENDS Nowhere"),
    "unknown module of an instance": ("E201", "I == INSTANCE Nowhere"),
    "a module that needs itself": ("E203", "EXTENDS M"),
}

RIGHT = {
    "two quantifiers beside each other": "X == (\\A i \\in {} : i) /\\ (\\E i \\in {} : i)",
    "two parameters of one name": "X(p) == p\nY(p) == p",
    "two LETs beside each other": "X == (LET p == 1 IN p) = (LET p == 2 IN p)",
    "a name defined later": "X(later) == later\nlater == 1",
    "a filter's name in its own domain": "X == \\A i \\in {i \\in {} : i} : i",
    "a field named like a definition": "X == [X2 |-> 1]\nX2 == X.X2",
    "extending what is extended": "EXTENDS Naturals, Integers, Sequences, FiniteSets",
    "extending and instantiating": "EXTENDS Naturals\nINSTANCE Naturals\nLOCAL INSTANCE Naturals",
    "an instance with arguments": "I(p) == INSTANCE Naturals\nX == I(1)!+(2, 3)",
    "an operator of an instance": "I == INSTANCE Naturals\nX == I!+(2, 3)",
}


def _in_module(text: str) -> str:
    return f"---- MODULE M ----\n{text}\n====\n"


@pytest.mark.parametrize(("code", "text"), WRONG.values(), ids=WRONG.keys())
def test_wrong(load: Callable[..., ir.Module], code: str, text: str) -> None:
    with pytest.raises(LanguageError) as caught:
        load(_in_module(text))
    assert [diagnostic.code for diagnostic in caught.value.diagnostics] == [code]


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT.keys())
def test_right(errors: Errors, text: str) -> None:
    assert errors(_in_module(text)) == ""


def test_all_faults_are_found_at_once(load: Callable[..., ir.Module]) -> None:
    text = "H(p) == p\nX == nowhere + H(1, 2)\nX == @\nY == \\A i \\in gone : i"
    with pytest.raises(LanguageError) as caught:
        load(text)
    codes = [diagnostic.code for diagnostic in caught.value.diagnostics]
    assert codes == ["E301", "E301", "E302", "E303", "E307", "E301"]


def test_names_of_a_missing_module_are_not_reported(load: Callable[..., ir.Module]) -> None:
    with pytest.raises(LanguageError) as caught:
        load("EXTENDS Gone\nX == Thing(1)\nY == @")
    assert [d.code for d in caught.value.diagnostics] == ["E201", "E307"]


def test_all_syntax_errors_are_found_at_once(load: Callable[..., ir.Module]) -> None:
    text = "X == 1 +\nY == (2\nZ == 3\nV == IF a b"
    with pytest.raises(LanguageError) as caught:
        load(text)
    assert [d.span.line for d in caught.value.diagnostics if d.span] == [3, 3, 5]


def test_two_modules_may_define_a_name_alike(load: Callable[..., ir.Module]) -> None:
    """As in SANY, the first of two imported definitions with as many parameters stays."""
    module = load("EXTENDS A, B\nX == Same", A="Same == 1", B="Same == 2")
    assert module.definitions["Same"].module == "A"


def test_two_modules_may_not_disagree_on_arity(errors: Errors) -> None:
    found = errors("EXTENDS A, B\nX == Same", A="Same == 1", B="Same(p) == 2")
    assert found.startswith("E303: this brings `Same`, which already has a meaning here")
