"""What `bound` answers: verdicts, labels, limits, and what it says of what it cannot do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tlakit.language import load_module
from tlakit.semantics import Specification, Verdict, load_config
from tlakit.symbolic import BoundProgress, BoundResult, bound
from tlakit.symbolic import actions as actions_module
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
    assert (violation.name, violation.kind, violation.span.line) == ("Few", "invariant", 7)
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
    assert result.statistics["formulas"] > 1


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
            "RECURSIVE Sum(_)\nSum(S) == IF S = {} THEN 0 ELSE\n"
            "  LET x == CHOOSE x \\in S : TRUE IN x + Sum(S \\ {x})\n"
            "Odd == Sum({n \\in 0..9 : n < count * 2}) < 99",
            "a recursion",
            None,
        ),
    ],
)
def test_what_cannot_be_translated_is_named(
    make: Make, body: str, what: str, line: int | None
) -> None:
    lamp = LAMP.replace("Turn(to)", "Turn(to)", 1).replace(
        "count' = count + 1", "count' \\in {count, count + 1}"
    )
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
    def lax(self: object, branch: actions_module.Branch, formula: int) -> list[object]:
        return [actions_module.Branch(TRUE, branch.assigned, branch.label)]

    monkeypatch.setattr(actions_module.Actions, "_constrained", lax)
    result = bound(make(LAMP + 'Off == lamp = "off"\nNot == count # 2', "INVARIANT Few"), depth=3)
    assert result.verdict is Verdict.VIOLATED or "internal error" in result.reason
    guarded = LAMP.replace("lamp # to", "lamp # to /\\ count < 2")
    result = bound(make(guarded, "INVARIANT Few"), depth=4)
    assert result.verdict is Verdict.UNKNOWN
    assert result.reason.startswith("internal error: z3 gave a counterexample of 3 steps")


def load(module: str, config: str) -> Specification:
    return Specification(load_module(SPEC / module, [SPEC]), load_config(SPEC / config))


@pytest.mark.parametrize(
    ("mutant", "violated", "steps"),
    [
        ("P02_CommitBeyondVerified", "StateMachineSafety", 6),
        ("P05_VoteNotDurable", "VoteIsKept", 2),
        ("P13_HeartbeatSkipsLogCheck", "MatchIsTrue", 3),
        ("P25_ReturnsWithoutDisk", "TermNeverGoesBack", 2),
    ],
)
def test_mutants_of_raft_fall_in_the_fewest_steps(mutant: str, violated: str, steps: int) -> None:
    specification = load(f"mutants/{mutant}.tla", f"mutants/{mutant}.cfg")
    result = bound(specification, depth=steps + 1)
    assert (result.verdict, result.depth) == (Verdict.VIOLATED, steps), result.reason
    assert result.violation is not None and result.violation.name == violated


def test_a_second_vote_in_a_term_is_seen_in_the_messages() -> None:
    specification = load("mutants/P05_VoteNotDurable.tla", "mutants/P05_VoteNotDurable.cfg")
    result = bound(specification, depth=6, properties=["OneVoteATerm"])
    assert (result.verdict, result.depth) == (Verdict.VIOLATED, 5), result.reason


@pytest.mark.parametrize(("config", "depth"), [("commit", 5), ("log_repair", 6)])
def test_raft_holds(config: str, depth: int) -> None:
    result: BoundResult = bound(load("MCRaft.tla", f"MCRaft_{config}.cfg"), depth=depth)
    assert (result.verdict, result.depth) == (Verdict.HOLDS, depth), result.reason
