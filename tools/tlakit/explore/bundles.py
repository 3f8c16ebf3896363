"""What several instances do together in states that look alike to them, ready to be applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import Any, TypeAlias

from tlakit.explore.effects import Effect, Outcome
from tlakit.explore.exits import Exit
from tlakit.explore.fingerprints import Together
from tlakit.explore.memo import Memo, Node
from tlakit.explore.slots import Vector
from tlakit.semantics.behaviour import Label

NOWHERE = -1
SEVERAL = -2

Known: TypeAlias = tuple[tuple[int, Any, Effect], ...]
"""Effects after their orders, each after what it does to the fingerprint of a state."""
Changes: TypeAlias = tuple[
    tuple[tuple[Together | None, Exit | None, Known], ...], tuple[Effect, ...]
]
"""The effects that change a state, and those with steps to be checked.

The former stand beside the slots that they overwrite and whose contents are not known: what these
contribute goes from the fingerprint too. Where they share an exit, it says whether all of them lead
beyond the constraints.
"""


class Bundle:
    """What some instances do in states that look alike to them.

    `count` is the number of successors, `pending` are instances that must look further. `changes`
    are kept by which of the elements in `watched`, bits by slot, the state has: where all of them are
    in one slot, the key is its content's `bits`; where there are none, `slot` is NOWHERE and the key
    is (); otherwise it is SEVERAL, and `key` gives the key. Effects in `blind` overwrite what is not
    known; what the slot `known` holds, unless it is NOWHERE, is. Whether steps by an effect must be
    checked is kept in `closely`. `hits` counts the states.
    """

    __slots__ = (
        "bits",
        "blind",
        "changes",
        "closely",
        "count",
        "effects",
        "hits",
        "known",
        "outcomes",
        "pending",
        "slot",
        "watched",
    )

    def __init__(self, outcomes: Iterable[Outcome], known: int = NOWHERE) -> None:
        self.known = known
        self.outcomes = tuple(outcome for outcome in outcomes if outcome.count)
        self.count = sum(outcome.count for outcome in self.outcomes)
        self.effects = tuple(effect for one in self.outcomes for effect in one.effects)
        self.pending: list[tuple[Memo[Outcome], Node[Outcome]]] = []
        self.changes: dict[Hashable, Changes] = {}
        self.hits = 0
        self.blind: dict[Effect, tuple[int, ...]] = {}
        self.closely: dict[Effect, bool] = {}
        watched: dict[int, int] = {}
        for effect in self.effects:
            for slot, _ in effect.writes:
                if slot != known and slot not in effect.before:
                    self.blind[effect] = (*self.blind.get(effect, ()), slot)
            for slot, kept, added in effect.masks:
                watched[slot] = watched.get(slot, 0) | ~kept | added
        self.watched = tuple(watched.items())
        self.slot, self.bits = self.watched[0] if self.watched else (NOWHERE, 0)
        if len(watched) > 1:
            self.slot = SEVERAL

    def key(self, vector: Vector) -> Hashable:
        """What `changes` has a state under."""
        parts = tuple([vector[slot] & bits for slot, bits in self.watched])  # type: ignore[operator]
        return parts[0] if len(parts) == 1 else parts

    def forget(self) -> None:
        """Forgets what depends on what must be checked."""
        self.changes.clear()
        self.closely.clear()

    def count_into(self, taken: Counter[tuple[Label, int]]) -> None:
        """Adds, for each label and number of successors, in how many states there were so many."""
        for outcome in self.outcomes:
            label = (*outcome.effects, *outcome.silent)[0].label
            taken[label, outcome.count] += self.hits
        self.hits = 0
