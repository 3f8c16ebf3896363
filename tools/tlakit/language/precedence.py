"""From a flat chain of operands and operators to a tree, by the table of `operators.py`.

Specifying Systems, section 15.2.1: of two neighbouring operators the one whose range lies wholly
above the other's binds tighter; where the ranges overlap the chain is an error, unless both are the
same operator and it is associative (to the left). Postfix operators bind before all of this.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import msgspec

from tlakit.language import syntax
from tlakit.language.diagnostics import PRECEDENCE, Diagnostic, Related
from tlakit.language.ir import Span
from tlakit.language.operators import BULLETS, INFIX, POSTFIX, PREFIX, Fixity, OperatorSymbol
from tlakit.language.source import join
from tlakit.language.tokens import Token


class Parenthesized(msgspec.Struct, frozen=True, eq=False):
    """An expression in parentheses, which hide its operators from those around it."""

    span: Span
    expression: syntax.Expression


Operand: TypeAlias = syntax.Expression | Parenthesized


class Chain(msgspec.Struct, frozen=True, eq=False):
    """Operands and operators as written: a token where an operand is due is a prefix operator."""

    items: list[Operand | Token]
    """From right to left, because the grammar is right-recursive."""

    @property
    def span(self) -> Span:
        """From the first item to the last."""
        return join(self.items[-1].span, self.items[0].span)


Report: TypeAlias = Callable[[Diagnostic], None]


def arrange(items: Sequence[Operand | Token], report: Report) -> syntax.Expression:
    """The tree of a chain given from left to right; conflicts are reported and taken to the left."""
    return _Arrangement(report).run(items)


def _goes_left(before: OperatorSymbol, symbol: OperatorSymbol) -> bool:
    """Whether, of two operators whose ranges overlap, the first may simply go first."""
    return before is symbol and (symbol.associative or symbol.name == r"\X")


_FLAT = frozenset({"/\\", "\\/", r"\X"})
"""Operators of which a chain is one node."""


class _Flat:
    """A chain of one of these operators, which may go on."""

    def __init__(self, kind: str, items: list[syntax.Expression]) -> None:
        self.kind = kind
        self.items = items
        self.span = items[0].span


_Part: TypeAlias = syntax.Expression | _Flat


def _closed(part: _Part) -> syntax.Expression:
    """The node of what goes no further."""
    if not isinstance(part, _Flat):
        return part
    items = tuple(part.items)
    if part.kind == r"\X":
        return syntax.Product(part.span, items)
    return syntax.Junction(part.span, "/\\" if part.kind == "/\\" else "\\/", items, False)


class _Arrangement:
    """Two stacks: operands (with the span that they cover), and operators that wait for one."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.operands: list[tuple[syntax.Expression | _Flat, Span]] = []
        self.waiting: list[tuple[OperatorSymbol, Token]] = []

    def run(self, items: Sequence[Operand | Token]) -> syntax.Expression:
        operand_due = True
        for item in items:
            if isinstance(item, Token):
                if operand_due:
                    self._prefix(item)
                else:
                    self._infix(item)
                    operand_due = True
            else:
                self._operand(item)
                operand_due = False
        while self.waiting:
            self._apply()
        return _closed(self.operands[-1][0])

    def _operand(self, item: Operand) -> None:
        if isinstance(item, Parenthesized):
            self.operands.append((item.expression, item.span))
            return
        if (
            self.waiting
            and self.waiting[-1][0].fixity is Fixity.PREFIX
            and isinstance(item, syntax.Operation)
            and item.symbol.text in POSTFIX
            and self.waiting[-1][0].high >= POSTFIX[item.symbol.text].low
        ):
            self._conflict(self.waiting[-1][1], item.symbol.text, item.symbol.span)
        self.operands.append((item, item.span))

    def _prefix(self, token: Token) -> None:
        symbol = PREFIX["-." if token.text == "-" else token.text]
        if self.waiting and symbol.name == "-.":
            before, place = self.waiting[-1]
            if before.fixity is Fixity.INFIX and before.low > symbol.high:
                self._conflict(place, "-", token.span)
        self.waiting.append((symbol, token))

    def _infix(self, token: Token) -> None:
        symbol = INFIX[token.text]
        while self.waiting:
            before, place = self.waiting[-1]
            if before.high < symbol.low:
                break
            if before.low <= symbol.high and not _goes_left(before, symbol):
                self._conflict(place, token.text, token.span)
            self._apply()
        self.waiting.append((symbol, token))

    def _apply(self) -> None:
        symbol, token = self.waiting.pop()
        right, right_span = self.operands.pop()
        if symbol.fixity is Fixity.PREFIX:
            span = join(token.span, right_span)
            name = syntax.Name(token.span, symbol.name)
            self.operands.append((syntax.Operation(span, name, (_closed(right),)), span))
            return
        left, left_span = self.operands.pop()
        span = join(left_span, right_span)
        self.operands.append((self._joined(token, left, right, span), span))

    def _joined(self, token: Token, left: _Part, right: _Part, span: Span) -> _Part:
        """The operation; what it joins to the right of its own kind stays open for more."""
        if token.text not in _FLAT:
            name = syntax.Name(token.span, token.text)
            return syntax.Operation(span, name, (_closed(left), _closed(right)))
        if not (isinstance(left, _Flat) and left.kind == token.text):
            left = _Flat(token.text, [_closed(left)])
        left.items.append(_closed(right))
        left.span = span
        return left

    def _conflict(self, before: Token, name: str, span: Span) -> None:
        if before.text == name:
            message = f"`{name}` is not associative: a chain of it needs parentheses"
        else:
            message = f"TLA+ does not say which of `{before.text}` and `{name}` binds tighter"
        hint = "Put parentheses around one of them."
        if before.text in BULLETS and name in BULLETS:
            hint += " If they are bullets, those of one list stand in the same column."
        self.report(
            Diagnostic(
                code=PRECEDENCE,
                message=message,
                span=span,
                hint=hint,
                related=(Related(before.span, "The other one stands here"),),
            )
        )
