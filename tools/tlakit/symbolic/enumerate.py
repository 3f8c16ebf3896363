"""The elements of any set term, one by one, with the formula of each."""

from __future__ import annotations

from itertools import product

from tlakit.semantics.values import Value, string
from tlakit.symbolic.circuit import FALSE, TRUE, Formula, negation
from tlakit.symbolic.failure import Untranslatable
from tlakit.symbolic.terms import (
    Arena,
    FunctionSpace,
    Guarded,
    PowerSet,
    Primitive,
    ProductSpace,
    RecordSpace,
    SequenceSpace,
    Space,
    Term,
    alternatives,
    cells,
)

# A set of more elements than this is not written out.
LIMIT = 20_000


def elements(arena: Arena, term: Term) -> tuple[Guarded, ...]:
    """All elements of a set with the formula that it is one; two may be equal.

    What is no set has none. Raises Untranslatable for an infinite or a very large set.
    """
    found = cells(term)
    if found is not None:
        return found
    known = arena.enumerations.get(term)
    if known is None:
        known = arena.enumerations[term] = cells(_enumerate(arena, term)) or ()
    return known


def _enumerate(arena: Arena, term: Term) -> Term:
    if isinstance(term, Space):
        return arena.set_of(_of_space(arena, term))
    circuit = arena.circuit
    return arena.set_of(
        (circuit.both(guard, condition), element)
        for guard, one in alternatives(term)
        if one is not term
        for condition, element in elements(arena, one)
    )


def _of_space(arena: Arena, space: Space) -> list[Guarded]:
    if isinstance(space, PowerSet):
        return _subsets(arena, space)
    if isinstance(space, Primitive):
        raise Untranslatable(f"{space.name} is infinite and cannot be enumerated")
    if isinstance(space, SequenceSpace):
        raise Untranslatable("a set Seq(S) is infinite and cannot be enumerated")
    if isinstance(space, ProductSpace):
        return _tuples(arena, space.factors)
    if isinstance(space, RecordSpace):
        names = [string(name) for name in space.names]
        return [
            (guard, arena.function_of(dict(zip(names, items, strict=True))))
            for guard, items in _rows(arena, space.ranges)
        ]
    return _functions(arena, space)


def _rows(arena: Arena, factors: tuple[Term, ...]) -> list[tuple[Formula, tuple[Term, ...]]]:
    """Every way to take one element from each of the factors."""
    columns = [elements(arena, factor) for factor in factors]
    size = 1
    for column in columns:
        size *= len(column)
    _check_size(size)
    return [
        (arena.circuit.conjunction(guard for guard, _ in row), tuple(item for _, item in row))
        for row in product(*columns)
    ]


def _tuples(arena: Arena, factors: tuple[Term, ...]) -> list[Guarded]:
    return [(guard, arena.tuple_of(items)) for guard, items in _rows(arena, factors)]


def _subsets(arena: Arena, space: PowerSet) -> list[Guarded]:
    base = elements(arena, space.base)
    if len(base) > LIMIT.bit_length():
        _check_size(1 << len(base))
    result: list[Guarded] = []
    for mask in range(1 << len(base)):
        taken = [cell for bit, cell in enumerate(base) if mask >> bit & 1]
        guard = arena.circuit.conjunction(guard for guard, _ in taken)
        if guard != FALSE:
            result.append((guard, arena.set_of((TRUE, element) for _, element in taken)))
    return result


def _functions(arena: Arena, space: FunctionSpace) -> list[Guarded]:
    result: list[Guarded] = []
    for guard, keys in known_sets(arena, space.domain):
        for condition, items in _rows(arena, tuple(space.range for _ in keys)):
            both = arena.circuit.both(guard, condition)
            result.append((both, arena.function_of(dict(zip(keys, items, strict=True)))))
    return result


def known_sets(arena: Arena, term: Term) -> list[tuple[Formula, tuple[Value, ...]]]:
    """A set as a choice of known sets, each as its elements in the order of values.

    Raises Untranslatable where an element is not known or there would be too many sets.
    """
    sure: list[Value] = []
    open_: list[tuple[Formula, Value]] = []
    for guard, element in elements(arena, term):
        if not isinstance(element, Value):
            raise Untranslatable("a function whose domain holds elements that are not known")
        if guard == TRUE:
            sure.append(element)
        else:
            open_.append((guard, element))
    _check_size(1 << len(open_))
    result: list[tuple[Formula, tuple[Value, ...]]] = []
    for mask in range(1 << len(open_)):
        guard = arena.circuit.conjunction(
            one if mask >> bit & 1 else negation(one) for bit, (one, _) in enumerate(open_)
        )
        if guard != FALSE:
            taken = [element for bit, (_, element) in enumerate(open_) if mask >> bit & 1]
            keys = sorted((*sure, *taken), key=lambda key: key.sort_key)
            result.append((guard, tuple(keys)))
    return result


def _check_size(size: int) -> None:
    if size > LIMIT:
        raise Untranslatable(f"a set of {size} elements is too large to be enumerated")
