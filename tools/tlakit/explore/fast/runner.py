"""Random runs made in C: those that Python would make, from the same seed, step by step.

The walk in C draws an action, an instance and a step, looks them up and checks them, all over numbers;
what it has not met before it asks for. What depends on the run, and what is chosen otherwise than
action first, is left to the walk in Python.
"""

from __future__ import annotations

import ctypes
import weakref
from bisect import bisect_left
from collections.abc import Callable
from typing import ClassVar

from tlakit.explore import random_walk
from tlakit.explore.checks import Checks
from tlakit.explore.effects import Effect, Outcome
from tlakit.explore.fast.library import (
    NONE,
    Event,
    RunFigures,
    Which,
    library,
    longs,
    numbers,
    packed,
)
from tlakit.explore.fast.telling import Telling
from tlakit.explore.fingerprints import collision_probability
from tlakit.explore.fixed import action_of
from tlakit.explore.images import Images
from tlakit.explore.kernel import Unsuited
from tlakit.explore.lookout import Lookout
from tlakit.explore.memo import Memo
from tlakit.explore.runner import Plan, Runner, Totals
from tlakit.explore.search import trace_of, violated_in, violation_instead_of
from tlakit.explore.slots import Layout, Vector
from tlakit.explore.transitions import Members, Transitions
from tlakit.semantics import runtime
from tlakit.semantics.behaviour import Trace, Violation
from tlakit.semantics.errors import EvaluationError
from tlakit.semantics.random_runs import Reached
from tlakit.semantics.specification import Specification

RUNS_AT_ONCE = 256
PAUSE_EVERY_STEPS = 16_384
PAUSE_EVERY_MISSES = 64
"""How often it is looked at the clock."""


class FastRunner(Runner):
    """Runs that choose the action first, without a guide."""

    name: ClassVar[str] = "fast"

    def __init__(
        self,
        specification: Specification,
        layout: Layout,
        plan: Plan,
        pause: Callable[[], None],
    ) -> None:
        super().__init__(specification, layout, plan, pause)
        if plan.choose != "action" or plan.guide is not None:
            raise Unsuited("the fast kernel only makes runs that choose the action first, unguided")
        self.library = library()
        self.images = Images(specification, layout, plain=True)
        self.checks = Checks(specification, layout)
        self.lookout = Lookout(self.checks)
        self.during = runtime.current()
        self.uses = self.during.uses
        self.figures = RunFigures()
        self.actions: dict[str, int] = {}
        self.initial: list[Vector] = []
        self.before: tuple[int, list[Effect]] = (-1, [])
        self.misses = 0
        self._totals = Totals()
        self._begin()

    @property
    def number(self) -> int:
        return self.plan.first_run + max(0, int(self.figures.runs) - 1)

    @property
    def totals(self) -> Totals:
        figures, totals = self.figures, self._totals
        totals.runs, totals.steps = int(figures.runs), int(figures.steps)
        totals.stuck, totals.generated = int(figures.stuck), int(figures.generated)
        totals.depth = int(figures.depth)
        return totals

    @property
    def distinct(self) -> int:
        return int(self.figures.distinct)

    @property
    def complete(self) -> bool:
        return self.distinct < random_walk.MOST_MET

    @property
    def collision(self) -> float:
        return collision_probability(self.distinct)

    def sum_up(self) -> None:
        self._look()
        counts = longs([0] * (3 * len(self.actions)))
        self.library.raftspec_walk_counts(self.walk, counts)
        totals = self._totals
        for name, number in self.actions.items():
            enabled, taken, new = counts[3 * number : 3 * number + 3]
            totals.enabled[name], totals.taken[name], totals.new[name] = enabled, taken, new

    def reached(self) -> tuple[Reached, ...]:
        goals = self.lookout.goals
        told = longs([0] * (3 * len(goals)))
        self.library.raftspec_walk_reached(self.walk, told)
        for number, goal in enumerate(goals):
            goal.runs, goal.first, goal.steps = told[3 * number : 3 * number + 3]
        return self.lookout.reached(self.plan.first_run)

    def trace(self) -> Trace:
        self._look()
        if self.figures.start == NONE:
            return Trace(())
        return trace_of(self.layout, self.initial[self.figures.start], self._path())

    def make(self, initial: list[Vector]) -> Violation | None:
        plan = self.plan
        self.initial = initial
        self.library.raftspec_walk_starts(self.walk, len(initial))
        end = plan.first_run + plan.runs
        for first in range(plan.first_run, end, RUNS_AT_ONCE):
            last = min(end, first + RUNS_AT_ONCE)
            keys = [abs(plan.key(number)) for number in range(first, last)]
            words = max(1, -(-max(keys).bit_length() // 32))
            data = b"".join(key.to_bytes(4 * words, "little") for key in keys)
            told = (ctypes.c_uint32 * (words * len(keys))).from_buffer_copy(data)
            self.library.raftspec_walk_ask(self.walk, plan.depth, len(keys), words, told)
            violation = self._make_asked()
            if violation is not None:
                return violation
            self._pause()
        return None

    def _make_asked(self) -> Violation | None:
        """Makes the runs that the walk was asked for."""
        while True:
            event = Event(self.library.raftspec_walk_go(self.walk))
            match event:
                case Event.DONE:
                    return None
                case Event.PAUSED:
                    self._pause()
                case Event.DEADLOCK:
                    return Violation(
                        "deadlock", "deadlock", None, self.trace(), "no action is enabled"
                    )
                case Event.FALSE_STATE | Event.FALSE_STEP:
                    return violated_in(self.specification, self.trace())
                case _:
                    violation = self._answer(event)
                    if violation is not None:
                        return violation

    def _look(self) -> None:
        self.library.raftspec_walk_figures(self.walk, self.figures)

    def _pause(self) -> None:
        """Between two steps: time to look at the clock, and at what is remembered."""
        self._look()
        self.pause()
        if self.transitions.learned > random_walk.MOST_LEARNED:
            self._forget()

    # --- What the walk lacks ---

    def _answer(self, event: Event) -> Violation | None:
        """Gives the walk what it lacks; the violation that shows at that, if any."""
        told = numbers([0] * 5)
        self.library.raftspec_event(self.told.search, 0, told)
        _, number, which, detail, _ = told
        try:
            if event is Event.ELEMENT:
                self._add_element(number, detail)
            elif event is Event.MISS:
                self.told.result(0, number, Which(which))
            elif not self._take_start(detail):
                self.library.raftspec_walk_fail(self.walk)
                return violated_in(self.specification, self.trace())
        except EvaluationError as error:
            self._require_pure()
            self.library.raftspec_walk_fail(self.walk)
            return violation_instead_of(self.specification, error, self.trace())
        self._require_pure()
        self.misses += 1
        if self.misses % PAUSE_EVERY_MISSES == 0:
            self._look()
            self.pause()
        return None

    def _require_pure(self) -> None:
        if self.during.uses != self.uses:
            raise Unsuited("what is evaluated depends on the run")

    def _take_start(self, number: int) -> bool:
        """Tells whether an initial state is one to start from; whether it violates nothing."""
        start, walk = self.initial[number], self.walk
        if not self.checks.sound_start(start):
            return False
        if self.checks.within(start):
            self._stand_in(start)
            self.library.raftspec_walk_inside(walk, number)
        else:
            self.library.raftspec_walk_outside(walk, number)
        return True

    def _stand_in(self, vector: Vector) -> None:
        """Makes a state within the constraints the one at hand.

        What an effect leaves as it was is not asked after it: so all must have been asked at a start.
        """
        self.checks.settle(vector)
        self.library.raftspec_walk_load(self.walk, *self.told.numbering.encode(vector))
        self.told.all_at_start()
        for place in self.checks.restless:
            self.library.raftspec_restless(self.told.search, place)

    def _add_element(self, number: int, detail: int) -> None:
        """Makes the instances of a family for an element, or for all elements of a content."""
        members, numbering = self.families[number], self.told.numbering
        if members.slot in numbering.masked:
            elements = numbering.masked[members.slot].elements.ranged(1 << detail)
        else:
            vector = numbering.decode(0, Which.BEFORE)
            elements = self.transitions.elements(members, vector)
        rows = []
        for element in elements:
            for position, part in enumerate(self.transitions.parts_of(members, element)):
                if not isinstance(part, Memo):
                    raise Unsuited("which instances there are for an element depends on the state")
                rows.append(
                    (
                        element.fingerprint,
                        position,
                        self._instance(part, position, element.fingerprint),
                    )
                )
        rows.sort()
        memos = [memo for _, _, memo in rows]
        self.library.raftspec_walk_row(self.walk, number, detail, len(memos), packed(memos))

    # --- What is told at the beginning ---

    def _begin(self) -> None:
        """A walk that knows of nothing but what there is in every state."""
        self.transitions = Transitions(self.specification, self.layout, silent=True)
        self.told = Telling(self.layout, self.images, self.specification.check_deadlock, 1)
        self.walk = ctypes.c_void_p(
            self.library.raftspec_walk_new(
                self.told.search, random_walk.MOST_MET, PAUSE_EVERY_STEPS
            )
        )
        weakref.finalize(self.told, self.library.raftspec_walk_free, self.walk)
        self.families: list[Members] = []
        self.number_of: dict[Memo[Outcome], int] = {}
        known, self.actions = self.actions, {}
        for name in known:
            self._action(name)
        for part in self.transitions.ordered:
            if isinstance(part, Memo):
                number = self._instance(part, 0, bytes(16))
                self.library.raftspec_walk_fixed(self.walk, number)
                self.told.rank(part, number)
            else:
                lens = self.told.lens(part)
                self.library.raftspec_walk_family(self.walk, part.slot, lens)
                self.families.append(part)
        self.told.predicates(self.checks)
        for goal in self.lookout.goals:
            self.library.raftspec_walk_goal(self.walk)
            for memo in goal.memos:
                number = self.told.memo(memo)
                self.library.raftspec_walk_sought(self.walk, number, goal.of_steps)

    def _instance(self, memo: Memo[Outcome], position: int, fingerprint: bytes) -> int:
        """The number of an instance, which is told of if it is new."""
        number = self.number_of.get(memo)
        if number is None:
            number = self.number_of[memo] = self.told.memo(memo)
            high = int.from_bytes(fingerprint[:8], "big")
            low = int.from_bytes(fingerprint[8:], "big")
            action = self._action(action_of(memo))
            self.library.raftspec_walk_role(self.walk, number, action, position, high, low)
        return number

    def _action(self, name: str) -> int:
        """The number of an action, which is told of if it is new."""
        number = self.actions.get(name)
        if number is None:
            place = bisect_left(sorted(self.actions), name)
            weight = self.plan.weights.get(name, 1.0)
            number = self.library.raftspec_walk_action(self.walk, place, weight)
            self.actions[name] = number
        return number

    def _forget(self) -> None:
        """Where too much was learned, begins anew with nothing, but goes on where the runs stand."""
        told, walk, underway = self.told, self.walk, self.figures.underway
        self.before = self.number, self._path()
        vector = told.numbering.decode(0, Which.BEFORE)
        self._begin()
        self.library.raftspec_walk_inherit(self.walk, walk)
        self.library.raftspec_walk_starts(self.walk, len(self.initial))
        if underway:
            self._stand_in(vector)

    def _path(self) -> list[Effect]:
        """The effects of the run at hand, or of the one just ended."""
        number, before = self.before
        found = self.library.raftspec_walk_path(self.walk)[: self.figures.path]
        effects = [self.told.effects[one] for one in found]
        return before + effects if number == self.number else effects
