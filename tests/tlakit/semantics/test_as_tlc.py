"""Where TLA+ leaves a choice, or an error, to the tool: what TLC was seen to do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tlakit.semantics import ErrorKind, EvaluationError
from tlakit.semantics.values import Value

CHOICES = [
    ("{1, A}", "A"),
    ('{"q", A}', "A"),
    ("{TRUE, FALSE}", "FALSE"),
    ("{<<2, 1>>, <<1, 2, 3>>, <<1, 3>>}", "<<1, 3>>"),
    ("{{1, 5}, {2, 3}, {4}}", "{4}"),
    ("{[a |-> 2, b |-> 2], [a |-> 1, c |-> 1]}", "[a |-> 1, c |-> 1]"),
    ("{[a |-> 2, b |-> 2], [c |-> 1]}", "[c |-> 1]"),
    ("{[x \\in {3, 5} |-> 1], [x \\in {3, 4} |-> 2]}", "(3 :> 1 @@ 5 :> 1)"),
    ("{[x \\in {3, 5} |-> 1], [x \\in {3, 4, 5} |-> 0]}", "(3 :> 1 @@ 5 :> 1)"),
    ("{<<1, 2>>, [x \\in {3, 4} |-> 2]}", "<<1, 2>>"),
    ("SUBSET {1, 2, 3}", "{}"),
    ("[1..2 -> {5, 6}]", "<<5, 5>>"),
]


@pytest.mark.parametrize(("collection", "chosen"), CHOICES)
def test_choose_takes_the_element_that_tlc_takes(
    value: Callable[[str], Value], collection: str, chosen: str
) -> None:
    assert value(f"CHOOSE x \\in {collection} : TRUE").text == chosen


COMPARED = [
    ("<<1, 2>> = <<2, {}>>", "FALSE"),
    ("{1} = {1, 2}", "FALSE"),
    ("[a |-> 1, b |-> 2] = [a |-> 2, b |-> {}]", "FALSE"),
    ("[a |-> 1] = [b |-> {}]", "FALSE"),
    ("A = {}", "FALSE"),
    ("A \\in Nat", "FALSE"),
    ("A \\in 1..3", "FALSE"),
    ("A \\in STRING", "FALSE"),
    ("A \\in [1..2 -> Nat]", "FALSE"),
    ("A \\in [a : Nat]", "FALSE"),
    ("A \\in Nat \\X Nat", "FALSE"),
    ("A \\in Seq(Nat)", "FALSE"),
    ("A \\in Nat \\cup {A}", "TRUE"),
    ('"none" \\in Nat \\cup {"none"}', "TRUE"),
    ("Nat = Nat", "TRUE"),
    ("Nat = Int", "FALSE"),
    ("3 \\in <<Nat, BOOLEAN>>[1]", "TRUE"),
    ("TRUE \\in [a |-> Nat, b |-> BOOLEAN].b", "TRUE"),
    ("[[n \\in Nat |-> n + 1] EXCEPT ![3] = 0][3]", "0"),
    ("[[n \\in Nat |-> n + 1] EXCEPT ![3] = 0][4]", "5"),
]


@pytest.mark.parametrize(("text", "expected"), COMPARED)
def test_what_can_be_compared(value: Callable[[str], Value], text: str, expected: str) -> None:
    assert value(text).text == expected


REFUSED = [
    '<<1, 2>> = <<1, "a">>',
    '<<"a", 2>> = <<2, "a">>',
    '{1} = {"a"}',
    '[a |-> 1] = [a |-> "x"]',
    '{1, 2} \\cup {"a"}',
    '{1, 2} \\cap {"a"}',
    '{1, 2} \\ {"a"}',
    '{1} \\subseteq {"a"}',
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_compared(value: Callable[[str], Value], text: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        value(text)
    assert caught.value.kind is ErrorKind.NOT_COMPARABLE


def test_typed_model_values_are_compared_with_their_type_only() -> None:
    from tlakit.semantics.open_values import equal
    from tlakit.semantics.values import integer, model_value

    first, second, other = (model_value(name) for name in ("p_1", "p_2", "q_1"))
    assert not equal(first, second)
    assert not equal(first, model_value("plain"))
    for beside in (other, integer(1)):
        with pytest.raises(EvaluationError, match="cannot compare a model value of type p"):
            equal(first, beside)


def test_a_record_whose_fields_are_no_identifiers_prints_as_a_function(
    value: Callable[[str], Value],
) -> None:
    assert value('"1" :> 0 @@ "IF" :> 1').text == '("1" :> 0 @@ "IF" :> 1)'


def test_of_several_bound_names_the_first_changes_fastest(
    make: Callable[..., object],
) -> None:
    from tlakit.semantics import Specification

    body = "VARIABLES x\nInit == \\E a, b \\in 1..2 : x = <<a, b>>\nNext == x' = x"
    specification = make(body, "INIT Init NEXT Next")
    assert isinstance(specification, Specification)
    found = [state["x"].text for state in specification.initial_states()]
    assert found == ["<<1, 1>>", "<<2, 1>>", "<<1, 2>>", "<<2, 2>>"]


def test_numbers_within_names_count_as_numbers(value: Callable[[str], Value]) -> None:
    ordered = '{"", "1", "2b", "a", "n", "n1", "n02", "n2", "n10"}'
    assert value('{"n10", "n2", "n1", "", "1", "a", "n", "2b", "n02"}').text == ordered
