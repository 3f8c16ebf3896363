"""Actions within formulas, and actions that are passed to operators."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tlakit.semantics import EvaluationError, Specification
from tlakit.semantics.values import integer

Make = Callable[..., Specification]

FRAME = "VARIABLES x, y\nInit == x = 0 /\\ y = 0\n"


def successors(make: Make, body: str) -> list[str]:
    specification = make(FRAME + body, "INIT Init NEXT Next")
    (state,) = specification.initial_states()
    return [f"{s['x'].text} {s['y'].text}" for _, s in specification.successors(state)]


CASES = [
    ("Add == x' = x + 1 /\\ y' = y\nNext == Add \\cdot (y' = x /\\ x' = x)", ["1 1"]),
    ("Pick == x' \\in 1..2 /\\ y' = 7\nNext == (Pick \\cdot Pick) /\\ x' = 2", ["2 7", "2 7"]),
    ("Next == <<x' \\in 0..1 /\\ y' = y>>_<<x, y>>", ["1 0"]),
    ("Next == [x' = 1 /\\ y' = y]_<<x, y>>", ["1 0", "0 0"]),
    ("Next == ENABLED <<x' = 0>>_x /\\ UNCHANGED <<x, y>>", []),
    ("Next == ENABLED <<x' = 1>>_x /\\ UNCHANGED <<x, y>>", ["0 0"]),
    ("Do(Op(_), n) == Op(n)\nPut(n) == x' = n /\\ y' = n\nNext == Do(Put, 3)", ["3 3"]),
    ("Do(Op(_), n) == Op(n)\nNext == Do(LAMBDA n : x' = n /\\ y' \\in {n, 5}, 3)", ["3 3", "3 5"]),
    (
        "Do(Op(_), n) == Op(n)\nNext == LET Put(n) == x' = n IN Do(Put, 3) /\\ y' = x' + 1",
        ["3 4"],
    ),
]


@pytest.mark.parametrize(("body", "expected"), CASES)
def test_steps(make: Make, body: str, expected: list[str]) -> None:
    assert successors(make, body) == expected


def test_a_composition_is_a_formula_about_a_step(make: Make) -> None:
    body = "Add == x' = x + 1 /\\ y' = y\nTwice == Add \\cdot Add"
    specification = make(FRAME + body)
    zero = {"x": integer(0), "y": integer(0)}
    for reached, expected in ((2, "TRUE"), (1, "FALSE")):
        following = {"x": integer(reached), "y": integer(0)}
        assert specification.apply("Twice", state=zero, following=following).text == expected


def test_the_first_action_of_a_composition_must_give_all_values(make: Make) -> None:
    with pytest.raises(EvaluationError, match="the first action of `\\\\cdot` gives y no value"):
        successors(make, "Next == (x' = 1) \\cdot (x' = 2 /\\ y' = 2)")
