"""Merging terms: "this one if this formula holds, that one if that does", as one term.

Terms of one shape are merged part by part, so that a record that differs in one field shares all of
the others; only terms of different shapes become a choice.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from tlakit.semantics.values import BooleanValue, SetValue, TupleValue
from tlakit.symbolic.circuit import FALSE, TRUE, Formula, negation
from tlakit.symbolic.terms import (
    ATOMS,
    Arena,
    BooleanTerm,
    Guarded,
    SequenceTerm,
    SetTerm,
    Term,
    alternatives,
    cells,
    entries,
    parts,
)


def choose(arena: Arena, condition: Formula, then: Term, otherwise: Term) -> Term:
    """IF condition THEN then ELSE otherwise."""
    if condition == TRUE or then is otherwise:
        return then
    if condition == FALSE:
        return otherwise
    return merge(arena, ((condition, then), (negation(condition), otherwise)))


def merge(arena: Arena, guarded: Iterable[Guarded]) -> Term:
    """The term whose formula holds. No two formulas may hold together; where none does, it may be
    anything: whoever uses the result knows that one of them holds."""
    circuit = arena.circuit
    guards: dict[Term, list[Formula]] = {}
    for guard, term in guarded:
        if guard == TRUE:
            return term
        if guard == FALSE:
            continue
        for condition, part in alternatives(term):
            both = circuit.both(guard, condition)
            if both != FALSE:
                guards.setdefault(part, []).append(both)
    by_shape: dict[Hashable, list[Guarded]] = {}
    for part, several in guards.items():
        by_shape.setdefault(shape(part), []).append((circuit.disjunction(several), part))
    merged = [
        (circuit.disjunction(guard for guard, _ in alike), _merge_alike(arena, alike))
        for alike in by_shape.values()
    ]
    return arena.choice(merged)


def shape(term: Term) -> Hashable:
    """What two terms have in common if they can be merged part by part; atoms are their own."""
    if isinstance(term, BooleanTerm | BooleanValue):
        return "boolean"
    if isinstance(term, SetTerm | SetValue):
        return "set"
    if isinstance(term, SequenceTerm | TupleValue):
        return "sequence"
    pairs = entries(term)
    return tuple(pairs) if pairs is not None else term


def _merge_alike(arena: Arena, alike: Sequence[Guarded]) -> Term:
    """Merge different terms of one shape."""
    first = alike[0][1]
    if len(alike) == 1:
        return first
    if isinstance(first, BooleanTerm | BooleanValue):
        return arena.boolean(
            merge_formulas(arena, [(guard, truth(arena, one)) for guard, one in alike])
        )
    if parts(first) is not None:
        return _merge_sequences(arena, alike)
    pairs = entries(first)
    if pairs is not None:
        opened = [(guard, entries(one) or {}) for guard, one in alike]
        return arena.function_of(
            {key: merge(arena, [(guard, one[key]) for guard, one in opened]) for key in pairs}
        )
    return _merge_sets(arena, alike)


def merge_formulas(arena: Arena, guarded: Sequence[tuple[Formula, Formula]]) -> Formula:
    """As `merge`, for formulas."""
    circuit = arena.circuit
    if len({formula for _, formula in guarded}) == 1:
        return guarded[0][1]
    return circuit.disjunction(circuit.both(guard, formula) for guard, formula in guarded)


def _merge_sequences(arena: Arena, alike: Sequence[Guarded]) -> Term:
    opened = [(guard, found) for guard, one in alike if (found := parts(one)) is not None]
    size = max(len(items) for _, (items, _) in opened)
    lengths = [
        merge_formulas(
            arena,
            [(guard, lengths[n] if n < len(lengths) else FALSE) for guard, (_, lengths) in opened],
        )
        for n in range(size + 1)
    ]
    items = [
        merge(
            arena,
            [
                (arena.circuit.both(guard, is_longer(arena, lengths, n)), items[n])
                for guard, (items, lengths) in opened
                if n < len(items)
            ],
        )
        for n in range(size)
    ]
    return arena.sequence(items, lengths)


def is_longer(arena: Arena, lengths: Sequence[Formula], size: int) -> Formula:
    """The formula that a sequence with these `lengths` has more than `size` items."""
    if lengths[-1] == TRUE:
        return TRUE if len(lengths) - 1 > size else FALSE
    return arena.circuit.disjunction(lengths[size + 1 :])


def _merge_sets(arena: Arena, alike: Sequence[Guarded]) -> Term:
    """Cells that all have stay, atoms are matched by value, and the others by position: so a set
    that gains elements in many ways grows by the most that it can gain, not by the sum."""
    circuit = arena.circuit
    opened = [
        (guard, {element: held for held, element in cells(one) or ()}) for guard, one in alike
    ]
    shared = set(opened[0][1])
    for _, one in opened[1:]:
        shared &= one.keys()
    merged: list[Guarded] = [
        (merge_formulas(arena, [(guard, one[element]) for guard, one in opened]), element)
        for element in opened[0][1]
        if element in shared
    ]
    columns: list[list[Guarded]] = []
    for guard, one in opened:
        row = 0
        for element, condition in one.items():
            if element in shared:
                continue
            present = circuit.both(guard, condition)
            if isinstance(element, ATOMS):
                merged.append((present, element))
                continue
            if row == len(columns):
                columns.append([])
            columns[row].append((present, element))
            row += 1
    for column in columns:
        present = circuit.disjunction(guard for guard, _ in column)
        merged.append((present, merge(arena, column)))
    return arena.set_of(merged)


def truth(arena: Arena, term: Term) -> Formula:
    """The formula that a term is TRUE; what is no Boolean counts as FALSE."""
    if isinstance(term, BooleanTerm):
        return term.formula
    if isinstance(term, BooleanValue):
        return TRUE if term.value else FALSE
    circuit = arena.circuit
    return circuit.disjunction(
        circuit.both(guard, truth(arena, one))
        for guard, one in alternatives(term)
        if one is not term
    )
