"""What surrounds the search: refusals, limits, errors, symmetry, views, constraints, instances."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tlakit.explore import Progress, explore
from tlakit.explore.liveness import check as liveness_check
from tlakit.semantics import EvaluationError, Specification, Verdict

Make = Callable[..., Specification]

REFUSED = [
    ("P == [](\\A i \\in 0..x : <>(x = i))", "quantified over a set that is not constant"),
    ("P == \\EE z : []<>(z = x)", "the temporal quantifier `\\EE` cannot be checked"),
    ("P == []<>(x = 1) -+-> []<>(x = 2)", "`-+->` cannot be checked over a behaviour"),
    ("P == <>(CASE x = 0 -> []<>(x = 1) [] OTHER -> <>(x = 2))", "of this form is not checked"),
]


@pytest.mark.parametrize(("definition", "message"), REFUSED)
def test_what_cannot_be_checked_is_named_and_never_holds(
    counter: Make, definition: str, message: str
) -> None:
    result = explore(counter(f"{definition}\nQ == []<>(x # 2)", "PROPERTIES P Q"))
    assert result.verdict is Verdict.UNKNOWN
    assert [item.code for item in result.unchecked] == ["E620"]
    assert message in result.unchecked[0].message
    assert result.unchecked[0].span is not None
    assert "`P`" in result.unchecked[0].message
    assert result.distinct == 4


def test_the_rest_is_checked_where_one_property_is_refused(counter: Make) -> None:
    result = explore(counter("P == \\EE z : <>(z = x)\nQ == []<>(x = 2)", "PROPERTIES P Q"))
    assert result.verdict is Verdict.VIOLATED
    assert result.violation is not None
    assert result.violation.name == "Q"
    assert len(result.unchecked) == 1


def test_an_assumption_that_is_refused_leaves_nothing_to_conclude(counter: Make) -> None:
    definitions = "S == Spec /\\ (\\EE z : []<>(z = x))\nQ == []<>(x = 2)"
    result = explore(counter(definitions, "SPECIFICATION S\nPROPERTY Q"))
    assert result.verdict is Verdict.UNKNOWN
    assert "`Q`" in result.unchecked[0].message


def test_assumptions_do_not_matter_where_nothing_temporal_is_checked(counter: Make) -> None:
    definitions = "S == Spec /\\ (\\EE z : []<>(z = x))\nI == x < 4"
    assert explore(counter(definitions, "SPECIFICATION S\nINVARIANT I")).verdict is Verdict.HOLDS


def test_a_formula_with_too_many_parts_is_refused(counter: Make) -> None:
    many = " /\\ ".join(f"(<>[](x = {n}) \\/ <>(x = {n} /\\ <>(x = 1)))" for n in range(14))
    result = explore(counter(f"P == ~({many})", "PROPERTY P"))
    assert result.verdict is Verdict.UNKNOWN
    assert "too many parts" in result.unchecked[0].message


def test_a_shortest_way_into_the_cycle(counter: Make) -> None:
    result = explore(counter("P == [](x # 3) \\/ []<>(x = 0)", "PROPERTY P"))
    assert result.violation is not None
    trace = result.violation.trace
    values = [step.state["x"].text for step in trace.steps]
    assert values == ["0", "1", "2", "3"]
    assert (trace.loop, trace.closing and trace.closing.action) == (2, "Down")


def test_what_is_promised_on_the_cycle_is_kept_on_it(counter: Make) -> None:
    """Staying at 0 is the shorter cycle, and no counterexample: after each 0 there must be a 1."""
    definitions = "P == <>(x = 0 /\\ [](x # 1))"
    result = explore(counter(definitions, "INIT Init\nNEXT Next\nPROPERTY P"))
    assert result.verdict is Verdict.VIOLATED
    assert result.violation is not None
    assert "1" in [step.state["x"].text for step in result.violation.trace.steps]


def test_without_fairness_a_behaviour_may_stop_at_once(counter: Make) -> None:
    result = explore(counter("P == <>(x = 1)", "INIT Init\nNEXT Next\nPROPERTY P"))
    assert result.violation is not None
    trace = result.violation.trace
    assert (len(trace.steps), trace.loop, trace.closing) == (1, 0, None)


def test_an_invariant_goes_before_liveness(counter: Make) -> None:
    result = explore(counter("P == <>(x = 7)\nI == x < 3", "PROPERTY P\nINVARIANT I"))
    assert result.violation is not None
    assert result.violation.kind == "invariant"


def test_symmetry_does_not_mislead(counter: Make) -> None:
    """Up to symmetry the two tokens cannot be told apart: the graph is built without it."""
    definitions = (
        "CONSTANT T\n"
        "I == x \\in T /\\ y = 0\n"
        "N == x' \\in T /\\ y' = y\n"
        "S == I /\\ [][N]_vars /\\ \\A t \\in T : SF_vars(N /\\ x' = t)\n"
        "Sym == Permutations(T)\n"
        "P == \\A t \\in T : []<>(x = t)\n"
        "Q == \\E t \\in T : <>[](x = t)\n"
    )
    config = "CONSTANT T = {a, b}\nSYMMETRY Sym\nSPECIFICATION S\nPROPERTY "
    held = explore(counter(definitions, f"{config} P"))
    assert (held.verdict, held.distinct) == (Verdict.HOLDS, 1)
    assert explore(counter(definitions, f"{config} Q")).verdict is Verdict.VIOLATED


def test_too_many_states_without_symmetry(counter: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(liveness_check, "MOST_STATES_WITHOUT_SYMMETRY", 1)
    monkeypatch.setattr("tlakit.explore.liveness.graph.PAUSE_EVERY_STATES", 1)
    definitions = "CONSTANT T\nSym == Permutations(T)\nP == <>(x = 1)"
    result = explore(counter(definitions, "CONSTANT T = {a, b}\nSYMMETRY Sym\nPROPERTY P"))
    assert result.verdict is Verdict.UNKNOWN
    assert "SYMMETRY" in result.unchecked[0].message


def test_a_view_that_hides_nothing_and_one_that_hides_too_much(counter: Make) -> None:
    definitions = "All == vars\nSome == x > 1\nP == []<>(x = 0)"
    assert explore(counter(definitions, "VIEW All\nPROPERTY P")).verdict is Verdict.VIOLATED
    hidden = explore(counter(f"{definitions}\nQ == <>(x = 3)", "VIEW Some\nPROPERTY Q"))
    assert hidden.verdict is not Verdict.HOLDS
    assert hidden.warnings


def test_constraints_bound_the_behaviours_and_a_warning_says_so(counter: Make) -> None:
    definitions = "C == x < 2\nP == []<>(x = 0)"
    result = explore(counter(definitions, "CONSTRAINT C\nPROPERTY P"))
    assert result.verdict is Verdict.HOLDS
    assert "constraints" in result.warnings[0]
    assert explore(counter(definitions, "PROPERTY P")).verdict is Verdict.VIOLATED


def test_an_action_constraint_removes_steps(counter: Make) -> None:
    definitions = "C == x' > x \\/ x = 3\nP == []<>(x = 2)"
    assert explore(counter(definitions, "ACTION_CONSTRAINT C\nPROPERTY P")).verdict is Verdict.HOLDS


def test_a_predicate_that_fails_shows_the_way_there(counter: Make) -> None:
    with pytest.raises(EvaluationError) as caught:
        explore(counter("F == [i \\in 0..2 |-> i]\nP == []<>(F[x] = 2)", "PROPERTY P"))
    trace = caught.value.trace
    assert trace is not None
    assert trace.steps[-1].state["x"].text == "3"
    assert len(trace.steps) == 4


@pytest.mark.parametrize("error", [KeyboardInterrupt, None])
def test_a_check_that_is_ended_says_nothing(
    counter: Make, monkeypatch: pytest.MonkeyPatch, error: type[BaseException] | None
) -> None:
    monkeypatch.setattr("tlakit.explore.kernel.REPORT_EVERY_SECONDS", 0)
    phases: list[str] = []

    def show(progress: Progress) -> None:
        phases.append(progress.phase)
        if error is not None and progress.phase:
            raise error

    result = explore(counter("P == []<>(x < 4)", "PROPERTY P"), on_progress=show)
    assert any("liveness" in phase for phase in phases)
    expected = Verdict.HOLDS if error is None else Verdict.UNKNOWN
    assert result.verdict is expected
    assert (result.generated, result.distinct, result.depth) == (7, 4, 4)


def test_the_limit_of_time_holds_for_liveness_too(
    counter: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tlakit.explore.kernel.Kernel._pause", lambda search, waiting: None)
    result = explore(counter("P == []<>(x < 4)", "PROPERTY P"), max_seconds=0)
    assert result.verdict is Verdict.UNKNOWN
    assert "stopped after" in result.reason


INSTANCE = {
    "Low": "---- MODULE Low ----\n"
    "EXTENDS Naturals\n"
    "VARIABLE n\n"
    "A == n < 2 /\\ n' = n + 1\n"
    "same == <<n>>\n"
    "B == n > 0 /\\ [n' = n - 1]_n\n"
    "CanA == ENABLED A\n"
    "CanB == ENABLED (B /\\ ~UNCHANGED same)\n"
    "Fair == WF_n(A)\n"
    "====\n"
}


@pytest.mark.parametrize(
    ("formula", "verdict"),
    [
        ("[](L!CanA <=> x + y < 2)", Verdict.HOLDS),
        ("[](L!CanB <=> x + y > 0)", Verdict.HOLDS),
        ("L!Fair", Verdict.HOLDS),
        ("L!Fair /\\ []<>L!CanA", Verdict.VIOLATED),
    ],
)
def test_primes_within_enabled_of_an_instance_are_its_own(
    counter: Make, formula: str, verdict: Verdict
) -> None:
    """With n <- x + y no action could give n' a value; ENABLED asks whether n may have one."""
    definitions = f"L == INSTANCE Low WITH n <- x + y\nP == {formula}"
    assert explore(counter(definitions, "PROPERTY P", INSTANCE)).verdict is verdict
