"""Differences of states: the deepest places, and nothing where nothing changed."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from tlakit.render.diff import changes
from tlakit.semantics.values import (
    FALSE,
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

S1, S2 = model_value("s1"), model_value("s2")


def texts(before: Mapping[str, Value], after: Mapping[str, Value]) -> list[str]:
    return [change.text for change in changes(before, after)]


def test_replaced_inside_function_of_records() -> None:
    def servers(term: int) -> Value:
        first = record_of({"term": integer(term), "vote": S1})
        return function_of({S1: first, S2: record_of({"term": integer(0), "vote": S2})})

    assert texts({"servers": servers(0)}, {"servers": servers(1)}) == ["servers[s1].term: 0 -> 1"]


def test_set_elements_come_and_go() -> None:
    before = {"m": set_of([integer(1), integer(2)])}
    after = {"m": set_of([integer(2), integer(3)])}
    assert texts(before, after) == ["m: - 1", "m: + 3"]


def test_sequences_grow_shrink_and_change() -> None:
    one, two, three = (integer(k) for k in (1, 2, 3))
    assert texts({"q": tuple_of([one])}, {"q": tuple_of([one, two])}) == ["q[2]: + 2"]
    assert texts({"q": tuple_of([one, two])}, {"q": tuple_of([one])}) == ["q[2]: - 2"]
    assert texts({"q": tuple_of([one, two])}, {"q": tuple_of([three])}) == [
        "q[1]: 1 -> 3",
        "q[2]: - 2",
    ]


def test_functions_gain_and_lose_arguments() -> None:
    before = {"f": function_of({S1: TRUE})}
    after = {"f": function_of({S2: FALSE})}
    assert texts(before, after) == ["f[s2]: + FALSE", "f[s1]: - TRUE"]


def test_records_of_other_fields_and_other_kinds_are_replaced() -> None:
    before: dict[str, Value] = {"r": record_of({"a": TRUE}), "x": integer(1)}
    after: dict[str, Value] = {"r": record_of({"b": TRUE}), "x": string("one")}
    assert texts(before, after) == ["r: [a |-> TRUE] -> [b |-> TRUE]", 'x: 1 -> "one"']


@given(st.dictionaries(st.sampled_from("abc"), st.integers(0, 3).map(integer), min_size=1))
def test_nothing_changes_between_equal_states(fields: dict[str, Value]) -> None:
    assert changes({"r": record_of(fields)}, {"r": record_of(dict(fields))}) == ()
