"""How an action gives variables their values: `x' = e`, `x' \\in S` and UNCHANGED."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tlakit.language import ir
from tlakit.semantics.errors import EvaluationError
from tlakit.semantics.machine import Closure, Continuation, Delayed, Enumerator, Frame
from tlakit.semantics.open_values import OpenValue, equal, force, iterate
from tlakit.semantics.scope import Scope, fetch
from tlakit.semantics.values import Value

if TYPE_CHECKING:
    from tlakit.semantics.compiler import Compiler

Target = Callable[[Frame], int | None]


class Chooser:
    """Compiles the formulas that give values: to next states, or to initial states if `initial`."""

    def __init__(self, compiler: Compiler, initial: bool) -> None:
        self.compiler = compiler
        self.registers = compiler.registers
        self.initial = initial

    def target(self, expression: ir.Expression, scope: Scope) -> Target | None:
        """Which variable a left side chooses, if it may be one; None from it: it is none."""
        primed = False
        if isinstance(expression, ir.Builtin) and expression.name == "'":
            expression, primed = expression.arguments[0], True
        if not isinstance(expression, ir.Reference):
            return None
        match expression.target:
            case ir.Variable() if primed is not self.initial:
                index = self.compiler.program.index[expression.target]
                return lambda frame: index
            case ir.Parameter():
                place = scope.locate(expression.target)
                assert place is not None
                return self._by_name(fetch(*place), primed)
        return None

    def _by_name(self, read: Closure, primed: bool) -> Target:
        wanted = not self.initial

        def target(frame: Frame) -> int | None:
            argument: object = read(frame)
            if type(argument) is Delayed and (argument.primed or primed) is wanted:
                return argument.variable
            return None

        return target

    def choice(self, expression: ir.Builtin, target: Target, scope: Scope) -> Enumerator:
        """`x' = e` or `x' \\in S`, where `target` says which variable x is."""
        left = self.compiler.open(expression.arguments[0], scope)
        right = self._right(expression.arguments[1], scope)
        test = self.compiler.test(expression, scope)
        several = expression.name == "\\in"
        registers, initial = self.registers, self.initial
        span = expression.span

        def run(frame: Frame, then: Continuation) -> None:
            index = target(frame)
            if index is None:
                if test(frame):
                    then()
                return
            state = registers.current if initial else registers.following
            if state[index] is not None:
                if test(frame) if several else _same(left(frame), right(frame), span):
                    then()
                return
            value = right(frame)
            if several:
                for choice in _choices(value, span):
                    state[index] = _storable(choice, span)
                    then()
            else:
                state[index] = _storable(value, span) if isinstance(value, OpenValue) else value
                then()
            state[index] = None

        return run

    def _right(self, expression: ir.Expression, scope: Scope) -> Closure:
        """The right side; `x' = y` with a variable y only passes the value on."""
        run = self.compiler.open(expression, scope)
        registers = self.registers
        is_variable = isinstance(expression, ir.Reference) and isinstance(
            expression.target, ir.Variable
        )
        if self.initial or not is_variable:
            return run
        assert isinstance(expression, ir.Reference) and isinstance(expression.target, ir.Variable)
        index = self.compiler.program.index[expression.target]

        def pass_on(frame: Frame) -> Value:
            return registers.kept(index) or run(frame)

        return pass_on

    def unchanged(self, expression: ir.Expression, scope: Scope) -> Enumerator:
        """UNCHANGED e: each variable of a tuple keeps its value; anything else is compared."""
        indexes = None if self.initial else self._variables(expression, scope)
        if indexes is None:
            test = self.compiler.test(
                ir.Builtin(
                    span=expression.span,
                    level=ir.Level.ACTION,
                    name="UNCHANGED",
                    arguments=(expression,),
                ),
                scope,
            )
            return lambda frame, then: then() if test(frame) else None
        return self._keep(indexes, expression.span)

    def _keep(self, indexes: list[int], span: ir.Span) -> Enumerator:
        registers = self.registers

        def run(frame: Frame, then: Continuation) -> None:
            state = registers.following
            given: list[int] = []
            for index in indexes:
                value, chosen = registers.kept(index), state[index]
                if chosen is None:
                    state[index] = value
                    given.append(index)
                    continue
                assert value is not None
                if not _same(chosen, value, span):
                    break
            else:
                then()
            for index in given:
                state[index] = None

        return run

    def _variables(self, expression: ir.Expression, scope: Scope) -> list[int] | None:
        if isinstance(expression, ir.Reference) and isinstance(expression.target, ir.Variable):
            return [self.compiler.program.index[expression.target]]
        if isinstance(expression, ir.Tuple):
            parts = [self._variables(item, scope) for item in expression.items]
            if any(part is None for part in parts):
                return None
            return [index for part in parts if part is not None for index in part]
        if isinstance(expression, ir.Apply) and isinstance(expression.operator, ir.Definition):
            body = self.compiler.program.resolve(expression.operator).body
            if not expression.arguments and body is not None and not self.initial:
                return self._variables(body, scope)
        return None


def in_turn(parts: list[Enumerator]) -> Enumerator:
    """Conjunction: each part within every choice of those before."""
    first = parts[0]
    if len(parts) == 1:
        return first
    rest = in_turn(parts[1:])
    return lambda frame, then: first(frame, lambda: rest(frame, then))


def _choices(collection: Value, span: ir.Span) -> Iterator[Value]:
    try:
        return iterate(collection)
    except EvaluationError as error:
        raise error.at(span) from None


def _same(one: Value, other: Value, span: ir.Span) -> bool:
    try:
        return one is other or equal(force(one), force(other))
    except EvaluationError as error:
        raise error.at(span) from None


def _storable(value: Value, span: ir.Span) -> Value:
    """A value for a variable: ordinary, or a view that the reader of the state made itself."""
    if isinstance(value, OpenValue) and not value.storable:
        try:
            return value.force()
        except EvaluationError as error:
            raise error.at(span) from None
    return value
