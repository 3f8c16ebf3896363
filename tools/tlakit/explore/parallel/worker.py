"""One worker: it explores its states of each level, and remembers evaluations of its own.

Its methods are what it is asked to do: in each round `explore`, `keep` and `number`, one after the
other, and after the last round of a level `advance`. While nobody asks it may `go_on` with states of
the level that later rounds will ask for; what it meets there it tells in those rounds.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from itertools import compress, islice
from operator import itemgetter
from typing import TypeAlias

import msgspec

from tlakit.explore.effect_log import EffectLog
from tlakit.explore.effects import Effect
from tlakit.explore.elements import Misfit
from tlakit.explore.kernel import Limits, Stop, Unsuited
from tlakit.explore.parallel.messages import (
    Cause,
    Explored,
    Kept,
    Met,
    Raised,
    Refused,
    Tally,
    Trouble,
    cause_of,
)
from tlakit.explore.parallel.moving import Moved, pack, unpack
from tlakit.explore.python_kernel import MOST_OUTSIDE, PythonKernel
from tlakit.explore.reporting import peak_memory_bytes, tables_of
from tlakit.explore.slots import Vector
from tlakit.explore.value_log import ValueLog
from tlakit.semantics.errors import EvaluationError

Known: TypeAlias = tuple[Vector, int]
"""A state and its key."""

Claimants: TypeAlias = tuple[int, ...]
"""Workers that met the same state in a round."""

FirstStep: TypeAlias = tuple[int, int, int]
"""The step by which a worker met a state: from the state with this number, by which worker, and which of
those that it met in the round.
"""

STRIDE = 32
"""States that are explored between two looks at whether something is asked."""

ON_THE_RUN = Refused("what is evaluated depends on the run")


class Share(msgspec.Struct, frozen=True):
    """What a worker begins with: which one it is of how many, and its states of the level that is
    explored and of the next, by number.
    """

    worker: int
    workers: int
    level: dict[int, Known]
    found: dict[int, Known]


class _Ended(Stop):
    """The search ends in the state that is explored, or by the step that is looked at."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(None)
        self.cause = cause


class Worker(PythonKernel):
    """A kernel that knows the keys of all states, and of the states those that it explores.

    Where the kernel in one process has the number of a state, it has the state's place among its own
    of the level.
    """

    def __init__(self, kernel: PythonKernel, share: Share) -> None:
        super().__init__(kernel.specification, kernel.layout, Limits(), None, kernel.started)
        self.worker, self.workers = share.worker, share.workers
        self.checks.sometimes.resume(kernel.reached())
        self.seen, self.outside = set(kernel.seen), set(kernel.outside)
        self.states, self.numbers = list(share.level.values()), array("I", share.level)
        self.found, self.next_numbers = list(share.found.values()), array("I", share.found)
        self.checks.acquaint(vector for vector, _ in (*self.states, *self.found))
        self.uses = self.during.uses
        self.values = ValueLog()
        self.log = EffectLog(self.values, self.specification.sources)
        self.counts = array("I")
        self.first, self.told, self.told_met = 0, 0, 0
        self.may_go_on = False
        self.trouble: Trouble | None = None
        self.shown: set[str] = set(self.reached())
        self.met: list[Known] = []
        self.before, self.via, self.beyond = array("I"), array("I"), array("Q")

    def explore(self, end: int, may_go_on: bool) -> Explored:
        """Explores its states with numbers below `end`, as far as it has not, and tells of them; it may
        go on with others then, until it is told to halt.
        """
        self.first, self.told = self.told, bisect_left(self.numbers, end, self.told)
        self._explore_to(self.told)
        self.may_go_on = may_go_on
        self.told_met = count = bisect_left(self.before, self.told)
        numbers = self.numbers
        met = Met(
            array("Q", [key for _, key in self.met[:count]]),
            array("I", [numbers[place] for place in self.before[:count]]),
            self.via[:count],
            self.beyond,
        )
        self.beyond = array("Q")
        effects = self.log.encode(self.known_effects[len(self.log) :], self.layout)
        reached = tuple(self.reached().keys() - self.shown)
        self.shown.update(reached)
        trouble = self.trouble if self.trouble and self.trouble.state < end else None
        generated = sum(self.counts[self.first : self.told])
        return Explored(met, generated, trouble, self.values.take(), effects, reached)

    def go_on(self) -> bool:
        """Explores a few states more, if it may; whether it did."""
        if not self.may_go_on or self.trouble or self._explored == len(self.states):
            return False
        self._explore_to(min(self._explored + STRIDE, len(self.states)))
        return True

    def halt(self) -> int:
        """Goes on no more; the number after the last state that it explored in this level."""
        self.may_go_on = False
        return self.numbers[self._explored - 1] + 1 if self._explored else 0

    def keep(self, all_met: Sequence[Met], kept: Sequence[int]) -> Kept:
        """Keeps those of the states just met that are left to it; each worker had kept so many before.

        Where several met a state, the one that has the fewest of the next level keeps it; but where
        different states count as one, the one that was met first is explored. All come to the same.
        """
        sizes = [count + len(met.keys) for count, met in zip(kept, all_met, strict=True)]
        lost, earlier = array("I"), array("I")
        for claimants, steps_to in self._contested(all_met).items():
            counts = {worker: sizes[worker] - len(steps_to) for worker in claimants}
            for key in sorted(steps_to):
                steps = steps_to[key]
                first = min(steps)
                keeper = first[1]
                if self.identity is None:
                    keeper = min(counts, key=counts.__getitem__)
                    counts[keeper] += 1
                index = steps[0][2]
                if keeper != self.worker:
                    lost.append(index)
                elif first[1] != keeper:
                    earlier.extend((index, first[1], first[2]))
        answer = Kept(lost, earlier)
        self._take_in(all_met, answer)
        return answer

    def _contested(self, all_met: Sequence[Met]) -> dict[Claimants, dict[int, list[FirstStep]]]:
        """The states just met that others met too, by who did: the key of each, and the first steps to it,
        its own before those of others.
        """
        theirs: dict[int, list[FirstStep]] = {}
        for worker, met in enumerate(all_met):
            if worker != self.worker:
                for index, key in enumerate(met.keys):
                    if key in self.seen:
                        theirs.setdefault(key, []).append((met.before[index], worker, index))
        own = all_met[self.worker]
        contested: dict[Claimants, dict[int, list[FirstStep]]] = {}
        for index, key in enumerate(own.keys):
            if key in theirs:
                steps = [(own.before[index], self.worker, index), *theirs[key]]
                claimants = tuple(sorted([worker for _, worker, _ in steps]))
                contested.setdefault(claimants, {})[key] = steps
        return contested

    def _take_in(self, all_met: Sequence[Met], kept: Kept) -> None:
        """Takes in what all just met: its own but the lost as states of the next level."""
        count = self.told_met
        self.found += compress(self.met, kept.left(count))
        del self.met[:count], self.before[:count], self.via[:count]
        for worker, met in enumerate(all_met):
            if worker != self.worker:
                self._leave_to_others(met)
                self.seen.update(met.keys)
                if len(self.outside) >= MOST_OUTSIDE:
                    self.outside.clear()
                self.outside.update(met.beyond)

    def number(self, numbers: array[int]) -> None:
        """The states that it kept in this round have these numbers."""
        self.next_numbers.extend(numbers)

    def advance(self) -> int:
        """Goes on to the next level; how many states of it are its own."""
        self._begin_level([*zip(self.next_numbers, self.found, strict=True)])
        self.found, self.next_numbers = [], array("I")
        self.counts, self._explored = array("I"), 0
        self.told, self.may_go_on = 0, False
        return len(self.states)

    def give(self, counts: Sequence[int]) -> list[Moved]:
        """Gives so many states of a level that was not begun yet to each, from all over the level."""
        pairs = list(zip(self.numbers, self.states, strict=True))
        total = sum(counts)
        chosen = [len(pairs) * place // total for place in range(total)]
        self._begin_level([pairs[place] for place in set(range(len(pairs))).difference(chosen)])
        given = iter(chosen)
        return [
            pack([pairs[place] for place in islice(given, count)], self.layout) for count in counts
        ]

    def take(self, moved: Sequence[Moved]) -> None:
        """Takes states over that others gave away."""
        for one in moved:
            taken = unpack(one, self.layout)
            self.checks.acquaint(vector for _, (vector, _) in taken)
            self._begin_level([*zip(self.numbers, self.states, strict=True), *taken])

    def count_below(self, number: int) -> int:
        """How many successors its states of this round with lower numbers have."""
        return sum(self.counts[self.first : bisect_left(self.numbers, number)])

    def tally(self, profile: bool) -> Tally:
        """What it counted; its tables only if `profile`."""
        counters = self.successors.counters()
        self.successors.taken.clear()
        tables = tables_of(self, {}) if profile else {}
        coverage = self.specification.coverage.dump()
        return Tally(counters, coverage, tables, peak_memory_bytes() or 0)

    def _explore_to(self, end: int) -> None:
        """Explores its states from where it is to before the place `end`, unless there is trouble."""
        if self.trouble is not None or self._explored >= end:
            return
        expand = self._expand if self.is_incremental else self._expand_closely
        try:
            expand(self.states[self._explored : end], self._explored)
        except (_Ended, EvaluationError, Misfit, Unsuited) as error:
            self.trouble = self._trouble_in(error)

    def _leave_to_others(self, met: Met) -> None:
        """Forgets what it met beyond this round and another met in it, and so first."""
        if not self.met:
            return
        known = self.seen.intersection(met.keys)
        left = [place for place, (_, key) in enumerate(self.met) if key not in known]
        if len(left) < len(self.met):
            self.met = [self.met[place] for place in left]
            self.before = array("I", [self.before[place] for place in left])
            self.via = array("I", [self.via[place] for place in left])

    def _begin_level(self, states: list[tuple[int, Known]]) -> None:
        states.sort(key=itemgetter(0))
        self.numbers = array("I", [number for number, _ in states])
        self.states = [state for _, state in states]

    def _trouble_in(self, error: _Ended | Raised) -> Trouble:
        """The trouble that ended a round early."""
        place, effect = self.expanding
        if effect is not None and effect.number < 0:
            self.register(effect)
        cause = error.cause if isinstance(error, _Ended) else cause_of(error)
        if self.during.uses != self.uses:
            cause = ON_THE_RUN
        return Trouble(self.numbers[place], None if effect is None else effect.number, cause)

    def _ended_by(self, number: int, effect: Effect) -> Stop:
        self.expanding = (number, effect)
        return _Ended("violated")

    def _end_of(self, number: int, count: int, left: int) -> None:
        self._explored = number + 1
        self.counts.append(count)
        if self.during.uses != self.uses:
            raise _Ended(ON_THE_RUN)
        if count == 0 and self.specification.check_deadlock:
            self.expanding = (number, None)
            raise _Ended("deadlock")
        if not number & 1023:
            self._tidy(len(self.seen) // self.workers)

    def _take(self, vector: Vector, key: int, parent: int, effect: int) -> None:
        """Notes a state; who keeps it shows when all have told what they met."""
        self.seen.add(key)
        self.met.append((vector, key))
        self.before.append(parent)
        self.via.append(effect)

    def _leave_out(self, key: int) -> None:
        self.outside.add(key)
        self.beyond.append(key)
