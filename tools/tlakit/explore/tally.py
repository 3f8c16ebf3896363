"""How often each action was enabled and taken, and what it found, from what a kernel counted."""

from __future__ import annotations

from collections.abc import Mapping

from tlakit.language.ir import Span
from tlakit.semantics.behaviour import Label
from tlakit.semantics.run_report import ActionCount


class _Sums:
    __slots__ = ("enabled", "new", "taken")

    def __init__(self) -> None:
        self.enabled = self.taken = self.new = 0


class ActionTally:
    """Sums by action; a kernel calls `hit` and `found` when its search has ended."""

    def __init__(self) -> None:
        self._sums: dict[tuple[str, Span], _Sums] = {}

    def hit(self, label: Label, count: int, times: int) -> None:
        """An instance was looked up `times` times in states where it has `count` successors."""
        sums = self._of(label)
        sums.enabled += times if count else 0
        sums.taken += times * count

    def found(self, label: Label, states: int) -> None:
        """So many distinct states were first found by steps with this label."""
        self._of(label).new += states

    def counts(self, names: Mapping[tuple[str, Span], None]) -> tuple[ActionCount, ...]:
        """The counts of all actions, in the order of `names`; what never happened has zeros."""
        found = {
            (name, span): ActionCount(name, span, sums.enabled, sums.taken, sums.new)
            for (name, span), sums in self._sums.items()
        }
        return tuple(
            found.get(key, ActionCount(*key)) for key in dict.fromkeys((*names, *self._sums))
        )

    def _of(self, label: Label) -> _Sums:
        return self._sums.setdefault((label.action, label.span), _Sums())
