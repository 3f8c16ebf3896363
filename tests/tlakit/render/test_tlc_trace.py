"""Behaviours in the layout of TLC's `-dumpTrace json`."""

from __future__ import annotations

import pytest

from tlakit.language import ir
from tlakit.language.ir import Span
from tlakit.render.tlc_trace import trace_to_tlc, value_to_tlc
from tlakit.semantics.behaviour import Label, Step, Trace
from tlakit.semantics.values import (
    TRUE,
    Value,
    function_of,
    integer,
    model_value,
    record_of,
    set_of,
    string,
    tuple_of,
)

SPAN = Span("folder/A.tla", 3, 1, 3, 4)
BODY = Span("folder/A.tla", 3, 11, 4, 20)
ADD = ir.Definition(span=SPAN, name="Add", module="A", body=ir.Literal(span=BODY, value=True))
STEPS = (
    Step(None, {"x": integer(0)}),
    Step(Label("Add", (("n", integer(2)), ("who", model_value("s1"))), SPAN), {"x": integer(2)}),
)
ACTION = {
    "name": "Add",
    "location": {
        "beginLine": 3,
        "beginColumn": 11,
        "endLine": 4,
        "endColumn": 19,  # TLC's ends are inclusive
        "module": "A",
    },
    "context": {"n": 2, "who": "s1"},
    "parameters": ["n", "who"],
}


def test_a_finite_behaviour() -> None:
    assert trace_to_tlc(Trace(STEPS), {"Add": ADD}) == {
        "state": [[1, {"x": 0}], [2, {"x": 2}]],
        "action": [[[1, {"x": 0}], ACTION, [2, {"x": 2}]]],
    }


def test_an_action_that_is_not_visible_keeps_the_place_of_its_name() -> None:
    found = trace_to_tlc(Trace(STEPS), {})["action"][0][1]["location"]
    assert (found["beginColumn"], found["endColumn"]) == (1, 3)


def test_a_behaviour_that_repeats_itself_has_one_more_action() -> None:
    closing = Label("Add", (), SPAN)
    found = trace_to_tlc(Trace(STEPS, loop=0, closing=closing), {"Add": ADD})
    before, action, after = found["action"][1]
    assert (before, after) == ([2, {"x": 2}], [1, {"x": 0}])
    assert action["parameters"] == []
    assert len(found["state"]) == 2
    assert len(trace_to_tlc(Trace(STEPS, loop=1), {})["action"]) == 1


@pytest.mark.parametrize(
    ("value", "data"),
    [
        (TRUE, True),
        (integer(-3), -3),
        (string("a"), "a"),
        (model_value("s1"), "s1"),
        (set_of([integer(2), integer(1)]), [1, 2]),
        (tuple_of([TRUE, integer(1)]), [True, 1]),
        (record_of({"b": integer(1), "a": TRUE}), {"a": True, "b": 1}),
        (function_of({model_value("s1"): TRUE}), {"s1": True}),
        (function_of({integer(0): TRUE, integer(1): TRUE}), {"0": True, "1": True}),
        (function_of({string("a"): TRUE, integer(1): TRUE}), {"a": True, "1": True}),
        (function_of({tuple_of([integer(1)]): TRUE}), {"<<1>>": True}),
    ],
)
def test_values(value: Value, data: object) -> None:
    assert value_to_tlc(value) == data
