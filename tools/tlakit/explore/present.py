"""The instances of a family that there are in a state, by action, each in its place.

The place is given by the fingerprints of the elements that an instance is made for, since numbers of
elements depend on what was met before.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import TypeAlias

from tlakit.explore.effects import Outcome
from tlakit.explore.fixed import action_of
from tlakit.explore.memo import Memo
from tlakit.explore.slots import Masked, Vector, Whole
from tlakit.explore.transitions import Members, Transitions
from tlakit.semantics.values import Value

MOST_CONTENTS = 1_000
"""Contents of a slot whose instances are kept at hand; beyond, they are forgotten and found again."""


_Row: TypeAlias = tuple[str, bytes, Memo[Outcome]]
"""An instance with its action and its place."""

_There: TypeAlias = dict[str, tuple[list[bytes], list[Memo[Outcome]]]]
"""The instances by action: their places, in order, and they themselves."""

_place = itemgetter(1)


class Present:
    """The instances of one family; `names` are the actions of those in the state given last."""

    def __init__(self, transitions: Transitions, members: Members) -> None:
        self.transitions = transitions
        self.members = members
        self.variable = members.family.variable
        self.place = transitions.layout.places[self.variable]
        self.names: frozenset[str] = frozenset()
        self.there: _There = {}
        self.mask = 0
        self.of_bit: dict[int, list[_Row]] = {}
        self.of_content: dict[Value | int, tuple[_There, frozenset[str]]] = {}

    def of(self, name: str, vector: Vector) -> Sequence[Memo[Outcome]]:
        """Those of one action in a state, in order."""
        self.look(vector)
        return self.there[name][1] if name in self.names else ()

    def look(self, vector: Vector) -> None:
        """Finds out which there are in a state."""
        if self.members.nested:
            self._look_afresh(vector)
        elif isinstance(self.place, Masked):
            if vector[self.place.slot] != self.mask:
                self._look_at_mask(self.place, vector)
        elif isinstance(self.place, Whole):
            found = self.of_content.get(vector[self.place.slot])
            if found is None:
                self._look_afresh(vector)
                if len(self.of_content) >= MOST_CONTENTS:
                    self.of_content.clear()
                found = self.of_content[vector[self.place.slot]] = self.there, self.names
            self.there, self.names = found
        else:
            self._look_afresh(vector)

    def _look_at_mask(self, place: Masked, vector: Vector) -> None:
        """From one state to the next only few elements come and go."""
        mask = vector[place.slot]
        assert isinstance(mask, int)
        if not mask:
            self.there, self.mask = {}, 0
        changed, renamed = mask ^ self.mask, not mask
        while changed:
            bit = changed & -changed
            changed ^= bit
            rows = self.of_bit.get(bit)
            if rows is None:
                rows = self.of_bit[bit] = [
                    row
                    for element in place.elements.ranged(bit)
                    for row in self._rows(self.members, element, vector, b"")
                ]
                if self.members.nested:
                    self._look_afresh(vector)
                    return
            for name, key, memo in rows:
                group = self.there.get(name)
                if group is None:
                    group = self.there[name] = [], []
                keys, memos = group
                number = bisect_left(keys, key)
                if mask & bit:
                    keys.insert(number, key)
                    memos.insert(number, memo)
                else:
                    del keys[number], memos[number]
                renamed |= len(keys) < 2
        self.mask = mask
        if renamed:
            self.names = frozenset(name for name, (keys, _) in self.there.items() if keys)

    def _look_afresh(self, vector: Vector) -> None:
        there: _There = {}
        for name, key, memo in sorted(self._all(self.members, vector, b""), key=_place):
            keys, memos = there.setdefault(name, ([], []))
            keys.append(key)
            memos.append(memo)
        self.there, self.names = there, frozenset(there)

    def _all(self, members: Members, vector: Vector, around: bytes) -> Iterator[_Row]:
        for element in self.transitions.elements(members, vector, ordered=True):
            yield from self._rows(members, element, vector, around)

    def _rows(
        self, members: Members, element: Value, vector: Vector, around: bytes
    ) -> Iterator[_Row]:
        """The instances for one element; where these depend on the state, the family is nested."""
        for number, part in enumerate(self.transitions.parts_of(members, element)):
            place = around + element.fingerprint + number.to_bytes(4, "big")
            if isinstance(part, Memo):
                yield action_of(part), place, part
            else:
                self.members.nested = True
                yield from self._all(part, vector, place)
