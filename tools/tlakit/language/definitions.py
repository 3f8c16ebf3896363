"""What is settled over the tokens of a module before they are parsed.

`tag_definitions` marks the token with which each definition begins, so that definitions need no
separator and a name before `==` is never taken for the end of the expression above it.
`fold_proofs` replaces each proof by one token: proofs are read past and set aside.
"""

from __future__ import annotations

from tlakit.language.source import join
from tlakit.language.tokens import Token

_OPENING = {"CLOSE_PAREN": "OPEN_PAREN", "CLOSE_BRACKET": "OPEN_BRACKET"}
_OPERATOR_TYPES = frozenset({"INFIX", "MINUS", "EQUALS", "MEMBER"})
_PROOF_STARTS = frozenset({"PROOF", "BY", "OBVIOUS", "OMITTED", "STEP"})
_LEAF_PROOFS = frozenset({"BY", "OBVIOUS", "OMITTED"})
_INNER_PROOFS = _PROOF_STARTS - {"STEP"}
_UNIT_STARTS = frozenset(
    {"DASHES", "END", "THEOREM", "CONSTANTS", "VARIABLES", "ASSUME", "AXIOM", "LOCAL", "INSTANCE"}
    | {"RECURSIVE", "USE", "HIDE", "DEFINED", "DEFINED_PREFIX"}
)


def tag_definitions(tokens: list[Token]) -> None:
    """Give the first token of everything that stands before `==` the type DEFINED, in place."""
    for position, token in enumerate(tokens):
        if token.type == "DEFINES" and position:
            head = _head(tokens, position - 1)
            if head is not None:
                first = tokens[head]
                first.type = "DEFINED" if first.type == "NAME" else "DEFINED_PREFIX"


def _head(tokens: list[Token], last: int) -> int | None:
    """Where the definition begins whose left side ends at `last`; None if it is not one."""
    closing = tokens[last].type
    if closing in _OPENING:
        opening = _matching(tokens, last, _OPENING[closing], closing)
        return opening - 1 if opening > 0 and tokens[opening - 1].type == "NAME" else None
    if closing == "POSTFIX":
        return last - 1 if last > 0 and tokens[last - 1].type == "NAME" else None
    if closing != "NAME":
        return None
    if last > 0 and tokens[last - 1].type == "NEGATIVE":
        return last - 1
    if (
        last > 1
        and tokens[last - 1].type in _OPERATOR_TYPES
        and tokens[last - 2].type == "NAME"
        # An operator that ends a line lacks its operand; it is not being defined.
        and tokens[last - 1].span.line == tokens[last].span.line
    ):
        return last - 2
    return last


def _matching(tokens: list[Token], last: int, opening: str, closing: str) -> int:
    """The position of the bracket that `last` closes, or -1."""
    depth = 0
    for position in range(last, -1, -1):
        kind = tokens[position].type
        if kind == closing:
            depth += 1
        elif kind == opening:
            depth -= 1
            if not depth:
                return position
        elif kind in ("DEFINES", "END"):
            return -1
    return -1


def fold_proofs(tokens: list[Token]) -> list[Token]:
    """The tokens with each proof as one PROOF_BODY, and each USE and HIDE as one USE_BODY."""
    folded: list[Token] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type in _PROOF_STARTS:
            end = _skip_proof(tokens, position)
            folded.append(_fold(tokens, position, end, "PROOF_BODY"))
            position = end
        elif token.type in ("USE", "HIDE"):
            end = _skip_leaf(tokens, position)
            folded.append(_fold(tokens, position, end, "USE_BODY"))
            position = end
        else:
            folded.append(token)
            position += 1
    return folded


def _fold(tokens: list[Token], start: int, end: int, kind: str) -> Token:
    first, last = tokens[start], tokens[end - 1]
    return Token(kind, first.text, join(first.span, last.span), first.align)


def _skip_leaf(tokens: list[Token], position: int) -> int:
    """Behind BY, OBVIOUS, OMITTED, USE or HIDE at `position` and the facts after it."""
    position += 1
    while position < len(tokens):
        kind = tokens[position].type
        if kind in _UNIT_STARTS or kind in _PROOF_STARTS:
            break
        position += 1
    return position


def _skip_proof(tokens: list[Token], position: int) -> int:
    """Behind the proof that begins at `position`; a proof without QED reaches to the END."""
    if tokens[position].type == "PROOF":
        position += 1
        if position == len(tokens) or tokens[position].type not in _PROOF_STARTS:
            return position
    if tokens[position].type in _LEAF_PROOFS:
        return _skip_leaf(tokens, position)
    while position < len(tokens) and tokens[position].type != "END":
        kind = tokens[position].type
        position += 1
        if kind == "STEP" and position < len(tokens) and tokens[position].type == "QED":
            position += 1
            if position < len(tokens) and tokens[position].type in _PROOF_STARTS:
                return _skip_proof(tokens, position)
            return position
        if kind != "STEP" and position < len(tokens) and tokens[position].type in _INNER_PROOFS:
            position = _skip_proof(tokens, position)
    return position
