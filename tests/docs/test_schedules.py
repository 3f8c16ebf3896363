"""The schedules that the docs show mean what they say, and keep every promise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from raft_reference.commands import NUMBER_WORDS, OTHER_WORDS, SERVER_WORDS
from raft_reference.replay import main
from spec_docs.schedules import words_page

PAGES = (Path(__file__).parents[2] / "docs").rglob("*.md")
SHOWN = [
    schedule
    for page in sorted(PAGES)
    for schedule in re.findall(
        r"python -m raft_reference\.replay '([^']*)'", page.read_text(encoding="utf-8")
    )
]


@pytest.mark.parametrize("schedule", SHOWN)
def test_a_schedule_that_is_shown_can_be_replayed(schedule: str) -> None:
    assert main([schedule]) == 0


def test_every_word_is_in_the_table() -> None:
    shown = re.findall(r"^\| `(\w+)", words_page(""), flags=re.MULTILINE)
    assert sorted(shown) == sorted([*SERVER_WORDS, *NUMBER_WORDS, *OTHER_WORDS])
