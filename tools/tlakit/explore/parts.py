"""Parts of what a slot holds: the value at a path of arguments within a record, function or sequence.

`content & part` is what a part makes of a slot's content, as with masks, lenses and counts: so an
evaluation that reads one field of a record is remembered by that field.
"""

from __future__ import annotations

from typing import Final

from tlakit.semantics.values import FUNCTIONS, Value

NO_FUNCTION: Final = -1
"""What a part makes of a content where its path leads into something that is no function.

No evaluation has ever read this, so no child of a node is found by it.
"""


class Part:
    """The value at a path of arguments; one object for each path, compared by identity.

    `content & part` is that value, None where the last argument is outside the domain. Whoever has
    read one of `covered_by`, where 0 stands for all of the slot, has read this part too.
    """

    __slots__ = ("covered_by", "depth", "inner", "path", "presence")

    def __init__(self, path: tuple[Value, ...], around: tuple[int | Part, ...]) -> None:
        self.path = path
        self.depth = len(path)
        self.covered_by = (self, *around) if path else around
        self.inner: dict[Value, Part] = {}
        self.presence: Presence | None = None

    def whether(self) -> Presence:
        """Whether there is anything at this part."""
        if self.presence is None:
            self.presence = Presence(self.path, self.covered_by)
        return self.presence

    def inside(self, argument: Value) -> Part:
        """The part at an argument of this one."""
        found = self.inner.get(argument)
        if found is None:
            found = self.inner[argument] = Part((*self.path, argument), self.covered_by)
        return found

    def __rand__(self, content: Value) -> Value | int | None:
        value: Value | None = content
        for argument in self.path:
            if not isinstance(value, FUNCTIONS):
                return NO_FUNCTION
            value = value.mapping.get(argument)
        return value

    def __repr__(self) -> str:
        return f"Part({', '.join(argument.text for argument in self.path)})"


class Presence(Part):
    """Whether there is a value at a path of arguments: 1 or 0.

    What is overwritten is read so: whether its place is in the domain.
    """

    __slots__ = ()

    def __rand__(self, content: Value) -> Value | int | None:
        value = super().__rand__(content)
        return value if value is NO_FUNCTION else int(value is not None)


ALL = Part((), (0,))
"""The part that is all of a slot; it is noted as 0 is."""
