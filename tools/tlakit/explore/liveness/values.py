"""The truth of predicates in the states and on the edges of a graph, found when first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias

from tlakit.explore.liveness.graph import STUTTERING, Graph
from tlakit.explore.memo import Memo
from tlakit.explore.slots import Vector
from tlakit.explore.tracking import Tracker
from tlakit.semantics.errors import EvaluationError
from tlakit.semantics.runtime import Progress, current
from tlakit.semantics.specification import Specification
from tlakit.semantics.temporal import (
    Conjunction,
    Disjunction,
    Formula,
    Negation,
    Predicate,
    Subject,
    Truth,
)
from tlakit.semantics.values import Value

Decision: TypeAlias = Callable[[int, int], bool]
"""The truth of a timeless formula on an edge: of the state it leaves, and the edge."""


class Values(Protocol):
    """Who knows the truth of predicates."""

    def decision(self, predicate: Predicate) -> Decision:
        """The truth of a predicate of a state, or of a step, on an edge."""
        ...


def decide(formula: Formula, values: Values) -> Decision:
    """The truth of a timeless formula on an edge."""
    match formula:
        case Predicate():
            return values.decision(formula)
        case Truth(value):
            return lambda state, edge: value
        case Negation(body):
            inside = decide(body, values)
            return lambda state, edge: not inside(state, edge)
        case Conjunction(items) | Disjunction(items):
            tests = [decide(item, values) for item in items]
            return _joined(tests, isinstance(formula, Disjunction))
    raise AssertionError(f"not timeless: {formula}")


def _joined(tests: list[Decision], decisive: bool) -> Decision:
    """The tests in turn, as far as needed: one that gives `decisive` decides."""

    def decide_all(state: int, edge: int) -> bool:
        for test in tests:
            if test(state, edge) is decisive:
                return decisive
        return not decisive

    return decide_all


_UNKNOWN, _FALSE, _TRUE = 0, 1, 2


class Evaluated:
    """The predicates of a model: each evaluated once for all states, and steps, that look alike.

    One that asks for the progress of the run is told how far the search was at its state: after the
    steps from it had been found.
    """

    def __init__(self, specification: Specification, graph: Graph) -> None:
        self.graph = graph
        self.registers = specification.registers
        self.nothing: list[Value | None] = [None] * len(specification.variables)
        self.failing: int | None = None
        self.state = 0
        current().progress = self._progress
        self._decisions: dict[Predicate, Decision] = {}

    def decision(self, predicate: Predicate) -> Decision:
        """The truth of a predicate on an edge. EvaluationError leaves the state in `failing`."""
        found = self._decisions.get(predicate)
        if found is None:
            match predicate.subject:
                case Subject.STATE:
                    found = self._of_state(predicate)
                case Subject.STEP:
                    found = self._of_step(predicate)
                case Subject.MOVE:
                    found = self._is_move
                case Subject.CAN_MOVE:
                    found = self._can_move
            self._decisions[predicate] = found
        return found

    def _progress(self) -> Progress:
        graph, state = self.graph, self.state
        level, found = graph.depth[state] + 1, graph.found[state]
        return Progress(level, level, graph.first[state + 1], found, found - state - 1)

    def _is_move(self, state: int, edge: int) -> bool:
        return self.graph.effects[edge] != STUTTERING

    def _can_move(self, state: int, edge: int) -> bool:
        return bool(self.graph.moves[state])

    def _of_state(self, predicate: Predicate) -> Decision:
        states = self.graph.states
        known = bytearray(len(states))
        memo = Memo(self.graph.layout, self._in_state(predicate))

        def decide_state(state: int, edge: int) -> bool:
            truth = known[state]
            if truth == _UNKNOWN:
                truth = known[state] = _TRUE if self._find(memo, state) else _FALSE
            return truth == _TRUE

        return decide_state

    def _in_state(self, predicate: Predicate) -> Callable[[Tracker], bool]:
        registers, nothing = self.registers, self.nothing

        def evaluate(tracker: Tracker) -> bool:
            registers.current, registers.following, registers.shifted = tracker, nothing, False
            return predicate.test()

        return evaluate

    def _of_step(self, predicate: Predicate) -> Decision:
        graph = self.graph
        effects = graph.effects
        known = bytearray(len(effects))
        memo = Memo(graph.layout, self._on_step(predicate))

        def decide_step(state: int, edge: int) -> bool:
            truth = known[edge]
            if truth == _UNKNOWN:
                number = effects[edge]
                if number == STUTTERING and predicate.idle is not None:
                    return predicate.idle
                truth = known[edge] = _TRUE if self._find(memo, state, edge) else _FALSE
            return truth == _TRUE

        return decide_step

    def _on_step(self, predicate: Predicate) -> Callable[[Tracker], bool]:
        registers = self.registers

        def evaluate(tracker: Tracker) -> bool:
            registers.current, registers.following = tracker, tracker.following()
            registers.shifted = False
            return predicate.test()

        return evaluate

    def _find(self, memo: Memo[bool], state: int, edge: int | None = None) -> bool:
        """The truth in a state, or on an edge from it."""
        self.state = state
        vector = self.graph.states[state]
        try:
            return memo.find(vector if edge is None else vector + self._after(state, edge))
        except EvaluationError:
            self.failing = state
            raise

    def _after(self, state: int, edge: int) -> Vector:
        """What the step of an edge leads to, which a view may take for another state."""
        graph = self.graph
        number, vector = graph.effects[edge], graph.states[state]
        return vector if number == STUTTERING else graph.known[number].apply(vector)
