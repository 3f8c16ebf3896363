"""What of a search a checkpoint holds, and how the search goes on from it.

Of each state, by number, its fingerprint, the number of the state before it and that of the effect
between are kept; of each effect what it does. The states that wait to be explored are not written:
they are made again from their predecessors, level by level. Nor is what was remembered of evaluations.
"""

from __future__ import annotations

import sys
import time
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

import msgspec

from tlakit.explore.checkpoint import Checkpoint, Checkpointing, CheckpointProblem
from tlakit.explore.effect_log import EffectLog
from tlakit.explore.effects import Effect
from tlakit.explore.slots import DEEPEST, Graph, Layout, Place, Shape, Vector, Whole
from tlakit.explore.value_log import ValueLog
from tlakit.semantics.runtime import current
from tlakit.semantics.specification import Specification


class Saved(Protocol):
    """What a kernel tells of its search; all of the same moment."""

    layout: Layout
    initial: list[Vector]
    generated: int
    """How many successors the explored states have, and the initial states."""

    @property
    def explored(self) -> int:
        """So many states, the first ones, are explored to the end."""

    @property
    def effects_known(self) -> int:
        """How many effects have numbers."""

    def effect(self, number: int, /) -> Effect:
        """An effect by its number."""

    def export(self, first: int) -> tuple[bytes, bytes, bytes]:
        """The fingerprints (64 bits each) of the states from a number on, their parents (32 bits),
        and the numbers of the effects (32 bits): the low end first, for equally many states."""

    def counters(self) -> Any:
        """What else is counted, as data for JSON."""

    def reached(self) -> dict[str, int]:
        """The sometimes properties that were reached, and in how many steps."""


class Restored(msgspec.Struct):
    """A search as it was when it was saved.

    States are numbered level by level: `ends` has the number after the last state of each level, up
    to the one that is explored.
    """

    fingerprints: array[int]
    parents: array[int]
    via: array[int]
    effects: list[Effect]
    explored: int
    generated: int
    counters: Any
    reached: dict[str, int]
    ends: list[int]

    @property
    def depth(self) -> int:
        """The number of levels before the one that is explored."""
        return len(self.ends) - 1

    def waiting(self, initial: Sequence[Vector]) -> tuple[list[Vector], list[Vector]]:
        """The states of the level from number `explored` on, and those that were found from it."""
        effects, parents, via = self.effects, self.parents, self.via
        first, level = 0, list(initial)

        def made(start: int, stop: int) -> list[Vector]:
            return [effects[via[n]].apply(level[parents[n] - first]) for n in range(start, stop)]

        for end, stop in pairwise(self.ends):
            level, first = made(end, stop), end
        found = made(self.ends[-1], len(parents))
        return level[self.explored - first :], found


class Saver:
    """Writes the checkpoints of one search, or of the one that is begun again in its place."""

    def __init__(self, wanted: Checkpointing, specification: Specification) -> None:
        """Raises CheckpointProblem."""
        self.specification = specification
        self.every_seconds = wanted.every_seconds
        origin = origin_of(wanted, specification)
        make = Checkpoint.reopened if wanted.resume else Checkpoint
        self.checkpoint = make(wanted.folder, origin)
        self.saved = time.monotonic()
        self.fresh = True
        self._forget()

    def _forget(self) -> None:
        self.values = ValueLog()
        self.effects = EffectLog(self.values, self.specification.sources)
        self.states = 0

    def shape(self) -> Shape:
        """What is settled of the first layout."""
        whole, graphs, depths = map(self.checkpoint.facts.get, ("whole", "graphs", "depths"))
        return Shape(frozenset(whole or ()), frozenset(graphs or ()), dict(depths or ()))

    def begin(self, layout: Layout, initial: Sequence[Vector]) -> Restored | None:
        """A search with this layout begins: what it goes on from, if anything.

        Raises CheckpointProblem.
        """
        if self.fresh and self.checkpoint.facts:
            self.fresh = False
            try:
                return self._restored(layout, initial)
            except (ValueError, LookupError, TypeError, AssertionError):
                raise CheckpointProblem(
                    f"the checkpoint in {self.checkpoint.folder} is damaged: it makes no sense\n"
                    "Begin again in another folder."
                ) from None
        if not self.fresh:
            self.checkpoint.restart()
        self.fresh = False
        self._forget()
        return None

    def rewind(self) -> None:
        """The next search goes on from the checkpoint, although one did before."""
        self.fresh = True
        self._forget()

    def due(self) -> bool:
        """Whether it is time for another checkpoint."""
        return time.monotonic() - self.saved >= self.every_seconds

    def save(self, search: Saved) -> None:
        """Writes a checkpoint; raises CheckpointProblem."""
        fingerprints, parents, via = search.export(self.states)
        checkpoint = self.checkpoint
        checkpoint.append("fingerprints", fingerprints)
        checkpoint.append("parents", parents)
        checkpoint.append("effects_taken", via)
        known = search.effects_known
        new = [search.effect(number) for number in range(len(self.effects), known)]
        checkpoint.append("effects", self.effects.encode(new, search.layout))
        registers = [
            [number, self.values.number(value)] for number, value in current().registers.items()
        ]
        checkpoint.append("values", self.values.take())
        self.states += len(parents) // 4
        checkpoint.commit(
            {
                "states": self.states,
                "initial": len(search.initial),
                "explored": search.explored,
                "generated": search.generated,
                "whole": _placed(search.layout, Whole),
                "graphs": _placed(search.layout, Graph),
                "depths": _depths(search.layout),
                "registers": registers,
                "counters": search.counters(),
                "reached": search.reached(),
                "coverage": self.specification.coverage.dump(),
            }
        )
        self.saved = time.monotonic()

    def _restored(self, layout: Layout, initial: Sequence[Vector]) -> Restored:
        checkpoint, facts = self.checkpoint, self.checkpoint.facts
        self.values.load(checkpoint.read("values"))
        effects = self.effects.load(checkpoint.read("effects"), layout)
        fingerprints = _numbers("Q", checkpoint.read("fingerprints"))
        parents = _numbers("I", checkpoint.read("parents"))
        via = _numbers("I", checkpoint.read("effects_taken"))
        self.states = facts["states"]
        assert {len(fingerprints), len(parents), len(via)} == {self.states}
        assert facts["initial"] == len(initial)
        registers = {number: self.values.values[value] for number, value in facts["registers"]}
        current().registers = registers
        self.specification.coverage.merge(facts["coverage"])
        explored = facts["explored"]
        return Restored(
            fingerprints=fingerprints,
            parents=parents,
            via=via,
            effects=effects,
            explored=explored,
            generated=facts["generated"],
            counters=facts["counters"],
            reached=facts["reached"],
            ends=_ends(len(initial), parents, explored),
        )


def origin_of(wanted: Checkpointing, specification: Specification) -> dict[str, str]:
    """What a checkpoint must agree with: each thing by what it is called."""
    config = specification.config
    texts = {
        Path(file).name: text for file, text in specification.sources.items() if file != config.file
    }
    return {
        "the version": wanted.version,
        "the text of the modules": _digest(
            *(part for pair in sorted(texts.items()) for part in pair)
        ),
        "the configuration": _digest(config.text),
        "whether a deadlock is an error": str(specification.check_deadlock),
        "what is to be reached": " ".join(one.name for one in specification.sometimes),
    }


def _digest(*texts: str) -> str:
    hashed = blake2b(digest_size=16)
    for text in texts:
        data = text.encode()
        hashed.update(len(data).to_bytes(8, "big") + data)
    return hashed.hexdigest()


def _numbers(kind: str, data: bytes) -> array[int]:
    found = array(kind)
    found.frombytes(data)
    if sys.byteorder == "big":
        found.byteswap()
    return found


def _ends(initial: int, parents: array[int], explored: int) -> list[int]:
    """The `ends` of a `Restored`: the states of the level after one have parents in that."""
    start, end = 0, initial
    ends = [end]
    while start < end <= explored:
        start, end = end, bisect_left(parents, end, end)
        ends.append(end)
    return ends


def _placed(layout: Layout, kind: type[Place]) -> list[int]:
    """The variables that have such a place."""
    return [place.variable for place in layout.places if isinstance(place, kind)]


def _depths(layout: Layout) -> list[tuple[int, int]]:
    pairs = zip(layout.owners, layout.depths, strict=True)
    return sorted({(owner, depth) for owner, depth in pairs if depth != DEEPEST})
