"""What a check did besides its verdict: which actions were taken, what was never looked at, the cost.

A verdict alone may mislead: a model holds also where an action is never possible or a property speaks
of something that never happens. These facts show it.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from tlakit.language.ir import Span


class ActionCount(msgspec.Struct, frozen=True):
    """One action of the next-state relation, by the name that labels its steps.

    `enabled` counts pairs of an explored state and an instance of the action (the action with its
    arguments) that has a successor there; `taken` the successors, each of which counts as generated;
    `new` the distinct states that were first found by it.
    """

    name: str
    span: Span
    enabled: int = 0
    taken: int = 0
    new: int = 0


class Unevaluated(msgspec.Struct, frozen=True):
    """An operator that the configuration leads to and that was never evaluated."""

    name: str
    span: Span


class Vacuity(msgspec.Struct, frozen=True):
    """A part of a property that was evaluated and never said anything.

    `kind` is `=>` or `~>` where the left side, at `span`, was never true, and `\\A` where the sets,
    at `span`, never had an element.
    """

    property: str
    kind: str
    span: Span


class Table(msgspec.Struct, frozen=True):
    """What is remembered of one action or property, and what that costs and saves.

    `parts` counts the instances of the action, or the conjuncts, each of which is remembered on its
    own. `asked` says how often a result was needed: that of a property in each state, or step; that
    of an action at least so often: where its instances depend on what a set holds, only the states
    in which they were enabled are counted. `evaluations` were made instead of looking up,
    in `seconds` altogether. `reads` are the variables that they read. `nodes` is the size of the
    trees, 0 where the kernel has its own; `forgotten` counts the parts where remembering was given up
    as useless.
    """

    kind: str
    name: str
    parts: int
    asked: int
    evaluations: int
    seconds: float
    reads: tuple[str, ...]
    nodes: int
    forgotten: int = 0


TableKey: TypeAlias = tuple[str, str, Span | None]
"""What a table is about: its kind, the name, and where that is defined."""


class RunReport(msgspec.Struct, frozen=True):
    """What one run did; `peak_memory_bytes` is the most that its processes had, None if unknown."""

    actions: tuple[ActionCount, ...] = ()
    unevaluated: tuple[Unevaluated, ...] = ()
    vacuous: tuple[Vacuity, ...] = ()
    tables: tuple[Table, ...] = ()
    peak_memory_bytes: int | None = None
