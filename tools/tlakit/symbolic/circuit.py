"""Boolean formulas as a shared graph that simplifies itself while it grows.

A formula is an int, a literal: twice the number of a node, plus 1 where it is negated. `FALSE` is 0,
`TRUE` is 1, and `formula ^ 1` is the negation, so equal formulas are equal ints.

A node is one of two things. A conjunction has two or more literals. A selection says that a *group*
(an unknown with a few options, such as "which action makes step 3") has one of some of its options,
kept as a bit mask; so selections of one group intersect, unite and complement exactly, and all that
depends on the same unknown folds before any solver sees it. Every other connective is made of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NewType

Formula = NewType("Formula", int)

FALSE = Formula(0)
TRUE = Formula(1)

# A conjunction of at most so many literals is dissolved into the one that takes it in, and looked
# into when it stands there negated: more finds little more and costs sharing.
SMALL = 8


def negation(formula: Formula) -> Formula:
    """The negation, which is no node of its own."""
    return Formula(formula ^ 1)


class Circuit:
    """All formulas of one check. Nodes are numbered so that a node's parts come before it."""

    def __init__(self) -> None:
        self._conjunctions: dict[tuple[Formula, ...], Formula] = {}
        self._selections: dict[tuple[int, int], Formula] = {}
        self._parts: list[tuple[Formula, ...]] = [()]
        self._selected: dict[int, tuple[int, int]] = {}
        self.groups: list[int] = []

    @property
    def size(self) -> int:
        """How many nodes there are, with the constant."""
        return len(self._parts)

    def parts(self, node: int) -> tuple[Formula, ...]:
        """The literals of a conjunction; empty for a selection and the constant."""
        return self._parts[node]

    def selected(self, node: int) -> tuple[int, int] | None:
        """(group, mask of options) of a selection; None for other nodes."""
        return self._selected.get(node)

    def new_group(self, options: int) -> list[Formula]:
        """A new unknown with so many options (at least 1): the formulas "it has option k"."""
        group = len(self.groups)
        self.groups.append(options)
        return [self.selection(group, 1 << option) for option in range(options)]

    def new_boolean(self) -> Formula:
        """A new unknown that is true or false."""
        return self.new_group(2)[1]

    def selection(self, group: int, mask: int) -> Formula:
        """The formula that `group` has one of the options in `mask`."""
        full = (1 << self.groups[group]) - 1
        if mask == 0:
            return FALSE
        if mask == full:
            return TRUE
        # The node is the mask without option 0; the other one is its negation.
        sign = mask & 1
        if sign:
            mask ^= full
        found = self._selections.get((group, mask))
        if found is None:
            node = len(self._parts)
            self._parts.append(())
            self._selected[node] = (group, mask)
            found = self._selections[group, mask] = Formula(2 * node)
        return Formula(found ^ sign)

    def conjunction(self, formulas: Iterable[Formula]) -> Formula:
        """All of the formulas; TRUE if there is none."""
        gathered = self._gather(formulas)
        if gathered is None:
            return FALSE
        plain, masks = gathered
        negated = [one for one in plain if one & 1 and len(self._parts[one >> 1]) <= SMALL]
        for one in negated:
            shrunk = self._shrink(one, plain, masks)
            if shrunk != one:
                rest = [other for other in plain if other != one]
                return self.conjunction((*rest, *self._selections_of(masks), shrunk))
        key = tuple(sorted((*plain, *self._selections_of(masks))))
        if len(key) < 2:
            return key[0] if key else TRUE
        found = self._conjunctions.get(key)
        if found is None:
            found = self._conjunctions[key] = Formula(2 * len(self._parts))
            self._parts.append(key)
        return found

    def _gather(self, formulas: Iterable[Formula]) -> tuple[set[Formula], dict[int, int]] | None:
        """Flatten into other literals and a mask a group; None where they contradict."""
        plain: set[Formula] = set()
        masks: dict[int, int] = {}
        waiting = list(formulas)
        while waiting:
            one = waiting.pop()
            if one == TRUE:
                continue
            if one == FALSE or one ^ 1 in plain:
                return None
            node = one >> 1
            selected = self._selected.get(node)
            if selected is not None:
                group, mask = selected
                full = (1 << self.groups[group]) - 1
                if one & 1:
                    mask ^= full
                mask &= masks.get(group, full)
                if mask == 0:
                    return None
                masks[group] = mask
            elif not one & 1 and len(self._parts[node]) <= SMALL:
                waiting.extend(self._parts[node])
            else:
                plain.add(one)
        return plain, masks

    def _selections_of(self, masks: dict[int, int]) -> list[Formula]:
        return [self.selection(group, mask) for group, mask in masks.items()]

    def _shrink(self, one: Formula, plain: set[Formula], masks: dict[int, int]) -> Formula:
        """The negated conjunction `one`, knowing all of `plain` and `masks`."""
        left: list[Formula] = []
        parts = self._parts[one >> 1]
        for part in parts:
            if part in plain:
                continue
            if part ^ 1 in plain:
                return TRUE
            selected = self._selected.get(part >> 1)
            if selected is not None and selected[0] in masks:
                group, mask = selected
                if part & 1:
                    mask ^= (1 << self.groups[group]) - 1
                if not mask & masks[group]:
                    return TRUE
                if not masks[group] & ~mask:
                    continue
            left.append(part)
        return one if len(left) == len(parts) else negation(self.conjunction(left))

    def disjunction(self, formulas: Iterable[Formula]) -> Formula:
        """Any of the formulas; FALSE if there is none."""
        return negation(self.conjunction([negation(one) for one in formulas]))

    def both(self, left: Formula, right: Formula) -> Formula:
        """left /\\ right."""
        if left == TRUE:
            return right
        if right == TRUE or left == right:
            return left
        if left == FALSE or right == FALSE or left == right ^ 1:
            return FALSE
        return self.conjunction((left, right))

    def either(self, left: Formula, right: Formula) -> Formula:
        """left \\/ right."""
        return negation(self.both(negation(left), negation(right)))

    def implies(self, left: Formula, right: Formula) -> Formula:
        """left => right."""
        return negation(self.both(left, negation(right)))

    def equivalent(self, left: Formula, right: Formula) -> Formula:
        """left <=> right."""
        if left == right:
            return TRUE
        if left == right ^ 1:
            return FALSE
        return self.both(self.implies(left, right), self.implies(right, left))

    def evaluate(self, formula: Formula, options: Sequence[int], known: dict[int, bool]) -> bool:
        """The truth of a formula where group g has option `options[g]`; `known` is a cache."""
        waiting = [formula >> 1]
        while waiting:
            node = waiting[-1]
            if node in known:
                waiting.pop()
                continue
            selected = self._selected.get(node)
            if node == 0:
                known[node] = False
            elif selected is not None:
                known[node] = bool(selected[1] >> options[selected[0]] & 1)
            else:
                unknown = [part >> 1 for part in self._parts[node] if part >> 1 not in known]
                if unknown:
                    waiting.extend(unknown)
                    continue
                known[node] = all(known[part >> 1] != bool(part & 1) for part in self._parts[node])
        return known[formula >> 1] != bool(formula & 1)
