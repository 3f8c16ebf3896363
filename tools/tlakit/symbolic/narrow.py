"""A term where a condition is known to hold: what contradicts the condition is left out.

A recursion on an unknown value ends only if the value loses its options on the way, as n does in
`IF n = 0 THEN ... ELSE f(n - 1)`. Elsewhere nothing is narrowed: a term that is the same in both
branches of an IF is worth more than a smaller one in each.
"""

from __future__ import annotations

from tlakit.symbolic.circuit import FALSE, Formula
from tlakit.symbolic.merge import truth
from tlakit.symbolic.scope import Scope
from tlakit.symbolic.terms import (
    Arena,
    BooleanTerm,
    ChoiceTerm,
    FunctionTerm,
    SequenceTerm,
    SetTerm,
    Term,
)


def narrow(arena: Arena, term: Term, condition: Formula) -> Term:
    """The term without what cannot be where the condition holds."""
    circuit = arena.circuit
    if isinstance(term, BooleanTerm):
        formula = truth(arena, term)
        if circuit.both(condition, formula) == FALSE:
            return arena.boolean(FALSE)
        if circuit.both(condition, Formula(formula ^ 1)) == FALSE:
            return arena.boolean(Formula(FALSE ^ 1))
        return term
    if isinstance(term, ChoiceTerm):
        return arena.choice(
            [
                (guard, narrow(arena, one, both))
                for guard, one in term.alternatives
                if (both := circuit.both(condition, guard)) != FALSE
            ]
        )
    if isinstance(term, SetTerm):
        return arena.set_of(
            [cell for cell in term.cells if circuit.both(condition, cell[0]) != FALSE]
        )
    if isinstance(term, SequenceTerm):
        return arena.sequence(
            [narrow(arena, item, condition) for item in term.items],
            [guard if circuit.both(condition, guard) != FALSE else FALSE for guard in term.lengths],
        )
    if isinstance(term, FunctionTerm):
        items = [narrow(arena, item, condition) for item in term.items]
        return arena.function_of(dict(zip(term.keys, items, strict=True)))
    return term


def narrowed(arena: Arena, scope: Scope, condition: Formula) -> Scope:
    """The scope with all of its names narrowed; operators and delayed arguments stay."""
    names = {
        name: narrow(arena, one, condition) if isinstance(one, Term) else one
        for name, one in scope.names.items()
    }
    return Scope(names, scope.current, scope.following)
