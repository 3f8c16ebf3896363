"""Folds, Functions and FiniteSetsExt: folding, ranges and inverses, choosing from finite sets.

Orders are those of the modules' texts: CHOOSE takes the least element first, `MapThenFoldSet`
applies `op` to the last one first, and `FoldFunctionOnSet` to the first one first.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from math import comb, prod

from tlakit.semantics.errors import ErrorKind, EvaluationError
from tlakit.semantics.lazysets import Interval
from tlakit.semantics.machine import OperatorValue
from tlakit.semantics.natives.listed_sets import CountedSet
from tlakit.semantics.natives.table import Native, mapping, members, number, result, truth
from tlakit.semantics.open_values import apply_function, contains, iterate
from tlakit.semantics.values import (
    Value,
    boolean,
    function_of,
    integer,
    set_of,
)


def _map_then_fold(
    op: OperatorValue,
    base: Value,
    image: OperatorValue,
    choose: OperatorValue,
    collection: Value,
) -> Value:
    left = set(members(collection, "MapThenFoldSet").elements)
    taken: list[Value] = []
    while left:
        element = result(choose, set_of(left))
        if element not in left:
            raise EvaluationError(
                ErrorKind.OUTSIDE_DOMAIN,
                f"`choose` takes {element.text}, which is not in {set_of(left).text}",
                None,
            )
        left.remove(element)
        taken.append(element)
    for element in reversed(taken):
        base = result(op, result(image, element), base)
    return base


def fold_set(op: OperatorValue, base: Value, collection: Value) -> Value:
    """op(x1, op(x2, ... base)) over the elements in their order."""
    for element in reversed(members(collection, "FoldSet").ordered):
        base = result(op, element, base)
    return base


def fold_function(op: OperatorValue, base: Value, function: Value) -> Value:
    """op over the values of a function in the order of its arguments, the first one innermost."""
    pairs = mapping(function, "FoldFunction")
    return fold_on(op, base, function, set_of(pairs))


def fold_on(op: OperatorValue, base: Value, function: Value, indices: Value) -> Value:
    """The same over some of the arguments."""
    for argument in members(indices, "FoldFunctionOnSet").ordered:
        base = result(op, apply_function(function, argument), base)
    return base


def _sum_on(function: Value, indices: Value) -> Value:
    arguments = members(indices, "SumFunctionOnSet").ordered
    return integer(sum(number(apply_function(function, argument), "+") for argument in arguments))


def range_of(function: Value) -> Value:
    """The values of a function."""
    return set_of(mapping(function, "Range").values())


def _restrict(function: Value, collection: Value) -> Value:
    arguments = members(collection, "Restrict").ordered
    return function_of({argument: apply_function(function, argument) for argument in arguments})


def _injective(function: Value) -> Value:
    values = list(mapping(function, "IsInjective").values())
    return boolean(len(set(values)) == len(values))


def _inverse_of_all(function: Value) -> Value:
    inverse: dict[Value, Value] = {}
    pairs = mapping(function, "AntiFunction")
    for argument in set_of(pairs):
        inverse.setdefault(pairs[argument], argument)
    return function_of(inverse)


FOLDS = {"MapThenFoldSet": Native(_map_then_fold)}

FUNCTIONS = {
    "Range": Native(range_of),
    "Restrict": Native(_restrict),
    "IsInjective": Native(_injective),
    "AntiFunction": Native(_inverse_of_all),
    "FoldFunction": Native(fold_function),
    "FoldFunctionOnSet": Native(fold_on),
    "SumFunctionOnSet": Native(_sum_on),
    "SumFunction": Native(lambda function: _sum_on(function, set_of(mapping(function, "+")))),
}


def _sum(collection: Value) -> Value:
    return integer(sum(number(element, "+") for element in members(collection, "SumSet")))


def _product(collection: Value) -> Value:
    product = 1
    for element in members(collection, "ProductSet"):
        product *= number(element, "*")
    return integer(product)


def _map_then_sum(image: OperatorValue, collection: Value) -> Value:
    elements = members(collection, "MapThenSumSet")
    return integer(sum(number(result(image, element), "+") for element in elements))


def _quantify(collection: Value, test: OperatorValue) -> Value:
    return integer(sum(truth(result(test, element), "Quantify") for element in iterate(collection)))


def _subsets_of_size(size: Value, collection: Value) -> Value:
    wanted, elements = number(size, "kSubset"), members(collection, "kSubset")
    if not 0 <= wanted <= len(elements):
        return set_of(())

    def test(value: Value) -> bool:
        part = members(value, "\\in").elements
        return len(part) == wanted and part <= elements.elements

    def every() -> Iterator[Value]:
        return map(set_of, combinations(elements.ordered, wanted))

    return CountedSet("kSubset", (size, elements), comb(len(elements), wanted), every, test)


def least(collection: Value) -> Value:
    """The least of a set of integers."""
    return integer(min(_numbers(collection, "Min")))


def greatest(collection: Value) -> Value:
    """The greatest of a set of integers."""
    return integer(max(_numbers(collection, "Max")))


def _numbers(collection: Value, operator: str) -> list[int]:
    """The numbers of a set, of an interval only its ends; not empty."""
    if isinstance(collection, Interval) and collection.low <= collection.high:
        return [collection.low, collection.high]
    found = [number(element, operator) for element in iterate(collection)]
    if not found:
        raise EvaluationError(ErrorKind.NO_WITNESS, f"`{operator}` of the empty set")
    return found


def _choices(collections: Value) -> Value:
    sets = [
        members(collection, "Choices").ordered for collection in members(collections, "Choices")
    ]
    count = prod(map(len, sets))
    return CountedSet("Choices", (collections,), count, lambda: map(set_of, product(*sets))).force()


def _unique(collection: Value, test: OperatorValue) -> Value:
    found = [x for x in iterate(collection) if truth(result(test, x), "ChooseUnique")]
    if len(found) != 1:
        how_many = "no element passes" if not found else f"{len(found)} elements pass"
        raise EvaluationError(ErrorKind.NO_WITNESS, f"{how_many} the test of `ChooseUnique`")
    return found[0]


def _difference(left: Value, right: Value) -> Value:
    one, other = members(left, "SymDiff"), members(right, "SymDiff")
    # A set of integers has nothing to do with a set of strings: the comparison says so.
    for element in one.ordered[:1]:
        contains(other, element)
    return set_of(one.elements ^ other.elements)


FINITE_SETS_EXT: dict[str, Native] = {
    "FoldSet": Native(fold_set),
    "ReduceSet": Native(lambda op, collection, base: fold_set(op, base, collection)),
    "SumSet": Native(_sum),
    "ProductSet": Native(_product),
    "MapThenSumSet": Native(_map_then_sum),
    "SymDiff": Native(_difference),
    "Quantify": Native(_quantify, takes_open=True),
    "kSubset": Native(_subsets_of_size),
    "Max": Native(greatest, takes_open=True),
    "Min": Native(least, takes_open=True),
    "Choices": Native(_choices),
    "ChooseUnique": Native(_unique),
}
