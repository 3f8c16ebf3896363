"""What must be reached is found by every kernel, in as few steps as its negation is violated."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.tlakit.explore.kernels import KERNELS
from tests.tlakit.explore.random_specs import Writer

from tlakit.explore import Checkpointing, CheckpointProblem, KernelChoice, explore, explore_plainly
from tlakit.explore.parallel import kernel as parallel
from tlakit.explore.sometimes import Alternative, Noting
from tlakit.language import LanguageError, load_module
from tlakit.language.ir import Span
from tlakit.semantics import (
    CheckResult,
    EvaluationError,
    Name,
    Specification,
    Verdict,
    parse_config,
)

Make = Callable[..., Specification]
Search = Callable[[Specification], CheckResult]

SEEDS = tuple(range(48, 54))
NOWHERE = Span("nowhere", 1, 1, 1, 1)

SPEC = """
CONSTANT P
VARIABLES at, sent, turn
vars == <<at, sent, turn>>
Init == at = [p \\in P |-> 0] /\\ sent = {} /\\ turn = 0
Move(p) == /\\ at[p] < 4
           /\\ at' = [at EXCEPT ![p] = @ + 1]
           /\\ sent' = sent \\cup {<<p, at[p] % 2>>}
           /\\ UNCHANGED turn
Turn(p) == at[p] = 4 /\\ at' = [at EXCEPT ![p] = 0] /\\ turn' = 1 - turn /\\ UNCHANGED sent
Stay == UNCHANGED vars
Next == (\\E p \\in P : Move(p) \\/ Turn(p)) \\/ Stay
Few == Cardinality(sent) < 4
Far(p) == at[p] = 3
"""
GOALS = {
    "Initially": "turn = 0",
    "Somewhere": "\\E p \\in P : Far(p)",
    "Everywhere": "\\A p \\in P : Far(p)",
    "Either": "Cardinality(sent) = 3 \\/ \\E p \\in P : at[p] = 2 /\\ sent # {}",
    "Within": "LET n == Cardinality(sent) IN n = 2 /\\ turn = 1",
    "Beyond": "Cardinality(sent) = 4",
    "Nowhere": "\\E p \\in P : at[p] = 5 \\/ (at[p] = 1 /\\ <<p, 0>> \\notin sent /\\ turn = 0)",
    "Falls": "\\E p \\in P : at'[p] < at[p]",
    "FallsBack": "\\E p \\in P : Far(p) /\\ at'[p] < at[p]",
    "Turns": "turn' # turn /\\ \\E p \\in P : Far(p)",
    "Any": "turn' = turn",
    "AtOnce": "\\E p, q \\in P : p # q /\\ at'[p] # at[p] /\\ at'[q] # at[q]",
    "Stays": "turn = turn' /\\ at = at' /\\ sent = sent'",
    "Leaves": "sent' # sent /\\ Cardinality(sent') = 4",
}
UNREACHABLE = {"Everywhere", "Nowhere", "FallsBack", "Turns", "AtOnce", "Stays"}
DEFINED = "\n".join(f"{name} == {goal}" for name, goal in GOALS.items())
CONFIG = "INIT Init NEXT Next CONSTANT P = {p1, p2} CONSTRAINT Few CHECK_DEADLOCK FALSE"


def seeking(specification: Specification, names: Sequence[str]) -> Specification:
    """The same model, in which these must be reached."""
    wanted = tuple(Name(name, NOWHERE) for name in names)
    return Specification(specification.module, replace(specification.config, sometimes=wanted))


def steps_of(result: CheckResult) -> dict[str, int | None]:
    return {one.name: one.steps for one in result.sometimes}


def negated(
    search: Search, make: Make, body: str, config: str, name: str, of_steps: bool
) -> int | None:
    """In how many steps the negation is found violated."""
    negation = f"Never == [][~{name}]_vars" if of_steps else f"Never == ~{name}"
    kind = "PROPERTY" if of_steps else "INVARIANT"
    found = search(make(f"{body}\n{negation}", f"{config} {kind} Never"))
    return None if found.violation is None else len(found.violation.trace.steps) - 1


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int | None]:
    folder = tmp_path_factory.mktemp("plainly")

    def make(body: str, config: str) -> Specification:
        path = folder / "M.tla"
        path.write_text(f"---- MODULE M ----\nEXTENDS Integers, FiniteSets\n{body}\n====\n")
        return Specification(load_module(path), parse_config(config, "M.cfg"))

    body = SPEC + DEFINED
    return {
        name: negated(explore_plainly, make, body, CONFIG, name, "'" in goal)
        for name, goal in GOALS.items()
    }


@pytest.mark.parametrize("kernel", KERNELS)
def test_each_goal_is_reached_in_as_few_steps_as_by_plain_evaluation(
    make: Make, expected: dict[str, int | None], kernel: KernelChoice
) -> None:
    specification = make(SPEC + DEFINED, CONFIG)
    alone = explore(specification, kernel=kernel)
    result = explore(seeking(specification, [*GOALS]), kernel=kernel)
    assert steps_of(result) == expected
    assert {name for name, steps in expected.items() if steps is None} == UNREACHABLE
    counts = (alone.generated, alone.distinct, alone.depth)
    assert (result.generated, result.distinct, result.depth) == counts


@pytest.mark.parametrize("kernel", KERNELS)
def test_what_is_never_reached_is_a_violation_that_names_all_of_it(
    make: Make, kernel: KernelChoice
) -> None:
    specification = make(SPEC + DEFINED, CONFIG)
    missed = explore(seeking(specification, ["Falls", "AtOnce", "Nowhere"]), kernel=kernel)
    assert missed.verdict is Verdict.VIOLATED and missed.violation is not None
    assert (missed.violation.name, missed.violation.kind) == ("AtOnce", "sometimes property")
    assert missed.violation.detail == (
        "no reachable step satisfies it; never reached either: Nowhere"
    )
    assert not missed.violation.trace.steps
    reached = explore(seeking(specification, ["Falls", "Beyond"]), kernel=kernel)
    assert reached.verdict is Verdict.HOLDS


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_search_that_was_ended_says_nothing_of_what_it_did_not_reach(
    make: Make, kernel: KernelChoice
) -> None:
    specification = seeking(make(SPEC + DEFINED, CONFIG), ["Somewhere", "Everywhere"])
    result = explore(specification, kernel=kernel, max_depth=5)
    assert result.verdict is Verdict.UNKNOWN
    assert steps_of(result) == {"Somewhere": 3, "Everywhere": None}


@pytest.mark.parametrize("seed", SEEDS)
def test_random_goals_of_random_specs(make: Make, seed: int) -> None:
    body, full = Writer(seed).spec()
    config = full[: full.index(" CONSTRAINT Bound")] + " CONSTRAINT Bound CHECK_DEADLOCK FALSE"
    body += "\nNotInv == ~Inv\nNotEach == ~Each\nNotPairs == ~Pairs\nNotSlow == ~Slow\n"
    goals = {"NotInv": False, "NotEach": False, "NotPairs": False, "Slow": True, "NotSlow": True}
    try:
        wanted = {name: negated(explore, make, body, config, name, goals[name]) for name in goals}
    except EvaluationError:
        pytest.skip("an evaluation fails")
    for kernel in KERNELS:
        found = explore(seeking(make(body, config), [*goals]), kernel=kernel)
        assert steps_of(found) == wanted, f"{kernel}, seed {seed}\n{config}\n{body}"


@pytest.mark.parametrize("kernel", KERNELS)
def test_nothing_is_evaluated_of_a_goal_that_was_reached(
    make: Make, monkeypatch: pytest.MonkeyPatch, kernel: KernelChoice
) -> None:
    asked = []
    satisfied = Alternative.holds

    def counted(self: Noting) -> bool:
        asked.append(self.goal.steps)
        return satisfied(self)

    monkeypatch.setattr(Alternative, "holds", counted)
    explore(seeking(make(SPEC + DEFINED, CONFIG), [*GOALS]), kernel=kernel)
    assert set(asked) == {None}


def test_the_kernel_in_python_asks_for_no_goal_that_was_reached(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    for name in ("holds", "holds_idly"):
        evaluate = getattr(Noting, name)

        def noted(self: Noting, evaluate: Callable[[Noting], bool] = evaluate) -> bool:
            asked.append(self.goal.steps)
            return evaluate(self)

        monkeypatch.setattr(Noting, name, noted)
    explore(seeking(make(SPEC + DEFINED, CONFIG), [*GOALS]), kernel="python")
    assert set(asked) == {None}


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork")
def test_several_workers_reach_the_same(
    make: Make, monkeypatch: pytest.MonkeyPatch, expected: dict[str, int | None]
) -> None:
    monkeypatch.setattr(parallel, "ENOUGH_STATES", 4)
    specification = seeking(make(SPEC + DEFINED, CONFIG), [*GOALS])
    for kernel in KERNELS:
        assert steps_of(explore(specification, kernel=kernel, workers=2)) == expected


@pytest.mark.parametrize("kernel", KERNELS)
def test_what_was_reached_before_a_checkpoint_stays_so(
    make: Make, tmp_path: Path, kernel: KernelChoice, expected: dict[str, int | None]
) -> None:
    specification = seeking(make(SPEC + DEFINED, CONFIG), [*GOALS])
    first = Checkpointing(tmp_path / "saved")
    explore(specification, kernel=kernel, checkpointing=first, max_depth=7)
    saved = Checkpointing(first.folder, resume=True)
    other = seeking(make(SPEC + DEFINED, CONFIG), ["Falls"])
    with pytest.raises(CheckpointProblem, match="what is to be reached differs"):
        explore(other, kernel=kernel, checkpointing=saved)
    assert steps_of(explore(specification, kernel=kernel, checkpointing=saved)) == expected


def test_a_goal_is_a_predicate_that_the_module_defines(make: Make) -> None:
    specification = make(SPEC + DEFINED, CONFIG)
    for name in ("Nothing", "Far"):
        with pytest.raises(LanguageError, match=name):
            seeking(specification, [name])
