"""A view of a function whose domain changes reads the arguments that it is asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import pytest

from tlakit.explore import graph_views
from tlakit.explore.drafts import draft_of
from tlakit.explore.elements import Misfit, Pairs
from tlakit.explore.graph_views import GraphView
from tlakit.explore.memo import Memo
from tlakit.explore.slots import (
    Layout,
    choose_layout,
)
from tlakit.explore.tracking import Tracker
from tlakit.semantics import Specification
from tlakit.semantics.behaviour import Label
from tlakit.semantics.errors import EvaluationError
from tlakit.semantics.open_values import OpenSet, domain_of, equal, force, same_values
from tlakit.semantics.values import (
    FunctionValue,
    RecordValue,
    SetValue,
    TupleValue,
    Value,
    function_of,
    integer,
    set_of,
    string,
    tuple_of,
)

Make = Callable[..., Specification]

A, B, C = map(string, "abc")
KEYS = (A, tuple_of([integer(1)]), integer(7))
VALUES = (integer(1), integer(2))


def functions(keys: tuple[Value, ...] = KEYS) -> Iterator[Value]:
    for values in product((None, *VALUES), repeat=len(keys)):
        pairs = zip(keys, values, strict=True)
        yield function_of({key: value for key, value in pairs if value is not None})


def mapping(function: Value) -> dict[Value, Value]:
    assert isinstance(function, TupleValue | RecordValue | FunctionValue)
    return dict(function.mapping)


@pytest.fixture
def layout(make: Make) -> Layout:
    """One variable, a graph that has met every pair."""
    specification = make("VARIABLE x\nInit == x = <<>>\nNext == UNCHANGED x")
    layout = choose_layout(specification.module, list(specification.initial_vectors()))
    for function in functions():
        layout.encode((function,))
    return layout


def view_of(layout: Layout, function: Value) -> GraphView:
    view = Tracker(layout, layout.encode((function,)))[0]
    assert isinstance(view, GraphView)
    return view


@pytest.mark.parametrize("few", [0, 1, 4])
def test_a_view_is_the_function_with_its_changes(
    layout: Layout, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(graph_views, "FEW", few)
    changes: list[dict[Value, Value | None]] = [
        {},
        {A: None},
        {A: VALUES[0], KEYS[1]: None},
        {A: VALUES[1], KEYS[2]: VALUES[1]},
        {C: VALUES[0]},
    ]
    for function, change in product(functions(), changes):
        merged = {**mapping(function), **change}
        expected = {key: value for key, value in merged.items() if value is not None}
        view = view_of(layout, function)
        changed = view.changed(change)
        assert isinstance(changed, GraphView)
        assert [changed.apply(key) for key in (*KEYS, B, C)] == [
            expected.get(key) for key in (*KEYS, B, C)
        ]
        twos = changed.selected("two", lambda value: value is VALUES[1])
        assert twos == {k: v for k, v in expected.items() if v is VALUES[1]}
        assert (view.tracker.reads[-1][1] == 0) is False
        assert changed.size() == len(expected)
        assert same_values(changed, view) is (changed.force() is function)
        assert changed.force() is function_of(expected)
        assert changed.shown() is function_of(expected)


def test_a_domain_is_a_set_that_reads_single_arguments(layout: Layout) -> None:
    for function in functions():
        expected = set(mapping(function))
        tracker = view_of(layout, function).tracker
        view = view_of(layout, function).changed({A: None, C: VALUES[0]})
        domain = domain_of(view)
        assert isinstance(domain, OpenSet)
        expected = expected - {A} | {C}
        assert [domain.contains(key) for key in (*KEYS, B, C)] == [
            key in expected for key in (*KEYS, B, C)
        ]
        assert domain.size() == len(expected)
        smaller = domain.combined("\\", set_of([C, KEYS[1]]))
        assert isinstance(smaller, OpenSet)
        assert smaller.force() is set_of(expected - {C, KEYS[1]})
        tuples = domain.filtered("tuples", lambda key: isinstance(key, TupleValue))
        assert tuples is not None
        assert force(tuples) is set_of(k for k in expected if isinstance(k, TupleValue))
        assert domain.force() is set_of(expected)
        assert tracker.reads == []


def test_the_effect_of_a_view_is_the_function_that_it_is(layout: Layout) -> None:
    label = Label("Change", (), None)  # type: ignore[arg-type]
    for function, change in product(functions(), product((None, *VALUES), repeat=2)):
        view = view_of(layout, function)
        pairs = dict(zip((A, KEYS[1]), change, strict=True))
        changed = view.changed(pairs)
        expected = force(view_of(layout, function).changed(pairs))
        vector = layout.encode((function,))
        effect = draft_of(layout, view.tracker, [changed], label).effect(vector)
        assert effect is not None and not effect.writes
        assert layout.values(effect.apply(vector)) == (expected,)
        assert bool(effect.touched) is (expected is not function)
        assert all(bits for _, bits, _ in view.tracker.reads)


def test_views_of_one_state_are_compared_as_functions_are(layout: Layout) -> None:
    texts: list[dict[Value, Value | None]] = [{}, {A: None}, {A: VALUES[0]}, {A: A}, {B: A, A: B}]
    for function, (one, two) in product(functions(KEYS[:1]), product(texts, repeat=2)):
        view = view_of(layout, function)
        left, right = view.changed(one), view.changed(two)

        def outcome(decide: Callable[[Value, Value], bool], *values: Value) -> object:
            try:
                return decide(*values)
            except EvaluationError as error:
                return error.kind

        expected = outcome(equal, left.force(), right.force())  # type: ignore[attr-defined]
        assert outcome(same_values, left, right) == expected


def test_a_function_is_rebuilt_from_its_values_but_for_some(layout: Layout) -> None:
    function = function_of({A: VALUES[0], B: VALUES[1]})
    view = view_of(layout, function)
    domain = view.domain().combined("\\", set_of([A]))
    assert domain is not None

    def own(argument: Value) -> Value:
        found = view.apply(argument)
        assert found is not None
        return found

    part = view.rebuilt(domain, (), own)
    assert isinstance(part, GraphView)
    assert view.tracker.reads == []
    assert part.force() is function_of({B: VALUES[1]})
    larger = view.domain().combined("\\cup", set_of([C]))
    assert larger is not None
    changed = view.rebuilt(larger, (C,), lambda key: VALUES[1] if key is C else own(key))
    assert isinstance(changed, GraphView)
    assert changed.force() is function_of({A: VALUES[0], B: VALUES[1], C: VALUES[1]})
    changed = view.rebuilt(view.domain(), (A,), lambda key: VALUES[1] if key is A else own(key))
    assert isinstance(changed, GraphView)
    assert changed.force() is function_of({A: VALUES[1], B: VALUES[1]})
    other = view.changed({A: VALUES[1]})
    assert isinstance(other, GraphView)
    again = other.rebuilt(view.domain(), (), lambda key: VALUES[1])
    assert again is not None
    assert force(again) is function_of({A: VALUES[1], B: VALUES[1]})
    with pytest.raises(AssertionError):
        view.rebuilt(larger, (), own)
    with pytest.raises(EvaluationError):
        view.rebuilt(larger, (integer(7),), own)
    assert view.rebuilt(set_of([A]), (), own) is None
    assert view.rebuilt(view_of(layout, function).domain(), (), own) is None


def test_pairs_that_are_met_later_are_looked_at_later(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    for few in (0, 1, 2):
        monkeypatch.setattr(graph_views, "FEW", few)
        specification = make("VARIABLE x\nInit == x = <<>>\nNext == UNCHANGED x")
        layout = choose_layout(specification.module, list(specification.initial_vectors()))

        def evaluate(tracker: Tracker) -> Value:
            view = tracker[0]
            assert isinstance(view, GraphView)
            found = view.apply(A)
            return integer(0) if found is None else found

        memo = Memo(layout, evaluate)
        for number in (0, 1, 2, 3, 2, 1, 0):
            for beside in (False, True):
                pairs: dict[Value, Value] = {A: integer(number)} if number else {}
                if beside:
                    pairs[B] = integer(number)
                found = memo.find(layout.encode((function_of(pairs),)))
                assert found is integer(number)
        assert memo.misses == 4


def test_a_sequence_fits_no_graph() -> None:
    for value in (tuple_of([integer(1)]), set_of([]), integer(1)):
        with pytest.raises(Misfit):
            Pairs(0).mask_of(value)


def test_an_empty_domain_is_a_set_value(layout: Layout) -> None:
    domain = view_of(layout, tuple_of(())).domain()
    assert isinstance(domain.force(), SetValue)
    assert list(domain.elements()) == []
