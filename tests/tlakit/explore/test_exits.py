"""Steps known to lead beyond the constraints are not built, and nothing is missed by that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from tlakit.explore import explore, explore_plainly, simulate
from tlakit.explore.checks import View
from tlakit.explore.exits import ALWAYS, Bound, Exit, Fill
from tlakit.explore.memo import Memo
from tlakit.explore.python_kernel import PythonKernel
from tlakit.explore.slots import Layout, Vector
from tlakit.semantics import CheckResult, EvaluationError, Specification, Verdict
from tlakit.semantics.values import integer

Make = Callable[..., Specification]

BODY = """
VARIABLES level, sent
vars == <<level, sent>>
Raise(p) == /\\ level[p] < 2 /\\ level' = [level EXCEPT ![p] = @ + 1]
            /\\ sent' = sent \\cup {<<p, level[p]>>}
Say(p) == level[p] > 0 /\\ sent' = sent \\cup {<<p, 7>>} /\\ UNCHANGED level
Answer(p) == \\E m \\in sent : m[1] # p /\\ sent' = (sent \\ {m}) \\cup {<<p, 8>>} /\\ UNCHANGED level
Take(p) == \\E m \\in sent : m[1] = p /\\ m[2] # 0 /\\ sent' = sent \\ {m} /\\ UNCHANGED level
Init == level = [p \\in 1..3 |-> 0] /\\ sent = {}
Next == \\E p \\in 1..3 : Raise(p) \\/ Say(p) \\/ Answer(p) \\/ Take(p)
Few == Cardinality(sent) <= 1
Fewer == Cardinality({m \\in sent : m[2] # 7}) <= 2 /\\ level[3] < 2
Apart == ~(level[1] = 1 /\\ level[2] = 1 /\\ Cardinality(sent) > 1)
Beside == ~(level[1] = 2 /\\ level[2] = 1 /\\ level[3] = 0)
Fussy == level[1] + level[2] < 3 \\/ Cardinality(sent) < 2 \\/ <<1>>[2] = 1
Sane == \\A p \\in 1..3 : level[p] <= 2
Slow == [][level'[2] <= level[2] + 1]_vars
"""
HEAD = "INIT Init NEXT Next CHECK_DEADLOCK FALSE "

MODELS = {
    "CONSTRAINT Few": Verdict.HOLDS,
    "CONSTRAINT Few INVARIANT Sane PROPERTY Slow": Verdict.HOLDS,
    "CONSTRAINT Few INVARIANT Beside": Verdict.VIOLATED,
    "CONSTRAINT Few INVARIANT Apart": Verdict.VIOLATED,
    "CONSTRAINT Fewer INVARIANT Sane": Verdict.HOLDS,
    "CONSTRAINT Fewer INVARIANT Apart": Verdict.VIOLATED,
    "CONSTRAINTS Few Fewer PROPERTY Slow": Verdict.HOLDS,
}


def told(result: CheckResult) -> tuple[Any, ...]:
    if result.violation is not None:
        return result.verdict, result.violation.name, len(result.violation.trace.steps)
    return result.verdict, result.generated, result.distinct, result.depth


def wrong(make: Make) -> list[str]:
    """The models of which the search that knows exits says something else than plain evaluation."""
    plain = {config: told(explore_plainly(make(BODY, HEAD + config))) for config in MODELS}
    assert {config: answer[0] for config, answer in plain.items()} == MODELS
    return [
        config
        for config, answer in plain.items()
        if told(explore(make(BODY, HEAD + config), kernel="python")) != answer
    ]


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Counter[bool]:
    """How often an exit was taken, and was not."""
    found: Counter[bool] = Counter()
    is_taken = Exit.is_taken

    def counted(self: Exit, vector: Vector) -> bool:
        answer = is_taken(self, vector)
        found[answer] += 1
        return answer

    monkeypatch.setattr(Exit, "is_taken", counted)
    return found


def test_nothing_is_missed(make: Make, taken: Counter[bool]) -> None:
    assert wrong(make) == []
    assert taken[True] > 100


def test_states_beyond_a_bound_are_seldom_built(
    make: Make, taken: Counter[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    built = []
    leave_out = PythonKernel._leave_out

    def counted(self: PythonKernel, key: int) -> None:
        built.append(key)
        leave_out(self, key)

    monkeypatch.setattr(PythonKernel, "_leave_out", counted)
    result = explore(make(BODY, HEAD + "CONSTRAINT Few INVARIANT Sane"), kernel="python")
    assert result.verdict is Verdict.HOLDS
    assert len(built) < taken[True] / 2


@pytest.mark.parametrize("config", ["CONSTRAINTS Fussy Few", "CONSTRAINTS Few Fussy"])
def test_a_constraint_that_fails_is_not_passed_over(make: Make, config: str) -> None:
    """Constraints are asked in their order, and none after the first that is false."""

    def answer(search: Callable[[Specification], CheckResult]) -> str:
        try:
            return search(make(BODY, HEAD + config)).verdict.value
        except EvaluationError as error:
            return str(error)

    wanted = answer(explore_plainly)
    assert ("no value at 2" in wanted) == config.endswith("Few")
    assert answer(lambda model: explore(model, kernel="python")) == wanted


def test_an_exit_that_forgets_the_invariants_is_found(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Exit, "is_taken", lambda self, vector: self.bound.is_passed(vector))
    assert wrong(make)


def test_an_exit_that_counts_one_too_many_is_found(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Bound.found

    def careless(self: Bound, fill: Fill, vector: Vector) -> Any:
        return found(self, fill, vector) + 1

    monkeypatch.setattr(Bound, "found", careless)
    assert wrong(make)


def test_an_exit_is_taken_where_no_view_leaves_anything_to_ask() -> None:
    """Each view must be known to leave nothing, also where several look at one slot."""
    one, two, other = View(0, {}), View(0, {}), View(1, {})
    exit_ = Exit(ALWAYS, [one, two, other])
    asked: Memo[bool] = Memo(Layout((), (), 0), lambda tracker: True)
    content = integer(3)
    one.left[content] = other.left[content] = ()
    assert not exit_.is_taken((content, content))
    two.left[content] = (asked,)
    assert not exit_.is_taken((content, content))
    two.left[integer(4)] = one.left[integer(4)] = ()
    assert exit_.is_taken((integer(4), content))
    assert not exit_.is_taken((integer(4), integer(4)))


def test_random_runs_are_those_without_exits(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def runs() -> tuple[Any, ...]:
        specification = make(BODY, HEAD + "CONSTRAINT Few INVARIANT Sane PROPERTY Slow")
        result = simulate(specification, seed=4, runs=200, depth=30, kernel="python")
        assert result.runs is not None and result.report is not None
        actions = [(one.name, one.enabled, one.taken, one.new) for one in result.report.actions]
        return result.generated, result.distinct, result.runs.steps, result.runs.stuck, actions

    with_exits = runs()
    monkeypatch.setattr(Exit, "is_taken", lambda self, vector: False)
    assert runs() == with_exits
