"""A formula in normal form as an automaton that reads a behaviour step by step.

A state of the automaton is a set of obligations: formulas that hold from here on. Taking them apart
for one step gives transitions: what must be true of the step, what is still to be met after it, and
which `<>f` it puts off. A behaviour satisfies the formula if and only if some run over it exists in
which no `<>f` is put off for ever (a transition-based generalised Buechi automaton: J.-M. Couvreur,
On-the-fly verification of linear temporal logic, FM 1999).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import msgspec

from tlakit.explore.liveness.normal import TooLarge
from tlakit.semantics.temporal import (
    Always,
    Conjunction,
    Disjunction,
    Eventually,
    Formula,
    Negation,
    Truth,
    is_timeless,
    speaks_of_steps,
)

MOST_STATES = 2_000
"""States of an automaton; a formula that needs more is refused."""

Obligations: TypeAlias = frozenset[Formula]


class Transition(msgspec.Struct, frozen=True):
    """`here` must be true of the state and `step` of the step; `postponed` is a bit for each <>f."""

    here: tuple[Formula, ...]
    step: tuple[Formula, ...]
    target: int
    postponed: int


class Automaton(msgspec.Struct, frozen=True):
    """Transitions by state; state 0 is the first. A run is accepting if each bit of `postponed` that
    lies in `promises` is again and again not set."""

    transitions: tuple[tuple[Transition, ...], ...]
    promises: int


class _Branch(msgspec.Struct, frozen=True):
    """One way to meet obligations: what must be true at once, what later, what is put off."""

    now: tuple[Formula, ...]
    later: Obligations
    postponed: frozenset[Formula]


def automaton_of(formula: Formula) -> Automaton:
    """The automaton of a formula in normal form; TooLarge if it has more than MOST_STATES states."""
    first: Obligations = frozenset() if formula == Truth(True) else frozenset((formula,))
    numbers: dict[Obligations, int] = {first: 0}
    promises: dict[Formula, int] = {}
    table: list[tuple[Transition, ...]] = []
    pending = [first]
    for obligations in pending:
        row: list[Transition] = []
        for branch in _branches(obligations):
            if branch.later not in numbers:
                numbers[branch.later] = len(pending)
                pending.append(branch.later)
                if len(pending) > MOST_STATES:
                    raise TooLarge
            bits = 0
            for promise in branch.postponed:
                bits |= promises.setdefault(promise, 1 << len(promises))
            here = tuple(item for item in branch.now if not speaks_of_steps(item))
            step = tuple(item for item in branch.now if speaks_of_steps(item))
            row.append(Transition(here, step, numbers[branch.later], bits))
        table.append(tuple(row))
    return Automaton(tuple(table), (1 << len(promises)) - 1)


def _branches(obligations: Obligations) -> list[_Branch]:
    """The ways to meet obligations; one that asks for more than another, to no end, is left out."""
    empty = _Branch((), frozenset(), frozenset())
    found: list[_Branch] = []
    for branch in dict.fromkeys(_expand(list(obligations), empty)):
        if any(_covers(other, branch) for other in found):
            continue
        found = [other for other in found if not _covers(branch, other)]
        found.append(branch)
        if len(found) > MOST_STATES:
            raise TooLarge
    return found


def _covers(one: _Branch, other: _Branch) -> bool:
    return (
        set(one.now) <= set(other.now)
        and one.later <= other.later
        and one.postponed <= other.postponed
    )


def _expand(pending: list[Formula], branch: _Branch) -> Iterator[_Branch]:
    if not pending:
        yield branch
        return
    formula, rest = pending[0], pending[1:]
    if is_timeless(formula):
        yield from _timeless(formula, rest, branch)
        return
    match formula:
        case Conjunction(items):
            yield from _expand([*items, *rest], branch)
        case Disjunction(items):
            for item in items:
                yield from _expand([item, *rest], branch)
        case Always(body):
            later = branch.later | {formula}
            yield from _expand([body, *rest], _Branch(branch.now, later, branch.postponed))
        case Eventually(body):
            yield from _expand([body, *rest], branch)
            later, postponed = branch.later | {formula}, branch.postponed | {formula}
            yield from _expand(rest, _Branch(branch.now, later, postponed))


def _timeless(formula: Formula, rest: list[Formula], branch: _Branch) -> Iterator[_Branch]:
    """A formula that one step decides is taken as it is: no run depends on which disjunct holds."""
    if isinstance(formula, Truth):
        if formula.value:
            yield from _expand(rest, branch)
        return
    opposite = formula.body if isinstance(formula, Negation) else Negation(formula)
    if formula in branch.now:
        yield from _expand(rest, branch)
    elif opposite not in branch.now:
        now = (*branch.now, formula)
        yield from _expand(rest, _Branch(now, branch.later, branch.postponed))
