"""A behaviour of a graph that satisfies a temporal formula, if there is one."""

from __future__ import annotations

from collections.abc import Callable

from tlakit.explore.liveness.automaton import automaton_of
from tlakit.explore.liveness.fair import FairSearch
from tlakit.explore.liveness.graph import Shape
from tlakit.explore.liveness.lasso import Lasso, lasso_in
from tlakit.explore.liveness.normal import searches
from tlakit.explore.liveness.product import product_of
from tlakit.explore.liveness.values import Values
from tlakit.semantics.temporal import Formula


def find_lasso(
    shape: Shape, values: Values, formula: Formula, pause: Callable[[str], None]
) -> Lasso | None:
    """A behaviour from an initial state that satisfies the formula; None if none does.

    Raises TooLarge for a formula that is too large, EvaluationError where a predicate fails.
    """
    for search in searches(formula):
        automaton = automaton_of(search.obligation)
        product = product_of(shape, automaton, values, search.anywhere, pause)
        part = FairSearch(product, automaton, search.recurrences, values, pause).find()
        if part is not None:
            return lasso_in(product, part)
    return None
