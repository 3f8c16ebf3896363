"""The kernel in plain Python: it suits every model, and needs nothing built."""

from __future__ import annotations

import gc
import sys
from array import array
from collections import Counter
from collections.abc import Callable
from typing import Any, ClassVar, TypeAlias

from tlakit.explore.effects import Effect
from tlakit.explore.fingerprints import Fingerprints
from tlakit.explore.images import Images
from tlakit.explore.kernel import Kernel, Limits, Progress, Stop
from tlakit.explore.keys import Key, LeastImage, shown_key
from tlakit.explore.moves import SEVERAL
from tlakit.explore.saving import Restored
from tlakit.explore.slots import Layout, Vector
from tlakit.explore.successors import Successors
from tlakit.explore.tally import ActionTally
from tlakit.semantics.specification import Specification

Step: TypeAlias = tuple[tuple[Any, ...], Effect, int | None]
"""An effect after its order, with the key of the state that it leads to if that is known to be new."""

FIRST_COLLECTION = 50_000
MOST_UNCOLLECTED = 20_000
"""From how many states on garbage is collected: then, and whenever there are twice as many, where actions
were evaluated more often than that since. It is evaluations that leave it behind.
"""
MOST_OUTSIDE = 500_000
"""States beyond the constraints that are remembered as checked; beyond, they are checked again."""


class PythonKernel(Kernel):
    """One search. A state is known by its fingerprint, or by what SYMMETRY and VIEW make of it.

    For each state the number of the one before it and that of the effect between are kept; the
    states themselves, only while they wait.
    """

    name: ClassVar[str] = "python"
    saves: ClassVar[bool] = True

    def __init__(
        self,
        specification: Specification,
        layout: Layout,
        limits: Limits,
        on_progress: Callable[[Progress], None] | None,
        started: float,
    ) -> None:
        super().__init__(specification, layout, limits, on_progress, started)
        self.keys = array("Q")
        self.parents = array("I")
        self.effects = array("I")
        self.fingerprints = Fingerprints(layout)
        self.least: Callable[[int], int] | None = None
        self.identity: Key | None = None
        images = Images(specification, layout)
        if not images.exact:
            self.identity = shown_key(specification, layout)
        elif images.count > 1 or images.hidden:
            least = LeastImage(images, layout)
            self.fingerprints, self.least, self.identity = least.fingerprints, least.least, least.of
            self.image_count = images.count
        self.successors = Successors(self.transitions, self.fingerprints, self._concerned)
        self.seen: set[int] = set()
        self.outside: set[int] = set()
        self.found: list[tuple[Vector, int]] = []
        self._explored = 0
        self.next_collection = FIRST_COLLECTION
        self.collected = 0
        self.judged = -1
        self.fickle = False

    @property
    def distinct(self) -> int:
        return len(self.seen) + self.violating

    def came_from(self, state: int) -> tuple[int, int]:
        return self.parents[state], self.effects[state]

    def count_actions(self, tally: ActionTally) -> None:
        self.successors.count_actions(tally)
        for number, states in Counter(self.effects[len(self.initial) :]).items():
            tally.found(self.known_effects[number].label, states)

    @property
    def is_incremental(self) -> bool:
        """Whether what a state is known by follows from the state before and the effect between."""
        return self.identity is None or self.least is not None

    def _key(self, vector: Vector) -> int:
        return self.fingerprints.of(vector) if self.identity is None else self.identity(vector)

    def _knows(self, vector: Vector) -> bool:
        return self._key(vector) in self.seen

    def _search(self, initial: list[Vector]) -> None:
        """Visits all states.

        The garbage collector would look at every state again and again, and states are never
        garbage: what was found is frozen now and then, and only the rest is collected.
        """
        try:
            gc.disable()
            for vector in self._begin(initial):
                key = self._key(vector)
                self._take(vector, key, 0, 0)
            level, self.found = self.found, []
            restored = self._restored()
            if restored is not None:
                level = self._resume(restored)
            self._levels(level)
        finally:
            gc.unfreeze()
            gc.enable()

    def _levels(self, level: list[tuple[Vector, int]]) -> None:
        """Explores one level after the other, from this one on."""
        while level:
            level = self._explore(level)

    def _explore(self, level: list[tuple[Vector, int]]) -> list[tuple[Vector, int]]:
        """Explores one level; the states of the next."""
        self._deepen()
        expand = self._expand if self.is_incremental else self._expand_closely
        expand(level, self._explored)
        level, self.found = self.found, []
        return level

    def _resume(self, restored: Restored) -> list[tuple[Vector, int]]:
        """Takes in a search that was saved; the states of the level that is explored."""
        self.keys, self.parents, self.effects = (
            restored.fingerprints,
            restored.parents,
            restored.via,
        )
        self.seen = set(self.keys)
        self.known_effects = restored.effects
        self._explored = restored.explored
        self.successors.resume(restored.counters)
        level, found = restored.waiting(self.initial)
        self.checks.acquaint((*level, *found))
        self.found = [(vector, self._key(vector)) for vector in found]
        return [(vector, self._key(vector)) for vector in level]

    def _take(self, vector: Vector, key: int, parent: int, effect: int) -> None:
        """Takes in a state; an interrupt amid this leaves it out of a checkpoint."""
        self.keys.append(key)
        self.parents.append(parent)
        self.effects.append(effect)
        self.seen.add(key)
        self.found.append((vector, key))

    @property
    def explored(self) -> int:
        return self._explored

    def export(self, first: int) -> tuple[bytes, bytes, bytes]:
        end = min(len(self.keys), len(self.parents), len(self.effects))
        keys, parents, effects = (
            numbers[first:end] for numbers in (self.keys, self.parents, self.effects)
        )
        if sys.byteorder == "big":
            for numbers in (keys, parents, effects):
                numbers.byteswap()
        return keys.tobytes(), parents.tobytes(), effects.tobytes()

    def counters(self) -> list[Any]:
        return self.successors.counters()

    def _expand(self, level: list[tuple[Vector, int]], first: int) -> None:
        """Explores one level; `first` is the number of its first state."""
        seen, outside, least = self.seen, self.outside, self.least
        successors, growth = self.successors, self.checks.growth
        version = growth.version
        for number, (vector, fingerprint) in enumerate(level, first):
            self.expanding = (number, None)
            self.level = self.depth
            if least is not None:
                fingerprint = self.fingerprints.of(vector)
            if growth.version != version:
                successors.forget()
                version = growth.version
            count = 0
            todo: list[Step] = []
            bundles = successors.bundles(vector)
            for bundle in bundles:
                count += bundle.count
                slot = bundle.slot
                if slot >= 0:
                    changes = bundle.changes.get(vector[slot] & bundle.bits)  # type: ignore[operator]
                else:
                    changes = bundle.changes.get(bundle.key(vector) if slot == SEVERAL else ())
                if changes is None:
                    changes = successors.resolve(bundle, vector)
                for together, exit_, steps in changes[0]:
                    if exit_ is not None and exit_.is_taken(vector):
                        continue
                    rest = fingerprint if together is None else fingerprint ^ together.of(vector)
                    for change, order, effect in steps:
                        key = rest ^ change
                        if least is not None:
                            key = least(key)
                        if key not in seen and key not in outside:
                            todo.append((order, effect, key))
                for effect in changes[1]:
                    todo.append((effect.order, effect, None))
            if todo:
                self._take_steps(number, vector, fingerprint, todo)
            for bundle in bundles:
                bundle.hits += 1
            self._end_of(number, count, len(level) - (number - first))

    def _expand_closely(self, level: list[tuple[Vector, int]], first: int) -> None:
        """The same where only the state after a step shows what it is known by."""
        for number, (vector, fingerprint) in enumerate(level, first):
            self.expanding = (number, None)
            self.level = self.depth
            bundles = self.successors.bundles(vector)
            todo: list[Step] = [
                (mover.effect.order, mover.effect, None)
                for bundle in bundles
                for mover in bundle.movers
            ]
            self._take_steps(number, vector, fingerprint, todo)
            for bundle in bundles:
                bundle.hits += 1
            count = sum(bundle.count for bundle in bundles)
            self._end_of(number, count, len(level) - (number - first))

    def _take_steps(self, number: int, vector: Vector, fingerprint: int, todo: list[Step]) -> None:
        """Steps from a state, in the order of the text: what is first decides who is a parent."""
        todo.sort()
        for _, effect, key in todo:
            if key is None:
                self._look_closely(number, effect, vector, fingerprint)
            elif key not in self.seen:
                self._meet(number, effect, vector, effect.apply(vector), key)

    def _end_of(self, number: int, count: int, left: int) -> None:
        """Ends with one state, which has so many successors; `left` of its level, it included.

        Both counters change between two looks at interrupts: a checkpoint has them agree.
        """
        self._explored, self.generated = number + 1, self.generated + count
        if count == 0 and self.specification.check_deadlock:
            raise Stop(self._deadlock(number))
        if self.during.stop:
            raise Stop(None, "the specification ended it by TLCSet")
        if not number & 1023:
            self._pause(left + len(self.found))

    def _concerned(self, effect: Effect, vector: Vector, known: int) -> bool:
        """Whether steps by an effect must be checked where the slot `known` holds the same."""
        after = effect.apply(vector)
        self._refresh(effect, vector, after)
        return bool(effect.steps) and self.checks.leaves_open(effect, known, vector + after)

    def _refresh(self, effect: Effect, vector: Vector, after: Vector) -> None:
        """Brings up to date what is to be checked of an effect."""
        if effect.version != self.checks.growth.version:
            self.level = self.depth + 1
            self.expanding = (self.expanding[0], effect)
            self.checks.refresh(effect, vector, after)

    def _look_closely(self, number: int, effect: Effect, vector: Vector, fingerprint: int) -> None:
        """One step that is to be checked, or where only the state after it shows what that is known by."""
        change = self.fingerprints.change(effect, vector)
        if change is None:
            return
        after = effect.apply(vector)
        self._refresh(effect, vector, after)
        if effect.steps:
            self._check_step(number, effect, vector, after)
        if self.is_incremental:
            key = fingerprint ^ change
            key = key if self.least is None else self.least(key)
        else:
            key = self._key(after)
        if key not in self.seen and key not in self.outside:
            self._meet(number, effect, vector, after, key)

    def _check_step(self, number: int, effect: Effect, vector: Vector, after: Vector) -> None:
        self.expanding = (number, effect)
        self.level = self.depth
        pair = vector + after
        for memo in effect.steps:
            if not memo.find(pair):
                raise self._ended_by(number, effect)

    def _meet(self, number: int, effect: Effect, vector: Vector, after: Vector, key: int) -> None:
        """A successor not seen before: checked, and taken in if it lies within the constraints."""
        if effect.version != self.checks.growth.version:
            self._refresh(effect, vector, after)
        self.expanding = (number, effect)
        self.level = self.depth + 1
        within = True
        for memo in effect.constraints:
            if not memo.descend(memo.root, after):
                within = False
                break
        self.entering = 1 if within else 0
        for view in effect.views:
            left = view.left.get(after[view.slot])
            for memo in view.look(after) if left is None else left:
                if not memo.descend(memo.root, after):
                    raise self._ended_by(number, effect)
        self.entering = 0
        if not within:
            self._leave_out(key)
            return
        self.level = self.depth
        if effect.limits:
            pair = vector + after
            if not all(memo.find(pair) for memo in effect.limits):
                return
        for memo in effect.idle:
            if not memo.find(after):
                self.checks.settle(after)
        if effect.number < 0:
            self.register(effect)
        self._take(after, key, number, effect.number)

    def _leave_out(self, key: int) -> None:
        """Notes a state beyond the constraints, if it fares alike whenever it is met."""
        if self.judged != self.checks.growth.version:
            self.judged = self.checks.growth.version
            self.fickle = self.checks.fickle()
        if not self.fickle:
            if len(self.outside) >= MOST_OUTSIDE:
                self.outside.clear()
            self.outside.add(key)

    def _pause(self, waiting: int) -> None:
        self._tidy(len(self.seen))
        super()._pause(waiting)

    def _tidy(self, states: int) -> None:
        """Collects garbage, and forgets what is not worth remembering; so many states were found."""
        self.checks.review(states)
        evaluated = self.transitions.learned
        if states >= self.next_collection and evaluated > self.collected + MOST_UNCOLLECTED:
            self.next_collection, self.collected = 2 * states, evaluated
            gc.collect()
            gc.freeze()
