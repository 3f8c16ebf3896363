"""Operators applied to terms: definitions, arguments, and the operators of standard modules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tlakit.language import ir
from tlakit.symbolic.failure import Untranslatable
from tlakit.symbolic.natives import native
from tlakit.symbolic.scope import Closure, Delayed, Named, Scope
from tlakit.symbolic.terms import Term

if TYPE_CHECKING:
    from tlakit.symbolic.translate import Translator

# Calls nested deeper than this are taken for a recursion that an unknown value keeps alive.
DEEPEST = 400


def apply(translator: Translator, expression: ir.Apply, scope: Scope) -> Term:
    """An operator applied to arguments."""
    return call(translator, expression.operator, expression.arguments, scope)


def call(
    translator: Translator,
    operator: ir.Operator | ir.Lambda,
    arguments: Sequence[ir.Expression],
    scope: Scope,
) -> Term:
    """The value of an operator for these arguments, given as expressions of the scope."""
    found, names = target(translator, operator, scope)
    primed = translator.dependence.primed_parameters(found)
    given = [
        argument(translator, one, scope, found.parameters[index] in primed)
        for index, one in enumerate(arguments)
    ]
    return invoke(translator, found, names, given, scope)


def invoke(
    translator: Translator,
    operator: ir.Definition | ir.Lambda,
    names: Mapping[object, Named],
    arguments: Sequence[Named],
    scope: Scope,
) -> Term:
    """As `call`, where `target` has given the operator and its names, with evaluated arguments."""
    if isinstance(operator, ir.Definition):
        given = translator.program.values.get(operator)
        if given is not None:
            return given
        run = native(operator.module, operator.name)
        if run is not None:
            return run(translator.arena, [_plain(translator, one, scope) for one in arguments])
        body = operator.body
        if body is None:
            raise Untranslatable(f"the operator {operator.name} of module {operator.module}")
    else:
        body = operator.body
    inner = scope.within({**names, **dict(zip(operator.parameters, arguments, strict=True))})
    translator.nesting += 1
    try:
        if translator.nesting > DEEPEST:
            raise Untranslatable("a recursion whose depth depends on values that are not known")
        return translator.evaluate(body, inner)
    finally:
        translator.nesting -= 1


def target(
    translator: Translator, operator: ir.Operator | ir.Lambda, scope: Scope
) -> tuple[ir.Definition | ir.Lambda, Mapping[object, Named]]:
    """The definition or LAMBDA that is really applied, and the names that its body sees."""
    if isinstance(operator, ir.Parameter):
        found = scope.names.get(operator)
        if not isinstance(found, Closure):
            raise Untranslatable(f"the operator {operator.name} is not known here")
        return target(translator, found.operator, scope.within(found.names))
    if isinstance(operator, ir.Constant):
        replacement = translator.program.operators.get(operator)
        if replacement is None:
            raise Untranslatable(f"the constant operator {operator.name} is not defined")
        return target(translator, replacement, scope)
    if isinstance(operator, ir.Definition):
        operator = translator.resolve(operator)
        return operator, (scope.names if operator.module == "" else {})
    return operator, scope.names


def argument(
    translator: Translator, expression: ir.Expression, scope: Scope, primed: bool
) -> Named:
    """An argument: an operator with its scope, a term, or the expression itself where the operator
    primes it (`primed`) or where it is about next states."""
    if isinstance(expression, ir.Lambda):
        return Closure(expression, scope.names)
    if isinstance(expression, ir.OperatorArgument):
        operator = expression.operator
        if isinstance(operator, ir.Parameter):
            found = scope.names.get(operator)
            if isinstance(found, Closure):
                return found
            raise Untranslatable(f"the operator {operator.name} is not known here")
        return Closure(operator, scope.names)
    if primed or expression.level >= ir.Level.ACTION:
        return Delayed(expression, scope.names)
    return translator.evaluate(expression, scope)


def _plain(translator: Translator, argument: Named, scope: Scope) -> Term:
    if isinstance(argument, Delayed):
        return translator.evaluate(argument.expression, scope.within(argument.names))
    if isinstance(argument, Closure):
        raise Untranslatable("a standard operator that takes an operator")
    return argument
