"""What a `\\E` ranges over where that is part of a variable: its elements, or the arguments of its domain.

`{m \\in DOMAIN msgs : msgs[m] > 0}` is the domain of `msgs` with a guard on each element, also behind
an operator that is given `msgs`. So an action may be taken apart by elements, each with its guard.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from tlakit.language import ir
from tlakit.semantics import compile_operators
from tlakit.semantics.machine import Frame
from tlakit.semantics.natives import find_native
from tlakit.semantics.scope import Scope
from tlakit.semantics.values import Value

if TYPE_CHECKING:
    from tlakit.semantics.compiler import Compiler

Guard: TypeAlias = Callable[[Frame, Value], bool]
"""Whether an element is in a set, given the frame around the `\\E`."""


class Range(msgspec.Struct, frozen=True):
    """Those elements of a variable, or of its domain if `domain`, that pass all guards.

    `opened` are the operators that were looked into.
    """

    variable: int
    domain: bool = False
    guards: tuple[Guard, ...] = ()
    opened: tuple[ir.Definition, ...] = ()


class _Where:
    """Where an expression stands: its scope, how its frame is made, and what parameters stand for."""

    def __init__(
        self,
        scope: Scope,
        enter: Callable[[Frame], Frame],
        parameters: dict[ir.Parameter, tuple[ir.Expression, _Where]],
    ) -> None:
        self.scope = scope
        self.enter = enter
        self.parameters = parameters


def range_of(compiler: Compiler, expression: ir.Expression, scope: Scope) -> Range | None:
    """What a set is part of; None where it is no part of a variable, or where that does not show."""
    return _range(compiler, expression, _Where(scope, list, {}))


def _range(compiler: Compiler, expression: ir.Expression, where: _Where) -> Range | None:
    match expression:
        case ir.Reference():
            variable = _variable(compiler, expression, where)
            if variable is not None:
                return Range(variable)
            stands_for = _stands_for(expression, where)
            return None if stands_for is None else _range(compiler, *stands_for)
        case ir.Builtin(name="DOMAIN", arguments=(function,)):
            variable = _variable(compiler, function, where)
            return None if variable is None else Range(variable, domain=True)
        case ir.SetFilter(binding=binding, predicate=predicate):
            if binding.domain is None or binding.pattern or predicate.level > ir.Level.STATE:
                return None
            inner = _range(compiler, binding.domain, where)
            if inner is None:
                return None
            guard = _guard(compiler, expression, where)
            return Range(inner.variable, inner.domain, (*inner.guards, guard), inner.opened)
        case ir.Apply():
            return _behind(compiler, expression, where)
    return None


def _stands_for(expression: ir.Reference, where: _Where) -> tuple[ir.Expression, _Where] | None:
    target = expression.target
    return where.parameters.get(target) if isinstance(target, ir.Parameter) else None


def _variable(compiler: Compiler, expression: ir.Expression, where: _Where) -> int | None:
    """The index of the variable that an expression is, or that its parameter stands for."""
    if not isinstance(expression, ir.Reference):
        return None
    if isinstance(expression.target, ir.Variable):
        return compiler.program.index[expression.target]
    stands_for = _stands_for(expression, where)
    return None if stands_for is None else _variable(compiler, *stands_for)


def _guard(compiler: Compiler, expression: ir.SetFilter, where: _Where) -> Guard:
    scope, enter = where.scope, where.enter
    slot = scope.allocate(expression.binding.names[0])
    test = compiler.test(expression.predicate, scope)

    def passes(frame: Frame, element: Value) -> bool:
        row = enter(frame)
        row += [None] * (scope.size - len(row))
        row[slot] = element
        return test(row)

    return passes


def _behind(compiler: Compiler, expression: ir.Apply, where: _Where) -> Range | None:
    """What the body of an operator is part of, given its arguments."""
    operator, program = expression.operator, compiler.program
    if not isinstance(operator, ir.Definition) or where.scope.locate(operator) is not None:
        return None
    definition = program.resolve(operator)
    if find_native(definition) is not None:
        if (definition.module, definition.name) != ("Bags", "BagToSet"):
            return None
        variable = _variable(compiler, expression.arguments[0], where)
        return None if variable is None else Range(variable, domain=True)
    body, parameters = definition.body, definition.parameters
    if body is None or definition in program.values or definition.recursive:
        return None
    if definition.is_function or any(parameter.arity for parameter in parameters):
        return None
    if any(isinstance(item, ir.OperatorArgument | ir.Lambda) for item in expression.arguments):
        return None
    inner = _range(compiler, body, _inside(compiler, definition, expression, where))
    if inner is None:
        return None
    return Range(inner.variable, inner.domain, inner.guards, (definition, *inner.opened))


def _inside(
    compiler: Compiler, definition: ir.Definition, expression: ir.Apply, where: _Where
) -> _Where:
    """Where the body of an operator stands that is applied to these arguments."""
    scope = Scope()
    slots = [scope.allocate(parameter) for parameter in definition.parameters]
    arguments = [
        compile_operators.argument(compiler, item, where.scope) for item in expression.arguments
    ]

    def enter(frame: Frame) -> Frame:
        outer = where.enter(frame)
        outer += [None] * (where.scope.size - len(outer))
        row: Frame = [None] * scope.size
        for slot, item in zip(slots, arguments, strict=True):
            row[slot] = item(outer)
        return row

    pairs = zip(definition.parameters, expression.arguments, strict=True)
    return _Where(scope, enter, {parameter: (item, where) for parameter, item in pairs})
