"""`raftspec parse`: what a module holds, and everything that is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]

CLOCK = """\
---- MODULE Clock ----
EXTENDS Naturals, Base
CONSTANTS Hours, Op(_, _)
VARIABLE hour
ASSUME Positive == Hours > 0
ASSUME TRUE
RECURSIVE Down(_)
Down(n) == IF n = 0 THEN <<>> ELSE LET m == n - 1 IN Down(m)
Apply(F(_), x) == F(x)
Init == hour \\in 1..Hours
Next == hour' = IF hour = Hours THEN 1 ELSE hour + 1
Spec == Init /\\ [][Next]_hour
THEOREM Safety == Spec => []TRUE
  OBVIOUS
====
"""
BASE = "---- MODULE Base ----\nLOCAL Hidden == 1\nShown == CASE Hidden = 1 -> [a |-> 1]\n====\n"


@pytest.fixture
def clock(tmp_path: Path) -> str:
    (tmp_path / "Base.tla").write_text(BASE)
    file = tmp_path / "Clock.tla"
    file.write_text(CLOCK)
    return str(file)


def test_it_says_what_a_module_holds(raftspec: Command, clock: str) -> None:
    outcome = raftspec("parse", clock)
    assert outcome.status == 0
    lines = [" ".join(line.split()) for line in outcome.out.splitlines()]
    assert lines[0].startswith("Clock: 8 definitions, 2 constants, 1 variable, ")
    for line in (
        "standard modules: Naturals",
        "Hours, Op(_, _)",
        "hour",
        "definitions in Clock.tla",
        "8 constant Down(n)",
        "9 constant Apply(F(_), x)",
        "10 state Init",
        "11 action Next",
        "12 temporal Spec",
        "definitions in Base.tla",
        "3 constant Shown",
        "5 ASSUME Positive",
        "6 ASSUME (no name)",
        "13 THEOREM Safety",
    ):
        assert line in lines, line
    assert "(no name)" not in lines


def test_the_report_for_programs(raftspec: Command, clock: str) -> None:
    outcome = raftspec("parse", clock, "--json", "-")
    (file,) = json.loads(outcome.out)["files"]
    module = file["module"]
    assert file["diagnostics"] == [] and file["seconds"] >= 0
    assert (module["module"], module["extends"]) == ("Clock", ["Naturals", "Base"])
    assert [Path(one["file"]).name for one in module["files"]][:2] == ["Clock.tla", "Naturals.tla"]
    assert [one["standard"] for one in module["files"]][:2] == [False, True]
    assert module["constants"][1]["arity"] == 2
    found = {one["name"]: one for one in module["definitions"]}
    assert found["Next"]["level"] == "action"
    assert found["Down"]["recursive"] and not found["Next"]["recursive"]
    assert found["Apply"]["parameters"] == [{"name": "F", "arity": 1}, {"name": "x", "arity": 0}]
    assert found["Shown"]["module"] == "Base"
    location = found["Init"]["location"]
    del location["file"]
    assert location == {"line": 10, "column": 1, "end_line": 10, "end_column": 5}
    assert module["theorems"][0]["name"] == "Safety"


def test_the_tree(raftspec: Command, clock: str) -> None:
    out = raftspec("parse", clock, "--tree").out
    assert (
        """\
Next  action
  Builtin =
    Builtin '
      Reference variable hour
    If
      Builtin =
        Reference variable hour
        Reference constant Hours
      Literal 1
"""
        in out
    )
    assert "      m  constant\n        Apply -\n" in out
    assert "  Case\n    arm:\n      Builtin =\n        Apply Hidden\n" in out
    assert "        a:\n          Literal 1\n" in out


def test_all_that_is_wrong_is_said_for_every_file(
    raftspec: Command, clock: str, tmp_path: Path
) -> None:
    wrong = tmp_path / "Wrong.tla"
    wrong.write_text("---- MODULE Wrong ----\nA == b\nC == d\n====\n")
    outcome = raftspec("parse", str(wrong), clock, "--json", "-")
    assert outcome.status == 4
    assert outcome.err.count("E301") == 2 and "Clock: 8 definitions" in outcome.err
    first, second = json.loads(outcome.out)["files"]
    assert first["module"] is None and second["diagnostics"] == []
    assert [one["location"]["line"] for one in first["diagnostics"]] == [2, 3]
    assert first["diagnostics"][0]["code"] == "E301"


def test_a_configuration_is_checked_with_its_module(
    raftspec: Command, clock: str, tmp_path: Path
) -> None:
    config = tmp_path / "some.cfg"
    config.write_text("CONSTANTS Hours = 12\nOp <- Apply2\nINIT Init\nNEXT Nexxt\n")
    outcome = raftspec("parse", clock, "--config", str(config))
    assert outcome.status == 4 and "E603" in outcome.err
    config.write_text("CONSTANTS Hours = 12\nOp <- +\nINIT Init\nNEXT Next\n")
    (tmp_path / "Clock.tla").write_text(CLOCK.replace("Op(_, _)", "Ops"))
    config.write_text("CONSTANTS Hours = 12\nOps = {a, b}\nINIT Init\nNEXT Next\n")
    outcome = raftspec("parse", clock, "--config", str(config))
    assert outcome.status == 0 and "some.cfg fits the module" in " ".join(outcome.out.split())


def test_modules_of_a_library(raftspec: Command, clock: str, tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.mkdir()
    (tmp_path / "Base.tla").rename(library / "Base.tla")
    assert raftspec("parse", clock).status == 4
    assert raftspec("parse", clock, "--library", str(library)).status == 0
    outcome = raftspec("parse", clock, "--library", str(tmp_path / "nowhere"))
    assert outcome.status == 4 and "there is no such folder" in outcome.err


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ([], "no file to parse"),
        (["a.tla", "b.tla", "--config", "c.cfg"], "--config belongs to one module"),
        (["Gone.tla"], "E202: cannot read Gone.tla"),
    ],
)
def test_what_cannot_be_used(raftspec: Command, words: list[str], what: str) -> None:
    outcome = raftspec("parse", *words)
    assert outcome.status == 4 and what in outcome.err
