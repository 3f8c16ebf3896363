"""A fair part of a product: strongly connected, with all that must happen again and again in it.

Every recurrence `[]<>good \\/ <>[]keep` is met within a component if a good edge lies in it, or if
all its edges are keep edges. Where neither is so, the edges that are not keep edges cannot be taken
for ever: they are removed and what remains is taken apart again. So strong fairness needs no case
distinctions, and the work grows with the number of conditions, not with their combinations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from tlakit.explore.liveness.automaton import Automaton
from tlakit.explore.liveness.components import Components
from tlakit.explore.liveness.normal import Recurrence
from tlakit.explore.liveness.product import Product
from tlakit.explore.liveness.values import Decision, Values, decide
from tlakit.semantics.temporal import FALSE, speaks_of_steps

PAUSE_EVERY_COMPONENTS = 1024

Edge = tuple[int, int]
"""A node and an edge that leaves it."""


class Condition:
    """A recurrence. `lasting` says that it can be met by `keep` alone, `static` that `keep` is decided
    by a state; `certain` that it can be met in no other way.
    """

    def __init__(self, recurrence: Recurrence, values: Values) -> None:
        self.good: Decision = decide(recurrence.good, values)
        self.keep: Decision = decide(recurrence.keep, values)
        self.lasting = recurrence.keep != FALSE
        self.certain = recurrence.good == FALSE
        self.static = not speaks_of_steps(recurrence.keep)


class FairPart:
    """Nodes and the edges between them; a way through all `goals` for ever is fair.

    Each goal is a set of edges, as a test, one of which must be taken again and again.
    """

    def __init__(self, edges: Iterable[Edge], goals: list[Callable[[Edge], bool]]) -> None:
        self.goals = goals
        self.leaving: dict[int, list[Edge]] = {}
        for edge in edges:
            self.leaving.setdefault(edge[0], []).append(edge)


class FairSearch:
    """The search for a fair part of one product."""

    def __init__(
        self,
        product: Product,
        automaton: Automaton,
        recurrences: Sequence[Recurrence],
        values: Values,
        pause: Callable[[str], None],
    ) -> None:
        self.product = product
        self.promises = automaton.promises
        conditions = [Condition(item, values) for item in recurrences]
        self.certain = [item for item in conditions if item.certain]
        self.conditions = [item for item in conditions if not item.certain]
        self.pause = pause
        self.alive = bytearray(b"\1") * len(product.targets)
        self.components = Components(product.first, product.targets, self.alive)
        self.owner = [-1] * len(product.states)
        self.owners = 0

    def find(self) -> FairPart | None:
        """A fair part that is as near to the initial states as any, or nearly so."""
        everything = range(len(self.product.states))
        self._remove(everything, self.certain)
        pending = self._parts(everything)
        while pending:
            nodes = pending.pop()
            self.owners += 1
            for node in nodes:
                self.owner[node] = self.owners
            if not self.owners % PAUSE_EVERY_COMPONENTS:
                self.pause(f"liveness: {len(pending):,} components")
            goals, broken = self._judge(nodes)
            if goals is None:
                continue
            if not broken or not self._remove(nodes, broken):
                return FairPart(self._inner(sorted(nodes)), goals)
            pending += self._parts(nodes)
        return None

    def _parts(self, nodes: Iterable[int]) -> list[list[int]]:
        """The components, the farthest first."""
        found = self.components.among(nodes)
        found.sort(key=min, reverse=True)
        return found

    def _inner(self, nodes: list[int]) -> Iterator[Edge]:
        """The edges that are left between these nodes, which own their numbers."""
        first, targets = self.product.first, self.product.targets
        alive, owner, number = self.alive, self.owner, self.owners
        for node in nodes:
            for edge in range(first[node], first[node + 1]):
                if alive[edge] and owner[targets[edge]] == number:
                    yield node, edge

    def _judge(
        self, nodes: list[int]
    ) -> tuple[list[Callable[[Edge], bool]] | None, list[Condition]]:
        """The goals within nodes, None if they can never be met; the conditions without a good edge."""
        if not self._goes_on(nodes):
            return None, []
        goals = [self._fulfils(bit) for bit in _bits(self.promises)]
        broken: list[Condition] = []
        for condition in self.conditions:
            good = self._along(condition.good)
            if any(good(edge) for edge in self._inner(nodes)):
                goals.append(good)
            elif condition.lasting:
                broken.append(condition)
            else:
                return None, []
        return goals, broken

    def _goes_on(self, nodes: list[int]) -> bool:
        """Whether there is an edge within these nodes, and nothing is put off on all of them."""
        postponed, forever = self.product.postponed, self.promises
        for _, edge in self._inner(nodes):
            forever &= postponed[edge]
            if not forever:
                return True
        return False

    def _fulfils(self, bit: int) -> Callable[[Edge], bool]:
        postponed = self.product.postponed
        return lambda edge: not postponed[edge[1]] & bit

    def _along(self, decision: Decision) -> Callable[[Edge], bool]:
        states, edges = self.product.states, self.product.edges
        return lambda edge: decision(states[edge[0]], edges[edge[1]])

    def _remove(self, nodes: Iterable[int], conditions: list[Condition]) -> bool:
        """Removes the edges that these conditions do not keep; whether there were any."""
        first, alive = self.product.first, self.alive
        states, edges = self.product.states, self.product.edges
        static = [condition.keep for condition in conditions if condition.static]
        others = [condition.keep for condition in conditions if not condition.static]
        removed = False
        for node in nodes if conditions else ():
            begin, end = first[node], first[node + 1]
            if begin == end:
                continue
            state = states[node]
            if not all(keep(state, edges[begin]) for keep in static):
                removed = removed or any(alive[begin:end])
                alive[begin:end] = bytes(end - begin)
                continue
            for edge in range(begin, end) if others else ():
                if alive[edge] and not all(keep(state, edges[edge]) for keep in others):
                    alive[edge] = 0
                    removed = True
        return removed


def _bits(mask: int) -> list[int]:
    return [1 << position for position in range(mask.bit_length()) if mask >> position & 1]
