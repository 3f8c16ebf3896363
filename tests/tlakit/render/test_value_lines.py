"""Values in lines."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from tlakit.render.value_lines import value_lines
from tlakit.semantics.values import (
    Value,
    function_of,
    integer,
    model_value,
    record_of,
    set_of,
    string,
    tuple_of,
)

atoms: st.SearchStrategy[Value] = st.one_of(
    st.integers(0, 10**30).map(integer),
    st.sampled_from(["abc", "a much longer text of no meaning"]).map(string),
    st.sampled_from(["s1", "s2"]).map(model_value),
)


def values_with(keys: st.SearchStrategy[Value] | None) -> st.SearchStrategy[Value]:
    """Values; the arguments of functions are from `keys`, or any where that is None."""
    return st.recursive(
        atoms,
        lambda inner: st.one_of(
            st.lists(inner, max_size=9).map(tuple_of),
            st.lists(inner, max_size=9).map(set_of),
            st.dictionaries(inner if keys is None else keys, inner, max_size=5).map(function_of),
            st.dictionaries(st.sampled_from(["a", "longer", "c"]), inner).map(record_of),
        ),
        max_leaves=40,
    )


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(values_with(None), st.integers(20, 100))
def test_nothing_is_lost(value: Value, width: int) -> None:
    lines = value_lines(value, width)
    assert squeezed("".join(lines)) == squeezed(value.text)
    assert len(value.text) > width or lines == [value.text]


@given(values_with(atoms))  # the arguments of functions are not divided
def test_lines_keep_to_a_width_that_is_not_too_small(value: Value) -> None:
    assert all(len(line) <= 200 for line in value_lines(value, 200))


def test_each_part_of_a_wide_value_has_its_line() -> None:
    value = record_of(
        {
            "log": tuple_of(record_of({"term": integer(k)}) for k in range(3)),
            "next": function_of({model_value(f"s{k}"): integer(k) for k in range(3)}),
            "votes": set_of(integer(k) for k in range(20)),
        }
    )
    assert value_lines(value, 30) == [
        "[ log |->",
        "    << [term |-> 0],",
        "       [term |-> 1],",
        "       [term |-> 2] >>,",
        "  next |->",
        "    ( s0 :> 0 @@",
        "      s1 :> 1 @@",
        "      s2 :> 2 ),",
        "  votes |->",
        "    { 0, 1, 2, 3, 4, 5, 6, 7,",
        "      8, 9, 10, 11, 12, 13,",
        "      14, 15, 16, 17, 18,",
        "      19 } ]",
    ]
