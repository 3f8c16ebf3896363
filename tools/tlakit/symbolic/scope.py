"""What names and variables stand for while an expression is executed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeAlias

import msgspec

from tlakit.language import ir
from tlakit.semantics.values import Value
from tlakit.symbolic.terms import Term


class Program(Protocol):
    """What names stand for in a model, as `tlakit.semantics` has it."""

    @property
    def definitions(self) -> Mapping[ir.Definition, ir.Definition]:
        """The operators that are replaced."""
        ...

    @property
    def values(self) -> Mapping[ir.Definition | ir.Constant, Value]:
        """The values of constants and of nullary operators that a model gives."""
        ...

    @property
    def operators(self) -> Mapping[ir.Constant, ir.Definition]:
        """The constants that are operators."""
        ...


class Closure(msgspec.Struct, frozen=True, eq=False):
    """An operator passed as an argument, with the names in whose scope it stands."""

    operator: ir.Definition | ir.Constant | ir.Lambda
    names: Mapping[object, Named]


class Delayed(msgspec.Struct, frozen=True, eq=False):
    """An argument that depends on next states: it is read where, and in the state in which, the
    parameter stands."""

    expression: ir.Expression
    names: Mapping[object, Named]


Named: TypeAlias = Term | Closure | Delayed


class Scope(msgspec.Struct, frozen=True, eq=False):
    """What the names and variables of an expression stand for; `following` holds x'."""

    names: Mapping[object, Named]
    current: Mapping[ir.Variable, Term]
    following: Mapping[ir.Variable, Term]

    def bind(self, names: Mapping[object, Named]) -> Scope:
        """This scope with more names."""
        return Scope({**self.names, **names}, self.current, self.following)

    def within(self, names: Mapping[object, Named]) -> Scope:
        """The same state with exactly these names."""
        return Scope(names, self.current, self.following)

    def primed(self) -> Scope:
        """The scope of a primed expression."""
        return Scope(self.names, self.following, {})
