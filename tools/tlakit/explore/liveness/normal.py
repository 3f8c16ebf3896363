"""The normal form of a temporal formula: which behaviours to look for, as a list of searches.

What is looked for is a behaviour that satisfies the assumptions and not the property. Negations are
moved inwards, disjunctions outwards; each disjunct is one `Search`, a conjunction of

* recurrences `[]<>g \\/ <>[]k` with g and k decided by a step: WF, SF, []<>P and <>[]P are such.
  They speak of how a behaviour goes on for ever, not of how it begins;
* whatever else there is, for an automaton. Where that is one `<>f`, the beginning does not matter:
  a behaviour may be looked for from any reachable state where f begins to be true.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import assert_never

import msgspec

from tlakit.semantics.temporal import (
    FALSE,
    TRUE,
    Always,
    Conjunction,
    Disjunction,
    Eventually,
    Formula,
    Negation,
    Predicate,
    Truth,
    is_timeless,
)

MOST_SEARCHES = 4_000
"""Disjuncts of a normal form; a formula that has more is refused."""


class TooLarge(Exception):
    """The normal form of a formula has more than MOST_SEARCHES disjuncts."""


class Recurrence(msgspec.Struct, frozen=True):
    """`[]<>good \\/ <>[]keep`: good again and again, or from some step on keep for ever."""

    good: Formula
    keep: Formula


class Search(msgspec.Struct, frozen=True):
    """One kind of behaviour to look for: it satisfies `obligation` and every recurrence.

    `anywhere` says that the behaviour may begin in any reachable state instead of an initial one.
    """

    obligation: Formula
    recurrences: tuple[Recurrence, ...]
    anywhere: bool


def searches(formula: Formula) -> list[Search]:
    """The searches that find a behaviour which satisfies a formula, if any does.

    Raises TooLarge.
    """
    return [_search(conjuncts) for conjuncts in _disjuncts(normal(formula))]


def normal(formula: Formula, positive: bool = True) -> Formula:
    """The formula, or its negation, with negations only before predicates, and simplified."""
    match formula:
        case Predicate():
            return formula if positive else Negation(formula)
        case Truth(value):
            return TRUE if value is positive else FALSE
        case Negation(body):
            return normal(body, not positive)
        case Conjunction(items) | Disjunction(items):
            together = [normal(item, positive) for item in items]
            both = isinstance(formula, Conjunction) is positive
            return conjunction(together) if both else disjunction(together)
        case Always(body) | Eventually(body):
            inside = normal(body, positive)
            return always(inside) if isinstance(formula, Always) is positive else eventually(inside)
        case _:
            assert_never(formula)


def conjunction(items: Iterable[Formula]) -> Formula:
    """The conjunction, flat and without what is said twice."""
    found: dict[Formula, None] = {}
    for item in items:
        if item == FALSE:
            return FALSE
        for part in item.items if isinstance(item, Conjunction) else (item,):
            if part != TRUE:
                found[part] = None
    return _joined(found, TRUE) or Conjunction(tuple(found))


def disjunction(items: Iterable[Formula]) -> Formula:
    """The disjunction, flat and without what is said twice."""
    found: dict[Formula, None] = {}
    for item in items:
        if item == TRUE:
            return TRUE
        for part in item.items if isinstance(item, Disjunction) else (item,):
            if part != FALSE:
                found[part] = None
    return _joined(found, FALSE) or Disjunction(tuple(found))


def _joined(found: dict[Formula, None], empty: Formula) -> Formula | None:
    if not found:
        return empty
    return next(iter(found)) if len(found) == 1 else None


def always(body: Formula) -> Formula:
    """[]body: over conjunctions it goes inside, and what is true for ever needs no []."""
    if isinstance(body, Conjunction):
        return conjunction(always(item) for item in body.items)
    if isinstance(body, Disjunction):
        lasting = [item for item in body.items if _is_lasting(item)]
        rest = [item for item in body.items if not _is_lasting(item)]
        if lasting:
            return disjunction([*lasting, always(disjunction(rest))])
    if isinstance(body, Truth | Always) or _is_lasting(body):
        return body
    if isinstance(body, Eventually) and not is_timeless(body.body):
        inside = body.body
        if isinstance(inside, Disjunction):
            return disjunction(always(eventually(item)) for item in inside.items)
    return Always(body)


def eventually(body: Formula) -> Formula:
    """<>body: over disjunctions it goes inside, and what is true for ever needs no <>."""
    if isinstance(body, Disjunction) and not is_timeless(body):
        return disjunction(eventually(item) for item in body.items)
    if isinstance(body, Conjunction) and not is_timeless(body):
        lasting = [item for item in body.items if _is_lasting(item)]
        rest = [item for item in body.items if not _is_lasting(item)]
        if lasting:
            return conjunction([*lasting, eventually(conjunction(rest))])
        options = _options(rest)
        if len(options) > 1:
            return disjunction(eventually(conjunction(option)) for option in options)
    if isinstance(body, Truth | Eventually) or _is_lasting(body):
        return body
    if isinstance(body, Always) and isinstance(body.body, Conjunction):
        return conjunction(eventually(always(item)) for item in body.body.items)
    return Eventually(body)


def _options(items: list[Formula]) -> list[tuple[Formula, ...]]:
    """A conjunction with a temporal disjunct in it, distributed."""
    choices = [
        item.items if isinstance(item, Disjunction) and not is_timeless(item) else (item,)
        for item in items
    ]
    _limit(choices)
    return list(product(*choices))


def _limit(choices: Iterable[tuple[object, ...]]) -> None:
    count = 1
    for choice in choices:
        count *= max(1, len(choice))
        if count > MOST_SEARCHES:
            raise TooLarge


def _is_lasting(formula: Formula) -> bool:
    """Whether a formula says only how a behaviour goes on for ever: []<> or <>[], and joins of such."""
    match formula:
        case Always(Eventually()) | Eventually(Always()) | Truth():
            return True
        case Conjunction(items) | Disjunction(items):
            return all(_is_lasting(item) for item in items)
    return False


def _disjuncts(formula: Formula) -> list[list[Formula | Recurrence]]:
    """Lists of conjuncts; a disjunction that is one recurrence is not taken apart."""
    if formula == FALSE:
        return []
    recurrence = _recurrence(formula)
    if recurrence is not None:
        return [[recurrence]]
    if isinstance(formula, Disjunction) and not is_timeless(formula):
        return [option for item in formula.items for option in _disjuncts(item)]
    if isinstance(formula, Conjunction):
        choices = [tuple(_disjuncts(item)) for item in formula.items]
        _limit(choices)
        return [[part for option in chosen for part in option] for chosen in product(*choices)]
    return [[formula]]


def _recurrence(formula: Formula) -> Recurrence | None:
    goods: list[Formula] = []
    keeps: list[Formula] = []
    for item in formula.items if isinstance(formula, Disjunction) else (formula,):
        match item:
            case Always(Eventually(body)) if is_timeless(body):
                goods.append(body)
            case Eventually(Always(body)) if is_timeless(body) and not keeps:
                keeps.append(body)
            case _:
                return None
    return Recurrence(disjunction(goods), disjunction(keeps))


def _search(conjuncts: list[Formula | Recurrence]) -> Search:
    recurrences = tuple(dict.fromkeys(c for c in conjuncts if isinstance(c, Recurrence)))
    rest = conjunction(c for c in conjuncts if not isinstance(c, Recurrence))
    if isinstance(rest, Eventually):
        return Search(rest.body, recurrences, anywhere=True)
    return Search(rest, recurrences, anywhere=rest == TRUE)
