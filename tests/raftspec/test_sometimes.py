"""Each model reaches what models.toml says that it reaches, or `raftspec models` fails and names it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from raftspec.commands import models
from raftspec.target import catalogue
from tlakit.semantics import Catalogue, load_catalogue

Command = Callable[..., Any]
Words = Callable[[str], list[str]]


def test_every_model_names_what_it_must_reach() -> None:
    assert [name for name, entry in catalogue().models.items() if not entry.sometimes] == []


def test_a_predicate_on_the_command_line_must_be_reached(
    raftspec: Command, counter: Words, tmp_path: Path
) -> None:
    words = counter("CONSTANT Limit = 4\n")
    module = tmp_path / "Counter.tla"
    text = module.read_text()
    module.write_text(text.replace("====\n", "End == x = 5\nBack == x' < x\nUp == x' = 3\n====\n"))
    file = tmp_path / "report.json"
    good = raftspec(*words, "--sometimes", "End", "--sometimes", "Up", "--json", str(file))
    assert good.status == 0 and "reached: End in 5, Up in 3 steps" in good.out
    assert json.loads(file.read_text())["sometimes"] == {"End": 5, "Up": 3}
    bad = raftspec(*words, "--sometimes", "End", "--sometimes", "Back")
    assert bad.status == 1
    assert "Back, sometimes property, never reached" in bad.out
    unknown = raftspec(*words, "--sometimes", "Ende")
    assert unknown.status == 4 and "does not define `Ende`" in unknown.err


def test_what_no_random_run_reaches_is_said_and_fails_nothing(
    raftspec: Command, counter: Words, tmp_path: Path
) -> None:
    _, *words = counter("CONSTANT Limit = 9\n")
    module = tmp_path / "Counter.tla"
    text = module.read_text()
    module.write_text(text.replace("====\n", "Up == x' = 3\nFar == x = 6\n====\n"))
    asked = ("--sometimes", "Up", "--sometimes", "Far", "--runs", "4", "--first-run", "7")
    outcome = raftspec("simulate", *words, *asked)
    assert outcome.status == 2
    assert "reached: Up in 4 runs (first in run 7, step 3), Far in no run" in outcome.out
    report = json.loads(raftspec("simulate", *words, *asked, "--json", "-").out)
    assert report["runs"]["sometimes"] == {"Up": {"runs": 4, "first": 7, "steps": 3}, "Far": None}
    known = json.loads(raftspec("simulate", "commit", "--runs", "1", "--json", "-").out)
    assert [*known["runs"]["sometimes"]] == [*catalogue().models["commit"].sometimes]


def planted(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
    """The catalogue with the model `commit` alone, changed."""
    entry = msgspec.structs.replace(catalogue().models["commit"], **changes)
    monkeypatch.setattr(models, "catalogue", lambda: Catalogue(models={"commit": entry}))


def test_a_model_that_reaches_everything_is_well(raftspec: Command) -> None:
    outcome = raftspec("models", "commit")
    assert outcome.status == 0 and "NEVER" not in outcome.out


def test_what_the_bounds_make_unreachable_fails_the_build_by_name(
    raftspec: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    # With one term no leader is ever deposed, and no log in conflict with another.
    planted(monkeypatch, sometimes=("SomebodyLeads", "LeaderIsDeposed", "SuffixIsTruncated"))
    outcome = raftspec("models")
    assert outcome.status == 1
    assert "NEVER: LeaderIsDeposed, SuffixIsTruncated" in " ".join(outcome.out.split())


def test_models_toml_may_name_what_must_be_reached(tmp_path: Path) -> None:
    file = tmp_path / "models.toml"
    file.write_text(
        '[models.m]\nmodule = "M.tla"\nconfig = "M.cfg"\nverdict = "holds"\ngenerated = 1\n'
        'distinct = 1\ndepth = 1\nderived = ""\nsometimes = ["Some", "Other"]\n'
    )
    assert load_catalogue(file).models["m"].sometimes == ("Some", "Other")
