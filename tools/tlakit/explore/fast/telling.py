"""What one search in C is told: predicates and instances as they are met, and what they evaluate to.

The kernel in C asks for what it has not met. Then the evaluation is run here, and its result and what
it read are told as numbers. So nothing but the evaluator decides what an expression means.
"""

from __future__ import annotations

import ctypes
import weakref
from typing import Any

from tlakit.explore.checks import Checks
from tlakit.explore.effects import Outcome
from tlakit.explore.fast.library import NONE, Which, library, packed
from tlakit.explore.fast.numbering import Numbering, masked_slots
from tlakit.explore.fast.ranks import Ranks
from tlakit.explore.fast.registry import Effects
from tlakit.explore.images import Images
from tlakit.explore.kernel import Unsuited
from tlakit.explore.memo import Memo
from tlakit.explore.slots import Layout
from tlakit.explore.transitions import Members
from tlakit.semantics.behaviour import Label


class Telling:
    """A search in C, and what it was told; `search` is its handle."""

    def __init__(self, layout: Layout, images: Images, deadlock: bool, workers: int) -> None:
        self.library = library()
        size, masked = layout.size, masked_slots(layout)
        flags = (ctypes.c_uint8 * max(1, size))(*(slot in masked for slot in range(size)))
        self.search = ctypes.c_void_p(
            self.library.raftspec_new(size, flags, images.count, int(deadlock), workers)
        )
        weakref.finalize(self, self.library.raftspec_free, self.search)
        self.numbering = Numbering(self.library, self.search, layout, images)
        self.effects = Effects(self.library, self.search, self.numbering)
        self.memos: list[Memo[Any]] = []
        self.ranks = Ranks()

    def predicates(self, checks: Checks) -> None:
        """Tells of all that is checked."""
        run, search = self.library, self.search
        for memo in checks.invariants:
            run.raftspec_invariant(search, self.memo(memo))
        for memo in checks.constraints:
            run.raftspec_constraint(search, self.memo(memo))
        for memo in checks.limits:
            run.raftspec_limit(search, self.memo(memo))
        for step, idle in zip(checks.steps, checks.idle, strict=True):
            run.raftspec_step(search, self.memo(step), self.memo(idle))

    def memo(self, memo: Memo[Any]) -> int:
        """Tells of one more evaluation; its number."""
        self.memos.append(memo)
        number: int = self.library.raftspec_memo(self.search)
        return number

    def rank(self, instance: Memo[Outcome], number: int) -> None:
        """Tells where an instance stands among all."""
        rank = self.ranks.add(instance.order, number)
        told = self.ranks.all() if rank is None else [(number, rank)]
        for one, place in told:
            self.library.raftspec_rank(self.search, one, place)

    def lens(self, members: Members) -> int:
        """The number of what of the mask in a family's slot stands for elements, or NONE."""
        return NONE if members.lens is None else self.numbering.lens(members.slot, members.lens)

    def result(self, worker: int, number: int, which: Which) -> None:
        """Evaluates a memo, and tells of the result and what it depends on."""
        memo = self.memos[number]
        result, reads = memo.evaluated(self.numbering.decode(worker, which))
        if reads is None:
            raise Unsuited("what is evaluated depends on the run")
        if isinstance(result, Outcome):
            assert isinstance(memo.subject, Label)
            told = self.effects.outcome(result, memo.subject, number)
        else:
            told = int(result)
        triples = packed(self.numbering.reads(reads))
        self.library.raftspec_insert(self.search, worker, which, number, len(reads), triples, told)

    def all_at_start(self) -> None:
        """Sees to it that each predicate is known in the state that was just taken in."""
        while (memo := self.library.raftspec_unknown_at_start(self.search)) != NONE:
            self.result(0, memo, Which.BEFORE)
