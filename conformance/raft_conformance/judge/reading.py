"""The monitor of what clients read."""

from collections import deque
from collections.abc import Iterator

import msgspec

from raft_conformance.judge.observations import Observation, Setting
from raft_conformance.judge.rules import LEASED_READS_ARE_LINEARIZABLE, READS_ARE_LINEARIZABLE
from raft_conformance.protocol.messages import State


class _Known(msgspec.Struct, frozen=True):
    """How far `node` showed that commands were applied; 0 by nobody at first."""

    index: int = 0
    node: str = ""


def _applied(state: State) -> int | None:
    """What clients may have been told of: committed, and applied where that can be seen."""
    seen = [index for index in (state.commit, state.applied) if index is not None]
    return min(seen) if seen else None


class ReadsAreLinearizable:
    """Whoever is answered gets all that anybody had committed when he asked.

    A context that came twice stands for two reads, of which the first is answered first: so a read
    is judged by the earliest time at which it can have been asked for.
    """

    rule = READS_ARE_LINEARIZABLE

    def __init__(self, setting: Setting) -> None:
        self._applies = setting.capabilities.read != "lease"
        self._known = _Known()
        self._asked: dict[tuple[str, str], deque[_Known]] = {}

    def look(self, seen: Observation) -> Iterator[str]:
        """Where the rule applies, what is stale."""
        if self._applies:
            yield from self._stale(seen)

    def _stale(self, seen: Observation) -> Iterator[str]:
        """Note what a read must not fall short of when it is asked for, and compare when it is answered."""
        if seen.asked is not None:
            self._asked.setdefault((seen.node, seen.asked), deque()).append(self._known)
        for read in seen.finished:
            waiting = self._asked.get((seen.node, read.context))
            if not waiting:
                continue
            least = waiting.popleft()
            if read.index < least.index:
                yield (
                    f"{seen.node} answered {read.context} from what it had up to index "
                    f"{read.index}; when it was asked, {least.node} had applied up to {least.index}"
                )
        index = _applied(seen.state)
        if index is not None and index > self._known.index:
            self._known = _Known(index, seen.node)


class LeasedReadsAreLinearizable(ReadsAreLinearizable):
    """The same where answers rest on clocks, as long as these keep to what is claimed of them."""

    rule = LEASED_READS_ARE_LINEARIZABLE

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._applies = setting.capabilities.read == "lease"

    def look(self, seen: Observation) -> Iterator[str]:
        """What is stale, and nothing more once clocks have come apart."""
        self._applies = self._applies and seen.in_time
        yield from super().look(seen)
