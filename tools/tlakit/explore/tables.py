"""Where the instances of a search are sorted: into tables by the slot that each looks at first."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from tlakit.explore.bundles import Bundle
from tlakit.explore.effects import Outcome
from tlakit.explore.memo import Memo, Node
from tlakit.explore.moves import NOWHERE, Share
from tlakit.explore.slots import Masked, Vector
from tlakit.explore.transitions import Members
from tlakit.semantics.values import Value


class Table:
    """Instances that look at `slot` first, those of one family by the bit of the element.

    `leads` has what its contents lead each instance to: its share, or the node that looks elsewhere.
    """

    __slots__ = ("bits", "bundles", "family", "leads", "memos", "of_bit", "slot")

    def __init__(self, slot: int) -> None:
        self.slot = slot
        self.family = NOWHERE
        self.bits = 0
        self.memos: list[Memo[Outcome]] = []
        self.of_bit: dict[int, list[Memo[Outcome]]] = {}
        self.bundles: dict[Hashable, Bundle] = {}
        self.leads: dict[Memo[Outcome], dict[Value | int, Node[Outcome] | Share]] = {}

    def here(self, vector: Vector) -> Iterator[Memo[Outcome]]:
        """The instances that there are in a state."""
        yield from self.memos
        if self.family != NOWHERE:
            for bit in bits_of(vector[self.family] & self.bits):  # type: ignore[operator]
                yield from self.of_bit[bit]

    def everything(self) -> Iterator[Memo[Outcome]]:
        """All instances met so far."""
        yield from self.memos
        for memos in self.of_bit.values():
            yield from memos


class SortedFamily:
    """A family whose set is the mask in a slot: the elements that are `sorted`, into tables or not."""

    __slots__ = ("members", "of_bit", "others", "place", "slot", "sorted")

    def __init__(self, members: Members, place: Masked) -> None:
        self.members = members
        self.place = place
        self.slot = place.slot
        self.sorted = 0
        self.others = 0
        self.of_bit: dict[int, list[Memo[Outcome]]] = {}


def bits_of(mask: int) -> Iterator[int]:
    """The bits of a mask, each alone."""
    while mask:
        bit = mask & -mask
        yield bit
        mask ^= bit
