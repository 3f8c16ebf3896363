"""The behaviours of a graph that an automaton accepts so far: pairs of a state and obligations.

Nodes are numbered in the order of their distance from the initial states, so a smaller number never
means a longer way. Where there are no obligations the product is the graph itself.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence

from tlakit.explore.liveness.automaton import Automaton, Transition
from tlakit.explore.liveness.graph import PAUSE_EVERY_STATES, Shape
from tlakit.explore.liveness.values import Decision, Values, decide
from tlakit.semantics.temporal import Formula

_START = -1


class Product:
    """The edges of node n are `first[n]` to `first[n + 1] - 1`.

    `states[n]` is the state of a node, `edges[e]` the graph's edge that an edge goes along,
    `postponed[e]` has a bit for each `<>f` that it puts off.
    """

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.first: Sequence[int] = shape.first
        self.targets: Sequence[int] = shape.targets
        self.states: Sequence[int] = range(shape.size)
        self.edges: Sequence[int] = range(len(shape.targets))
        self.postponed: Sequence[int] = bytes(len(shape.targets))
        self.parents: Sequence[int] | None = None

    def way(self, node: int) -> list[int]:
        """The states on a way to a node, from an initial state on, the node's own included."""
        found = []
        if self.parents is not None:
            while self.parents[node] != _START:
                found.append(self.states[node])
                node = self.parents[node]
        return self.shape.way(self.states[node]) + found[::-1]


def product_of(
    shape: Shape,
    automaton: Automaton,
    values: Values,
    anywhere: bool,
    pause: Callable[[str], None],
) -> Product:
    """The product from the initial states on, or from any state if `anywhere`."""
    first = automaton.transitions[0]
    trivial = Transition((), (), 0, 0)
    if anywhere and first == (trivial,):
        return Product(shape)
    return _Builder(shape, automaton, values, pause).build(anywhere)


class _Rule:
    """A transition with its formulas as decisions; None for those that are always true."""

    __slots__ = ("here", "postponed", "step", "target")

    def __init__(self, transition: Transition, values: Values) -> None:
        self.here = _all(transition.here, values)
        self.step = _all(transition.step, values)
        self.target = transition.target
        self.postponed = transition.postponed


def _all(formulas: tuple[Formula, ...], values: Values) -> list[Decision]:
    return [decide(formula, values) for formula in formulas]


class _Builder:
    def __init__(
        self,
        shape: Shape,
        automaton: Automaton,
        values: Values,
        pause: Callable[[str], None],
    ) -> None:
        self.shape = shape
        self.pause = pause
        self.rules = [[_Rule(t, values) for t in row] for row in automaton.transitions]
        self.width = len(self.rules)
        self.index: dict[int, int] = {}
        self.states = array("q")
        self.controls = array("q")
        self.parents = array("q")
        self.first = array("q", [0])
        self.targets = array("q")
        self.edges = array("q")
        self.postponed: list[int] = []

    def build(self, anywhere: bool) -> Product:
        shape = self.shape
        starts = shape.size if anywhere else shape.initial
        start = 0
        depth = 0
        level: list[int] = []
        while level or start < starts:
            if not level:
                depth = max(depth, shape.depth[start])
            while start < starts and shape.depth[start] <= depth:
                if self._applicable(start, 0):
                    self._node(start, 0, _START, level)
                start += 1
            following: list[int] = []
            for node in level:
                self._expand(node, following)
            level = following
            depth += 1
        product = Product(shape)
        product.first, product.targets = self.first, self.targets
        product.states, product.edges = self.states, self.edges
        product.postponed, product.parents = self.postponed, self.parents
        return product

    def _applicable(self, state: int, control: int) -> list[_Rule]:
        """The rules that the state allows."""
        edge = self.shape.first[state]
        return [
            rule for rule in self.rules[control] if all(test(state, edge) for test in rule.here)
        ]

    def _node(self, state: int, control: int, parent: int, found: list[int]) -> int:
        key = state * self.width + control
        node = self.index.get(key)
        if node is None:
            node = self.index[key] = len(self.states)
            self.states.append(state)
            self.controls.append(control)
            self.parents.append(parent)
            found.append(node)
        return node

    def _expand(self, node: int, found: list[int]) -> None:
        if not node % PAUSE_EVERY_STATES:
            self.pause(f"liveness: {len(self.states):,} states with obligations")
        shape = self.shape
        state = self.states[node]
        rules = self._applicable(state, self.controls[node])
        if rules:
            for edge in range(shape.first[state], shape.first[state + 1]):
                target = shape.targets[edge]
                for rule in rules:
                    if all(test(state, edge) for test in rule.step):
                        self.targets.append(self._node(target, rule.target, node, found))
                        self.edges.append(edge)
                        self.postponed.append(rule.postponed)
        self.first.append(len(self.targets))
