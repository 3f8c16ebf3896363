"""spec/models.toml: in order, complete, and compared with what a check finds."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from raftspec.commands.models import is_as_pinned
from raftspec.places import data_folder
from raftspec.target import catalogue
from tlakit.semantics import CheckResult, ModelEntry, MutantEntry, Verdict, load_config

Command = Callable[..., Any]


def test_every_configuration_is_in_the_catalogue() -> None:
    spec = data_folder("spec")
    known = catalogue()
    entries: list[ModelEntry | MutantEntry] = [*known.models.values(), *known.mutants.values()]
    listed = {spec / entry.config for entry in entries}
    assert listed == {*spec.glob("*.cfg"), *spec.glob("mutants/*.cfg")}
    assert all((spec / entry.module).is_file() for entry in entries)


def test_one_model_is_beyond_a_million_states_and_all_are_derived_twice() -> None:
    models = catalogue().models.values()
    assert max(model.distinct for model in models) > 1_000_000
    assert all(model.derived for model in models)


def test_every_property_of_a_model_is_violated_by_a_mutant() -> None:
    spec, known = data_folder("spec"), catalogue()
    configs = [load_config(spec / entry.config) for entry in known.models.values()]
    checked = {name.text for config in configs for name in (*config.invariants, *config.properties)}
    assert checked == {mutant.violates for mutant in known.mutants.values()}


def test_a_count_that_differs_is_noticed() -> None:
    pinned = catalogue().models["commit"]
    found = CheckResult(Verdict.HOLDS, pinned.generated, pinned.distinct, pinned.depth, seconds=0.0)
    assert is_as_pinned(found, pinned)
    for field in ("generated", "distinct", "depth"):
        shifted = replace(found, **{field: getattr(found, field) + 1})
        assert not is_as_pinned(shifted, pinned)
    assert not is_as_pinned(replace(found, verdict=Verdict.UNKNOWN), pinned)


def test_models_compares_with_the_catalogue(raftspec: Command) -> None:
    outcome = raftspec("models", "commit", "--json", "-")
    (row,) = json.loads(outcome.out)["models"]
    assert outcome.status == 0
    assert row["as_pinned"] and row["distinct"] == 1479


def test_mutants_names_who_killed_it(raftspec: Command) -> None:
    outcome = raftspec("mutants", "P25", "P13", "--json", "-")
    rows = {row["id"]: row for row in json.loads(outcome.out)["mutants"]}
    assert outcome.status == 0
    assert rows["P25"]["killed_by"] == ["explorer", "z3"]
    assert (rows["P13"]["property"], rows["P13"]["steps"]) == ("MatchIsTrue", 3)


def test_the_mirror_agrees_on_a_small_model(raftspec: Command) -> None:
    outcome = raftspec("mirror", "commit", "--json", "-")
    report = json.loads(outcome.out)
    assert outcome.status == 0
    assert report["agrees"] and report["complete"] and report["states"] == 1479
    assert min(report["comparisons"].values()) > 0


def test_a_mirror_cut_short_cannot_tell(raftspec: Command) -> None:
    assert raftspec("mirror", "commit", "--max-states", "20").status == 2
