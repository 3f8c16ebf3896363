"""TLA+ for Pygments."""

from __future__ import annotations

from typing import ClassVar

from pygments.lexer import RegexLexer, bygroups, words
from pygments.token import (
    Comment,
    Generic,
    Keyword,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Text,
    Whitespace,
)

DECLARATIONS = (
    "ASSUME",
    "ASSUMPTION",
    "AXIOM",
    "CONSTANT",
    "CONSTANTS",
    "EXTENDS",
    "INSTANCE",
    "LEMMA",
    "LOCAL",
    "PROPOSITION",
    "COROLLARY",
    "RECURSIVE",
    "THEOREM",
    "VARIABLE",
    "VARIABLES",
    "WITH",
)
EXPRESSIONS = (
    "CASE",
    "CHOOSE",
    "DOMAIN",
    "ELSE",
    "ENABLED",
    "EXCEPT",
    "IF",
    "IN",
    "LAMBDA",
    "LET",
    "OTHER",
    "SUBSET",
    "THEN",
    "UNCHANGED",
    "UNION",
)
CONSTANTS = ("BOOLEAN", "FALSE", "STRING", "TRUE")


class TlaLexer(RegexLexer):  # type: ignore[misc]  # Pygments has no types
    """Modules, operators and comments of TLA+ (not PlusCal); works on fragments, too."""

    name = "TLA+"
    aliases: ClassVar[list[str]] = ["tla", "tlaplus"]
    filenames: ClassVar[list[str]] = ["*.tla"]
    url = "https://lamport.azurewebsites.net/tla/tla.html"

    tokens: ClassVar[dict[str, list[object]]] = {
        "root": [
            (r"\s+", Whitespace),
            (r"\\\*[^\n]*", Comment.Single),
            (r"\(\*", Comment.Multiline, "comment"),
            (
                r"(-{4,})(\s*)(MODULE)(\s+)(\w+)(\s*)(-{4,})",
                bygroups(
                    Generic.Subheading,
                    Whitespace,
                    Keyword.Namespace,
                    Whitespace,
                    Name.Namespace,
                    Whitespace,
                    Generic.Subheading,
                ),
            ),
            (r"-{4,}|={4,}", Generic.Subheading),
            (r'"(\\.|[^"\\])*"', String.Double),
            (r"\\[bBoOhH][0-9a-fA-F]+\b", Number),
            (r"\d+(\.\d+)?\b", Number),
            (words(DECLARATIONS, prefix=r"\b", suffix=r"\b"), Keyword.Declaration),
            (words(EXPRESSIONS, prefix=r"\b", suffix=r"\b"), Keyword),
            (words(CONSTANTS, prefix=r"\b", suffix=r"\b"), Keyword.Constant),
            (r"(WF|SF)_(?=\w|<<)", Keyword),
            (r"\\(AA|EE|A|E)\b", Keyword),
            (r"\b([a-zA-Z_]\w*)(?=(\([^()]*\))?\s*==(?!=))", Name.Function),
            (r"\b([a-zA-Z_]\w*)(\s*)(\|->|:>)", bygroups(Name.Attribute, Whitespace, Operator)),
            (r"([.!])([a-zA-Z_]\w*)", bygroups(Operator, Name.Attribute)),
            (r"[a-zA-Z0-9_]*[a-zA-Z_]\w*", Name),
            (r"\\[a-zA-Z]+", Operator.Word),
            (r"<<|>>_?|\[|\]_?|[(){},:;]", Punctuation),
            (r"[-+*/\\^=#<>~&|.@$%?!']+", Operator),
            (r".", Text),
        ],
        "comment": [
            (r"\(\*", Comment.Multiline, "#push"),
            (r"\*\)", Comment.Multiline, "#pop"),
            (r"[^(*]+|[(*]", Comment.Multiline),
        ],
    }
