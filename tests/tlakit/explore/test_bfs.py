"""Counts as TLC counts, verdicts, shortest traces. All figures here were derived by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tlakit.explore import KernelChoice, Progress, explore
from tlakit.semantics import CheckResult, EvaluationError, Specification, Verdict

Make = Callable[..., Specification]

CLOCK = """
VARIABLE hour
Init == hour \\in 1..12
Next == hour' = (hour % 12) + 1
Below == hour < 7
NotFive == hour # 5
Forwards == [][hour' > hour]_hour
"""


def counts(result: CheckResult) -> tuple[int, int, int]:
    return result.generated, result.distinct, result.depth


def test_every_successor_counts_as_generated(make: Make) -> None:
    # 12 initial states and one successor each, all seen before: depth 1
    result = explore(make(CLOCK))
    assert result.verdict is Verdict.HOLDS
    assert counts(result) == (24, 12, 1)


def test_a_path_is_as_deep_as_it_has_states(make: Make) -> None:
    result = explore(make(CLOCK.replace("hour \\in 1..12", "hour = 1")))
    assert counts(result) == (13, 12, 12)


def test_the_same_successor_by_two_ways_counts_twice(make: Make) -> None:
    body = """
VARIABLE x
Init == x = 0 \\/ x = 0
Next == \\/ x' = 0
        \\/ \\E i \\in 1..3 : x' = 0
        \\/ (x = 0 \\/ x > -1) /\\ x' = 1
"""
    # two initial states; from each of 0 and 1: one, three and (0: two, 1: one) successors
    result = explore(make(body))
    assert counts(result) == (2 + (1 + 3 + 2) + (1 + 3 + 1), 2, 2)


@pytest.mark.parametrize("kernel", ["python", "fast"])
def test_actions_on_the_same_domain_are_told_apart(make: Make, kernel: KernelChoice) -> None:
    body = """
VARIABLE bag
Init == bag = [m \\in 0..6 |-> 1]
More(m) == bag[m] < 2 /\\ bag' = [bag EXCEPT ![m] = @ + 1]
Less(m) == bag' = [k \\in DOMAIN bag \\ {m} |-> bag[k]]
Next == (\\E m \\in DOMAIN bag : More(m)) \\/ (\\E m \\in DOMAIN bag : Less(m))
"""
    # 3^7 states: each element may be there once (two steps), twice (one step) or not at all
    config = "INIT Init NEXT Next CHECK_DEADLOCK FALSE"
    assert counts(explore(make(body, config), kernel=kernel)) == (1 + 7 * 3**6 * 3, 3**7, 8)


def test_a_state_beyond_the_constraint_is_checked_and_not_explored(make: Make) -> None:
    body = """
VARIABLE x
Init == x = 0
Next == x' = x + 1
Small == x < 3
Checked == x < 4
Broken == x < 3
"""
    config = "INIT Init NEXT Next CONSTRAINT Small INVARIANT "
    result = explore(make(body, config + "Checked"))
    assert result.verdict is Verdict.HOLDS
    assert counts(result) == (4, 3, 3)
    result = explore(make(body, config + "Broken"))
    assert result.violation is not None
    assert [step.state["x"].text for step in result.violation.trace.steps] == list("0123")


def test_a_step_beyond_an_action_constraint_is_not_taken(make: Make) -> None:
    body = "VARIABLE x\nInit == x = 0\nNext == x' \\in {x + 1, x + 2}\nOne == x' < 4 /\\ x' = x + 1"
    config = "INIT Init NEXT Next ACTION_CONSTRAINT One CHECK_DEADLOCK FALSE"
    # 0, 1, 2, 3: each has two successors, of which x + 1 is taken while it is below 4
    assert counts(explore(make(body, config))) == (9, 4, 4)


def test_the_counterexample_is_as_short_as_any(make: Make) -> None:
    body = """
VARIABLES x, y
Init == x = 0 /\\ y = 0
Walk == x' = x + 1 /\\ y' = y
Jump(n) == x' = x + n /\\ y' = y + 1
Next == Walk \\/ \\E n \\in {5, 6} : Jump(n)
Safe == x # 12
"""
    result = explore(make(body, "INIT Init NEXT Next INVARIANT Safe"))
    assert result.violation is not None
    assert (result.violation.name, result.violation.kind) == ("Safe", "invariant")
    labels = [step.label.text for step in result.violation.trace.steps if step.label]
    assert labels == ["Jump(6)", "Jump(6)"]
    assert result.violation.detail == "x # 12 is false: x = 12"


def test_a_violated_initial_state_is_a_trace_of_one(make: Make) -> None:
    result = explore(make(CLOCK, "INIT Init NEXT Next INVARIANT NotFive"))
    assert result.violation is not None
    assert [step.state["hour"].text for step in result.violation.trace.steps] == ["5"]


def test_an_action_property_is_checked_on_steps(make: Make) -> None:
    body = CLOCK.replace("hour \\in 1..12", "hour = 10")
    result = explore(make(body, "INIT Init NEXT Next PROPERTY Forwards"))
    assert result.violation is not None
    assert (result.violation.name, result.violation.kind) == ("Forwards", "action property")
    hours = [step.state["hour"].text for step in result.violation.trace.steps]
    assert hours == ["10", "11", "12", "1"]


def test_an_action_property_allows_stuttering(make: Make) -> None:
    body = CLOCK + "Stop == hour' = hour\nEither == Stop \\/ (hour < 12 /\\ Next)"
    config = "INIT Init NEXT Either PROPERTY Forwards"
    assert explore(make(body, config)).verdict is Verdict.HOLDS


def test_an_action_property_of_an_idle_variable_is_not_forgotten(make: Make) -> None:
    # the property is false of a step that does not change x, but only if y changes with it
    body = """
VARIABLES x, y
Init == x = 0 /\\ y = 0
Next == (y < 2 /\\ y' = y + 1 /\\ x' = x + 1) \\/ (y = 2 /\\ y' = 3 /\\ x' = x) \\/ (y = 3 /\\ UNCHANGED <<x, y>>)
Moves == [][x' = x + 1]_<<x, y>>
"""
    result = explore(make(body, "INIT Init NEXT Next PROPERTY Moves"))
    assert result.violation is not None
    assert [step.state["y"].text for step in result.violation.trace.steps] == list("0123")


def test_a_deadlock_is_a_violation_unless_it_is_allowed(make: Make) -> None:
    body = "VARIABLE x\nInit == x = 0\nNext == x < 2 /\\ x' = x + 1"
    result = explore(make(body))
    assert result.violation is not None
    assert result.violation.kind == "deadlock"
    assert [step.state["x"].text for step in result.violation.trace.steps] == list("012")
    result = explore(make(body, "INIT Init NEXT Next CHECK_DEADLOCK FALSE"))
    assert counts(result) == (3, 3, 3)


def test_a_false_assumption_is_a_violation(make: Make) -> None:
    result = explore(make("ASSUME Odd == 2 % 2 = 1\n" + CLOCK))
    assert result.violation is not None
    assert (result.violation.name, result.violation.kind) == ("Odd", "assumption")


@pytest.mark.parametrize(
    ("limit", "reason"),
    [
        ({"max_states": 1}, "distinct states"),
        ({"max_depth": 3}, "depth 3"),
        ({"max_seconds": 0.0}, "seconds"),
    ],
)
def test_a_search_cut_short_does_not_say_that_all_is_well(
    make: Make, limit: dict[str, Any], reason: str
) -> None:
    body = "VARIABLE x\nInit == x = 0\nNext == x' = x + 1"
    result = explore(make(body), **limit)
    assert result.verdict is Verdict.UNKNOWN
    assert reason in result.reason


def test_an_interrupt_gives_what_was_covered(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tlakit.explore.kernel.REPORT_EVERY_SECONDS", 0.0)
    body = "VARIABLE x\nInit == x = 0\nNext == x' = x + 1"

    def interrupt(progress: Progress) -> None:
        raise KeyboardInterrupt

    result = explore(make(body), on_progress=interrupt)
    assert result.verdict is Verdict.UNKNOWN
    assert result.reason == "interrupted"
    assert result.distinct > 1


def test_an_error_has_the_behaviour_that_led_to_it(make: Make) -> None:
    body = "VARIABLE x\nInit == x = 1\nNext == x' = x + <<1, 1, 2>>[x]"
    with pytest.raises(EvaluationError) as caught:
        explore(make(body))
    assert "no value at 5" in caught.value.message
    assert caught.value.trace is not None
    assert [step.state["x"].text for step in caught.value.trace.steps] == list("1235")


def test_an_error_in_an_invariant_has_the_state_where_it_fails(make: Make) -> None:
    body = "VARIABLE x\nInit == x = 1\nNext == x' = x + 1\nInside == <<1, 2>>[x] > 0"
    with pytest.raises(EvaluationError) as caught:
        explore(make(body, "INIT Init NEXT Next INVARIANT Inside"))
    assert caught.value.trace is not None
    assert [step.state["x"].text for step in caught.value.trace.steps] == ["1", "2", "3"]


def test_a_false_conjunct_comes_before_one_that_cannot_be_evaluated_without_it(make: Make) -> None:
    body = """
VARIABLES f, x
Init == f = <<1, 2>> /\\ x = 1
Next == x' = x + 1 /\\ f' = [f EXCEPT ![1] = x]
Inside == x \\in 1..2
Positive == f[x] > 0
Both == Inside /\\ Positive
"""
    result = explore(make(body, "INIT Init NEXT Next INVARIANT Both"))
    assert result.violation is not None
    assert result.violation.name == "Both"
    assert result.violation.detail == "x \\in 1..2 is false: x = 3"
    assert [step.state["x"].text for step in result.violation.trace.steps] == list("123")
    result = explore(make(body, "INIT Init NEXT Next CONSTRAINT Both CHECK_DEADLOCK FALSE"))
    assert counts(result) == (3, 2, 2)


def test_without_an_initial_state_within_the_constraint_the_depth_is_one(make: Make) -> None:
    body = "VARIABLE x\nInit == x \\in 1..2\nNext == UNCHANGED x\nNone == x > 2"
    assert counts(explore(make(body, "INIT Init NEXT Next CONSTRAINT None"))) == (2, 0, 1)
