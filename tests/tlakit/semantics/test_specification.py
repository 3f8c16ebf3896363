"""A module with a configuration: constants, replacements, what is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tlakit.language import LanguageError
from tlakit.semantics import EvaluationError, Kind, Specification
from tlakit.semantics.values import integer, set_of

Make = Callable[..., Specification]

COUNTER = """
CONSTANT Limit
VARIABLE x
Step(n) == n + 1
TwoSteps(n) == n + 2
Init == x = 0
Next == x < Limit /\\ x' = Step(x)
Spec == Init /\\ [][Next]_x /\\ WF_x(Next)
Small == x <= Limit
Grows == [][x' > x]_x
Both == Grows /\\ []Small /\\ x = 0
Live == <>(x = Limit)
"""


def states(specification: Specification, count: int) -> list[str]:
    state = next(iter(specification.initial_states()))
    found = [state["x"].text]
    for _ in range(count):
        _, state = next(iter(specification.successors(state)))
        found.append(state["x"].text)
    return found


def test_apply_gives_the_value_of_an_operator(make: Make) -> None:
    specification = make(COUNTER, "CONSTANT Limit = 3")
    assert specification.apply("Step", integer(4)) is integer(5)
    assert specification.apply("Small", state={"x": integer(4)}).text == "FALSE"
    assert specification.apply("Next", state={"x": integer(1)}, following={"x": integer(2)}).text
    assert specification.apply("Cardinality", set_of([integer(1)])) is integer(1)
    assert dict(specification.constants) == {"Limit": integer(3)}


def test_apply_wants_as_many_arguments_as_there_are_parameters(make: Make) -> None:
    with pytest.raises(EvaluationError, match="`Step` has 1 parameters, not 2"):
        make(COUNTER, "CONSTANT Limit = 3").apply("Step", integer(1), integer(2))


def test_a_replaced_operator_is_replaced_wherever_it_is_used(make: Make) -> None:
    config = "CONSTANT Limit = 9 SPECIFICATION Spec"
    assert states(make(COUNTER, config), 2) == ["0", "1", "2"]
    assert states(make(COUNTER, config + " CONSTANT Step <- TwoSteps"), 2) == ["0", "2", "4"]


def test_a_constant_may_be_an_operator_of_the_module(make: Make) -> None:
    body = "CONSTANTS C, Op(_)\nTwelve == 12\nTwice(n) == 2 * n\nResult == Op(C)"
    specification = make(body, "CONSTANTS C <- Twelve Op <- Twice")
    assert specification.apply("Result") is integer(24)


def test_a_standard_operator_can_be_replaced(make: Make) -> None:
    specification = make("Few == 0..3\nResult == {n \\in Nat : n > 1}", "CONSTANT Nat <- Few")
    assert specification.apply("Result").text == "{2, 3}"


FAULTS = [
    ("", "the constant Limit has no value"),
    ("CONSTANT Limt = 2", "module M does not define `Limt`"),
    ("CONSTANTS Limit = 1 Step <- Small", "`Small` has 0 parameters, but `Step` has 1"),
    ("CONSTANTS Limit = 1 Step <- Stop", "module M does not define `Stop`"),
    ("CONSTANTS Limit = 1 Step = 3", "`Step` takes arguments and cannot have a value"),
    ("CONSTANT Limit = 1 INVARIANT Smal", "module M does not define `Smal`"),
    ("CONSTANT Limit = 1 INVARIANT Next", "`Next` is not a state predicate"),
    ("CONSTANT Limit = 1 INVARIANT Step", "`Step` takes arguments"),
    ("CONSTANT Limit = 1 INIT Init", "the configuration has no NEXT"),
    ("CONSTANT Limit = 1 SPECIFICATION Small", "Init"),
]


@pytest.mark.parametrize(("config", "message"), FAULTS[:-1])
def test_a_configuration_that_does_not_fit_is_refused(
    make: Make, config: str, message: str
) -> None:
    with pytest.raises(LanguageError) as caught:
        make(COUNTER, config)
    assert message in str(caught.value)


def test_a_property_is_taken_apart(make: Make) -> None:
    specification = make(COUNTER, "CONSTANT Limit = 1 PROPERTIES Grows Both INVARIANT Small")
    kinds = [
        (part.name, part.kind)
        for part in (
            *specification.invariants,
            *specification.action_properties,
            *specification.initial_properties,
        )
    ]
    assert kinds == [
        ("Small", Kind.INVARIANT),
        ("Both", Kind.INVARIANT),
        ("Grows", Kind.ACTION),
        ("Both", Kind.ACTION),
        ("Both", Kind.INITIAL),
    ]


def test_a_false_assumption_is_found(make: Make) -> None:
    specification = make("CONSTANT N\nASSUME N > 0\nASSUME Even == N % 2 = 0", "CONSTANT N = 3")
    assumption = specification.false_assumption()
    assert assumption is not None
    assert assumption.name == "Even"
    assert make("CONSTANT N\nASSUME N > 0", "CONSTANT N = 3").false_assumption() is None
