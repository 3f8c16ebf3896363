"""Effects as bytes and back: their labels, and what they do to the slots of one layout."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tlakit.explore.effects import Effect
from tlakit.explore.slots import Layout, Masked
from tlakit.explore.value_log import ValueLog, framed, frames
from tlakit.language.ir import Span
from tlakit.semantics.behaviour import Label
from tlakit.semantics.values import Value


class EffectLog:
    """Effects by number. A set is written as the numbers of its elements, a file by its place."""

    def __init__(self, values: ValueLog, files: Iterable[str]) -> None:
        self.values = values
        self.files = sorted(files, key=lambda file: (Path(file).name, file))
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def encode(self, effects: Sequence[Effect], layout: Layout) -> bytes:
        """More effects; the values in them get numbers."""
        elements = _elements(layout)
        self._count += len(effects)
        return framed([self._record(effect, elements) for effect in effects])

    def load(self, data: bytes, layout: Layout) -> list[Effect]:
        """The effects that follow those known; ValueError or LookupError where that is none of it."""
        elements = _elements(layout)
        found = [self._effect(record, elements) for records in frames(data) for record in records]
        for number, effect in enumerate(found, self._count):
            effect.number = number
        self._count += len(found)
        return found

    def _record(self, effect: Effect, elements: dict[int, Masked]) -> list[Any]:
        label = effect.label
        span = label.span
        place = self.files.index(span.file) if span.file in self.files else -1
        return [
            label.action,
            [[name, self.values.number(value)] for name, value in label.arguments],
            [place, span.line, span.column, span.end_line, span.end_column],
            [
                [
                    slot,
                    self.values.number(content)
                    if isinstance(content, Value)
                    else self._members(elements[slot], content),
                ]
                for slot, content in effect.writes
            ],
            [[slot, self._members(elements[slot], bits)] for slot, bits in effect.removed],
            [[slot, self._members(elements[slot], bits)] for slot, bits in effect.added],
        ]

    def _members(self, place: Masked, mask: int) -> list[int]:
        return [self.values.number(value) for value in place.elements.members(mask)]

    def _effect(self, record: list[Any], elements: dict[int, Masked]) -> Effect:
        action, arguments, where, writes, removed, added = record
        values = self.values.values
        file = self.files[where[0]] if where[0] >= 0 else ""
        label = Label(
            action,
            tuple((name, values[number]) for name, number in arguments),
            Span(file, *where[1:]),
        )

        def mask(slot: int, numbers: list[int]) -> int:
            return elements[slot].elements.mask(values[number] for number in numbers)

        return Effect(
            label,
            {},
            {
                slot: mask(slot, content) if isinstance(content, list) else values[content]
                for slot, content in writes
            },
            {slot: mask(slot, numbers) for slot, numbers in removed},
            {slot: mask(slot, numbers) for slot, numbers in added},
        )


def _elements(layout: Layout) -> dict[int, Masked]:
    return {place.slot: place for place in layout.places if isinstance(place, Masked)}
