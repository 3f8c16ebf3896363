"""The models of spec/ say something: each successor is counted, and each property can be false."""

from __future__ import annotations

import pytest

from raftspec.target import catalogue, target_of
from tlakit.explore import KernelChoice, explore
from tlakit.semantics import ModelEntry, Specification


@pytest.mark.parametrize("kernel", ["auto", "python"])
def test_each_successor_counts_for_an_action(kernel: KernelChoice) -> None:
    """Also where the tables of the kernel are made anew while a state is explored."""
    result = explore(target_of("commit", catalogue().models["commit"]).load(), kernel=kernel)
    assert result.report is not None
    assert sum(action.taken for action in result.report.actions) + 1 == result.generated
    assert sum(action.new for action in result.report.actions) + 1 == result.distinct


def properties(specification: Specification) -> set[tuple[str, str]]:
    """The invariants and properties that a configuration names, with the modules they are from."""
    config, known = specification.config, specification.module.definitions
    names = [name.text for name in (*config.invariants, *config.properties)]
    return {(known[name].module, name) for name in names}


def test_every_property_of_a_model_has_a_mutant_that_violates_it() -> None:
    models, mutants = catalogue().models, catalogue().mutants
    checked: set[tuple[str, str]] = set()
    for name, entry in first_of_each_module(models).items():
        checked |= properties(target_of(name, entry).load())
    broken: set[tuple[str, str]] = set()
    for name, mutant in mutants.items():
        specification = target_of(name, mutant).load()
        broken |= {one for one in properties(specification) if one[1] == mutant.violates}
    assert checked - broken == set()


def first_of_each_module(models: dict[str, ModelEntry]) -> dict[str, ModelEntry]:
    """One model for each module: its others name the same properties or fewer."""
    found: dict[str, str] = {}
    for name, entry in models.items():
        found.setdefault(entry.module, name)
    return {name: models[name] for name in found.values()}
