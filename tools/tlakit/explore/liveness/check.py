"""The temporal properties of a model: is there a fair behaviour that violates one of them?

The assumptions of the specification and the negated property are one formula; a behaviour that
satisfies it is a counterexample. It is confirmed by evaluating both over it, plainly and apart from
all that the search remembers.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from itertools import pairwise

import msgspec

from tlakit.explore.checks import Checks
from tlakit.explore.identity import identity_of
from tlakit.explore.liveness.find import find_lasso
from tlakit.explore.liveness.graph import Graph, TooManyStates, behaviour_graph
from tlakit.explore.liveness.judge import satisfied
from tlakit.explore.liveness.lasso import Lasso
from tlakit.explore.liveness.normal import TooLarge
from tlakit.explore.liveness.values import Evaluated, decide
from tlakit.explore.transitions import Transitions
from tlakit.language import ir
from tlakit.language.diagnostics import Diagnostic
from tlakit.semantics.behaviour import Step, Trace, Violation
from tlakit.semantics.errors import EvaluationError
from tlakit.semantics.properties import Property
from tlakit.semantics.runtime import current
from tlakit.semantics.specification import Specification
from tlakit.semantics.temporal import (
    UNCHECKED,
    Conjunction,
    Formula,
    Negation,
    Predicate,
    is_timeless,
    speaks_of_steps,
)
from tlakit.semantics.temporal_translation import Refused, Translator

MOST_STATES_WITHOUT_SYMMETRY = 1_000_000
"""States of a behaviour graph where the model is explored up to symmetry: the graph is not."""


class Liveness(msgspec.Struct, frozen=True):
    """What was found: the first property that is violated, what could not be checked, and warnings."""

    violation: Violation | None = None
    unchecked: tuple[Diagnostic, ...] = ()
    warnings: tuple[str, ...] = ()


class LivenessCheck:
    """The check of one model's temporal properties.

    Made before the states are explored, so that a constant that fails does so at once: raises
    EvaluationError for that. `run` may be called once.
    """

    def __init__(self, specification: Specification) -> None:
        self.specification = specification
        self.unchecked: list[Diagnostic] = []
        self.assumptions: tuple[Formula, ...] = ()
        self.properties: list[tuple[Property, Formula]] = []
        self.premises: list[tuple[ir.Expression, ir.Builtin, Formula]] = []
        if specification.temporal_properties:
            self._translate(Translator(specification.compiler, specification.next))

    def _translate(self, translator: Translator) -> None:
        specification = self.specification
        try:
            self.assumptions = tuple(
                translator.formula(item) for item in specification.temporal_assumptions
            )
        except Refused as refused:
            names = dict.fromkeys(f"`{item.name}`" for item in specification.temporal_properties)
            what = f"{', '.join(names)} under the specification's assumptions"
            self.unchecked.append(_unchecked(what, refused))
            return
        for item in specification.temporal_properties:
            try:
                self.properties.append((item, translator.formula(item.expression)))
            except Refused as refused:
                self.unchecked.append(_unchecked(f"`{item.name}`", refused))
        self.premises = translator.premises

    def run(self, transitions: Transitions, pause: Callable[[str], None]) -> Liveness:
        """Looks for a violation; `pause` is called now and then with what is going on.

        EvaluationError has the trace to the state where it happened. What `pause` raises ends the
        check.
        """
        violation = None
        if self.properties:
            collecting = gc.isenabled()
            run = current()
            progress = run.progress
            gc.disable()
            try:
                violation = self._search(transitions, pause)
            finally:
                run.progress = progress
                if collecting:
                    gc.enable()
        return Liveness(violation, tuple(self.unchecked), self._warnings())

    def left_out(self) -> tuple[str, ...]:
        """What is to be said where the search for states ended early: nothing of this was checked."""
        names = dict.fromkeys(f"`{item.name}`" for item, _ in self.properties)
        if not names:
            return ()
        return (f"liveness was not checked at all: {', '.join(names)}; it needs all states",)

    def _search(self, transitions: Transitions, pause: Callable[[str], None]) -> Violation | None:
        graph = self._graph(transitions, pause)
        if graph is None:
            return None
        values = Evaluated(self.specification, graph)
        for item, formula in self.properties:
            violation = self._violation(item, formula, graph, values, pause)
            if violation is not None:
                return violation
        self._meet(graph, values)
        return None

    def _meet(self, graph: Graph, values: Evaluated) -> None:
        """Notes which left sides of `=>` and `~>` are true somewhere: the search may not have asked."""
        coverage = self.specification.coverage
        met: set[tuple[ir.Expression, ir.Builtin]] = set()
        for whole, node, premise in self.premises:
            if (whole, node) in met or not is_timeless(premise) or speaks_of_steps(premise):
                continue
            holds = decide(premise, values)
            coverage.enter(whole)
            coverage.ask(node)
            if any(holds(state, 0) for state in range(len(graph.states))):
                met.add((whole, node))
                coverage.enter(whole)
                coverage.meet(node)

    def _warnings(self) -> tuple[str, ...]:
        specification = self.specification
        found = []
        if specification.constraints or specification.action_constraints:
            found.append(
                "of liveness only behaviours that stay within the constraints were checked: where a"
                " step is cut off, what should follow it may seem never to happen, or a violation"
                " may be missed"
            )
        if specification.symmetry is not None:
            found.append(
                "SYMMETRY was not used for liveness, where it would be unsound: the properties were"
                " checked in the states without it"
            )
        if specification.view is not None:
            found.append("states that the VIEW does not tell apart were taken for one in liveness")
        return tuple(found) if self.properties else ()

    def _graph(self, transitions: Transitions, pause: Callable[[str], None]) -> Graph | None:
        specification = self.specification
        checks = Checks(specification, transitions.layout, judged=False)
        initial = [transitions.layout.encode(item) for item in specification.initial_vectors()]
        most = None if specification.symmetry is None else MOST_STATES_WITHOUT_SYMMETRY
        view = None
        if specification.view is not None:
            view = identity_of(specification, transitions.layout)
        try:
            return behaviour_graph(transitions, checks, initial, pause, most, view)
        except TooManyStates:
            self._refuse_all(
                f"liveness needs the states that SYMMETRY leaves out, more than {most:,}",
                "Remove the SYMMETRY, or make the sets smaller.",
            )
            return None

    def _refuse_all(self, message: str, hint: str) -> None:
        for item in self.specification.temporal_properties:
            refused = Refused(message, item.span, hint)
            self.unchecked.append(_unchecked(f"`{item.name}`", refused))

    def _violation(
        self,
        item: Property,
        formula: Formula,
        graph: Graph,
        values: Evaluated,
        pause: Callable[[str], None],
    ) -> Violation | None:
        wanted = Conjunction((*self.assumptions, Negation(formula)))
        try:
            lasso = find_lasso(graph, values, wanted, pause)
        except TooLarge:
            refused = Refused("it has too many parts", item.span, "Check its parts one by one.")
            self.unchecked.append(_unchecked(f"`{item.name}`", refused))
            return None
        except EvaluationError as error:
            if values.failing is not None:
                error.trace = _trace(graph, graph.way(values.failing), None)
            raise
        if lasso is None:
            return None
        trace = _trace(graph, list(lasso.states), lasso.loop)
        if not self._confirmed(wanted, lasso, graph, values):
            message = "a counterexample was found and not confirmed"
            hint = "Does a VIEW hide what matters, or does it depend on TLCGet or RandomElement?"
            self.unchecked.append(_unchecked(f"`{item.name}`", Refused(message, item.span, hint)))
            return None
        return Violation(item.name, item.kind.value, item.span, trace)

    def _confirmed(self, wanted: Formula, lasso: Lasso, graph: Graph, values: Evaluated) -> bool:
        """Whether plain evaluation agrees that the lasso satisfies what was looked for."""
        registers = self.specification.registers
        states = [graph.layout.values(graph.states[state]) for state in lasso.states]
        positions = range(len(states))

        def holds(predicate: Predicate, position: int) -> bool:
            values.state = lasso.states[position]
            registers.current, registers.shifted = list(states[position]), False
            registers.following = list(states[lasso.following(position)])
            return predicate.test()

        def is_step(position: int) -> bool:
            source, target = lasso.states[position], lasso.states[lasso.following(position)]
            return graph.is_step(graph.edge(source, target), source)

        return all(map(is_step, positions)) and satisfied(wanted, len(states), lasso.loop, holds)


def _trace(graph: Graph, states: list[int], loop: int | None) -> Trace:
    """The behaviour through these states, which goes on at `loop` if it is a lasso."""
    steps = [Step(None, graph.layout.decode(graph.states[states[0]]))]
    for before, after in pairwise(states):
        label = graph.label(graph.edge(before, after))
        steps.append(Step(label, graph.layout.decode(graph.states[after])))
    closing = None if loop is None else graph.label(graph.edge(states[-1], states[loop]))
    return Trace(tuple(steps), loop, closing)


def _unchecked(what: str, refused: Refused) -> Diagnostic:
    return Diagnostic(
        code=UNCHECKED,
        message=f"not checked: {what}: {refused.message}",
        span=refused.span,
        hint=refused.hint,
    )
