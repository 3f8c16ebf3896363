"""The reachable states of a model, in the order in which a search finds them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping

from tlakit.explore.conclude import run_of
from tlakit.explore.exploration import Way, search_all
from tlakit.explore.kernel import Limits
from tlakit.explore.search import trace_of
from tlakit.semantics.behaviour import Trace
from tlakit.semantics.runtime import running
from tlakit.semantics.specification import Specification
from tlakit.semantics.values import Value


class Walk:
    """All states within the model's bounds, and the shortest way to each.

    Every transition of the model starts in one of them. `result` says how many there are, and
    whether the model's own properties hold in them: a walk that a violation or a limit ended has
    the states found until then.
    """

    def __init__(self, specification: Specification, *, max_states: int | None = None) -> None:
        with running(run_of(specification, "bfs")):
            self._kernel, self.result = search_all(
                specification, Limits(max_states=max_states), None, time.monotonic(), Way("python")
            )

    def states(self) -> Iterator[tuple[int, Mapping[str, Value]]]:
        """Each state with its number; variables by name."""
        kernel = self._kernel
        vectors = list(kernel.initial)
        for number in range(kernel.distinct):
            if number >= len(vectors):
                parent, effect = kernel.came_from(number)
                vectors.append(kernel.effect(effect).apply(vectors[parent]))
            yield number, kernel.layout.decode(vectors[number])

    def trace(self, number: int) -> Trace:
        """The shortest way to a state."""
        return trace_of(self._kernel.layout, *self._kernel.path(number))
