"""The search for lassos against plain enumeration, on small graphs and random formulas."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tlakit.explore.liveness.find import find_lasso
from tlakit.explore.liveness.graph import Shape
from tlakit.explore.liveness.judge import satisfied
from tlakit.explore.liveness.lasso import Lasso
from tlakit.explore.liveness.values import Decision
from tlakit.semantics.temporal import (
    Always,
    Conjunction,
    Disjunction,
    Eventually,
    Formula,
    Negation,
    Predicate,
    Subject,
    fairness,
    leads_to,
)

LONGEST = 6
"""States of the lassos that are enumerated."""


def _unused() -> bool:
    raise AssertionError("tables decide here")


STATES = [Predicate(Subject.STATE, _unused) for _ in range(3)]
STEPS = [Predicate(Subject.STEP, _unused, idle=False) for _ in range(2)]


class Tables:
    """Predicates given by tables; a step predicate is false of a step that changes nothing."""

    def __init__(
        self,
        shape: Shape,
        states: dict[Predicate, frozenset[int]],
        steps: dict[Predicate, frozenset[tuple[int, int]]],
    ) -> None:
        self.shape = shape
        self.states = states
        self.steps = steps

    def decision(self, predicate: Predicate) -> Decision:
        if predicate.of_step:
            table = self.steps[predicate]
            return lambda state, edge: (state, self.shape.targets[edge]) in table
        members = self.states[predicate]
        return lambda state, edge: state in members

    def holds(self, lasso: Lasso, predicate: Predicate, position: int) -> bool:
        here = lasso.states[position]
        if predicate.of_step:
            return (here, lasso.states[lasso.following(position)]) in self.steps[predicate]
        return here in self.states[predicate]


def shape_of(edges: dict[int, set[int]], initial: int) -> Shape:
    """The part of a graph that states 0 to `initial` - 1 reach, renumbered breadth first."""
    shape = Shape()
    shape.initial = initial
    order = list(range(initial))
    number = {state: state for state in order}
    for state in order:
        shape.parent.append(state)
        shape.depth.append(0)
    for position, state in enumerate(order):
        shape.targets.append(position)
        for target in sorted(edges[state] - {state}):
            if target not in number:
                number[target] = len(order)
                order.append(target)
                shape.parent.append(position)
                shape.depth.append(shape.depth[position] + 1)
            shape.targets.append(number[target])
        shape.first.append(len(shape.targets))
        shape.moves.append(int(bool(edges[state] - {state})))
    return shape


@st.composite
def graphs(draw: st.DrawFn) -> Tables:
    """A graph of at most four states with random predicates."""
    size = draw(st.integers(1, 4))
    every = list(range(size))
    edges = {state: draw(st.sets(st.sampled_from(every), max_size=3)) for state in every}
    shape = shape_of(edges, draw(st.integers(1, min(2, size))))
    pairs = [
        (state, target)
        for state in range(shape.size)
        for target in shape.targets[shape.first[state] : shape.first[state + 1]]
        if target != state
    ]
    members = st.frozensets(st.sampled_from(range(shape.size)))
    taken = st.frozensets(st.sampled_from(pairs)) if pairs else st.just(frozenset())
    return Tables(
        shape, {item: draw(members) for item in STATES}, {item: draw(taken) for item in STEPS}
    )


ACTIONS = st.sampled_from(STEPS)
LITERALS = st.sampled_from(STATES) | st.sampled_from(STATES).map(Negation)
RECURRENCES = (
    st.builds(fairness, LITERALS, ACTIONS, st.booleans())
    | ACTIONS.map(Eventually).map(Always)
    | ACTIONS.map(Negation).map(Always).map(Eventually)
)
FORMULAS: st.SearchStrategy[Formula] = st.recursive(
    LITERALS | RECURRENCES | ACTIONS.map(Eventually) | ACTIONS.map(Negation).map(Always),
    lambda inner: (
        inner.map(Always)
        | inner.map(Eventually)
        | inner.map(Negation)
        | st.builds(leads_to, inner, inner)
        | st.tuples(inner, inner).map(Conjunction)
        | st.tuples(inner, inner).map(Disjunction)
    ),
    max_leaves=5,
)


def lassos(shape: Shape) -> list[Lasso]:
    """All lassos of up to LONGEST states whose steps, but for stuttering, change the state."""
    found: list[Lasso] = []
    ways = [[state] for state in range(shape.initial)]
    while ways:
        longer = []
        for way in ways:
            last = way[-1]
            targets = set(shape.targets[shape.first[last] : shape.first[last + 1]])
            found += [Lasso(tuple(way), loop) for loop, state in enumerate(way) if state in targets]
            if len(way) < LONGEST:
                longer += [[*way, target] for target in sorted(targets - {last})]
        ways = longer
    return found


def _truth(tables: Tables, lasso: Lasso, formula: Formula) -> bool:
    return satisfied(
        formula,
        len(lasso.states),
        lasso.loop,
        lambda predicate, position: tables.holds(lasso, predicate, position),
    )


@settings(max_examples=300, deadline=None)
@given(tables=graphs(), assumptions=st.lists(RECURRENCES, max_size=3), wanted=FORMULAS)
def test_a_lasso_is_found_where_there_is_one(
    tables: Tables, assumptions: list[Formula], wanted: Formula
) -> None:
    formula = Conjunction((*assumptions, wanted))
    found = find_lasso(tables.shape, tables, formula, lambda phase: None)
    if found is None:
        right = [lasso for lasso in lassos(tables.shape) if _truth(tables, lasso, formula)]
        assert not right
    else:
        assert found.states[0] < tables.shape.initial
        for position, state in enumerate(found.states):
            tables.shape.edge(state, found.states[found.following(position)])
        assert _truth(tables, found, formula)


def test_enumeration_reaches_far_enough_to_be_an_oracle() -> None:
    """A cycle that needs its states in a certain order is among the lassos that are enumerated."""
    shape = shape_of({0: {1}, 1: {2}, 2: {0}}, 1)
    assert Lasso((0, 1, 2), 0) in lassos(shape)
    assert len({len(lasso.states) for lasso in lassos(shape)}) == LONGEST
