"""The command line itself: words, interruption, faults of our own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from raftspec.cli import COMMANDS
from raftspec.commands import check
from raftspec.exits import Exit

Command = Callable[..., Any]
ROOT = Path(__file__).resolve().parents[2]


def test_an_unknown_option_is_bad_input(raftspec: Command) -> None:
    outcome = raftspec("check", "small", "--nonsense")
    assert outcome.status == Exit.INPUT
    assert "--nonsense" in outcome.out + outcome.err


def test_help_names_every_command_and_status(raftspec: Command) -> None:
    outcome = raftspec("--help")
    assert outcome.status == Exit.HOLDS
    for word in (*COMMANDS, "70", "--debug"):
        assert word in outcome.out
    # Commands are imported late, but the overview has the first line of each.
    for line in (
        "Visit every reachable state",
        "Evaluate an expression",
        "Judge an implementation",
    ):
        assert line in outcome.out


def test_only_conform_takes_a_command(raftspec: Command) -> None:
    outcome = raftspec("check", "small", "--", "python", "adapter.py")
    assert outcome.status == Exit.INPUT
    assert "only `raftspec conform`" in outcome.err


def test_conform_takes_one_implementation(raftspec: Command) -> None:
    outcome = raftspec("conform", "pysyncobj==0.3.16", "--", "python", "adapter.py")
    assert outcome.status == Exit.INPUT
    assert "not both" in outcome.err


def test_conform_needs_a_version(raftspec: Command) -> None:
    outcome = raftspec("conform", "pysyncobj")
    assert outcome.status == Exit.INPUT
    assert "which version" in outcome.err


def test_conform_knows_its_cases(raftspec: Command) -> None:
    outcome = raftspec("conform", "--case", "commit/never-goes-bak")
    assert outcome.status == Exit.INPUT
    assert "commit/never-goes-back-under-a-new-leader" in outcome.err


def planted(*_: object, **__: object) -> None:
    raise RuntimeError("planted [/fault]")


def test_a_fault_of_ours_says_so(raftspec: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "explore", planted)
    outcome = raftspec("check", "small")
    assert outcome.status == Exit.INTERNAL
    assert "this is a fault of raftspec, not of your input" in outcome.err
    assert "RuntimeError: planted [/fault]\n" in outcome.err
    assert "  at raftspec/commands/check.py:" in outcome.err
    assert "  command: raftspec check small\n" in outcome.err
    assert "Traceback" not in outcome.err and outcome.out == ""


def test_a_fault_of_ours_in_full(raftspec: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "explore", planted)
    outcome = raftspec("--debug", "check", "small")
    assert outcome.status == Exit.INTERNAL
    assert outcome.err.startswith("Traceback (most recent call last)")
    assert "this is a fault of raftspec" in outcome.err


def test_a_damaged_installation_is_a_fault_without_a_traceback(
    raftspec: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "explore", planted)
    monkeypatch.setitem(sys.modules, "raftspec.failure", None)  # importing it fails
    outcome = raftspec("check", "small")
    assert outcome.status == Exit.INTERNAL
    assert "this is a fault of raftspec" in outcome.err and "Traceback" not in outcome.err


@pytest.mark.parametrize("where", ["target.find_target", "commands.check.explore"])
def test_ctrl_c_concludes_nothing(
    raftspec: Command, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(f"raftspec.{where}", interrupted)
    outcome = raftspec("check", "small")
    assert outcome.status == Exit.UNKNOWN
    assert "nothing can be concluded" in outcome.err


def test_memory_that_is_used_up_concludes_nothing(
    raftspec: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exhausted(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(check, "explore", exhausted)
    outcome = raftspec("check", "small")
    assert outcome.status == Exit.UNKNOWN
    assert "the memory is used up" in outcome.err


def test_a_reader_that_went_away_is_no_fault() -> None:
    line = f"{sys.executable} -m raftspec parse spec/Raft.tla spec/Raft.tla --json - --tree"
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            line.split(), stdout=writing, stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False
        )
    finally:
        os.close(writing)
    assert done.returncode == Exit.UNKNOWN
    assert "Error" not in done.stderr and "Exception" not in done.stderr


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["check"], "requires an argument"),
        (["check", "small", "--max-states", "many"], "--max-states"),
        (["check", "small", "--json"], "--json"),
        (["check", "small", "--json", "--deadlock"], "--deadlock"),
        (["bound", "small"], "--depth"),
        (["chekc", "small"], "`raftspec --help`"),
        (["simulate", "small", "--runs", "0"], "`raftspec simulate --help`"),
        (["check", "small", "--max-seconds", "-1"], "--max-seconds"),
        (["eval", "1", "2"], "2"),
    ],
)
def test_usage_errors(raftspec: Command, words: list[str], text: str) -> None:
    outcome = raftspec(*words)
    assert outcome.status == Exit.INPUT
    assert text in outcome.out + outcome.err
    assert "Traceback" not in outcome.err
