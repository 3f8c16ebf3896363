"""What an action instance does, as writes to slots: the results that the memo remembers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tlakit.explore.memo import Memo
from tlakit.explore.parts import Part
from tlakit.explore.slots import Vector
from tlakit.semantics.behaviour import Label
from tlakit.semantics.values import Value

if TYPE_CHECKING:
    from tlakit.explore.checks import View
    from tlakit.explore.exits import Exit


class Effect:
    """One successor: contents for slots, and bits to remove from and to add to masks.

    `masks` has for each set that it changes the slot, the bits that it keeps and those that it adds.
    `order` is its place among the successors of a state: what was met before has no influence on it.
    `before` holds the slots, and `parts` the parts of slots, that are the same wherever this effect
    applies, because the action read them. The last fields are what is left to check where the
    effect applies, kept by `checks`; the memos in `steps` and `limits` are about a state and the next,
    and `exit` is how the effect may lead beyond the constraints.
    """

    __slots__ = (
        "added",
        "adds_only",
        "before",
        "constraints",
        "exit",
        "idle",
        "label",
        "limits",
        "masks",
        "number",
        "order",
        "parts",
        "removed",
        "steps",
        "touched",
        "version",
        "views",
        "writes",
    )

    def __init__(
        self,
        label: Label,
        before: dict[int, Value | int],
        writes: dict[int, Value | int],
        removed: dict[int, int],
        added: dict[int, int],
        parts: dict[tuple[int, Part], Value | int | None] = {},  # noqa: B006 - never changed
    ) -> None:
        self.label = label
        self.before = before
        self.parts = parts
        self.writes = tuple(writes.items())
        self.removed = tuple(removed.items())
        self.added = tuple(added.items())
        self.masks = tuple(
            [(slot, ~removed.get(slot, 0), added.get(slot, 0)) for slot in removed | added]
        )
        self.adds_only = not writes and not removed
        self.touched = 0
        for slot in (*writes, *removed, *added):
            self.touched |= 1 << slot
        self.number = -1
        self.order: tuple[Any, ...] = ()
        self.version = -1
        self.constraints: tuple[Memo[bool], ...] = ()
        self.exit: Exit | None = None
        self.views: tuple[View, ...] = ()
        self.idle: tuple[Memo[bool], ...] = ()
        self.steps: tuple[Memo[bool], ...] = ()
        self.limits: tuple[Memo[bool], ...] = ()

    def shown(self) -> Effect:
        """A copy that knows what it does, and nothing of what is to be checked."""
        return Effect(self.label, {}, dict(self.writes), dict(self.removed), dict(self.added))

    def known_after(self) -> dict[int, Value | int]:
        """The contents of slots that are the same after this effect wherever it applies."""
        known = dict(self.before)
        known.update(self.writes)
        for slot, kept, added in self.masks:
            content = known.get(slot)
            if isinstance(content, int):
                known[slot] = content & kept | added
        return known

    def parts_after(self) -> dict[tuple[int, Part], Value | int | None]:
        """The parts of slots that are the same after this effect wherever it applies."""
        return {
            (slot, part): content
            for (slot, part), content in self.parts.items()
            if not self.touched >> slot & 1
        }

    def apply(self, vector: Vector) -> Vector:
        """The successor of a state."""
        new = list(vector)
        for slot, content in self.writes:
            new[slot] = content
        for slot, kept, added in self.masks:
            new[slot] = new[slot] & kept | added  # type: ignore[operator]
        return tuple(new)


class Outcome:
    """All that an action instance does in the states that look alike to it.

    `count` is the number of successors; those that certainly change nothing are in `silent`. `order`
    is where the instance stands among all.
    """

    __slots__ = ("count", "effects", "order", "silent")

    def __init__(
        self,
        count: int,
        effects: Sequence[Effect],
        silent: Sequence[Effect],
        order: tuple[Any, ...] = (),
    ) -> None:
        self.count = count
        self.order = order
        self.effects = tuple(effects)
        self.silent = tuple(silent)
