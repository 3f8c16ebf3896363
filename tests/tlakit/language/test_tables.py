"""The parser's tables that are shipped are those of the grammar."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from tlakit.language import tables


def test_the_shipped_tables_are_those_of_the_grammar() -> None:
    """After a change of the grammar, `tables.write()` makes them anew."""
    shipped = msgspec.json.decode(tables.SHIPPED.read_bytes(), type=tables.Tables)
    made = tables.made_from(tables.GRAMMAR.read_bytes())
    assert shipped == made


def test_tables_of_another_grammar_are_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = tmp_path / "grammar.lark"
    text = tables.GRAMMAR.read_text(encoding="utf-8")
    changed.write_text(text.replace('"CHOOSE"', '"CHOOSE" "CHOOSE"'), encoding="utf-8")
    monkeypatch.setattr(tables, "GRAMMAR", changed)
    tables.tables.cache_clear()
    try:
        assert (
            tables.tables().grammar
            != msgspec.json.decode(tables.SHIPPED.read_bytes(), type=tables.Tables).grammar
        )
    finally:
        tables.tables.cache_clear()
