"""Operations on sets of terms."""

from __future__ import annotations

from tlakit.semantics.values import SetValue, Value, integer
from tlakit.symbolic.circuit import FALSE, TRUE, Formula, negation
from tlakit.symbolic.enumerate import elements
from tlakit.symbolic.equality import equal, less, member
from tlakit.symbolic.merge import merge
from tlakit.symbolic.terms import Arena, Guarded, Term


def union(arena: Arena, left: Term, right: Term) -> Term:
    """left \\cup right."""
    if left is right:
        return left
    return arena.set_of((*elements(arena, left), *elements(arena, right)))


def big_union(arena: Arena, family: Term) -> Term:
    """UNION family."""
    circuit = arena.circuit
    return arena.set_of(
        (circuit.both(guard, condition), element)
        for guard, one in elements(arena, family)
        for condition, element in elements(arena, one)
    )


def intersection(arena: Arena, left: Term, right: Term) -> Term:
    """left \\cap right."""
    return arena.set_of(
        (arena.circuit.both(guard, member(arena, element, right)), element)
        for guard, element in elements(arena, left)
    )


def difference(arena: Arena, left: Term, right: Term) -> Term:
    """left \\ right."""
    return arena.set_of(
        (arena.circuit.both(guard, negation(member(arena, element, right))), element)
        for guard, element in elements(arena, left)
    )


def cardinality(arena: Arena, term: Term) -> Term:
    """Cardinality(term), each value counted once though several cells may hold it."""
    if isinstance(term, SetValue):
        return integer(len(term))
    counted = _first_occurrences(arena, elements(arena, term))
    circuit = arena.circuit
    counts: list[Formula] = [TRUE]
    for one in counted:
        grown = [circuit.both(negation(one), count) for count in counts] + [FALSE]
        for size, count in enumerate(counts):
            grown[size + 1] = circuit.either(grown[size + 1], circuit.both(one, count))
        counts = grown
    return merge(arena, [(count, integer(size)) for size, count in enumerate(counts)])


def _first_occurrences(arena: Arena, found: tuple[Guarded, ...]) -> list[Formula]:
    """For each cell the formula that it is an element that no cell before it holds."""
    circuit = arena.circuit
    result: list[Formula] = []
    for index, (guard, element) in enumerate(found):
        earlier = [
            negation(circuit.both(condition, equal(arena, one, element)))
            for condition, one in found[:index]
            if not (isinstance(one, Value) and isinstance(element, Value))
        ]
        result.append(circuit.conjunction((guard, *earlier)))
    return result


def least(arena: Arena, candidates: list[Guarded]) -> Term:
    """The first of the candidates in the order of values: what CHOOSE picks."""
    circuit = arena.circuit
    known = [(guard, one) for guard, one in candidates if isinstance(one, Value)]
    unknown = [(guard, one) for guard, one in candidates if not isinstance(one, Value)]
    known.sort(key=lambda cell: cell[1].sort_key)
    picked: list[Guarded] = []
    before = FALSE
    for guard, value in known:
        beaten = [_beats(arena, cell, value) for cell in unknown]
        picked.append((circuit.conjunction((guard, negation(before), *beaten)), value))
        before = circuit.either(before, guard)
    for index, (guard, element) in enumerate(unknown):
        beaten = [_beats(arena, cell, element) for cell in (*known, *unknown[index + 1 :])]
        ties = [_beats(arena, cell, element, ties=True) for cell in unknown[:index]]
        picked.append((circuit.conjunction((guard, *beaten, *ties)), element))
    return merge(arena, picked)


def _beats(arena: Arena, cell: Guarded, element: Term, ties: bool = False) -> Formula:
    """`element` stands before the cell's, or the cell is empty; at a tie (the same value in two
    cells) the earlier cell wins, so it is asked with `ties` whether it is no better and not equal."""
    circuit = arena.circuit
    guard, other = cell
    worse = less(arena, other, element)
    if ties:
        worse = circuit.either(worse, equal(arena, other, element))
    return negation(circuit.both(guard, worse))
