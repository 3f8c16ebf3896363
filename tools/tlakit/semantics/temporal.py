"""Temporal formulas as data: predicates of a state or of a step, joined by connectives, [] and <>.

`P ~> Q`, `WF_v(A)`, `P => Q` and the like are what they are defined as: `[](~P \\/ <>Q)`,
`[]<>~ENABLED <<A>>_v \\/ []<><<A>>_v`, `~P \\/ Q`. Equal formulas are equal values; predicates are
equal only to themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from typing import TypeAlias, assert_never

import msgspec

UNCHECKED = "E620"

MEANINGS = {UNCHECKED: "a temporal formula that cannot be checked"}
"""What the code means, as half a sentence."""


class Subject(Enum):
    """What a predicate speaks of, and how it is found.

    A STEP of any kind, or a MOVE: a step of the model that changes some variable. CAN_MOVE is the
    state in which such a step exists.
    """

    STATE = "state"
    STEP = "step"
    MOVE = "move"
    CAN_MOVE = "can move"


class Predicate(msgspec.Struct, frozen=True, eq=False):
    """A formula without temporal operators; `test` gives its truth in the registers.

    `idle` is its truth in a step that changes nothing, where that is known without a test: true of
    [A]_v and false of <<A>>_v.
    """

    subject: Subject
    test: Callable[[], bool]
    idle: bool | None = None

    @property
    def of_step(self) -> bool:
        """Whether it speaks of a step."""
        return self.subject is Subject.STEP or self.subject is Subject.MOVE


class Truth(msgspec.Struct, frozen=True):
    """TRUE or FALSE."""

    value: bool


class Negation(msgspec.Struct, frozen=True):
    """~body."""

    body: Formula


class Conjunction(msgspec.Struct, frozen=True):
    """All of the items."""

    items: tuple[Formula, ...]


class Disjunction(msgspec.Struct, frozen=True):
    """At least one of the items."""

    items: tuple[Formula, ...]


class Always(msgspec.Struct, frozen=True):
    """[]body."""

    body: Formula


class Eventually(msgspec.Struct, frozen=True):
    """<>body."""

    body: Formula


Formula: TypeAlias = Predicate | Truth | Negation | Conjunction | Disjunction | Always | Eventually

TRUE = Truth(True)
FALSE = Truth(False)


def leads_to(one: Formula, other: Formula) -> Formula:
    """one ~> other."""
    return Always(implies(one, Eventually(other)))


def implies(one: Formula, other: Formula) -> Formula:
    """one => other."""
    return Disjunction((Negation(one), other))


def fairness(enabled: Formula, step: Formula, strong: bool) -> Formula:
    """WF, or SF if `strong`, of an action: if it can long enough be done, it is done."""
    can = Negation(enabled)
    idle = Eventually(Always(can)) if strong else Always(Eventually(can))
    return Disjunction((idle, Always(Eventually(step))))


def parts(formula: Formula) -> tuple[Formula, ...]:
    """The formulas directly within a formula."""
    match formula:
        case Predicate() | Truth():
            return ()
        case Negation(body) | Always(body) | Eventually(body):
            return (body,)
        case Conjunction(items) | Disjunction(items):
            return items
        case _:
            assert_never(formula)


def predicates(formula: Formula) -> Iterator[Predicate]:
    """The predicates of a formula, from left to right; one that occurs twice comes twice."""
    if isinstance(formula, Predicate):
        yield formula
    for part in parts(formula):
        yield from predicates(part)


def is_timeless(formula: Formula) -> bool:
    """Whether a formula has no temporal operator: one step decides it."""
    if isinstance(formula, Always | Eventually):
        return False
    return all(is_timeless(part) for part in parts(formula))


def speaks_of_steps(formula: Formula) -> bool:
    """Whether a predicate of a step occurs in a formula."""
    return any(predicate.of_step for predicate in predicates(formula))
