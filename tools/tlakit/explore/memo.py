"""Remembering evaluations by what they read: a decision tree over slots.

An evaluation is a deterministic function of the state that reads slots one after the other: which it
reads next depends only on what it has read so far. So its readings form a tree: an inner node names
the slot to look at (and the bits of it that count), its children are found by what is there, and a
leaf holds the result. Looking a state up walks down; where no child fits, the evaluation is run once
under a tracker and its path is added, unless it depended on the run itself (TLCGet and the like): then
it is run each time. Nothing is ever decided by a hash alone: the keys are the
interned values and masks themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from time import perf_counter
from typing import Any, Generic, TypeVar

from tlakit.explore.parts import Part
from tlakit.explore.slots import Layout, Projection, Vector
from tlakit.explore.tracking import Read, Tracker
from tlakit.language import ir
from tlakit.semantics.behaviour import Label
from tlakit.semantics.runtime import current
from tlakit.semantics.values import Value

Draft = TypeVar("Draft")
Result = TypeVar("Result")

MANY_MISSES = 256
ENOUGH_SAMPLES = 16
"""From how many evaluations, and how many samples, on it is asked whether remembering is of use."""


class Node(Generic[Result]):
    """Look at a slot, or at `bits` of it (a mask or a projection) unless 0; then go on at the child.

    `direct` says that the whole content of the slot decides, or a part of a content that is no mask.
    """

    __slots__ = ("bits", "children", "direct", "slot")

    def __init__(self, slot: int, bits: int | Projection) -> None:
        self.slot = slot
        self.bits = bits
        self.direct = bits == 0 or isinstance(bits, Part)
        self.children: dict[Value | int | None, Node[Result] | Result] = {}


class Growth:
    """Counts how often any memo began to read another slot, or gave up reading: what was concluded from
    `slots` and trees is old.
    """

    __slots__ = ("version",)

    def __init__(self) -> None:
        self.version = 0


class Memo(Generic[Result]):
    """One evaluation and its tree. `evaluate` must depend on nothing but what it reads, or on the run.

    `impure` is true once it has depended on the run: then nothing may be concluded from the tree.
    `forgetful` is true once remembering has proved useless: then it is evaluated each time.
    `slots` is the mask of all slots that any evaluation so far has read; `growth` is told when it
    grows. `subject` is what it is accounted to: the label of an action, or a whole predicate; `order`
    is where an instance of an action stands among all. `misses` counts the evaluations, which took
    `seconds`.
    """

    __slots__ = (
        "asked",
        "evaluate",
        "forgetful",
        "fresh",
        "growth",
        "impure",
        "layout",
        "misses",
        "order",
        "root",
        "seconds",
        "slots",
        "subject",
    )

    def __init__(
        self,
        layout: Layout,
        evaluate: Callable[[Tracker], Result],
        growth: Growth | None = None,
        subject: Label | ir.Expression | None = None,
        order: tuple[Any, ...] = (),
    ) -> None:
        self.layout = layout
        self.growth = growth
        self.evaluate = evaluate
        self.root: Node[Result] | Result | None = None
        self.subject = subject
        self.order = order
        self.misses = 0
        self.seconds = 0.0
        self.slots = 0
        self.impure = False
        self.forgetful = False
        self.asked = 0
        self.fresh = 0

    def find(self, vector: Vector) -> Result:
        """The result for a state."""
        return self.descend(self.root, vector)

    def descend(self, node: Node[Result] | Result | None, vector: Vector) -> Result:
        """The result for a state, from a node of this tree on that fits the state."""
        while type(node) is Node:
            content = vector[node.slot]
            if node.bits:
                content &= node.bits  # type: ignore[operator, assignment]
            node = node.children.get(content)
        if node is None:
            return self.learn(vector)
        return node  # type: ignore[return-value]

    def ahead(self, slot: int, vector: Vector) -> Node[Result] | Result | None:
        """How far what a slot holds leads from the root: to a result, or a node that looks elsewhere.

        Evaluates where nothing is remembered; if nothing may be, the node where that shows.
        """
        content = vector[slot]
        node, tried = self.root, False
        while isinstance(node, Node) and node.slot == slot and node.direct:
            found = content & node.bits if node.bits else content  # type: ignore[operator]
            child = node.children.get(found)
            if child is None:
                if tried:
                    return node
                self.learn(vector)
                tried = True
                continue
            node = child
        return node

    def learn(self, vector: Vector) -> Result:
        """Evaluate, and add the path of what was read if that is all that it depends on."""
        result, reads = self.evaluated(vector)
        if reads is not None:
            self.remember(reads, result)
        elif not self.impure:
            self.impure = True
            if self.growth is not None:
                self.growth.version += 1
        return result

    def look(self, vector: Vector) -> tuple[Result, list[Read] | None]:
        """The result for a state, and what it depends on, without remembering it where it is new."""
        reads: list[Read] = []
        node = self.root
        while type(node) is Node:
            content = vector[node.slot]
            if node.bits:
                content &= node.bits  # type: ignore[operator, assignment]
            reads.append((node.slot, node.bits, content))
            node = node.children.get(content)
        if node is None:
            return self.evaluated(vector)
        return node, reads  # type: ignore[return-value]

    def remember(self, reads: list[Read], result: Result) -> None:
        """Adds the path of what was read to a result."""
        if not self.forgetful:
            self._insert(reads, result)

    def evaluated(self, vector: Vector) -> tuple[Result, list[Read] | None]:
        """The result for a state, and what it depends on: None if also on the run."""
        tracker = Tracker(self.layout, vector)
        run = current()
        uses = run.uses
        started = perf_counter()
        result = self.evaluate(tracker)
        self.seconds += perf_counter() - started
        self.misses += 1
        tracker.release()
        self._note(tracker.reads)
        return result, tracker.reads if run.uses == uses else None

    @property
    def evaluations(self) -> int:
        """How often it was evaluated."""
        return self.misses

    def sampled(self, vector: Vector) -> Result:
        """The result for a state; notes whether it was found or had to be evaluated."""
        misses = self.misses
        result = self.find(vector)
        self.asked += 1
        self.fresh += self.misses - misses
        return result

    def review(self) -> bool:
        """Whether it is forgetful: becomes so where most of what was sampled was new to it."""
        if not self.forgetful and self.asked >= ENOUGH_SAMPLES:
            if self.misses > MANY_MISSES and 2 * self.fresh > self.asked:
                self.forget()
            self.asked = self.fresh = 0
        return self.forgetful

    def forget(self) -> None:
        """Gives up remembering."""
        self.forgetful = True
        self.root = None
        if self.growth is not None:
            self.growth.version += 1

    def settle(self, result: Result) -> None:
        """It is this in every state from now on, whatever was found before."""
        if self.root is not None and self.growth is not None:
            self.growth.version += 1
        self.root = result

    def _insert(self, reads: list[Read], result: Result) -> None:
        if self.root is not None and not isinstance(self.root, Node):
            return  # settled as it was evaluated
        if not reads:
            if isinstance(self.root, Node) and self.growth is not None:
                self.growth.version += 1
            self.root = result
            return
        if self.root is None:
            self.root = Node(reads[0][0], reads[0][1])
        node: Node[Result] | Result = self.root
        for position, (slot, bits, content) in enumerate(reads):
            assert isinstance(node, Node), "the evaluation is not deterministic"
            assert (node.slot, node.bits) == (slot, bits), "the evaluation is not deterministic"
            if position == len(reads) - 1:
                node.children[content] = result
                return
            child = node.children.get(content)
            if child is None:
                following = reads[position + 1]
                child = node.children[content] = Node(following[0], following[1])
            node = child

    def _note(self, reads: list[Read]) -> None:
        """Notes which slots an evaluation has read."""
        slots = self.slots
        for slot, _, _ in reads:
            slots |= 1 << slot
        if slots != self.slots:
            self.slots = slots
            if self.growth is not None:
                self.growth.version += 1


class FilledMemo(Memo[Result], Generic[Draft, Result]):
    """One evaluation in two steps, each remembered: a draft, which is then filled in for a state.

    `fill` gives the result, and the slots that it depends on beside what the draft does: all that they hold. It
    gives None where a draft that was found again does not fit: that is then made anew for this state.
    """

    __slots__ = ("drafts", "fill")

    def __init__(
        self,
        layout: Layout,
        draft: Callable[[Tracker], Draft],
        fill: Callable[[Draft, Vector], tuple[Result, Collection[int]] | None],
        subject: Label,
        order: tuple[Any, ...],
    ) -> None:
        super().__init__(layout, draft, None, subject, order)  # type: ignore[arg-type]
        self.drafts = Memo(layout, draft)
        self.fill = fill

    @property
    def evaluations(self) -> int:
        return self.drafts.misses

    def evaluated(self, vector: Vector) -> tuple[Result, list[Read] | None]:
        drafts, before = self.drafts, self.drafts.misses
        draft, reads = drafts.look(vector)
        filled = self.fill(draft, vector)
        if filled is None:
            draft, reads = drafts.evaluated(vector)
            filled = self.fill(draft, vector)
            assert filled is not None, "what was evaluated in a state fits it"
        elif filled[1] and reads is not None and drafts.misses != before:
            drafts.remember(reads, draft)
        self.misses += 1
        if drafts.misses > MANY_MISSES and 2 * drafts.misses > self.misses:
            drafts.forget()
        self.seconds = drafts.seconds
        result, further = filled
        if reads is None:
            return result, None
        whole = {slot for slot, bits, _ in reads if bits == 0}
        reads = reads + [(slot, 0, vector[slot]) for slot in further if slot not in whole]
        self._note(reads)
        return result, reads
