"""What an action changes of a record is remembered by what it reads of it, whatever else is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from tests.tlakit.explore.kernels import KERNELS

from tlakit.explore import explore, explore_plainly
from tlakit.explore.drafts import patched
from tlakit.explore.exploration import KernelChoice
from tlakit.explore.kernel import Limits
from tlakit.explore.python_kernel import PythonKernel
from tlakit.explore.slots import choose_layout
from tlakit.semantics import Specification
from tlakit.semantics.behaviour import Label
from tlakit.semantics.values import integer, record_of, string, tuple_of

Make = Callable[..., Specification]

NODE = """
VARIABLE node
P == {"a", "b"}
Fresh == [term |-> 0, role |-> "idle", next |-> [q \\in P |-> 0], log |-> <<>>]
Init == node = [p \\in P |-> Fresh]
Raise(p) == node[p].term < 2 /\\ node' = [node EXCEPT ![p].term = @ + 1]
Move(p, q) == node[p].next[q] < 2 /\\ node' = [node EXCEPT ![p].next[q] = @ + 1]
Turn(p) == node[p].term = 1 /\\ node' = [node EXCEPT ![p].role = "busy"]
Clear(p) == node' = [node EXCEPT ![p] = [@ EXCEPT !.next = [q \\in P |-> 0], !.log = @]]
Swap == node' = [node EXCEPT !["a"] = [node["b"] EXCEPT !.role = "idle"]]
Choose(p) == \\E t \\in 0..1 : node' = [node EXCEPT ![p].term = t]
"""

LOSING = """
VARIABLES slot, n
Init == slot = [i \\in 1..2 |-> [at |-> 0, job |-> 0]] /\\ n = 0
Count == n < 2 /\\ n' = n + 1 /\\ UNCHANGED slot
Lose(i) == slot' = [slot EXCEPT ![i] = [at |-> n]] /\\ UNCHANGED n
Set(i) == slot[i].at = n /\\ slot' = [slot EXCEPT ![i].job = 1, ![i].at = n] /\\ UNCHANGED n
Skip(i) == [slot[i] EXCEPT !.job = 5] = slot[i] /\\ n' = 3 /\\ UNCHANGED slot
Next == Count \\/ \\E i \\in 1..2 : Lose(i) \\/ Set(i) \\/ Skip(i)
"""
"""A record that has a field in some states only."""

CONFIG = "INIT Init NEXT Next CHECK_DEADLOCK FALSE"


def next_of(*actions: str) -> str:
    return NODE + "Next == \\E p, q \\in P : " + " \\/ ".join(actions) + "\n"


def evaluations(specification: Specification) -> Counter[str]:
    """How often the instances of each action are evaluated, at the most."""
    initial = list(specification.initial_vectors())
    layout = choose_layout(specification.module, initial)
    search = PythonKernel(specification, layout, Limits(), None, 0.0)
    search.run([layout.encode(values) for values in initial])
    found: Counter[str] = Counter()
    for memo in search.transitions.memos:
        assert isinstance(memo.subject, Label)
        found[memo.subject.action] = max(found[memo.subject.action], memo.evaluations)
    return found


def test_an_action_is_evaluated_for_what_it_reads_of_a_record(make: Make) -> None:
    found = evaluations(make(next_of("Raise(p)", "Move(p, q)", "Turn(p)"), CONFIG))
    # three terms; three numbers; whether the term is 1, and nothing of the role that is overwritten
    assert found == {"Raise": 3, "Move": 3, "Turn": 3}


def test_what_is_kept_or_overwritten_is_not_read(make: Make) -> None:
    assert evaluations(make(next_of("Raise(p)", "Move(p, q)", "Clear(p)"), CONFIG))["Clear"] == 1


def test_the_record_of_another_is_read(make: Make) -> None:
    found = evaluations(make(next_of("Raise(p)", "Swap"), CONFIG))
    assert found["Swap"] == 3  # for each term


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize(
    "text",
    [
        next_of("Raise(p)", "Move(p, q)", "Turn(p)", "Clear(p)", "Swap", "Choose(p)"),
        LOSING,
    ],
    ids=["node", "losing"],
)
def test_the_states_are_those_of_plain_evaluation(
    make: Make, kernel: KernelChoice, text: str
) -> None:
    one, other = explore(make(text, CONFIG), kernel=kernel), explore_plainly(make(text, CONFIG))
    assert other.distinct > 12
    assert (one.verdict, one.generated, one.distinct, one.depth) == (
        other.verdict,
        other.generated,
        other.distinct,
        other.depth,
    )


def test_a_patch_fits_where_its_arguments_are() -> None:
    term, log, one = string("term"), string("log"), integer(1)
    record = record_of({"term": integer(0), "log": tuple_of([one])})
    changed = record_of({"term": one, "log": tuple_of([integer(2)])})
    assert patched(record, {term: one, log: {one: integer(2)}}) is changed
    assert patched(record, {string("role"): one}) is None
    assert patched(record, {term: {one: one}}) is None
    assert patched(record, {log: {integer(2): one}}) is None
    assert patched(one, {term: one}) is None
