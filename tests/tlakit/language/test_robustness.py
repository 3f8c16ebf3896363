"""Whatever the text, what comes back is a module or a `LanguageError` that can be shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tlakit.language import LanguageError, load_module, parse_module
from tlakit.language.tokens import KEYWORDS, SYMBOLS, Lexer

SPECIFICATION = Path(__file__).parents[3] / "spec" / "Raft.tla"
TEXT = SPECIFICATION.read_text(encoding="utf-8")
WORDS = [
    *KEYWORDS,
    *SYMBOLS,
    *("a", "b", "F", "x", "1", "2.5", '"s"', "WF_", "SF_", "<1>", "<1>2.", "----", "====", "\n"),
    *("\n  ", "\n/\\", "\n  \\/", "F(_)", "F(a)", "x \\in S", "\\* c\n", "(* c *)", "\t"),
]
LINES = TEXT.split("\n")


def survives(text: str, path: Path) -> None:
    """Load a text, and render what is wrong with it."""
    path.write_text(text, encoding="utf-8")
    try:
        load_module(path)
    except LanguageError as error:
        assert error.diagnostics
        for diagnostic in error.diagnostics:
            assert diagnostic.message
            if diagnostic.span is not None:
                assert diagnostic.span.line <= text.count("\n") + 1
        assert str(error)


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=st.lists(st.sampled_from(WORDS), max_size=40))
def test_soup_of_tokens(words: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    text = "---- MODULE M ----\nCONSTANTS S, T\nVARIABLE y\nX == " + " ".join(words) + "\n====\n"
    survives(text, _path(tmp_path_factory))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_lines_of_a_specification_mixed(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    start = data.draw(st.integers(0, len(LINES) - 2))
    length = data.draw(st.integers(1, 12))
    target = data.draw(st.integers(0, len(LINES) - 1))
    moved = LINES[start : start + length]
    rest = LINES[:start] + LINES[start + length :]
    survives("\n".join(rest[:target] + moved + rest[target:]), _path(tmp_path_factory))


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=80))
def test_any_characters(text: str) -> None:
    try:
        parse_module("---- MODULE M ----\nX == " + text + "\n====", "M.tla")
    except LanguageError as error:
        assert str(error)


@settings(max_examples=100, deadline=None)
@given(text=st.text(alphabet="aA1_\\/*(){}[]<>|-+=.:!@#$%^&?~,'\" \n\t∧∈", max_size=60))
def test_tokens_cover_the_text_in_order(text: str) -> None:
    tokens = Lexer(text, "M.tla").expression()
    places = [(token.span.line, token.span.column) for token in tokens]
    assert places == sorted(set(places))
    lines = text.split("\n")
    for token in tokens:
        span = token.span
        if span.line == span.end_line and token.type == "NAME":
            assert lines[span.line - 1][span.column - 1 : span.end_column - 1] == token.text


def _path(factory: pytest.TempPathFactory) -> Path:
    return factory.getbasetemp() / "M.tla"
