"""A syntax error in the words of TLA+: what was found, what could stand there, the likely slip."""

from __future__ import annotations

from collections.abc import Sequence

from tlakit.language.diagnostics import SYNTAX, Diagnostic, Related
from tlakit.language.lalr import accepts
from tlakit.language.operators import BULLETS, PUNCTUATION
from tlakit.language.slips import likely_slip
from tlakit.language.source import after
from tlakit.language.tables import Tables
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


def unexpected(
    token: Token, tokens: Sequence[Token], tables: Tables, stack: list[int]
) -> Diagnostic:
    """The diagnostic for the token that the parser could not take; `stack` is as it was before."""
    if token.type == "CLOSE_LIST":
        return _cut_short(token, tokens)
    row = [kind for kind in tables.states[stack[-1]] if kind.isupper()]
    kinds = {kind for kind in row if accepts(tables, stack, kind)}
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
    hint = likely_slip(tokens, position, kinds)
    bullet = _bullet_above(tokens, position)
    if not hint and not related and bullet is not None and token.text not in BULLETS:
        related = (Related(bullet.span, f"A list of `{bullet.text}` is open"),)
        hint = "Does this line lack its bullet?"
    return Diagnostic(
        code=SYNTAX,
        message=message,
        span=span,
        expected=expected,
        hint=hint,
        related=related,
    )


def _cut_short(closing: Token, tokens: Sequence[Token]) -> Diagnostic:
    """The diagnostic for a list's item that is left unfinished by a line too far to the left."""
    position = sum(1 for token in tokens if _begins(token) < _begins(closing))
    bullet = next((t for t in reversed(tokens[:position]) if _is_bullet(t)), None)
    span = closing.span
    found = _with_article(tokens[position]) if position < len(tokens) else "the end of the text"
    if bullet is None:
        return Diagnostic(
            code=SYNTAX, message=f"the item is not complete before {found}", span=span
        )
    return Diagnostic(
        code=SYNTAX,
        message=f"the item of this `{bullet.text}` is not complete before {found}",
        span=span,
        related=(Related(bullet.span, f"Its bullet stands in column {bullet.align}"),),
        hint="What belongs to a bullet stands to the right of it.",
    )


def _begins(token: Token) -> tuple[int, int]:
    return token.span.line, token.span.column


def _is_bullet(token: Token) -> bool:
    return token.text in BULLETS and token.type in ("INFIX", "OPEN_LIST", "NEXT_ITEM")


def _bullet_above(tokens: Sequence[Token], position: int) -> Token | None:
    """The bullet of the list that a line seems to belong to, whose first token is at `position`."""
    if not 0 < position < len(tokens):
        return None
    token = tokens[position]
    if token.span.line == tokens[position - 1].span.end_line:
        return None
    for k in range(position - 1, -1, -1):
        if tokens[k].type in ("DEFINES", "DEFINED"):
            return None
        first = k == 0 or tokens[k - 1].span.line < tokens[k].span.line
        opens = first or tokens[k - 1].type in ("DEFINES", "IN", "THEN", "ELSE", "COLON")
        if _is_bullet(tokens[k]) and opens and tokens[k].align <= token.align:
            return tokens[k]
    return None


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
