"""Random runs in C are those in Python: the same states step by step, and the same counts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.tlakit.explore import bag_parts
from tests.tlakit.explore.bag_parts import CHANGING
from tests.tlakit.explore.kernels import BUILT, KERNELS
from tests.tlakit.explore.random_specs import Writer
from tests.tlakit.explore.test_by_action import BAG, CROWD, NESTED, RETURN

from tlakit.explore import KernelChoice, Unsuited, random_walk, simulate
from tlakit.explore.fast import fast_runner, runner
from tlakit.explore.python_runner import PythonRunner
from tlakit.explore.runner import Runner
from tlakit.explore.slots import Vector
from tlakit.language import load_module
from tlakit.semantics import CheckResult, EvaluationError, Specification, load_config, parse_config
from tlakit.semantics.behaviour import Trace, Violation

Make = Callable[..., Specification]
Shown = list[tuple[str, str]]

pytestmark = pytest.mark.skipif(not BUILT, reason="the fast kernel is not built")

SPECS = Path(__file__).parent / "specs"
ROOT = Path(__file__).parents[3] / "spec"
SEEDS = tuple(range(24))
BAG_SEEDS = tuple(range(100, 106))


def shown(trace: Trace) -> Shown:
    """The steps of a run: the action with its arguments, and the state that it leads to."""
    return [
        (
            "" if step.label is None else step.label.text,
            " ".join(value.text for value in step.state.values()),
        )
        for step in trace.steps
    ]


def noting(made: type[Runner], runs: dict[int, Shown]) -> type[Runner]:
    """The same runner; it notes what each run was, by number."""

    class Noting(made):  # type: ignore[misc, valid-type]
        def __init__(self, *arguments: Any) -> None:
            *others, pause = arguments

            def note() -> None:
                runs[self.number] = shown(self.trace())
                pause()

            super().__init__(*others, note)

        def make(self, initial: list[Vector]) -> Violation | None:
            violation = super().make(initial)
            runs[self.number] = shown(self.trace())
            return violation  # type: ignore[no-any-return]

    return Noting


@contextmanager
def noted(kernel: KernelChoice) -> Iterator[dict[int, Shown]]:
    """All runs by number, as they are made one by one."""
    runs: dict[int, Shown] = {}
    module: Any = sys.modules["tlakit.explore.simulate"]
    with pytest.MonkeyPatch.context() as patch:
        if kernel == "python":
            patch.setattr(module, "PythonRunner", noting(PythonRunner, runs))
        else:
            fast = noting(fast_runner(), runs)
            patch.setattr(runner, "RUNS_AT_ONCE", 1)
            patch.setattr(module, "fast_runner", lambda: fast)
        yield runs


def counts(result: CheckResult) -> list[Any]:
    """All that a simulation counts."""
    assert result.report is not None
    violation = result.violation and (result.violation.name, result.violation.kind)
    figures = [result.verdict, violation, result.generated, result.distinct, result.depth]
    return [*figures, result.runs, result.report.actions]


def said(
    specification: Specification, kernel: KernelChoice, **options: Any
) -> tuple[dict[int, Shown], list[Any]]:
    """The runs, and what is counted of them or how they fail."""
    with noted(kernel) as runs:
        try:
            result = simulate(specification, kernel=kernel, **options)
        except EvaluationError as error:
            assert error.trace is not None
            return runs, [shown(error.trace)]
    assert result.kernel == kernel
    if result.violation is not None:
        return runs, [*counts(result), shown(result.violation.trace)]
    return runs, counts(result)


def assert_same(specification: Callable[[], Specification], **options: Any) -> int:
    """How many steps the runs had, which were the same in both languages."""
    runs, counted = said(specification(), "python", **options)
    found, again = said(specification(), "fast", **options)
    assert found == runs
    assert again == counted
    return sum(len(path) - 1 for path in runs.values() if path)


@pytest.mark.parametrize("seed", SEEDS)
def test_runs_of_random_specs(make: Make, seed: int) -> None:
    body, config = Writer(seed).spec()
    assert_same_of(make(body, config), config, seed)


@pytest.mark.parametrize("seed", BAG_SEEDS)
def test_runs_of_random_specs_with_bags(make: Make, seed: int) -> None:
    body, config = Writer(seed, about=CHANGING[seed % 2], head=bag_parts.HEAD).spec()
    assert_same_of(make(body, config), config, seed)


def assert_same_of(specification: Specification, config: str, seed: int) -> None:
    """That both make the same runs of a random spec; some of its actions are rare, often or never made."""
    weights = [{}, {"A1": 0.3, "A2": 4}, {"A3": 0}][seed % 3]

    def again() -> Specification:
        return Specification(specification.module, parse_config(config, "M.cfg"))

    assert_same(again, seed=seed, runs=40, depth=12, weights=weights)


@pytest.mark.parametrize("config", sorted(SPECS.glob("*.cfg")), ids=lambda path: path.stem)
def test_runs_of_known_specs(config: Path) -> None:
    module = load_module(SPECS / f"{config.stem.partition('_')[0]}.tla")
    assert_same(lambda: Specification(module, load_config(config)), seed=3, runs=30, depth=25)


@pytest.mark.parametrize("name", ["MCRaft_small", "MCRaft_large"])
def test_runs_of_raft(name: str) -> None:
    module = load_module(ROOT / "MCRaft.tla")
    config = ROOT / f"{name}.cfg"
    weights = {"Restart": 0.25}
    steps = assert_same(
        lambda: Specification(module, load_config(config)),
        seed=4,
        runs=60,
        depth=60,
        weights=weights,
    )
    assert steps > 500


@pytest.mark.parametrize("seed", [0, -1, 2**32 - 1, -(2**64), 2**100 + 7])
@pytest.mark.parametrize("first", [0, 2**32 - 2, 2**40])
def test_any_seed_and_number(make: Make, seed: int, first: int) -> None:
    assert_same(lambda: make(CROWD), seed=seed, first_run=first, runs=3, depth=9)


@pytest.mark.parametrize("seed", [0, 1])
def test_runs_whose_numbers_are_of_different_lengths(make: Make, seed: int) -> None:
    """They are asked for together."""
    results = [
        simulate(make(CROWD), seed=seed, first_run=2**32 - 5, runs=9, depth=9, kernel=kernel)
        for kernel in KERNELS
    ]
    one, two = map(counts, results)
    assert one == two


@pytest.mark.parametrize("body", [CROWD, RETURN, BAG, NESTED])
def test_runs_that_take_many_random_numbers(make: Make, body: str) -> None:
    config = "INIT Init NEXT Next CHECK_DEADLOCK FALSE"
    assert_same(lambda: make(body, config), seed=2, runs=2, depth=900, weights={"Turn": 0.5})


@pytest.mark.parametrize("body", [CROWD, RETURN])
def test_what_is_forgotten_makes_no_difference(
    make: Make, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    """Also where that is in the middle of a run, of which the counterexample is whole."""
    monkeypatch.setattr(random_walk, "MOST_LEARNED", 5)
    monkeypatch.setattr(random_walk, "MOST_MET", 30)
    monkeypatch.setattr(runner, "PAUSE_EVERY_STEPS", 7)
    late = f"{body}\nNotYet == Cardinality(here) # 1 \\/ x # 2\n"
    config = "INIT Init NEXT Next INVARIANT NotYet"
    assert assert_same(lambda: make(late, config), seed=6, runs=9, depth=100) > 10


FAR = """
VARIABLES x, y
Init == x = 0 /\\ y = 0
Turn == x' = (x + 1) % 5 /\\ UNCHANGED y
Note == y' = 1 - y /\\ UNCHANGED x
Next == Turn \\/ Note
Low == [][x # 3 \\/ x' # x]_<<x, y>>
"""


@pytest.mark.parametrize("seed", [4, 6])
def test_what_may_be_wrong_is_learned_from_a_start(make: Make, seed: int) -> None:
    """Steps from where `x` is 3 begin with a run of their own, when their effects are well known."""
    body = FAR.replace("x = 0", "x \\in {0, 3}").replace("x + 1", "2 - x")
    config = "INIT Init NEXT Next PROPERTY Low"
    assert_same(lambda: make(body, config), seed=seed, runs=20, depth=4)


@pytest.mark.parametrize("seed", range(2))
def test_what_may_be_wrong_in_known_states_is_not_forgotten(
    make: Make, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Staying where `x` is 3 is against the property: from then on each step is asked, in any state."""

    def forget_at_zero(made: runner.FastRunner) -> None:
        if made.trace().steps[-1].state["x"].text == "0":
            made._forget()

    monkeypatch.setattr(runner.FastRunner, "_pause", forget_at_zero)
    monkeypatch.setattr(runner, "PAUSE_EVERY_STEPS", 1)
    config = "INIT Init NEXT Next PROPERTY Low"
    weights = {"Note": 0.02}
    assert_same(lambda: make(FAR, config), seed=seed, runs=3, depth=400, weights=weights)


STARTS = """
VARIABLES x, y
Init == x \\in 0..9 /\\ y = 0
Next == x' = (x * 7 + y + 1) % 10 /\\ y' \\in {y, 1 - y}
Small == x < 4
Never == x > 20
Sure == x # 7
Sum == x + y # 8
Typo == x < 7 \\/ x = {}
Still == [][x' # 9]_x
"""


@pytest.mark.parametrize(
    "more",
    ["", "CONSTRAINT Small", "CONSTRAINT Never", "INVARIANT Sure", "CONSTRAINT Small INVARIANT Sum"]
    + ["INVARIANT Typo", "INVARIANTS Sure Typo", "CONSTRAINT Typo", "PROPERTY Still"],
)
@pytest.mark.parametrize("seed", range(3))
def test_many_initial_states(make: Make, more: str, seed: int) -> None:
    assert_same(lambda: make(STARTS, f"INIT Init NEXT Next {more}"), seed=seed, runs=20, depth=5)


PAIRS = """
VARIABLES here, there
Init == here = {1} /\\ there = {2, 3}
Swap(k, l) == here' = (here \\ {k}) \\cup {l} /\\ there' = (there \\ {l}) \\cup {k}
Next == \\E k \\in here : \\E l \\in there : Swap(k, l)
"""

RING = """
VARIABLE x
Init == x = 0
Next == \\E k \\in 1..4 : x' = (x + k) % 5
On == x' > x \\/ x = 4
"""


def test_a_step_is_not_made_that_leads_to_a_known_state_against_the_constraint(make: Make) -> None:
    config = "INIT Init NEXT Next ACTION_CONSTRAINT On"
    assert_same(lambda: make(RING, config), seed=1, runs=5, depth=60)


LEVEL = """
LOCAL INSTANCE TLC
VARIABLE x
Init == x = 0
Next == x' = 1 - x
Short == TLCGet("level") < 5
"""


def test_what_depends_on_the_run_is_left_to_python(make: Make) -> None:
    for config in ("INVARIANT Short", "CONSTRAINT Short"):
        options = {"seed": 1, "runs": 3, "depth": 9}
        specification = make(LEVEL, f"INIT Init NEXT Next {config}")
        with pytest.raises(Unsuited, match="depends on the run"):
            simulate(specification, kernel="fast", **options)  # type: ignore[arg-type]
        assert simulate(specification, **options).kernel == "python"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "options"),
    [(PAIRS, {}), (CROWD, {"choose": "uniform"}), (CROWD, {"guide": "changes"})],
)
def test_what_the_fast_kernel_does_not_do(make: Make, body: str, options: dict[str, Any]) -> None:
    with pytest.raises(Unsuited):
        simulate(make(body), seed=1, runs=1, depth=9, kernel="fast", **options)
    assert simulate(make(body), seed=1, runs=1, depth=9, **options).kernel == "python"
