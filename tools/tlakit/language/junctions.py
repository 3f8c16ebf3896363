"""Bulleted lists: the tokens that columns stand for, given to the parser as it goes.

A `/\\` or `\\/` where an expression may begin opens a list. The same bullet at the same column begins
the next item. A token at or before the column of the bullets closes the list, and so does one that
the parser could not take inside it, such as the `)` or THEN of what surrounds the list.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lark.lexer import Lexer as LarkLexer

from tlakit.language.source import after
from tlakit.language.tokens import Token

BULLETS = frozenset({"/\\", "\\/"})


def accepts(parser_state: Any, kind: str) -> bool:
    """Whether the parser, as it stands, can take a token of this type."""
    states = parser_state.parse_conf.states
    stack = parser_state.state_stack
    if kind not in states[stack[-1]]:
        return False
    stack = list(stack)
    while True:
        step = states[stack[-1]].get(kind)
        if step is None:
            return False
        action, argument = step
        if action.name == "Shift":
            return True
        size = len(argument.expansion)
        if size:
            del stack[-size:]
        stack.append(states[stack[-1]][argument.origin.name][1])


class JunctionLexer(LarkLexer):
    """Hands the tokens of a module to Lark, with those of the bulleted lists put in."""

    __future_interface__ = 2

    def __init__(self, lexer_conf: Any) -> None:
        """Take what Lark passes; the tokens come with each text instead."""

    def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[Token]:  # type: ignore[override]
        """The tokens in `lexer_state.text`, a list that ends with one that closes everything."""
        tokens: list[Token] = lexer_state.text
        open_lists: list[Token] = []
        previous: Token | None = None
        for position, token in enumerate(tokens):
            is_bullet = token.text in BULLETS and token.type == "INFIX"
            if open_lists:
                assert previous is not None
                while open_lists and token.align <= open_lists[-1].align:
                    top = open_lists[-1]
                    if is_bullet and token.align == top.align and token.text == top.text:
                        break
                    open_lists.pop()
                    yield _closing(previous)
                if open_lists and token.align == open_lists[-1].align:
                    yield Token("NEXT_ITEM", token.text, token.span, token.align)
                    previous = token
                    continue
            if is_bullet:
                following = tokens[position + 1].type if position + 1 < len(tokens) else ""
                if following not in ("COMMA", "CLOSE_PAREN") and accepts(parser_state, "OPEN_LIST"):
                    open_lists.append(token)
                    yield Token("OPEN_LIST", token.text, token.span, token.align)
                    previous = token
                    continue
            while (
                open_lists
                and not accepts(parser_state, token.type)
                and accepts(parser_state, "CLOSE_LIST")
            ):
                assert previous is not None
                open_lists.pop()
                yield _closing(previous)
            yield token
            previous = token
        while open_lists and previous is not None:
            open_lists.pop()
            yield _closing(previous)


def _closing(previous: Token) -> Token:
    return Token("CLOSE_LIST", "", after(previous.span), previous.align)
