"""What a search may answer, found by plain evaluation level by level; whether a trace is a behaviour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from tlakit.explore import explore_plainly
from tlakit.semantics import CheckResult, Specification, Trace
from tlakit.semantics.errors import EvaluationError
from tlakit.semantics.properties import Kind, Property
from tlakit.semantics.values import TRUE, Value

Vector = tuple[Value, ...]


class Trouble(msgspec.Struct, frozen=True):
    """What ends a search: a violation, or an error; `length` is the number of states of the trace.

    `kind` is that of the violation, or the code of the error; `name` is that of the property,
    "deadlock", or the message of the error.
    """

    kind: str
    name: str
    length: int


def trouble_of(answer: CheckResult | EvaluationError) -> Trouble | None:
    """What ended a search, if anything did; the length is 0 where an error comes without a trace."""
    if isinstance(answer, EvaluationError):
        steps = () if answer.trace is None else answer.trace.steps
        return Trouble(answer.kind.value, str(answer), len(steps))
    found = answer.violation
    return None if found is None else Trouble(found.kind, found.name, len(found.trace.steps))


class Levels:
    """Explores a specification without SYMMETRY and VIEW, until the first level with trouble.

    Which of the troubles of that level a search meets first depends on the order of its steps.
    """

    def __init__(self, specification: Specification) -> None:
        self.specification = specification
        self.depth = 0

    def troubles(self) -> set[Trouble]:
        """All that may end a search; empty if nothing does."""
        spec = self.specification
        found: set[Trouble] = set()
        known: dict[Vector, None] = {}
        for state in spec.initial_vectors():
            found |= self._first((*spec.invariants, *spec.initial_properties), state)
            found |= self._errors(spec.constraints, state)
            if self._bounded(state):
                known[state] = None
        level = list(known)
        while level and not found:
            self.depth += 1
            following: dict[Vector, None] = {}
            for state in level:
                try:
                    steps = [after for _, after in spec.successors_of(state)]
                except EvaluationError as error:
                    found.add(Trouble(error.kind.value, str(error), self.depth))
                    continue
                if not steps and spec.check_deadlock:
                    found.add(Trouble("deadlock", "deadlock", self.depth))
                for after in steps:
                    found |= self._step(state, after, after in known)
                    if after not in known and self._bounded(after, state):
                        following[after] = None
            known |= following
            level = list(following)
        return found

    def _step(self, state: Vector, after: Vector, known: bool) -> set[Trouble]:
        spec = self.specification
        found = self._first(spec.action_properties, state, after)
        if not known:
            found |= self._first(spec.invariants, after)
            found |= self._errors(spec.constraints, after)
            if self._bounded(after):
                found |= self._errors(spec.action_constraints, state, after)
        return found

    def _first(
        self, properties: Sequence[Property], state: Vector, after: Vector | None = None
    ) -> set[Trouble]:
        """The first property, in the order of the configuration, that is not true."""
        for item in properties:
            kind = "invariant" if item.kind is Kind.INITIAL else item.kind.value
            try:
                if not self._all((item,), state, after):
                    return {Trouble(kind, item.name, self.depth + 1)}
            except EvaluationError as error:
                return {Trouble(error.kind.value, str(error), self.depth + 1)}
        return set()

    def _errors(
        self, bounds: Sequence[Property], state: Vector, after: Vector | None = None
    ) -> set[Trouble]:
        """The error of the first constraint that is not true, if it is one."""
        kinds = {kind.value for kind in Kind}
        return {one for one in self._first(bounds, state, after) if one.kind not in kinds}

    def _bounded(self, state: Vector, before: Vector | None = None) -> bool:
        spec = self.specification
        try:
            return self._all(spec.constraints, state) and (
                before is None or self._all(spec.action_constraints, before, state)
            )
        except EvaluationError:
            return False

    def _all(
        self, properties: Iterable[Property], state: Vector, after: Vector | None = None
    ) -> bool:
        before = self._named(state)
        following = None if after is None else self._named(after)
        return all(
            self.specification.evaluate(item.expression, before, following) is TRUE
            for item in properties
        )

    def _named(self, state: Vector) -> Mapping[str, Value]:
        return dict(zip(self.specification.variables, state, strict=True))


def assert_behaviour(specification: Specification, trace: Trace) -> None:
    """Each step of a trace is one of the specification's, with the label that it has."""
    states = [tuple(step.state[name] for name in specification.variables) for step in trace.steps]
    assert states[0] in set(specification.initial_vectors())
    for before, step, after in zip(states, trace.steps[1:], states[1:], strict=False):
        assert (step.label, after) in list(specification.successors_of(before))


def plainly(specification: Specification) -> CheckResult | EvaluationError:
    """What the plain search answers."""
    try:
        return explore_plainly(specification)
    except EvaluationError as error:
        return error
