"""A syntax error in the words of TLA+: what was found, what could stand there, the likely slip."""

from __future__ import annotations

from collections.abc import Sequence

from tlakit.language.diagnostics import SYNTAX, Diagnostic, Related
from tlakit.language.junctions import Stack, States, accepts
from tlakit.language.operators import PUNCTUATION
from tlakit.language.slips import likely_slip
from tlakit.language.source import after
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
_CLOSING = {
    "OPEN_PAREN": {"CLOSE_PAREN"},
    "OPEN_BRACE": {"CLOSE_BRACE"},
    "OPEN_BRACKET": {"CLOSE_BRACKET", "CLOSE_BOX"},
    "OPEN_TUPLE": {"CLOSE_TUPLE", "CLOSE_ANGLE"},
}
_CLOSERS = frozenset().union(*_CLOSING.values())
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


def unexpected(token: Token, tokens: Sequence[Token], states: States, stack: Stack) -> Diagnostic:
    """The diagnostic for the token that the parser could not take; `stack` is as it was before."""
    row = [kind for kind in states[stack[-1]] if kind.isupper() or kind == "$END"]
    kinds = {kind for kind in row if accepts(states, stack, kind)}
    expected = _expected(kinds)
    position = next((k for k, t in enumerate(tokens) if t.span == token.span), len(tokens))
    opening = _still_open(tokens[:position])
    related: tuple[Related, ...] = ()
    span = token.span
    message = f"unexpected {_found(token)}"
    if len(expected) == 1:
        message = f"expected {expected[0]}, found {_with_article(token)}"
        expected = ()
    if opening is not None and _CLOSING[opening.type] & kinds:
        related = (Related(opening.span, f"This `{opening.text}` is still open"),)
        previous = tokens[position - 1]
        if previous.span.end_line < token.span.line:
            # What is missing belongs to the line above, where the bracket's content ends.
            span = after(previous.span)
            message = f"`{opening.text}` is not closed before {_with_article(token)}"
    return Diagnostic(
        code=SYNTAX,
        message=message,
        span=span,
        expected=expected,
        hint=likely_slip(tokens, position, kinds),
        related=related,
    )


def _still_open(tokens: Sequence[Token]) -> Token | None:
    """The innermost bracket that the tokens open and do not close."""
    stack: list[Token] = []
    for token in tokens:
        if token.type in _CLOSING:
            stack.append(token)
        elif token.type in _CLOSERS and stack:
            stack.pop()
    return stack[-1] if stack else None


def _expected(kinds: set[str]) -> tuple[str, ...]:
    words: list[str] = []
    rest = set(kinds)
    if {"NUMBER", "OPEN_LIST"} <= rest:
        words.append("an expression")
        rest -= _EXPRESSION_STARTS | {"INFIX", "EQUALS", "MEMBER", "POSTFIX", "NEGATIVE", "LAMBDA"}
    elif {"INFIX", "EQUALS"} <= rest:
        rest -= _CONTINUATIONS
        closers = sorted(_word(kind) for kind in rest - _UNIT_STARTS - {"END"})
        words += closers
        words.append("an operator")
        rest &= _UNIT_STARTS | {"END"}
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
            return "end of the text"
        case "END":
            return "end of the module"
        case "DEFINED":
            return f"definition of `{token.text}`"
        case "STRING_LITERAL":
            return f'"{token.text}"'
        case "PROOF_BODY":
            return "proof"
        case _:
            return f"`{token.text}`"


def _with_article(token: Token) -> str:
    found = _found(token)
    return f"the {found}" if found[0].isalpha() else found
