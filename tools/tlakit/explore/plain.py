"""Breadth-first search by plain evaluation, without slots or memory: slow, and plainly right.

It exists to be compared with: `explore` must give the same counts, verdict and length of trace.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

from tlakit.explore.search import violated_in
from tlakit.explore.symmetry import permutations_of, permuted
from tlakit.semantics.behaviour import CheckResult, Label, Step, Trace, Verdict, Violation
from tlakit.semantics.properties import Property
from tlakit.semantics.specification import Specification
from tlakit.semantics.values import TRUE, Value

State = tuple[Value, ...]


class PlainSearch:
    """One search; `run` may be called once."""

    def __init__(self, specification: Specification) -> None:
        self.specification = specification
        self.came_from: dict[State, tuple[State, Label] | None] = {}
        self.known: set[State] = set()
        self.group = ({}, *permutations_of(specification))
        self.generated = 0
        self.depth = 0

    def run(self) -> CheckResult:
        """Visits all states; the first violation ends it."""
        started = time.monotonic()
        violation = self._search()
        verdict = Verdict.HOLDS if violation is None else Verdict.VIOLATED
        seconds = time.monotonic() - started
        distinct = len(self.known)
        return CheckResult(verdict, self.generated, distinct, self.depth, seconds, violation)

    def _search(self) -> Violation | None:
        specification = self.specification
        level: list[State] = []
        for state in specification.initial_vectors():
            self.generated += 1
            if self._key(state) in self.known:
                continue
            if not self._all((*specification.initial_properties, *specification.invariants), state):
                return violated_in(specification, self._trace(state, None))
            if self._all(specification.constraints, state):
                self.came_from[state] = None
                self.known.add(self._key(state))
                level.append(state)
        while level:
            self.depth += 1
            following: list[State] = []
            for state in level:
                violation = self._expand(state, following)
                if violation is not None:
                    return violation
            level = following
        self.depth = max(self.depth, min(self.generated, 1))
        return None

    def _expand(self, state: State, following: list[State]) -> Violation | None:
        specification = self.specification
        count = 0
        for label, successor in list(specification.successors_of(state)):
            count += 1
            self.generated += 1
            if self._key(successor) not in self.known:
                if not self._all(specification.invariants, successor):
                    return violated_in(specification, self._trace(state, (label, successor)))
                if self._all(specification.constraints, successor) and self._all(
                    specification.action_constraints, state, successor
                ):
                    self.came_from[successor] = (state, label)
                    self.known.add(self._key(successor))
                    following.append(successor)
            if not self._all(specification.action_properties, state, successor):
                return violated_in(specification, self._trace(state, (label, successor)))
        if count == 0 and specification.check_deadlock:
            trace = self._trace(state, None)
            return Violation("deadlock", "deadlock", None, trace, "no action is enabled")
        return None

    def _key(self, state: State) -> State:
        """The least image of a state under the symmetry, or the view of that."""
        images = [tuple(permuted(value, one, {}) for value in state) for one in self.group]
        least = min(images, key=lambda image: tuple(value.sort_key for value in image))
        if self.specification.view is None:
            return least
        return (self.specification.evaluate(self.specification.view, self._named(least)),)

    def _all(
        self, properties: tuple[Property, ...], state: State, successor: State | None = None
    ) -> bool:
        before = self._named(state)
        after = None if successor is None else self._named(successor)
        return all(
            self.specification.evaluate(item.expression, before, after) is TRUE
            for item in properties
        )

    def _named(self, state: State) -> Mapping[str, Value]:
        return dict(zip(self.specification.variables, state, strict=True))

    def _trace(self, state: State, last: tuple[Label, State] | None) -> Trace:
        steps = [] if last is None else [Step(last[0], self._named(last[1]))]
        here: State | None = state
        while here is not None:
            origin = self.came_from.get(here)
            label = None if origin is None else origin[1]
            steps.append(Step(label, self._named(here)))
            here = None if origin is None else origin[0]
        return Trace(tuple(reversed(steps)))


def explore_plainly(specification: Specification) -> CheckResult:
    """What `explore` gives, found the slow way; without limits and progress."""
    return PlainSearch(specification).run()
