"""All reachable states and steps of a model as data, for comparing something else with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from tlakit.explore.checks import Checks
from tlakit.explore.slots import Layout, Vector, with_fitting_layout
from tlakit.explore.transitions import Transitions
from tlakit.semantics.behaviour import Label
from tlakit.semantics.specification import Specification
from tlakit.semantics.values import Value


class Model(Protocol):
    """The narrow waist: what a checker needs to know of a system.

    A `Specification` is one; states map variables to values.
    """

    def initial_states(self) -> Iterable[Mapping[str, Value]]:
        """The states to begin with."""
        ...

    def successors(
        self, state: Mapping[str, Value], /
    ) -> Iterable[tuple[Label, Mapping[str, Value]]]:
        """Every step from a state, with what makes it."""
        ...


def reachable_states(
    specification: Specification, max_states: int | None = None
) -> Iterator[dict[str, Value]]:
    """Every state within the constraints, breadth first; properties are not checked."""
    space = _space(specification, max_states)
    for vector in space.states:
        yield space.layout.decode(vector)


def reachable_steps(
    specification: Specification, max_states: int | None = None
) -> Iterator[tuple[dict[str, Value], Label, dict[str, Value]]]:
    """Every step from every state within the constraints, also to states beyond them.

    Steps that change nothing are among them; a step that can be made in several ways comes several
    times.
    """
    space = _space(specification, max_states)
    for vector in space.states:
        before = space.layout.decode(vector)
        for outcome in space.transitions.outcomes(vector):
            for effect in outcome.effects:
                yield before, effect.label, space.layout.decode(effect.apply(vector))
            for effect in outcome.silent:
                yield before, effect.label, before


class _Space:
    def __init__(self, layout: Layout, transitions: Transitions, states: list[Vector]) -> None:
        self.layout = layout
        self.transitions = transitions
        self.states = states


def _space(specification: Specification, max_states: int | None) -> _Space:
    def visit(layout: Layout, initial: list[Vector]) -> _Space:
        return _visit(specification, layout, initial, max_states)

    initial = list(specification.initial_vectors())
    return with_fitting_layout(specification.module, initial, visit)


def _visit(
    specification: Specification, layout: Layout, initial: list[Vector], max_states: int | None
) -> _Space:
    transitions = Transitions(specification, layout)
    checks = Checks(specification, layout, judged=False)
    states: list[Vector] = []
    seen: set[Vector] = set()
    for vector in initial:
        if vector not in seen and checks.within(vector):
            seen.add(vector)
            states.append(vector)
    for vector in states:
        if max_states is not None and len(states) >= max_states:
            break
        for effect in transitions.steps(vector)[1]:
            after = effect.apply(vector)
            if after not in seen and checks.within(after) and checks.allows(vector, after):
                seen.add(after)
                states.append(after)
    return _Space(layout, transitions, states)
