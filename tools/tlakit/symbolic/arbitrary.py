"""An element of a set, whichever it is: a term with unknowns of its own."""

from __future__ import annotations

from tlakit.semantics.values import string
from tlakit.symbolic.circuit import TRUE, Formula
from tlakit.symbolic.enumerate import elements, known_sets
from tlakit.symbolic.merge import merge
from tlakit.symbolic.terms import (
    Arena,
    FunctionSpace,
    Guarded,
    PowerSet,
    ProductSpace,
    RecordSpace,
    Term,
)


def arbitrary(arena: Arena, domain: Term) -> list[tuple[Formula, Term]]:
    """Witnesses from a set: terms that together may be any of its elements, each with the formula
    that it is one. A space gives a term made of arbitrary parts instead of being enumerated."""
    circuit = arena.circuit
    if isinstance(domain, PowerSet):
        base = elements(arena, domain.base)
        return [
            (
                TRUE,
                arena.set_of(
                    (circuit.both(guard, circuit.new_boolean()), one) for guard, one in base
                ),
            )
        ]
    if isinstance(domain, RecordSpace):
        guard, items = _one_of_each(arena, domain.ranges)
        names = [string(name) for name in domain.names]
        return [(guard, arena.function_of(dict(zip(names, items, strict=True))))]
    if isinstance(domain, ProductSpace):
        guard, items = _one_of_each(arena, domain.factors)
        return [(guard, arena.tuple_of(items))]
    if isinstance(domain, FunctionSpace):
        found: list[Guarded] = []
        for condition, keys in known_sets(arena, domain.domain):
            guard, items = _one_of_each(arena, tuple(domain.range for _ in keys))
            function = arena.function_of(dict(zip(keys, items, strict=True)))
            found.append((circuit.both(condition, guard), function))
        return found
    return _one_cell(arena, elements(arena, domain))


def _one_cell(arena: Arena, cells: tuple[Guarded, ...]) -> list[Guarded]:
    if len(cells) < 2:
        return list(cells)
    circuit = arena.circuit
    picked = [
        (here, guard, one)
        for here, (guard, one) in zip(circuit.new_group(len(cells)), cells, strict=True)
    ]
    guard = circuit.disjunction(circuit.both(here, guard) for here, guard, _ in picked)
    return [(guard, merge(arena, [(here, one) for here, _, one in picked]))]


def _one_of_each(arena: Arena, factors: tuple[Term, ...]) -> tuple[Formula, list[Term]]:
    guards: list[Formula] = []
    items: list[Term] = []
    circuit = arena.circuit
    for factor in factors:
        witnesses = arbitrary(arena, factor)
        guards.append(circuit.disjunction(guard for guard, _ in witnesses))
        items.append(_joined(arena, witnesses))
    return circuit.conjunction(guards), items


def _joined(arena: Arena, witnesses: list[Guarded]) -> Term:
    """Several witnesses as one; their formulas exclude each other."""
    return merge(arena, witnesses)
