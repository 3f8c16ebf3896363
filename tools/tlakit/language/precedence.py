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
    """Whether, of two operators whose ranges overlap, the first may simply go first.

    A prefix operator may before an infix one of its own range: `SUBSET S \\cup T` (as in SANY).
    """
    if before is symbol:
        return symbol.associative or symbol.name == r"\X"
    same_range = (before.low, before.high) == (symbol.low, symbol.high)
    return same_range and before.fixity is Fixity.PREFIX


class _Arrangement:
    """Two stacks: operands (with the span that they cover), and operators that wait for one."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.operands: list[tuple[syntax.Expression, Span]] = []
        self.waiting: list[tuple[OperatorSymbol, Token]] = []
        self.flat: set[int] = set()

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
        return self.operands[-1][0]

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
            self.operands.append((syntax.Operation(span, name, (right,)), span))
            return
        left, left_span = self.operands.pop()
        span = join(left_span, right_span)
        self.operands.append((self._infix_node(token, left, right, span), span))

    def _infix_node(
        self, token: Token, left: syntax.Expression, right: syntax.Expression, span: Span
    ) -> syntax.Expression:
        node: syntax.Expression
        extends = id(left) in self.flat
        if token.text == "/\\" or token.text == "\\/":
            extends = extends and isinstance(left, syntax.Junction) and left.kind == token.text
            items = left.items if extends and isinstance(left, syntax.Junction) else (left,)
            kind = "/\\" if token.text == "/\\" else "\\/"
            node = syntax.Junction(span, kind, (*items, right), False)  # type: ignore[arg-type]
        elif token.text == r"\X":
            extends = extends and isinstance(left, syntax.Product)
            factors = left.factors if extends and isinstance(left, syntax.Product) else (left,)
            node = syntax.Product(span, (*factors, right))
        else:
            return syntax.Operation(span, syntax.Name(token.span, token.text), (left, right))
        self.flat.add(id(node))
        return node

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
