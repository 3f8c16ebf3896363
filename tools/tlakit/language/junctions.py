"""Bulleted lists: the tokens that columns stand for, given to the parser as it goes.

A `/\\` or `\\/` where an expression may begin opens a list. The same bullet at the same column begins
the next item. A token at or before the column of the bullets closes the list, and so does one that
the parser could not take inside it, such as the `)` or THEN of what surrounds the list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from lark.lexer import Lexer as LarkLexer

from tlakit.language.operators import BULLETS
from tlakit.language.source import after
from tlakit.language.tokens import Token

States: TypeAlias = Mapping[int, Mapping[str, tuple[Any, Any]]]
Stack: TypeAlias = Sequence[int]


class TokenStream(list[Token]):
    """The tokens of a text; `before` is the parser's stack before it got the last one."""

    before: Stack = ()


def accepts(states: States, stack: Stack, kind: str) -> bool:
    """Whether a parser with these tables and this stack can take a token of this type."""
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
        """The tokens of `lexer_state.text`, a `TokenStream`, and those of the lists in it."""
        stream: TokenStream = lexer_state.text
        states: States = parser_state.parse_conf.states
        stack: list[int] = parser_state.state_stack
        open_lists: list[Token] = []
        previous: Token | None = None
        for position, token in enumerate(stream):
            is_bullet = token.text in BULLETS and token.type == "INFIX"
            kind = token.type
            if open_lists:
                assert previous is not None
                yield from _close_by_column(open_lists, token, is_bullet, previous)
                if open_lists and token.align == open_lists[-1].align:
                    kind = "NEXT_ITEM"
            if is_bullet and kind != "NEXT_ITEM":
                following = stream[position + 1].type if position + 1 < len(stream) else ""
                named = following in ("COMMA", "CLOSE_PAREN")
                if not named and accepts(states, stack, "OPEN_LIST"):
                    kind = "OPEN_LIST"
                    open_lists.append(token)
            while (
                open_lists
                and not accepts(states, stack, kind)
                and accepts(states, stack, "CLOSE_LIST")
            ):
                assert previous is not None
                open_lists.pop()
                yield _closing(previous)
            stream.before = stack.copy()
            yield token if kind == token.type else Token(kind, token.text, token.span, token.align)
            previous = token
        while open_lists and previous is not None:
            open_lists.pop()
            yield _closing(previous)
        stream.before = stack.copy()


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
