"""What a check was about, in words and as data."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from tlakit.render.coverage import checked_to_json, render_checked
from tlakit.semantics.config_parse import parse_config


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("", "checked: assumptions only; the configuration gives no behaviours"),
        ("INIT I NEXT N", "checked: deadlock"),
        ("INIT I CHECK_DEADLOCK FALSE", "checked: no property"),
        (
            "SPECIFICATION S INVARIANTS A B PROPERTY C POSTCONDITION D CHECK_DEADLOCK FALSE",
            "checked: INVARIANT A B, PROPERTY C, POSTCONDITION D",
        ),
        (
            "INIT I CONSTRAINT A ACTION_CONSTRAINT B SYMMETRY C VIEW D",
            "checked: deadlock; with CONSTRAINT A, ACTION_CONSTRAINT B, SYMMETRY C, VIEW D",
        ),
    ],
)
def test_in_words(config: str, words: str) -> None:
    console = Console(file=io.StringIO(), width=100)
    console.print(render_checked(parse_config(config)))
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue() == words + "\n"


def test_what_is_left_out_stands_apart() -> None:
    console = Console(file=io.StringIO(), width=100)
    config = parse_config("SPECIFICATION S PROPERTIES Safe Live CHECK_DEADLOCK FALSE")
    console.print(render_checked(config, left_out=("Live",)))
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue() == "checked: PROPERTY Safe\nnot checked: the liveness of Live\n"
    assert checked_to_json(config, left_out=("Live",))["not_checked"] == ["Live"]


def test_as_data() -> None:
    found = checked_to_json(parse_config("INVARIANTS A B SYMMETRY S"))
    assert found == {
        "invariants": ["A", "B"],
        "properties": [],
        "postconditions": [],
        "sometimes": [],
        "deadlock": True,
        "constraints": [],
        "action_constraints": [],
        "symmetry": "S",
        "view": None,
        "not_checked": [],
    }
