"""Formulas of TLA+ executed on terms: connectives, relations, quantifiers, conditions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING

from tlakit.language import ir
from tlakit.semantics.values import integer
from tlakit.symbolic.circuit import FALSE, TRUE, Formula, negation
from tlakit.symbolic.enumerate import elements
from tlakit.symbolic.equality import equal, member, subset
from tlakit.symbolic.failure import Untranslatable
from tlakit.symbolic.functions import apply
from tlakit.symbolic.merge import choose, merge
from tlakit.symbolic.narrow import narrowed
from tlakit.symbolic.terms import Arena, Guarded, Term

if TYPE_CHECKING:
    from tlakit.symbolic.scope import Scope
    from tlakit.symbolic.translate import Translator

# Calls are not nested so deep but by a recursion.
NARROWED_FROM = 15


def junction(translator: Translator, expression: ir.Junction, scope: Scope) -> Term:
    """A conjunction or disjunction; what comes after a known FALSE (or TRUE) is not looked at."""
    conjunctive = expression.kind == "/\\"
    decisive = FALSE if conjunctive else TRUE
    formulas: list[Formula] = []
    for item in expression.items:
        formula = translator.formula(item, scope)
        if formula == decisive:
            return translator.arena.boolean(decisive)
        formulas.append(formula)
    circuit = translator.arena.circuit
    join = circuit.conjunction if conjunctive else circuit.disjunction
    return translator.arena.boolean(join(formulas))


def relation(translator: Translator, expression: ir.Builtin, scope: Scope) -> Term:
    """The built-in operators that give a truth value."""
    arena = translator.arena
    return arena.boolean(_relation(translator, expression, scope))


def _relation(translator: Translator, expression: ir.Builtin, scope: Scope) -> Formula:
    arena, circuit = translator.arena, translator.arena.circuit
    name, arguments = expression.name, expression.arguments
    if name == "~":
        return negation(translator.formula(arguments[0], scope))
    if name == "=>":
        premise = translator.formula(arguments[0], scope)
        if premise == FALSE:
            return TRUE
        return circuit.implies(premise, translator.formula(arguments[1], scope))
    if name == "<=>":
        left, right = (translator.formula(argument, scope) for argument in arguments)
        return circuit.equivalent(left, right)
    first = translator.evaluate(arguments[0], scope)
    if name == "UNCHANGED":
        return equal(arena, first, translator.evaluate(arguments[0], scope.primed()))
    second = translator.evaluate(arguments[1], scope)
    if name == "\\subseteq":
        return subset(arena, first, second)
    formula = (equal if name in ("=", "#") else member)(arena, first, second)
    return negation(formula) if name in ("#", "\\notin") else formula


def conditional(translator: Translator, expression: ir.If, scope: Scope) -> Term:
    """IF; only what the condition leaves open is evaluated."""
    condition = translator.formula(expression.condition, scope)
    if condition == TRUE:
        return translator.evaluate(expression.then, scope)
    if condition == FALSE:
        return translator.evaluate(expression.otherwise, scope)
    return choose(
        translator.arena,
        condition,
        translator.evaluate(expression.then, _where(translator, condition, scope)),
        translator.evaluate(expression.otherwise, _where(translator, negation(condition), scope)),
    )


def _where(translator: Translator, condition: Formula, scope: Scope) -> Scope:
    """The scope of a branch: narrowed once the calls are nested as in a recursion."""
    if translator.nesting < NARROWED_FROM:
        return scope
    return narrowed(translator.arena, scope, condition)


def cases(translator: Translator, expression: ir.Case, scope: Scope) -> Term:
    """CASE; the first arm whose guard holds, or OTHER."""
    circuit = translator.arena.circuit
    found: list[Guarded] = []
    before: list[Formula] = []
    for guard, value in expression.arms:
        formula = translator.formula(guard, scope)
        here = circuit.conjunction((formula, *before))
        if here != FALSE:
            found.append((here, translator.evaluate(value, _where(translator, here, scope))))
        before.append(negation(formula))
        if formula == TRUE:
            break
    if expression.other is not None:
        here = circuit.conjunction(before)
        if here != FALSE:
            inner = _where(translator, here, scope)
            found.append((here, translator.evaluate(expression.other, inner)))
    return merge(translator.arena, found)


def quantified(translator: Translator, expression: ir.Quantified, scope: Scope) -> Term:
    """\\A and \\E over sets that can be enumerated."""
    if expression.kind not in ("\\A", "\\E"):
        raise Untranslatable(f"the temporal quantifier {expression.kind}")
    circuit = translator.arena.circuit
    universal = expression.kind == "\\A"
    formulas: list[Formula] = []
    for guard, inner in instances(translator, expression.bindings, scope):
        formula = translator.formula(expression.body, inner)
        one = circuit.both(guard, negation(formula) if universal else formula)
        if one == TRUE:
            return translator.arena.boolean(FALSE if universal else TRUE)
        formulas.append(one)
    found = circuit.disjunction(formulas)
    return translator.arena.boolean(negation(found) if universal else found)


def instances(
    translator: Translator, bindings: Sequence[ir.Binding], scope: Scope
) -> Iterator[tuple[Formula, Scope]]:
    """Every way to bind the names, with the formula that all are elements of their sets."""
    circuit = translator.arena.circuit
    columns = [column for binding in bindings for column in choices(translator, binding, scope)]
    for row in product(*columns):
        guard = circuit.conjunction(guard for guard, _ in row)
        if guard != FALSE:
            names: dict[object, Term] = {
                name: term for _, bound in row for name, term in bound.items()
            }
            yield guard, scope.bind(names)


def choices(
    translator: Translator, binding: ir.Binding, scope: Scope
) -> list[list[tuple[Formula, dict[object, Term]]]]:
    """For each identifier (or the pattern) of a binding its possible values."""
    if binding.domain is None:
        raise Untranslatable("a quantifier that is not bounded by a set", binding.span)
    found = elements(translator.arena, translator.evaluate(binding.domain, scope))
    if binding.pattern:
        return [[(guard, destructure(translator.arena, binding, one)) for guard, one in found]]
    return [[(guard, {name: one}) for guard, one in found] for name in binding.names]


def destructure(arena: Arena, binding: ir.Binding, term: Term) -> dict[object, Term]:
    """The names of a pattern `<<x, y>>` bound to the parts of a tuple."""
    return {
        name: apply(arena, term, integer(index))
        for index, name in enumerate(binding.names, start=1)
    }


def box(translator: Translator, expression: ir.BoxAction, scope: Scope) -> Term:
    """[A]_v as a formula over a step, or <<A>>_v."""
    circuit = translator.arena.circuit
    action = translator.formula(expression.action, scope)
    same = equal(
        translator.arena,
        translator.evaluate(expression.subscript, scope),
        translator.evaluate(expression.subscript, scope.primed()),
    )
    if expression.angle:
        return translator.arena.boolean(circuit.both(action, negation(same)))
    return translator.arena.boolean(circuit.either(action, same))
