"""`raftspec check`: which kernel searches, and checkpoints."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]
Words = Callable[[str], list[str]]

CONFIG = "CONSTANT Limit = 9\nINVARIANT Small\n"


def test_a_search_goes_on_where_a_limit_ended_it(
    raftspec: Command, counter: Words, tmp_path: Path
) -> None:
    words = [*counter(CONFIG), "--kernel", "python", "--checkpoint", str(tmp_path / "saved")]
    short = raftspec(*words, "--max-depth", "3")
    assert short.status == 2 and "cannot tell" in short.out
    report = tmp_path / "report.json"
    outcome = raftspec(*words, "--resume", "--json", str(report))
    assert outcome.status == 0
    assert "6 states generated, 6 distinct, depth 6" in outcome.out
    data = json.loads(report.read_text())
    assert data["kernel"] == "python" and data["resumed"]
    assert 0 < data["collision"] < 1e-15


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--resume"], "--resume needs a checkpoint"),
        (["--resume", "--checkpoint", "nowhere"], "there is no checkpoint in nowhere"),
        (["--checkpoint", "/proc/none"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_told(
    raftspec: Command, counter: Words, options: list[str], message: str
) -> None:
    outcome = raftspec(*counter(CONFIG), *options)
    assert outcome.status == 4
    assert message in outcome.err


def test_several_workers_need_fork(
    raftspec: Command, counter: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [*counter(CONFIG), "--workers", "2", "--kernel", "python"]
    assert raftspec(*words).status == 0
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    outcome = raftspec(*words)
    assert outcome.status == 4
    assert "cannot be done as asked for: several workers" in outcome.err


def test_a_checkpoint_is_not_overwritten(raftspec: Command, counter: Words, tmp_path: Path) -> None:
    words = [*counter(CONFIG), "--checkpoint", str(tmp_path / "saved")]
    assert raftspec(*words).status == 0
    outcome = raftspec(*words)
    assert outcome.status == 4
    assert "has a checkpoint already" in outcome.err
