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


def test_what_the_run_did(raftspec: Command, counter: Words, tmp_path: Path) -> None:
    words = counter("CONSTANT Limit = 9\nINVARIANT Small\n")
    file = tmp_path / "report.json"
    outcome = raftspec(*words, "--coverage", "--profile", "--json", str(file))
    assert outcome.status == 0
    lines = [line.split() for line in outcome.out.splitlines()]
    assert ["action", "enabled", "taken", "new"] in lines
    assert ["Increase", "5", "5", "5"] in lines
    assert "evaluations took" in outcome.out
    report = json.loads(file.read_text())["report"]
    assert [one["taken"] for one in report["actions"]] == [5]
    assert {one["name"] for one in report["profile"]} == {"Increase", "Small"}
    assert report["peak_memory_bytes"] > 2**20
    assert "taken" not in raftspec(*words).out


def test_a_typo_in_a_guard_is_a_warning(raftspec: Command, counter: Words, tmp_path: Path) -> None:
    words = counter("CONSTANT Limit = 9\nINVARIANT Typo\n")
    module = tmp_path / "Counter.tla"
    module.write_text(module.read_text().replace("====", "Typo == x = 77 => x > 78\n===="))
    outcome = raftspec(*words)
    assert outcome.status == 0
    assert "warning: vacuous: Typo (`=>` never true on the left" in outcome.out


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
    file = tmp_path / "Lonely.tla"
    outcome = raftspec("check", str(file))
    assert outcome.status == 4 and "there is no file" in outcome.err
    file.write_text("---- MODULE Lonely ----\n====\n")
    outcome = raftspec("check", str(file))
    assert outcome.status == 4 and "--config" in outcome.err


def test_the_configuration_beside_the_file_is_taken(
    raftspec: Command, counter: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = Path(counter("CONSTANT Limit = 9\nINVARIANT Small\n")[1])
    assert raftspec("check", str(module)).status == 0
    monkeypatch.chdir(module.parent)
    for name in ("Counter.tla", "Counter"):
        assert raftspec("check", name).status == 0


def test_deadlock_is_checked_or_not_as_the_command_line_says(
    raftspec: Command, counter: Words
) -> None:
    words = counter("CONSTANT Limit = 9\n")  # with CHECK_DEADLOCK FALSE
    assert raftspec(*words).status == 0
    outcome = raftspec(*words, "--deadlock")
    assert outcome.status == 1 and "deadlock" in outcome.out
    config = Path(words[-1])
    config.write_text(config.read_text().replace("CHECK_DEADLOCK FALSE", ""))
    assert raftspec(*words).status == 1
    assert raftspec(*words, "--no-deadlock").status == 0


def test_modules_of_a_library(raftspec: Command, counter: Words, tmp_path: Path) -> None:
    words = counter("CONSTANT Limit = 9\nINVARIANT Small\n")
    module = Path(words[1])
    library = tmp_path / "library"
    library.mkdir()
    (library / "Extra.tla").write_text("---- MODULE Extra ----\nLow == 0\n====\n")
    module.write_text(module.read_text().replace("Naturals", "Naturals, Extra"))
    assert raftspec(*words).status == 4
    assert raftspec(*words, "--library", str(library)).status == 0


def test_a_model_of_a_stranger_does_not_see_our_spec(raftspec: Command, counter: Words) -> None:
    words = counter("CONSTANT Limit = 9\n")
    module = Path(words[1])
    module.write_text(module.read_text().replace("Naturals", "Naturals, Raft"))
    outcome = raftspec(*words)
    assert outcome.status == 4 and "there is no module `Raft`" in outcome.err


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


def test_what_random_runs_did(raftspec: Command, counter: Words) -> None:
    _, *words = counter("CONSTANT Limit = 3\nINVARIANT Small\n")
    options = ("--choose", "action", "--weight", "Increase=2", "--guide", "x % 2", "--coverage")
    outcome = raftspec("simulate", *words, *options)
    assert outcome.status == 1
    assert "1 run, 3 steps, 3.0 a run; guided by 2 different things seen" in outcome.out
    assert "--seed 0 --first-run 0 --runs 1" in outcome.out
    assert ["Increase", "3", "3", "2"] in [line.split() for line in outcome.out.splitlines()]
    report = json.loads(raftspec("simulate", *words, "--guided", "--json", "-").out)
    assert (report["seed"], report["runs"]["violated"], report["runs"]["steps"]) == (0, 0, 3)
    assert [one["taken"] for one in report["report"]["actions"]] == [3]


def test_the_kernel_that_makes_random_runs(raftspec: Command, counter: Words) -> None:
    _, *words = counter("CONSTANT Limit = 9\nINVARIANT Small\n")
    report = json.loads(raftspec("simulate", *words, "--kernel", "python", "--json", "-").out)
    assert report["kernel"] == "python"
    outcome = raftspec("simulate", *words, "--kernel", "fast", "--guided")
    assert outcome.status == 4
    assert "cannot be done as asked for" in outcome.err and "Leave out --kernel." in outcome.err


def test_what_is_enabled_and_never_taken(raftspec: Command, counter: Words) -> None:
    _, *words = counter("CONSTANT Limit = 9\nINVARIANT Small\n")
    outcome = raftspec("simulate", *words, "--weight", "Increase=0", "--runs", "3")
    assert outcome.status == 2
    assert "3 runs, 0 steps, 0.0 a run; 3 ended early" in outcome.out
    assert "warning: enabled, never taken: Increase" in outcome.out


STEERED = {
    ("--weight", "Decrease=2"): "there is no action `Decrease`\nactions: Increase",
    ("--weight", "Increase"): "'' is no weight",
    ("--weight", "Increase=-1"): "'-1' is no weight",
    ("--weight", "Increase=nan"): "'nan' is no weight",
    ("--guide", "x'"): "not a function of one state",
    ("--guide", "[]x"): "not a function of one state",
    ("--guide", "y"): "unknown name `y`",
    ("--guide", "x +"): "--guide:1",
    ("--guide", 'x + "a"'): "--guide:1",
    ("--choose", "best"): "best",
}


@pytest.mark.parametrize("options", STEERED, ids=" ".join)
def test_what_cannot_steer_random_runs(
    raftspec: Command, counter: Words, options: tuple[str, str]
) -> None:
    _, *words = counter("CONSTANT Limit = 9\nINVARIANT Small\n")
    outcome = raftspec("simulate", *words, *options)
    assert outcome.status == 4
    assert STEERED[options] in outcome.err


def test_the_counterexample_for_other_tools(
    raftspec: Command, counter: Words, tmp_path: Path
) -> None:
    words = counter("CONSTANT Limit = 2\nINVARIANT Small\n")
    itf, tlc = tmp_path / "a.itf.json", tmp_path / "a.json"
    for command, *options in (("check",), ("simulate",), ("bound", "--depth", "5")):
        both = ["--trace-itf", str(itf), "--trace-json", str(tlc)]
        assert raftspec(command, *words[1:], *options, *both).status == 1
        informal = json.loads(itf.read_text())
        assert informal["#meta"]["source"] == "Counter.tla" and informal["vars"] == ["x"]
        assert [state["x"] for state in informal["states"]] == [0, 1, 2]
        found = json.loads(tlc.read_text())
        assert found["state"] == [[1, {"x": 0}], [2, {"x": 1}], [3, {"x": 2}]]
        before, action, after = found["action"][1]
        assert (before, after) == ([2, {"x": 1}], [3, {"x": 2}])
        assert action["name"] == "Increase"
        assert action["location"]["beginLine"] == 6 and action["location"]["module"] == "Counter"
        itf.unlink()
        tlc.unlink()


def test_without_a_counterexample_no_file_is_written(
    raftspec: Command, counter: Words, tmp_path: Path
) -> None:
    words = counter("CONSTANT Limit = 9\nINVARIANT Small\n")
    assert raftspec(*words, "--trace-itf", str(tmp_path / "a.json")).status == 0
    assert not (tmp_path / "a.json").exists()


def test_the_behaviour_that_led_to_an_error_is_written_too(
    raftspec: Command, counter: Words, tmp_path: Path
) -> None:
    words = counter("CONSTANT Limit = 9\nINVARIANT Fails\n")
    module = Path(words[1])
    module.write_text(
        module.read_text().replace("====\n", "Fails == x < 3 \\/ <<>>[x] = 1\n====\n")
    )
    file = tmp_path / "a.itf.json"
    outcome = raftspec(*words, "--trace-itf", str(file), "--json", "-")
    assert outcome.status == 4 and outcome.err.startswith("E503")
    assert len(json.loads(file.read_text())["states"]) == 4
    report = json.loads(outcome.out)
    assert report["verdict"] == "error" and len(report["trace"]["steps"]) == 4
    assert report["diagnostics"][0]["code"] == "E503"


def test_a_trace_that_cannot_be_written(raftspec: Command, counter: Words, tmp_path: Path) -> None:
    words = counter("CONSTANT Limit = 2\nINVARIANT Small\n")
    for file in (str(tmp_path), "-"):
        outcome = raftspec(*words, "--trace-itf", file)
        assert outcome.status == 4 and "trace" in outcome.err


def test_errors_for_programs(raftspec: Command, counter: Words) -> None:
    outcome = raftspec(*counter("INVARIANT Smal\n"), "--json", "-")
    report = json.loads(outcome.out)
    assert outcome.status == 4 and report["verdict"] == "error"
    assert "E604" in [one["code"] for one in report["diagnostics"]]
    report = json.loads(raftspec("check", "nosuch", "--json", "-").out)
    assert "nosuch" in report["diagnostics"][0]["message"]


def test_what_a_model_prints_does_not_mix_with_json(raftspec: Command, counter: Words) -> None:
    words = counter("CONSTANT Limit = 2\n")
    module = Path(words[1])
    text = module.read_text().replace("Naturals", "Naturals, TLC")
    module.write_text(text.replace("Next == ", 'Next == PrintT("step") /\\ '))
    assert '"step"' in raftspec(*words).out
    outcome = raftspec(*words, "--json", "-")
    assert json.loads(outcome.out)["verdict"] == "holds" and '"step"' in outcome.err


def test_a_model_without_behaviours(raftspec: Command, tmp_path: Path) -> None:
    (tmp_path / "Facts.tla").write_text("---- MODULE Facts ----\nASSUME {1} = {1, 1}\n====\n")
    (tmp_path / "Facts.cfg").write_text("")
    outcome = raftspec("check", str(tmp_path / "Facts.tla"))
    assert outcome.status == 0 and "checked: assumptions only" in outcome.out


def test_what_was_checked_is_said(raftspec: Command, counter: Words) -> None:
    words = counter("CONSTANT Limit = 9\nINVARIANT Small\nPROPERTY Ends\n")
    module = Path(words[1])
    module.write_text(module.read_text().replace("====\n", "Ends == <>(x = 5)\n====\n"))
    outcome = raftspec(*words)
    assert outcome.status == 1 and "checked: INVARIANT Small, PROPERTY Ends" in outcome.out
    report = json.loads(raftspec(*words, "--json", "-").out)
    assert report["checked"]["properties"] == ["Ends"] and report["trace"]["loop"] == 0
    for command in (["simulate"], ["bound", "--depth", "2"]):
        outcome = raftspec(command[0], *words[1:], *command[1:], "--json", "-")
        assert "not checked: the liveness of Ends" in outcome.err
        assert json.loads(outcome.out)["checked"]["not_checked"] == ["Ends"]
