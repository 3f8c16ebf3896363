"""The likely slip behind a syntax error: what people write who mean something else."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence

from tlakit.language.operators import BULLETS
from tlakit.language.tokens import SYMBOLS, Token

_FOREIGN = {
    r"\forall": r"\A",
    r"\exists": r"\E",
    r"\setminus": "\\",
    r"\le": r"\leq",
    r"\ge": r"\geq",
    r"\ne": "#",
    r"\neq": "#",
    r"\and": "/\\",
    r"\or": "\\/",
    r"\not": "~",
    r"\to": "->",
}
"""Commands of other notations, with what TLA+ has for them."""

Place = Sequence[Token]


def likely_slip(tokens: Place, position: int, kinds: set[str]) -> str:
    """What to do about the token at `position`, where the parser would take one of `kinds`."""
    if position >= len(tokens):
        return _end(tokens, position, kinds)
    for slip in _SLIPS:
        hint = slip(tokens, position, kinds)
        if hint:
            return hint
    return ""


def _backslash(tokens: Place, position: int, kinds: set[str]) -> str:
    """`\\forall`: not an operator of TLA+, so it was read as a set difference."""
    for k in (position, position - 1, position - 2):
        if 0 <= k < len(tokens) - 1 and tokens[k].text == "\\" and tokens[k].type == "INFIX":
            after = tokens[k + 1]
            if after.type == "NAME" and after.span.column == tokens[k].span.end_column:
                word = "\\" + after.text
                meant = _FOREIGN.get(word)
                if meant is None:
                    close = difflib.get_close_matches(word, [s for s in SYMBOLS if s[0] == "\\"], 1)
                    meant = close[0] if close else None
                if meant is not None:
                    return f"TLA+ has no `{word}`. Did you mean `{meant}`?"
    return ""


def _defines(tokens: Place, position: int, kinds: set[str]) -> str:
    token = tokens[position]
    if token.type == "DEFINES" or (token.type == "DEFINED" and "NUMBER" in kinds):
        return "`==` defines a name. To compare two values, write `=`."
    begins = token.align == 1 or kinds.isdisjoint({"IN", "INFIX"})
    if token.type == "NAME" and "DEFINED" in kinds and begins:
        return "A definition is written `name == expression`."
    return ""


def _records(tokens: Place, position: int, kinds: set[str]) -> str:
    token = tokens[position]
    if token.type in ("COLON", "EQUALS", "CLOSE_BRACKET") and "MAPS_TO" in kinds:
        return "A record is written `[name |-> value]`; `[name : set]` is a set of records."
    if token.type == "MAPS_TO" and "COLON" in kinds:
        return "A record is written `[name |-> value]`; `[name : set]` is a set of records."
    return ""


def _foreign_operators(tokens: Place, position: int, kinds: set[str]) -> str:
    token = tokens[position]
    following = tokens[position + 1].type if position + 1 < len(tokens) else ""
    if token.type == "BANG" and following == "EQUALS":
        return "Not equal is written `#` or `/=`."
    if token.text == "'" and token.type == "POSTFIX" and "NUMBER" in kinds:
        return 'A string stands in double quotes: `"a"`.'
    return ""


def _arrow(tokens: Place, position: int, kinds: set[str]) -> str:
    """`[a -> 1, b -> 2]`, which reads as a set of functions up to its comma."""
    if tokens[position].type == "COMMA" and "CLOSE_BRACKET" in kinds:
        for token in reversed(tokens[:position]):
            if token.type == "ARROW":
                return "A record is written `[name |-> value]`; `[S -> T]` is a set of functions."
            if token.type in ("OPEN_BRACKET", "CLOSE_BRACKET"):
                break
    return ""


def _declarations(tokens: Place, position: int, kinds: set[str]) -> str:
    """Slips around EXTENDS, CONSTANTS and VARIABLES."""
    token = tokens[position]
    if token.type == "EXTENDS":
        return "EXTENDS stands once, right behind the MODULE line: `EXTENDS Naturals, Sequences`."
    if "COMMA" not in kinds or "DEFINED" not in kinds:
        return ""
    line = [t for t in tokens[:position] if t.span.line == token.span.line]
    word = next((t for t in line if t.type in ("CONSTANTS", "VARIABLES", "EXTENDS")), None)
    if word is not None and token.type == "NAME":
        return "Names are separated by commas."
    if word is not None and token.type in ("EQUALS", "MEMBER") and word.type == "CONSTANTS":
        return "A constant gets its value in the configuration (.cfg); ASSUME can bound it."
    if word is not None and token.type in ("EQUALS", "MEMBER"):
        return "A variable gets its value in the initial predicate: `Init == x = 0`."
    return ""


def _bound_name(tokens: Place, position: int, kinds: set[str]) -> str:
    """`\\A i S : p`."""
    if "MEMBER" in kinds and kinds.isdisjoint({"INFIX", "NUMBER"}):
        for token in reversed(tokens[max(0, position - 6) : position]):
            if token.type == "QUANTIFIER" or token.type == "CHOOSE":
                return "A name is bound to a set with `x \\in S`."
    return ""


def _end(tokens: Place, position: int, kinds: set[str]) -> str:
    if position >= len(tokens) and "END" in kinds:
        return "A module ends with a line of at least four `=`."
    return ""


def _unchanged(tokens: Place, position: int, kinds: set[str]) -> str:
    if tokens[position].type == "COMMA":
        line = tokens[position].span.line
        for token in reversed(tokens[:position]):
            if token.span.line != line:
                break
            if token.text == "UNCHANGED":
                return "Several variables are written `UNCHANGED <<x, y>>`."
    return ""


def _case(tokens: Place, position: int, kinds: set[str]) -> str:
    if tokens[position].type == "ELSE":
        for token in reversed(tokens[:position]):
            if token.type in ("IF", "DEFINES"):
                break
            if token.type == "CASE":
                return "The last arm of a CASE is written `[] OTHER -> value`."
    return ""


def _bullets(tokens: Place, position: int, kinds: set[str]) -> str:
    if tokens[position].text in BULLETS and "NUMBER" not in kinds:
        return "Bullets of one list stand in the same column."
    return ""


_SLIPS: tuple[Callable[[Place, int, set[str]], str], ...] = (
    _backslash,
    _declarations,
    _defines,
    _records,
    _foreign_operators,
    _arrow,
    _bound_name,
    _unchanged,
    _case,
    _bullets,
)
