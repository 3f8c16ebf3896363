"""Branches of a predicate: one way to satisfy it, and the action that it is named after."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

import msgspec

from tlakit.language import ir
from tlakit.symbolic.circuit import Formula
from tlakit.symbolic.terms import Term


class Naming(Enum):
    """Whether an operator met here names the branch: OPEN, it does; NAMED, only one below the next
    disjunction or quantifier does; CLOSED, the predicate is a part of an action."""

    OPEN = "open"
    NAMED = "named"
    CLOSED = "closed"

    @property
    def opened(self) -> Naming:
        """Below a disjunction or quantifier."""
        return Naming.CLOSED if self is Naming.CLOSED else Naming.OPEN

    @property
    def named(self) -> Naming:
        """Inside an operator."""
        return Naming.CLOSED if self is Naming.CLOSED else Naming.NAMED


class TermLabel(msgspec.Struct, frozen=True, eq=False):
    """The operator that names a branch, with its arguments as terms."""

    action: ir.Definition
    arguments: tuple[tuple[str, Term], ...]


class Branch(msgspec.Struct, frozen=True, eq=False):
    """One way to satisfy a predicate: `guard` holds and the variables have the `assigned` values."""

    guard: Formula
    assigned: Mapping[ir.Variable, Term]
    label: TermLabel | None = None
