"""Equality, membership and order of terms, as formulas."""

from __future__ import annotations

from tlakit.semantics.values import (
    BooleanValue,
    FunctionValue,
    IntegerValue,
    RecordValue,
    SetValue,
    StringValue,
    TupleValue,
    Value,
    integer,
)
from tlakit.symbolic.circuit import FALSE, TRUE, Formula, negation
from tlakit.symbolic.enumerate import elements
from tlakit.symbolic.failure import Untranslatable
from tlakit.symbolic.merge import is_longer, shape, truth
from tlakit.symbolic.terms import (
    Arena,
    BooleanTerm,
    ChoiceTerm,
    FunctionSpace,
    PowerSet,
    Primitive,
    ProductSpace,
    RecordSpace,
    SequenceSpace,
    SetTerm,
    Space,
    Term,
    alternatives,
    cells,
    entries,
    parts,
)


def equal(arena: Arena, left: Term, right: Term) -> Formula:
    """left = right."""
    if left is right:
        return TRUE
    if isinstance(left, Value) and isinstance(right, Value):
        return FALSE
    key = (left, right) if id(left) < id(right) else (right, left)
    found = arena.equalities.get(key)
    if found is None:
        found = arena.equalities[key] = _equal(arena, left, right)
    return found


def _equal(arena: Arena, left: Term, right: Term) -> Formula:
    circuit = arena.circuit
    if isinstance(left, ChoiceTerm) or isinstance(right, ChoiceTerm):
        return circuit.disjunction(
            circuit.conjunction((guard, condition, equal(arena, one, other)))
            for guard, one in alternatives(left)
            for condition, other in alternatives(right)
        )
    if isinstance(left, BooleanTerm | BooleanValue) and isinstance(
        right, BooleanTerm | BooleanValue
    ):
        return circuit.equivalent(truth(arena, left), truth(arena, right))
    first, second = parts(left), parts(right)
    if first is not None and second is not None:
        return _equal_sequences(arena, first, second)
    if is_set(left) and is_set(right):
        return circuit.both(subset(arena, left, right), subset(arena, right, left))
    some, others = entries(left), entries(right)
    if some is None or others is None or shape(left) != shape(right):
        return FALSE
    return _all_equal(arena, [(some[key], others[key]) for key in some])


def _all_equal(arena: Arena, pairs: list[tuple[Term, Term]]) -> Formula:
    formulas: list[Formula] = []
    for one, other in pairs:
        formula = equal(arena, one, other)
        if formula == FALSE:
            return FALSE
        formulas.append(formula)
    return arena.circuit.conjunction(formulas)


def _equal_sequences(
    arena: Arena,
    left: tuple[tuple[Term, ...], tuple[Formula, ...]],
    right: tuple[tuple[Term, ...], tuple[Formula, ...]],
) -> Formula:
    circuit = arena.circuit
    same = [circuit.both(one, other) for one, other in zip(left[1], right[1], strict=False)]
    formulas = [circuit.disjunction(same)]
    for index, (one, other) in enumerate(zip(left[0], right[0], strict=False)):
        formulas.append(circuit.implies(is_longer(arena, left[1], index), equal(arena, one, other)))
    return circuit.conjunction(formulas)


def is_set(term: Term) -> bool:
    """Whether the term is a set of whatever kind, and no choice."""
    return isinstance(term, SetTerm | SetValue | Space)


def subset(arena: Arena, left: Term, right: Term) -> Formula:
    """left \\subseteq right; spaces on the left are enumerated."""
    if left is right:
        return TRUE
    circuit = arena.circuit
    return circuit.conjunction(
        circuit.implies(guard, member(arena, element, right))
        for guard, element in elements(arena, left)
    )


def member(arena: Arena, element: Term, container: Term) -> Formula:
    """element \\in container; FALSE where that is no set."""
    circuit = arena.circuit
    if isinstance(container, ChoiceTerm):
        return circuit.disjunction(
            circuit.both(guard, member(arena, element, one))
            for guard, one in container.alternatives
        )
    if isinstance(element, ChoiceTerm):
        return circuit.disjunction(
            circuit.both(guard, member(arena, one, container))
            for guard, one in element.alternatives
        )
    if isinstance(container, SetValue) and isinstance(element, Value):
        return TRUE if element in container else FALSE
    if isinstance(container, Space):
        return _member_of_space(arena, element, container)
    return circuit.disjunction(
        circuit.both(guard, equal(arena, element, one)) for guard, one in cells(container) or ()
    )


def _member_of_space(arena: Arena, element: Term, space: Space) -> Formula:
    circuit = arena.circuit
    if isinstance(space, Primitive):
        return TRUE if _is_primitive(element, space.name) else FALSE
    if isinstance(space, PowerSet):
        return subset(arena, element, space.base) if is_set(element) else FALSE
    sequence = parts(element)
    if isinstance(space, SequenceSpace | ProductSpace):
        if sequence is None:
            return FALSE
        items, lengths = sequence
        if isinstance(space, SequenceSpace):
            return circuit.conjunction(
                circuit.implies(is_longer(arena, lengths, n), member(arena, item, space.base))
                for n, item in enumerate(items)
            )
        size = len(space.factors)
        if len(lengths) <= size:
            return FALSE
        factors = [member(arena, *pair) for pair in zip(items, space.factors, strict=False)]
        return circuit.conjunction((lengths[size], *factors))
    if isinstance(space, RecordSpace):
        pairs = entries(element)
        if pairs is None or [getattr(key, "value", None) for key in pairs] != list(space.names):
            return FALSE
        values = zip(pairs.values(), space.ranges, strict=True)
        return circuit.conjunction(member(arena, one, among) for one, among in values)
    return _member_of_functions(arena, element, space)


def _member_of_functions(arena: Arena, element: Term, space: FunctionSpace) -> Formula:
    circuit = arena.circuit
    pairs = entries(element)
    if pairs is not None:
        domain = arena.set_of((TRUE, key) for key in pairs)
        values = [member(arena, item, space.range) for item in pairs.values()]
        return circuit.conjunction((equal(arena, domain, space.domain), *values))
    sequence = parts(element)
    if sequence is None:
        return FALSE
    items, lengths = sequence
    domain = arena.set_of((is_longer(arena, lengths, n), integer(n + 1)) for n in range(len(items)))
    values = [
        circuit.implies(is_longer(arena, lengths, n), member(arena, item, space.range))
        for n, item in enumerate(items)
    ]
    return circuit.conjunction((equal(arena, domain, space.domain), *values))


def _is_primitive(element: Term, name: str) -> bool:
    if name == "STRING":
        return isinstance(element, StringValue)
    return isinstance(element, IntegerValue) and (name == "Int" or element.value >= 0)


def less(arena: Arena, left: Term, right: Term) -> Formula:
    """left stands before right in the total order of values, which is what CHOOSE goes by.

    Raises Untranslatable for sets that are not known.
    """
    circuit = arena.circuit
    if left is right:
        return FALSE
    if isinstance(left, Value) and isinstance(right, Value):
        return TRUE if left.sort_key < right.sort_key else FALSE
    if isinstance(left, ChoiceTerm) or isinstance(right, ChoiceTerm):
        return circuit.disjunction(
            circuit.conjunction((guard, condition, less(arena, one, other)))
            for guard, one in alternatives(left)
            for condition, other in alternatives(right)
        )
    if isinstance(left, BooleanTerm | BooleanValue) and isinstance(
        right, BooleanTerm | BooleanValue
    ):
        return circuit.both(negation(truth(arena, left)), truth(arena, right))
    if is_set(left) and is_set(right):
        raise Untranslatable("the order of two sets, which are not known, decides a CHOOSE")
    first, second = parts(left), parts(right)
    if first is not None and second is not None:
        return _less_sequences(arena, first, second)
    some, others = entries(left), entries(right)
    if some is None or others is None or rank(left) != rank(right):
        return TRUE if rank(left) < rank(right) else FALSE
    if len(some) != len(others):
        return TRUE if len(some) < len(others) else FALSE
    common = [key for key, other in zip(some, others, strict=True) if key is other]
    different = [(one, two) for one, two in zip(some, others, strict=True) if one is not two]
    if different:
        one, two = different[0]
        common = common[: list(some).index(one)]
    last = TRUE if different and one.sort_key < two.sort_key else FALSE
    return _less_items(arena, [some[key] for key in common], [others[key] for key in common], last)


def rank(term: Term) -> int:
    """The first component of the sort key of every value that the term may be."""
    if isinstance(term, Value):
        return term.rank
    if isinstance(term, BooleanTerm):
        return BooleanValue.rank
    if is_set(term):
        return SetValue.rank
    if parts(term) is not None:
        return TupleValue.rank
    keys = list(entries(term) or ())
    if all(isinstance(key, StringValue) for key in keys):
        return RecordValue.rank
    return FunctionValue.rank


def _less_items(
    arena: Arena, left: list[Term], right: list[Term], last: Formula = FALSE
) -> Formula:
    """Whether the first items that differ are in order; `last` where none differ."""
    circuit = arena.circuit
    result = last
    for one, other in reversed(list(zip(left, right, strict=False))):
        result = circuit.either(
            less(arena, one, other), circuit.both(equal(arena, one, other), result)
        )
    return result


def _less_sequences(
    arena: Arena,
    left: tuple[tuple[Term, ...], tuple[Formula, ...]],
    right: tuple[tuple[Term, ...], tuple[Formula, ...]],
) -> Formula:
    circuit = arena.circuit
    cases: list[Formula] = []
    for size, guard in enumerate(left[1]):
        cases.append(circuit.both(guard, is_longer(arena, right[1], size)))
        if size < len(right[1]):
            items = _less_items(arena, list(left[0][:size]), list(right[0][:size]))
            cases.append(circuit.conjunction((guard, right[1][size], items)))
    return circuit.disjunction(cases)
