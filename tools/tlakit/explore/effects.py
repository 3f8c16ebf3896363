"""What an action instance does, as writes to slots: the results that the memo remembers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tlakit.explore.memo import Memo
from tlakit.explore.slots import Layout, Masked, Split, Vector, Whole, mask_of, parts_of
from tlakit.explore.tracking import SetView, SplitUpdate, SplitView, Tracker
from tlakit.semantics.behaviour import Label
from tlakit.semantics.open_values import Kept, force
from tlakit.semantics.values import Value

if TYPE_CHECKING:
    from tlakit.explore.checks import View


class Effect:
    """One successor: contents for slots, and bits to remove from and to add to masks.

    `before` holds the slots that are the same wherever this effect applies, because the action read
    them. The last fields are what is left to check where the
    effect applies, kept by `checks`.
    """

    __slots__ = (
        "added",
        "adds_only",
        "before",
        "constraints",
        "idle",
        "label",
        "limits",
        "memos",
        "number",
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
    ) -> None:
        self.label = label
        self.before = before
        self.writes = tuple(writes.items())
        self.removed = tuple(removed.items())
        self.added = tuple(added.items())
        self.adds_only = not writes and not removed
        self.touched = 0
        for slot in (*writes, *removed, *added):
            self.touched |= 1 << slot
        self.number = -1
        self.version = -1
        self.memos: dict[int, Memo[bool]] = {}
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

    `count` is the number of successors; those that certainly change nothing are in `silent`.
    """

    __slots__ = ("count", "effects", "silent")

    def __init__(self, count: int, effects: Sequence[Effect], silent: Sequence[Effect]) -> None:
        self.count = count
        self.effects = tuple(effects)
        self.silent = tuple(silent)


def effect_of(
    layout: Layout, tracker: Tracker, chosen: Sequence[Value | None], label: Label
) -> Effect:
    """The effect of an action that chose these values; every variable has one."""
    before = {slot: content for slot, bits, content in tracker.reads if bits == 0}
    writes: dict[int, Value | int] = {}
    removed: dict[int, int] = {}
    added: dict[int, int] = {}
    for variable, value in enumerate(chosen):
        assert value is not None
        place = layout.places[variable]
        match place:
            case Whole():
                if not isinstance(value, Kept) or value.variable != variable:
                    writes[place.slot] = force(value)
            case Split():
                _write_parts(place, value, tracker, writes)
            case Masked():
                _write_mask(place, value, tracker, writes, removed, added)
    changes = {slot: new for slot, new in writes.items() if before.get(slot) != new}
    return Effect(label, before, changes, removed, added)


def _write_parts(
    place: Split, value: Value, tracker: Tracker, writes: dict[int, Value | int]
) -> None:
    own = tracker.views[place.variable]
    if value is own and isinstance(value, SplitView):
        return
    if isinstance(value, SplitUpdate) and value.base is own:
        for key, part in value.changes.items():
            writes[place.slots[key]] = part
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
    if isinstance(value, SetView) and value.place is place and value.tracker is tracker:
        if value.removed:
            removed[place.slot] = value.removed
        if value.added:
            added[place.slot] = value.added
        return
    writes[place.slot] = mask_of(place, force(value))


class StepReader:
    """The state after an effect, read through the state before it and the tracker of that."""

    def __init__(self, layout: Layout, tracker: Tracker, effect: Effect | None) -> None:
        self.layout = layout
        self.tracker = tracker
        self.writes = {} if effect is None else dict(effect.writes)
        self.removed = {} if effect is None else dict(effect.removed)
        self.added = {} if effect is None else dict(effect.added)

    def __getitem__(self, variable: int) -> Value:
        place = self.layout.places[variable]
        match place:
            case Whole():
                content = self.writes.get(place.slot)
                return content if isinstance(content, Value) else self.tracker[variable]
            case Split():
                view = self.tracker[variable]
                assert isinstance(view, SplitView)
                changes = {
                    key: content
                    for key, slot in place.slots.items()
                    if isinstance(content := self.writes.get(slot), Value)
                }
                return SplitUpdate(view, changes) if changes else view
            case Masked():
                written = self.writes.get(place.slot)
                if isinstance(written, int):
                    return place.elements.set(written)
                removed = self.removed.get(place.slot, 0)
                added = self.added.get(place.slot, 0)
                if removed or added:
                    return SetView(self.tracker, place, removed, added)
                return self.tracker[variable]

    def __setitem__(self, variable: int, value: Value | None) -> None:
        raise AssertionError("a tracked state is never assigned to")
