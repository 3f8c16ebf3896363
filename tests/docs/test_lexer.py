"""TLA+ in colours."""

from __future__ import annotations

from pathlib import Path

import pytest
from pygments.token import Comment, Keyword, Name, Number, Operator, String, Text, Whitespace

from spec_docs.lexer import TlaLexer

SPEC = Path(__file__).resolve().parents[2] / "spec"


def tokens(text: str) -> list[tuple[object, str]]:
    return [(kind, part) for kind, part in TlaLexer().get_tokens(text) if kind is not Whitespace]


@pytest.mark.parametrize("path", sorted(SPEC.rglob("*.tla")), ids=lambda path: path.name)
def test_every_sign_of_the_spec_is_known_and_none_is_lost(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = list(TlaLexer(stripnl=False).get_tokens(text))
    assert "".join(part for _, part in found) == text
    assert [part for kind, part in found if kind is Text] == []


def test_definitions_keywords_and_fields() -> None:
    found = tokens('Op(a, b) == IF a.term \\in 1..2 THEN [x |-> "y"] ELSE TRUE')
    assert (Name.Function, "Op") in found
    assert (Keyword, "IF") in found
    assert (Name.Attribute, "term") in found
    assert (Name.Attribute, "x") in found
    assert (Operator.Word, "\\in") in found
    assert (Number, "1") in found
    assert (String.Double, '"y"') in found
    assert (Keyword.Constant, "TRUE") in found


def test_comments_nest_and_end() -> None:
    found = tokens("(* a (* b *) c *) x \\* rest\ny")
    assert "".join(part for kind, part in found if kind is Comment.Multiline) == "(* a (* b *) c *)"
    assert (Comment.Single, "\\* rest") in found
    assert [part for kind, part in found if kind is Name] == ["x", "y"]


def test_an_equality_is_no_definition() -> None:
    assert (Name, "x") in tokens("x = 1")
    assert (Name.Function, "x") in tokens("x == 1")
    assert (Name, "WITHIN") in tokens("WITHIN")
