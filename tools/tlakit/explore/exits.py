"""Steps that lead beyond the constraints, known for such without building the states they lead to.

Where a model bounds how many messages there are, most states that are explored are full, and most
steps from them add a message. Such a step needs no look where two things are known: that a
constraint is false after it, by what that looks at first, and that no invariant is left to be asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from tlakit.explore.effects import Effect
from tlakit.explore.memo import Memo, Node
from tlakit.explore.slots import Vector
from tlakit.semantics.values import Value


class Bound:
    """What a constraint finds by its first node after an effect has changed the set in the slot.

    Without a node the effect always leads beyond the constraints.
    """

    __slots__ = ("_added", "_kept", "_node")

    def __init__(self, node: Node[bool] | None, removed: int = 0, added: int = 0) -> None:
        self._node = node
        self._kept = ~removed
        self._added = added

    def found(self, vector: Vector) -> tuple[Node[bool] | None, Value | int | None]:
        """The node and what it finds after the effect in this state."""
        node = self._node
        if node is None:
            return None, None
        content = vector[node.slot] & self._kept | self._added  # type: ignore[operator]
        return node, content & node.bits if node.bits else content  # type: ignore[operator]

    def is_passed(self, vector: Vector) -> bool:
        """Whether it is known to decide that the constraint is false."""
        node, content = self.found(vector)
        return node is None or node.children.get(content) is False


ALWAYS = Bound(None)


def bound_of(effect: Effect, open_: Sequence[tuple[Memo[bool], bool]]) -> Bound | None:
    """The bound that the effect may pass.

    `open_` are the constraints that are not true after it wherever it applies, and whether it
    decides them to be false. None if there is no bound, or where invariants look next at what the
    effect changes.
    """
    if any(view.slot < 0 or effect.touched >> view.slot & 1 for view in effect.views):
        return None
    if any(is_false for _, is_false in open_):
        return ALWAYS
    removed, added = dict(effect.removed), dict(effect.added)
    for memo, _ in open_:
        root = memo.root
        if isinstance(root, Node) and root.slot in removed.keys() | added.keys():
            return Bound(root, removed.get(root.slot, 0), added.get(root.slot, 0))
    return None


class Exit:
    """Effects after which a constraint finds the same, in states with the same of what they change.

    So it shows by one of them whether all lead beyond the constraints.
    """

    __slots__ = ("_bound", "_effects", "_views")

    def __init__(self, effects: Sequence[Effect]) -> None:
        bound = effects[0].bound
        assert bound is not None
        self._bound = bound
        self._effects = effects
        self._views = tuple([view for effect in effects for view in effect.views])

    def is_taken(self, vector: Vector) -> bool:
        """Whether it is known that all these effects lead beyond the constraints, and to nothing else
        that must be checked.
        """
        if not self._bound.is_passed(vector):
            return False
        for view in self._views:
            if view.left.get(vector[view.slot], True):
                return self._is_quiet(vector)
        return True

    def _is_quiet(self, vector: Vector) -> bool:
        """Whether no invariant is left to be asked after any of the effects."""
        for effect in self._effects:
            for view in effect.views:
                left = view.left.get(vector[view.slot])
                if left is None:
                    left = view.look(effect.apply(vector))
                if left:
                    return False
        return True
