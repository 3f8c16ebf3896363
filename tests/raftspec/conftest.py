"""Running the command line in this process, as a user would type it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from raftspec.cli import run

COUNTER = """\
---- MODULE Counter ----
EXTENDS Naturals
CONSTANT Limit
VARIABLE x
Init == x = 0
Increase == x < 5 /\\ x' = x + 1
Next == Increase
Small == x < Limit
Unbounded == \\E n \\in Nat : n > x
Mixed == x # "a"
====
"""


class Outcome(msgspec.Struct, frozen=True):
    """What a command line did."""

    status: int
    out: str
    err: str


Command = Callable[..., Outcome]


@pytest.fixture
def raftspec(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run `raftspec` with these words."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("RAFTSPEC_CACHE", "off")

    def command(*words: str) -> Outcome:
        status = run(words)
        captured = capsys.readouterr()
        return Outcome(status, captured.out, captured.err)

    return command


@pytest.fixture
def counter(tmp_path: Path) -> Callable[[str], list[str]]:
    """The words that check the module Counter with a configuration of these lines."""

    def words(config: str) -> list[str]:
        module, file = tmp_path / "Counter.tla", tmp_path / "Counter.cfg"
        module.write_text(COUNTER)
        file.write_text("INIT Init\nNEXT Next\nCHECK_DEADLOCK FALSE\n" + config)
        return ["check", str(module), "--config", str(file)]

    return words
