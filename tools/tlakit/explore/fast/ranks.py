"""Numbers that stand for places in an order in which new places come in between."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

WIDTH = 1 << 63


class Ranks:
    """What was added, in order, each with a number that grows with it."""

    def __init__(self) -> None:
        self.orders: list[tuple[Any, ...]] = []
        self.names: list[int] = []
        self.numbers: list[int] = []

    def add(self, order: tuple[Any, ...], name: int) -> int | None:
        """The number of what is new at this place; None if all have other numbers now."""
        place = bisect_left(self.orders, order)
        below = self.numbers[place - 1] if place else 0
        above = self.numbers[place] if place < len(self.numbers) else WIDTH
        number = (below + above) // 2
        self.orders.insert(place, order)
        self.names.insert(place, name)
        self.numbers.insert(place, number)
        if below < number < above:
            return number
        step = WIDTH // (len(self.numbers) + 1)
        self.numbers = [step * (index + 1) for index in range(len(self.numbers))]
        return None

    def all(self) -> Iterator[tuple[int, int]]:
        """Each name with its number."""
        return zip(self.names, self.numbers, strict=True)
