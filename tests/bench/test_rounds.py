"""Who runs when, what is kept when something goes wrong, and the exit status that follows."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from bench import __main__ as command_line
from bench.contenders import Contender, Failed, Ours, Run, contenders
from bench.models import Staged, load_models
from bench.rounds import Plan, run_all, simulators
from bench.tables import report, tables


class Fake:
    """A contender that takes `seconds` for the counts given, or fails in the way given."""

    def __init__(
        self,
        name: str,
        counts: tuple[int, int, int] = (57345, 4096, 9),
        *,
        seconds: float = 1.0,
        fails: BaseException | None = None,
        calls: list[str] | None = None,
    ) -> None:
        self.name, self.counts, self.seconds, self.fails = name, counts, seconds, fails
        self.calls = [] if calls is None else calls

    def run(self, staged: Staged, max_seconds: float | None, show: Callable[[str], None]) -> Run:
        """One run."""
        show("running")
        self.calls.append(self.name)
        if self.fails is not None:
            raise self.fails
        generated, distinct, depth = self.counts
        return Run(
            wall=self.seconds,
            cpu=self.seconds,
            memory=1000,
            searching=self.seconds,
            reported=self.seconds,
            start=0.5,
            finished=True,
            generated=generated,
            distinct=distinct,
            depth=depth,
        )


def plan(*of: Contender, rounds: int = 2, names: tuple[str, ...] = ("lamps",)) -> Plan:
    models = load_models()
    return Plan({name: models[name] for name in names}, of, rounds, None)


def quiet() -> Console:
    return Console(quiet=True)


def test_contenders_run_in_turn() -> None:
    calls: list[str] = []
    result = run_all(plan(Fake("A", calls=calls), Fake("B", calls=calls), rounds=3), quiet())
    assert calls == ["A", "B", "A", "B", "A", "B"]
    assert {name: len(runs) for name, runs in result.runs["lamps"].items()} == {"A": 3, "B": 3}
    assert command_line.status(result) == 0


def test_a_huge_model_runs_once() -> None:
    calls: list[str] = []
    run_all(plan(Fake("A", calls=calls), names=("raft_11",)), quiet())
    assert calls == ["A"]


def test_other_counts_make_it_fail() -> None:
    result = run_all(plan(Fake("A"), Fake("TLC", (57345, 4095, 9))), quiet())
    assert result.differences
    assert command_line.status(result) == 1


def test_one_that_fails_is_left_out_and_told() -> None:
    calls: list[str] = []
    result = run_all(plan(Fake("A", fails=Failed("no heap"), calls=calls), Fake("B")), quiet())
    assert calls == ["A"]
    assert result.failures == ["lamps, round 1, A: no heap"]
    assert command_line.status(result) == 2


def test_what_was_measured_is_kept_after_ctrl_c() -> None:
    result = run_all(plan(Fake("A"), Fake("B", fails=KeyboardInterrupt())), quiet())
    assert list(result.runs["lamps"]) == ["A"]
    assert command_line.status(result) == 2
    assert json.loads(report(result))["interrupted"]


def test_a_simulation_has_one_worker() -> None:
    found = simulators([Ours("python", 1), Ours("auto", 1), Ours("auto", 2), Fake("TLC")])
    assert [one.name for one in found] == ["python", "auto", "TLC"]


def test_the_tables_have_ratios_to_tlc() -> None:
    result = run_all(
        plan(Fake("A", seconds=1), Fake("TLC", seconds=8), rounds=1, names=("lamps",)), quiet()
    )
    console = Console(width=120, record=True, quiet=False, file=open("/dev/null", "w"))  # noqa: SIM115
    for table in tables(result):
        console.print(table)
    shown = console.export_text()
    assert "8.00" in shown
    assert "agree" in shown
    of_model = json.loads(report(result))["models"]["lamps"]
    assert (of_model["over"], of_model["ratios"]["A"]["whole"]) == ("TLC", 8)


def test_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command_line, "contenders", lambda *_: [Fake("A")])
    target = tmp_path / "report.json"
    assert command_line.main(["lamps", "--repeat", "1", "--json", str(target)]) == 0
    assert "lamps" in capsys.readouterr().out
    assert json.loads(target.read_text())["models"]["lamps"]["runs"]["A"]
    monkeypatch.setattr(command_line, "contenders", lambda *_: [Fake("A", (1, 1, 1))])
    assert command_line.main(["lamps", "--repeat", "1"]) == 1


@pytest.mark.parametrize("arguments", [["nothing"], ["--tlc", "nothing.jar"], ["--repeat", "0"]])
def test_what_cannot_be_used(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(arguments) == 4
    assert capsys.readouterr().err.startswith("error: ")


def test_models_are_chosen_by_name_and_group() -> None:
    models = load_models()
    assert not any(model.huge for model in command_line.chosen(models, [], huge=False).values())
    assert "raft_12" in command_line.chosen(models, [], huge=True)
    assert list(command_line.chosen(models, ["raft_12"], huge=False)) == ["raft_12"]
    assert "raft_12" not in command_line.chosen(models, ["growth"], huge=False)


def test_a_contender_for_each_kernel_and_number_of_workers() -> None:
    found = contenders(["python", "fast"], [1, 2], None, "1g")
    assert [one.name for one in found] == ["python", "python, 2 workers", "fast", "fast, 2 workers"]
