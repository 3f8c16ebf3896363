"""The successors of a state, from the memos of all action instances.

Instances whose evaluation begins with the same slot share a table: content of that slot -> what all
of them do, as far as that content decides it. The instances of a family, one for each element of a
set, are found by the mask of the set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tlakit.explore.effects import Effect, Outcome, effect_of
from tlakit.explore.memo import Memo, Node
from tlakit.explore.slots import Layout, Masked, Split, Vector
from tlakit.explore.tracking import Tracker
from tlakit.semantics.instances import Family, Instance
from tlakit.semantics.open_values import iterate
from tlakit.semantics.specification import Specification, unassigned
from tlakit.semantics.values import Value

REVIEW_EVERY_STATES = 2_048
SAMPLED_STATES = 64
"""How often it is looked after what is worth remembering, and in how many states."""
MOST_DECODED = 20_000
"""Masks whose instances are kept at hand; beyond, they are forgotten and found again."""


class _Entry:
    """What the instances of a table do for one content; `pending` ones must look further."""

    __slots__ = ("count", "effects", "pending")

    def __init__(self) -> None:
        self.count = 0
        self.effects: list[Effect] = []
        self.pending: list[tuple[Memo[Outcome], Node[Outcome]]] = []


class _Table:
    """Instances that read `slot` first."""

    __slots__ = ("entries", "memos", "slot")

    def __init__(self, slot: int) -> None:
        self.slot = slot
        self.memos: list[Memo[Outcome]] = []
        self.entries: dict[Value | int, _Entry] = {}


class _Group:
    """The instances of a family in a mask: `quick` ones by the slot and children of their root."""

    __slots__ = ("others", "quick")

    def __init__(self) -> None:
        self.quick: list[tuple[int, dict[Value | int, Node[Outcome] | Outcome], Memo[Outcome]]] = []
        self.others: list[Memo[Outcome]] = []


class _Members:
    """The memos of a family by element, and by mask of the set."""

    def __init__(self, family: Family, slot: int) -> None:
        self.family = family
        self.slot = slot
        self.by_element: dict[Value, list[Memo[Outcome] | _Members]] = {}
        self.decoded: dict[Value | int, _Group] = {}
        self.nested = False


class Transitions:
    """All that can happen in the states of one search."""

    def __init__(self, specification: Specification, layout: Layout) -> None:
        self.specification = specification
        self.layout = layout
        self.memos: list[Memo[Outcome]] = []
        self.tables: list[_Table] = []
        self.loose: list[Memo[Outcome]] = []
        self.families: list[_Members] = []
        self.ordered: list[Memo[Outcome] | _Members] = []
        self.states = 0
        for part in specification.splitter.parts if specification.next is not None else ():
            made = self._part(part)
            self.ordered.append(made)
            if isinstance(made, Memo):
                self.loose.append(made)
            else:
                self.families.append(made)

    def steps(self, vector: Vector) -> tuple[int, list[Effect]]:
        """How many successors a state has, and the effects of those that may differ from it."""
        if self.states % REVIEW_EVERY_STATES < SAMPLED_STATES:
            return self.steps_in_order(vector)
        self.states += 1
        count = 0
        effects: list[Effect] = []
        for table in self.tables:
            entry = table.entries.get(vector[table.slot])
            if entry is None:
                entry = self._enter(table, vector)
            count += entry.count
            effects += entry.effects
            for memo, node in entry.pending:
                outcome = memo.descend(node, vector)
                count += outcome.count
                effects += outcome.effects
        for members in self.families:
            group = members.decoded.get(vector[members.slot])
            if group is None:
                group = self._decode(members, vector)
            for slot, children, memo in group.quick:
                known = children.get(vector[slot])
                outcome = known if type(known) is Outcome else memo.find(vector)
                count += outcome.count
                if outcome.effects:
                    effects += outcome.effects
            for memo in group.others:
                outcome = memo.find(vector)
                count += outcome.count
                effects += outcome.effects
        for memo in self.loose:
            outcome = memo.find(vector)
            count += outcome.count
            effects += outcome.effects
        if self.loose:
            self._group()
        return count, effects

    def steps_in_order(self, vector: Vector) -> tuple[int, list[Effect]]:
        """What `steps` gives, in the order of the text and of the sets' elements."""
        self.states += 1
        if self.states % REVIEW_EVERY_STATES == SAMPLED_STATES:
            self._review()
        count = 0
        effects: list[Effect] = []
        for part in self.ordered:
            memos = (part,) if isinstance(part, Memo) else self._memos_of(part, vector, True)
            for memo in memos:
                outcome = memo.sampled(vector)
                count += outcome.count
                effects += outcome.effects
        return count, effects

    def outcomes(self, vector: Vector) -> Iterator[Outcome]:
        """What each instance does in a state."""
        for memo in (*self.loose, *(memo for table in self.tables for memo in table.memos)):
            yield memo.find(vector)
        for members in self.families:
            for memo in self._memos_of(members, vector):
                yield memo.find(vector)

    def _review(self) -> None:
        """Frees the memory of what is not worth remembering."""
        for table in self.tables:
            useless = [memo for memo in table.memos if memo.review()]
            if useless:
                table.memos = [memo for memo in table.memos if not memo.forgetful]
                table.entries.clear()
                self.loose += useless
        for memo in self.loose:
            memo.review()
        for members in self.families:
            if self._review_family(members):
                members.decoded.clear()

    def _review_family(self, members: _Members) -> bool:
        found = False
        for parts in members.by_element.values():
            for part in parts:
                if isinstance(part, Memo):
                    found = part.review() or found
                else:
                    found = self._review_family(part) or found
        return found

    def _group(self) -> None:
        """Puts the instances that have shown which slot they read first in the table of that slot."""
        tables = {table.slot: table for table in self.tables}
        loose: list[Memo[Outcome]] = []
        for memo in self.loose:
            if not isinstance(memo.root, Node) or memo.root.bits:
                loose.append(memo)
                continue
            table = tables.get(memo.root.slot)
            if table is None:
                table = tables[memo.root.slot] = _Table(memo.root.slot)
                self.tables.append(table)
            table.memos.append(memo)
            table.entries.clear()
        self.loose = loose

    def _enter(self, table: _Table, vector: Vector) -> _Entry:
        content = vector[table.slot]
        entry = _Entry()
        for memo in table.memos:
            root = memo.root
            assert isinstance(root, Node)
            if content not in root.children:
                memo.learn(vector)
            child = root.children.get(content)
            if child is None:
                entry.pending.append((memo, root))
            elif isinstance(child, Node):
                entry.pending.append((memo, child))
            else:
                entry.count += child.count
                entry.effects += child.effects
        table.entries[content] = entry
        return entry

    def _part(self, part: Instance | Family) -> Memo[Outcome] | _Members:
        if isinstance(part, Instance):
            memo = Memo(self.layout, self._evaluation(part))
            self.memos.append(memo)
            return memo
        place = self.layout.places[part.variable]
        first = place.first if isinstance(place, Split) else place.slot
        return _Members(part, first)

    def _decode(self, members: _Members, vector: Vector) -> _Group:
        group = _Group()
        for memo in self._memos_of(members, vector):
            if memo.root is None and not memo.forgetful:
                memo.learn(vector)
            if isinstance(memo.root, Node) and not memo.root.bits:
                group.quick.append((memo.root.slot, memo.root.children, memo))
            else:
                group.others.append(memo)
        if not members.nested:
            if len(members.decoded) >= MOST_DECODED:
                members.decoded.clear()
            members.decoded[vector[members.slot]] = group
        return group

    def _memos_of(
        self, members: _Members, vector: Vector, ordered: bool = False
    ) -> Iterator[Memo[Outcome]]:
        for element in self._elements(members, vector, ordered):
            parts = members.by_element.get(element)
            if parts is None:
                parts = [self._part(part) for part in members.family.instances(element)]
                members.by_element[element] = parts
            for part in parts:
                if isinstance(part, Memo):
                    yield part
                else:
                    members.nested = True
                    yield from self._memos_of(part, vector, ordered)

    def _elements(self, members: _Members, vector: Vector, ordered: bool) -> Iterator[Value]:
        place = self.layout.places[members.family.variable]
        if isinstance(place, Masked) and not ordered:
            mask = vector[place.slot]
            assert isinstance(mask, int)
            return place.elements.members(mask)
        return iterate(self.layout.values(vector)[members.family.variable])

    def _evaluation(self, instance: Instance) -> Callable[[Tracker], Outcome]:
        specification, layout = self.specification, self.layout
        registers = specification.registers
        names = specification.variables

        def evaluate(tracker: Tracker) -> Outcome:
            chosen: list[Value | None] = [None] * len(names)
            registers.current, registers.following = tracker, chosen
            registers.shifted = False
            effects: list[Effect] = []

            def keep() -> None:
                if None in chosen:
                    pairs = zip(names, chosen, strict=True)
                    missing = [name for name, value in pairs if value is None]
                    raise unassigned(missing, instance.label, specification.init)
                effects.append(effect_of(layout, tracker, chosen, instance.label))

            instance.run(keep)
            changing = [effect for effect in effects if effect.touched]
            silent = [effect for effect in effects if not effect.touched]
            return Outcome(len(effects), changing, silent)

        return evaluate
