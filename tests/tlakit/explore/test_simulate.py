"""Random runs: repeatable by seed and number, and able to find what is there to be found."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from math import sqrt
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.tlakit.explore.kernels import KERNELS

from tlakit.explore import KernelChoice, explore, random_walk, simulate, strategy
from tlakit.explore.among_all import AmongAll
from tlakit.explore.by_action import ActionFirst
from tlakit.explore.choosing import Choice, chooser_of
from tlakit.explore.conclude import run_of
from tlakit.explore.effects import Effect
from tlakit.explore.guidance import Guide
from tlakit.explore.kernel import Progress
from tlakit.explore.random_walk import RandomWalk
from tlakit.explore.slots import Layout, Vector, with_fitting_layout
from tlakit.explore.strategy import Check, Strategy
from tlakit.explore.transitions import Transitions
from tlakit.language import load_module
from tlakit.semantics import EvaluationError, Specification, Verdict, load_config
from tlakit.semantics.behaviour import CheckResult
from tlakit.semantics.runtime import running

Make = Callable[..., Specification]

SPEC = Path(__file__).parents[3] / "spec"

WALK = """
VARIABLE x
Init == x = 0
Left == x' = x - 1
Right == x' = x + 1
Next == Left \\/ Right
Near == x \\in -3..3
Safe == x # 3
"""


def text_of(result: CheckResult) -> list[str]:
    """The actions of a counterexample, with their arguments."""
    assert result.violation is not None
    return [step.label.text for step in result.violation.trace.steps if step.label is not None]


def test_a_violation_is_found_and_repeated_by_its_number(make: Make) -> None:
    config = "INIT Init NEXT Next INVARIANT Safe"
    first = simulate(make(WALK, config), seed=7, runs=50, depth=30)
    assert first.verdict is Verdict.VIOLATED
    assert first.violation is not None
    assert first.violation.trace.steps[-1].state["x"].text == "3"
    assert first.runs is not None and first.runs.violated is not None
    number = first.runs.violated
    assert first.reason == f"run {number}"
    again = simulate(make(WALK, config), seed=7, runs=1, depth=30, first_run=number)
    assert again.violation is not None
    assert again.violation.trace == first.violation.trace


def test_runs_without_a_violation_prove_nothing(make: Make) -> None:
    result = simulate(make(WALK), seed=1, runs=5, depth=4)
    assert result.verdict is Verdict.UNKNOWN
    assert result.depth == 4
    assert "prove nothing" in result.reason
    assert result.runs is not None
    assert (result.runs.runs, result.runs.steps, result.runs.stuck) == (5, 15, 0)


def test_a_run_stays_within_the_constraint(make: Make) -> None:
    result = simulate(make(WALK, "INIT Init NEXT Next CONSTRAINT Near"), seed=1, runs=20, depth=50)
    assert result.verdict is Verdict.UNKNOWN
    assert result.depth == 50
    assert result.distinct == 7


def test_a_state_beyond_the_constraint_is_checked(make: Make) -> None:
    body = WALK + "Below == x < 4\nHere == x < 5\n"
    config = "INIT Init NEXT Next CONSTRAINT Near INVARIANT "
    assert simulate(make(body, config + "Below"), seed=1, runs=9, depth=50).violation is not None
    assert simulate(make(body, config + "Here"), seed=1, runs=9, depth=50).violation is None


def test_a_step_against_an_action_constraint_is_checked_and_not_made(make: Make) -> None:
    body = WALK + "Up == x' > x\nSmall == x < 9\nRises == [][x' > x]_x\n"
    config = "INIT Init NEXT Next ACTION_CONSTRAINT Up "
    result = simulate(make(body, config), seed=1, runs=3, depth=9)
    assert (result.distinct, result.depth) == (9, 9)
    result = simulate(make(body, config + "INVARIANT Small"), seed=1, runs=3, depth=20)
    assert result.violation is not None and len(text_of(result)) == 9
    result = simulate(make(body, config + "PROPERTY Rises"), seed=1, runs=3, depth=20)
    assert result.violation is not None and text_of(result)[-1] == "Left"


def test_an_initial_state_beyond_the_constraint_is_given_up(make: Make) -> None:
    body = WALK.replace("x = 0", "x \\in -9..9")
    result = simulate(make(body, "INIT Init NEXT Next CONSTRAINT Near"), seed=1, runs=60, depth=1)
    assert (result.distinct, result.depth) == (7, 1)
    body = WALK.replace("x = 0", "x = 9")
    result = simulate(make(body, "INIT Init NEXT Next CONSTRAINT Near"), seed=1, runs=2, depth=5)
    assert (result.verdict, result.distinct, result.depth) == (Verdict.UNKNOWN, 0, 0)


def test_a_deadlock_is_found(make: Make) -> None:
    body = "VARIABLE x\nInit == x = 0\nNext == x < 2 /\\ x' = x + 1"
    result = simulate(make(body), seed=1, runs=1, depth=9)
    assert result.violation is not None
    assert result.violation.kind == "deadlock"
    allowed = "INIT Init NEXT Next CHECK_DEADLOCK FALSE"
    result = simulate(make(body, allowed), seed=1, runs=4, depth=9)
    assert result.runs is not None
    assert (result.runs.stuck, result.runs.steps) == (4, 8)


COUNTED = """
VARIABLES x, y
Init == x = 0 /\\ y = 0
Up(k) == x + k <= 3 /\\ x' = x + k /\\ UNCHANGED y
Rest == x = 3 /\\ UNCHANGED <<x, y>>
Never == x > 3 /\\ x' = 0 /\\ UNCHANGED y
Next == (\\E k \\in 1..2 : Up(k)) \\/ Rest \\/ Never
"""


def test_actions_are_counted(make: Make) -> None:
    """`Up` may be made in two ways at 0 and 1, in one at 2; resting at 3 is no step of a run."""
    result = simulate(make(COUNTED), seed=3, runs=40, depth=9, choose="uniform")
    assert result.report is not None and result.runs is not None
    counts = {one.name: (one.enabled, one.taken, one.new) for one in result.report.actions}
    assert counts["Rest"] == (40, 0, 0)
    assert counts["Never"] == (0, 0, 0)
    enabled, taken, new = counts["Up"]
    assert new == 3 and taken == result.runs.steps
    at_two = 2 * taken - enabled
    assert 0 < at_two < 40 and result.generated == enabled + 40
    assert result.runs.stuck == 40


def test_the_largest_number_of_distinct_states(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was learned is dropped at the same time, and then learned again."""
    monkeypatch.setattr(random_walk, "MOST_MET", 5)
    monkeypatch.setattr(random_walk, "MOST_LEARNED", 1)
    result = simulate(make(WALK), seed=1, runs=3, depth=40)
    assert result.runs is not None
    assert (result.distinct, result.runs.complete, result.runs.steps) == (5, False, 117)


@pytest.mark.parametrize("choose", ["uniform", "action"])
def test_counts_do_not_depend_on_what_is_kept_at_hand(
    make: Make, monkeypatch: pytest.MonkeyPatch, choose: Choice
) -> None:
    config = "INIT Init NEXT Next CONSTRAINT Near"

    def counted() -> list[object]:
        result = simulate(
            make(WALK, config), seed=1, runs=9, depth=40, choose=choose, kernel="python"
        )
        assert result.report is not None
        return [result.generated, result.distinct, result.runs, result.report.actions]

    kept = counted()
    monkeypatch.setattr(random_walk, "MOST_OUTSIDE", 1)
    monkeypatch.setattr(strategy, "MOST_VISITED", 1)
    assert counted() == kept


@pytest.fixture(scope="module")
def raft() -> Callable[[], Specification]:
    """The same without a mistake."""
    module = load_module(SPEC / "MCRaft.tla")
    config = load_config(SPEC / "MCRaft_small.cfg")
    return lambda: Specification(module, config)


@pytest.mark.parametrize(
    ("choose", "guide"), [("uniform", None), ("action", None), ("uniform", "changes")]
)
def test_a_run_alone_is_what_it_was_among_others(
    raft: Callable[[], Specification],
    monkeypatch: pytest.MonkeyPatch,
    choose: Choice,
    guide: Guide | None,
) -> None:
    """In Raft what was met before decides how states are stored, and where successors come from."""
    paths: list[list[str]] = []

    def count(walk: random_walk.RandomWalk, path: list[Effect]) -> None:
        paths.append([effect.label.text for effect in path])

    monkeypatch.setattr(random_walk.RandomWalk, "_count", count)
    for first, runs in ((0, 60), (59, 1)):
        steered = {"choose": choose, "guide": guide, "kernel": "python"}
        simulate(raft(), seed=5, runs=runs, depth=30, first_run=first, **steered)  # type: ignore[arg-type]
    assert paths[-1] == paths[59] and len(paths[-1]) > 3
    assert paths[-1] != paths[58]


ORDER = """
import sys
from pathlib import Path
from tlakit.explore import simulate
from tlakit.language import load_module
from tlakit.semantics import Specification, load_config
spec = Path(sys.argv[1])
module = load_module(spec / "MCRaft.tla")
for guide in (None, "changes"):
    model = Specification(module, load_config(spec / "MCRaft_small.cfg"))
    result = simulate(model, seed=2, runs=25, depth=30, guide=guide)
    counts = [(one.name, one.enabled, one.taken) for one in result.report.actions]
    print(result.generated, result.distinct, result.runs, counts)
"""


def test_every_process_makes_the_same_runs() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", ORDER, str(SPEC)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "77")
    }
    assert len(said) == 1


def test_an_error_has_the_trace_and_a_violation_comes_first(make: Make) -> None:
    body = WALK + 'Typo == x < 2 \\/ x = "a"\nOver == x < 2 \n'
    with pytest.raises(EvaluationError) as caught:
        simulate(make(body, "INIT Init NEXT Next INVARIANT Typo"), seed=1, runs=50, depth=30)
    assert caught.value.trace is not None
    assert caught.value.trace.steps[-1].state["x"].text == "2"
    result = simulate(
        make(body, "INIT Init NEXT Next INVARIANTS Over Typo"), seed=1, runs=50, depth=30
    )
    assert result.violation is not None and result.violation.name == "Over"


@pytest.mark.parametrize("kernel", KERNELS)
def test_ctrl_c_gives_what_was_covered(
    make: Make, monkeypatch: pytest.MonkeyPatch, kernel: KernelChoice
) -> None:
    def interrupt(seen: Progress) -> None:
        raise KeyboardInterrupt

    module = sys.modules["tlakit.explore.simulate"]
    monkeypatch.setattr(module, "REPORT_EVERY_SECONDS", 0)
    options = {"on_progress": interrupt, "max_seconds": 60, "kernel": kernel}
    result = simulate(make(WALK), seed=1, runs=10**9, depth=50, **options)  # type: ignore[arg-type]
    assert result.verdict is Verdict.UNKNOWN
    assert result.reason.startswith("interrupted in run ")
    assert result.runs is not None and result.runs.steps > 0 and result.distinct > 0


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_limit_of_time_ends_also_one_long_run(make: Make, kernel: KernelChoice) -> None:
    result = simulate(make(WALK), seed=1, runs=1, depth=10**9, max_seconds=0.01, kernel=kernel)
    assert result.reason == "stopped after 0.01 seconds, in run 0"
    assert result.runs is not None and result.runs.steps > 0


def test_what_depends_on_the_run_is_asked_anew(make: Make) -> None:
    """The level is part of a guard and of an invariant: neither may be remembered by the state."""
    body = """
    VARIABLE x
    Init == x = 0
    Next == TLCGet("level") < 6 /\\ x' = 1 - x
    Short == TLCGet("level") < 5
    """.replace("    ", "")
    module = "TLC\n" + body
    loose = "INIT Init NEXT Next CHECK_DEADLOCK FALSE "
    result = simulate(make(_extending(module), loose), seed=1, runs=2, depth=20)
    assert (result.depth, result.distinct) == (6, 2)
    result = simulate(make(_extending(module), loose + "INVARIANT Short"), seed=1, runs=2, depth=9)
    assert result.violation is not None and len(result.violation.trace.steps) == 5
    always = _extending(module.replace('TLCGet("level") < 6', "TRUE"))
    for property in ("INVARIANT Short", "CONSTRAINT Short"):
        result = simulate(make(always, loose + property), seed=1, runs=2, depth=9)
        assert (result.depth, result.distinct) == (5 if "INV" in property else 4, 2)


def _extending(text: str) -> str:
    """The first line names a module: an instance of it, since the header is the fixture's."""
    name, _, body = text.partition("\n")
    return f"LOCAL INSTANCE {name}\n{body}"


def test_simulation_finds_what_the_search_finds(make: Make) -> None:
    config = "INIT Init NEXT Next CONSTRAINT Near INVARIANT Safe"
    shortest = explore(make(WALK, config)).violation
    found = simulate(make(WALK, config), seed=1, runs=50, depth=30).violation
    assert shortest is not None and found is not None
    assert found.name == shortest.name
    assert len(found.trace.steps) >= len(shortest.trace.steps)


def test_where_the_action_comes_first_only_what_was_looked_at_counts(make: Make) -> None:
    result = simulate(make(COUNTED), seed=3, runs=40, depth=9)
    assert result.report is not None and result.runs is not None
    counts = {one.name: (one.enabled, one.taken, one.new) for one in result.report.actions}
    assert counts["Rest"] == (40, 0, 0) and counts["Never"] == (0, 0, 0)
    enabled, taken, new = counts["Up"]
    assert (enabled, new) == (taken, 3) and taken == result.runs.steps
    assert (result.generated, result.runs.stuck) == (enabled + 40, 40)


def test_choosing_lazily_is_choosing(raft: Callable[[], Specification]) -> None:
    """An action is taken as often where only its instances are looked at as where all steps are."""

    def taken(lazily: bool) -> dict[str, int]:
        specification = raft()

        def visit(layout: Layout, initial: list[Vector]) -> dict[str, int]:
            def plan(transitions: Transitions, check: Check) -> Strategy[Any]:
                if lazily:
                    return ActionFirst(transitions, check, {})
                return AmongAll(transitions, check, chooser_of("action", {}), None)

            walk = RandomWalk(specification, layout, plan, None, lambda: None)
            for number in range(400):
                walk.run(Random(number), initial, 60)
            walk.sum_up()
            return walk.totals.taken

        with running(run_of(specification, "simulate")):
            initial = list(specification.initial_vectors())
            return with_fitting_layout(specification.module, initial, visit)

    one, two = taken(lazily=True), taken(lazily=False)
    for name in ("Timeout", "Receive", "Restart", "WinElection"):
        assert abs(one[name] - two[name]) < 4 * sqrt(one[name] + two[name])
