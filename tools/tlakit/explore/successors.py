"""The successors of a state at a glance: tables of what all instances do that look alike to it.

Instances whose evaluation begins with the same slot share a table. It is keyed by what the slot holds
and, for the instances of a family, by those elements of its set whose instances begin there too. What
the instances do in such states is one `Bundle`, which also knows how each effect changes the
fingerprint of a state. So nothing is computed for a successor but its fingerprint.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeAlias

import msgspec

from tlakit.explore.bundles import Bundle, Changes
from tlakit.explore.effects import Effect, Outcome
from tlakit.explore.exits import Fill
from tlakit.explore.fingerprints import Fingerprints, Together
from tlakit.explore.memo import Memo, Node
from tlakit.explore.moves import NOWHERE, SEVERAL, Group, Kind, Move, Mover, Share
from tlakit.explore.slots import Masked, Vector
from tlakit.explore.tables import SortedFamily, Table, bits_of
from tlakit.explore.tally import ActionTally
from tlakit.explore.transitions import Members, Transitions
from tlakit.language.ir import Span
from tlakit.semantics.behaviour import Label

MOST_KEPT = 400_000
MOST_GROUPS = 20_000
"""How many bundles, and groups of instances by mask, are kept; beyond, they are made again."""

_UNKNOWN: Any = object()

Concerns: TypeAlias = Callable[[Effect, Vector, int], bool]
"""Whether the step by an effect from a state must be checked even if it leads to no new one.

It need not be if that is so in all states with the same content of the slot given last.
"""


class Successors:
    """What all instances do, for one search; `concerns` is asked about each effect when it is met.

    What was concluded from its answers holds until `forget`.
    """

    def __init__(
        self, transitions: Transitions, fingerprints: Fingerprints, concerns: Concerns
    ) -> None:
        self.transitions = transitions
        self.fingerprints = fingerprints
        self.concerns = concerns
        self.taken: Counter[tuple[Label, int]] = Counter()
        self.of_outcome: dict[Outcome, Bundle] = {}
        self.shares: dict[tuple[Outcome, int], Share] = {}
        self.kinds: dict[tuple[Together | None, bool, Fill | None, int], Kind] = {}
        self._begin()

    def _begin(self) -> None:
        self.tables: list[Table] = []
        self.families: list[SortedFamily] = []
        self.scattered: list[Members] = []
        self.single: list[Memo[Outcome]] = []
        self.unsorted: list[Memo[Outcome]] = []
        self.groups: dict[Hashable, list[Memo[Outcome]]] = {}
        self.kept = 0
        for part in self.transitions.ordered:
            if isinstance(part, Memo):
                self.unsorted.append(part)
                continue
            place = self.transitions.layout.places[part.family.variable]
            if isinstance(place, Masked) and not part.nested:
                self.families.append(SortedFamily(part, place))
            else:
                self.scattered.append(part)

    def bundles(self, vector: Vector) -> list[Bundle]:
        """What happens in a state: the bundles of all its instances, each with a count."""
        transitions = self.transitions
        if not transitions.until_sample:
            return self.in_order(vector)
        transitions.until_sample -= 1
        if self.unsorted:
            self._sort()
        for family in self.families:
            if vector[family.slot] & ~family.sorted:  # type: ignore[operator]
                self._sort_elements(family, vector)
                if family.members.nested:
                    self._drop()
                    self._begin()
                    return self.bundles(vector)
        found: list[Bundle] = []
        for table in self.tables:
            content = vector[table.slot]
            if table.family < 0:
                bundle = table.bundles.get(content)
            else:
                bits = vector[table.family] & table.bits  # type: ignore[operator]
                bundle = table.bundles.get((content, bits))
            if bundle is None:
                bundle = self._enter(table, vector)
            if bundle.count:
                found.append(bundle)
            for memo, node in bundle.pending:
                outcome = memo.descend(node, vector)
                if outcome.count:
                    found.append(self.of_outcome.get(outcome) or self._keep(memo, outcome))
        for memo in self._alone(vector):
            outcome = memo.find(vector)
            if outcome.count:
                found.append(self.of_outcome.get(outcome) or self._keep(memo, outcome))
        return found

    def in_order(self, vector: Vector) -> list[Bundle]:
        """The same, one for each instance, in the order of the text and of the sets' elements.

        It is noted what is found and what is evaluated, to see what is worth remembering.
        """
        reviews = self.transitions.reviews
        pairs = self.transitions.sampled(vector)
        if self.transitions.reviews != reviews:
            self._renew()
        return [
            self.of_outcome.get(outcome) or self._keep(memo, outcome)
            for memo, outcome in pairs
            if outcome.count
        ]

    def resolve(self, bundle: Bundle, vector: Vector) -> Changes:
        """The effects of a bundle that change states such as this one; kept for them."""
        together: dict[Kind, list[Move]] = {}
        closely: list[Effect] = []
        for mover in bundle.movers:
            slot = mover.slot
            if slot >= 0:
                key: Hashable = vector[slot] & mover.bits  # type: ignore[operator]
            else:
                key = mover.key(vector) if slot == SEVERAL else ()
            move = mover.moves.get(key, _UNKNOWN)
            if move is _UNKNOWN:
                move = mover.moves[key] = self._move(mover, vector)
            if move is None:
                continue
            if mover.asked and self._is_concerned(mover, vector):
                closely.append(mover.effect)
                continue
            moves = together.get(move.kind)
            if moves is None:
                together[move.kind] = [move]
            else:
                moves.append(move)
        groups: list[Group] = [kind.group(moves) for kind, moves in together.items()]
        changes = tuple(groups), tuple(closely)
        bundle.changes[bundle.key(vector)] = changes
        self.kept += 1
        return changes

    def _is_concerned(self, mover: Mover, vector: Vector) -> bool:
        content = None if mover.known == NOWHERE else vector[mover.known]
        found = mover.closely.get(content)
        if found is None:
            found = mover.closely[content] = self.concerns(mover.effect, vector, mover.known)
        return found

    def _move(self, mover: Mover, vector: Vector) -> Move | None:
        """What an effect does to the fingerprint of a state; None if it changes nothing there."""
        effect, together = mover.effect, None
        change = self.fingerprints.change(effect, vector)
        if change is None and not mover.blind:
            return None
        self._is_concerned(mover, vector)  # brings up to date what is to be checked
        mover.asked = bool(effect.steps)
        change = change or 0
        if mover.blind:
            together = self.fingerprints.together(mover.blind)
            change ^= together.of(vector)
        bound = None if effect.exit is None else effect.exit.bound
        difference = 0 if bound is None else bound.difference(vector)
        key = together, bound is None, None if bound is None else bound.fill, difference
        kind = self.kinds.get(key)
        if kind is None:
            kind = self.kinds[key] = Kind(together, bound, difference)
        return Move(effect, change, kind)

    def forget(self) -> None:
        """Forgets what was concluded from what `concerns` said."""
        for table in self.tables:
            for bundle in table.bundles.values():
                bundle.changes.clear()
        for bundle in self.of_outcome.values():
            bundle.changes.clear()
        for share in self.shares.values():
            for mover in share.movers:
                mover.forget()
        self.kinds.clear()

    def count_actions(self, tally: ActionTally) -> None:
        """Tells how often each action was taken."""
        self._drop()
        for (label, count), times in self.taken.items():
            tally.hit(label, count, times)

    def counters(self) -> list[Any]:
        """How often each action was taken so far, as data for JSON."""
        for table in self.tables:
            self._fold(table.bundles.values())
        self._fold(self.of_outcome.values())
        sums: Counter[tuple[str, Span, int]] = Counter()
        for (label, count), times in self.taken.items():
            sums[label.action, label.span, count] += times
        return [
            [action, msgspec.structs.astuple(span), count, times]
            for (action, span, count), times in sums.items()
        ]

    def resume(self, counters: list[Any]) -> None:
        """Counts on from there."""
        for action, span, count, times in counters:
            self.taken[Label(action, (), Span(*span)), count] += times

    def _renew(self) -> None:
        """Forgets where that is too much, or where an instance in a table has become forgetful."""
        useless = any(memo.forgetful for table in self.tables for memo in table.everything())
        if useless or self.kept > MOST_KEPT:
            self._drop()
        if useless:
            self._begin()

    def _drop(self) -> None:
        for table in self.tables:
            self._clear(table)
        self._fold(self.of_outcome.values())
        self.of_outcome.clear()
        self.shares.clear()
        self.kinds.clear()
        self.kept = 0

    def _fold(self, bundles: Iterable[Bundle]) -> None:
        for bundle in bundles:
            bundle.count_into(self.taken)

    def _clear(self, table: Table) -> None:
        self._fold(table.bundles.values())
        table.bundles.clear()
        table.leads.clear()

    def _enter(self, table: Table, vector: Vector) -> Bundle:
        content = vector[table.slot]
        shares: list[Share] = []
        pending: list[tuple[Memo[Outcome], Node[Outcome]]] = []
        for memo in table.here(vector):
            leads = table.leads.get(memo)
            if leads is None:
                leads = table.leads[memo] = {}
            found = leads.get(content)
            if found is None:
                found = leads[content] = self._lead(memo, table.slot, vector)
            if isinstance(found, Share):
                shares.append(found)
            else:
                pending.append((memo, found))
        bundle = Bundle(shares)
        bundle.pending = pending
        key: Hashable = content
        if table.family != NOWHERE:
            key = content, vector[table.family] & table.bits  # type: ignore[operator]
        table.bundles[key] = bundle
        self.kept += 1
        return bundle

    def _lead(self, memo: Memo[Outcome], slot: int, vector: Vector) -> Node[Outcome] | Share:
        found = memo.ahead(slot, vector)
        assert found is not None, "what is in a table remembers"
        return found if isinstance(found, Node) else self._share(found, slot)

    def _share(self, outcome: Outcome, known: int) -> Share:
        share = self.shares.get((outcome, known))
        if share is None:
            share = self.shares[outcome, known] = Share(outcome, known)
        return share

    def _keep(self, memo: Memo[Outcome], outcome: Outcome) -> Bundle:
        """The bundle of an outcome met alone, which is kept if the outcome is."""
        if memo.forgetful or memo.impure:
            bundle = Bundle((Share(outcome, NOWHERE),))
            bundle.hits = 1
            bundle.count_into(self.taken)
        else:
            bundle = self.of_outcome[outcome] = Bundle((self._share(outcome, NOWHERE),))
            self.kept += 1
        return bundle

    def _alone(self, vector: Vector) -> list[Memo[Outcome]]:
        """The instances that there are in a state and that are in no table."""
        found = [*self.unsorted, *self.single] if self.unsorted or self.single else []
        for family in self.families:
            if family.others:
                found += self._others(family, vector[family.slot] & family.others)  # type: ignore[operator]
        for members in self.scattered:
            key = members, vector[members.slot]
            group = self.groups.get(key)
            if group is None:
                group = list(self.transitions.memos_of(members, vector))
                if not members.nested:
                    self._keep_group(key, group)
            found += group
        return found

    def _others(self, family: SortedFamily, mask: int) -> list[Memo[Outcome]]:
        key = family, mask
        group = self.groups.get(key)
        if group is None:
            group = [memo for bit in bits_of(mask) for memo in family.of_bit[bit]]
            self._keep_group(key, group)
        return group

    def _keep_group(self, key: Hashable, group: list[Memo[Outcome]]) -> None:
        if len(self.groups) >= MOST_GROUPS:
            self.groups.clear()
        self.groups[key] = group

    def _sort(self) -> None:
        """Puts the instances that have shown which slot they look at first where they belong."""
        left: list[Memo[Outcome]] = []
        for memo in self.unsorted:
            if memo.root is None and not memo.impure and not memo.forgetful:
                left.append(memo)
            elif isinstance(memo.root, Node) and memo.root.direct:
                self._table(memo.root.slot, NOWHERE).memos.append(memo)
            else:
                self.single.append(memo)
        self.unsorted = left

    def _table(self, slot: int, family: int) -> Table:
        """The table for instances that look at a slot first; what it knows is forgotten if it grows."""
        for table in self.tables:
            if table.slot == slot and (NOWHERE in (family, table.family) or table.family == family):
                if family == NOWHERE or table.family == NOWHERE:
                    self._clear(table)
                break
        else:
            table = Table(slot)
            self.tables.append(table)
        if family != NOWHERE:
            table.family = family
        return table

    def _sort_elements(self, family: SortedFamily, vector: Vector) -> None:
        """Sorts the instances of a family for the elements of its set that are met first."""
        for bit in bits_of(vector[family.slot] & ~family.sorted):  # type: ignore[operator]
            for element in family.place.elements.ranged(bit):
                for part in self.transitions.parts_of(family.members, element):
                    if isinstance(part, Members):
                        family.members.nested = True
                        return
                    self._sort_part(family, bit, part, vector)
            family.sorted |= bit

    def _sort_part(
        self, family: SortedFamily, bit: int, part: Memo[Outcome], vector: Vector
    ) -> None:
        if part.root is None and not part.forgetful and not part.impure:
            part.learn(vector)
        if isinstance(part.root, Node) and part.root.direct:
            table = self._table(part.root.slot, family.slot)
            table.bits |= bit
            table.of_bit.setdefault(bit, []).append(part)
        else:
            family.others |= bit
            family.of_bit.setdefault(bit, []).append(part)
