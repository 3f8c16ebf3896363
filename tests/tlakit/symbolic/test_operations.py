"""Every operation on terms, under every assignment of the unknowns, is the operation on values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tlakit.semantics.values import (
    FunctionValue,
    IntegerValue,
    RecordValue,
    SetValue,
    TupleValue,
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
from tlakit.symbolic import arithmetic, functions, sets
from tlakit.symbolic.circuit import FALSE, TRUE, Formula
from tlakit.symbolic.decode import Decoder
from tlakit.symbolic.equality import equal, less, member, subset
from tlakit.symbolic.merge import merge
from tlakit.symbolic.renew import Renewal
from tlakit.symbolic.terms import Arena, Term

QUICK = settings(max_examples=40, deadline=None)
ATOMS = st.sampled_from(
    [integer(0), integer(1), integer(2), string("a"), model_value("m"), boolean(True)]
)
SMALL = st.integers(0, 3).map(integer)
VALUES = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(set_of),
        st.lists(inner, max_size=3).map(tuple_of),
        st.dictionaries(st.sampled_from("abc"), inner, max_size=2).map(record_of),
        st.dictionaries(ATOMS, inner, max_size=2).map(function_of),
    ),
    max_leaves=6,
)
SETS = st.lists(VALUES, max_size=3).map(set_of)
SEQUENCES = st.lists(VALUES, max_size=3).map(tuple_of)
FUNCTIONS = st.one_of(
    SEQUENCES,
    st.dictionaries(st.sampled_from("abc"), VALUES, max_size=2).map(record_of),
    st.dictionaries(ATOMS, VALUES, max_size=2).map(function_of),
)


class World:
    """An arena with three unknowns of three options; terms are merged from values by them."""

    def __init__(self) -> None:
        self.arena = Arena()
        self.groups = [self.arena.circuit.new_group(3) for _ in range(3)]

    def term(self, group: int, values: list[Value]) -> Term:
        """The term that is `values[k]` where the group has option k."""
        return merge(self.arena, list(zip(self.groups[group], values, strict=True)))

    def decoders(self) -> Iterator[Decoder]:
        """One for each assignment."""
        for options in product(range(3), repeat=len(self.arena.circuit.groups)):
            yield Decoder(self.arena.circuit, options)


def three(values: st.SearchStrategy[Value]) -> st.SearchStrategy[list[Value]]:
    return st.lists(values, min_size=3, max_size=3)


@QUICK
@given(three(VALUES), three(VALUES), three(VALUES))
def test_a_merge_of_merges_decodes_to_what_was_merged(
    left: list[Value], right: list[Value], other: list[Value]
) -> None:
    world = World()
    merged = merge(
        world.arena,
        [
            (world.groups[0][0], world.term(1, left)),
            (world.groups[0][1], world.term(2, right)),
            (world.groups[0][2], world.term(1, other)),
        ],
    )
    for first, second, third in product(range(3), repeat=3):
        decoder = Decoder(world.arena.circuit, (first, second, third))
        assert decoder.value(merged) is (left[second], right[third], other[second])[first]


Relation = Callable[[Arena, Term, Term], Formula]


@pytest.mark.parametrize(
    ("relation", "expected"),
    [
        (equal, lambda a, b: a is b),
        (member, lambda a, b: isinstance(b, SetValue) and a in b),
        (
            lambda arena, a, b: subset(arena, a, b),
            lambda a, b: (
                not isinstance(a, SetValue)
                or (isinstance(b, SetValue) and a.elements <= b.elements)
                or not a.elements
            ),
        ),
    ],
    ids=["equal", "member", "subset"],
)
@QUICK
@given(three(VALUES), three(st.one_of(VALUES, SETS)))
def test_relations(
    relation: Relation,
    expected: Callable[[Value, Value], bool],
    left: list[Value],
    right: list[Value],
) -> None:
    world = World()
    one, other = world.term(0, left), world.term(1, right)
    formula = relation(world.arena, one, other)
    for decoder in world.decoders():
        wanted = expected(decoder.value(one), decoder.value(other))
        assert decoder.holds(formula) == wanted


FLAT = st.one_of(
    ATOMS,
    st.lists(ATOMS, max_size=3).map(tuple_of),
    st.dictionaries(st.sampled_from("abc"), ATOMS, max_size=2).map(record_of),
)


@QUICK
@given(three(FLAT), three(FLAT))
def test_the_order_of_values(left: list[Value], right: list[Value]) -> None:
    world = World()
    one, other = world.term(0, left), world.term(1, right)
    formula = less(world.arena, one, other)
    for decoder in world.decoders():
        first, second = decoder.value(one), decoder.value(other)
        assert decoder.holds(formula) == (first.sort_key < second.sort_key)


@QUICK
@given(three(st.lists(FLAT, max_size=3).map(set_of)), three(FLAT))
def test_choose_takes_the_least_of_the_elements(pool: list[Value], extra: list[Value]) -> None:
    world = World()
    arena = world.arena
    more = arena.set_of([(TRUE, world.term(1, extra))])
    whole = sets.union(arena, world.term(0, pool), more)
    cells = whole.cells if hasattr(whole, "cells") else [(TRUE, one) for one in whole]  # type: ignore[union-attr]
    picked = sets.least(arena, list(cells))
    for decoder in world.decoders():
        value = decoder.value(whole)
        assert isinstance(value, SetValue)
        assert decoder.value(picked) is value.ordered[0]


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (sets.union, lambda a, b: a.elements | b.elements),
        (sets.intersection, lambda a, b: a.elements & b.elements),
        (sets.difference, lambda a, b: a.elements - b.elements),
    ],
    ids=["union", "intersection", "difference"],
)
@QUICK
@given(three(SETS), three(SETS), three(VALUES))
def test_operations_on_sets(
    operation: Callable[[Arena, Term, Term], Term],
    expected: Callable[[SetValue, SetValue], frozenset[Value]],
    left: list[Value],
    right: list[Value],
    extra: list[Value],
) -> None:
    world = World()
    arena = world.arena
    one = sets.union(arena, world.term(0, left), arena.set_of([(TRUE, world.term(2, extra))]))
    other = world.term(1, right)
    result = operation(arena, one, other)
    size = sets.cardinality(arena, result)
    for decoder in world.decoders():
        first, second = decoder.value(one), decoder.value(other)
        assert isinstance(first, SetValue) and isinstance(second, SetValue)
        wanted = set_of(expected(first, second))
        assert decoder.value(result) is wanted
        assert decoder.value(size) is integer(len(wanted))


def pairs(value: Value) -> dict[Value, Value]:
    assert isinstance(value, TupleValue | RecordValue | FunctionValue)
    return dict(value.mapping)


@QUICK
@given(three(FUNCTIONS), three(st.one_of(ATOMS, SMALL)), three(VALUES))
def test_application_update_and_domain(
    made: list[Value], indexes: list[Value], values: list[Value]
) -> None:
    world = World()
    arena = world.arena
    function, index, value = world.term(0, made), world.term(1, indexes), world.term(2, values)
    domain = functions.domain(arena, function)
    applied = functions.apply(arena, function, index)
    updated = functions.update(arena, function, [index], lambda old: value)
    for decoder in world.decoders():
        here, key = pairs(decoder.value(function)), decoder.value(index)
        assert decoder.value(domain) is set_of(here)
        if key in here:
            assert decoder.value(applied) is here[key]
            here[key] = decoder.value(value)
        assert decoder.value(updated) is function_of(here)


@QUICK
@given(three(SEQUENCES), three(SEQUENCES), three(SMALL), three(SMALL))
def test_operations_on_sequences(
    left: list[Value], right: list[Value], starts: list[Value], ends: list[Value]
) -> None:
    world = World()
    arena = world.arena
    one, other = world.term(0, left), world.term(1, right)
    start, end = world.term(2, starts), world.term(2, ends)
    joined = functions.concatenate(arena, one, other)
    length = functions.length(arena, joined)
    part = functions.subsequence(arena, joined, start, end)
    rest = functions.tail(arena, functions.append(arena, joined, start))
    for decoder in world.decoders():
        first, second = decoder.value(one), decoder.value(other)
        assert isinstance(first, TupleValue) and isinstance(second, TupleValue)
        items = first.items + second.items
        assert decoder.value(joined) is tuple_of(items)
        assert decoder.value(length) is integer(len(items))
        begin, stop = decoder.value(start), decoder.value(end)
        assert decoder.value(rest) is tuple_of((*items, begin)[1:])
        assert isinstance(begin, IntegerValue) and isinstance(stop, IntegerValue)
        if begin.value > stop.value or (begin.value >= 1 and stop.value <= len(items)):
            assert decoder.value(part) is tuple_of(items[max(begin.value - 1, 0) : stop.value])


@QUICK
@given(three(SMALL), three(SMALL))
def test_arithmetic(left: list[Value], right: list[Value]) -> None:
    world = World()
    arena = world.arena
    one, other = world.term(0, left), world.term(1, right)
    total = arithmetic.calculate(arena, arithmetic.add, one, other)
    between = arithmetic.interval(arena, one, other)
    below = arithmetic.compare(arena, int.__lt__, one, other)
    for decoder in world.decoders():
        first, second = decoder.value(one), decoder.value(other)
        assert isinstance(first, IntegerValue) and isinstance(second, IntegerValue)
        assert decoder.value(total) is integer(first.value + second.value)
        span = range(first.value, second.value + 1)
        assert decoder.value(between) is set_of(integer(value) for value in span)
        assert decoder.holds(below) == (first.value < second.value)


@QUICK
@given(three(VALUES), three(VALUES))
def test_renewed_terms_have_the_value_that_their_definitions_say(
    left: list[Value], right: list[Value]
) -> None:
    world = World()
    arena = world.arena
    merged = merge(
        arena,
        [
            (world.groups[2][0], world.term(0, left)),
            (world.groups[2][1], world.term(1, right)),
            (world.groups[2][2], world.term(1, left)),
        ],
    )
    renewal = Renewal(arena)
    renewed = renewal.term(merged)
    if arena.circuit.size > 60 or len(arena.circuit.groups) > 8:
        return
    sizes = [range(size) for size in arena.circuit.groups]
    matched = set()
    for options in product(*sizes):
        decoder = Decoder(arena.circuit, options)
        if all(decoder.holds(one) for one in renewal.definitions):
            matched.add(options[:3])
            assert decoder.value(renewed) is decoder.value(merged)
    assert len(matched) == 27, "for some assignment the definitions contradict each other"


def test_what_has_no_value_is_true_of_nothing() -> None:
    arena = Arena()
    missing = functions.apply(arena, tuple_of([integer(1)]), integer(2))
    assert missing is arena.nothing
    assert equal(arena, missing, integer(1)) == FALSE
    assert member(arena, missing, set_of([integer(1)])) == FALSE
