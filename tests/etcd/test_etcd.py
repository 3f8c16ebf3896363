"""Somebody else's Raft: etcd's specifications are read, run, and counted as TLC counts them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tlakit.explore import explore
from tlakit.language import load_module
from tlakit.semantics import Specification, load_config
from tlakit.semantics.behaviour import CheckResult, Verdict

pytestmark = pytest.mark.registry

HERE = Path(__file__).parent

BOUNDS = {
    "InitServer": "{s1, s2}",
    "Server": "{s1, s2}",
    "ReconfigurationLimit": "0",
    "MaxTermLimit": "2",
    "RequestLimit": "1",
}

TRACE_LINES = "110"


def check(folder: Path, name: str, config: Path) -> CheckResult:
    return explore(Specification(load_module(folder / f"{name}.tla"), load_config(config)))


def bounded(etcd: Path, folder: Path) -> Path:
    """etcd's configuration with smaller constants and a constraint."""
    text = (etcd / "MCetcdraft.cfg").read_text()
    for name, value in BOUNDS.items():
        text, changes = re.subn(rf"(?m)^(\s*{name}\s*=).*$", rf"\g<1> {value}", text)
        assert changes == 1, f"{name} is not set once"
    path = folder / "bounded.cfg"
    path.write_text(f"{text}\nCONSTRAINT FewMessages\n")
    return path


@pytest.mark.parametrize("name", ["etcdraft", "MCetcdraft", "Traceetcdraft"])
def test_the_modules_are_read(etcd: Path, name: str) -> None:
    module = load_module(etcd / f"{name}.tla")
    assert module.name == name
    assert "LogMatchingInv" in module.definitions


def test_a_bounded_model_has_the_states_that_tlc_finds(etcd: Path, tmp_path: Path) -> None:
    """TLC 2.18 with one worker and our SequencesExt, FiniteSetsExt and BagsExt: the same three."""
    for path in (*etcd.glob("*.tla"), HERE / "BoundedEtcd.tla"):
        shutil.copy(path, tmp_path)
    result = check(tmp_path, "BoundedEtcd", bounded(etcd, tmp_path))
    assert result.verdict is Verdict.HOLDS
    assert (result.generated, result.distinct, result.depth) == (27_019, 2_956, 33)


def test_a_recorded_trace_is_a_behaviour(etcd: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JSON", str(etcd / "example.ndjson"))
    monkeypatch.setenv("MAX_TRACE", TRACE_LINES)
    result = check(etcd, "Traceetcdraft", etcd / "Traceetcdraft.cfg")
    assert result.verdict is Verdict.HOLDS


def test_a_falsified_trace_is_not(
    etcd: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (etcd / "example.ndjson").read_text().splitlines()
    number, line = next(
        (number, line) for number, line in enumerate(lines) if '"name":"BecomeLeader"' in line
    )
    lines[number] = line.replace('"term":2', '"term":3')
    assert lines[number] != line
    trace = tmp_path / "falsified.ndjson"
    trace.write_text("\n".join(lines))
    monkeypatch.setenv("JSON", str(trace))
    monkeypatch.setenv("MAX_TRACE", TRACE_LINES)
    result = check(etcd, "Traceetcdraft", etcd / "Traceetcdraft.cfg")
    assert result.verdict is Verdict.VIOLATED
    assert result.violation is not None
    assert result.violation.name == "TraceMatched"
