"""The reachable states of a model, in the order in which a search finds them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping

from tlakit.explore.bfs import Limits, Search
from tlakit.explore.search import trace_of
from tlakit.explore.slots import Misfit, choose_layout
from tlakit.semantics import CheckResult, Specification, Trace
from tlakit.semantics.values import Value


class Walk:
    """All states within the model's bounds, and the shortest way to each.

    Every transition of the model starts in one of them.  `result` says how many there are, and
    whether the model's own properties hold in them, which is not the mirror's concern: a walk that
    a violation or a limit ended has the states found until then.
    """

    def __init__(self, specification: Specification, *, max_states: int | None = None) -> None:
        initial = list(specification.initial_vectors())
        limits = Limits(max_states=max_states)
        whole: frozenset[int] = frozenset()
        while True:
            layout = choose_layout(specification.module, initial, whole)
            search = Search(specification, layout, limits, None, time.monotonic())
            try:
                self.result: CheckResult = search.run([layout.encode(state) for state in initial])
                break
            except Misfit as misfit:
                whole |= {misfit.variable}
        self._layout, self._history = layout, search.history

    def states(self) -> Iterator[tuple[int, Mapping[str, Value]]]:
        """Each state with its number; variables by name."""
        history = self._history
        vectors = list(history.initial)
        for number in range(len(history.parents)):
            if number >= len(vectors):
                effect = history.known_effects[history.effects[number]]
                vectors.append(effect.apply(vectors[history.parents[number]]))
            yield number, self._layout.decode(vectors[number])

    def trace(self, number: int) -> Trace:
        """The shortest way to a state."""
        return trace_of(self._layout, *self._history.path(number))
