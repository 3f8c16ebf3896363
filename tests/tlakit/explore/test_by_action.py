"""Choosing the action first: each step has its chance, whatever is kept of the states met before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from tlakit.explore import fixed, present, simulate, strategy
from tlakit.explore.choosing import Choice
from tlakit.explore.effects import Effect
from tlakit.explore.random_walk import RandomWalk
from tlakit.semantics import Specification, Verdict

Make = Callable[..., Specification]

CROWD = """
VARIABLES here, x
Init == here = 1..6 /\\ x = 0
Take(m) == here' = here \\ {m} /\\ UNCHANGED x
Set(k) == x' = k /\\ UNCHANGED here
Pick == \\E k \\in 1..6 : x' = -k /\\ UNCHANGED here
Next == (\\E m \\in here : Take(m)) \\/ (\\E k \\in 0..6 : Set(k)) \\/ Pick
"""


@pytest.mark.parametrize("choose", ["uniform", "action"])
def test_every_step_has_its_chance(
    make: Make, monkeypatch: pytest.MonkeyPatch, choose: Choice
) -> None:
    """Eighteen steps change the first state, six by each action: all are as likely."""
    after: Counter[str] = Counter()

    def count(walk: RandomWalk, path: list[Effect]) -> None:
        assert walk.start is not None
        state = walk.layout.decode(path[0].apply(walk.start))
        after[f"{state['here'].text} {state['x'].text}"] += 1

    monkeypatch.setattr(RandomWalk, "_count", count)
    simulate(make(CROWD), seed=1, runs=1_800, depth=2, choose=choose, kernel="python")
    assert len(after) == 18
    assert all(abs(times - 100) < 40 for times in after.values()), after


RETURN = """
VARIABLES here, x
Init == here = {1, 2} /\\ x = 0
Come(m) == m \\notin here /\\ here' = here \\cup {m} /\\ UNCHANGED x
Go(m) == Cardinality(here) > 1 /\\ here' = here \\ {m} /\\ UNCHANGED x
Turn(k) == x' = (x + k) % 3 /\\ UNCHANGED here
Next == (\\E m \\in 1..4 : Come(m)) \\/ (\\E m \\in here : Go(m)) \\/ (\\E k \\in 0..4 : Turn(k))
Small == Cardinality(here) < 4
"""


def test_where_states_come_again_each_good_step_is_as_likely_as_the_others(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of each action those of its steps that change the state and stay in bounds; by chi-square.

    Most steps are made from states of which everything is known. From a set of two or three and any x
    each of the actions has a good step, but for `Come` where the set has three elements.
    """
    seen: Counter[tuple[str, str]] = Counter()

    def count(walk: RandomWalk, path: list[Effect]) -> None:
        vector = walk.start
        for effect in path:
            assert vector is not None
            before, vector = walk.layout.decode(vector), effect.apply(vector)
            after = walk.layout.decode(vector)
            seen[before["here"].text + before["x"].text, after["here"].text + after["x"].text] += 1

    monkeypatch.setattr(RandomWalk, "_count", count)
    config = "INIT Init NEXT Next CONSTRAINT Small"
    simulate(make(RETURN, config), seed=3, runs=400, depth=101, kernel="python")
    steps = dict[str, list[int]]()
    for (before, _), times in sorted(seen.items()):
        steps.setdefault(before, []).append(times)
    pairs = {before: times for before, times in steps.items() if len(before) == len("{1, 2}0")}
    assert len(steps) == 42 and len(pairs) == 18
    for before in pairs:
        by_action: dict[int, list[int]] = {}
        for (one, after), times in seen.items():
            if one == before:  # by how many elements there are: Come, Go or Turn
                by_action.setdefault(len(after), []).append(times)
        assert sorted(map(len, by_action.values())) == [2, 2, 2]
        total = sum(map(sum, by_action.values()))
        # The steps of `Turn` by 0 and 3 change nothing, 1 and 4 lead to the same state, 2 to another.
        shares = {size: [1 / 6, 1 / 6] for size in by_action}
        shares[len(before)] = [2 / 9, 1 / 9]
        square = sum(
            (times - total * share) ** 2 / (total * share)
            for size, found in by_action.items()
            for times, share in zip(sorted(found, reverse=True), shares[size], strict=True)
        )
        assert square < 26, (before, by_action)  # five degrees of freedom: one in ten thousand


BAG = """
VARIABLE bag
Init == bag = [k \\in {1, 2} |-> 3]
Take(k) == bag' = [bag EXCEPT ![k] = @ - 1]
Lose(k) == bag' = [one \\in DOMAIN bag \\ {k} |-> bag[one]]
Next == (\\E k \\in DOMAIN bag : Take(k)) \\/ (\\E k \\in DOMAIN bag : Lose(k))
Counts == \\A k \\in DOMAIN bag : bag[k] > -9
"""


@pytest.mark.parametrize("choose", ["uniform", "action"])
def test_instances_for_the_domain_of_a_variable(make: Make, choose: Choice) -> None:
    config = "INIT Init NEXT Next INVARIANT Counts CHECK_DEADLOCK FALSE"
    result = simulate(make(BAG, config), seed=1, runs=30, depth=9, choose=choose)
    assert result.runs is not None
    assert (result.verdict, result.depth) == (Verdict.UNKNOWN, 9)
    assert 0 < result.runs.stuck < 30


NESTED = """
VARIABLES sets, x
Init == sets = {{1, 2}, {3}} /\\ x = 0
Take(s, k) == sets' = (sets \\ {s}) \\cup {s \\ {k}} /\\ UNCHANGED x
Grow(k) == sets' = sets \\cup {{k}} /\\ UNCHANGED x
Count == x' = (x + 1) % 4 /\\ UNCHANGED sets
Next == (\\E s \\in sets : \\E k \\in s : Take(s, k)) \\/ (\\E k \\in 1..3 : Grow(k)) \\/ Count
"""


@pytest.mark.parametrize("body", [CROWD, RETURN, BAG, NESTED])
def test_what_is_kept_makes_no_difference(
    make: Make, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    def counted() -> list[object]:
        config = "INIT Init NEXT Next CHECK_DEADLOCK FALSE"
        options = {"weights": {"Turn": 0.5}, "kernel": "python"}
        result = simulate(make(body, config), seed=2, runs=20, depth=30, **options)  # type: ignore[arg-type]
        assert result.report is not None
        return [result.generated, result.distinct, result.runs, result.report.actions]

    kept = counted()
    monkeypatch.setattr(strategy, "MOST_VISITED", 1)
    monkeypatch.setattr(fixed, "MOST_CONTENTS", 1)
    monkeypatch.setattr(present, "MOST_CONTENTS", 1)
    assert counted() == kept


@pytest.mark.parametrize("choose", ["uniform", "action"])
def test_an_action_that_depends_on_the_run_is_asked_anew(make: Make, choose: Choice) -> None:
    body = """
    TLC == INSTANCE TLC
    VARIABLE x
    Init == x = 0
    Swap == x < 2 /\\ x' = 1 - x
    Late == x < 2 /\\ TLC!TLCGet("level") > 8 /\\ x' = 2
    Next == Swap \\/ Late
    """.replace("    ", "")
    config = "INIT Init NEXT Next CHECK_DEADLOCK FALSE"
    result = simulate(make(body, config), seed=1, runs=200, depth=30, choose=choose)
    assert result.runs is not None and result.report is not None
    taken = {one.name: one.taken for one in result.report.actions}
    assert result.runs.stuck > 150 and taken["Late"] == result.runs.stuck
    assert taken["Swap"] >= 8 * 200


def test_nothing_is_lost_of_a_state_whose_steps_depend_on_the_run(make: Make) -> None:
    """`Late` is asked for the level, and `Swap` was drawn before; the run may end right after it."""
    body = """
    TLC == INSTANCE TLC
    VARIABLE x
    Init == x = 0
    Swap == x' = 1 - x
    Late == TLC!TLCGet("level") > 5 /\\ x' = (x + 1) % 2
    Next == Swap \\/ Late
    """.replace("    ", "")
    for depth in range(2, 40):
        result = simulate(make(body), seed=1, runs=1, depth=depth, kernel="python")
        assert result.report is not None and result.runs is not None
        assert result.runs.steps == depth - 1 == result.generated
        assert all(one.enabled == one.taken for one in result.report.actions)


@pytest.mark.parametrize("choose", ["uniform", "action"])
def test_a_constraint_that_turns_out_to_depend_on_the_run_is_asked_anew(
    make: Make, monkeypatch: pytest.MonkeyPatch, choose: Choice
) -> None:
    """It asks for the level in one state only, which a run may meet once all others are known."""
    body = """
    TLC == INSTANCE TLC
    VARIABLE x
    Init == x = 0
    Turn == x < 5 /\\ x' = (x + 1) % 5
    Leap == x \\in {4, 5} /\\ x' = 9 - x
    Next == Turn \\/ Leap
    Early == x < 5 \\/ TLC!TLCGet("level") < 20
    """.replace("    ", "")
    leaps: list[int] = []

    def count(walk: RandomWalk, path: list[Effect]) -> None:
        assert len(path) == 59
        names = [effect.label.action for effect in path]
        leaps.extend(level for level, name in enumerate(names, 2) if name == "Leap")

    def counted() -> list[object]:
        config = "INIT Init NEXT Next CONSTRAINT Early"
        options = {"runs": 200, "depth": 60, "choose": choose, "weights": {"Leap": 0.1}}
        result = simulate(make(body, config), seed=5, **options)  # type: ignore[arg-type]
        assert result.report is not None
        return [result.generated, result.report.actions, tuple(leaps)]

    monkeypatch.setattr(RandomWalk, "_count", count)
    kept = counted()
    assert leaps[0] > 11, "until the third lap no run has leapt"
    assert 18 < max(leaps) <= 20, "from 5 back to 4, to which a leap led before level 20"
    leaps.clear()
    monkeypatch.setattr(strategy, "MOST_VISITED", 1)
    assert counted() == kept
