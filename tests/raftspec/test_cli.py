"""The command line itself: words, interruption, faults of our own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from raftspec import cli
from raftspec.exits import Exit

Command = Callable[..., Any]


def test_an_unknown_option_is_bad_input(raftspec: Command) -> None:
    outcome = raftspec("check", "small", "--nonsense")
    assert outcome.status == Exit.INPUT
    assert "--nonsense" in outcome.out + outcome.err


def test_help_names_every_command_and_status(raftspec: Command) -> None:
    outcome = raftspec("--help")
    assert outcome.status == Exit.HOLDS
    for word in ("conform", "check", "bound", "simulate", "models", "mutants", "mirror", "70"):
        assert word in outcome.out


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


def test_a_fault_of_ours_says_so(raftspec: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(words: list[str]) -> int:
        raise RuntimeError("planted")

    monkeypatch.setattr(cli, "_dispatch", fails)
    outcome = raftspec("check", "small")
    assert outcome.status == Exit.INTERNAL
    assert "this is a fault of raftspec" in outcome.err


def test_ctrl_c_concludes_nothing(raftspec: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(words: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_dispatch", interrupted)
    outcome = raftspec("check", "small")
    assert outcome.status == Exit.UNKNOWN
    assert "nothing can be concluded" in outcome.err
