"""Contents, parts and masks by the numbers that the kernel knows them by.

Each content of a slot, and each element of a set, has a number, counted from 0 for each slot as they
are met; elements have those of the layout's `Elements`. What a part of a slot holds is numbered for
each part. Whatever is new is told to the kernel before it goes on.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from tlakit.explore.elements import Count, Lens
from tlakit.explore.fast.library import Kind, Which, numbers, packed, packed_longs
from tlakit.explore.images import Images
from tlakit.explore.parts import Part
from tlakit.explore.slots import Layout, Masked, Projection, Vector
from tlakit.explore.tracking import Read
from tlakit.semantics.values import Value

HALVES = {Which.BEFORE: (0,), Which.AFTER: (1,), Which.BOTH: (0, 1)}
"""Which of a state and the state after is looked at."""


class _SlotNumbers:
    """The contents of a slot that is no set, and of its parts."""

    def __init__(self) -> None:
        self.values: list[Value] = []
        self.numbers: dict[Value, int] = {}
        self.parts: dict[Part, tuple[int, dict[Value | int | None, int]]] = {}


class Numbering:
    """The numbers of one search; `search` is the kernel's handle."""

    def __init__(self, library: Any, search: Any, layout: Layout, images: Images) -> None:
        self.library = library
        self.search = search
        self.images = images
        self.size = layout.size
        self.masked = masked_slots(layout)
        self.slots = {
            slot: _SlotNumbers() for slot in range(layout.size) if slot not in self.masked
        }
        self.values = [
            None if slot in self.masked else self.slots[slot].values for slot in range(layout.size)
        ]
        self.told = dict.fromkeys(self.masked, 0)
        self.lenses: dict[Lens, tuple[int, int]] = {}
        self.counts: dict[Count, int] = {}
        self.words: dict[int, tuple[int, int]] = {}
        self._shape()

    def content(self, slot: int, value: Value) -> int:
        """The number of a content of a slot that is no set."""
        known = self.slots[slot]
        number = known.numbers.get(value)
        if number is None:
            number = known.numbers[value] = len(known.values)
            known.values.append(value)
            self.library.raftspec_content(
                self.search, slot, packed_longs(self.images.content(slot, value))
            )
            for part, (place, keys) in known.parts.items():
                key = keys.setdefault(value & part, len(keys))
                self.library.raftspec_part_key(self.search, place, key)
        return number

    def tell(self) -> None:
        """Tells of elements met since, and of what lenses make of them."""
        grown = False
        for slot, place in self.masked.items():
            values, told = place.elements.values, self.told[slot]
            if len(values) == told:
                continue
            grown = True
            for element in values[told:]:
                hashes = packed_longs(self.images.element(slot, element))
                self.library.raftspec_content(self.search, slot, hashes)
            self.told[slot] = len(values)
        if grown:
            self._shape()
            for lens in self.lenses:
                self._tell_lens(lens)

    def _tell_lens(self, lens: Lens) -> None:
        number, examined = self.lenses[lens]
        _ = 0 & lens  # looks at all elements there are
        if lens.examined == examined:
            return
        for element in elements_of(lens.mask >> examined):
            self.library.raftspec_mask_add(self.search, number, element + examined)
        self.lenses[lens] = number, lens.examined

    def lens(self, slot: int, lens: Lens) -> int:
        """The number of a lens on the set in a slot."""
        if lens not in self.lenses:
            number = self.library.raftspec_mask(self.search, slot, b"", 0)
            self.lenses[lens] = number, 0
            self._tell_lens(lens)
        return self.lenses[lens][0]

    def reads(self, reads: list[Read]) -> list[int]:
        """Readings as triples: slot, kind, number of what is read of it."""
        self.tell()
        found: list[int] = []
        for slot, projection, _ in reads:
            found += (slot, *self._projection(slot % self.size, projection))
        return found

    def _projection(self, slot: int, projection: int | Projection) -> tuple[int, int]:
        if isinstance(projection, int):
            return (Kind.BIT, projection.bit_length() - 1) if projection else (Kind.WHOLE, 0)
        if isinstance(projection, Lens):
            return Kind.LENS, self.lens(slot, projection)
        if isinstance(projection, Count):
            if projection not in self.counts:
                beside = list(elements_of(projection.beside))
                self.counts[projection] = self.library.raftspec_mask(
                    self.search, slot, packed(beside), len(beside)
                )
            return Kind.COUNT, self.counts[projection]
        return Kind.PART, self._part(slot, projection)

    def _part(self, slot: int, part: Part) -> int:
        known = self.slots[slot]
        if part not in known.parts:
            place = self.library.raftspec_part(self.search, slot)
            keys: dict[Value | int | None, int] = {}
            known.parts[part] = place, keys
            for value in known.values:
                key = keys.setdefault(value & part, len(keys))
                self.library.raftspec_part_key(self.search, place, key)
        return known.parts[part][0]

    def whole_set(self, slot: int, mask: int) -> int:
        """The number of a whole set, given as a mask."""
        self.tell()
        elements = list(elements_of(mask))
        found: int = self.library.raftspec_set(self.search, slot, packed(elements), len(elements))
        return found

    def encode(self, vector: Vector) -> tuple[Any, Any]:
        """A state as the kernel has it: numbers of contents, and words of sets."""
        contents = [
            0 if isinstance(content, int) else self.content(slot, content)
            for slot, content in enumerate(vector)
        ]
        self.tell()
        data = bytearray(8 * self.words_in_all)
        for slot, (first, length) in self.words.items():
            mask = vector[slot]
            assert isinstance(mask, int)
            data[8 * first : 8 * (first + length)] = mask.to_bytes(8 * length, "little")
        return numbers(contents), (ctypes.c_uint64 * max(1, self.words_in_all)).from_buffer_copy(
            data.ljust(8, b"\0")
        )

    def decode(self, worker: int, which: Which) -> Vector:
        """The state, the state after, or both one after the other, that a worker looks at."""
        contents = self.library.raftspec_contents_of(self.search, worker)
        words = self.library.raftspec_bits_of(self.search, worker)
        found: list[Value | int] = []
        for half in HALVES[which]:
            start = half * self.size
            numbered = contents[start : start + self.size]
            found += [
                0 if values is None else values[number]
                for values, number in zip(self.values, numbered, strict=True)
            ]
            for slot, (first, length) in self.words.items():
                place = words + 8 * (first + half * self.words_in_all)
                data = ctypes.string_at(place, 8 * length)
                found[slot - self.size] = int.from_bytes(data, "little")  # of the last half
        return tuple(found)

    def length_of(self, slot: int) -> int:
        """How many words the kernel has for the set in a slot: what its elements need, a power of two."""
        length = 1
        while 64 * length < self.told[slot]:
            length *= 2
        return length

    def _shape(self) -> None:
        """Where the kernel has each set."""
        self.words_in_all = 0
        for slot in sorted(self.masked):
            length = self.length_of(slot)
            self.words[slot] = self.words_in_all, length
            self.words_in_all += length


def masked_slots(layout: Layout) -> dict[int, Masked]:
    """The places of sets by slot."""
    return {place.slot: place for place in layout.places if isinstance(place, Masked)}


def elements_of(mask: int) -> Iterator[int]:
    """The numbers of the elements in a mask."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
