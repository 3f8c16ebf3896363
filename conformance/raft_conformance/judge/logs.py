"""Monitors of logs."""

from collections.abc import Iterator
from itertools import pairwise

from raft_conformance.judge.observations import (
    Observation,
    Setting,
    entry_at,
    identity,
    names,
)
from raft_conformance.judge.rules import (
    LEADER_APPEND_ONLY,
    LOG_MATCHING,
    TERMS_NEVER_DECREASE,
)
from raft_conformance.protocol.messages import LogEntry


class LogMatching:
    """Two logs that agree on a term at an index agree up to there."""

    rule = LOG_MATCHING

    def __init__(self, setting: Setting) -> None:
        self._logs: dict[str, tuple[LogEntry, ...]] = {}

    def look(self, seen: Observation) -> Iterator[str]:
        """Compare a changed log with all others; a node that is down keeps its last one."""
        if seen.log is None or self._logs.get(seen.node) == seen.log:
            return
        self._logs[seen.node] = seen.log
        for other, log in self._logs.items():
            if other != seen.node and (what := _mismatch(seen.log, log)):
                yield f"the logs of {seen.node} and {other} {what}"


def _mismatch(log: tuple[LogEntry, ...], other: tuple[LogEntry, ...]) -> str | None:
    agreed: LogEntry | None = None
    for entry in reversed(log):
        peer = entry_at(other, entry.index)
        if peer is None:
            continue
        if agreed is None and peer.term == entry.term:
            agreed = entry
        if agreed is not None and identity(peer) != identity(entry):
            return (
                f"agree on term {agreed.term} at index {agreed.index}, but differ at "
                f"{entry.index}: {names(entry)} and {names(peer)}"
            )
    return None


class TermsInLogNeverDecrease:
    """The terms of a log's entries grow with their indexes, or stay."""

    rule = TERMS_NEVER_DECREASE

    def __init__(self, setting: Setting) -> None:
        pass

    def look(self, seen: Observation) -> Iterator[str]:
        """Compare each entry with the next, and the first with the end of the snapshot before it."""
        log, snapshot = seen.log or (), seen.state.snapshot
        follows = snapshot is not None and bool(log) and log[0].index == snapshot.index + 1
        if snapshot is not None and follows and log[0].term < snapshot.term:
            yield f"{seen.node} has {names(log[0])} after a snapshot that ends in term {snapshot.term}"
            return
        for entry, following in pairwise(log):
            if following.term < entry.term:
                yield f"{seen.node} has {names(following)} after {names(entry)}"
                return


class LeaderAppendOnly:
    """A leader's log of before is the beginning of its log of after."""

    rule = LEADER_APPEND_ONLY

    def __init__(self, setting: Setting) -> None:
        pass

    def look(self, seen: Observation) -> Iterator[str]:
        """Compare with the log last seen, where the node led the same term all the while."""
        old, new = seen.before, seen.state
        if seen.log is None or seen.log_before is None or old is None or seen.cause == "restart":
            return
        if old.role != "leader" or new.role != "leader" or old.term != new.term:
            return
        for entry in seen.log_before:
            now = entry_at(seen.log, entry.index)
            compacted = entry.index < seen.first
            if not compacted and (now is None or identity(now) != identity(entry)):
                yield f"the leader {seen.node} had {names(entry)} and has {names(now)} in its place"
                return
