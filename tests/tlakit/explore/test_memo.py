"""What the search remembers depends on nothing but what was read; how much it saves."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable

import pytest
from tests.tlakit.explore.kernels import KERNELS
from tests.tlakit.explore.kernels import searched as searched_by

from tlakit.explore import explore, python_kernel
from tlakit.explore.exploration import KernelChoice
from tlakit.explore.kernel import Limits
from tlakit.explore.memo import Memo
from tlakit.explore.plain import explore_plainly
from tlakit.explore.python_kernel import PythonKernel
from tlakit.explore.set_views import FilteredView, SetView
from tlakit.explore.slots import Masked, Split, Whole, choose_layout
from tlakit.explore.tracking import SplitView, Tracker
from tlakit.semantics import Specification, Verdict
from tlakit.semantics.open_values import apply_function, same_values
from tlakit.semantics.values import SetValue, Value, function_of, integer, set_of, string

Make = Callable[..., Specification]

SPEC = """
VARIABLES f, s, x
Init == f = [i \\in 1..3 |-> 0] /\\ s = {} /\\ x = 0
Grow(i) == f[i] < 3 /\\ f' = [f EXCEPT ![i] = @ + 1] /\\ s' = s \\cup {i} /\\ UNCHANGED x
Next == (\\E i \\in 1..3 : Grow(i)) \\/ (x' = 1 - x /\\ UNCHANGED <<f, s>>)
Big == Cardinality(s) <= 3
"""

OVERWRITING = """
Reset(i) == f' = [f EXCEPT ![i] = 0, ![4] = 1] /\\ UNCHANGED <<s, x>>
Back(i) == f' = [f EXCEPT ![i] = @ - @] /\\ UNCHANGED <<s, x>>
Step == (\\E i \\in 1..3 : Grow(i)) \\/ (\\E i \\in 1..2 : Reset(i)) \\/ Back(3)
"""

UNIONS = """
VARIABLES s, t, n
Init == s = {} /\\ t = {} /\\ n = 0
Put == n = 0 /\\ \\E i \\in 1..3 : s' = s \\cup {i} /\\ UNCHANGED <<t, n>>
Move == t' = s \\cup t /\\ UNCHANGED <<s, n>>
Look == ~(\\E k \\in s \\cup t : k = 2) /\\ n' = 1 - n /\\ UNCHANGED <<s, t>>
Divide == n = 1 /\\ (\\E k \\in s \\cup t : 3 \\div (k - 2) = 3) /\\ UNCHANGED <<s, t, n>>
Next == Put \\/ Move \\/ Look \\/ Divide
"""

BURSTS = """
VARIABLES n, x
Value(k) == IF k < 300 \\/ k \\in 2100..2200 THEN k ELSE 0
Init == n \\in 0..5000 /\\ x = Value(n)
Seldom == x >= 0 /\\ UNCHANGED <<n, x>>
Always == n >= 0 /\\ UNCHANGED <<n, x>>
Next == Seldom \\/ Always
"""


def searched(specification: Specification) -> PythonKernel:
    initial = list(specification.initial_vectors())
    layout = choose_layout(specification.module, initial)
    search = PythonKernel(specification, layout, Limits(), None, 0.0)
    search.run([layout.encode(values) for values in initial])
    return search


def test_variables_are_stored_by_how_they_are_used(make: Make) -> None:
    layout = searched(make(SPEC)).layout
    assert [type(place) for place in layout.places] == [Split, Masked, Whole]
    assert layout.size == 5


def test_an_action_is_evaluated_once_for_each_combination_of_what_it_reads(make: Make) -> None:
    search = searched(make(SPEC, "INIT Init NEXT Next INVARIANT Big"))
    # 4 * 4 * 4 values of f; s follows from f; 2 values of x
    assert len(search.seen) == 128
    # Grow(i) reads f[i], which has four values, and never s; the other action reads x
    assert [memo.misses for memo in search.transitions.memos] == [4, 4, 4, 2]
    # the invariant depends on how many elements s has: 0 to 3
    assert [memo.misses for memo in search.checks.invariants] == [4]


def test_a_value_that_is_overwritten_is_not_read(make: Make) -> None:
    search = searched(make(SPEC + OVERWRITING, "INIT Init NEXT Step"))
    # for each i four values of f[i], and i in s, or 0 and i not in s
    assert len(search.seen) == 5**3
    # Grow(i) reads f[i], Back(3) too; Reset(i) reads nothing
    assert [memo.misses for memo in search.transitions.memos] == [4, 4, 4, 1, 1, 4]


def test_of_a_union_only_what_satisfies_a_predicate_is_read(make: Make) -> None:
    search = searched(make(UNIONS))
    assert len(search.seen) == explore_plainly(make(UNIONS)).distinct
    _, move, look, _ = search.transitions.memos
    # all of s and of t, as far as they may be together: t lies in s, and where n = 1 neither has 2
    assert move.misses == 27
    # n where 2 is in neither; else whether it is in t, too
    assert look.misses == 4


def test_what_is_new_to_neighbours_only_is_remembered(make: Make) -> None:
    seldom, always = searched(make(BURSTS)).transitions.memos
    assert (seldom.misses, seldom.forgetful) == (401, False)
    assert (always.misses, always.forgetful) == (5001, True)


def test_a_tree_asks_for_the_next_slot_by_what_it_found(make: Make) -> None:
    specification = make(SPEC)
    initial = list(specification.initial_vectors())
    layout = choose_layout(specification.module, initial)

    look, stop, one, two = map(string, ("look", "stop", "one", "two"))

    def evaluate(tracker: Tracker) -> tuple[Value | int, ...]:
        first = tracker.whole(0)
        return (first, tracker.whole(1)) if first is look else (first,)

    memo = Memo(layout, evaluate)
    assert memo.find((stop, one)) == (stop,)
    assert memo.find((stop, two)) == (stop,)
    assert memo.misses == 1
    assert memo.find((look, one)) == (look, one)
    assert memo.find((look, two)) == (look, two)
    assert memo.find((look, one)) == (look, one)
    assert memo.misses == 3
    assert memo.slots == 0b11


def test_a_view_reads_only_what_it_is_asked(make: Make) -> None:
    specification = make(SPEC)
    initial = list(specification.initial_vectors())
    layout = choose_layout(specification.module, initial)
    tracker = Tracker(layout, layout.encode(initial[0]))
    function, members = tracker[0], tracker[1]
    assert isinstance(function, SplitView)
    key = next(iter(function.place.slots))
    old = function.apply(key)
    assert old is not None
    function.updated({key: key})
    assert tracker.reads == [(0, 0, old)]
    assert isinstance(members, SetView)
    assert members.combined("\\cup", initial[0][1]) is not None
    assert len(tracker.reads) == 1
    assert not members.contains(key)
    assert tracker.reads[1:] == [(3, 1, 0)]
    members.force()
    assert tracker.reads[2:] == [(3, 0, 0)]


def test_a_changed_set_view_is_what_the_changes_make_of_the_set(make: Make) -> None:
    body = "VARIABLE s\nInit == s \\in SUBSET {0, 1, 2}\nNext == UNCHANGED s"
    specification = make(body)
    initial = list(specification.initial_vectors())
    layout = choose_layout(specification.module, initial)
    vectors = [layout.encode(values) for values in initial]
    assert len(vectors) == 8
    for vector, (before,) in zip(vectors, initial, strict=True):
        for _, (removed,) in zip(vectors, initial, strict=True):
            for added in (set_of([integer(1), integer(2)]), set_of([])):
                view = Tracker(layout, vector)[0]
                assert isinstance(view, SetView) and isinstance(before, SetValue)
                assert isinstance(removed, SetValue)
                changed = view.combined("\\", removed)
                assert isinstance(changed, SetView)
                changed = changed.combined("\\cup", added)
                assert isinstance(changed, SetView)
                expected = set_of(before.elements - removed.elements | added.elements)
                assert changed.size() == len(expected)
                assert changed.force() is expected
                for value in map(integer, range(4)):
                    assert changed.contains(value) is (value in expected)
                few = changed.filtered("below two", lambda value: value in (integer(0), integer(1)))
                assert isinstance(few, FilteredView)
                assert few.force() is set_of(
                    value for value in expected if value in (integer(0), integer(1))
                )


def test_views_are_compared_by_what_one_of_them_changes(make: Make) -> None:
    layout = searched(make(SPEC)).layout
    one, two = integer(1), integer(2)
    function = function_of({one: integer(0), two: integer(0), integer(3): integer(0)})
    tracker = Tracker(layout, layout.encode((function, set_of([one]), integer(0))))
    view, collection = tracker[0], tracker[1]
    assert isinstance(view, SplitView)
    assert isinstance(collection, SetView)
    assert same_values(view.updated({one: integer(5)}), view.updated({one: integer(5)}))
    assert not same_values(view.updated({two: integer(5)}), view)
    assert same_values(view.updated({two: integer(0)}), view)
    assert {slot for slot, _, _ in tracker.reads} == {1}
    larger, same = (collection.combined("\\cup", set_of([item])) for item in (two, one))
    assert larger is not None
    assert same is not None
    assert same_values(same, collection)
    assert not same_values(larger, collection)
    assert all(bits for slot, bits, _ in tracker.reads if slot == 3)


KEPT = """
VARIABLES x, n
vars == <<x, n>>
Init == x = {0} /\\ n = 0
Next == \\/ n < 1 /\\ n' = n + 1 /\\ UNCHANGED x
        \\/ x = {0} /\\ x' = {1} /\\ UNCHANGED n
Step == [][n = 0 \\/ x' = x]_vars
"""


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("value", ["{%}", "[i \\in {2, 3} |-> %]", "[a |-> %]", "(7 :> %)"])
def test_what_an_action_property_compares_is_read_also_where_nothing_changes(
    make: Make, value: str, kernel: KernelChoice
) -> None:
    body = KEPT
    for number in "01":
        body = body.replace(f"{{{number}}}", value.replace("%", number))
    config = "INIT Init NEXT Next PROPERTY Step CHECK_DEADLOCK FALSE"
    body = f"LOCAL INSTANCE TLC\n{body}\nUsed == DOMAIN x = {{x[2]}}"
    assert searched_by(make(body, config), kernel).verdict is Verdict.VIOLATED


def test_an_empty_set_is_a_value_like_any_other(make: Make) -> None:
    body = """
VARIABLES f, done
Init == f = [i \\in 1..2 |-> {i}] /\\ done = FALSE
Next == \\E i \\in 1..2 : f' = [f EXCEPT ![i] = {}] /\\ done' = (f'[i] = {})
Done == [][done']_<<f, done>>
"""
    result = explore(make(body, "INIT Init NEXT Next PROPERTY Done CHECK_DEADLOCK FALSE"))
    assert (result.verdict, result.distinct) == (Verdict.HOLDS, 4)


def test_nothing_of_an_evaluation_waits_for_the_collector(make: Make) -> None:
    specification = make(SPEC)
    initial = list(specification.initial_vectors())
    layout = choose_layout(specification.module, initial)
    trackers: list[weakref.ref[Tracker]] = []

    def evaluate(tracker: Tracker) -> Value:
        trackers.append(weakref.ref(tracker))
        assert isinstance(tracker[0], SplitView)
        assert tracker.kept(2) is tracker.kept(2)
        return apply_function(tracker[0], integer(1))

    gc.disable()
    try:
        assert Memo(layout, evaluate).find(layout.encode(initial[0])) is integer(0)
        assert [tracker() for tracker in trackers] == [None]
    finally:
        gc.enable()


@pytest.mark.parametrize(("enough", "collections"), [(1, 2), (2, 1), (10_000, 0)])
def test_garbage_is_collected_where_evaluations_leave_some(
    make: Make, monkeypatch: pytest.MonkeyPatch, enough: int, collections: int
) -> None:
    """It is looked at 1, 1,025 and 2,049 states, of which the last have not become twice as many.

    At the first two evaluations were made, one of each action.
    """
    body = """
VARIABLES x, y
Init == x = 0 /\\ y = 0
Next == (x < 49 /\\ x' = x + 1 /\\ UNCHANGED y) \\/ (y < 49 /\\ y' = y + 1 /\\ UNCHANGED x)
"""
    collected = []
    monkeypatch.setattr(python_kernel, "FIRST_COLLECTION", 1)
    monkeypatch.setattr(python_kernel, "MOST_UNCOLLECTED", enough)
    monkeypatch.setattr(gc, "collect", lambda: collected.append(1))
    result = explore(make(body, "INIT Init NEXT Next CHECK_DEADLOCK FALSE"), kernel="python")
    assert result.distinct == 2_500
    assert len(collected) == collections
