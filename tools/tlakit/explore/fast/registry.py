"""Effects and outcomes as the kernel keeps them; the labels stay here."""

from __future__ import annotations

import ctypes
from array import array
from collections import Counter
from collections.abc import Sequence
from typing import Any, overload

import msgspec

from tlakit.explore.effects import Effect, Outcome
from tlakit.explore.fast.library import NONE, longs, numbers, packed
from tlakit.explore.fast.numbering import Numbering, elements_of
from tlakit.explore.tally import ActionTally
from tlakit.semantics.behaviour import Label
from tlakit.semantics.values import Value


class Effects(Sequence[Effect]):
    """All effects by number, made anew from what the kernel knows of them when one is asked for."""

    def __init__(self, library: Any, search: Any, numbering: Numbering) -> None:
        self.library = library
        self.search = search
        self.numbering = numbering
        self.labels: list[Label] = []
        self.label_numbers: dict[int, int] = {}
        self.label_of = array("I")
        self.outcomes: list[tuple[int, int]] = []

    def add(self, effect: Effect, instance: int = NONE, place: int = 0) -> int:
        """Tells the kernel of an effect, of an instance's the one at this place; its number."""
        befores: list[int] = []
        pairs: tuple[list[int], list[int], list[int], list[int]] = ([], [], [], [])
        content = self._content
        for slot, before in effect.before.items():
            if isinstance(before, Value):
                befores += slot, content(slot, before)
        for slot, after in effect.writes:
            known = isinstance(effect.before.get(slot), Value)
            pairs[0 if known else 1].extend((slot, content(slot, after)))
        added = dict(effect.added)
        for slot, bits in effect.removed:
            for element in elements_of(bits & ~added.get(slot, 0)):
                pairs[2].extend((slot, element))
        for slot, bits in effect.added:
            for element in elements_of(bits):
                pairs[3].extend((slot, element))
        self.numbering.tell()
        sizes = [len(part) // 2 for part in pairs]
        flat = packed([*befores, *pairs[0], *pairs[1], *pairs[2], *pairs[3]])
        number: int = self.library.raftspec_effect(
            self.search, instance, place, len(befores) // 2, *sizes, flat
        )
        self.label_of.append(self._label(effect.label))
        return number

    def outcome(self, outcome: Outcome, label: Label, instance: int) -> int:
        """Tells the kernel of what an instance, a memo by number, with a label does; its number."""
        self.outcomes.append((self._label(label), outcome.count))
        effects = [
            self.add(effect, instance, place) for place, effect in enumerate(outcome.effects)
        ]
        found: int = self.library.raftspec_outcome(
            self.search, outcome.count, len(effects), packed(effects)
        )
        return found

    def _content(self, slot: int, content: Value | int) -> int:
        if isinstance(content, int):
            return self.numbering.whole_set(slot, content)
        return self.numbering.content(slot, content)

    def _label(self, label: Label) -> int:
        number = self.label_numbers.get(id(label))
        if number is None:
            number = self.label_numbers[id(label)] = len(self.labels)
            self.labels.append(label)
        return number

    def counters(self, before: list[Any]) -> list[Any]:
        """How often instances were met, by action and number of successors, as data for JSON.

        Rows of the action's name, its place, the number of successors, and how often; `before` has
        what was counted before the search went on from a checkpoint.
        """
        hits = longs([0] * len(self.outcomes))
        self.library.raftspec_hits(self.search, hits)
        sums: Counter[tuple[str, tuple[Any, ...], int]] = Counter()
        for action, span, count, times in before:
            sums[action, tuple(span), count] += times
        for (number, count), times in zip(self.outcomes, hits, strict=False):
            label = self.labels[number]
            sums[label.action, msgspec.structs.astuple(label.span), count] += times
        return [[action, span, count, times] for (action, span, count), times in sums.items()]

    def tally_found(self, tally: ActionTally) -> None:
        """Counts the states that each action led to first."""
        found = longs([0] * len(self.label_of))
        self.library.raftspec_found(self.search, found)
        for label, states in zip(self.label_of, found, strict=False):
            tally.found(self.labels[label], states)

    def label(self, number: int) -> Label:
        """The label of an effect."""
        return self.labels[self.label_of[number]]

    def __len__(self) -> int:
        return len(self.label_of)

    @overload
    def __getitem__(self, number: int) -> Effect: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Effect]: ...
    def __getitem__(self, number: int | slice) -> Effect | Sequence[Effect]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        sizes = numbers([0] * 3)
        self.library.raftspec_effect_size(self.search, number, sizes)
        items = numbers([0] * (2 * sum(sizes)))
        self.library.raftspec_effect_items(self.search, number, items)
        pairs = list(zip(items[0::2], items[1::2], strict=True))
        written, removed = sizes[0], sizes[0] + sizes[1]
        effect = Effect(
            self.label(number),
            {},
            {slot: self._written(slot, content) for slot, content in pairs[:written]},
            _masks(pairs[written:removed]),
            _masks(pairs[removed : sum(sizes)]),
        )
        effect.number = number
        return effect

    def _written(self, slot: int, content: int) -> Value | int:
        if slot in self.numbering.slots:
            return self.numbering.slots[slot].values[content]
        length = self.numbering.length_of(slot)
        words = self.library.raftspec_set_words(self.search, slot, content)
        return int.from_bytes(ctypes.string_at(words, 8 * length), "little")


def _masks(pairs: list[tuple[int, int]]) -> dict[int, int]:
    masks: dict[int, int] = {}
    for slot, element in pairs:
        masks[slot] = masks.get(slot, 0) | 1 << element
    return masks
