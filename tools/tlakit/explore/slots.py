"""How a state is stored: one tuple, a slot for each variable or for each part of one.

A variable that is a function over a fixed domain takes a slot for each argument, one that is a set
takes a slot that holds a bit mask over the elements ever met (`Elements`), any other takes one slot
that holds its value. The choice is made from the initial states and from how the text uses the
variable; where a later value does not fit, `Misfit` says so, and the search starts again with that
variable in one slot. The layout has no influence on results.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias, TypeVar

import msgspec

from tlakit.language import ir
from tlakit.semantics.errors import EvaluationError
from tlakit.semantics.open_values import domain_of
from tlakit.semantics.values import (
    FunctionValue,
    RecordValue,
    SetValue,
    TupleValue,
    Value,
    function_of,
    set_of,
)

Vector: TypeAlias = tuple[Value | int, ...]
"""A state: in each slot a value, or a bit mask."""

MOST_PARTS = 64
MOST_ELEMENTS = 20_000

Result = TypeVar("Result")


class Misfit(Exception):
    """A variable has a value that its slots cannot hold."""

    def __init__(self, variable: int) -> None:
        super().__init__(variable)
        self.variable = variable


class Elements:
    """The elements ever met of one set-valued variable, numbered: element k is bit k of a mask."""

    def __init__(self, variable: int) -> None:
        self.variable = variable
        self.values: list[Value] = []
        self.bits: dict[Value, int] = {}
        self._sets: dict[int, SetValue] = {}
        self._lenses: dict[object, Lens] = {}
        self._counts: dict[int, Count] = {}

    def bit(self, value: Value) -> int:
        """The mask that holds this element alone; a new element gets the next bit.

        Misfit where there are so many that masks would be larger than sets.
        """
        found = self.bits.get(value)
        if found is None:
            if len(self.values) >= MOST_ELEMENTS:
                raise Misfit(self.variable)
            found = self.bits[value] = 1 << len(self.values)
            self.values.append(value)
        return found

    def mask(self, values: Iterable[Value]) -> int:
        """The mask of these elements."""
        mask = 0
        for value in values:
            mask |= self.bit(value)
        return mask

    def lens(self, key: object, predicate: Callable[[Value], bool]) -> Lens:
        """The lens of a predicate; equal keys stand for equal predicates."""
        found = self._lenses.get(key)
        if found is None:
            found = self._lenses[key] = Lens(self, predicate)
        return found

    def count(self, beside: int) -> Count:
        """The count of the elements that are not in a mask."""
        return self._counts.setdefault(beside, Count(beside))

    def members(self, mask: int) -> Iterator[Value]:
        """The elements in a mask, by number."""
        while mask:
            low = mask & -mask
            yield self.values[low.bit_length() - 1]
            mask ^= low

    def set(self, mask: int) -> SetValue:
        """The set value of a mask."""
        found = self._sets.get(mask)
        if found is None:
            if len(self._sets) > 100_000:
                self._sets.clear()
            found = self._sets[mask] = set_of(self.members(mask))
        return found


class Count:
    """How many elements a set has beside some: `mask & count` is that number.

    Like a lens it makes a memo depend on less than the whole set.
    """

    __slots__ = ("beside",)

    def __init__(self, beside: int) -> None:
        self.beside = beside

    def __rand__(self, content: int) -> int:
        return (content & ~self.beside).bit_count()


class Lens:
    """The part of a set that satisfies a predicate of the element alone, as a mask that grows.

    `mask & lens` is the part of a mask: elements met since the last look are classified first. So a
    memo may be keyed by it: a state that was looked up earlier has none of the later elements.
    Elements for which the predicate fails with an error are let through, and are in `faulty`.
    """

    __slots__ = ("elements", "examined", "faulty", "mask", "predicate")

    def __init__(self, elements: Elements, predicate: Callable[[Value], bool]) -> None:
        self.elements = elements
        self.predicate = predicate
        self.examined = 0
        self.mask = 0
        self.faulty = 0

    def __rand__(self, content: int) -> int:
        values = self.elements.values
        while self.examined < len(values):
            bit = 1 << self.examined
            try:
                if self.predicate(values[self.examined]):
                    self.mask |= bit
            except EvaluationError:
                self.mask |= bit
                self.faulty |= bit
            self.examined += 1
        return content & self.mask

    def raise_faults(self, mask: int) -> None:
        """EvaluationError if the predicate fails for an element of the mask."""
        for value in self.elements.members(mask & self.faulty):
            self.predicate(value)


Projection: TypeAlias = Lens | Count
"""What of a mask an evaluation depends on, where that is neither all of it nor given bits."""


class Whole(msgspec.Struct, frozen=True, eq=False):
    """A variable in one slot, as it is."""

    variable: int
    slot: int


class Split(msgspec.Struct, frozen=True, eq=False):
    """A function over a fixed domain: `slots` by argument, one after the other from `first` on."""

    variable: int
    slots: dict[Value, int]
    domain: SetValue
    first: int
    joined: dict[Vector, Value] = {}

    def join(self, contents: Vector) -> Value:
        """The function with these contents of its slots."""
        found = self.joined.get(contents)
        if found is None:
            pairs = {key: _as_value(c) for key, c in zip(self.slots, contents, strict=True)}
            if len(self.joined) > 200_000:
                self.joined.clear()
            found = self.joined[contents] = function_of(pairs)
        return found


class Masked(msgspec.Struct, frozen=True, eq=False):
    """A set: a mask over `elements`."""

    variable: int
    slot: int
    elements: Elements


Place: TypeAlias = Whole | Split | Masked


class Layout:
    """The places of all variables; encodes and decodes states."""

    def __init__(self, names: tuple[str, ...], places: tuple[Place, ...], size: int) -> None:
        self.names = names
        self.places = places
        self.size = size

    def encode(self, values: Sequence[Value]) -> Vector:
        """The vector of a state given by its variables' values; Misfit if it has none."""
        vector: list[Value | int] = []
        for place, value in zip(self.places, values, strict=True):
            match place:
                case Whole():
                    vector.append(value)
                case Split():
                    vector += parts_of(place, value)
                case Masked():
                    vector.append(mask_of(place, value))
        return tuple(vector)

    def decode(self, vector: Vector) -> dict[str, Value]:
        """The variables' values by name."""
        return {
            name: self._value(place, vector)
            for name, place in zip(self.names, self.places, strict=True)
        }

    def values(self, vector: Vector) -> tuple[Value, ...]:
        """The variables' values in order."""
        return tuple(self._value(place, vector) for place in self.places)

    def _value(self, place: Place, vector: Vector) -> Value:
        match place:
            case Whole():
                return _as_value(vector[place.slot])
            case Split():
                return place.join(vector[place.first : place.first + len(place.slots)])
            case Masked():
                mask = vector[place.slot]
                assert isinstance(mask, int)
                return place.elements.set(mask)


def _as_value(content: Value | int) -> Value:
    assert isinstance(content, Value)
    return content


def parts_of(place: Split, value: Value) -> list[Value]:
    """The function's values in the order of the slots; Misfit if the domain is another."""
    if not isinstance(value, FunctionValue | TupleValue | RecordValue):
        raise Misfit(place.variable)
    mapping = value.mapping
    if len(mapping) != len(place.slots) or any(key not in mapping for key in place.slots):
        raise Misfit(place.variable)
    return [mapping[key] for key in place.slots]


def mask_of(place: Masked, value: Value) -> int:
    """The mask of a set; Misfit if it is no set."""
    if not isinstance(value, SetValue):
        raise Misfit(place.variable)
    return place.elements.mask(value.ordered)


def choose_layout(
    module: ir.Module, initial: Sequence[tuple[Value, ...]], whole: frozenset[int]
) -> Layout:
    """A layout for a model with these initial states; variables in `whole` are not taken apart."""
    indexed = indexed_variables(module)
    places: list[Place] = []
    size = 0
    for number, variable in enumerate(module.variables):
        values = [state[number] for state in initial]
        place: Place = Whole(number, size)
        if number not in whole and values:
            if all(isinstance(value, SetValue) for value in values):
                place = Masked(number, size, Elements(number))
            elif variable in indexed:
                place = _split(number, size, values) or place
        places.append(place)
        size += len(place.slots) if isinstance(place, Split) else 1
    names = tuple(variable.name for variable in module.variables)
    return Layout(names, tuple(places), size)


def with_fitting_layout(
    module: ir.Module,
    initial: Sequence[tuple[Value, ...]],
    visit: Callable[[Layout, list[Vector]], Result],
) -> Result:
    """What `visit` gives for a layout that fits all states that it meets, and the initial ones in it.

    Where a state does not fit, `visit` begins again with another layout.
    """
    whole: frozenset[int] = frozenset()
    while True:
        layout = choose_layout(module, initial, whole)
        try:
            return visit(layout, [layout.encode(values) for values in initial])
        except Misfit as misfit:
            whole |= {misfit.variable}


def _split(number: int, first: int, values: list[Value]) -> Split | None:
    if not all(isinstance(value, FunctionValue | TupleValue | RecordValue) for value in values):
        return None
    domains = {domain_of(value) for value in values}
    domain = domains.pop()
    if domains or not isinstance(domain, SetValue) or not 1 <= len(domain) <= MOST_PARTS:
        return None
    slots = {key: first + position for position, key in enumerate(domain.ordered)}
    return Split(number, slots, domain, first)


def indexed_variables(module: ir.Module) -> set[ir.Variable]:
    """The variables that the text applies, or changes by EXCEPT, at single arguments."""
    found: set[ir.Variable] = set()
    for definition in module.definitions.values():
        if definition.body is not None:
            _collect(definition.body, found)
    return found


def _collect(root: ir.Expression, found: set[ir.Variable]) -> None:
    pending: list[object] = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, tuple):
            pending.extend(node)
            continue
        if isinstance(node, ir.Definition):
            continue
        base = None
        match node:
            case ir.FunctionApply() | ir.Except():
                base = node.function
            case ir.Field():
                base = node.record
            case ir.Let():
                pending.extend(d.body for d in node.definitions if d.body is not None)
        if isinstance(base, ir.Builtin) and base.name == "'":
            base = base.arguments[0]
        if isinstance(base, ir.Reference) and isinstance(base.target, ir.Variable):
            found.add(base.target)
        if isinstance(node, ir.Node):
            pending.extend(getattr(node, field) for field in node.__struct_fields__)
