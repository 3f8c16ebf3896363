"""How a state is stored: one tuple, a slot for each variable or for each part of one.

A variable that is a function over a fixed domain takes a slot for each argument. One that is a set, or
a function whose domain changes, takes a slot that holds a bit mask: over the elements ever met
(`Elements`), or over the arguments and pairs (`Pairs`). Any other takes one slot that holds its
value. The choice is made from the initial states and from how the text uses the
variable; where a later value does not fit, `Misfit` says so, and the search starts again with
another place for that variable. The layout has no influence on results.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, TypeAlias, TypeVar

import msgspec

from tlakit.explore.elements import Count, Elements, Lens, Misfit, Pairs
from tlakit.explore.parts import Part
from tlakit.explore.uses import Uses, uses_of
from tlakit.language import ir
from tlakit.semantics.open_values import domain_of
from tlakit.semantics.values import (
    FUNCTIONS,
    FunctionValue,
    SetValue,
    Value,
    function_of,
    tuple_of,
)

Vector: TypeAlias = tuple[Value | int, ...]
"""A state: in each slot a value, or a bit mask."""

MOST_PARTS = 64
DEEPEST = 3
"""How long the path to a part of a slot may be that an evaluation reads by itself."""

Result = TypeVar("Result")


Projection: TypeAlias = Lens | Count | Part
"""What of a slot an evaluation depends on, where that is neither all of it nor given bits of it."""


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


class Graph(Masked, frozen=True, eq=False):
    """A function whose domain changes: a mask over its arguments and pairs."""

    elements: Pairs


Place: TypeAlias = Whole | Split | Masked


class Layout:
    """The places of all variables; encodes and decodes states.

    `owners` has the variable of each slot. A part of a slot may be given as a function that is read
    by parts itself where its path is shorter than `depths` has for the slot; whether it is a
    function must then be the same in all states, which `is_function` sees to.
    """

    def __init__(
        self,
        names: tuple[str, ...],
        places: tuple[Place, ...],
        size: int,
        depths: Mapping[int, int] = MappingProxyType({}),
    ) -> None:
        self.names = names
        self.places = places
        self.size = size
        self.owners: list[int] = []
        for place in places:
            self.owners += [place.variable] * (len(place.slots) if isinstance(place, Split) else 1)
        self.depths = [depths.get(variable, DEEPEST) for variable in self.owners]
        self._functions: list[dict[Part, bool]] = [{} for _ in range(size)]

    def is_function(self, slot: int, part: Part, content: Value | None) -> bool:
        """Whether a part may be given as a function; Misfit if in some other state it may not."""
        if part.depth >= self.depths[slot]:
            return False
        found = isinstance(content, FUNCTIONS)
        before = self._functions[slot].get(part)
        if before is None:
            self._functions[slot][part] = found
        elif before is not found:
            raise Misfit(self.owners[slot], part.depth)
        return found

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
                    vector.append(place.elements.mask_of(value))
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

    def value(self, variable: int, vector: Vector) -> Value:
        """The value of one variable."""
        return self._value(self.places[variable], vector)

    def _value(self, place: Place, vector: Vector) -> Value:
        match place:
            case Whole():
                return _as_value(vector[place.slot])
            case Split():
                return place.join(vector[place.first : place.first + len(place.slots)])
            case Masked():
                mask = vector[place.slot]
                assert isinstance(mask, int)
                return place.elements.value(mask)


def _as_value(content: Value | int) -> Value:
    assert isinstance(content, Value)
    return content


def parts_of(place: Split, value: Value) -> list[Value]:
    """The function's values in the order of the slots; Misfit if the domain is another."""
    if not isinstance(value, FUNCTIONS):
        raise Misfit(place.variable)
    mapping = value.mapping
    if len(mapping) != len(place.slots) or any(key not in mapping for key in place.slots):
        raise Misfit(place.variable)
    return [mapping[key] for key in place.slots]


class Shape(msgspec.Struct, frozen=True):
    """What is settled before a layout is chosen, because another did not fit.

    Variables in `whole` take one slot as they are, those in `graphs` are no functions over a fixed
    domain, and those in `depths` are read by parts only so deep.
    """

    whole: frozenset[int] = frozenset()
    graphs: frozenset[int] = frozenset()
    depths: Mapping[int, int] = MappingProxyType({})

    def after(self, misfit: Misfit, layout: Layout) -> Shape:
        """The shape for the layout that is tried instead of one that did not fit."""
        variable = misfit.variable
        if misfit.depth is not None:
            return Shape(self.whole, self.graphs, {**self.depths, variable: misfit.depth})
        if isinstance(layout.places[variable], Split):
            return Shape(self.whole, self.graphs | {variable}, self.depths)
        return Shape(self.whole | {variable}, self.graphs, self.depths)


UNSETTLED: Final = Shape()


def choose_layout(
    module: ir.Module, initial: Sequence[tuple[Value, ...]], shape: Shape = UNSETTLED
) -> Layout:
    """A layout for a model with these initial states."""
    uses = uses_of(module)
    places: list[Place] = []
    size = 0
    for number, variable in enumerate(module.variables):
        values = [state[number] for state in initial]
        place: Place = Whole(number, size)
        if number not in shape.whole and values:
            changes = number in shape.graphs
            place = _place(uses, variable, number, size, values, changes) or place
        places.append(place)
        size += len(place.slots) if isinstance(place, Split) else 1
    names = tuple(variable.name for variable in module.variables)
    return Layout(names, tuple(places), size, shape.depths)


def with_fitting_layout(
    module: ir.Module,
    initial: Sequence[tuple[Value, ...]],
    visit: Callable[[Layout, list[Vector]], Result],
    shape: Shape = UNSETTLED,
) -> Result:
    """What `visit` gives for a layout that fits all states that it meets, and the initial ones in it.

    Where a state does not fit, `visit` begins again with another layout.
    """
    while True:
        layout = choose_layout(module, initial, shape)
        try:
            return visit(layout, [layout.encode(values) for values in initial])
        except Misfit as misfit:
            shape = shape.after(misfit, layout)


def _place(
    uses: Uses, variable: ir.Variable, number: int, slot: int, values: list[Value], changes: bool
) -> Place | None:
    """A place for a variable with these initial values; None if it stays as it is.

    `changes` says that it is a function whose domain is not always the same.
    """
    if all(isinstance(value, SetValue) for value in values):
        return Masked(number, slot, Elements(number))
    if variable in uses.indexed and not changes:
        split = _split(number, slot, values)
        if split is not None:
            return split
    if variable in uses.sequences or not all(_is_plain(value) for value in values):
        return None
    if changes or variable in uses.domains or len({domain_of(value) for value in values}) > 1:
        return Graph(number, slot, Pairs(number))
    empty = tuple_of(())
    return Graph(number, slot, Pairs(number)) if values[0] is empty else None


def _is_plain(value: Value) -> bool:
    """Whether a value is a function, and neither a record nor a sequence, or the empty one."""
    return isinstance(value, FunctionValue) or value is tuple_of(())


def _split(number: int, first: int, values: list[Value]) -> Split | None:
    if not all(isinstance(value, FUNCTIONS) for value in values):
        return None
    domains = {domain_of(value) for value in values}
    domain = domains.pop()
    if domains or not isinstance(domain, SetValue) or not 1 <= len(domain) <= MOST_PARTS:
        return None
    slots = {key: first + position for position, key in enumerate(domain.ordered)}
    return Split(number, slots, domain, first)
