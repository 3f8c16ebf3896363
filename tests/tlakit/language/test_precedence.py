"""Operators bind as in table 6 of Specifying Systems; what it leaves open is an error."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest

from tlakit.language import LanguageError
from tlakit.language.operators import INFIX, OperatorSymbol
from tlakit.language.parse import parse_expression
from tlakit.language.syntax import Junction, Operation, Product

TREES = {
    "a + b * c": "(+ a (* b c))",
    "a * b + c": "(+ (* a b) c)",
    "a - b - c": "(- (- a b) c)",
    "a + b - c": "(+ a (- b c))",
    "a - b + c": "(+ (- a b) c)",
    "a ^ b * c": "(* (^ a b) c)",
    "-a + b": "(+ (-. a) b)",
    "-a * b": "(-. (* a b))",
    "a - -b": "(- a (-. b))",
    "- - a": "(-. (-. a))",
    "-1 .. 3": "(.. (-. 1) 3)",
    "a .. b + 1": "(.. a (+ b 1))",
    "a = b + c": "(= a (+ b c))",
    "a \\in b \\cup c": "(\\in a (\\cup b c))",
    "a \\cup b \\cup c": "(\\cup (\\cup a b) c)",
    "~a = b": "(~ (= a b))",
    "~a /\\ b": "(/\\ (~ a) b)",
    "a = ~b \\/ c": "(\\/ (= a (~ b)) c)",
    "~ ~a": "(~ (~ a))",
    "a /\\ b => c \\/ d": "(=> (/\\ a b) (\\/ c d))",
    "a <=> b => c": "(=> (<=> a b) c)",
    "a /\\ b /\\ c": "(/\\ a b c)",
    "(a /\\ b) /\\ c": "(/\\ (/\\ a b) c)",
    "a /\\ (b /\\ c)": "(/\\ a (/\\ b c))",
    "a \\X b \\X c": "(\\X a b c)",
    "(a \\X b) \\X c": "(\\X (\\X a b) c)",
    "a \\cup b \\X c": "(\\cup a (\\X b c))",
    "SUBSET a \\cup b": "(\\cup (SUBSET a) b)",
    "SUBSET a .. b": "(.. (SUBSET a) b)",
    "DOMAIN a \\ {b}": "(\\ (DOMAIN a) {b})",
    "UNION a ^ b": "(UNION (^ a b))",
    "SUBSET DOMAIN a": "(SUBSET (DOMAIN a))",
    "DOMAIN x.p": "(DOMAIN x.p)",
    "[]a => b": "(=> ([] a) b)",
    "[]<>a": "([] (<> a))",
    "[]a /\\ <>b": "(/\\ ([] a) (<> b))",
    "a ~> b /\\ c": "(~> a (/\\ b c))",
    "x'.p": "(' x).p",
    "x.p'": "(' x.p)",
    "x[a]'": "(' x[a])",
    "a ^ x'": "(^ a (' x))",
    "a :> b @@ c :> d": "(@@ (:> a b) (:> c d))",
    "a \\o b \\o c": "(\\o (\\o a b) c)",
    "\\A i \\in S : i /\\ a": "(\\A [i:S] (/\\ i a))",
    "a /\\ \\E i \\in S : i \\/ b": "(/\\ a (\\E [i:S] (\\/ i b)))",
    "IF a THEN b ELSE c + 1": "(IF a b (+ c 1))",
    "1 + IF a THEN b ELSE c": "(+ 1 (IF a b c))",
    "CHOOSE i \\in S : i = a /\\ b": "(CHOOSE [i:S] (/\\ (= i a) b))",
    "a # b /\\ c": "(/\\ (# a b) c)",
    "UNCHANGED (x = y)": "(UNCHANGED (= x y))",
    "ENABLED (x' = a) /\\ b": "(/\\ (ENABLED (= (' x) a)) b)",
}

CONFLICTS = [
    "a => b => c",
    "a = b = c",
    "a = b # c",
    "a /\\ b \\/ c",
    "a \\cup b \\cap c",
    "a \\cup b \\ c",
    "a \\ b \\ c",
    "a ~> b ~> c",
    "a % b + c",
    "a / b * c",
    "a ^ b ^ c",
    "a * -b",
    "a ^ -b",
    "[]x = y",
    "UNCHANGED x = y",
    "ENABLED x' /\\ y",
    "a \\cdot b = c",
    "a => ~b => c",
]


@pytest.mark.parametrize(("text", "expected"), TREES.items())
def test_tree(tree: Callable[[str], str], text: str, expected: str) -> None:
    assert tree(text) == expected


@pytest.mark.parametrize("text", CONFLICTS)
def test_conflict(codes: Callable[[str], list[str]], text: str) -> None:
    assert codes(text) == ["E103"]


@pytest.mark.parametrize("text", ["SUBSET a \\X b", "DOMAIN a \\X b", "UNION a + b"])
def test_a_prefix_operator_in_conflict(codes: Callable[[str], list[str]], text: str) -> None:
    """SANY's ranges of the three, which are not the book's."""
    assert codes(text) == ["E103"]


@pytest.mark.parametrize("text", CONFLICTS)
def test_parentheses_settle_a_conflict(text: str) -> None:
    left, operator, right = _split(text)
    parse_expression(f"({left}) {operator} ({right})" if left else f"{operator} ({right})")


def _split(text: str) -> tuple[str, str, str]:
    words = text.split(" ")
    if words[0] in ("UNCHANGED", "ENABLED"):
        return "", words[0], " ".join(words[1:])
    if words[0] == "[]x":
        return "", "[]", "x = y"
    at = 3 if len(words) == 5 else 1
    return " ".join(words[:at]), words[at], " ".join(words[at + 1 :])


def _expected(first: OperatorSymbol, second: OperatorSymbol) -> str:
    """What `a first b second c` is: `left`, `right` or `conflict`, straight from the table."""
    if first.low > second.high:
        return "left"
    if first.high < second.low:
        return "right"
    if first.name == second.name and (first.associative or first.name == "\\X"):
        return "left"
    return "conflict"


def _actual(first: str, second: str) -> str:
    try:
        tree = parse_expression(f"a {first} b {second} c")
    except LanguageError as error:
        return "conflict" if [p.code for p in error.diagnostics] == ["E103"] else "error"
    match tree:
        case Junction(items=items) if len(items) == 3:
            return "left"
        case Product(factors=factors) if len(factors) == 3:
            return "left"
        case Junction(kind=kind):
            return "left" if kind == second else "right"
        case Product():
            return "left" if second == "\\X" else "right"
        case Operation(symbol=symbol):
            return "left" if symbol.text == second else "right"
    return "error"


def test_every_pair_of_infix_operators_follows_the_table() -> None:
    differences = [
        (first.name, second.name)
        for first, second in product(INFIX.values(), repeat=2)
        if first.name != second.name or not first.associative
        if _actual(first.name, second.name) != _expected(first, second)
    ]
    assert not differences


def test_associative_operators_go_to_the_left() -> None:
    for symbol in INFIX.values():
        if symbol.associative:
            tree = parse_expression(f"a {symbol.name} b {symbol.name} c")
            if isinstance(tree, Operation):
                assert isinstance(tree.arguments[0], Operation), symbol.name
            else:
                assert isinstance(tree, Junction)
