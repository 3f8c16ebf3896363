"""Finite sets that a native operator can list one by one, so that huge ones need not be spelled out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tlakit.semantics.open_values import OpenSet
from tlakit.semantics.values import Value

BEYOND = 10**1000
"""A number of elements that nobody counts."""


class ListedSet(OpenSet):
    """What `make` gives, in the order of values where it is used without `force`.

    `name` and `arguments` are the operator and what it was applied to. `test` says whether a value
    is an element; without it the set is spelled out to find out.
    """

    __slots__ = ("arguments", "make", "name", "test")

    def __init__(
        self,
        name: str,
        arguments: tuple[Value, ...],
        make: Callable[[], Iterator[Value]],
        test: Callable[[Value], bool] | None = None,
    ) -> None:
        self.name = name
        self.arguments = arguments
        self.make = make
        self.test = test

    def contains(self, value: Value) -> bool:
        return self.test(value) if self.test else value in self.elements()

    def elements(self) -> Iterator[Value]:
        return self.make()

    def _text(self) -> str:
        return f"{self.name}({', '.join(argument.text for argument in self.arguments)})"


class CountedSet(ListedSet):
    """One of which is known how many values `make` gives: repeated ones count, up to BEYOND."""

    counted = True
    __slots__ = ("count",)

    def __init__(
        self,
        name: str,
        arguments: tuple[Value, ...],
        count: int,
        make: Callable[[], Iterator[Value]],
        test: Callable[[Value], bool] | None = None,
    ) -> None:
        super().__init__(name, arguments, make, test)
        self.count = min(count, BEYOND)

    def size(self) -> int:
        return self.count
