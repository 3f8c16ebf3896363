"""What cannot be evaluated says what, where, with which values, and what to do next."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tlakit.semantics import ErrorKind, EvaluationError, Specification
from tlakit.semantics.errors import MEANINGS

Make = Callable[..., Specification]

CASES = [
    ("\\E x \\in Nat : x > 3", ErrorKind.NOT_ENUMERABLE, "the set Nat is infinite"),
    ("CHOOSE x \\in 1..3 : x > 3", ErrorKind.NO_WITNESS, "no element of 1..3 satisfies"),
    ("<<5, 6>>[3]", ErrorKind.OUTSIDE_DOMAIN, "no value at 3: its domain is 1..2; it is <<5, 6>>"),
    ("[a |-> 1].b", ErrorKind.OUTSIDE_DOMAIN, "no field `b`: its fields are a"),
    ('1 = "a"', ErrorKind.NOT_COMPARABLE, 'cannot compare an integer with a string: 1 and "a"'),
    ('{1, "a"}', ErrorKind.NOT_COMPARABLE, "cannot compare"),
    ("1 \\in {TRUE}", ErrorKind.NOT_COMPARABLE, "cannot compare a boolean with an integer"),
    ("1 /\\ TRUE", ErrorKind.WRONG_KIND, "needs TRUE or FALSE, not 1"),
    ("1 + {}", ErrorKind.WRONG_KIND, "`+` needs an integer, not {}"),
    ("CASE FALSE -> 1", ErrorKind.NO_CASE, "no guard is true"),
    (
        "LET Sign(n) == CASE n > 0 -> 1 [] n < 0 -> -1 IN Sign(0)",
        ErrorKind.NO_CASE,
        "no OTHER, where n = 0",
    ),
    (
        "LET Big(S, k) == CHOOSE x \\in S : x > k IN Big({1, 2}, 7)",
        ErrorKind.NO_WITNESS,
        "no element of {1, 2} satisfies the predicate, where k = 7",
    ),
    ('1 + "a"', ErrorKind.WRONG_KIND, '`+` needs an integer, not "a", on its right'),
    (
        'SubSeq(<<1>>, "a", 2)',
        ErrorKind.WRONG_KIND,
        '`SubSeq` needs an integer, not "a", its argument 2',
    ),
    ("LET q == <<>> IN q[1]", ErrorKind.OUTSIDE_DOMAIN, "`q` has no value at 1: it is the empty"),
    ("\\A <<i, j>> \\in {<<1, 2, 3>>} : i < j", ErrorKind.WRONG_KIND, "needs a tuple of 2"),
    ("1 \\div 0", ErrorKind.ARITHMETIC, "divided by 0"),
    ('Assert(1 = 2, "never")', ErrorKind.ASSERTION, "Assert is false: never"),
    ("Head(<<>>)", ErrorKind.OUTSIDE_DOMAIN, "Head of the empty sequence"),
    ("SubSeq(<<1>>, 1, 2)", ErrorKind.OUTSIDE_DOMAIN, "SubSeq from 1 to 2"),
    ("{[x \\in Nat |-> x]}", ErrorKind.NOT_ENUMERABLE, "the set Nat is infinite"),
]


@pytest.mark.parametrize(("text", "kind", "message"), CASES)
def test_error(make: Make, text: str, kind: ErrorKind, message: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        make(f"Result == {text}").apply("Result")
    assert caught.value.kind is kind
    assert message in caught.value.message
    assert caught.value.span is not None
    assert caught.value.span.line == 3


def test_a_misspelt_field_is_corrected(make: Make) -> None:
    with pytest.raises(EvaluationError) as caught:
        make("Result == [votes |-> 1, term |-> 2].vots").apply("Result")
    assert caught.value.advice == "Did you mean `votes`?"


def test_all_variables_that_an_action_leaves_out_are_named(make: Make) -> None:
    body = "VARIABLES x, y, z\nInit == x = 0 /\\ y = 0 /\\ z = 0\nNext == y' = 1"
    specification = make(body, "INIT Init NEXT Next")
    (state,) = specification.initial_states()
    with pytest.raises(EvaluationError, match="the action Next gives x' and z' no value") as caught:
        list(specification.successors(state))
    assert caught.value.advice.startswith("Add `UNCHANGED <<x, z>>`")


def test_every_kind_of_error_has_a_meaning() -> None:
    assert {kind.value for kind in ErrorKind} == set(MEANINGS)


def test_an_error_shows_the_place_and_the_calls_that_led_there(make: Make) -> None:
    specification = make("Third(s) == s[3]\nUse(a) == Third(<<a, a>>)\nResult == Use(7)")
    with pytest.raises(EvaluationError) as caught:
        specification.apply("Result")
    text = caught.value.render(specification.sources)
    assert "E503: `s` has no value at 3: its domain is 1..2; it is <<7, 7>>" in text
    assert "M.tla:3:13\n   3 | Third(s) == s[3]\n     |             ^^^^" in text
    assert "in Third(<<7, 7>>):" in text
    assert "in Use(7):" in text
    assert text.index("in Third") < text.index("in Use")
    assert text.endswith("Guard the application with `argument \\in DOMAIN function`.")


def test_an_endless_recursion_is_an_error_and_not_a_crash(make: Make) -> None:
    specification = make("RECURSIVE F(_)\nF(n) == F(n + 1)\nResult == F(0)")
    with pytest.raises(EvaluationError) as caught:
        specification.apply("Result")
    assert caught.value.kind is ErrorKind.RECURSION


def test_a_state_is_needed_for_a_variable(make: Make) -> None:
    specification = make("VARIABLE x\nNextX == x + 1")
    with pytest.raises(EvaluationError, match="x is read before it has a value"):
        specification.apply("NextX")
