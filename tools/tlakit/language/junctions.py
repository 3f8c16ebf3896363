"""Bulleted lists: the tokens that columns stand for, given to the parser as it goes.

A `/\\` or `\\/` where an expression may begin opens a list. The same bullet at the same column begins
the next item. A token at or before the column of the bullets closes the list, and so does one that
the parser could not take inside it, such as the `)` or THEN of what surrounds the list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tlakit.language.lalr import Parser
from tlakit.language.operators import BULLETS
from tlakit.language.source import after
from tlakit.language.tokens import Token


def with_lists(stream: Sequence[Token], parser: Parser) -> Iterator[Token]:
    """The tokens, with those of the bulleted lists put in; `parser` must get each before the next."""
    open_lists: list[Token] = []
    previous: Token | None = None
    for position, token in enumerate(stream):
        kind = token.type
        is_bullet = token.text in BULLETS and kind == "INFIX"
        if open_lists:
            assert previous is not None
            yield from _close_by_column(open_lists, token, is_bullet, previous)
            if open_lists and token.align == open_lists[-1].align:
                kind = "NEXT_ITEM"
        if is_bullet and kind != "NEXT_ITEM":
            following = stream[position + 1].type if position + 1 < len(stream) else ""
            named = following in ("COMMA", "CLOSE_PAREN")
            if not named and parser.accepts("OPEN_LIST"):
                kind = "OPEN_LIST"
                open_lists.append(token)
        while open_lists and not parser.accepts(kind) and parser.accepts("CLOSE_LIST"):
            assert previous is not None
            open_lists.pop()
            yield _closing(previous)
        yield token if kind == token.type else Token(kind, token.text, token.span, token.align)
        previous = token
    while open_lists and previous is not None:
        open_lists.pop()
        yield _closing(previous)


def _close_by_column(
    open_lists: list[Token], token: Token, is_bullet: bool, previous: Token
) -> Iterator[Token]:
    """Close the lists that a token at its column cannot be in."""
    while open_lists and token.align <= open_lists[-1].align:
        top = open_lists[-1]
        if is_bullet and token.align == top.align and token.text == top.text:
            return
        open_lists.pop()
        yield _closing(previous)


def _closing(previous: Token) -> Token:
    return Token("CLOSE_LIST", "", after(previous.span), previous.align)
