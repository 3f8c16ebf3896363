"""What a search shows: a behaviour from the effects on the way, and what is false at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tlakit.explore.conjuncts import conjuncts_of
from tlakit.explore.effects import Effect
from tlakit.explore.slots import Layout, Vector
from tlakit.semantics.behaviour import Step, Trace, Violation
from tlakit.semantics.errors import EvaluationError
from tlakit.semantics.properties import Kind, Property
from tlakit.semantics.specification import Specification
from tlakit.semantics.values import TRUE, Value


def trace_of(layout: Layout, start: Vector, effects: Sequence[Effect]) -> Trace:
    """The behaviour from a state by these effects."""
    steps = [Step(None, layout.decode(start))]
    vector = start
    for effect in effects:
        vector = effect.apply(vector)
        steps.append(Step(effect.label, layout.decode(vector)))
    return Trace(tuple(steps))


def violated_in(specification: Specification, trace: Trace) -> Violation:
    """The violation in the last state, or step, of a trace that is known to have one."""
    violation = first_violation(specification, trace)
    assert violation is not None, "the search found a violation that plain evaluation does not"
    return violation


def first_violation(specification: Specification, trace: Trace) -> Violation | None:
    """The first property of the configuration that the last state, or step, violates, if any.

    Evaluated plainly, without what the search remembers.
    """
    last = trace.steps[-1].state
    states = specification.invariants
    if len(trace.steps) == 1:
        states = (*specification.initial_properties, *states)
    found = _first_false(specification, states, last, None)
    if found is not None:
        return _violation(specification, found, trace, last, None)
    if len(trace.steps) == 1:
        return None
    before = trace.steps[-2].state
    found = _first_false(specification, specification.action_properties, before, last)
    return None if found is None else _violation(specification, found, trace, before, last)


def violation_instead_of(
    specification: Specification, error: EvaluationError, trace: Trace
) -> Violation:
    """The violation that plain evaluation finds at the end of a trace where a conjunct failed.

    Conjuncts are not asked in the order of the text: one may fail where an earlier one is false.
    If there is no such violation, the error is raised, with the trace.
    """
    error.trace = trace
    try:
        violation = first_violation(specification, trace)
    except EvaluationError as plain:
        plain.trace = trace
        raise plain from None
    if violation is None:
        raise error
    return violation


def _first_false(
    specification: Specification,
    properties: Sequence[Property],
    state: Mapping[str, Value] | None,
    following: Mapping[str, Value] | None,
) -> Property | None:
    for item in properties:
        if specification.evaluate(item.expression, state, following) is not TRUE:
            return item
    return None


def _violation(
    specification: Specification,
    item: Property,
    trace: Trace,
    state: Mapping[str, Value],
    following: Mapping[str, Value] | None,
) -> Violation:
    return Violation(
        name=item.name,
        kind="invariant" if item.kind is Kind.INITIAL else item.kind.value,
        span=item.span,
        trace=trace,
        detail=_detail(specification, item, state, following),
    )


def _detail(
    specification: Specification,
    item: Property,
    state: Mapping[str, Value],
    following: Mapping[str, Value] | None,
) -> str:
    """Which conjunct is false, and for which values of the identifiers it speaks of."""
    registers = specification.registers
    for conjunct in conjuncts_of(specification, item.expression):
        registers.current = [state[name] for name in specification.variables]
        registers.following = [
            None if following is None else following[name] for name in specification.variables
        ]
        registers.shifted = False
        try:
            if not conjunct.holds():
                return conjunct.describe(specification.compiler, specification.sources)
        except EvaluationError:
            return ""
    return ""
