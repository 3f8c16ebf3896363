"""What a kernel knows a state by where SYMMETRY or VIEW make several states count as one: 64 bits."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from struct import Struct
from typing import TypeAlias

from tlakit.explore.fingerprints import Fingerprints, content_fingerprint
from tlakit.explore.identity import identity_of
from tlakit.explore.images import Images
from tlakit.explore.slots import Layout, Vector
from tlakit.semantics.specification import Specification
from tlakit.semantics.values import Value

Key: TypeAlias = Callable[[Vector], int]


def shown_key(specification: Specification, layout: Layout) -> Key | None:
    """The fingerprint of what a VIEW shows of a state, or of the least of its images."""
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

    The fingerprints of all images stand in one long integer, 64 bits for each: so they are
    computed, and changed by a step, together.
    """

    def __init__(self, images: Images, layout: Layout) -> None:
        self.images = images
        self.shape = Struct(f"<{images.count}Q")
        self.fingerprints = Fingerprints(layout, self._of_content, self._of_element)

    def of(self, vector: Vector) -> int:
        """The least fingerprint for a state."""
        return self.least(self.fingerprints.of(vector))

    def least(self, fingerprints: int) -> int:
        """The least of those in one integer."""
        numbers: tuple[int, ...] = self.shape.unpack(
            fingerprints.to_bytes(self.shape.size, "little")
        )
        return min(numbers)

    def _of_content(self, slot: int, value: Value) -> int:
        return self._pack(self.images.content(slot, value))

    def _of_element(self, slot: int, element: Value) -> int:
        return self._pack(self.images.element(slot, element))

    def _pack(self, numbers: tuple[int, ...]) -> int:
        return int.from_bytes(self.shape.pack(*numbers), "little")
