"""RandomElement and module Randomization: choices of the run's own generator, which has a seed."""

from __future__ import annotations

from tlakit.semantics.errors import ErrorKind, EvaluationError, wrong_kind
from tlakit.semantics.lazysets import (
    FunctionSpace,
    Interval,
    PowerSet,
    ProductSpace,
    RecordSpace,
)
from tlakit.semantics.natives.table import Native, characters, members, number
from tlakit.semantics.open_values import MOST_ELEMENTS, force, iterate, size_of
from tlakit.semantics.runtime import current
from tlakit.semantics.values import Value, function_of, integer, record_of, set_of, tuple_of


def _random_element(collection: Value) -> Value:
    random = current().used().random
    match collection:
        case FunctionSpace():
            arguments = list(iterate(collection.domain))
            return function_of({x: _random_element(collection.range) for x in arguments})
        case RecordSpace():
            fields = collection.fields
            return record_of({name: _random_element(fields[name]) for name in fields})
        case ProductSpace():
            return tuple_of([_random_element(factor) for factor in collection.factors])
        case PowerSet():
            chosen = [x for x in iterate(collection.base) if random.random() < 0.5]
            return set_of(chosen)
        case Interval() if collection.low <= collection.high:
            return integer(random.randint(collection.low, collection.high))
    elements = members(force(collection), "RandomElement").ordered
    if not elements:
        raise EvaluationError(ErrorKind.NO_WITNESS, "`RandomElement` of the empty set")
    return random.choice(elements)


def _random_subset(size: Value, collection: Value) -> Value:
    wanted = number(size, "RandomSubset")
    if not 0 <= wanted <= MOST_ELEMENTS:
        raise wrong_kind(f"a number from 0 to {MOST_ELEMENTS:,}", size, "`RandomSubset`")
    run = current().used()
    if wanted * 2 <= size_of(collection):
        chosen: set[Value] = set()
        while len(chosen) < wanted:
            chosen.add(_random_element(collection))
        return set_of(chosen)
    elements = members(force(collection), "RandomSubset").ordered
    return set_of(run.random.sample(elements, min(wanted, len(elements))))


def _random_sets(picks: Value, probability: float, elements: tuple[Value, ...]) -> Value:
    random = current().used().random
    wanted = number(picks, "RandomSetOfSubsets")
    if not 0 <= wanted <= min(1 << min(len(elements), 64), MOST_ELEMENTS):
        limit = f"a number from 0 to 2^{len(elements)}, at most {MOST_ELEMENTS:,},"
        raise wrong_kind(limit, picks, "`RandomSetOfSubsets`")
    return set_of(
        set_of([element for element in elements if random.random() < probability])
        for _ in range(wanted)
    )


def _random_set_of_subsets(picks: Value, size: Value, collection: Value) -> Value:
    elements = members(force(collection), "RandomSetOfSubsets").ordered
    wanted = number(size, "RandomSetOfSubsets")
    if not 0 <= wanted <= len(elements):
        limit = f"a number from 0 to {len(elements)}"
        raise wrong_kind(limit, size, "`RandomSetOfSubsets`")
    return _random_sets(picks, wanted / max(len(elements), 1), elements)


def _random_subset_set(picks: Value, probability: Value, collection: Value) -> Value:
    try:
        share = float(characters(probability, "RandomSubsetSet"))
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        limit = "a probability as a string"
        raise wrong_kind(limit, probability, "`RandomSubsetSet`")
    return _random_sets(picks, share, members(force(collection), "RandomSubsetSet").ordered)


RANDOMIZATION = {
    "RandomSubset": Native(_random_subset, takes_open=True),
    "RandomSetOfSubsets": Native(_random_set_of_subsets, takes_open=True),
    "RandomSubsetSet": Native(_random_subset_set, takes_open=True),
}

TLC = {"RandomElement": Native(_random_element, takes_open=True)}
