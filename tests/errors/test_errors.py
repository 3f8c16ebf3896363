"""Every diagnostic has an example here, and says what the documentation shows.

After a change of wording `PYTHONPATH=docs/_ext python -m spec_docs.errors` records all sessions anew.
"""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from raftspec.cli import run
from raftspec.exits import Exit
from spec_docs.errors import UNREACHABLE, Example, errors_page, meanings, read_examples, steady

EXAMPLES = read_examples()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_it_says_what_was_recorded(
    example: Example,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    for name, text in example.files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("RAFTSPEC_CACHE", "off")
    status = run(shlex.split(example.command)[1:])
    captured = capsys.readouterr()
    assert status in (Exit.INPUT, Exit.UNKNOWN)
    assert steady(captured.out + captured.err) == example.output


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_it_shows_its_code_and_more_than_a_message(example: Example) -> None:
    lines = example.output.splitlines()
    codes = {line[:4] for line in map(str.strip, lines) if line[4:5] == ":"}
    assert example.code in codes
    assert len(lines) > 1 and "Traceback" not in example.output


def test_every_code_has_an_example_and_every_example_a_code() -> None:
    assert {example.code for example in EXAMPLES} == meanings().keys() - UNREACHABLE.keys()


def test_the_page_shows_every_code_and_session() -> None:
    page = errors_page("")
    for code in meanings():
        assert f"(error-{code})=\n\n### {code}: " in page
    for example in EXAMPLES:
        assert f"$ {example.command}\n{example.output.splitlines()[0]}" in page
