"""Expressions that are evaluated once in a model, and those that must not be."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tlakit.semantics import EvaluationError, Specification
from tlakit.semantics.fixed import is_fixed, once
from tlakit.semantics.machine import Frame
from tlakit.semantics.values import Value, integer

Make = Callable[..., Specification]

DEFINITIONS = """
CONSTANTS N, F(_)
VARIABLE x
Twice(n) == 2 * n
Result == {text}
"""
CONFIG = "CONSTANTS N = 3 F <- Twice"


def fixed(make: Make, text: str) -> bool:
    specification = make(DEFINITIONS.format(text=text), CONFIG)
    body = specification.module.definitions["Result"].body
    assert body is not None
    return is_fixed(body, specification.compiler.program)


@pytest.mark.parametrize(
    "text",
    [
        "[j \\in {1, N} |-> <<j, N + 1>>]",
        "[a |-> {1, 2} \\cup {N}, b |-> SUBSET {N}]",
        "{Len(<<1, 2>>), N}",
        "[{1} -> {N}]",
    ],
)
def test_what_constants_alone_decide_is_evaluated_once(make: Make, text: str) -> None:
    assert fixed(make, text)


@pytest.mark.parametrize(
    "text",
    [
        "{x}",
        "{Twice(1)}",
        "{F(1)}",
        "<<\\A j \\in {1} : j = 1>>",
        "<<RandomElement({1, 2})>>",
        "{TLCGet(1)}",
        "{LET y == 1 IN y}",
        "N",
        "1",
    ],
)
def test_what_depends_on_more_or_is_counted_is_not(make: Make, text: str) -> None:
    assert not fixed(make, text)


def test_identifiers_from_outside_are_not_constants(make: Make) -> None:
    text = "[i \\in {1, 2} |-> [j \\in {1, 2} |-> <<i, j>>]]"
    specification = make(DEFINITIONS.format(text=text), CONFIG)
    assert (
        specification.apply("Result").text == "<<<<<<1, 1>>, <<1, 2>>>>, <<<<2, 1>>, <<2, 2>>>>>>"
    )


def test_a_value_is_remembered_and_an_error_is_not() -> None:
    calls: list[Frame] = []

    def run(frame: Frame) -> Value:
        calls.append(frame)
        if len(calls) < 2:
            raise ZeroDivisionError
        return integer(7)

    closure = once(run)
    with pytest.raises(ZeroDivisionError):
        closure([])
    assert [closure([]) for _ in range(3)] == [integer(7)] * 3
    assert len(calls) == 2


def test_a_fixed_expression_fails_each_time_it_is_evaluated(make: Make) -> None:
    specification = make("Bad == {1, {}}\nResult == [a |-> 1, b |-> Head(<<>>)]")
    for _ in range(2):
        with pytest.raises(EvaluationError, match="Head of the empty sequence"):
            specification.apply("Result")
