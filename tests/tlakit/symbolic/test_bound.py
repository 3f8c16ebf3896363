"""What `bound` answers: verdicts, labels, limits, and what it says of what it cannot do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tlakit.language import load_module
from tlakit.semantics import Specification, Verdict, load_config
from tlakit.semantics.models import load_catalogue
from tlakit.symbolic import BoundProgress, bound
from tlakit.symbolic.actions import Actions
from tlakit.symbolic.branches import Branch
from tlakit.symbolic.circuit import TRUE

Make = Callable[..., Specification]
SPEC = Path(__file__).parents[3] / "spec"

LAMP = r"""
VARIABLES lamp, count
Init == lamp = "off" /\ count = 0
Turn(to) == lamp # to /\ lamp' = to /\ count' = count + 1
Next == \E to \in {"on", "off"} : Turn(to)
Few == count < 3
Same == [][lamp' # lamp]_lamp
"""


def test_a_violation_has_labelled_steps_and_its_place(make: Make) -> None:
    result = bound(make(LAMP, "INVARIANT Few"), depth=9)
    assert (result.verdict, result.depth, result.reason) == (Verdict.VIOLATED, 3, "")
    violation = result.violation
    assert violation is not None and violation.span is not None
    assert (violation.name, violation.kind, violation.span.line) == ("Few", "invariant", 8)
    steps = violation.trace.steps
    labels = [None if step.label is None else step.label.text for step in steps]
    assert labels == [None, 'Turn("on")', 'Turn("off")', 'Turn("on")']
    assert [step.state["count"].text for step in steps] == ["0", "1", "2", "3"]


def test_no_violation_within_the_depth_holds_and_says_so(make: Make) -> None:
    seen: list[BoundProgress] = []
    result = bound(make(LAMP, "INVARIANT Few PROPERTY Same"), depth=2, on_progress=seen.append)
    assert (result.verdict, result.depth) == (Verdict.HOLDS, 2)
    assert result.reason == "no violation within 2 steps"
    assert [progress.depth for progress in seen] == [0, 1, 2]
    assert result.statistics["formulas"] >= 1


def test_only_the_named_properties_are_checked(make: Make) -> None:
    specification = make(LAMP, "INVARIANT Few PROPERTY Same")
    assert bound(specification, depth=4, properties=["Same"]).verdict is Verdict.HOLDS
    assert bound(specification, depth=4, properties=["Few"]).verdict is Verdict.VIOLATED


@pytest.mark.parametrize(
    ("body", "what", "line"),
    [
        ("Odd == ENABLED Next", "the operator ENABLED", 8),
        ("Odd == \\E n \\in Nat : n = count + 1", "Nat is infinite", 8),
        ("Odd == count # CHOOSE n : n = 0", "not bounded by a set", 8),
        (
            "RECURSIVE Up(_)\nUp(n) == IF n = 999 THEN 0 ELSE Up(n + 1)\nOdd == Up(count * 3) = 0",
            "a recursion",
            None,
        ),
    ],
)
def test_what_cannot_be_translated_is_named(
    make: Make, body: str, what: str, line: int | None
) -> None:
    lamp = LAMP.replace("count' = count + 1", "count' \\in {count, count + 1}")
    result = bound(make(lamp + body, "INVARIANT Odd"), depth=5)
    assert result.verdict is Verdict.UNKNOWN
    assert what in result.reason
    assert result.span is not None and result.span.line >= 8
    assert line is None or result.span.line == line + 2


def test_out_of_time_is_unknown(make: Make) -> None:
    result = bound(make(LAMP, "INVARIANT Few"), depth=50, max_seconds=0.0)
    assert (result.verdict, result.depth) == (Verdict.UNKNOWN, -1)
    assert result.reason.startswith("out of time at 0 steps")


def test_an_unsound_translation_is_an_internal_error_and_no_counterexample(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lax(self: object, branch: Branch, formula: int) -> list[object]:
        return [Branch(TRUE, branch.assigned, branch.label)]

    monkeypatch.setattr(Actions, "_constrained", lax)
    result = bound(make(LAMP + 'Off == lamp = "off"\nNot == count # 2', "INVARIANT Few"), depth=3)
    assert result.verdict is Verdict.VIOLATED or "internal error" in result.reason
    guarded = LAMP.replace("lamp # to", "lamp # to /\\ count < 2")
    result = bound(make(guarded, "INVARIANT Few"), depth=4)
    assert result.verdict is Verdict.UNKNOWN
    assert result.reason.startswith("internal error: z3 gave a counterexample of 3 steps")


CATALOGUE = load_catalogue(SPEC / "models.toml")


def load(name: str) -> Specification:
    entry = CATALOGUE.find(name)
    assert entry is not None
    return Specification(load_module(SPEC / entry.module, [SPEC]), load_config(SPEC / entry.config))


@pytest.mark.parametrize("mutant", ["P02", "P04", "P05", "P13", "P22", "P25", "E05"])
def test_mutants_of_raft_fall_in_the_fewest_steps(mutant: str) -> None:
    entry = CATALOGUE.mutants[mutant]
    result = bound(load(mutant), depth=entry.steps + 1)
    assert (result.verdict, result.depth) == (Verdict.VIOLATED, entry.steps), result.reason
    assert result.violation is not None and result.violation.name == entry.violates


@pytest.mark.parametrize(("model", "depth"), [("commit", 5), ("log_repair", 6)])
def test_raft_holds(model: str, depth: int) -> None:
    result = bound(load(model), depth=depth)
    assert (result.verdict, result.depth) == (Verdict.HOLDS, depth), result.reason


def test_a_temporal_property_is_not_passed_over(make: Make) -> None:
    result = bound(make(LAMP + 'Again == []<>(lamp = "on")', "PROPERTY Again"), depth=2)
    assert result.verdict is Verdict.UNKNOWN
    assert "`Again` speaks of behaviours without end" in result.reason
