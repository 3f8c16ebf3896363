"""A syntax error in the words of TLA+: what was found, what could stand there, the likely slip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tlakit.language.diagnostics import SYNTAX, Diagnostic
from tlakit.language.junctions import BULLETS, accepts
from tlakit.language.operators import PUNCTUATION
from tlakit.language.tokens import Token

_EXPRESSION_STARTS = frozenset(
    {"NAME", "NUMBER", "STRING_LITERAL", "OPEN_LIST", "OPEN_PAREN", "OPEN_BRACE", "OPEN_BRACKET"}
    | {"OPEN_TUPLE", "PREFIX", "QUANTIFIER", "IF", "CASE", "CHOOSE", "LET", "FAIRNESS", "AT"}
    | {"TRUE", "FALSE", "BOOLEAN", "STRING", "MINUS", "BOX"}
)
_CONTINUATIONS = frozenset(
    {"INFIX", "MINUS", "EQUALS", "MEMBER", "POSTFIX", "DOT", "OPEN_BRACKET", "BANG", "LABELS"}
    | {"OPEN_PAREN", "NEXT_ITEM", "CLOSE_LIST"}
)
_UNIT_STARTS = frozenset(
    {"DEFINED", "DEFINED_PREFIX", "CONSTANTS", "VARIABLES", "ASSUME", "AXIOM", "THEOREM", "DASHES"}
    | {"LOCAL", "INSTANCE", "RECURSIVE", "USE_BODY", "PROOF_BODY"}
)
_WORDS = {
    "NAME": "a name",
    "NUMBER": "a number",
    "DEFINED": "a definition",
    "END": "`====`",
    "$END": "the end",
    "DASHES": "`----`",
    "MEMBER": r"`\in`",
    "EQUALS": "`=`",
    "NEXT_ITEM": "the next bullet",
    "POSTFIX": "a postfix operator",
    "INFIX": "an infix operator",
    "FAIRNESS": "`WF_`",
    "BOX": "`[]`",
    "PLACEHOLDER": "`_`",
} | {kind: f"`{symbol}`" for symbol, kind in PUNCTUATION.items() if kind != "QUANTIFIER"}


def unexpected(token: Token, tokens: Sequence[Token], state: Any) -> Diagnostic:
    """The diagnostic for the token that the parser, in `state`, could not take."""
    kinds = {kind for kind in _kinds(state) if accepts(state, kind)}
    expected = _expected(kinds)
    hint = _hint(token, tokens, kinds)
    wanted = f"expected {expected[0]}, " if len(expected) == 1 else ""
    return Diagnostic(
        code=SYNTAX,
        message=f"{wanted}found {_found(token)}" if wanted else f"unexpected {_found(token)}",
        span=token.span,
        expected=() if wanted else expected,
        hint=hint,
    )


def _kinds(state: Any) -> set[str]:
    row = state.parse_conf.states[state.state_stack[-1]]
    return {kind for kind in row if kind.isupper() or kind == "$END"}


def _expected(kinds: set[str]) -> tuple[str, ...]:
    words: list[str] = []
    rest = set(kinds)
    if {"NUMBER", "OPEN_LIST"} <= rest:
        words.append("an expression")
        rest -= _EXPRESSION_STARTS | {"INFIX", "EQUALS", "MEMBER", "POSTFIX", "NEGATIVE", "LAMBDA"}
    elif {"INFIX", "EQUALS"} <= rest:
        after_operand = True
        rest -= _CONTINUATIONS
        closers = sorted(_word(kind) for kind in rest - _UNIT_STARTS - {"END"})
        words += closers
        words.append("an operator")
        rest -= rest - _UNIT_STARTS - {"END"}
        assert after_operand
    if "DEFINED" in rest and "CONSTANTS" in rest:
        words.append("the next definition or declaration")
        rest -= _UNIT_STARTS
    elif rest & {"DEFINED", "DEFINED_PREFIX"}:
        words.append("a definition")
        rest -= _UNIT_STARTS
    words += sorted({_word(kind) for kind in rest})
    return tuple(dict.fromkeys(words))


def _word(kind: str) -> str:
    return _WORDS.get(kind, f"`{kind}`")


def _found(token: Token) -> str:
    match token.type:
        case "$END":
            return "the end of the text"
        case "END":
            return "the end of the module"
        case "DEFINED":
            return f"the definition of `{token.text}`"
        case "STRING_LITERAL":
            return f'"{token.text}"'
        case "PROOF_BODY":
            return "a proof"
        case _:
            return f"`{token.text}`"


def _hint(token: Token, tokens: Sequence[Token], kinds: set[str]) -> str:
    if token.type == "DEFINED" and "NUMBER" in kinds:
        return "`==` defines a name. To compare two values, write `=`."
    if token.type == "DEFINES":
        return "`==` defines a name. To compare two values, write `=`."
    if token.type == "EQUALS" and "DEFINES" in kinds:
        return "`=` compares two values. To define a name, write `==`."
    if token.type in ("COLON", "EQUALS") and "MAPS_TO" in kinds:
        return "A record or function is written `[name |-> value]`."
    if token.text in BULLETS and "NUMBER" not in kinds:
        return "Bullets of one list stand in the same column."
    return ""
