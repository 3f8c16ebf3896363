"""Values and behaviours as plain data."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tlakit.language.diagnostics import Diagnostic
from tlakit.language.ir import Span
from tlakit.render.interchange import (
    result_to_json,
    trace_to_itf,
    trace_to_json,
    value_from_json,
    value_to_json,
)
from tlakit.semantics.behaviour import CheckResult, Label, Step, Trace, Verdict, Violation
from tlakit.semantics.values import (
    TRUE,
    Value,
    boolean,
    function_of,
    integer,
    model_value,
    record_of,
    set_of,
    string,
    tuple_of,
)

S1 = model_value("s1")
SPAN = Span("A.tla", 3, 1, 3, 9)

atoms: st.SearchStrategy[Value] = st.one_of(
    st.booleans().map(boolean),
    st.integers().map(integer),
    st.text(max_size=5).map(string),
    st.sampled_from(["s1", "s2"]).map(model_value),
)
values = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple_of),
        st.lists(inner, max_size=3).map(set_of),
        st.dictionaries(inner, inner, max_size=3).map(function_of),
        st.dictionaries(st.sampled_from(["a", "b", "#set", "#c"]), inner).map(record_of),
    ),
    max_leaves=8,
)


@given(values)
def test_values_survive_the_way_through_json(value: Value) -> None:
    assert value_from_json(json.loads(json.dumps(value_to_json(value)))) is value


def test_shapes() -> None:
    assert value_to_json(set_of([integer(2), integer(1)])) == {"#set": [1, 2]}
    assert value_to_json(function_of({S1: TRUE})) == {"#map": [[{"#model": "s1"}, True]]}
    assert value_to_json(function_of({})) == []
    assert value_to_json(S1, itf=True) == "s1"
    assert value_to_json(integer(-(2**53)), itf=True) == {"#bigint": "-9007199254740992"}
    assert value_to_json(integer(2**53 - 1), itf=True) == 2**53 - 1


@pytest.mark.parametrize("sign", [1, -1])
def test_numbers_of_thousands_of_digits(sign: int) -> None:
    value = integer(sign * 7**20_000)
    assert value_from_json(json.loads(json.dumps(value_to_json(value)))) is value
    assert json.dumps(value_to_json(value, itf=True)).startswith('{"#bigint": "')


@pytest.mark.parametrize("data", [None, 1.5, {"#set": 1}, {"#map": [], "x": 1}, {"#new": []}])
def test_other_data_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match="not a TLA\\+ value in JSON"):
        value_from_json(data)


TRACE = Trace(
    (
        Step(None, {"x": integer(0), "who": S1}),
        Step(Label("Add", (("n", integer(2)),), SPAN), {"x": integer(2), "who": S1}),
    )
)


def test_trace() -> None:
    location = {"file": "A.tla", "line": 3, "column": 1}
    who = {"#model": "s1"}
    assert trace_to_json(TRACE) == {
        "steps": [
            {
                "index": 0,
                "action": None,
                "arguments": {},
                "location": None,
                "state": {"x": 0, "who": who},
            },
            {
                "index": 1,
                "action": "Add",
                "arguments": {"n": 2},
                "location": location,
                "state": {"x": 2, "who": who},
            },
        ],
        "loop": None,
    }


LASSO = Trace(TRACE.steps, loop=0, closing=Label("Reset", (), SPAN))
STUTTERING = Trace(TRACE.steps, loop=1)


def test_a_behaviour_that_goes_on_for_ever() -> None:
    data = trace_to_json(LASSO)
    assert data["loop"] == 0
    assert data["closing"] == {
        "action": "Reset",
        "arguments": {},
        "location": {"file": "A.tla", "line": 3, "column": 1},
    }
    data = trace_to_json(STUTTERING)
    assert (data["loop"], data["closing"]) == (1, None)
    assert trace_to_itf(LASSO)["loop"] == 0
    assert "loop" not in trace_to_itf(TRACE)


def test_itf() -> None:
    assert trace_to_itf(TRACE, "A.tla") == {
        "#meta": {"format": "ITF", "source": "A.tla"},
        "vars": ["x", "who"],
        "states": [
            {"#meta": {"index": 0}, "x": 0, "who": "s1"},
            {"#meta": {"index": 1, "action": "Add(2)"}, "x": 2, "who": "s1"},
        ],
    }


def test_result() -> None:
    violation = Violation("Safe", "invariant", SPAN, TRACE, "x is 2")
    data = result_to_json(CheckResult(Verdict.VIOLATED, 3, 2, 2, 0.5, violation))
    assert data["trace"] == trace_to_json(TRACE)
    assert (data["verdict"], data["violated"], data["kind"]) == ("violated", "Safe", "invariant")
    assert data["location"] == {"file": "A.tla", "line": 3, "column": 1}
    holds = result_to_json(CheckResult(Verdict.HOLDS, 3, 2, 2, 0.5))
    assert holds["violated"] is None
    assert holds["trace"] is None
    assert {"generated", "distinct", "depth", "seconds"} <= holds.keys()
    assert holds["unchecked"] == holds["warnings"] == []


def test_remarks_of_a_result() -> None:
    fact = Diagnostic(code="E602", message="cannot check `Live`", span=SPAN, hint="Leave it out.")
    result = CheckResult(
        Verdict.UNKNOWN, 3, 2, 2, 0.5, reason="Live", unchecked=(fact,), warnings=("careful",)
    )
    data = result_to_json(result)
    assert data["warnings"] == ["careful"]
    assert data["unchecked"][0]["message"] == "cannot check `Live`"
    assert data["unchecked"][0]["location"]["end_column"] == 9
