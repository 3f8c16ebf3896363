"""Where identifiers live at run time: slots of frames, found at compile time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tlakit.semantics.machine import Frame


class Scope:
    """The layout of one frame; `parent` is the layout of the frame of the enclosing text.

    Keys are the nodes that bind: `Bound`, `Parameter`, `Definition` of a LET, and the `Update`
    whose old value `@` means.
    """

    def __init__(self, parent: Scope | None = None) -> None:
        self.parent = parent
        self.slots: dict[object, int] = {}
        self.size = 1
        self.old_values: list[object] = list(parent.old_values[-1:]) if parent else []

    def allocate(self, binder: object) -> int:
        """The slot of this frame for what the node binds; compiling a text twice gives it once."""
        if binder not in self.slots:
            self.slots[binder] = self.size
            self.size += 1
        return self.slots[binder]

    def outwards(self, depth: int) -> Scope:
        """The layout of the frame that many texts outwards."""
        scope = self
        for _ in range(depth):
            assert scope.parent is not None
            scope = scope.parent
        return scope

    def locate(self, binder: object) -> tuple[int, int] | None:
        """How many frames outwards, and at which slot; None for what is not bound here."""
        depth = 0
        scope: Scope | None = self
        while scope is not None:
            if binder in scope.slots:
                return depth, scope.slots[binder]
            scope = scope.parent
            depth += 1
        return None


def fetch(depth: int, index: int) -> Callable[[Frame], Any]:
    """A closure that gives what a slot holds."""
    if depth == 0:
        return lambda frame: frame[index]
    if depth == 1:
        return lambda frame: frame[0][index]
    return lambda frame: enclosing(frame, depth)[index]


def enclosing(frame: Frame, depth: int) -> Frame:
    """The frame that many texts outwards."""
    for _ in range(depth):
        frame = frame[0]
    return frame


def snapshot(frame: Frame | None) -> Frame | None:
    """A copy of a frame and of those around it, for a value that outlives the evaluation."""
    return None if frame is None else [snapshot(frame[0]), *frame[1:]]
