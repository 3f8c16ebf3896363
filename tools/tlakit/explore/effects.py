"""What an action instance does, as writes to slots: the results that the memo remembers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tlakit.explore.graph_views import GraphView
from tlakit.explore.memo import Memo
from tlakit.explore.parts import ALL, Part
from tlakit.explore.set_views import SetView, UnionView
from tlakit.explore.slots import Graph, Layout, Masked, Split, Vector, Whole, parts_of
from tlakit.explore.tracking import PartView, SplitView, Tracker, Update
from tlakit.semantics.behaviour import Label
from tlakit.semantics.open_values import Kept, OpenValue, force
from tlakit.semantics.values import Value

if TYPE_CHECKING:
    from tlakit.explore.checks import View


class Effect:
    """One successor: contents for slots, and bits to remove from and to add to masks.

    `order` is its place among the successors of a state: what was met before has no influence on it.
    `before` holds the slots, and `parts` the parts of slots, that are the same wherever this effect
    applies, because the action read them. The last fields are what is left to check where the
    effect applies, kept by `checks`; the memos in `steps` and `limits` are about a state and the next.
    """

    __slots__ = (
        "added",
        "adds_only",
        "before",
        "constraints",
        "idle",
        "label",
        "limits",
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
        self.adds_only = not writes and not removed
        self.touched = 0
        for slot in (*writes, *removed, *added):
            self.touched |= 1 << slot
        self.number = -1
        self.order: tuple[Any, ...] = ()
        self.version = -1
        self.constraints: tuple[Memo[bool], ...] = ()
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
        removed, added = dict(self.removed), dict(self.added)
        for slot in removed.keys() | added.keys():
            content = known.get(slot)
            if isinstance(content, int):
                known[slot] = content & ~removed.get(slot, 0) | added.get(slot, 0)
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
        for slot, bits in self.removed:
            new[slot] &= ~bits  # type: ignore[operator]
        for slot, bits in self.added:
            new[slot] |= bits  # type: ignore[operator]
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


def effect_of(
    layout: Layout, tracker: Tracker, chosen: Sequence[Value | None], label: Label
) -> Effect:
    """The effect of an action that chose these values; every variable has one."""
    writes: dict[int, Value | int] = {}
    removed: dict[int, int] = {}
    added: dict[int, int] = {}
    for variable, value in enumerate(chosen):
        assert value is not None
        if value is tracker.unread[variable] or value is tracker.views[variable]:
            continue  # as it was before, as far as anyone has looked
        place = layout.places[variable]
        match place:
            case Split():
                _write_parts(place, value, tracker, writes)
            case Whole():
                if not _is_kept(value, variable, place.slot, tracker):
                    writes[place.slot] = force(value)
            case Masked():
                _write_mask(place, value, tracker, writes, removed, added)
    before: dict[int, Value | int] = {}
    parts: dict[tuple[int, Part], Value | int | None] = {}
    for slot, bits, content in tracker.reads:
        if bits == 0:
            assert content is not None
            before[slot] = content
        elif isinstance(bits, Part):
            parts[slot, bits] = content
    changes = {slot: new for slot, new in writes.items() if before.get(slot) != new}
    return Effect(label, before, changes, removed, added, parts)


def _is_kept(value: Value, variable: int, slot: int, tracker: Tracker) -> bool:
    """Whether that is what a slot held before, which was perhaps not read."""
    if isinstance(value, Kept):
        return value.variable == variable
    if not isinstance(value, PartView):
        return False
    return value.tracker is tracker and value.slot == slot and value.part is ALL


def _write_parts(
    place: Split, value: Value, tracker: Tracker, writes: dict[int, Value | int]
) -> None:
    own = tracker.views[place.variable]
    if value is own and isinstance(value, SplitView):
        return
    if isinstance(value, Update) and value.base is own and own is not None:
        for key, part in value.changes.items():
            slot = place.slots[key]
            if not isinstance(part, OpenValue):
                writes[slot] = part
            elif not _is_kept(part, place.variable, slot, tracker):
                writes[slot] = part.force()
        return
    for slot, part in zip(place.slots.values(), parts_of(place, force(value)), strict=True):
        writes[slot] = part


def _write_mask(
    place: Masked,
    value: Value,
    tracker: Tracker,
    writes: dict[int, Value | int],
    removed: dict[int, int],
    added: dict[int, int],
) -> None:
    bits: tuple[int, int] | None = None
    if isinstance(value, UnionView):
        value = value.joined()
    if isinstance(place, Graph):
        if isinstance(value, GraphView) and value.place is place and value.tracker is tracker:
            bits = value.difference()
    elif isinstance(value, SetView) and value.place is place and value.tracker is tracker:
        bits = value.removed, value.added
    if bits is not None:
        for changes, mask in zip((removed, added), bits, strict=True):
            if mask:
                changes[place.slot] = mask
        return
    writes[place.slot] = place.elements.mask_of(force(value))
