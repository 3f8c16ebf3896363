"""A record, function or sequence in a slot is read by parts: what is noted, and what it saves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tlakit.explore import explore, explore_plainly
from tlakit.explore.kernel import Limits
from tlakit.explore.parts import ALL, NO_FUNCTION
from tlakit.explore.python_kernel import PythonKernel
from tlakit.explore.slots import choose_layout
from tlakit.explore.tracking import PartView, Tracker, Update
from tlakit.semantics import EvaluationError, Specification
from tlakit.semantics.open_values import apply_function, domain_of, force, same_values
from tlakit.semantics.values import Value, integer, record_of, string, tuple_of

Make = Callable[..., Specification]

NODE = """
VARIABLE node
vars == node
P == {"a", "b"}
Fresh == [term |-> 0, log |-> <<>>, next |-> [q \\in P |-> 0]]
Init == node = [p \\in P |-> Fresh]
Raise(p) == node[p].term < 2 /\\ node' = [node EXCEPT ![p].term = @ + 1]
Add(p) == /\\ node[p].term > 0 /\\ Len(node[p].log) < 2
          /\\ node' = [node EXCEPT ![p].log = Append(@, [term |-> node[p].term])]
Move(p, q) == node[p].next[q] < 1 /\\ node' = [node EXCEPT ![p].next[q] = @ + 1]
Next == \\E p \\in P : Raise(p) \\/ Add(p) \\/ \\E q \\in P : Move(p, q)
LowTerm == \\A p \\in P : node[p].term < 3
First == \\A p \\in P : node[p].log # <<>> => node[p].log[1].term > 0
Grows == [][\\A p \\in P : node'[p].term >= node[p].term]_vars
Moves == [][\\A p, q \\in P : node'[p].next[q] >= node[p].next[q]]_vars
"""


def searched(specification: Specification) -> PythonKernel:
    initial = list(specification.initial_vectors())
    layout = choose_layout(specification.module, initial)
    search = PythonKernel(specification, layout, Limits(), None, 0.0)
    search.run([layout.encode(values) for values in initial])
    return search


def tracked(make: Make, first: Value) -> Tracker:
    """A watched state of one variable, in one slot."""
    specification = make("VARIABLE x\nInit == x = 0\nNext == UNCHANGED x")
    layout = choose_layout(specification.module, list(specification.initial_vectors()))
    return Tracker(layout, (first,))


ENTRY = record_of({"term": integer(1), "value": string("v")})
RECORD = record_of({"log": tuple_of([ENTRY]), "term": integer(2)})
LOG, TERM = string("log"), string("term")


def test_a_predicate_is_evaluated_once_for_each_value_of_the_fields_it_reads(make: Make) -> None:
    config = "INIT Init NEXT Next INVARIANT LowTerm First PROPERTY Grows Moves CHECK_DEADLOCK FALSE"
    search = searched(make(NODE, config))
    assert search.distinct > 1_000
    # for each of two servers three terms, or six logs, which the comparison reads whole
    assert [memo.misses for memo in search.checks.invariants] == [3, 3, 6, 6]
    # a step raises the term of one server by one: five pairs of terms each
    assert sum(memo.misses for memo in search.checks.steps[:2]) <= 10
    assert all(memo.misses <= 3 for memo in search.checks.steps[2:])


def test_only_the_part_that_was_asked_for_is_noted(make: Make) -> None:
    tracker = tracked(make, RECORD)
    view = tracker[0]
    assert isinstance(view, PartView)
    assert tracker.reads == []
    log = apply_function(view, LOG)
    entry = apply_function(log, integer(1))
    assert apply_function(entry, TERM) is integer(1)
    part = ALL.inside(LOG).inside(integer(1)).inside(TERM)
    assert tracker.reads == [(0, part, integer(1))]
    assert RECORD & part is integer(1)
    assert force(log) is tuple_of([ENTRY])
    assert apply_function(log, integer(1)) is ENTRY
    assert [bits for _, bits, _ in tracker.reads] == [part, ALL.inside(LOG)]
    assert domain_of(view) is domain_of(RECORD)
    assert apply_function(view, TERM) is integer(2)
    assert [bits for _, bits, _ in tracker.reads][2:] == [0]


def test_a_part_tells_a_missing_argument_from_a_missing_function() -> None:
    missing = ALL.inside(LOG).inside(integer(2))
    assert RECORD & missing is None
    assert RECORD & missing.inside(TERM) == NO_FUNCTION
    assert RECORD & ALL.inside(TERM).inside(TERM) == NO_FUNCTION
    assert missing is ALL.inside(LOG).inside(integer(2))


def test_a_view_is_changed_without_being_read(make: Make) -> None:
    tracker = tracked(make, RECORD)
    view = tracker[0]
    assert isinstance(view, PartView)
    changed = view.updated({TERM: integer(5)})
    assert isinstance(changed, Update)
    assert apply_function(changed, TERM) is integer(5)
    assert same_values(changed, view.updated({TERM: integer(5)}))
    assert tracker.reads == []
    assert not same_values(changed, view)
    assert [bits for _, bits, _ in tracker.reads] == [ALL.inside(TERM)]
    assert force(changed) is record_of({"log": tuple_of([ENTRY]), "term": integer(5)})
    assert [bits for _, bits, _ in tracker.reads][1:] == [0]


def test_of_many_parts_the_whole_is_read(make: Make) -> None:
    many = tuple_of(integer(k) for k in range(30))
    tracker = tracked(make, many)
    for k in range(1, 31):
        assert apply_function(tracker[0], integer(k)) is integer(k - 1)
    assert len(tracker.reads) == 13
    assert tracker.reads[-1] == (0, 0, many)


def test_an_error_shows_the_record_itself(make: Make) -> None:
    body = NODE + 'Wrong == \\A p \\in P : node[p].trm = 0\nBeyond == node["a"].log[3] = 0\n'
    for name, text in (("Wrong", "its fields are log, next, term"), ("Beyond", "empty sequence")):
        specification = make(body, f"INIT Init NEXT Next INVARIANT {name}")
        with pytest.raises(EvaluationError) as plain:
            explore_plainly(specification)
        with pytest.raises(EvaluationError) as watched:
            explore(specification)
        assert text in watched.value.message
        assert (watched.value.message, watched.value.hint) == (
            plain.value.message,
            plain.value.hint,
        )


SOMETIMES = """
CONSTANT none
VARIABLES slot, n
vars == <<slot, n>>
Init == slot = [i \\in 1..2 |-> IF i = 1 THEN none ELSE [at |-> 0]] /\\ n = 0
Fill(i) == slot[i] = none /\\ slot' = [slot EXCEPT ![i] = [at |-> n]] /\\ UNCHANGED n
Clear(i) == slot[i] # none /\\ slot' = [slot EXCEPT ![i] = none] /\\ UNCHANGED n
Count == n < 2 /\\ n' = n + 1 /\\ UNCHANGED slot
Next == Count \\/ \\E i \\in 1..2 : Fill(i) \\/ Clear(i)
Low == \\A i \\in 1..2 : slot[i] = none \\/ slot[i].at <= n
Kept == [][\\A i \\in 1..2 : slot[i] = none \\/ slot'[i] \\in {none, slot[i]}]_vars
"""


def test_what_is_a_function_in_some_states_only_is_read_whole(make: Make) -> None:
    config = "CONSTANT none = none INIT Init NEXT Next INVARIANT Low PROPERTY Kept"
    config += " CHECK_DEADLOCK FALSE"
    one, other = explore(make(SOMETIMES, config)), explore_plainly(make(SOMETIMES, config))
    assert (one.verdict, one.generated, one.distinct, one.depth) == (
        other.verdict,
        other.generated,
        other.distinct,
        other.depth,
    )
    assert one.distinct > 20
