"""Formulas simplify themselves and stay what they were."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from tlakit.symbolic.circuit import FALSE, TRUE, Circuit, Formula, negation
from tlakit.symbolic.solver import Solver

QUICK = settings(max_examples=100, deadline=None)
SIZES = (2, 3, 4)

# A formula as a tree: a selection of options of a group, or a connective of trees.
TREES = st.recursive(
    st.tuples(st.integers(0, 2), st.integers(0, 15)),
    lambda inner: st.tuples(
        st.sampled_from(["and", "or", "not", "implies", "iff"]),
        st.lists(inner, min_size=2, max_size=4),
    ),
    max_leaves=25,
)


def build(circuit: Circuit, tree: tuple[object, object]) -> Formula:
    kind, rest = tree
    if isinstance(kind, int):
        assert isinstance(rest, int)
        return circuit.selection(kind, rest & ((1 << SIZES[kind]) - 1))
    assert isinstance(rest, list)
    parts = [build(circuit, one) for one in rest]
    match kind:
        case "and":
            return circuit.conjunction(parts)
        case "or":
            return circuit.disjunction(parts)
        case "not":
            return negation(parts[0])
        case "implies":
            return circuit.implies(parts[0], parts[1])
    return circuit.equivalent(parts[0], parts[1])


def truth(tree: tuple[object, object], options: tuple[int, ...]) -> bool:
    kind, rest = tree
    if isinstance(kind, int):
        assert isinstance(rest, int)
        return bool(rest >> options[kind] & 1)
    assert isinstance(rest, list)
    parts = [truth(one, options) for one in rest]
    match kind:
        case "and":
            return all(parts)
        case "or":
            return any(parts)
        case "not":
            return not parts[0]
        case "implies":
            return not parts[0] or parts[1]
    return parts[0] == parts[1]


def new_circuit() -> Circuit:
    circuit = Circuit()
    for size in SIZES:
        circuit.new_group(size)
    return circuit


@QUICK
@given(TREES)
def test_a_formula_has_the_truth_of_its_tree(tree: tuple[object, object]) -> None:
    circuit = new_circuit()
    formula = build(circuit, tree)
    truths = [
        (truth(tree, options), circuit.evaluate(formula, options, {}))
        for options in product(*(range(size) for size in SIZES))
    ]
    assert all(wanted == found for wanted, found in truths)


@QUICK
@given(TREES)
def test_the_solver_finds_an_assignment_exactly_if_there_is_one(
    tree: tuple[object, object],
) -> None:
    circuit = new_circuit()
    formula = build(circuit, tree)
    possible = any(truth(tree, options) for options in product(*(range(size) for size in SIZES)))
    solver = Solver(circuit)
    assert solver.check(formula) == possible
    if possible:
        assert circuit.evaluate(formula, solver.assignment(), {})
        solver.add(negation(formula))
        assert not solver.check(formula)


def test_selections_of_one_group_fold() -> None:
    circuit = Circuit()
    one, two, three = circuit.new_group(3)
    assert circuit.both(one, two) == FALSE
    assert circuit.disjunction((one, two, three)) == TRUE
    assert circuit.both(negation(one), negation(two)) == three
    assert circuit.either(one, two) == negation(three)
    assert circuit.size == 4


def test_a_conjunction_looks_into_negated_parts() -> None:
    circuit = Circuit()
    p, q, r = (circuit.new_boolean() for _ in range(3))
    assert circuit.both(p, negation(circuit.both(p, q))) == circuit.both(p, negation(q))
    assert circuit.both(negation(p), negation(circuit.both(p, q))) == negation(p)
    assert circuit.both(circuit.both(p, r), negation(circuit.conjunction((p, q, r)))) == (
        circuit.conjunction((p, r, negation(q)))
    )
