"""What is to be said of a SYMMETRY that gains nothing, or that the model does not have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tlakit.explore.symmetry import Permutation, permutations_of, permuted
from tlakit.semantics.specification import Specification
from tlakit.semantics.values import Value

MOST_IMAGES = 100_000
"""Images of initial states that are looked at; where there are more, not all are."""


def symmetry_warnings(specification: Specification) -> tuple[str, ...]:
    """What the user should know of the model's SYMMETRY, a sentence each."""
    name = specification.config.symmetry
    if name is None:
        return ()
    group = permutations_of(specification)
    if not group:
        return (f"the symmetry `{name.text}` permutes nothing: it has no effect",)
    image = next(_strange_images(specification, group), None)
    if image is None:
        return ()
    what = f"the initial states are not symmetric: `{name.text}` permutes one to {image}, which is none"
    advice = "let the initial predicate treat all elements alike, or remove the SYMMETRY"
    return (f"{what}. States may be missed, and little is gained: {advice}",)


def _strange_images(specification: Specification, group: tuple[Permutation, ...]) -> Iterator[str]:
    """The images of initial states that are none, as text."""
    initial = dict.fromkeys(specification.initial_vectors())
    looked_at = 0
    for permutation in group:
        known: dict[Value, Value] = {}
        for state in initial:
            image = tuple(permuted(value, permutation, known) for value in state)
            if image not in initial:
                yield _text(dict(zip(specification.variables, image, strict=True)), state)
            looked_at += 1
            if looked_at >= MOST_IMAGES:
                return


def _text(image: Mapping[str, Value], before: tuple[Value, ...]) -> str:
    """The variables that a permutation changed, with their values after it."""
    changed = zip(image.items(), before, strict=True)
    parts = [f"{name} = {_short(value)}" for (name, value), old in changed if value is not old]
    return f"`{', '.join(parts)}`"


def _short(value: Value) -> str:
    return value.text if len(value.text) <= 60 else f"{value.text[:57]}..."
