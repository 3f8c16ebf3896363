"""What a kernel knows a state by where SYMMETRY or VIEW make several states count as one: 64 bits."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from struct import Struct
from typing import TypeAlias

from tlakit.explore.fingerprints import content_fingerprint
from tlakit.explore.identity import identity_of
from tlakit.explore.images import Images
from tlakit.explore.slots import Layout, Masked, Vector
from tlakit.semantics.specification import Specification
from tlakit.semantics.values import Value

Key: TypeAlias = Callable[[Vector], int]

MOST_CONTENTS = 200_000
"""Contents of a slot whose images are kept; beyond, they are made again."""


def key_of(specification: Specification, layout: Layout, images: Images) -> Key | None:
    """What tells states apart; None where it is the fingerprint of the state itself."""
    if images.exact:
        return LeastImage(images, layout).of if images.count > 1 or images.hidden else None
    identity = identity_of(specification, layout)
    return None if identity is None else lambda vector: _fingerprint(identity(vector))


def _fingerprint(shown: Hashable) -> int:
    """The fingerprint of a view's value, or of a state that is given by its variables' values."""
    if isinstance(shown, Value):
        return content_fingerprint(0, shown)
    assert isinstance(shown, tuple)
    found = 0
    for number, value in enumerate(shown):
        found ^= content_fingerprint(number, value)
    return found


class LeastImage:
    """The least fingerprint of the images of a state.

    What a content contributes to all images stands in one long integer, 64 bits for each image: so
    the fingerprints of all images are computed together.
    """

    def __init__(self, images: Images, layout: Layout) -> None:
        self.images = images
        self.elements = {
            place.slot: place.elements for place in layout.places if isinstance(place, Masked)
        }
        self.packed: list[dict[Value | int, int]] = [{} for _ in range(layout.size)]
        self.shape = Struct(f"<{images.count}Q")

    def of(self, vector: Vector) -> int:
        """The least fingerprint for a state."""
        found = 0
        for slot, known, content in zip(range(len(vector)), self.packed, vector, strict=True):
            contributed = known.get(content)
            found ^= self._contributed(slot, content) if contributed is None else contributed
        numbers: tuple[int, ...] = self.shape.unpack(found.to_bytes(self.shape.size, "little"))
        return min(numbers)

    def _contributed(self, slot: int, content: Value | int) -> int:
        known = self.packed[slot]
        if len(known) > MOST_CONTENTS:
            known.clear()
        if isinstance(content, Value):
            found = self._pack(self.images.content(slot, content))
        else:
            found = 0
            values = self.elements[slot].values
            for position in range(content.bit_length()):
                if content >> position & 1:
                    found ^= self._element(slot, 1 << position, values[position])
        known[content] = found
        return found

    def _element(self, slot: int, bit: int, element: Value) -> int:
        known = self.packed[slot]
        found = known.get(bit)
        if found is None:
            found = known[bit] = self._pack(self.images.element(slot, element))
        return found

    def _pack(self, numbers: tuple[int, ...]) -> int:
        return int.from_bytes(self.shape.pack(*numbers), "little")
