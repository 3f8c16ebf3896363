"""Which successors an action has, and how often: the rules of TLC, counted by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tlakit.semantics import ErrorKind, EvaluationError, Specification

Make = Callable[..., Specification]

CASES = [
    # every disjunct and every element of \E counts, also when the successor is the same
    ("x' = 1 /\\ y' = 1", ["1 1"]),
    ("(x' = 1 \\/ x' = 1) /\\ y' = 0", ["1 0", "1 0"]),
    ("(x = 0 \\/ y = 0) /\\ x' = 1 /\\ y' = 0", ["1 0", "1 0"]),
    ("(\\E i \\in 1..3 : i > 1) /\\ x' = 1 /\\ y' = 0", ["1 0", "1 0"]),
    ("(x = 0 /\\ y = 0) /\\ x' = 1 /\\ y' = 0", ["1 0"]),
    ("(IF x = 0 \\/ y = 0 THEN x' = 1 ELSE x' = 2) /\\ y' = 0", ["1 0"]),
    ("\\E i \\in 1..2, j \\in {5} : x' = i /\\ y' = j", ["1 5", "2 5"]),
    ("x' \\in 1..2 /\\ y' \\in {x', 7}", ["1 1", "1 7", "2 2", "2 7"]),
    ("x' = 1 /\\ x' = 2 /\\ y' = 0", []),
    ("x' \\in {1, 2} /\\ x' \\in {2, 3} /\\ y' = 0", ["2 0"]),
    ("x' = 3 /\\ UNCHANGED y", ["3 0"]),
    ("UNCHANGED <<x, y>>", ["0 0"]),
    ("UNCHANGED vars", ["0 0"]),
    ("x' = 1 /\\ UNCHANGED vars", []),
    ("CASE x = 1 -> x' = 1 /\\ y' = 1 [] x = 0 -> x' = 2 /\\ y' = 2", ["2 2"]),
    ("LET next == x + 1 IN x' = next /\\ y' = next + x'", ["1 2"]),
    ("LET later == x' + 1 IN (x' = 1 \\/ x' = 2) /\\ y' = later", ["1 2", "2 3"]),
    ("(x = 1 => x' = 1) /\\ x' = 5 /\\ y' = 0", ["5 0"]),
    ("\\A i \\in {1, 2} : (i = 1 => x' = 4) /\\ (i = 2 => y' \\in {5, 6})", ["4 5", "4 6"]),
    ("Set(x', 3) /\\ Set(y', x')", ["3 3"]),
    ("SetNext(x, 3) /\\ SetNext(y, 4)", ["3 4"]),
    ("Both(x', y')", ["1 2", "2 3"]),
    ("[x' = 1 /\\ y' = 1]_vars", ["1 1", "0 0"]),
    ("ENABLED (x = 0 /\\ x' = 9) /\\ x' = 1 /\\ y' = 1", ["1 1"]),
    ("ENABLED (x = 1 /\\ x' = 9) /\\ x' = 1 /\\ y' = 1", []),
    ("x' = 2 /\\ y' = 1 /\\ (x + y)' = 3", ["2 1"]),
    ("\\E f \\in [{1, 2} -> {3, 4}] : x' = f[1] /\\ y' = f[2]", ["3 3", "3 4", "4 3", "4 4"]),
]

FRAME = """
VARIABLES x, y
vars == <<x, y>>
Set(v, e) == v = e
SetNext(v, e) == v' = e
Both(v, w) == (v = 1 \\/ v = 2) /\\ Set(w, v + 1)
Init == x = 0 /\\ y = 0
"""


@pytest.mark.parametrize(("action", "expected"), CASES)
def test_successors(make: Make, action: str, expected: list[str]) -> None:
    specification = make(f"{FRAME}\nNext == {action}", "INIT Init NEXT Next")
    (state,) = specification.initial_states()
    found = [f"{s['x'].text} {s['y'].text}" for _, s in specification.successors(state)]
    assert found == expected


INITIAL = [
    ("x = 1 /\\ y = x + 1", ["1 2"]),
    ("x \\in 1..2 /\\ (y = x \\/ y = 0)", ["1 1", "1 0", "2 2", "2 0"]),
    ("x \\in 1..3 /\\ x > 1 /\\ y = 0", ["2 0", "3 0"]),
    ("\\E i \\in {4, 5} : x = i /\\ y = i", ["4 4", "5 5"]),
    ("LET twice == 2 * x IN x \\in {1, 2} /\\ y = twice", ["1 2", "2 4"]),
    ("Set(x, 7) /\\ Set(y, x)", ["7 7"]),
    ("<<x, y>> = <<1, 2>> /\\ x = 1", None),
]


@pytest.mark.parametrize(("predicate", "expected"), INITIAL)
def test_initial_states(make: Make, predicate: str, expected: list[str] | None) -> None:
    body = FRAME.replace("Init == x = 0 /\\ y = 0", f"Init == {predicate}")
    specification = make(f"{body}\nNext == UNCHANGED vars", "INIT Init NEXT Next")
    if expected is None:
        with pytest.raises(EvaluationError, match="x is read before it has a value"):
            list(specification.initial_states())
        return
    found = [f"{s['x'].text} {s['y'].text}" for s in specification.initial_states()]
    assert found == expected


def test_an_action_that_leaves_a_variable_out_is_an_error(make: Make) -> None:
    body = f"{FRAME}\nMove(i) == x' = i\nNext == \\E i \\in 1..2 : Move(i)"
    specification = make(body, "INIT Init NEXT Next")
    (state,) = specification.initial_states()
    with pytest.raises(EvaluationError) as caught:
        list(specification.successors(state))
    assert caught.value.kind is ErrorKind.NOT_ASSIGNED
    assert caught.value.message == "the action Move(1) gives y' no value"


def test_a_failure_is_put_down_to_the_operator_that_failed(make: Make) -> None:
    body = (
        f"{FRAME}\nGuard == x = 0\nPut == x' = <<1>>[2] /\\ y' = 0\nNext == x = 0 /\\ Guard /\\ Put"
    )
    specification = make(body, "INIT Init NEXT Next")
    (state,) = specification.initial_states()
    with pytest.raises(EvaluationError) as caught:
        list(specification.successors(state))
    assert [call.name for call in caught.value.calls] == ["Put"]


def test_a_label_names_the_innermost_operator_and_its_arguments(make: Make) -> None:
    body = f"""{FRAME}
Move(i, j) == x' = i /\\ y' = j
Left == \\E i \\in {{1}} : Move(i, 2)
Jump == x' = 8 /\\ y' = 8
Next == Left \\/ Jump \\/ \\E k \\in {{3}} : x' = k /\\ y' = k
"""
    specification = make(body, "INIT Init NEXT Next")
    (state,) = specification.initial_states()
    labels = [label.text for label, _ in specification.successors(state)]
    assert labels == ["Move(1, 2)", "Jump", "Next(3)"]
