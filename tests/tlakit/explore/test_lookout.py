"""Which runs reach what must be reached: what plain evaluation finds in the states of each run."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from tests.tlakit.explore.kernels import BUILT, KERNELS
from tests.tlakit.explore.random_specs import Writer
from tests.tlakit.explore.test_runners import shown
from tests.tlakit.explore.test_sometimes import CONFIG, DEFINED, GOALS, SPEC, seeking

from tlakit.explore import KernelChoice, Unsuited, random_walk, simulate
from tlakit.explore.fast import fast_runner, runner
from tlakit.explore.lookout import Lookout
from tlakit.explore.python_runner import PythonRunner
from tlakit.language import ir
from tlakit.semantics import EvaluationError, Specification, Verdict
from tlakit.semantics.behaviour import CheckResult, Trace
from tlakit.semantics.random_runs import Reached
from tlakit.semantics.values import TRUE

Make = Callable[..., Specification]


@pytest.fixture
def traces(monkeypatch: pytest.MonkeyPatch) -> dict[int, Trace]:
    """The runs of a simulation by number, as they are made one by one."""
    made: dict[int, Trace] = {}
    module: Any = sys.modules["tlakit.explore.simulate"]

    def noting(base: Any) -> Any:
        class Noting(base):  # type: ignore[misc]
            def __init__(self, *arguments: Any) -> None:
                *others, pause = arguments

                def note() -> None:
                    made[self.number] = self.trace()
                    pause()

                super().__init__(*others, note)

        return Noting

    monkeypatch.setattr(module, "PythonRunner", noting(PythonRunner))
    if BUILT:
        fast = noting(fast_runner())
        monkeypatch.setattr(module, "fast_runner", lambda: fast)
        monkeypatch.setattr(runner, "RUNS_AT_ONCE", 1)
    return made


def plainly(
    specification: Specification, runs: dict[int, Trace], first: int
) -> tuple[Reached, ...]:
    """What the states and steps of these runs satisfy, from number `first` on."""
    found = []
    for item in specification.sometimes:
        steps = {
            number: at
            for number, trace in sorted(runs.items())
            if number >= first and (at := _where(specification, item, trace)) is not None
        }
        number, at = next(iter(steps.items()), (None, None))
        found.append(Reached(item.name, len(steps), number, at))
    return tuple(found)


def _where(specification: Specification, item: Any, trace: Trace) -> int | None:
    """After how many steps of a run a predicate is satisfied first."""
    states = [step.state for step in trace.steps]
    asked: list[tuple[int, Any, Any]] = [
        (number, state, None) for number, state in enumerate(states)
    ]
    if item.expression.level is ir.Level.ACTION:
        asked = [(number, *both) for number, both in enumerate(pairwise(states), start=1)]
    satisfied = (
        number
        for number, state, following in asked
        if specification.evaluate(item.expression, state, following) is TRUE
    )
    return next(satisfied, None)


@pytest.mark.parametrize("kernel", KERNELS)
def test_each_run_reaches_what_its_states_and_steps_satisfy(
    make: Make, traces: dict[int, Trace], kernel: KernelChoice
) -> None:
    specification = seeking(make(SPEC + DEFINED, CONFIG), [*GOALS])
    result = simulate(specification, seed=1, runs=60, first_run=4, depth=14, kernel=kernel)
    assert result.runs is not None
    assert result.runs.sometimes == plainly(specification, traces, 4)
    assert len(traces) == 60
    counts = [one.runs for one in result.runs.sometimes]
    assert 0 in counts and 60 in counts and any(0 < count < 60 for count in counts)


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("seed", range(48, 56))
def test_random_goals_of_random_specs(
    make: Make, traces: dict[int, Trace], kernel: KernelChoice, seed: int
) -> None:
    body, full = Writer(seed).spec()
    config = full[: full.index(" CONSTRAINT Bound")] + " CONSTRAINT Bound CHECK_DEADLOCK FALSE"
    body += "\nNotInv == ~Inv\nNotEach == ~Each\nNotPairs == ~Pairs\nNotSlow == ~Slow\n"
    specification = seeking(
        make(body, config), ["NotInv", "NotEach", "NotPairs", "Slow", "NotSlow"]
    )
    try:
        result = simulate(specification, seed=seed, runs=30, depth=20, kernel=kernel)
    except EvaluationError:
        pytest.skip("an evaluation fails")
    assert result.runs is not None
    assert result.runs.sometimes == plainly(specification, traces, 0)


@pytest.mark.parametrize("kernel", KERNELS)
def test_what_is_forgotten_in_the_middle_of_a_run_makes_no_difference(
    make: Make, traces: dict[int, Trace], monkeypatch: pytest.MonkeyPatch, kernel: KernelChoice
) -> None:
    monkeypatch.setattr(random_walk, "MOST_LEARNED", 5)
    monkeypatch.setattr(random_walk, "PAUSE_EVERY_STEPS", 3)
    monkeypatch.setattr(runner, "PAUSE_EVERY_STEPS", 3)
    specification = seeking(make(SPEC + DEFINED, CONFIG), [*GOALS])
    result = simulate(specification, seed=3, runs=20, depth=40, kernel=kernel)
    assert result.runs is not None
    assert result.runs.sometimes == plainly(specification, traces, 0)


def test_runs_that_only_teach_the_guide_do_not_count(make: Make, traces: dict[int, Trace]) -> None:
    specification = seeking(make(SPEC + DEFINED, CONFIG), ["Initially", "Falls", "Beyond"])
    result = simulate(specification, seed=1, runs=3, first_run=6, depth=12, guide="changes")
    assert result.runs is not None
    assert len(traces) == 9
    assert result.runs.sometimes == plainly(specification, traces, 6)
    assert result.runs.sometimes[0] == Reached("Initially", 3, 6, 0)


@pytest.mark.parametrize("kernel", KERNELS)
def test_it_changes_no_run_and_no_verdict(make: Make, kernel: KernelChoice) -> None:
    plain = make(SPEC + DEFINED, CONFIG)
    options: dict[str, Any] = {"seed": 5, "runs": 40, "depth": 9, "kernel": kernel}
    without, result = simulate(plain, **options), simulate(seeking(plain, [*GOALS]), **options)
    assert without.runs is not None and result.runs is not None and without.runs.sometimes == ()
    assert result.verdict is Verdict.UNKNOWN and result.violation is None
    assert _figures(result) == _figures(without)
    assert (result.runs.runs, result.runs.steps) == (without.runs.runs, without.runs.steps)


def _figures(result: CheckResult) -> list[Any]:
    assert result.report is not None
    return [result.generated, result.distinct, result.depth, result.report.actions]


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_step_beyond_the_constraint_reaches_nothing_and_a_violation_keeps_the_rest(
    make: Make, kernel: KernelChoice
) -> None:
    specification = make(SPEC + DEFINED + "\nSound == turn = 0", f"{CONFIG} INVARIANT Sound")
    result = simulate(
        seeking(specification, ["Beyond", "Somewhere"]), seed=1, runs=90, depth=60, kernel=kernel
    )
    assert result.violation is not None and result.runs is not None
    beyond, somewhere = result.runs.sometimes
    assert beyond == Reached("Beyond", 0, None, None)
    assert (somewhere.runs, somewhere.first) == (result.runs.runs, 0)


@pytest.mark.parametrize("kernel", KERNELS)
def test_one_that_fails_shows_where(make: Make, kernel: KernelChoice) -> None:
    body = SPEC + "\nTypo == \\E p \\in P : Far(p) /\\ turn = {}"
    specification = seeking(make(body, CONFIG), ["Typo"])
    with pytest.raises(EvaluationError) as caught:
        simulate(specification, seed=1, runs=9, depth=12, kernel=kernel)
    assert caught.value.trace is not None
    last = shown(caught.value.trace)[-1]
    assert last[0].startswith("Move") and "3" in last[1]


def test_what_depends_on_the_run_is_left_to_python(make: Make) -> None:
    body = SPEC + 'LOCAL INSTANCE TLC\nDeep == TLCGet("level") = 5\nDeepStep == Deep /\\ at\' # at'
    specification = seeking(make(body, CONFIG), ["Deep", "DeepStep"])
    if BUILT:
        with pytest.raises(Unsuited, match="depends on the run"):
            simulate(specification, seed=1, runs=2, depth=9, kernel="fast")
    again = Specification(specification.module, specification.config)
    result = simulate(again, seed=1, runs=2, depth=9)
    assert result.kernel == "python" and result.runs is not None
    assert [one.steps for one in result.runs.sometimes] == [4, 5]


TOGGLE = "LOCAL INSTANCE TLC\nVARIABLE x\nInit == x = 0\nNext == x' = 1 - x\n"


def test_a_step_that_satisfies_nothing_is_not_asked_again(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    for name in ("look_at_start", "look_at_step"):
        look = getattr(Lookout, name)

        def noted(
            self: Lookout, *arguments: Any, look: Callable[..., bool] = look, name: str = name
        ) -> bool:
            asked.append(name)
            return look(self, *arguments)

        monkeypatch.setattr(Lookout, name, noted)
    body = TOGGLE + "Beyond == x = 2\nJumps == x' > x + 1\n"
    specification = seeking(make(body, "INIT Init NEXT Next"), ["Beyond", "Jumps"])
    result = simulate(specification, seed=0, runs=20, depth=10, kernel="python")
    assert result.runs is not None and result.runs.steps == 180
    assert result.runs.sometimes == (
        Reached("Beyond", 0, None, None),
        Reached("Jumps", 0, None, None),
    )
    assert asked.count("look_at_start") == 1
    assert asked.count("look_at_step") <= 4


def test_a_step_is_asked_again_where_the_answer_depends_on_the_run(make: Make) -> None:
    body = TOGGLE + 'Late == TLCGet("level") = 6\nLater == x\' = 0 /\\ TLCGet("level") = 6\n'
    body += 'Again == TLCGet("level") = 1 /\\ TLCGet("diameter") > 1\n'
    specification = seeking(make(body, "INIT Init NEXT Next"), ["Late", "Later", "Again"])
    result = simulate(specification, seed=0, runs=7, depth=10, kernel="python")
    assert result.runs is not None
    assert result.runs.sometimes == (
        Reached("Late", 7, 0, 5),
        Reached("Later", 7, 0, 6),
        Reached("Again", 6, 1, 0),
    )


@pytest.mark.parametrize(("goal", "steps"), [("x = 1", 1), ("x' < x", 2)])
def test_each_run_is_asked_for_what_others_reached(make: Make, goal: str, steps: int) -> None:
    specification = seeking(make(TOGGLE + f"Goal == {goal}\n", "INIT Init NEXT Next"), ["Goal"])
    result = simulate(specification, seed=0, runs=9, depth=10, kernel="python")
    assert result.runs is not None
    assert result.runs.sometimes == (Reached("Goal", 9, 0, steps),)
