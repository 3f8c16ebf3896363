"""The fingerprints of what slots hold, also under the permutations of a SYMMETRY and behind a VIEW.

Under a symmetry a state is known by the least fingerprint of its images. The image of a state has the
permuted contents in permuted slots, so a content contributes one number to each image, and the
fingerprint of an image is the exclusive or of these. A VIEW that is a tuple of variables hides the
others: what is in their slots contributes nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from tlakit.explore.fingerprints import content_fingerprint, element_fingerprint
from tlakit.explore.identity import shows_everything, viewed_variables
from tlakit.explore.slots import Layout, Split
from tlakit.explore.symmetry import Permutation, permutations_of, permuted
from tlakit.semantics.specification import Specification
from tlakit.semantics.values import Value


class Images:
    """What the contents of one layout contribute; `count` images, the state itself first.

    `exact` is false where states are told apart by something else: a VIEW that is no tuple of
    variables, one that hides any beside a SYMMETRY, or a symmetry under which the layout does not keep its shape.
    If `plain`, neither counts: states are told apart as they are.
    """

    def __init__(
        self, specification: Specification, layout: Layout, *, plain: bool = False
    ) -> None:
        self.exact = True
        self.hidden: set[int] = set()
        group = () if plain else permutations_of(specification)
        viewed = not plain and specification.view is not None
        if viewed and not shows_everything(specification):
            self._hide(specification, layout)
            if group:
                self.exact = False
        self.known: list[tuple[Permutation, dict[Value, Value]]] = [(p, {}) for p in ({}, *group)]
        self.slots = [self._slots(layout, permutation) for permutation, _ in self.known]
        self.count = len(self.known)

    def content(self, slot: int, value: Value) -> tuple[int, ...]:
        """What a value in a slot contributes to each image."""
        return self._of(slot, value, content_fingerprint)

    def element(self, slot: int, element: Value) -> tuple[int, ...]:
        """What an element of the set in a slot contributes to each image."""
        return self._of(slot, element, element_fingerprint)

    def _of(
        self, slot: int, value: Value, fingerprint: Callable[[int, Value], int]
    ) -> tuple[int, ...]:
        if slot in self.hidden:
            return (0,) * self.count
        return tuple(
            fingerprint(slots[slot], permuted(value, permutation, known))
            for slots, (permutation, known) in zip(self.slots, self.known, strict=True)
        )

    def _hide(self, specification: Specification, layout: Layout) -> None:
        seen = viewed_variables(specification)
        if seen is None:
            self.exact = False
            return
        for variable, place in zip(specification.variables, layout.places, strict=True):
            if variable not in seen:
                of_place = place.slots.values() if isinstance(place, Split) else (place.slot,)
                self.hidden.update(of_place)

    def _slots(self, layout: Layout, permutation: Permutation) -> list[int]:
        """The slot in which the image of each slot's content stands."""
        found = list(range(layout.size))
        for place in layout.places:
            if isinstance(place, Split):
                for key, slot in place.slots.items():
                    image = place.slots.get(permuted(key, permutation, {}))
                    if image is None:
                        self.exact = False
                    else:
                        found[slot] = image
        return found
