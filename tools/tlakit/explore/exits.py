"""Steps that lead beyond the constraints, known for such without building the states they lead to.

Where a model bounds how many messages there are, most states that are explored are full, and most
steps from them add a message. Such a step needs no look where two things are known: that a
constraint is false after it, by what that looks at first, and that no invariant is left to be asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tlakit.explore.effects import Effect
from tlakit.explore.elements import Count
from tlakit.explore.memo import Memo, Node
from tlakit.explore.slots import Vector
from tlakit.semantics.values import Value

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


class Bound:
    """What a constraint finds by its first node after an effect has changed the set in the slot.

    Without a `fill` the effect always leads beyond the constraints.
    """

    __slots__ = ("_added", "_kept", "fill")

    def __init__(self, fill: Fill | None, kept: int = 0, added: int = 0) -> None:
        self.fill = fill
        self._kept = kept
        self._added = added

    def found(self, fill: Fill, vector: Vector) -> Any:
        """It, where the effect applies in this state."""
        node = fill.node
        content: Any = vector[node.slot] & self._kept | self._added  # type: ignore[operator]
        return content & node.bits if node.bits else content

    def difference(self, vector: Vector) -> int:
        """How much more that is than in the state before; of masks only whether it is as much shows anything."""
        fill = self.fill
        if fill is None:
            return 0
        fill.look(vector)
        after: int = self.found(fill, vector)
        return after - int(fill.content)

    def is_passed(self, vector: Vector) -> bool:
        """Whether it is known to decide that the constraint is false."""
        fill = self.fill
        return fill is None or fill.node.children.get(self.found(fill, vector)) is False


ALWAYS = Bound(None)


class Exit:
    """Effects after which a constraint finds the same, in states with the same of what they change.

    So it shows by the `bound` of one of them whether all lead beyond the constraints. Where it counts
    elements, and the `difference` that the effects make is the same in all these states, it shows by how
    many there are before.
    """

    __slots__ = ("_always", "_counted", "_more", "_quiet", "_views", "bound")

    def __init__(self, bound: Bound, views: Sequence[View], difference: int | None = None) -> None:
        fill = bound.fill
        self.bound = bound
        self._always = fill is None
        self._counted = self._more = None
        if fill is not None and difference is not None and isinstance(fill.node.bits, Count):
            self._counted, self._more = fill, difference
        self._views: dict[int, list[View]] = {}
        for view in views:
            self._views.setdefault(view.slot, []).append(view)
        self._quiet: list[tuple[int, set[Value | int]]] = [(slot, set()) for slot in self._views]

    def is_taken(self, vector: Vector) -> bool:
        """Whether it is known that all lead beyond the constraints, and no invariant is left to ask."""
        fill = self._counted
        if fill is not None:
            if fill.vector is not vector:
                fill.look(vector)
            if fill.node.children.get(fill.content + self._more) is not False:
                return False
        elif not (self._always or self.bound.is_passed(vector)):
            return False
        for slot, quiet in self._quiet:
            if vector[slot] not in quiet and not self._falls_quiet(slot, vector[slot], quiet):
                return False
        return True

    def _falls_quiet(self, slot: int, content: Value | int, quiet: set[Value | int]) -> bool:
        """Whether no invariant is left to ask with this content, which is noted then."""
        if any(view.left.get(content, True) for view in self._views[slot]):
            return False
        quiet.add(content)
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
