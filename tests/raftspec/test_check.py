"""`raftspec check`, `bound`, `simulate`: verdicts, exit statuses, reports."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]


Words = Callable[[str], list[str]]


def test_what_holds_exits_with_0(raftspec: Command, counter: Words) -> None:
    outcome = raftspec(*counter("CONSTANT Limit = 9\nINVARIANT Small\n"))
    assert outcome.status == 0
    assert "Counter: holds" in outcome.out
    assert "6 states generated, 6 distinct, depth 6" in outcome.out


def test_a_violation_exits_with_1_and_shows_the_shortest_way(
    raftspec: Command, counter: Words
) -> None:
    outcome = raftspec(*counter("CONSTANT Limit = 2\nINVARIANT Small\n"))
    assert outcome.status == 1
    assert "Small, invariant, false after step 2" in outcome.out
    assert "x: 1 -> 2" in outcome.out and "x: 2 -> 3" not in outcome.out
    assert "Counter.tla:6" in outcome.out  # the line of the action


def test_a_limit_exits_with_2_and_says_what_was_covered(raftspec: Command, counter: Words) -> None:
    words = counter("CONSTANT Limit = 9\nINVARIANT Small\n")
    outcome = raftspec(*words, "--max-depth", "3")
    assert outcome.status == 2
    assert "cannot tell" in outcome.out and "3 distinct" in outcome.out


def test_the_report_for_programs(raftspec: Command, counter: Words, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    raftspec(*counter("CONSTANT Limit = 2\nINVARIANT Small\n"), "--json", str(file))
    report = json.loads(file.read_text())
    assert report["verdict"] == "violated" and report["violated"] == "Small"
    # As TLC counts it: the violating state is one of them.
    assert (report["generated"], report["distinct"], report["depth"]) == (3, 3, 3)
    assert len(report["trace"]["steps"]) == 3 and report["seconds"] >= 0


def test_json_to_standard_output_is_nothing_else(raftspec: Command, counter: Words) -> None:
    outcome = raftspec(*counter("CONSTANT Limit = 9\nINVARIANT Small\n"), "--json", "-")
    assert json.loads(outcome.out)["verdict"] == "holds"
    assert "holds" in outcome.err


@pytest.mark.parametrize(
    ("config", "code", "next_step"),
    [
        ("INVARIANT Small\n", "E604", "Write `CONSTANT Limit = ...`"),
        ("CONSTANT Limit = 2\nINVARIANT Smal\n", "E603", "Did you mean `Small`?"),
        ("CONSTANT Limit = 2\nINVARANT Small\n", "E601", "Did you mean INVARIANT?"),
        ("CONSTANT Limit = 2\nINVARIANT Unbounded\n", "E501", "Bound the set"),
        ("CONSTANT Limit = 2\nINVARIANT Mixed\n", "E504", "Compare values of one kind"),
    ],
)
def test_what_cannot_be_used_exits_with_4_and_teaches(
    raftspec: Command, counter: Words, config: str, code: str, next_step: str
) -> None:
    outcome = raftspec(*counter(config))
    assert outcome.status == 4
    assert outcome.err.startswith(code)
    assert next_step in outcome.err and "^" in outcome.err
    assert "Traceback" not in outcome.err


def test_a_syntax_error_points_at_the_place(raftspec: Command, counter: Words) -> None:
    words = counter("CONSTANT Limit = 2\n")
    module = Path(words[1])
    module.write_text(module.read_text().replace("x' = x + 1", "x' == x + 1"))
    outcome = raftspec(*words)
    assert outcome.status == 4
    assert "Counter.tla:6:" in outcome.err and "write `=`" in outcome.err


def test_a_model_that_is_not_there(raftspec: Command) -> None:
    outcome = raftspec("check", "nosuch")
    assert outcome.status == 4
    assert "models: commit, elections" in outcome.err


def test_a_file_without_configuration(raftspec: Command, tmp_path: Path) -> None:
    outcome = raftspec("check", str(tmp_path / "Lonely.tla"))
    assert outcome.status == 4
    assert "--config" in outcome.err


def test_bytes_that_are_no_text(raftspec: Command, tmp_path: Path) -> None:
    (tmp_path / "Noise.tla").write_bytes(bytes(range(256)))
    (tmp_path / "Noise.cfg").write_text("INIT Init\nNEXT Next\n")
    outcome = raftspec("check", str(tmp_path / "Noise.tla"))
    assert outcome.status == 4 and "not UTF-8" in outcome.err


def test_z3_finds_the_same_violation_in_as_many_steps(raftspec: Command, counter: Words) -> None:
    _, *words = counter("CONSTANT Limit = 3\nINVARIANT Small\n")
    assert raftspec("bound", *words, "--depth", "2").status == 0
    found = raftspec("bound", *words, "--depth", "9", "--json", "-")
    report = json.loads(found.out)
    assert found.status == 1
    assert (report["violated"], report["depth"], len(report["trace"]["steps"])) == ("Small", 3, 4)


def test_a_simulation_proves_nothing_but_finds(raftspec: Command, counter: Words) -> None:
    _, *words = counter("CONSTANT Limit = 9\nINVARIANT Small\n")
    assert raftspec("simulate", *words, "--runs", "2").status == 2
    _, *words = counter("CONSTANT Limit = 3\nINVARIANT Small\n")
    assert raftspec("simulate", *words, "--runs", "2").status == 1
