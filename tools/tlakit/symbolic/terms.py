"""Symbolic values: TLA+ values whose leaves depend on unknowns.

A term is a plain `Value` wherever nothing in it is unknown (every constructor below sees to that),
and else one of the structures here. Terms are interned in an `Arena`, so that equal structures are
one object and results may be remembered by identity; two different objects may still be equal values.

A part that the formulas say is not there (an item beyond the length, a cell whose formula is false)
may be anything. The choice of nothing, `Arena.nothing`, is what an expression without a value gives,
such as a record's missing field: it equals nothing and is true of nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

import msgspec

from tlakit.semantics.values import (
    BooleanValue,
    FunctionValue,
    IntegerValue,
    ModelValue,
    RecordValue,
    SetValue,
    StringValue,
    TupleValue,
    Value,
    boolean,
    function_of,
    integer,
    set_of,
    tuple_of,
)
from tlakit.symbolic.circuit import FALSE, TRUE, Circuit, Formula

Guarded: TypeAlias = "tuple[Formula, Term]"


class BooleanTerm(msgspec.Struct, frozen=True, eq=False):
    """TRUE where the formula holds, else FALSE."""

    formula: Formula


class ChoiceTerm(msgspec.Struct, frozen=True, eq=False):
    """One of several terms of different shapes; no two of the formulas hold together."""

    alternatives: tuple[Guarded, ...]


class SetTerm(msgspec.Struct, frozen=True, eq=False):
    """The set of those elements whose formula holds; two cells may hold equal values."""

    cells: tuple[Guarded, ...]


class FunctionTerm(msgspec.Struct, frozen=True, eq=False):
    """A function or record whose domain is known and not 1..n; keys in the order of values."""

    keys: tuple[Value, ...]
    items: tuple[Term, ...]


class SequenceTerm(msgspec.Struct, frozen=True, eq=False):
    """A sequence: `lengths[n]` says that its length is n, for n in 0..len(items)."""

    items: tuple[Term, ...]
    lengths: tuple[Formula, ...]


class PowerSet(msgspec.Struct, frozen=True, eq=False):
    """SUBSET base, not enumerated."""

    base: Term


class FunctionSpace(msgspec.Struct, frozen=True, eq=False):
    """[domain -> range], not enumerated."""

    domain: Term
    range: Term


class RecordSpace(msgspec.Struct, frozen=True, eq=False):
    """[field : set, ...], not enumerated; fields in alphabetical order."""

    names: tuple[str, ...]
    ranges: tuple[Term, ...]


class ProductSpace(msgspec.Struct, frozen=True, eq=False):
    """S1 \\X ... \\X Sn, not enumerated."""

    factors: tuple[Term, ...]


class SequenceSpace(msgspec.Struct, frozen=True, eq=False):
    """Seq(base): infinite unless the base is empty."""

    base: Term


class Primitive(msgspec.Struct, frozen=True, eq=False):
    """Nat, Int or STRING, by that name."""

    name: str


Space: TypeAlias = PowerSet | FunctionSpace | RecordSpace | ProductSpace | SequenceSpace | Primitive
Symbol: TypeAlias = BooleanTerm | ChoiceTerm | SetTerm | FunctionTerm | SequenceTerm | Space
Term: TypeAlias = Value | Symbol

ATOMS = (BooleanValue, IntegerValue, StringValue, ModelValue)


class Arena:
    """Makes and interns the terms of one check, over one circuit."""

    def __init__(self) -> None:
        self.circuit = Circuit()
        self._interned: dict[tuple[object, ...], Symbol] = {}
        self.nothing = ChoiceTerm(())
        # Results that `equality` and `enumerate` remember.
        self.equalities: dict[tuple[Term, Term], Formula] = {}
        self.enumerations: dict[Term, tuple[Guarded, ...]] = {}

    def boolean(self, formula: Formula) -> Term:
        """TRUE where the formula holds, else FALSE."""
        if formula <= TRUE:
            return boolean(formula == TRUE)
        return self._intern((BooleanTerm, formula), lambda: BooleanTerm(formula))

    def choice(self, alternatives: Sequence[Guarded]) -> Term:
        """One of the alternatives, which are of different shapes and no choices themselves."""
        if not alternatives:
            return self.nothing
        if len(alternatives) == 1:
            return alternatives[0][1]
        key = tuple(sorted(alternatives, key=lambda one: one[0]))
        return self._intern((ChoiceTerm, key), lambda: ChoiceTerm(key))

    def set_of(self, cells: Iterable[Guarded]) -> Term:
        """The set of the elements whose formula holds; choices of atoms become a cell an atom."""
        guards: dict[Term, list[Formula]] = {}
        for guard, element in cells:
            for condition, part in self.atoms(element):
                both = self.circuit.both(guard, condition)
                if both != FALSE:
                    guards.setdefault(part, []).append(both)
        known = {one: self.circuit.disjunction(several) for one, several in guards.items()}
        atoms = [one for one in known if isinstance(one, Value)]
        if len(atoms) == len(known) and all(guard == TRUE for guard in known.values()):
            return set_of(atoms)
        atoms.sort(key=lambda one: one.sort_key)
        others = [one for one in known if not isinstance(one, Value)]
        key = tuple((known[one], one) for one in (*atoms, *others))
        return self._intern((SetTerm, key), lambda: SetTerm(key))

    def atoms(self, element: Term) -> tuple[Guarded, ...]:
        """An element as cells of a set: a choice of known values one by one, others whole."""
        if isinstance(element, BooleanTerm):
            return (
                (element.formula, boolean(True)),
                (Formula(element.formula ^ 1), boolean(False)),
            )
        if isinstance(element, ChoiceTerm) and all(
            isinstance(one, ATOMS) for _, one in element.alternatives
        ):
            return element.alternatives
        return ((TRUE, element),)

    def function_of(self, mapping: Mapping[Value, Term]) -> Term:
        """The function with these pairs, whichever kind it is."""
        known = {key: item for key, item in mapping.items() if isinstance(item, Value)}
        if len(known) == len(mapping):
            return function_of(known)
        indexes = [integer(index) for index in range(1, len(mapping) + 1)]
        if all(index in mapping for index in indexes):
            return self.tuple_of([mapping[index] for index in indexes])
        keys = tuple(sorted(mapping, key=lambda key: key.sort_key))
        items = tuple(mapping[key] for key in keys)
        return self._intern((FunctionTerm, keys, items), lambda: FunctionTerm(keys, items))

    def opened(self, function: Term) -> list[tuple[Formula, dict[Value, Term]]]:
        """A function, whichever kind, as a choice of known domains with their items."""
        found: list[tuple[Formula, dict[Value, Term]]] = []
        for guard, one in alternatives(function):
            pairs = entries(one)
            if pairs is not None:
                found.append((guard, dict(pairs)))
                continue
            sequence = parts(one)
            for size, length in enumerate(sequence[1] if sequence is not None else ()):
                both = self.circuit.both(guard, length)
                if both != FALSE and sequence is not None:
                    items = enumerate(sequence[0][:size], start=1)
                    found.append((both, {integer(index): item for index, item in items}))
        return found

    def tuple_of(self, items: Sequence[Term]) -> Term:
        """The sequence of all the items."""
        return self.sequence(items, [*(FALSE for _ in items), TRUE])

    def sequence(self, items: Sequence[Term], lengths: Sequence[Formula]) -> Term:
        """The sequence of so many of the items as the formulas say."""
        possible = [size for size, formula in enumerate(lengths) if formula != FALSE]
        if not possible:
            return self.nothing
        top = possible[-1]
        kept = tuple(items[:top])
        if len(possible) == 1:
            # The only length that there may be: where it does not hold, there is no sequence.
            known = [item for item in kept if isinstance(item, Value)]
            if len(known) == top:
                return tuple_of(known)
            lengths = [*(FALSE for _ in range(top)), TRUE]
        key = tuple(lengths[: top + 1])
        return self._intern((SequenceTerm, kept, key), lambda: SequenceTerm(kept, key))

    def space(self, space: Space) -> Term:
        """A set that is not enumerated, interned by its parts."""
        parts = (type(space), *(getattr(space, name) for name in space.__struct_fields__))
        return self._intern(parts, lambda: space)

    def _intern(self, key: tuple[object, ...], make: Callable[[], Symbol]) -> Symbol:
        found = self._interned.get(key)
        if found is None:
            found = self._interned[key] = make()
        return found


def alternatives(term: Term) -> tuple[Guarded, ...]:
    """The term as a choice, of one alternative where it is none."""
    return term.alternatives if isinstance(term, ChoiceTerm) else ((TRUE, term),)


def entries(term: Term) -> Mapping[Value, Term] | None:
    """The pairs of a function that is no sequence; None for other terms."""
    if isinstance(term, FunctionTerm):
        return dict(zip(term.keys, term.items, strict=True))
    if isinstance(term, RecordValue | FunctionValue):
        return term.mapping
    return None


def parts(term: Term) -> tuple[tuple[Term, ...], tuple[Formula, ...]] | None:
    """(items, lengths) of a sequence, as in `SequenceTerm`; None for other terms."""
    if isinstance(term, SequenceTerm):
        return term.items, term.lengths
    if isinstance(term, TupleValue):
        return term.items, (*(FALSE for _ in term.items), TRUE)
    return None


def cells(term: Term) -> tuple[Guarded, ...] | None:
    """The cells of an enumerated set; None for other terms."""
    if isinstance(term, SetTerm):
        return term.cells
    if isinstance(term, SetValue):
        return tuple((TRUE, element) for element in term.ordered)
    return None
