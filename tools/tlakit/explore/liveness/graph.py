"""The behaviour graph: the states within the model's constraints and the steps between them.

As in TLC, a step is in the graph if both its states are within the constraints and the constraints
on actions allow it, and every state has the step that changes nothing. Symmetry plays no part; states
that a VIEW does not tell apart are one, the first that was found, also as in TLC.

States and edges are numbered. The edges of state s are `first[s]` to `first[s + 1] - 1`; the first of
them is the one that changes nothing. Of several steps between the same two states one is kept.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Iterable

from tlakit.explore.checks import Checks
from tlakit.explore.effects import Effect
from tlakit.explore.identity import Key
from tlakit.explore.slots import Layout, Vector
from tlakit.explore.transitions import Transitions
from tlakit.semantics.behaviour import Label

STUTTERING = -1
"""What an edge that changes nothing has in place of an effect's number."""

PAUSE_EVERY_STATES = 1024


class TooManyStates(Exception):
    """The graph has more states than were asked for."""


class Shape:
    """A graph as numbers only, which is all that the search for cycles needs.

    `initial` states come first. `parent[s]` is the state through which s was found, s itself for an
    initial state; `depth[s]` is the number of steps of that way. `moves[s]` says whether the model
    has a step from s that changes a variable, be it within the constraints or not.
    """

    def __init__(self) -> None:
        self.initial = 0
        self.first = array("q", [0])
        self.targets = array("q")
        self.parent = array("q")
        self.depth = array("q")
        self.moves = bytearray()

    @property
    def size(self) -> int:
        """How many states there are."""
        return len(self.first) - 1

    def way(self, state: int) -> list[int]:
        """The states on the way to a state, from an initial one on, itself included."""
        found = [state]
        while self.parent[state] != state:
            state = self.parent[state]
            found.append(state)
        return found[::-1]

    def edge(self, source: int, target: int) -> int:
        """The edge between two states that have one."""
        return self.targets.index(target, self.first[source], self.first[source + 1])


class Graph(Shape):
    """The behaviour graph of a model; `effects[e]` is the number of the effect that makes edge e.

    `found[s]` is the number of states that were known once the steps from s were.
    """

    def __init__(self, layout: Layout) -> None:
        super().__init__()
        self.layout = layout
        self.states: list[Vector] = []
        self.effects = array("q")
        self.known: list[Effect] = []
        self.found = array("q")

    def is_step(self, edge: int, source: int) -> bool:
        """Whether an edge leads to its target itself, not to one that a view takes for it."""
        number = self.effects[edge]
        if number == STUTTERING:
            return True
        after = self.known[number].apply(self.states[source])
        return after == self.states[self.targets[edge]]

    def label(self, edge: int) -> Label | None:
        """What makes an edge; None for the one that changes nothing."""
        number = self.effects[edge]
        return None if number == STUTTERING else self.known[number].label


def behaviour_graph(
    transitions: Transitions,
    checks: Checks,
    initial: Iterable[Vector],
    pause: Callable[[str], None],
    most: int | None = None,
    view: Key | None = None,
) -> Graph:
    """The graph of all states that are reachable from these; `pause` is called now and then.

    Raises EvaluationError where a constraint or an action fails, TooManyStates beyond `most` states.
    """
    return _Builder(transitions, checks, pause, most, view).build(initial)


class _Builder:
    def __init__(
        self,
        transitions: Transitions,
        checks: Checks,
        pause: Callable[[str], None],
        most: int | None,
        view: Key | None,
    ) -> None:
        self.checks = checks
        self.pause = pause
        self.most = most
        self.graph = Graph(transitions.layout)
        self.view = view
        self.steps = transitions.steps if view is None else transitions.steps_in_order
        self.index: dict[Hashable, int] = {}
        self.outside: set[Vector] = set()
        self.numbers: dict[Effect, int] = {}

    def build(self, initial: Iterable[Vector]) -> Graph:
        graph = self.graph
        for vector in initial:
            key = vector if self.view is None else self.view(vector)
            if key not in self.index and self.checks.within(vector):
                self._add(vector, key, len(graph.states), 0)
        graph.initial = len(graph.states)
        limited = bool(self.checks.limits)
        for state, vector in enumerate(graph.states):
            if not state % PAUSE_EVERY_STATES:
                self.pause(f"liveness: the steps of {len(graph.states):,} states")
                if self.most is not None and state > self.most:
                    raise TooManyStates
            self._expand(state, vector, limited)
        return graph

    def _add(self, vector: Vector, key: Hashable, parent: int, depth: int) -> int:
        graph = self.graph
        number = self.index[key] = len(graph.states)
        graph.states.append(vector)
        graph.parent.append(parent)
        graph.depth.append(depth)
        return number

    def _expand(self, state: int, vector: Vector, limited: bool) -> None:
        graph, numbers = self.graph, self.numbers
        targets, effects = graph.targets, graph.effects
        targets.append(state)
        effects.append(STUTTERING)
        reached = {state}
        moves = 0
        view = self.view
        for effect in self.steps(vector)[1]:
            after = effect.apply(vector)
            key = after if view is None else view(after)
            target = self.index.get(key)
            if target == state:
                continue
            moves = 1
            if target in reached or (limited and not self.checks.allows(vector, after)):
                continue
            if target is None:
                if not self._within(after):
                    continue
                target = self._add(after, key, state, graph.depth[state] + 1)
            reached.add(target)
            targets.append(target)
            number = numbers.get(effect)
            if number is None:
                number = numbers[effect] = len(graph.known)
                graph.known.append(effect)
            effects.append(number)
        graph.moves.append(moves)
        graph.found.append(len(graph.states))
        graph.first.append(len(targets))

    def _within(self, vector: Vector) -> bool:
        if vector in self.outside:
            return False
        if self.checks.within(vector):
            return True
        self.outside.add(vector)
        return False
