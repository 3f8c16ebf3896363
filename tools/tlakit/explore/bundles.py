"""What several instances do together in states that look alike to them, ready to be applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import TypeAlias

from tlakit.explore.effects import Effect, Outcome
from tlakit.explore.memo import Memo, Node
from tlakit.explore.moves import Group, Mover, Share, place_of
from tlakit.explore.slots import Vector
from tlakit.semantics.behaviour import Label

Changes: TypeAlias = tuple[tuple[Group, ...], tuple[Effect, ...]]
"""The effects that change a state, and those with steps to be checked."""


class Bundle:
    """What some instances do in states that look alike to them.

    `count` is the number of successors, `pending` are instances that must look further. `changes`
    are kept by which of the elements in `watched` the state has, as a `Mover` keeps its moves. `hits`
    counts the states.
    """

    __slots__ = (
        "bits",
        "changes",
        "count",
        "hits",
        "movers",
        "pending",
        "shares",
        "slot",
        "watched",
    )

    def __init__(self, shares: Iterable[Share]) -> None:
        self.shares = [share for share in shares if share.count]
        self.count = 0
        self.pending: list[tuple[Memo[Outcome], Node[Outcome]]] = []
        self.changes: dict[Hashable, Changes] = {}
        self.hits = 0
        movers: list[Mover] = []
        watched: dict[int, int] = {}
        for share in self.shares:
            self.count += share.count
            movers += share.movers
            for slot, bits in share.watched:
                watched[slot] = watched.get(slot, 0) | bits
        self.movers = tuple(movers)
        self.watched = tuple(watched.items())
        self.slot, self.bits = place_of(self.watched)

    def key(self, vector: Vector) -> Hashable:
        """What `changes` has a state under."""
        parts = tuple([vector[slot] & bits for slot, bits in self.watched])  # type: ignore[operator]
        return parts[0] if len(parts) == 1 else parts

    def count_into(self, taken: Counter[tuple[Label, int]]) -> None:
        """Adds, for each label and number of successors, in how many states there were so many."""
        for share in self.shares:
            outcome = share.outcome
            label = (*outcome.effects, *outcome.silent)[0].label
            taken[label, outcome.count] += self.hits
        self.hits = 0
