"""Sets executed on terms: constructors, the built-in operators, CHOOSE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlakit.language import ir
from tlakit.symbolic import sets
from tlakit.symbolic.circuit import FALSE, TRUE, Formula
from tlakit.symbolic.enumerate import elements
from tlakit.symbolic.failure import Untranslatable
from tlakit.symbolic.functions import domain
from tlakit.symbolic.terms import (
    FunctionSpace,
    Guarded,
    PowerSet,
    ProductSpace,
    RecordSpace,
    Term,
)
from tlakit.symbolic.translate_logic import destructure, instances

if TYPE_CHECKING:
    from tlakit.symbolic.scope import Scope
    from tlakit.symbolic.translate import Translator


def enumeration(translator: Translator, expression: ir.SetEnumeration, scope: Scope) -> Term:
    """{e1, ..., en}."""
    return translator.arena.set_of(
        [(TRUE, translator.evaluate(item, scope)) for item in expression.items]
    )


def filtered(translator: Translator, expression: ir.SetFilter, scope: Scope) -> Term:
    """{x \\in S : predicate}."""
    return translator.arena.set_of(
        _satisfying(translator, expression.binding, expression.predicate, scope)
    )


def choose(translator: Translator, expression: ir.Choose, scope: Scope) -> Term:
    """CHOOSE x \\in S : predicate; the first in the order of values, as for every checker."""
    candidates = _satisfying(translator, expression.binding, expression.body, scope)
    return sets.least(translator.arena, candidates)


def _satisfying(
    translator: Translator, binding: ir.Binding, predicate: ir.Expression, scope: Scope
) -> list[Guarded]:
    """The elements of the set of a binding with the formula that they satisfy the predicate."""
    if binding.domain is None:
        raise Untranslatable("a CHOOSE that is not bounded by a set", binding.span)
    arena = translator.arena
    found: list[Guarded] = []
    for guard, element in elements(arena, translator.evaluate(binding.domain, scope)):
        bound: dict[object, Term] = (
            destructure(arena, binding, element) if binding.pattern else {binding.names[0]: element}
        )
        formula = translator.formula(predicate, scope.bind(bound))
        both: Formula = arena.circuit.both(guard, formula)
        if both != FALSE:
            found.append((both, element))
    return found


def mapped(translator: Translator, expression: ir.SetMap, scope: Scope) -> Term:
    """{body : x \\in S, ...}."""
    return translator.arena.set_of(
        [
            (guard, translator.evaluate(expression.body, inner))
            for guard, inner in instances(translator, expression.bindings, scope)
        ]
    )


def space(
    translator: Translator, expression: ir.FunctionSet | ir.RecordSet | ir.Product, scope: Scope
) -> Term:
    """[S -> T], [field : S, ...] and S \\X T, which are enumerated only where that is needed."""
    arena = translator.arena
    if isinstance(expression, ir.FunctionSet):
        first = translator.evaluate(expression.domain, scope)
        return arena.space(FunctionSpace(first, translator.evaluate(expression.range, scope)))
    if isinstance(expression, ir.Product):
        factors = [translator.evaluate(factor, scope) for factor in expression.factors]
        return arena.space(ProductSpace(tuple(factors)))
    fields = sorted(expression.fields, key=lambda field: field[0])
    names = tuple(name for name, _ in fields)
    return arena.space(
        RecordSpace(names, tuple(translator.evaluate(value, scope) for _, value in fields))
    )


def builtin(translator: Translator, expression: ir.Builtin, scope: Scope) -> Term:
    """The built-in operators that give a set."""
    arena = translator.arena
    arguments = [translator.evaluate(argument, scope) for argument in expression.arguments]
    match expression.name:
        case "\\cup":
            return sets.union(arena, *arguments)
        case "\\cap":
            return sets.intersection(arena, *arguments)
        case "\\":
            return sets.difference(arena, *arguments)
        case "SUBSET":
            return arena.space(PowerSet(arguments[0]))
        case "UNION":
            return sets.big_union(arena, arguments[0])
        case "DOMAIN":
            return domain(arena, arguments[0])
    raise Untranslatable(f"the operator {expression.name}")
