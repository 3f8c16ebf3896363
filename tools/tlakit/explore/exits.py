"""Steps that lead beyond the constraints, known for such without building the states they lead to.

Where a model bounds how many messages there are, most states that are explored are full, and most
steps from them add a message. Such a step needs no look where two things are known: that a
constraint is false after it, by what that looks at first, and that no invariant is left to be asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tlakit.explore.effects import Effect
from tlakit.explore.memo import Memo, Node
from tlakit.explore.slots import Vector
from tlakit.semantics.values import Value

if TYPE_CHECKING:
    from tlakit.explore.checks import View


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


class Exit:
    """Effects after which a constraint finds the same, in states with the same of what they change.

    So it shows by the `bound` of one of them whether all lead beyond the constraints.
    """

    __slots__ = ("_views", "bound")

    def __init__(self, bound: Bound, views: tuple[View, ...]) -> None:
        self.bound = bound
        self._views = views

    def is_taken(self, vector: Vector) -> bool:
        """Whether it is known that all lead beyond the constraints, and no invariant is left to ask."""
        if not self.bound.is_passed(vector):
            return False
        for view in self._views:
            if view.left.get(vector[view.slot], True):
                return False
        return True


def exit_of(effect: Effect, open_: Sequence[tuple[Memo[bool], bool]]) -> Exit | None:
    """The exit of one effect, of which its views are known.

    `open_` are the constraints that are not true after it wherever it applies, and whether it
    decides them to be false. None if it has none, or where invariants look next at what the effect
    changes.
    """
    if any(view.slot < 0 or effect.touched >> view.slot & 1 for view in effect.views):
        return None
    if any(is_false for _, is_false in open_):
        return Exit(ALWAYS, effect.views)
    removed, added = dict(effect.removed), dict(effect.added)
    changed = removed.keys() | added.keys()
    for memo, _ in open_:
        root = memo.root
        if isinstance(root, Node) and root.slot in changed and not memo.impure:
            bound = Bound(root, removed.get(root.slot, 0), added.get(root.slot, 0))
            return Exit(bound, effect.views)
    return None


def common_exit(effects: Sequence[Effect]) -> Exit | None:
    """The exit of effects that find the same at their bounds, or all have none."""
    alone = effects[0].exit
    if alone is None or len(effects) == 1:
        return alone
    return Exit(alone.bound, tuple([view for effect in effects for view in effect.views]))
