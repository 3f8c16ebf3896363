"""What effects do to the fingerprints of states: found once for all states that look alike to them.

Instances come together in ever new bundles, but each of them is met in few states that differ in what
it changes. So what a bundle does is put together of what is known of its effects.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, TypeAlias

from tlakit.explore.effects import Effect, Outcome
from tlakit.explore.exits import Bound, Exit
from tlakit.explore.fingerprints import Together
from tlakit.explore.slots import Vector
from tlakit.semantics.values import Value

NOWHERE = -1
SEVERAL = -2

Watched: TypeAlias = tuple[tuple[int, int], ...]
"""Slots and bits of them."""

Group: TypeAlias = tuple[Together | None, Exit | None, tuple[tuple[int, Any, Effect], ...]]
"""Effects after their orders, each after what it does to the fingerprint of a state.

They stand beside the slots that they overwrite and whose contents are not known: what these contribute
goes from the fingerprint too. Where they share an exit, it says whether all of them lead beyond the
constraints.
"""


def place_of(watched: Watched) -> tuple[int, int]:
    """The only slot that is watched and its bits; NOWHERE, or SEVERAL, and 0 if there is none."""
    if len(watched) == 1:
        return watched[0]
    return SEVERAL if watched else NOWHERE, 0


class Kind:
    """What the moves of a group have in common: the slots that they overwrite, and how they may exit.

    What the `bound` of one of them finds differs from the state before by the same, the `difference`.
    """

    __slots__ = ("bound", "difference", "groups", "together")

    def __init__(self, together: Together | None, bound: Bound | None, difference: int) -> None:
        self.together = together
        self.bound = bound
        self.difference = difference
        self.groups: dict[tuple[Move, ...], Group] = {}

    def group(self, moves: list[Move]) -> Group:
        """These moves, to be looked at together."""
        key = tuple(moves)
        group = self.groups.get(key)
        if group is None:
            exit_ = None
            if self.bound is not None:
                views = [view for move in moves for view in move.effect.views]
                exit_ = Exit(self.bound, views, self.difference)
            steps = tuple([(move.change, move.effect.order, move.effect) for move in moves])
            group = self.groups[key] = self.together, exit_, steps
        return group


class Move:
    """What an effect does to the fingerprint of states that have the same of what it changes."""

    __slots__ = ("change", "effect", "kind")

    def __init__(self, effect: Effect, change: int, kind: Kind) -> None:
        self.effect = effect
        self.change = change
        self.kind = kind


class Mover:
    """An effect of an instance that is known by what the slot `known` holds, unless that is NOWHERE.

    Its `moves` are kept by which of the elements in `watched`, which it removes or adds, the state
    has, and by what `known` holds if it `varies`, being overwritten unread; None where nothing changes. Slots in
    `blind` are overwritten, and nothing is known of what they hold. Where all that is watched is
    in one slot, the key is its content's `bits`; where nothing is, `slot` is NOWHERE and the key is ();
    otherwise it is SEVERAL, and `key` gives the key. Whether steps by the effect must be checked is kept in
    `closely` by what `known` holds; unless it is `asked`, none need be.
    """

    __slots__ = (
        "asked",
        "bits",
        "blind",
        "closely",
        "effect",
        "known",
        "moves",
        "slot",
        "varies",
        "watched",
    )

    def __init__(self, effect: Effect, known: int) -> None:
        self.effect = effect
        self.known = known
        self.moves: dict[Hashable, Move | None] = {}
        self.closely: dict[Value | int | None, bool] = {}
        self.asked = True
        unread = [slot for slot, _ in effect.writes if slot not in effect.before]
        self.blind = tuple([slot for slot in unread if slot != known])
        self.varies = known in unread
        self.watched = tuple([(slot, ~kept | added) for slot, kept, added in effect.masks])
        self.slot, self.bits = place_of(self.watched)
        if self.varies:
            self.slot = SEVERAL

    def key(self, vector: Vector) -> Hashable:
        """What `moves` has a state under."""
        found: list[Value | int] = [vector[slot] & bits for slot, bits in self.watched]  # type: ignore[operator]
        if self.varies:
            found.append(vector[self.known])
        return tuple(found)

    def forget(self) -> None:
        """Forgets what depends on what must be checked."""
        self.moves.clear()
        self.closely.clear()


class Share:
    """What one instance contributes to a bundle; `count` is the number of its successors."""

    __slots__ = ("count", "movers", "outcome", "watched")

    def __init__(self, outcome: Outcome, known: int) -> None:
        self.outcome = outcome
        self.count = outcome.count
        self.movers = tuple([Mover(effect, known) for effect in outcome.effects])
        self.watched = tuple([pair for mover in self.movers for pair in mover.watched])
