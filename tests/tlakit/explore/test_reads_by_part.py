"""A record, function or sequence in a slot is read by parts: what is noted, and what it saves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.tlakit.explore.kernels import KERNELS

from tlakit.explore import explore, explore_plainly
from tlakit.explore.kernel import Limits
from tlakit.explore.parts import ALL, NO_FUNCTION
from tlakit.explore.python_kernel import PythonKernel
from tlakit.explore.slots import choose_layout
from tlakit.explore.tracking import PartView, Tracker, Update
from tlakit.semantics import EvaluationError, Specification, Verdict
from tlakit.semantics.behaviour import Label
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


HANDLED = """
VARIABLES node, seen
P == {"a", "b"}
Init == node = [p \\in P |-> [term |-> 0, log |-> <<>>]] /\\ seen = {}
Result(n, out) == [node |-> n, out |-> out]
Hear(n, t) == IF t > n.term THEN Result([n EXCEPT !.term = t], {t}) ELSE Result(n, {})
Put(p, r) == node' = [node EXCEPT ![p] = r.node] /\\ seen' = seen \\cup r.out
Take(p, t) == Put(p, Hear(node[p], t))
Add(p) == /\\ Len(node[p].log) < 3
          /\\ node' = [node EXCEPT ![p].log = Append(@, node[p].term)] /\\ UNCHANGED seen
Next == \\E p \\in P : Add(p) \\/ \\E t \\in 0..1 : Take(p, t)
"""


def test_a_record_that_is_handed_on_is_not_read(make: Make) -> None:
    """What hears nothing new gives the record back as it is: only the term decides."""
    config = "INIT Init NEXT Next CHECK_DEADLOCK FALSE"
    search = searched(make(HANDLED, config))
    assert search.distinct == explore_plainly(make(HANDLED, config)).distinct > 100
    misses = {
        memo.subject.text: memo.misses
        for memo in search.transitions.memos
        if isinstance(memo.subject, Label) and memo.subject.action == "Take"
    }
    assert misses == {
        'Take("a", 0)': 2,  # for each term
        'Take("b", 0)': 2,
        'Take("a", 1)': 5,  # for each log with the term 0, and once with the term 1
        'Take("b", 1)': 5,
    }


RESULTS = [
    'r.node.term = node[p].term /\\ r["node"].log = node[p].log',
    'DOMAIN r = {"node", "out"} /\\ "node" \\in DOMAIN r',
    "r = [node |-> node[p], out |-> {}] /\\ r # [node |-> node[p], out |-> {1}]",
    "r = [out |-> {}, node |-> node[p]] /\\ r # [node |-> node[p]]",
    "r \\in {Result(n, {}) : n \\in {node[q] : q \\in P}}",
    "r \\in [node : {node[p]}, out : {{}}]",
    "[r EXCEPT !.out = {7}].node = node[p] /\\ [r EXCEPT !.node.term = 5].node.term = 5",
    "[r EXCEPT !.node = node[p], !.out = @ \\cup {1}] = Result(node[p], {1})",
    "[node EXCEPT ![p] = r.node] = node /\\ [q \\in P |-> r][p] = r",
    "<<r>>[1].node = node[p] /\\ {r} = {Result(node[p], {})} /\\ [is |-> r].is = r",
    "[[is |-> 3] EXCEPT !.is = node[p]].is = node[p] /\\ [[is |-> 3] EXCEPT !.is = r] = [is |-> r]",
    "LET f == [f \\in P |-> r] IN [f EXCEPT ![p].node = node[p]] = f",
    "Result(node, seen) = [node |-> node, out |-> seen] /\\ Result(1, seen).out = seen",
    '\\A x \\in DOMAIN r : r[x] = IF x = "node" THEN node[p] ELSE {}',
]


@pytest.mark.parametrize("claim", RESULTS)
def test_a_record_with_a_view_in_it_is_the_record(make: Make, claim: str) -> None:
    body = f"{HANDLED}Same == \\A p \\in P : LET r == Result(node[p], {{}}) IN {claim}"
    config = "INIT Init NEXT Next INVARIANT Same CHECK_DEADLOCK FALSE"
    assert explore_plainly(make(body, config)).verdict is Verdict.HOLDS
    for kernel in KERNELS:
        assert explore(make(body, config), kernel=kernel).verdict is Verdict.HOLDS
