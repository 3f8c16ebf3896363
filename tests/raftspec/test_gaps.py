"""What no model of a module says anything of fails `raftspec models`, by name."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from raftspec.commands import models
from tlakit.semantics import Catalogue, Gaps, ModelEntry, load_catalogue

Command = Callable[..., Any]
Plant = Callable[..., None]

COUNTER = """---- MODULE Counter ----
EXTENDS Naturals
CONSTANT Limit
VARIABLE x
Init == x = 0
Up == x < Limit /\\ x' = x + 1
Back == x = 3 /\\ x' = 0
Next == Up \\/ Back
Half(n) == n \\div 2
SmallAtFirst == x = 0 => x < Limit
HalfAtLast == x = 3 => Half(x) = 1
====
"""
CONFIG = """CONSTANT Limit = {limit}
INIT Init
NEXT Next
INVARIANTS SmallAtFirst HalfAtLast
CHECK_DEADLOCK FALSE
"""
# Generated, distinct and depth of a model by its limit: counted by hand.
COUNTS = {1: (2, 2, 2), 2: (3, 3, 3), 3: (5, 4, 4)}
MISSED = Gaps(properties=("HalfAtLast",), actions=("Back",), operators=("Half",))


@pytest.fixture
def plant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plant:
    """Gives a catalogue with one model for each limit, and with these gaps listed."""

    def planted(limits: Mapping[str, int], listed: Gaps | None = None) -> None:
        module = tmp_path / "Counter.tla"
        module.write_text(COUNTER)
        entries = {}
        for name, limit in limits.items():
            config = tmp_path / f"{name}.cfg"
            config.write_text(CONFIG.format(limit=limit))
            generated, distinct, depth = COUNTS[limit]
            entries[name] = ModelEntry(
                str(module), str(config), "holds", generated, distinct, depth, "by hand"
            )
        gaps = {} if listed is None else {str(module): listed}
        catalogue = Catalogue(models=entries, gaps=gaps)
        monkeypatch.setattr(models, "catalogue", lambda: catalogue)

    return planted


def test_what_one_model_says_the_others_need_not(raftspec: Command, plant: Plant) -> None:
    plant({"narrow": 1, "wide": 3})
    outcome = raftspec("models", "--json", "-")
    (module,) = json.loads(outcome.out)["modules"]
    assert outcome.status == 0
    assert module["models"] == ["narrow", "wide"] and module["faults"] == []
    assert module["gaps"] == {"properties": [], "actions": [], "operators": []}


@pytest.mark.parametrize("kind", ["properties", "actions", "operators"])
def test_what_no_model_says_fails_the_build_by_name(
    raftspec: Command, plant: Plant, kind: str
) -> None:
    plant({"narrow": 1, "other": 2})
    outcome = raftspec("models", "--json", "-")
    (module,) = json.loads(outcome.out)["modules"]
    (name,) = getattr(MISSED, kind)
    assert outcome.status == 1
    assert module["gaps"][kind] == [name]
    (fault,) = [fault for fault in module["faults"] if fault.startswith(f"{name} is ")]
    said, where, remedy = fault.splitlines()
    assert said.endswith("Counter.tla") and where == "its models: narrow, other" and remedy
    assert name in outcome.err and "as pinned" in outcome.err


def test_what_is_listed_is_known(raftspec: Command, plant: Plant) -> None:
    plant({"narrow": 1}, MISSED)
    assert raftspec("models").status == 0


def test_what_is_listed_and_is_said_fails_the_build(raftspec: Command, plant: Plant) -> None:
    plant({"narrow": 1, "wide": 3}, Gaps(actions=("Back",)))
    outcome = raftspec("models")
    text = " ".join(outcome.out.split())
    assert outcome.status == 1
    assert "models.toml lists Back as a gap of" in text and "remove it from actions" in text


def test_gaps_of_a_module_without_models_fail_the_build(
    raftspec: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = Catalogue(gaps={"Old.tla": MISSED})
    monkeypatch.setattr(models, "catalogue", lambda: catalogue)
    outcome = raftspec("models")
    assert outcome.status == 1 and "lists Half as a gap of Old.tla" in outcome.out


def test_a_module_is_judged_by_all_its_models_only(raftspec: Command, plant: Plant) -> None:
    plant({"narrow": 1, "wide": 3})
    outcome = raftspec("models", "narrow", "--json", "-")
    assert outcome.status == 0
    assert json.loads(outcome.out)["modules"] == []


def test_models_toml_may_list_gaps(tmp_path: Path) -> None:
    file = tmp_path / "models.toml"
    file.write_text('[gaps."M.tla"]\nproperties = ["P"]\nactions = ["A", "B"]\n')
    assert load_catalogue(file).gaps == {"M.tla": Gaps(("P",), ("A", "B"))}
