"""Fingerprints of states: 64 bits each, made of the contents of the slots (Zobrist hashing).

A state's fingerprint is the exclusive or of one random-looking number for the content of each slot,
and for a slot that holds a set of one number for each element. So a step changes it by a few
exclusive ors, without the state after the step being built. The numbers come from the values
themselves (`Value.fingerprint`), so they are the same in every process.

Two different states are taken for one with probability 2^-64 a pair: `collision_probability` gives
what that makes of a search.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from operator import itemgetter

from tlakit.explore.effects import Effect
from tlakit.explore.elements import Elements
from tlakit.explore.slots import Layout, Masked, Vector
from tlakit.semantics.values import Value

MOST_CONTENTS = 500_000
"""Contents of a slot whose fingerprints are kept; beyond, they are made again."""


def content_fingerprint(slot: int, value: Value) -> int:
    """The part of a state's fingerprint that a slot with this value contributes."""
    return _mixed(b"=", slot, value)


def element_fingerprint(slot: int, element: Value) -> int:
    """The part of a state's fingerprint that an element of the set in a slot contributes."""
    return _mixed(b"@", slot, element)


def _mixed(kind: bytes, slot: int, value: Value) -> int:
    data = kind + slot.to_bytes(4, "big") + value.fingerprint
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big")


def collision_probability(distinct: int, images: int = 1) -> float:
    """How likely it is that a search with so many distinct states took two for one, at the most.

    Where a state is known by the least of the fingerprints of so many `images`, it is likelier by less
    than their number: the least of n has the density n(1-x)^(n-1), and the integral of its square is
    n^2/(2n-1).
    """
    return min(1.0, images * distinct * (distinct - 1) / 2**65)


class Fingerprints:
    """The fingerprints of the states of one layout; those of contents are remembered.

    `of_content` and `of_element` give the numbers that they are made of.
    """

    def __init__(
        self,
        layout: Layout,
        of_content: Callable[[int, Value], int] = content_fingerprint,
        of_element: Callable[[int, Value], int] = element_fingerprint,
    ) -> None:
        self._of_content = of_content
        self._of_element = of_element
        self._contents: list[dict[Value | int, int]] = [{} for _ in range(layout.size)]
        self._elements: dict[int, Elements] = {
            place.slot: place.elements for place in layout.places if isinstance(place, Masked)
        }
        self._bits: dict[int, list[int]] = {slot: [] for slot in self._elements}
        self._together: dict[tuple[int, ...], Together] = {}

    def together(self, slots: tuple[int, ...]) -> Together:
        """What these slots, at least one, contribute together."""
        found = self._together.get(slots)
        if found is None:
            found = self._together[slots] = Together(self, slots)
        return found

    def of(self, vector: Vector) -> int:
        """The fingerprint of a state."""
        found = 0
        for slot, content in enumerate(vector):
            found ^= self.content(slot, content)
        return found

    def change(self, effect: Effect, before: Vector) -> int | None:
        """What turns the fingerprint of a state into that of its successor; None if both are the same."""
        found, changes = 0, False
        for slot, content in effect.writes:
            old = before[slot]
            if old != content:
                changes = True
                found ^= self.content(slot, old) ^ self.content(slot, content)
        for slot, kept, added in effect.masks:
            old = before[slot]
            changed = old ^ (old & kept | added)  # type: ignore[operator]
            if changed:
                changes = True
                found ^= self._mask(slot, changed)
        return found if changes else None

    def content(self, slot: int, content: Value | int) -> int:
        """What the content of a slot contributes."""
        if isinstance(content, int):
            return self._mask(slot, content)
        known = self._contents[slot]
        found = known.get(content)
        if found is None:
            if len(known) > MOST_CONTENTS:
                known.clear()
            found = known[content] = self._of_content(slot, content)
        return found

    def _mask(self, slot: int, mask: int) -> int:
        bits = self._bits[slot]
        elements = self._elements[slot].values
        while len(bits) < len(elements):
            bits.append(self._of_element(slot, elements[len(bits)]))
        found = 0
        while mask:
            low = mask & -mask
            found ^= bits[low.bit_length() - 1]
            mask ^= low
        return found


class Together:
    """What some slots contribute to a fingerprint together, remembered by what they hold."""

    __slots__ = ("_contents", "_fingerprints", "_known", "_slots")

    def __init__(self, fingerprints: Fingerprints, slots: tuple[int, ...]) -> None:
        self._fingerprints = fingerprints
        self._slots = slots
        self._contents = itemgetter(*slots)
        self._known: dict[Value | int | Vector, int] = {}

    def of(self, vector: Vector) -> int:
        """What they contribute in a state."""
        contents = self._contents(vector)
        found = self._known.get(contents)
        if found is None:
            if len(self._known) > MOST_CONTENTS:
                self._known.clear()
            found = 0
            for slot in self._slots:
                found ^= self._fingerprints.content(slot, vector[slot])
            self._known[contents] = found
        return found
