"""From a model of the solver back to a behaviour, every step of which is evaluated again.

Nothing that the solver says is believed: the decoded states are run through the plain evaluator, and
what does not agree is a `Disagreement`, a fault of the translation.
"""

from __future__ import annotations

from collections.abc import Sequence

from tlakit.semantics.behaviour import Label, Step, Trace, Violation
from tlakit.semantics.properties import Property
from tlakit.semantics.specification import Specification
from tlakit.semantics.values import (
    FALSE,
    Value,
    boolean,
    function_of,
    set_of,
    tuple_of,
)
from tlakit.symbolic.circuit import Circuit, Formula
from tlakit.symbolic.terms import (
    BooleanTerm,
    ChoiceTerm,
    FunctionTerm,
    SequenceTerm,
    SetTerm,
    Term,
)
from tlakit.symbolic.unroll import SymbolicStep, Unrolling


class Disagreement(Exception):
    """The solver's answer is not a behaviour of the specification: an internal error."""


class Decoder:
    """Values of terms under one assignment: `options[g]` is the option of group g."""

    def __init__(self, circuit: Circuit, options: Sequence[int]) -> None:
        self._circuit = circuit
        self._options = options
        self._known: dict[int, bool] = {}

    def holds(self, formula: Formula) -> bool:
        """The truth of a formula."""
        return self._circuit.evaluate(formula, self._options, self._known)

    def value(self, term: Term) -> Value:
        """The value of a term. Raises Disagreement where it has none."""
        if isinstance(term, Value):
            return term
        if isinstance(term, BooleanTerm):
            return boolean(self.holds(term.formula))
        if isinstance(term, ChoiceTerm):
            for guard, one in term.alternatives:
                if self.holds(guard):
                    return self.value(one)
            raise Disagreement("an expression in it has no value")
        if isinstance(term, SetTerm):
            return set_of([self.value(one) for guard, one in term.cells if self.holds(guard)])
        if isinstance(term, FunctionTerm):
            items = [self.value(item) for item in term.items]
            return function_of(dict(zip(term.keys, items, strict=True)))
        if isinstance(term, SequenceTerm):
            for size, guard in enumerate(term.lengths):
                if self.holds(guard):
                    return tuple_of([self.value(item) for item in term.items[:size]])
        raise Disagreement("a value in it is no element of a state")


def decode(unrolling: Unrolling, specification: Specification, options: Sequence[int]) -> Violation:
    """The violation that the last step of an unrolling shows, validated.

    Raises Disagreement, and EvaluationError where the specification itself has no value: the
    formulas know nothing of failing expressions.
    """
    decoder = Decoder(unrolling.arena.circuit, options)
    steps: list[Step] = []
    for symbolic in unrolling.steps:
        state = {variable.name: decoder.value(term) for variable, term in symbolic.state.items()}
        before = steps[-1] if steps else None
        wanted = _label(decoder, symbolic)
        steps.append(_validated(specification, before, state, wanted, len(steps)))
    checked = _violated(specification, steps)
    return Violation(checked.name, checked.kind.value, checked.span, Trace(tuple(steps)))


def _label(decoder: Decoder, step: SymbolicStep) -> tuple[str, tuple[Value, ...]] | None:
    """The action that the solver chose, as far as its branch has a name."""
    for taken, branch in step.branches:
        if decoder.holds(taken) and branch.label is not None:
            return branch.label.action.name, tuple(
                decoder.value(term) for _, term in branch.label.arguments
            )
    return None


def _validated(
    specification: Specification,
    before: Step | None,
    state: dict[str, Value],
    wanted: tuple[str, tuple[Value, ...]] | None,
    number: int,
) -> Step:
    """The state as a step, labelled by the evaluator; among equal steps the one that was chosen."""
    if before is None:
        if all(state != initial for initial in specification.initial_states()):
            raise Disagreement("its first state is not an initial state")
        return Step(None, state)
    labels = [
        label for label, successor in specification.successors(before.state) if successor == state
    ]
    if not labels:
        action = "" if wanted is None else f", said to be by {wanted[0]},"
        raise Disagreement(f"its step {number}{action} is not a step of the specification")
    return Step(_preferred(labels, wanted), state)


def _preferred(labels: list[Label], wanted: tuple[str, tuple[Value, ...]] | None) -> Label:
    for label in labels:
        if (label.action, tuple(value for _, value in label.arguments)) == wanted:
            return label
    return labels[0]


def _violated(specification: Specification, steps: list[Step]) -> Property:
    """The first property that is false in the last state or step."""
    last = steps[-1].state
    candidates = [*specification.invariants]
    if len(steps) == 1:
        candidates += specification.initial_properties
    for checked in candidates:
        if specification.evaluate(checked.expression, last) is FALSE:
            return checked
    if len(steps) > 1:
        for checked in specification.action_properties:
            if specification.evaluate(checked.expression, steps[-2].state, last) is FALSE:
                return checked
    raise Disagreement("its last state violates nothing")
