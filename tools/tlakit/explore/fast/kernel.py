"""The fast kernel: the same search as the Python kernel's, with its loop in C.

The kernel in C finds successors, looks them up and checks them, all from memo trees over numbers. What
it has not met before it asks for: then the evaluation is run here, and its result and what it read
are told to it. So nothing but the evaluator decides what an expression means.
"""

from __future__ import annotations

import ctypes
import gc
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from tlakit.explore.effects import Effect, Outcome
from tlakit.explore.fast.library import (
    NONE,
    Event,
    Figures,
    Which,
    library,
    little,
    longs,
    longs_of,
    numbers,
    numbers_of,
    packed,
)
from tlakit.explore.fast.telling import Telling
from tlakit.explore.images import Images
from tlakit.explore.interrupts import Interrupts
from tlakit.explore.kernel import Kernel, Limits, Progress, Stop, Unsuited
from tlakit.explore.memo import Memo
from tlakit.explore.saving import Restored
from tlakit.explore.slots import Layout, Vector
from tlakit.explore.tally import ActionTally
from tlakit.explore.transitions import Members
from tlakit.language.ir import Span
from tlakit.semantics.behaviour import Label
from tlakit.semantics.specification import Specification
from tlakit.semantics.values import Value

PAUSE_EVERY_STATES = 16_384
PAUSE_EVERY_WITH_LIMIT = 1_024
PAUSE_EVERY_MISSES = 1_024
"""How often it is looked at the clock."""
MANY_MISSES = 50_000
"""From how many evaluations on it is asked whether remembering them is of use."""
MOST_IN_MEMORY = 256 << 20
"""Bytes of states that wait to be explored; more of them lie in files."""


class FastKernel(Kernel):
    """One search, by one thread or several."""

    name: ClassVar[str] = "fast"
    saves: ClassVar[bool] = True

    def __init__(
        self,
        specification: Specification,
        layout: Layout,
        limits: Limits,
        on_progress: Callable[[Progress], None] | None,
        started: float,
        workers: int = 1,
    ) -> None:
        super().__init__(specification, layout, limits, on_progress, started)
        self.library = library()
        images = Images(specification, layout)
        if not images.exact:
            raise Unsuited("the model has a VIEW or a SYMMETRY that only the Python kernel follows")
        self.workers = workers
        self.images = images
        self.image_count = images.count
        self.figures = Figures()
        self.begun = 0
        self.before: list[Any] = []
        self.misses = 0
        self.families: list[Members] = []
        self.bundles: dict[tuple[Members, Value], int] = {}
        self.event = numbers([0] * 5)

    @property
    def distinct(self) -> int:
        return int(self.figures.distinct) + self.violating

    def came_from(self, state: int) -> tuple[int, int]:
        found = numbers([0, 0])
        self.library.raftspec_step_to(self.search, state, found)
        return found[0], found[1]

    def effect(self, number: int) -> Effect:
        return self.effects[number]

    def count_actions(self, tally: ActionTally) -> None:
        for action, span, count, times in self.counters():
            tally.hit(Label(action, (), Span(*span)), count, times)
        self.effects.tally_found(tally)

    @property
    def explored(self) -> int:
        self._close()
        return int(self.figures.explored)

    @property
    def effects_known(self) -> int:
        return len(self.effects)

    def counters(self) -> list[Any]:
        return self.effects.counters(self.before)

    def export(self, first: int) -> tuple[bytes, bytes, bytes]:
        self._close()
        count = self.distinct - first
        fingerprints = (ctypes.c_uint64 * max(1, count))()
        parents, via = (ctypes.c_uint32 * max(1, count))(), (ctypes.c_uint32 * max(1, count))()
        self.library.raftspec_export(self.search, first, count, fingerprints, parents, via)
        return (
            little(fingerprints, count, "Q"),
            little(parents, count, "I"),
            little(via, count, "I"),
        )

    def _close(self) -> None:
        """Gives all states found so far their numbers."""
        self.library.raftspec_close(self.search)
        self.library.raftspec_figures(self.search, self.figures)

    def _knows(self, vector: Vector) -> bool:
        return bool(self.library.raftspec_knows(self.search, *self.numbering.encode(vector)))

    def _search(self, initial: list[Vector]) -> None:
        self._make()
        self._declare()
        try:
            gc.disable()
            for vector in self._begin(initial):
                self.library.raftspec_begin(self.search, *self.numbering.encode(vector))
                self.library.raftspec_figures(self.search, self.figures)
                self.told.all_at_start()
            restored = self._restored()
            if restored is not None:
                self._resume(restored)
            for place in self.checks.restless:
                self.library.raftspec_restless(self.search, place)
            self.begun = self.generated
            with Interrupts() as interrupts, self._files():
                while self._go_on(interrupts):
                    pass
        finally:
            gc.enable()

    @contextmanager
    def _files(self) -> Iterator[None]:
        """Two files for the states that are too many for memory."""
        with tempfile.TemporaryFile() as one, tempfile.TemporaryFile() as other:
            files = one.fileno(), other.fileno()
            self.library.raftspec_files(self.search, *files, MOST_IN_MEMORY)
            yield

    def _resume(self, restored: Restored) -> None:
        """Takes in a search that was saved."""
        self.before = restored.counters
        for effect in restored.effects:
            self.effects.add(effect)
        self.library.raftspec_restore(
            self.search,
            len(restored.fingerprints),
            longs_of(restored.fingerprints),
            numbers_of(restored.parents),
            numbers_of(restored.via),
            len(restored.ends),
            longs(restored.ends),
            restored.explored,
        )
        while (memo := self.library.raftspec_wait(self.search)) != NONE:
            self.told.result(0, memo, Which.BEFORE)
        if restored.explored < restored.ends[-1]:
            self._deepen()

    def _make(self) -> None:
        deadlock = self.specification.check_deadlock
        self.told = Telling(self.layout, self.images, deadlock, self.workers)
        self.search, self.numbering = self.told.search, self.told.numbering
        self.effects = self.told.effects
        if self.saver is not None:
            self.library.raftspec_keep(self.search)
        limited = self.limits.max_states is not None or self.limits.max_seconds is not None
        self.library.raftspec_pause_every(
            self.search, PAUSE_EVERY_WITH_LIMIT if limited else PAUSE_EVERY_STATES
        )

    def _declare(self) -> None:
        """Tells of all instances, families and predicates."""
        bundle = self.library.raftspec_bundle(self.search)
        for part in self.transitions.ordered:
            self._put(bundle, part)
        self.told.predicates(self.checks)

    def _put(self, bundle: int, part: Memo[Outcome] | Members) -> None:
        """Puts an instance or a family into a bundle."""
        run, search = self.library, self.search
        if isinstance(part, Memo):
            number = self.told.memo(part)
            run.raftspec_bundle_memo(search, bundle, number)
            self.told.rank(part, number)
            return
        run.raftspec_bundle_family(search, bundle, part.slot, self.told.lens(part))
        self.families.append(part)

    def _go_on(self, interrupts: Interrupts) -> bool:
        """Lets the kernel search until it stands still; whether there is more to do."""
        run, search = self.library, self.search
        if interrupts.noted:
            run.raftspec_end(search)
        event = Event(run.raftspec_run(search))
        run.raftspec_figures(search, self.figures)
        self.generated = self.begun + int(self.figures.generated)
        match event:
            case Event.DONE:
                return False
            case Event.LEVEL:
                self._deepen()
            case Event.PAUSED:
                if interrupts.noted:
                    raise KeyboardInterrupt
                self._pause(int(self.figures.waiting))
                self._review()
            case Event.FAILED:
                raise Stop(None, "stopped: states on disk cannot be read back")
            case _:
                for worker in range(self.workers):
                    self._answer(worker)
        return True

    def _answer(self, worker: int) -> None:
        """Gives a worker what it lacks; Stop if it found a violation."""
        self.library.raftspec_event(self.search, worker, self.event)
        event, number, which, detail, state = self.event
        match event:
            case Event.MISS:
                self._learn(worker, number, Which(which), detail, state)
            case Event.ELEMENT:
                self.expanding, self.level = (state, None), self.depth
                self._add_element(worker, number, detail)
            case Event.DEADLOCK:
                raise Stop(self._deadlock(state))
            case Event.FALSE_STATE | Event.FALSE_STEP:
                raise self._ended_by(state, self.effects[detail])

    def _learn(self, worker: int, number: int, which: Which, detail: int, state: int) -> None:
        """Evaluates where nothing is remembered."""
        self.expanding = state, None if which is Which.BEFORE else self.effects[detail]
        self.level = self.depth + int(which is Which.AFTER)
        self.told.result(worker, number, which)
        self._count_miss()

    def _count_miss(self) -> None:
        self.misses += 1
        if self.misses % PAUSE_EVERY_MISSES == 0:
            self.library.raftspec_end(self.search)

    def _review(self) -> None:
        """Unsuited where evaluation takes more time than the search can save."""
        explored = self.distinct - int(self.figures.waiting)
        if self.misses > MANY_MISSES and 2 * self.misses > explored:
            raise Unsuited("most evaluations are of what was never met before")

    def _add_element(self, worker: int, number: int, detail: int) -> None:
        """Makes the instances of a family for an element, or for all elements of a content."""
        members = self.families[number]
        if members.slot in self.numbering.masked:
            ranged = self.numbering.masked[members.slot].elements.ranged(1 << detail)
            bundles = [self._bundle(members, value) for value in ranged]
        else:
            vector = self.numbering.decode(worker, Which.BEFORE)
            values = self.transitions.elements(members, vector, ordered=True)
            bundles = [self._bundle(members, value) for value in values]
        self.library.raftspec_family(self.search, number, detail, len(bundles), packed(bundles))

    def _bundle(self, members: Members, element: Value) -> int:
        found = self.bundles.get((members, element))
        if found is None:
            found = self.bundles[members, element] = self.library.raftspec_bundle(self.search)
            for part in self.transitions.parts_of(members, element):
                self._put(found, part)
        return found
