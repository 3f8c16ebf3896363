"""The instances that there are in every state, by action: which of them have a step from a state.

Instances of one action whose evaluation begins with the same slot share a shelf, which knows for each
content of the slot what they do as far as that decides it. So most of them are not even looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from tlakit.explore.effects import Outcome
from tlakit.explore.memo import Memo, Node
from tlakit.explore.slots import Vector
from tlakit.semantics.behaviour import Label
from tlakit.semantics.values import Value

MOST_CONTENTS = 20_000
"""Contents of a slot that are kept at hand; beyond, they are forgotten and found again."""

_order = attrgetter("order")


class _Entry:
    """What the instances on a shelf do for one content; `pending` ones must look further."""

    __slots__ = ("outcomes", "pending")

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []
        self.pending: list[tuple[Memo[Outcome], Node[Outcome]]] = []


class _Shelf:
    """Instances that read `slot` first."""

    __slots__ = ("entries", "memos", "slot")

    def __init__(self, slot: int) -> None:
        self.slot = slot
        self.memos: list[Memo[Outcome]] = []
        self.entries: dict[Value | int, _Entry] = {}

    def enter(self, vector: Vector) -> _Entry:
        """Finds out what a content leads to that was not met before."""
        entry = _Entry()
        for memo in self.memos:
            found = memo.ahead(self.slot, vector)
            assert found is not None
            if isinstance(found, Node):
                entry.pending.append((memo, found))
            elif found.count:
                entry.outcomes.append(found)
        if len(self.entries) >= MOST_CONTENTS:
            self.entries.clear()
        self.entries[vector[self.slot]] = entry
        return entry


class FixedInstances:
    """Those of one action; those in `loose` have not shown that they read a slot first."""

    __slots__ = ("loose", "shelves")

    def __init__(self) -> None:
        self.shelves: list[_Shelf] = []
        self.loose: list[Memo[Outcome]] = []

    def enabled(self, vector: Vector) -> list[Outcome]:
        """What those do that have a step from a state, in the order of the text."""
        found: list[Outcome] = []
        for shelf in self.shelves:
            entry = shelf.entries.get(vector[shelf.slot])
            if entry is None:
                entry = shelf.enter(vector)
            found += entry.outcomes
            for memo, node in entry.pending:
                outcome = memo.descend(node, vector)
                if outcome.count:
                    found.append(outcome)
        if self.loose:
            found += self._loose(vector)
        if len(found) > 1:
            found.sort(key=_order)
        return found

    def _loose(self, vector: Vector) -> list[Outcome]:
        found = [memo.find(vector) for memo in self.loose]
        left = []
        for memo in self.loose:
            if isinstance(memo.root, Node) and memo.root.direct:
                self._shelf(memo.root.slot).memos.append(memo)
            else:
                left.append(memo)
        self.loose = left
        return [outcome for outcome in found if outcome.count]

    def _shelf(self, slot: int) -> _Shelf:
        for shelf in self.shelves:
            if shelf.slot == slot:
                shelf.entries.clear()
                return shelf
        self.shelves.append(_Shelf(slot))
        return self.shelves[-1]


def by_action(memos: Iterable[Memo[Outcome]]) -> dict[str, FixedInstances]:
    """Fixed instances, by the name of their action."""
    found: dict[str, FixedInstances] = {}
    for memo in memos:
        found.setdefault(action_of(memo), FixedInstances()).loose.append(memo)
    return found


def action_of(memo: Memo[Outcome]) -> str:
    """The name of the action that an instance is one of."""
    assert isinstance(memo.subject, Label)
    return memo.subject.action
