"""The successors of a state, from the memos of all action instances.

Instances whose evaluation begins with the same slot share a table: content of that slot -> what all
of them do, as far as that content decides it. The instances of a family, one for each element of a
set, are found by the mask of the set.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any, TypeAlias

from tlakit.explore.drafts import Draft, draft_of
from tlakit.explore.effects import Effect, Outcome
from tlakit.explore.elements import Lens, Misfit
from tlakit.explore.memo import FilledMemo, Memo, Node
from tlakit.explore.slots import Graph, Layout, Masked, Split, Vector
from tlakit.explore.tracking import Tracker
from tlakit.semantics.instances import Family, Instance
from tlakit.semantics.specification import Specification, unassigned
from tlakit.semantics.values import Value

OFTEN_STATES = 32
SELDOM_STATES = 256
SAMPLED_STATES = 64
"""One of so many states shows what is worth remembering, after so many samples one of twice as many,
and so on up to the second number. They lie apart, for neighbours are alike: all of them may be new
to an evaluation that is of use elsewhere.
"""
MOST_DECODED = 20_000
"""Masks whose instances are kept at hand; beyond, they are forgotten and found again."""


class _Entry:
    """What the instances of a table do for one content; `pending` ones must look further."""

    __slots__ = ("count", "effects", "pending")

    def __init__(self) -> None:
        self.count = 0
        self.effects: list[Effect] = []
        self.pending: list[tuple[Memo[Outcome], Node[Outcome]]] = []


Order: TypeAlias = tuple[Any, ...]
"""A place in the order of the text and of the elements of sets; it compares as places do."""

_Ahead: TypeAlias = dict[Value | int, Node[Outcome] | Outcome]


class _Table:
    """Instances that read `slot` first."""

    __slots__ = ("entries", "memos", "slot")

    def __init__(self, slot: int) -> None:
        self.slot = slot
        self.memos: list[Memo[Outcome]] = []
        self.entries: dict[Value | int, _Entry] = {}


class _Group:
    """The instances of a family in a mask: `quick` ones by what the slot of their root leads to.

    That is an outcome, or the node that looks elsewhere, by the content of the slot.
    """

    __slots__ = ("others", "quick")

    def __init__(self) -> None:
        self.quick: list[tuple[int, _Ahead, Memo[Outcome]]] = []
        self.others: list[Memo[Outcome]] = []


class Members:
    """The memos of a family by element, and by mask of the set; `order` as of an `Effect`.

    `lens` is what of the mask stands for elements; None for all of it.
    """

    def __init__(self, family: Family, slot: int, order: Order, lens: Lens | None) -> None:
        self.family = family
        self.slot = slot
        self.order = order
        self.lens = lens
        self.by_element: dict[Value, list[Memo[Outcome] | Members]] = {}
        self.decoded: dict[Value | int, _Group] = {}
        self.nested = False


class Transitions:
    """All that can happen in the states of one search.

    If `silent`, `steps` gives also the effects that certainly change nothing. `learned` counts the
    outcomes of instances, and `reviews` how often it was judged which instances are worth remembering.
    """

    def __init__(
        self, specification: Specification, layout: Layout, *, silent: bool = False
    ) -> None:
        self.specification = specification
        self.layout = layout
        self.silent = silent
        self.memos: list[Memo[Outcome]] = []
        self.tables: list[_Table] = []
        self.loose: list[Memo[Outcome]] = []
        self.families: list[Members] = []
        self.ahead: dict[Memo[Outcome], _Ahead] = {}
        self.ordered: list[Memo[Outcome] | Members] = []
        self.until_sample = 0
        self.until_review = SAMPLED_STATES
        self.apart = OFTEN_STATES
        self.reviews = 0
        self.learned = 0
        parts = specification.splitter.parts if specification.next is not None else ()
        for number, part in enumerate(parts):
            made = self._part(part, (number,))
            self.ordered.append(made)
            if isinstance(made, Memo):
                self.loose.append(made)
            else:
                self.families.append(made)

    def steps(self, vector: Vector) -> tuple[int, list[Effect]]:
        """How many successors a state has, and the effects of those that may differ from it."""
        if not self.until_sample:
            return self.steps_in_order(vector)
        self.until_sample -= 1
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
            for slot, ahead, memo in group.quick:
                known = ahead.get(vector[slot])
                if type(known) is Outcome:
                    outcome = known
                elif known is None:
                    outcome = self._look_ahead(slot, ahead, memo, vector)
                else:
                    outcome = memo.descend(known, vector)
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
        count = 0
        effects: list[Effect] = []
        for _, outcome in self.sampled(vector):
            count += outcome.count
            effects += outcome.effects
        return count, effects

    def sampled(self, vector: Vector) -> list[tuple[Memo[Outcome], Outcome]]:
        """What each instance does, in that order; now and then, what to remember is reviewed."""
        if self.until_sample:
            self.until_sample -= 1
        else:
            self.until_sample = self.apart - 1
            self.until_review -= 1
            if not self.until_review:
                self._review()
        found: list[tuple[Memo[Outcome], Outcome]] = []
        for part in self.ordered:
            memos = (part,) if isinstance(part, Memo) else self.memos_of(part, vector, True)
            found += [(memo, memo.sampled(vector)) for memo in memos]
        return found

    def outcomes(self, vector: Vector) -> Iterator[Outcome]:
        """What each instance does in a state."""
        for memo in (*self.loose, *(memo for table in self.tables for memo in table.memos)):
            yield memo.find(vector)
        for members in self.families:
            for memo in self.memos_of(members, vector):
                yield memo.find(vector)

    def _review(self) -> None:
        """Frees the memory of what is not worth remembering; the next samples lie further apart."""
        self.reviews += 1
        self.until_review = SAMPLED_STATES
        self.apart = min(2 * self.apart, SELDOM_STATES)
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

    def _review_family(self, members: Members) -> bool:
        found = False
        for parts in members.by_element.values():
            for part in parts:
                if isinstance(part, Memo):
                    if part.review():
                        self.ahead.pop(part, None)
                        found = True
                else:
                    found = self._review_family(part) or found
        return found

    def _group(self) -> None:
        """Puts the instances that have shown which slot they read first in the table of that slot."""
        tables = {table.slot: table for table in self.tables}
        loose: list[Memo[Outcome]] = []
        for memo in self.loose:
            if not isinstance(memo.root, Node) or not memo.root.direct:
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
            found = memo.ahead(table.slot, vector)
            assert found is not None
            if isinstance(found, Node):
                entry.pending.append((memo, found))
            else:
                entry.count += found.count
                entry.effects += found.effects
        table.entries[content] = entry
        return entry

    def _look_ahead(self, slot: int, ahead: _Ahead, memo: Memo[Outcome], vector: Vector) -> Outcome:
        """The outcome for a state with a content of the slot not met before; keeps where it leads."""
        found = memo.ahead(slot, vector)
        if found is None:
            return memo.find(vector)
        ahead[vector[slot]] = found
        return memo.descend(found, vector)

    def _part(self, part: Instance | Family, order: Order) -> Memo[Outcome] | Members:
        if isinstance(part, Instance):
            draft, fill = self._drafting(part), self._filling(order)
            memo = FilledMemo(self.layout, draft, fill, part.label, order)
            self.memos.append(memo)
            return memo
        place = self.layout.places[part.variable]
        if isinstance(place, Masked) and isinstance(place, Graph) is not part.domain:
            raise Misfit(part.variable)
        first = place.first if isinstance(place, Split) else place.slot
        lens = place.elements.arguments.all if isinstance(place, Graph) else None
        return Members(part, first, order, lens)

    def _decode(self, members: Members, vector: Vector) -> _Group:
        group = _Group()
        for memo in self.memos_of(members, vector):
            if memo.root is None and not memo.forgetful:
                memo.learn(vector)
            if isinstance(memo.root, Node) and memo.root.direct:
                ahead = self.ahead.setdefault(memo, {})
                group.quick.append((memo.root.slot, ahead, memo))
            else:
                group.others.append(memo)
        if not members.nested:
            if len(members.decoded) >= MOST_DECODED:
                members.decoded.clear()
            members.decoded[vector[members.slot]] = group
        return group

    def memos_of(
        self, members: Members, vector: Vector, ordered: bool = False
    ) -> Iterator[Memo[Outcome]]:
        for element in self.elements(members, vector, ordered):
            for part in self.parts_of(members, element):
                if isinstance(part, Memo):
                    yield part
                else:
                    members.nested = True
                    yield from self.memos_of(part, vector, ordered)

    def parts_of(self, members: Members, element: Value) -> list[Memo[Outcome] | Members]:
        """The instances of a family for one element."""
        parts = members.by_element.get(element)
        if parts is None:
            order = (*members.order, element.sort_key)
            parts = members.by_element[element] = [
                self._part(part, (*order, number))
                for number, part in enumerate(members.family.instances(element))
            ]
        return parts

    def elements(self, members: Members, vector: Vector, ordered: bool = False) -> Iterator[Value]:
        """The elements that a family has in a state, in the order of values if `ordered`."""
        family = members.family
        place = self.layout.places[family.variable]
        if isinstance(place, Masked) and not ordered:
            mask = vector[place.slot]
            assert isinstance(mask, int)
            return place.elements.ranged(mask)
        return family.elements(self.layout.value(family.variable, vector))

    def _drafting(self, instance: Instance) -> Callable[[Tracker], list[Draft]]:
        specification, layout = self.specification, self.layout
        registers = specification.registers
        names = specification.variables

        def draft(tracker: Tracker) -> list[Draft]:
            chosen: list[Value | None] = [None] * len(names)
            registers.current, registers.following = tracker, chosen
            registers.shifted = False
            drafts: list[Draft] = []

            def keep() -> None:
                if None in chosen:
                    pairs = zip(names, chosen, strict=True)
                    missing = [name for name, value in pairs if value is None]
                    raise unassigned(missing, instance.label, specification.init)
                drafts.append(draft_of(layout, tracker, chosen, instance.label))

            instance.run(keep)
            return drafts

        return draft

    def _filling(
        self, order: Order
    ) -> Callable[[list[Draft], Vector], tuple[Outcome, Collection[int]] | None]:
        def fill(drafts: list[Draft], vector: Vector) -> tuple[Outcome, Collection[int]] | None:
            self.learned += 1
            shown: list[Effect] = []
            silent: list[Effect] = []
            patched: dict[int, None] = {}
            for number, draft in enumerate(drafts):
                effect = draft.effect(vector)
                if effect is None:
                    return None
                effect.order = (*order, number)
                (shown if effect.touched or self.silent else silent).append(effect)
                patched.update(dict.fromkeys(draft.patches))
            return Outcome(len(drafts), shown, silent, order), patched

        return fill
