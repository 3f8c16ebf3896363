"""What is too deep, too large or too long ends in an error that says so, and never in a crash."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tlakit.semantics import ErrorKind, EvaluationError, Specification
from tlakit.semantics.values import Value

Make = Callable[..., Specification]

RECURSIONS = """
RECURSIVE Count(_), Some(_), Total(_, _), Image(_)
Count(n) == IF n = 0 THEN 0 ELSE 1 + Count(n - 1)
Some(n) == n = 0 \\/ \\E k \\in {n - 1} : Some(k)
Total(s, sum) == IF s = <<>> THEN sum ELSE Total(Tail(s), sum + Head(s))
Image(n) == IF n = 0 THEN {} ELSE {Cardinality(Image(k)) : k \\in {n - 1}}
down[n \\in Nat] == IF n = 0 THEN 0 ELSE 1 + down[n - 1]
Call(Op(_), n) == Op(n)
RECURSIVE Indirect(_)
Indirect(n) == IF n = 0 THEN 0 ELSE Call(LAMBDA k : Indirect(k), n - 1)
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Count(5000)", "5000"),
        ("Some(4000)", "TRUE"),
        ("Total([k \\in 1..2000 |-> k], 0)", "2001000"),
        ("down[5000]", "5000"),
        ("Indirect(4000)", "0"),
    ],
)
def test_deep_recursion_has_its_value(
    value: Callable[..., Value], text: str, expected: str
) -> None:
    assert value(text, RECURSIONS).text == expected


@pytest.mark.parametrize(
    "text",
    ["Count(-1)", "Some(-1)", "Image(-1)", "Indirect(-1)", "down[10000000]"],
)
def test_endless_recursion_is_an_error(make: Make, text: str) -> None:
    specification = make(f"{RECURSIONS}\nResult == {text}")
    with pytest.raises(EvaluationError) as caught:
        specification.apply("Result")
    assert caught.value.kind is ErrorKind.RECURSION


def test_a_deep_recursion_shows_both_ends_of_its_calls(make: Make) -> None:
    specification = make(f"{RECURSIONS}\nResult == Count(-1)")
    with pytest.raises(EvaluationError) as caught:
        specification.apply("Result")
    text = caught.value.render(specification.sources)
    assert "the recursion of `Count` is too deep" in text
    assert "in Count(-" in text
    assert "more calls, then in" in text
    assert text.index("more calls, then in") < text.index("in Result:")
    assert len(text.splitlines()) < 30


TOO_LARGE = [
    "SUBSET (1..60)",
    "[1..30 -> 1..30]",
    "{S \\in SUBSET (1..60) : Cardinality(S) = 1}",
    "{Cardinality(S) : S \\in SUBSET (1..60)}",
    "UNION {SUBSET (1..40)}",
    "[S \\in SUBSET (1..60) |-> 1]",
    "Cardinality(SUBSET SUBSET (1..1000))",
    "(1..2000000) \\X (1..2000000)",
    "\\A x, y \\in SUBSET (1..60) : x = y",
    "{} \\X SUBSET (1..60) = {SUBSET (1..60)}",
]


@pytest.mark.parametrize("text", TOO_LARGE)
def test_a_set_that_is_too_large_is_refused(value: Callable[[str], Value], text: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        value(text)
    assert caught.value.kind is ErrorKind.TOO_LARGE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{1, 2} \\in SUBSET (1..60)", "TRUE"),
        ("{} \\in SUBSET SUBSET (1..1000)", "TRUE"),
        ("Cardinality(SUBSET (1..40))", "1099511627776"),
        ("\\E S \\in SUBSET (1..40) : Cardinality(S) = 1", "TRUE"),
        ("CHOOSE f \\in [1..12 -> 1..12] : f[12] = 3", "<<1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3>>"),
        ("[1..0 -> SUBSET (1..60)]", "{<<>>}"),
        ("2 ^ 20000 > 2 ^ 19999", "TRUE"),
    ],
)
def test_a_large_set_may_be_asked(value: Callable[[str], Value], text: str, expected: str) -> None:
    assert value(text).text == expected


def test_an_integer_with_very_many_digits_is_shown(value: Callable[[str], Value]) -> None:
    assert value("2 ^ 20000").text == "\\h1" + "0" * 5000
