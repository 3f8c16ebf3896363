"""Arithmetic on terms: an integer that is not known is a choice among those that it may be."""

from __future__ import annotations

from collections.abc import Callable

from tlakit.semantics.values import IntegerValue, integer
from tlakit.symbolic.circuit import FALSE, Formula
from tlakit.symbolic.functions import integers
from tlakit.symbolic.merge import merge
from tlakit.symbolic.terms import Arena, Guarded, Term


def calculate(
    arena: Arena, operation: Callable[[int, int], int | None], left: Term, right: Term
) -> Term:
    """operation(left, right); nothing where the operation gives None."""
    if isinstance(left, IntegerValue) and isinstance(right, IntegerValue):
        known = operation(left.value, right.value)
        return arena.nothing if known is None else integer(known)
    cases: list[Guarded] = []
    others = integers(right)
    for guard, one in integers(left):
        for condition, other in others:
            both = arena.circuit.both(guard, condition)
            result = operation(one, other) if both != FALSE else None
            if result is not None:
                cases.append((both, integer(result)))
    return merge(arena, cases)


def compare(arena: Arena, relation: Callable[[int, int], bool], left: Term, right: Term) -> Formula:
    """relation(left, right)."""
    circuit = arena.circuit
    others = integers(right)
    cases: list[Formula] = []
    for guard, one in integers(left):
        related = [condition for condition, other in others if relation(one, other)]
        if related:
            cases.append(circuit.both(guard, circuit.disjunction(related)))
    return circuit.disjunction(cases)


def interval(arena: Arena, first: Term, last: Term) -> Term:
    """first..last."""
    circuit = arena.circuit
    starts, ends = integers(first), integers(last)
    if not starts or not ends:
        return arena.nothing
    cells: list[Guarded] = []
    for one in range(min(value for _, value in starts), max(value for _, value in ends) + 1):
        begun = circuit.disjunction(guard for guard, value in starts if value <= one)
        lasts = circuit.disjunction(guard for guard, value in ends if value >= one)
        cells.append((circuit.both(begun, lasts), integer(one)))
    return arena.set_of(cells)


def add(left: int, right: int) -> int:
    """left + right."""
    return left + right


def subtract(left: int, right: int) -> int:
    """left - right."""
    return left - right


def multiply(left: int, right: int) -> int:
    """left * right."""
    return left * right


def divide(left: int, right: int) -> int | None:
    """left \\div right, rounded down; None for a divisor that is not positive."""
    return left // right if right > 0 else None


def modulo(left: int, right: int) -> int | None:
    """left % right, never negative; None for a divisor that is not positive."""
    return left % right if right > 0 else None


def power(left: int, right: int) -> int | None:
    """left ^ right; None for a negative exponent and for results beyond any use."""
    return left**right if 0 <= right <= 64 else None
