"""A token lost from a valid specification is missed where it is lost."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tlakit.language import LanguageError, load_module
from tlakit.language.ir import Span
from tlakit.language.tokens import Lexer

ROOT = Path(__file__).parents[3]
SPECIFICATIONS = {
    ROOT / "spec" / "Raft.tla": 100,
    Path(__file__).parent / "specs" / "Classic.tla": 160,
}
"""How many deletions of each are tried."""
SEED = 7


def _without(text: str, span: Span) -> str:
    """The text with blanks in place of what the span covers, on one line."""
    lines = text.split("\n")
    line = lines[span.line - 1]
    width = span.end_column - span.column
    lines[span.line - 1] = line[: span.column - 1] + " " * width + line[span.end_column - 1 :]
    return "\n".join(lines)


def _where_missed(text: str, path: Path) -> int | None:
    """The line of the first diagnostic; None if the text is still valid."""
    path.write_text(text, encoding="utf-8")
    try:
        load_module(path)
    except LanguageError as error:
        span = error.diagnostics[0].span
        assert span is not None
        return span.line
    return None


@pytest.mark.parametrize("path", SPECIFICATIONS, ids=lambda path: path.stem)
def test_lost_tokens_are_missed_on_their_line(path: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tokens = [token for module in Lexer(text, path.name).modules() for token in module]
    right, rejected, sample = 0, 0, SPECIFICATIONS[path]
    for k in random.Random(SEED).sample(range(len(tokens) - 1), sample):
        line = _where_missed(_without(text, tokens[k].span), tmp_path / path.name)
        if line is not None:
            rejected += 1
            right += line in (tokens[k].span.line, tokens[k + 1].span.line)
    assert rejected >= 0.85 * sample
    assert right >= 0.92 * rejected
