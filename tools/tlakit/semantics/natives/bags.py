"""Bags and BagsExt. A bag is a function to positive integers; TLC checks that for some operators."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

from tlakit.semantics.errors import wrong_kind
from tlakit.semantics.machine import OperatorValue
from tlakit.semantics.natives.listed_sets import CountedSet
from tlakit.semantics.natives.table import Native, mapping, members, number, result
from tlakit.semantics.open_values import OpenFunction
from tlakit.semantics.values import (
    FunctionValue,
    IntegerValue,
    RecordValue,
    TupleValue,
    Value,
    boolean,
    function_of,
    integer,
    set_of,
)


def _counts(bag: Value, operator: str) -> dict[Value, int]:
    """How often each element is in what must be a function to integers."""
    return {element: number(count, operator) for element, count in mapping(bag, operator).items()}


def _bag(counts: dict[Value, int]) -> Value:
    return function_of({element: integer(count) for element, count in counts.items()})


def _checked(bag: Value, operator: str) -> dict[Value, int]:
    """The same of what must be a bag."""
    if not is_bag(bag):
        raise wrong_kind("a bag", bag, f"`{operator}`")
    return _counts(bag, operator)


def is_bag(value: Value) -> bool:
    """Whether a value is a function to positive integers; anything else is just no bag."""
    if isinstance(value, OpenFunction):
        value = value.force()
    return isinstance(value, TupleValue | RecordValue | FunctionValue) and all(
        isinstance(count, IntegerValue) and count.value > 0 for count in value.mapping.values()
    )


def _sum(left: Value, right: Value) -> Value:
    total = _checked(left, "(+)")
    for element, count in _checked(right, "(+)").items():
        total[element] = total.get(element, 0) + count
    return _bag(total)


def _difference(left: Value, right: Value) -> Value:
    taken = _counts(right, "(-)")
    rest = {
        element: count - taken.get(element, 0) for element, count in _counts(left, "(-)").items()
    }
    return _bag({element: count for element, count in rest.items() if count > 0})


def _size(bag: Value) -> Value:
    return integer(sum(_checked(bag, "BagCardinality").values()))


def _is_part(left: Value, right: Value) -> Value:
    whole = _counts(right, "\\sqsubseteq")
    return boolean(
        all(
            count <= whole.get(element, 0)
            for element, count in _counts(left, "\\sqsubseteq").items()
        )
    )


def _is_in(element: Value, bag: Value) -> Value:
    return boolean(number(_copies(element, bag), "BagIn") > 0)


def _copies(element: Value, bag: Value) -> Value:
    return mapping(bag, "CopiesIn").get(element, integer(0))


def _union(bags: Value) -> Value:
    total: dict[Value, int] = {}
    for bag in members(bags, "BagUnion"):
        for element, count in _counts(bag, "BagUnion").items():
            total[element] = total.get(element, 0) + count
    return _bag(total)


def _all_parts(bag: Value) -> Value:
    counts = _counts(bag, "SubBag")

    def every() -> Iterator[Value]:
        for kept in product(*(range(count + 1) for count in counts.values())):
            yield _bag({e: count for e, count in zip(counts, kept, strict=True) if count})

    many = prod(max(0, count + 1) for count in counts.values())
    return CountedSet("SubBag", (bag,), many, every).force()


def _image(operator: OperatorValue, bag: Value) -> Value:
    total: dict[Value, int] = {}
    for element, count in _counts(bag, "BagOfAll").items():
        image = result(operator, element)
        total[image] = total.get(image, 0) + count
    return _bag(total)


BAGS = {
    "IsABag": Native(lambda bag: boolean(is_bag(bag))),
    "BagToSet": Native(lambda bag: set_of(mapping(bag, "BagToSet"))),
    "SetToBag": Native(lambda elements: _bag(dict.fromkeys(members(elements, "SetToBag"), 1))),
    "BagIn": Native(_is_in),
    "EmptyBag": Native(lambda: function_of({})),
    "CopiesIn": Native(_copies),
    "\\oplus": Native(_sum),
    "\\ominus": Native(_difference),
    "\\sqsubseteq": Native(_is_part),
    "BagUnion": Native(_union),
    "SubBag": Native(_all_parts),
    "BagOfAll": Native(_image),
    "BagCardinality": Native(_size),
}


def _add(bag: Value, element: Value) -> Value:
    pairs = mapping(bag, "BagAdd")
    before = pairs.get(element, integer(0))
    return function_of({**pairs, element: integer(number(before, "BagAdd") + 1)})


def _remove(bag: Value, element: Value) -> Value:
    count = mapping(bag, "BagRemove").get(element)
    if count is None or number(count, "BagRemove") <= 1:
        return _remove_all(bag, element)
    pairs = mapping(bag, "BagRemove")
    return function_of({**pairs, element: integer(number(count, "BagRemove") - 1)})


def _remove_all(bag: Value, element: Value) -> Value:
    pairs = mapping(bag, "BagRemoveAll")
    return function_of({key: count for key, count in pairs.items() if key is not element})


def _fold(op: OperatorValue, base: Value, bag: Value) -> Value:
    counts = _checked(bag, "FoldBag")
    for element in set_of(counts).ordered:
        for _ in range(counts[element]):
            base = result(op, base, element)
    return base


def _total(bag: Value) -> Value:
    counts = _checked(bag, "SumBag")
    return integer(sum(number(element, "+") * count for element, count in counts.items()))


def _power(bag: Value) -> Value:
    total = 1
    for element, count in _checked(bag, "ProductBag").items():
        total *= number(element, "*") ** count
    return integer(total)


BAGS_EXT = {
    "BagAdd": Native(_add),
    "BagRemove": Native(_remove),
    "BagRemoveAll": Native(_remove_all),
    "FoldBag": Native(_fold),
    "SumBag": Native(_total),
    "ProductBag": Native(_power),
}
