"""The truth of a temporal formula of a lasso, straight from the meaning of the formula.

Nothing here knows of automata or components: a counterexample is confirmed, and the search is tested,
by this.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from tlakit.semantics.temporal import (
    Always,
    Conjunction,
    Disjunction,
    Eventually,
    Formula,
    Negation,
    Predicate,
    Truth,
)


def satisfied(
    formula: Formula, length: int, loop: int, holds: Callable[[Predicate, int], bool]
) -> bool:
    """Whether the behaviour of a lasso satisfies a formula.

    It has `length` positions from 0 on; after the last comes position `loop`. `holds` gives the
    truth of a predicate of the state at a position, or of the step from it to the next.
    """
    return _truths(formula, length, loop, holds)[0]


def _truths(
    formula: Formula, length: int, loop: int, holds: Callable[[Predicate, int], bool]
) -> list[bool]:
    """The truth of a formula of the behaviour that begins at each position."""

    def of(part: Formula) -> list[bool]:
        return _truths(part, length, loop, holds)

    match formula:
        case Predicate():
            return [holds(formula, position) for position in range(length)]
        case Truth(value):
            return [value] * length
        case Negation(body):
            return [not truth for truth in of(body)]
        case Conjunction(items):
            columns = [of(item) for item in items]
            return [all(column[position] for column in columns) for position in range(length)]
        case Disjunction(items):
            columns = [of(item) for item in items]
            return [any(column[position] for column in columns) for position in range(length)]
        case Always(body):
            inside = of(body)
            return [all(inside[min(position, loop) :]) for position in range(length)]
        case Eventually(body):
            inside = of(body)
            return [any(inside[min(position, loop) :]) for position in range(length)]
        case _:
            assert_never(formula)
