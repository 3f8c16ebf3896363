"""What an action instance does as far as what it read decides it: effects with what they leave in place left out.

A handler that changes some fields of a record need not have read the others. What it does then depends on
the record only in that these stay: it is a patch of what the slot holds, and so one draft stands for the
effects in many states.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from tlakit.explore.effects import Effect
from tlakit.explore.graph_views import GraphView
from tlakit.explore.parts import ALL, Part
from tlakit.explore.set_views import SetView, UnionView
from tlakit.explore.slots import Graph, Layout, Masked, Split, Vector, Whole, parts_of
from tlakit.explore.tracking import PartView, SplitView, Tracker, Update
from tlakit.semantics.behaviour import Label
from tlakit.semantics.open_values import Kept, OpenValue, force
from tlakit.semantics.values import FUNCTIONS, Value, changed_function

Patch: TypeAlias = "dict[Value, Value | Patch]"
"""What is put at arguments of a function, or into the functions that are there."""


class Draft:
    """An effect but for what else is in the slots that it `patches`; its other fields are those of one."""

    __slots__ = ("added", "before", "label", "parts", "patches", "removed", "writes")

    def __init__(self, label: Label) -> None:
        self.label = label
        self.before: dict[int, Value | int] = {}
        self.writes: dict[int, Value | int] = {}
        self.removed: dict[int, int] = {}
        self.added: dict[int, int] = {}
        self.parts: dict[tuple[int, Part], Value | int | None] = {}
        self.patches: dict[int, Patch] = {}

    def effect(self, vector: Vector) -> Effect | None:
        """The effect in a state; None where a patch does not fit what is there."""
        before, writes = self.before, self.writes
        if self.patches:
            before, writes = before.copy(), writes.copy()
            for slot, patch in self.patches.items():
                content = before[slot] = vector[slot]
                new = patched(content, patch)
                if new is None:
                    return None
                writes[slot] = new
        changes = {slot: new for slot, new in writes.items() if before.get(slot) != new}
        return Effect(self.label, before, changes, self.removed, self.added, self.parts)


def patched(content: Value | int | None, patch: Patch) -> Value | None:
    """A function after a patch; None where it, or one inside, has no such argument."""
    if not isinstance(content, FUNCTIONS):
        return None
    changes: dict[Value, Value] = {}
    for key, new in patch.items():
        old = content.mapping.get(key)
        value = patched(old, new) if isinstance(new, dict) else new
        if old is None or value is None:
            return None
        changes[key] = value
    return changed_function(content, changes)


def draft_of(
    layout: Layout, tracker: Tracker, chosen: Sequence[Value | None], label: Label
) -> Draft:
    """What an action does that chose these values; every variable has one."""
    draft = Draft(label)
    for variable, value in enumerate(chosen):
        assert value is not None
        if value is tracker.unread[variable] or value is tracker.views[variable]:
            continue  # as it was before, as far as anyone has looked
        place = layout.places[variable]
        match place:
            case Split():
                _write_parts(place, value, tracker, draft)
            case Whole():
                if not _is_kept(value, variable, place.slot, tracker):
                    _write(place.slot, value, tracker, draft)
            case Masked():
                _write_mask(place, value, tracker, draft)
    for slot, bits, content in tracker.reads:
        if bits == 0:
            assert content is not None
            draft.before[slot] = content
        elif isinstance(bits, Part):
            draft.parts[slot, bits] = content
    return draft


def _write(slot: int, value: Value, tracker: Tracker, draft: Draft) -> None:
    """Notes what is put into a slot that holds a value: all of it, or a part of what was there."""
    patch = _patch(value, tracker, slot, ALL)
    if patch is None:
        draft.writes[slot] = force(value)
    elif patch:
        draft.patches[slot] = patch


def _patch(value: Value, tracker: Tracker, slot: int, part: Part) -> Patch | None:
    """How a value differs from what is at a part of a slot, if it is a changed view of that."""
    if not isinstance(value, Update) or not isinstance(value.base, PartView):
        return None
    if not value.base.is_of(tracker, slot, part):
        return None
    patch: Patch = {}
    for key, new in value.changes.items():
        inner = part.inside(key)
        if isinstance(new, PartView) and new.is_of(tracker, slot, inner):
            continue
        further = _patch(new, tracker, slot, inner)
        patch[key] = force(new) if further is None else further
    return patch


def _is_kept(value: Value, variable: int, slot: int, tracker: Tracker) -> bool:
    """Whether that is what a slot held before, which was perhaps not read."""
    if isinstance(value, Kept):
        return value.variable == variable
    return isinstance(value, PartView) and value.is_of(tracker, slot, ALL)


def _write_parts(place: Split, value: Value, tracker: Tracker, draft: Draft) -> None:
    own = tracker.views[place.variable]
    if value is own and isinstance(value, SplitView):
        return
    if isinstance(value, Update) and value.base is own and own is not None:
        for key, part in value.changes.items():
            slot = place.slots[key]
            if not isinstance(part, OpenValue):
                draft.writes[slot] = part
            elif not _is_kept(part, place.variable, slot, tracker):
                _write(slot, part, tracker, draft)
        return
    for slot, part in zip(place.slots.values(), parts_of(place, force(value)), strict=True):
        draft.writes[slot] = part


def _write_mask(place: Masked, value: Value, tracker: Tracker, draft: Draft) -> None:
    bits: tuple[int, int] | None = None
    if isinstance(value, UnionView):
        value = value.joined()
    if isinstance(place, Graph):
        if isinstance(value, GraphView) and value.place is place and value.tracker is tracker:
            bits = value.difference()
    elif isinstance(value, SetView) and value.place is place and value.tracker is tracker:
        bits = value.removed, value.added
    if bits is not None:
        for changes, mask in zip((draft.removed, draft.added), bits, strict=True):
            if mask:
                changes[place.slot] = mask
        return
    draft.writes[place.slot] = place.elements.mask_of(force(value))
