"""Functions and records executed on terms."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tlakit.language import ir
from tlakit.semantics.values import Value, integer, string
from tlakit.symbolic import functions
from tlakit.symbolic.circuit import FALSE
from tlakit.symbolic.dependencies import OLD
from tlakit.symbolic.enumerate import elements, known_sets
from tlakit.symbolic.equality import equal
from tlakit.symbolic.failure import Untranslatable
from tlakit.symbolic.merge import merge
from tlakit.symbolic.terms import Guarded, ProductSpace, Term
from tlakit.symbolic.translate_logic import destructure

if TYPE_CHECKING:
    from tlakit.symbolic.scope import Scope
    from tlakit.symbolic.translate import Translator


def function(translator: Translator, expression: ir.Function, scope: Scope) -> Term:
    """[x \\in S |-> body]; a domain that is not known gives a choice of functions."""
    arena = translator.arena
    found: list[Guarded] = []
    for guard, keys in known_sets(arena, _domain(translator, expression, scope)):
        pairs = {
            key: translator.evaluate(expression.body, bind(translator, expression, key, scope))
            for key in keys
        }
        found.append((guard, arena.function_of(pairs)))
    return merge(arena, found)


def _domain(translator: Translator, expression: ir.Function, scope: Scope) -> Term:
    factors: list[Term] = []
    for binding in expression.bindings:
        if binding.domain is None:
            raise Untranslatable("a function whose domain is not given", binding.span)
        factor = translator.evaluate(binding.domain, scope)
        factors += [factor] * (1 if binding.pattern else len(binding.names))
    if len(factors) == 1:
        return factors[0]
    return translator.arena.space(ProductSpace(tuple(factors)))


def bind(translator: Translator, expression: ir.Function, key: Term, scope: Scope) -> Scope:
    """The scope of a function's body for one argument."""
    arena = translator.arena
    columns = [
        (binding, name)
        for binding in expression.bindings
        for name in (binding.names[:1] if binding.pattern else binding.names)
    ]
    bound: dict[object, Term] = {}
    for index, (binding, name) in enumerate(columns, start=1):
        part = key if len(columns) == 1 else functions.apply(arena, key, integer(index))
        if binding.pattern:
            bound.update(destructure(arena, binding, part))
        else:
            bound[name] = part
    return scope.bind(bound)


def application(translator: Translator, expression: ir.FunctionApply, scope: Scope) -> Term:
    """f[argument]. A function that is defined by its own values is unfolded for this argument."""
    argument = translator.evaluate(expression.argument, scope)
    called = expression.function
    if isinstance(called, ir.Apply) and isinstance(called.operator, ir.Definition):
        definition = translator.resolve(called.operator)
        if definition.is_function and isinstance(definition.body, ir.Function):
            return _unfolded(translator, definition.body, argument, scope)
    return functions.apply(translator.arena, translator.evaluate(called, scope), argument)


def _unfolded(translator: Translator, body: ir.Function, argument: Term, scope: Scope) -> Term:
    arena = translator.arena
    if isinstance(argument, Value):
        return translator.evaluate(body.body, bind(translator, body, argument, scope))
    cases: list[Guarded] = []
    for guard, key in elements(arena, _domain(translator, body, scope)):
        here = arena.circuit.both(guard, equal(arena, key, argument))
        if here != FALSE:
            inner = bind(translator, body, key, scope)
            cases.append((here, translator.evaluate(body.body, inner)))
    return merge(arena, cases)


def record(translator: Translator, expression: ir.Record, scope: Scope) -> Term:
    """[field |-> value, ...]."""
    return translator.arena.function_of(
        {string(name): translator.evaluate(value, scope) for name, value in expression.fields}
    )


def field(translator: Translator, expression: ir.Field, scope: Scope) -> Term:
    """record.name."""
    return functions.field(
        translator.arena, translator.evaluate(expression.record, scope), expression.name
    )


def exception(translator: Translator, expression: ir.Except, scope: Scope) -> Term:
    """[f EXCEPT !.a[i] = value, ...], from left to right."""
    result = translator.evaluate(expression.function, scope)
    for update in expression.updates:
        path = [translator.evaluate(step, scope) for step in update.path]
        result = functions.update(
            translator.arena, result, path, _replacement(translator, update, scope)
        )
    return result


def _replacement(translator: Translator, update: ir.Update, scope: Scope) -> Callable[[Term], Term]:
    return lambda old: translator.evaluate(update.value, scope.bind({OLD: old}))
