"""spec/models.toml: in order, complete, and compared with what a check finds."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from raftspec.commands.models import is_as_pinned
from raftspec.places import data_folder
from raftspec.target import catalogue, target_of
from tlakit.explore import explore
from tlakit.semantics import (
    CheckResult,
    ModelEntry,
    MutantEntry,
    Specification,
    Verdict,
    load_config,
)

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


@pytest.mark.parametrize("command", [("mutants", "P25", "P05"), ("models", "consensus", "paxos")])
def test_several_workers_find_the_same_in_the_same_order(
    raftspec: Command, command: tuple[str, ...]
) -> None:
    found = []
    for workers in ("1", "2"):
        outcome = raftspec(*command, "--workers", workers, "--json", "-")
        assert outcome.status == 0
        rows = json.loads(outcome.out)[command[0]]
        found.append([{key: row[key] for key in row if key != "seconds"} for row in rows])
    assert found[0] == found[1]
    assert [row["id"] for row in found[0]] == list(command[1:])


def test_mutants_of_a_refinement_and_of_liveness_are_killed(raftspec: Command) -> None:
    outcome = raftspec("mutants", "C03", "C04", "L02", "L03", "--json", "-")
    rows = json.loads(outcome.out)["mutants"]
    assert outcome.status == 0
    assert [(row["property"], row["killed"]) for row in rows] == [
        ("RefinesConsensus", True),
        ("RefinesReplicatedLog", True),
        ("LeaderIsElected", True),
        ("ProposalIsCommitted", True),
    ]


def test_a_lasso_of_another_length_is_noticed(
    raftspec: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    pinned = catalogue()
    longer = replace(pinned.mutants["L02"], steps=pinned.mutants["L02"].steps + 1)
    changed = replace(pinned, mutants={"L02": longer})
    monkeypatch.setattr("raftspec.commands.mutants.catalogue", lambda: changed)
    assert raftspec("mutants", "L02").status == 1


def test_refinement_and_liveness_hold(raftspec: Command) -> None:
    outcome = raftspec("models", "consensus", "replicated_log", "liveness", "--json", "-")
    assert outcome.status == 0
    assert all(row["as_pinned"] for row in json.loads(outcome.out)["models"])


def test_paxos_holds_and_its_mutants_do_not(raftspec: Command) -> None:
    outcome = raftspec("models", "paxos", "epaxos_interference", "--json", "-")
    assert outcome.status == 0
    assert all(row["as_pinned"] for row in json.loads(outcome.out)["models"])
    outcome = raftspec("mutants", "SP01", "MP03", "EP01", "EP02", "--json", "-")
    assert outcome.status == 0
    assert [(row["property"], row["steps"]) for row in json.loads(outcome.out)["mutants"]] == [
        ("OneValueABallot", 5),
        ("PromiseNeverGoesBack", 2),
        ("Consistency", 8),
        ("ExecutionConsistency", 6),
    ]


def test_what_was_left_out_of_a_mutant_was_the_fault() -> None:
    """From the state where EP01 begins, the protocol as it is keeps its promises."""
    entry = catalogue().mutants["EP01"]
    specification = target_of("EP01", entry).load()
    repaired = replace(specification.config, replacements=())
    result = explore(Specification(specification.module, repaired))
    assert (result.verdict, result.distinct > 1000) == (Verdict.HOLDS, True)


def test_the_mirror_agrees_on_a_small_model(raftspec: Command) -> None:
    outcome = raftspec("mirror", "commit", "--json", "-")
    report = json.loads(outcome.out)
    assert outcome.status == 0
    assert report["agrees"] and report["complete"] and report["states"] == 1479
    assert min(report["comparisons"].values()) > 0


def test_a_mirror_cut_short_cannot_tell(raftspec: Command) -> None:
    assert raftspec("mirror", "commit", "--max-states", "20").status == 2
