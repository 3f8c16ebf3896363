"""Bags and BagsExt. A bag is a function to positive integers; TLC checks that for some operators."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

from tlakit.semantics.errors import wrong_kind
from tlakit.semantics.machine import OperatorValue
from tlakit.semantics.natives.listed_sets import CountedSet
from tlakit.semantics.natives.table import Native, mapping, members, number, result
from tlakit.semantics.open_graphs import OpenGraph
from tlakit.semantics.open_values import OpenFunction, force
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
    if isinstance(value, OpenGraph):
        return not value.selected("no count", lambda count: not _is_count(count))
    if isinstance(value, OpenFunction):
        value = value.force()
    return isinstance(value, TupleValue | RecordValue | FunctionValue) and all(
        map(_is_count, value.mapping.values())
    )


def _is_count(value: Value) -> bool:
    return isinstance(value, IntegerValue) and value.value > 0


def _changed(bag: OpenGraph, difference: dict[Value, int]) -> Value:
    """A bag with so many more of some elements."""
    changes: dict[Value, Value | None] = {}
    for element, more in difference.items():
        count = number(_at(bag, element, "+", integer(0)), "+") + more
        changes[element] = integer(count) if count > 0 else None
    return bag.changed(changes)


def _sum(left: Value, right: Value) -> Value:
    if is_bag(left) and is_bag(right):
        if isinstance(left, OpenGraph):
            return _changed(left, _counts(force(right), "(+)"))
        if isinstance(right, OpenGraph):
            return _changed(right, _counts(left, "(+)"))
    total = _checked(left, "(+)")
    for element, count in _checked(right, "(+)").items():
        total[element] = total.get(element, 0) + count
    return _bag(total)


def _difference(left: Value, right: Value) -> Value:
    taken = _counts(force(right), "(-)")
    if isinstance(left, OpenGraph) and is_bag(left):
        return _changed(left, {element: -count for element, count in taken.items()})
    counts = _counts(force(left), "(-)")
    rest = {element: count - taken.get(element, 0) for element, count in counts.items()}
    return _bag({element: count for element, count in rest.items() if count > 0})


def _size(bag: Value) -> Value:
    if isinstance(bag, OpenGraph) and is_bag(bag):
        several = bag.selected("several", lambda count: count is not integer(1))
        more = sum(number(count, "+") - 1 for count in several.values())
        return integer(bag.size() + more)
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
    return _at(bag, element, "CopiesIn", integer(0))


def _at(bag: Value, element: Value, operator: str, otherwise: Value) -> Value:
    """What a function has at an element, or something else outside its domain."""
    if not isinstance(bag, OpenGraph):
        return mapping(bag, operator).get(element, otherwise)
    found = bag.apply(element)
    return otherwise if found is None else found


def _with(bag: Value, element: Value, count: int | None, operator: str) -> Value:
    """A function with a count at an element, or without the element."""
    changed = None if count is None else integer(count)
    if isinstance(bag, OpenGraph):
        return bag.changed({element: changed})
    pairs = {key: one for key, one in mapping(bag, operator).items() if key is not element}
    return function_of(pairs if changed is None else {**pairs, element: changed})


def _elements(bag: Value) -> Value:
    return bag.domain() if isinstance(bag, OpenGraph) else set_of(mapping(bag, "BagToSet"))


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
    "IsABag": Native(lambda bag: boolean(is_bag(bag)), takes_graphs=True),
    "BagToSet": Native(_elements, takes_graphs=True),
    "SetToBag": Native(lambda elements: _bag(dict.fromkeys(members(elements, "SetToBag"), 1))),
    "BagIn": Native(_is_in, takes_graphs=True),
    "EmptyBag": Native(lambda: function_of({})),
    "CopiesIn": Native(_copies, takes_graphs=True),
    "\\oplus": Native(_sum, takes_graphs=True),
    "\\ominus": Native(_difference, takes_graphs=True),
    "\\sqsubseteq": Native(_is_part),
    "BagUnion": Native(_union),
    "SubBag": Native(_all_parts),
    "BagOfAll": Native(_image),
    "BagCardinality": Native(_size, takes_graphs=True),
}


def _add(bag: Value, element: Value) -> Value:
    before = number(_at(bag, element, "BagAdd", integer(0)), "BagAdd")
    return _with(bag, element, before + 1, "BagAdd")


def _remove(bag: Value, element: Value) -> Value:
    count = number(_at(bag, element, "BagRemove", integer(0)), "BagRemove")
    return _with(bag, element, count - 1 if count > 1 else None, "BagRemove")


def _remove_all(bag: Value, element: Value) -> Value:
    return _with(bag, element, None, "BagRemoveAll")


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
    "BagAdd": Native(_add, takes_graphs=True),
    "BagRemove": Native(_remove, takes_graphs=True),
    "BagRemoveAll": Native(_remove_all, takes_graphs=True),
    "FoldBag": Native(_fold),
    "SumBag": Native(_total),
    "ProductBag": Native(_power),
}
