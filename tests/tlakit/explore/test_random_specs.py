"""Random specs: every kernel answers what plain evaluation does, and shows it by a behaviour."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest
from tests.tlakit.explore import bag_parts
from tests.tlakit.explore.bag_parts import CHANGING
from tests.tlakit.explore.judging import Levels, assert_behaviour, plainly, trouble_of
from tests.tlakit.explore.kernels import BUILT, KERNELS, searched
from tests.tlakit.explore.parts import Part
from tests.tlakit.explore.random_specs import Writer

from tlakit.explore import checks, graph_views, memo, reachable_states, reachable_steps, transitions
from tlakit.explore.exploration import KernelChoice
from tlakit.explore.fast.build import COMPILERS
from tlakit.explore.kernel import Unsuited
from tlakit.semantics import CheckResult, Specification, parse_config
from tlakit.semantics.errors import EvaluationError

Make = Callable[..., Specification]

SEEDS = tuple(range(48))
BAG_SEEDS = tuple(range(100, 112))
FORGETFUL_SEEDS = tuple(range(48, 56))
SMALL_SEEDS = tuple(range(48, 55))
"""They have few states also where nothing ends the search."""


def answer(
    specification: Specification, kernel: KernelChoice
) -> CheckResult | EvaluationError | None:
    """What a kernel answers; None if it cannot search a model that only the other one can."""
    try:
        return searched(specification, kernel)
    except EvaluationError as error:
        return error
    except Unsuited:
        assert kernel == "fast" and specification.view is not None
        return None


def assert_agreement(make: Make, seed: int, about: Part | None = None) -> None:
    writer = Writer(seed) if about is None else Writer(seed, about=about, head=bag_parts.HEAD)
    body, config = writer.spec()
    spec = f"seed {seed}\n{config}\n{body}"
    expected = plainly(make(body, config))
    same = trouble_of(expected)
    module = make(body, config).module
    said = []
    for kernel in KERNELS:
        specification = Specification(module, parse_config(config, "M.cfg"))
        found = answer(specification, kernel)
        if found is None:
            continue
        trouble = trouble_of(found)
        assert (trouble is None) is (same is None), spec
        if trouble is None or same is None:
            assert isinstance(found, CheckResult) and isinstance(expected, CheckResult)
            counts = found.generated, found.distinct, found.depth
            assert counts == (expected.generated, expected.distinct, expected.depth), spec
            continue
        shown = found if isinstance(found, EvaluationError) else found.violation
        assert shown is not None and shown.trace is not None
        if isinstance(found, CheckResult):
            said.append((found.generated, found.distinct, found.depth, shown))
        assert_behaviour(specification, shown.trace)
        if "SYMMETRY" in config or "VIEW" in config:
            assert same.length in (0, trouble.length), spec
        elif trouble != same:
            assert trouble in Levels(make(body, config)).troubles(), spec
    assert all(one == said[0] for one in said), spec


@pytest.mark.parametrize("first", SEEDS[::8])
def test_the_kernels_answer_what_plain_evaluation_does(make: Make, first: int) -> None:
    for seed in SEEDS[SEEDS.index(first) :][:8]:
        assert_agreement(make, seed)


@pytest.mark.parametrize("about", CHANGING, ids=lambda part: part.variables[0])
@pytest.mark.parametrize("first", BAG_SEEDS[::6])
def test_so_they_do_where_domains_change(make: Make, about: Part, first: int) -> None:
    for seed in BAG_SEEDS[BAG_SEEDS.index(first) :][:6]:
        assert_agreement(make, seed, about)


def test_so_they_do_with_little_memory(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memo, "MANY_MISSES", 3)
    monkeypatch.setattr(memo, "ENOUGH_SAMPLES", 2)
    monkeypatch.setattr(transitions, "OFTEN_STATES", 4)
    monkeypatch.setattr(transitions, "SELDOM_STATES", 4)
    monkeypatch.setattr(transitions, "SAMPLED_STATES", 4)
    monkeypatch.setattr(checks, "MANY_MISSES", 5)
    monkeypatch.setattr(graph_views, "FEW", 1)
    for seed in FORGETFUL_SEEDS:
        assert_agreement(make, seed)
        assert_agreement(make, seed, CHANGING[seed % 2])


@pytest.mark.skipif(not any(map(shutil.which, COMPILERS)), reason="there is no C compiler")
def test_the_fast_kernel_is_built_where_it_can_be() -> None:
    assert BUILT


@pytest.mark.parametrize("seed", SMALL_SEEDS)
def test_the_states_and_steps_of_a_model_are_those_of_plain_evaluation(
    make: Make, seed: int
) -> None:
    body, config = Writer(seed, hazardous=0).spec()
    specification = make(body, config.partition(" CHECK_")[0].partition(" INV")[0])
    states = list(reachable_states(specification))
    found = [
        (tuple(b.values()), label.text, tuple(a.values()))
        for b, label, a in reachable_steps(specification)
    ]
    plain = [
        (tuple(state.values()), label.text, tuple(after.values()))
        for state in states
        for label, after in specification.successors(state)
    ]
    assert sorted(map(repr, found)) == sorted(map(repr, plain))
    assert len({tuple(state.values()) for state in states}) == len(states)
