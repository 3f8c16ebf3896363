"""Steps that lead beyond the constraints, known for such without building the states they lead to.

Where a model bounds how many messages there are, most states that are explored are full, and most
steps from them add a message. Such a step needs no look where two things are known: that a
constraint is false after it, by what that looks at first, and that no invariant is left to be asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from tlakit.explore.effects import Effect
from tlakit.explore.elements import Count
from tlakit.explore.memo import Memo, Node
from tlakit.explore.slots import Vector

if TYPE_CHECKING:
    from tlakit.explore.checks import View


class Fill:
    """What the first node of a constraint finds in the state that was looked at last."""

    __slots__ = ("content", "node", "vector")

    def __init__(self, node: Node[bool]) -> None:
        self.node = node
        self.vector: Vector | None = None
        self.content: Any = None

    def look(self, vector: Vector) -> None:
        """Looks at another state."""
        self.vector = vector
        self.content = vector[self.node.slot]
        if self.node.bits:
            self.content &= self.node.bits


Found: TypeAlias = tuple[Fill | None, Any]
"""What a bound is about, and what is found at it."""


class Bound:
    """What a constraint finds by its first node after an effect has changed the set in the slot.

    Without a `fill` the effect always leads beyond the constraints.
    """

    __slots__ = ("_added", "_kept", "fill")

    def __init__(self, fill: Fill | None, kept: int = 0, added: int = 0) -> None:
        self.fill = fill
        self._kept = kept
        self._added = added

    def found(self, vector: Vector) -> Found:
        """It, where the effect applies in this state."""
        if self.fill is None:
            return None, None
        node = self.fill.node
        content: Any = vector[node.slot] & self._kept | self._added  # type: ignore[operator]
        return self.fill, content & node.bits if node.bits else content

    def is_passed(self, vector: Vector) -> bool:
        """Whether it is known to decide that the constraint is false."""
        fill, content = self.found(vector)
        return fill is None or fill.node.children.get(content) is False


ALWAYS = Bound(None)


class Exit:
    """Effects after which a constraint finds the same, in states with the same of what they change.

    So it shows by the `bound` of one of them whether all lead beyond the constraints; by how full the
    set is before, where it is `counted`: there are so many `more` after it in all these states.
    """

    __slots__ = ("_counted", "_more", "_views", "bound")

    def __init__(
        self, bound: Bound, views: tuple[View, ...], counted: Fill | None = None, more: int = 0
    ) -> None:
        self.bound = bound
        self._views = views
        self._counted = counted
        self._more = more

    def is_taken(self, vector: Vector) -> bool:
        """Whether it is known that all lead beyond the constraints, and no invariant is left to ask."""
        fill = self._counted
        if fill is None:
            if not self.bound.is_passed(vector):
                return False
        else:
            if fill.vector is not vector:
                fill.look(vector)
            if fill.node.children.get(fill.content + self._more) is not False:
                return False
        for view in self._views:
            if view.left.get(vector[view.slot], True):
                return False
        return True


class Exits:
    """The exits of effects, for one set of constraints."""

    def __init__(self) -> None:
        self._fills: dict[Node[bool], Fill] = {}

    def of(self, effect: Effect, open_: Sequence[tuple[Memo[bool], bool]]) -> Exit | None:
        """The exit of one effect, of which its views are known.

        `open_` are the constraints that are not true after it wherever it applies, and whether it
        decides them to be false. The first must lead beyond, since others are not asked then. None
        if it cannot, or where invariants look next at what the effect changes.
        """
        if not open_ or any(
            view.slot < 0 or effect.touched >> view.slot & 1 for view in effect.views
        ):
            return None
        memo, is_false = open_[0]
        if is_false:
            return Exit(ALWAYS, effect.views)
        for slot, kept, added in effect.masks:
            if isinstance(memo.root, Node) and memo.root.slot == slot and not memo.impure:
                fill = self._fills.setdefault(memo.root, Fill(memo.root))
                return Exit(Bound(fill, kept, added), effect.views)
        return None


def common_exit(effects: Sequence[Effect], found: Found | None, vector: Vector) -> Exit | None:
    """The exit of effects that have `found` the same at their bounds in this state; None if they have none."""
    alone = effects[0].exit
    if alone is None or found is None:
        return None
    views = tuple([view for effect in effects for view in effect.views])
    fill, content = found
    if fill is None or not isinstance(fill.node.bits, Count):
        return Exit(alone.bound, views)
    fill.look(vector)
    return Exit(alone.bound, views, fill, content - fill.content)
