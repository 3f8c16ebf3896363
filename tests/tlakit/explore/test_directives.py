"""SYMMETRY, VIEW, ALIAS, POSTCONDITION and operators that depend on the run, with TLC's counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tlakit.explore import explore, explore_plainly, simulate
from tlakit.language import LanguageError
from tlakit.semantics import Specification, Verdict

Make = Callable[..., Specification]

VOTES = """
CONSTANTS A, B
VARIABLES last, votes
vars == <<last, votes>>
Init == last \\in A /\\ votes = [a \\in A |-> {}]
Next == \\E a \\in A, b \\in B : /\\ b \\notin votes[a]
                              /\\ votes' = [votes EXCEPT ![a] = @ \\cup {b}]
                              /\\ last' = a
Alike == Permutations(A)
AllAlike == Permutations(A) \\cup Permutations(B)
Few == {[a \\in A |-> a]}
Numbers == Permutations(1..2)
NotAFunction == {1}
NoSet == 3
Sum == Cardinality(UNION {{a} \\X votes[a] : a \\in A})
View == <<Sum, last>>
Everything == <<vars, last>>
Small == Sum < 4
Shown == [last |-> last, sum |-> Sum, more |-> Sum' - Sum, at |-> TLCGet("level")]
Reached == TLCGet("diameter") = 7 /\\ TLCGet("distinct") = 147
Never == TLCGet("generated") < 10
"""
CONSTANTS = "INIT Init NEXT Next CHECK_DEADLOCK FALSE CONSTANTS A = {a1, a2, a3} B = {b1, b2}"

COUNTS = {
    "": (405, 147, 7),
    "SYMMETRY Alike": (89, 31, 7),
    "SYMMETRY AllAlike": (53, 18, 7),
    "VIEW View": (66, 20, 7),
    "VIEW View SYMMETRY Alike": (24, 7, 7),
    "VIEW Everything": (405, 147, 7),
    "SYMMETRY Alike CONSTRAINT Small": (69, 18, 4),
}
"""Generated, distinct and depth by TLC."""


@pytest.fixture
def votes(make: Make) -> Callable[[str], Specification]:
    """`votes(directives)`: the model above."""
    return lambda more: make("LOCAL INSTANCE TLC\n" + VOTES, f"{CONSTANTS} {more}")


@pytest.mark.parametrize("more", COUNTS)
def test_states_that_count_as_one(votes: Callable[[str], Specification], more: str) -> None:
    for result in (explore(votes(more)), explore_plainly(votes(more))):
        assert (result.generated, result.distinct, result.depth) == COUNTS[more]


REFUSED = {
    "SYMMETRY Numbers": "permutes 1, which is no model value",
    "SYMMETRY NotAFunction": "contains 1, which is no permutation",
    "SYMMETRY NoSet": "is not a set of permutations but 3",
    "SYMMETRY Sum": "is not an expression of constant level",
}


@pytest.mark.parametrize("more", REFUSED)
def test_what_is_no_symmetry_is_refused(votes: Callable[[str], Specification], more: str) -> None:
    with pytest.raises(LanguageError) as caught:
        explore(votes(more))
    assert REFUSED[more] in str(caught.value)
    assert caught.value.diagnostics[0].span is not None


def test_a_symmetry_that_moves_nothing_is_a_warning(votes: Callable[[str], Specification]) -> None:
    assert explore(votes("SYMMETRY Few")).warnings
    assert not explore(votes("SYMMETRY Alike")).warnings


def test_a_postcondition_is_evaluated_at_the_end(votes: Callable[[str], Specification]) -> None:
    assert explore(votes("POSTCONDITION Reached")).verdict is Verdict.HOLDS
    result = explore(votes("POSTCONDITION Never"))
    assert result.violation is not None
    assert (result.violation.kind, result.violation.name) == ("postcondition", "Never")
    assert (result.generated, result.distinct) == COUNTS[""][:2]


def test_an_alias_is_what_a_trace_shows(votes: Callable[[str], Specification]) -> None:
    for result in (
        explore(votes("ALIAS Shown INVARIANT Small")),
        simulate(votes("ALIAS Shown INVARIANT Small"), seed=1, runs=5, depth=9),
    ):
        assert result.violation is not None
        shown = [
            {name: value.text for name, value in step.state.items() if name != "last"}
            for step in result.violation.trace.steps
        ]
        assert shown == [
            {"at": "1", "more": "1", "sum": "0"},
            {"at": "2", "more": "1", "sum": "1"},
            {"at": "3", "more": "1", "sum": "2"},
            {"at": "4", "more": "1", "sum": "3"},
            {"at": "5", "more": "0", "sum": "4"},
        ]


LEVELS = """
VARIABLES x, y
Init == x = 0 /\\ y = 0
Next == x' = x + 1 /\\ y' \\in {y, TLCGet("level") - 1}
Near == TLCGet("level") <= 4
NearStep == TLCGet("level") <= 4
Low == TLCGet("level") < 4
Same == TLCGet("level") = x + 1 /\\ y <= x
Steps == [][TLCGet("level") = x + 1]_x
Ends == x = 3 => TLCSet("exit", TRUE)
Counts == x \\in Nat /\\ TLCSet(1, TLCGet(1) + 1)
ASSUME TLCSet(1, 0)
Short == x < 4
Counted == TLCGet(1) = 13
"""


def test_the_level_is_that_of_the_state(make: Make) -> None:
    head = "INIT Init NEXT Next CHECK_DEADLOCK FALSE "
    body = "LOCAL INSTANCE TLC\n" + LEVELS
    result = explore(make(body, head + "CONSTRAINT Near INVARIANT Same PROPERTY Steps"))
    assert (result.verdict, result.depth, result.distinct) == (Verdict.HOLDS, 4, 7)
    assert (result.generated, explore(make(body, head + "ACTION_CONSTRAINT NearStep")).depth) == (
        14,
        5,
    )
    result = explore(make(body, head + "INVARIANT Low"))
    assert result.violation is not None and len(result.violation.trace.steps) == 4


def test_what_depends_on_the_run_is_not_remembered(make: Make) -> None:
    head = "INIT Init NEXT Next CHECK_DEADLOCK FALSE "
    body = "LOCAL INSTANCE TLC\n" + LEVELS
    result = explore(make(body, head + "CONSTRAINT Near INVARIANT Ends"))
    assert (result.verdict, result.depth) == (Verdict.UNKNOWN, 3)
    config = head + "CONSTRAINT Short INVARIANT Counts POSTCONDITION Counted"
    assert explore(make(body, config)).verdict is Verdict.HOLDS
