"""What is settled over the tokens of a module before they are parsed.

`name_fields` makes names of the reserved words that are a record's fields.
`tag_definitions` marks the token with which each definition begins, so that definitions need no
separator and a name before `==` is never taken for the end of the expression above it.
`fold_proofs` replaces each proof by one token: proofs are read past and set aside.
"""

from __future__ import annotations

from tlakit.language.source import join
from tlakit.language.tokens import KEYWORDS, Token

_OPENING = {"CLOSE_PAREN": "OPEN_PAREN", "CLOSE_BRACKET": "OPEN_BRACKET"}
_OPERATOR_TYPES = frozenset({"INFIX", "MINUS", "EQUALS", "MEMBER"})
_PROOF_STARTS = frozenset({"PROOF", "BY", "OBVIOUS", "OMITTED", "STEP"})
_LEAF_PROOFS = frozenset({"BY", "OBVIOUS", "OMITTED"})
_BEFORE_DEFINITION = frozenset({"LET", "LOCAL", "THEOREM", "ASSUME", "AXIOM"})
_BEFORE_FACT = frozenset({"BY", "COMMA", "ONLY", "USE", "HIDE"})
_INNER_PROOFS = _PROOF_STARTS - {"STEP"}
_UNIT_STARTS = frozenset(
    {"DASHES", "END", "THEOREM", "CONSTANTS", "VARIABLES", "ASSUME", "AXIOM", "LOCAL", "INSTANCE"}
    | {"RECURSIVE", "USE", "HIDE", "DEFINED", "DEFINED_PREFIX"}
)


def name_fields(tokens: list[Token]) -> None:
    """Make names of the reserved words that are fields of records, in place.

    As in SANY, `r.NEW`, `[NEW |-> 1]` and `[r EXCEPT !.NEW = 1]` are no errors.
    """
    for position, token in enumerate(tokens):
        if token.text in KEYWORDS and token.type != "NAME" and position:
            before = tokens[position - 1].type
            after = tokens[position + 1].type if position + 1 < len(tokens) else ""
            if before == "DOT" or (after == "MAPS_TO" and before in ("OPEN_BRACKET", "COMMA")):
                token.type = "NAME"


def tag_definitions(tokens: list[Token]) -> None:
    """Give the first token of everything that stands before `==` the type DEFINED, in place."""
    for position, token in enumerate(tokens):
        if token.type == "DEFINES" and position:
            head = _head(tokens, position - 1)
            if head is not None and _may_begin(tokens, head, token):
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


def _may_begin(tokens: list[Token], head: int, defines: Token) -> bool:
    """Whether a definition may begin at `head`, or the `==` merely follows some expression.

    `r.x == 1` defines nothing; nor does an `==` that begins a line, after a name that ends one.
    """
    if not head:
        return False
    first, before = tokens[head], tokens[head - 1]
    if before.type in ("DOT", "BANG"):
        return False
    same_line = first.span.line == defines.span.line
    begins_line = before.span.line != first.span.line
    return same_line or begins_line or before.type in _BEFORE_DEFINITION


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
        is_fact = kind == "STEP" and tokens[position - 1].type in _BEFORE_FACT
        if kind in _UNIT_STARTS or (kind in _PROOF_STARTS and not is_fact):
            break
        position += 1
    return position


def _skip_proof(tokens: list[Token], position: int) -> int:
    """Behind the proof that begins at `position`; a proof without QED reaches to the END."""
    if tokens[position].type == "PROOF":
        position += 1
        if position == len(tokens) or tokens[position].type not in _PROOF_STARTS - {"PROOF"}:
            return position
    if tokens[position].type in _LEAF_PROOFS:
        return _skip_leaf(tokens, position)
    own = _step_level(tokens[position])
    while position < len(tokens) and tokens[position].type != "END":
        token = tokens[position]
        if token.type == "STEP":
            level = _step_level(token)
            if level.isdigit() and own.isdigit() and int(level) < int(own):
                return position  # the step of a proof around this one, which has no QED
            if level not in (own, "*"):
                position = _skip_proof(tokens, position)
                continue
            if position + 1 < len(tokens) and tokens[position + 1].type == "QED":
                position += 2
                has_proof = position < len(tokens) and _proves(tokens[position], own)
                return _skip_proof(tokens, position) if has_proof else position
            position += 1
        elif token.type in _INNER_PROOFS:
            position = _skip_proof(tokens, position)
        else:
            position += 1
    return position


def _proves(token: Token, own: str) -> bool:
    """Whether the proof of a step at level `own` begins with this token."""
    if token.type != "STEP":
        return token.type in _INNER_PROOFS
    level = _step_level(token)
    return level == "+" or (level.isdigit() and own.isdigit() and int(level) > int(own))


def _step_level(token: Token) -> str:
    """What stands between `<` and `>`: a number, `*` for the same level, `+` for a deeper one."""
    return token.text[1 : token.text.index(">")]
