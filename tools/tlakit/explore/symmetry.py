"""SYMMETRY: states that differ only by a permutation of model values count as one.

As in TLC, the configuration names a set of permutations; the group that they generate acts on states,
and a state is known by the least of its images, in the order of values. The state that was found
first is the one that is kept and explored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from tlakit.language.diagnostics import Diagnostic, LanguageError
from tlakit.semantics.config import UNSUPPORTED
from tlakit.semantics.specification import Specification
from tlakit.semantics.values import (
    FunctionValue,
    ModelValue,
    RecordValue,
    SetValue,
    TupleValue,
    Value,
    function_of,
    record_of,
    set_of,
    tuple_of,
)

Permutation: TypeAlias = Mapping[Value, Value]
"""Each model value that is moved, and where to."""

MOST_PERMUTATIONS = 50_000


def permutations_of(specification: Specification) -> tuple[Permutation, ...]:
    """The group of a model's SYMMETRY without its identity; empty if there is none.

    LanguageError if what is named is no set of permutations of model values.
    """
    if specification.symmetry is None:
        return ()
    value = specification.evaluate(specification.symmetry)
    generators: list[dict[Value, Value]] = []
    if not isinstance(value, SetValue):
        raise _refused(specification, f"is not a set of permutations but {value.text[:80]}")
    for item in value:
        if not isinstance(item, FunctionValue | TupleValue | RecordValue):
            raise _refused(specification, f"contains {item.text[:80]}, which is no permutation")
        pairs = item.mapping
        strange = [one for pair in pairs.items() for one in pair if not isinstance(one, ModelValue)]
        if strange:
            raise _refused(
                specification, f"permutes {strange[0].text[:80]}, which is no model value"
            )
        if set(pairs) != set(pairs.values()):
            raise _refused(specification, f"contains {item.text[:80]}, which is no permutation")
        generators.append({one: other for one, other in pairs.items() if one is not other})
    return tuple(_group(specification, generators))


def _refused(specification: Specification, what: str) -> LanguageError:
    name = specification.config.symmetry
    assert name is not None
    return LanguageError(
        [
            Diagnostic(
                code=UNSUPPORTED,
                message=f"the symmetry `{name.text}` {what}",
                span=name.span,
                hint="Give the set's elements as model values, `S = {a, b}`, and name an operator "
                "defined as Permutations(S).",
            )
        ],
        specification.sources,
    )


def _group(
    specification: Specification, generators: Iterable[dict[Value, Value]]
) -> list[Permutation]:
    """All products of the generators but the identity."""
    known: dict[frozenset[tuple[Value, Value]], dict[Value, Value]] = {frozenset(): {}}
    distinct = list({frozenset(one.items()): one for one in generators if one}.values())
    queue: list[Permutation] = [{}]
    for one in queue:
        for other in distinct:
            moved = {key: other.get(image, image) for key, image in one.items()}
            moved.update({key: image for key, image in other.items() if key not in one})
            product = {key: image for key, image in moved.items() if key is not image}
            if known.setdefault(frozenset(product.items()), product) is product:
                queue.append(product)
        if len(queue) > MOST_PERMUTATIONS:
            raise _refused(specification, f"generates more than {MOST_PERMUTATIONS} permutations")
    return queue[1:]


def permuted(value: Value, permutation: Permutation, known: dict[Value, Value]) -> Value:
    """The image of a value; `known` are images found before, and is added to."""
    if not permutation:
        return value
    found = known.get(value)
    if found is not None:
        return found
    match value:
        case ModelValue():
            image = permutation.get(value, value)
        case SetValue():
            image = set_of([permuted(item, permutation, known) for item in value.elements])
        case TupleValue():
            image = tuple_of([permuted(item, permutation, known) for item in value.items])
        case RecordValue():
            fields = value.fields.items()
            image = record_of({key: permuted(item, permutation, known) for key, item in fields})
        case FunctionValue():
            pairs = value.mapping.items()
            image = function_of(
                {
                    permuted(key, permutation, known): permuted(item, permutation, known)
                    for key, item in pairs
                }
            )
        case _:
            return value
    known[value] = image
    return image


class Orbits:
    """The least image of each state under a group.

    Variables are looked at one after the other; each leaves those permutations that make it least.
    What is left after a value depends on that value and on what was left before, and is remembered.
    """

    def __init__(self, group: Sequence[Permutation]) -> None:
        self.images: list[tuple[Permutation, dict[Value, Value]]] = [
            (permutation, {}) for permutation in ({}, *group)
        ]
        everything = tuple(range(len(self.images)))
        self.subsets: list[tuple[int, ...]] = [everything]
        self.numbers: dict[tuple[int, ...], int] = {everything: 0}
        self.tables: list[dict[Value, tuple[Value, int]]] = [{}]

    def least(self, state: Sequence[Value]) -> tuple[Value, ...]:
        """The least image of a state, compared variable by variable."""
        left = 0
        found: list[Value] = []
        for value in state:
            known = self.tables[left].get(value)
            if known is None:
                known = self._narrow(left, value)
            image, left = known
            found.append(image)
        return tuple(found)

    def _narrow(self, left: int, value: Value) -> tuple[Value, int]:
        images = [self._image(number, value) for number in self.subsets[left]]
        least = min(images, key=lambda image: image.sort_key)
        subset = tuple(
            number
            for number, image in zip(self.subsets[left], images, strict=True)
            if image is least
        )
        place = self.numbers.get(subset)
        if place is None:
            place = self.numbers[subset] = len(self.subsets)
            self.subsets.append(subset)
            self.tables.append({})
        self.tables[left][value] = least, place
        return least, place

    def _image(self, number: int, value: Value) -> Value:
        permutation, known = self.images[number]
        return permuted(value, permutation, known)
