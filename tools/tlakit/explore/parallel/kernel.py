"""The kernel in the process that began the search: it explores the first levels itself, then asks.

It keeps the key of each state and how it was found, as one worker does, and all counts; the states
and the memos that grow with the search are the workers'.
"""

from __future__ import annotations

import gc
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, compress
from typing import Any

from tlakit.explore.effect_log import EffectLog
from tlakit.explore.interrupts import Interrupts
from tlakit.explore.kernel import Limits, Progress, Stop
from tlakit.explore.parallel.balance import moves
from tlakit.explore.parallel.messages import (
    STEP_BITS,
    Explored,
    Kept,
    Met,
    Tally,
    Trouble,
    exception_of,
)
from tlakit.explore.parallel.team import Processes, Team
from tlakit.explore.parallel.worker import Known, Share, Worker
from tlakit.explore.python_kernel import PythonKernel
from tlakit.explore.slots import Layout
from tlakit.explore.value_log import ValueLog
from tlakit.semantics.specification import Specification

ENOUGH_STATES = 1024
"""From how many states of a level on the work is shared out."""
PAUSE_EVERY_STATES = 1024
"""Rounds end where one worker would look at the limits."""
SHORTEST_ROUND_SECONDS = 0.3
LONGEST_ROUND_SECONDS = 1.0


class ParallelKernel(PythonKernel):
    """One search by several processes.

    Where a violation or a second Ctrl-C ended it, the counts of actions may have what some workers did
    beyond that.
    """

    def __init__(
        self,
        specification: Specification,
        layout: Layout,
        limits: Limits,
        on_progress: Callable[[Progress], None] | None,
        started: float,
        workers: int = 2,
        profile: bool = False,
    ) -> None:
        super().__init__(specification, layout, limits, on_progress, started)
        self.workers, self.profile = workers, profile
        self.team: Team | None = None
        self.logs = [EffectLog(ValueLog(), specification.sources) for _ in range(workers)]
        self.numbers_of_effects = [array("I") for _ in range(workers)]
        self.kept = [0] * workers
        self.round_states = PAUSE_EVERY_STATES

    @property
    def distinct(self) -> int:
        return len(self.keys) + self.violating

    def make_team(self, make: Callable[[int], Worker]) -> Team:
        """Those who are asked to explore."""
        return Processes(self.workers, make)

    def _levels(self, level: list[Known]) -> None:
        while level and len(level) + len(self.found) < ENOUGH_STATES:
            level = self._explore(level)
        if level:
            self._share_out(level)

    def _share_out(self, level: list[Known]) -> None:
        """Explores the levels from this one on with all workers."""
        count = len(level)
        with Interrupts() as interrupts, self._working(level):
            while count:
                self._deepen()
                end = self._explored + count
                while self._explored < end:
                    self._round(self._end_of_round(end), self.limits.max_states is None)
                    try:
                        if interrupts.noted:
                            raise KeyboardInterrupt
                        if self._explored % PAUSE_EVERY_STATES == 1:
                            self._pause(len(self.keys) - self._explored + 1)
                    except (Stop, KeyboardInterrupt) as stop:
                        if not isinstance(stop, Stop) or stop.violation is None:
                            self._settle()
                        raise
                count = len(self.keys) - self._explored
                self._advance()

    @contextmanager
    def _working(self, level: list[Known]) -> Iterator[None]:
        """In the block there is a team. What it counted is asked for at the end, if it still answers."""
        states = dict(enumerate(level, self._explored))
        found = dict(enumerate(self.found, self._explored + len(level)))

        def make(worker: int) -> Worker:
            own = [
                {number: one[number] for number in list(one)[worker :: self.workers]}
                for one in (states, found)
            ]
            return Worker(self, Share(worker, self.workers, *own))

        gc.freeze()
        team = self.team = self.make_team(make)
        try:
            self.found, self.seen, self.outside = [], set(), set()
            yield
        finally:
            try:
                if self.team is None:
                    self.saver = None  # what was counted is lost
                else:
                    self._gather(self.profile)
            finally:
                self.team = None
                team.close()

    def _ask(self, what: str, arguments: Sequence[tuple[Any, ...]]) -> list[Any]:
        """The answers of all workers; where this is cut short nothing more can be asked."""
        team, self.team = self.team, None
        assert team is not None
        answers = team.each(what, arguments)
        self.team = team
        return answers

    def _ask_all(self, what: str, *arguments: Any) -> list[Any]:
        return self._ask(what, [arguments] * self.workers)

    def _end_of_round(self, end: int) -> int:
        """Where the next round ends, in a level that ends there."""
        states = PAUSE_EVERY_STATES if self.limits.max_states is not None else self.round_states
        last = (self._explored + states - 1) // PAUSE_EVERY_STATES * PAUSE_EVERY_STATES
        return min(last + 1, end)

    def _settle(self) -> None:
        """Has no worker ahead of the others: all that they counted is of states below the same number."""
        if self.team is None:
            return
        end = max(self._ask_all("halt"))
        if end > self._explored:
            self._round(end, may_go_on=False)

    def _round(self, end: int, may_go_on: bool) -> None:
        """Explores the states with numbers below `end`; raises what ends the search there."""
        begun = time.monotonic()
        explored: list[Explored] = self._ask_all("explore", end, may_go_on)
        for worker, one in enumerate(explored):
            self._learn_effects(worker, one)
            self.checks.sometimes.resume(dict.fromkeys(one.reached, self.depth))
        ends = {worker: one.trouble for worker, one in enumerate(explored) if one.trouble}
        first = min(ends, key=lambda worker: ends[worker].state, default=None)
        all_met = [one.met for one in explored]
        kept: list[Kept] = self._ask_all("keep", all_met, self.kept)
        numbers = self._take_all(all_met, kept, None if first is None else ends[first].state)
        if first is not None:
            self._end_with(ends[first], first)
        self._ask("number", [(own,) for own in numbers])
        self.expanding = (end - 1, None)
        self._explored, self.generated = (
            end,
            self.generated + sum(one.generated for one in explored),
        )
        self._fit_round(time.monotonic() - begun)

    def _fit_round(self, seconds: float) -> None:
        """Makes the next rounds longer or shorter."""
        if seconds < SHORTEST_ROUND_SECONDS:
            self.round_states *= 2
        elif seconds > LONGEST_ROUND_SECONDS:
            self.round_states = max(PAUSE_EVERY_STATES, self.round_states // 2)

    def _learn_effects(self, worker: int, explored: Explored) -> None:
        log = self.logs[worker]
        log.values.load(explored.values)
        for effect in log.load(explored.effects, self.layout):
            self.numbers_of_effects[worker].append(len(self.known_effects))
            effect.number = len(self.known_effects)
            self.known_effects.append(effect)

    def _take_all(
        self, all_met: Sequence[Met], kept: Sequence[Kept], last: int | None
    ) -> list[array[int]]:
        """Takes in the states that were kept, by the place of the first step to each; not what was found
        after the state with the number `last`. The numbers of those of each worker, in its own order.
        """
        taken = [self._kept_of(worker, all_met, one) for worker, one in enumerate(kept)]
        keys, places, via = (
            list(chain.from_iterable(column)) for column in zip(*taken, strict=True)
        )
        order = sorted(range(len(places)), key=places.__getitem__)
        if last is not None:
            order = [index for index in order if places[index] >> STEP_BITS <= last]
        first = len(self.keys)
        self.keys.extend([keys[index] for index in order])
        self.parents.extend([places[index] >> STEP_BITS for index in order])
        self.effects.extend([via[index] for index in order])
        numbers = array("I", bytes(4 * len(keys)))
        for number, index in enumerate(order, first):
            numbers[index] = number
        found, end = [], 0
        for worker, (own, _, _) in enumerate(taken):
            found.append(numbers[end : end + len(own)])
            end += len(own)
            self.kept[worker] += len(own)
        return found

    def _kept_of(
        self, worker: int, all_met: Sequence[Met], kept: Kept
    ) -> tuple[list[int], list[int], list[int]]:
        """The states that a worker kept: their keys, the places of the first steps to them, and the
        numbers of their effects.
        """
        met, numbers = all_met[worker], self.numbers_of_effects
        places = [number << STEP_BITS | index for index, number in enumerate(met.before)]
        via = [numbers[worker][effect] for effect in met.via]
        triples = iter(kept.earlier)
        for index, other, there in zip(triples, triples, triples, strict=True):
            places[index] = all_met[other].before[there] << STEP_BITS | there
            via[index] = numbers[other][all_met[other].via[there]]
        left = kept.left(len(places))
        keys = compress(met.keys, left)
        return list(keys), list(compress(places, left)), list(compress(via, left))

    def _end_with(self, trouble: Trouble, worker: int) -> None:
        """Raises what ends the search in a worker; the counts are those of one that comes to this."""
        below = self._ask_all("count_below", trouble.state)
        self.generated += sum(below)
        self._explored = trouble.state
        self.seen = set(self.keys)
        numbers = self.numbers_of_effects[worker]
        number = None if trouble.effect is None else numbers[trouble.effect]
        effect = None if number is None else self.known_effects[number]
        self.expanding = (trouble.state, effect)
        if trouble.cause == "deadlock":
            self._explored += 1
            raise Stop(self._deadlock(trouble.state))
        if trouble.cause == "violated":
            assert effect is not None
            raise self._ended_by(trouble.state, effect)
        raise exception_of(trouble.cause)

    def _advance(self) -> None:
        """Goes on to the next level; who has too many of its states gives some away."""
        counts: list[int] = self._ask_all("advance")
        self.kept = [0] * self.workers
        wanted = moves(counts)
        if wanted is not None:
            given = self._ask("give", [(counts,) for counts in wanted])
            self._ask("take", [(list(taken),) for taken in zip(*given, strict=True)])

    def _save(self) -> None:
        if self.team is not None and self.saver is not None:
            self._settle()
            self._gather()
        super()._save()

    def _gather(self, profile: bool = False) -> None:
        """Adds what the workers counted since they were last asked."""
        tallies: list[Tally] = self._ask_all("tally", profile)
        for tally in tallies:
            self.successors.resume(tally.counters)
            self.specification.coverage.merge(tally.coverage)
        self.tables_elsewhere = [tally.tables for tally in tallies]
        self.memory_elsewhere_bytes = sum(tally.peak_memory_bytes for tally in tallies)
