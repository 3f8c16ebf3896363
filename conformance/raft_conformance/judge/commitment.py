"""Monitors of commit indexes and of what is committed."""

from collections.abc import Iterator

import msgspec

from raft_conformance.judge.electorates import Electorates, is_quorum, needed
from raft_conformance.judge.observations import (
    Observation,
    Setting,
    entry_at,
    holders,
    identity,
    names,
)
from raft_conformance.judge.rules import (
    COMMIT_IS_IN_LOG,
    COMMIT_NEVER_GOES_BACK,
    COMMITS_OWN_TERM,
    COMMITTED_ON_A_QUORUM,
    LEADER_COMPLETENESS,
    SNAPSHOT_IS_APPLIED,
    STATE_MACHINE_SAFETY,
)
from raft_conformance.protocol.messages import LogEntry


class CommitNeverGoesBack:
    """Commit indexes only grow, but for a restart."""

    rule = COMMIT_NEVER_GOES_BACK

    def __init__(self, setting: Setting) -> None:
        pass

    def look(self, seen: Observation) -> Iterator[str]:
        """Compare with the commit index last seen."""
        if seen.before is None or seen.cause == "restart":
            return
        old, new = seen.before.commit, seen.state.commit
        if old is not None and new is not None and new < old:
            yield f"the commit index of {seen.node} went from {old} back to {new}"


class CommitIsInLog:
    """A commit index is at most the last index."""

    rule = COMMIT_IS_IN_LOG

    def __init__(self, setting: Setting) -> None:
        pass

    def look(self, seen: Observation) -> Iterator[str]:
        """Compare the two."""
        commit, last = seen.state.commit, seen.state.last
        if commit is not None and last is not None and commit > last.index:
            yield f"{seen.node} has commit index {commit} and ends at index {last.index}"


class SnapshotIsApplied:
    """What a snapshot covers is known to be committed, or is applied."""

    rule = SNAPSHOT_IS_APPLIED

    def __init__(self, setting: Setting) -> None:
        pass

    def look(self, seen: Observation) -> Iterator[str]:
        """Compare the snapshot's end with whichever of the two is further."""
        snapshot = seen.state.snapshot
        known = [one for one in (seen.state.commit, seen.state.applied) if one is not None]
        if snapshot is not None and known and max(known) < snapshot.index:
            yield (
                f"{seen.node} has a snapshot up to index {snapshot.index}, and knows of no more than "
                f"{max(known)} that it is committed"
            )


class _Committed(msgspec.Struct, frozen=True):
    """An entry that `node` showed as committed; `term` is the least in which one did."""

    entry: LogEntry
    node: str
    term: int


def _entries_committed(seen: Observation) -> Iterator[LogEntry]:
    if seen.log is None or seen.state.commit is None:
        return
    yield from (entry for entry in seen.log if entry.index <= seen.state.commit)


class StateMachineSafety:
    """All servers agree, for ever, on the entry committed at an index."""

    rule = STATE_MACHINE_SAFETY

    def __init__(self, setting: Setting) -> None:
        self._committed: dict[int, _Committed] = {}

    def look(self, seen: Observation) -> Iterator[str]:
        """Remember the first entry committed at each index, and compare all others with it."""
        for entry in _entries_committed(seen):
            first = self._committed.setdefault(entry.index, _Committed(entry, seen.node, 0))
            if identity(first.entry) != identity(entry):
                yield (
                    f"{seen.node} has {names(entry)} committed, and {first.node} had "
                    f"{names(first.entry)}"
                )
                return


class LeaderCompleteness:
    """A leader's log has all that was committed in earlier terms."""

    rule = LEADER_COMPLETENESS

    def __init__(self, setting: Setting) -> None:
        self._committed: dict[int, _Committed] = {}

    def look(self, seen: Observation) -> Iterator[str]:
        """Remember the least term in which an entry was seen committed; judge leaders by it."""
        term = seen.state.term
        if term is None or seen.log is None:
            return
        for entry in _entries_committed(seen):
            first = self._committed.get(entry.index)
            if first is None or term < first.term:
                self._committed[entry.index] = _Committed(entry, seen.node, term)
        if seen.state.role != "leader":
            return
        for index, known in self._committed.items():
            here = entry_at(seen.log, index)
            missing = here is None or identity(here) != identity(known.entry)
            if known.term < term and index >= seen.first and missing:
                yield (
                    f"{seen.node} leads term {term} without {names(known.entry)}, which "
                    f"{known.node} had committed in term {known.term}; it has {names(here)} there"
                )
                return


class CommittedIsOnAQuorum:
    """An entry that anybody shows as committed is in the logs of a quorum, by the members of then."""

    rule = COMMITTED_ON_A_QUORUM

    def __init__(self, setting: Setting) -> None:
        self._electorates = Electorates(setting)
        self._durable = setting.is_durable
        self._applies = setting.sees_all
        self._logs: dict[str, tuple[LogEntry, ...]] = {}
        self._first: dict[str, int] = {}

    def look(self, seen: Observation) -> Iterator[str]:
        """Count the logs that have it, or have compacted it; no more, once a node may have lost its disk's content."""
        self._electorates.note(seen)
        if seen.log is None or (seen.cause == "restart" and not self._durable):
            self._applies = False
        if not self._applies or seen.log is None:
            return
        self._logs[seen.node], self._first[seen.node] = seen.log, seen.first
        old = seen.before.commit if seen.before and seen.before.commit is not None else None
        if old is None:
            return
        for entry in _entries_committed(seen):
            if entry.index <= old:
                continue
            compacted = [node for node, first in self._first.items() if entry.index < first]
            having = sorted({*holders(self._logs, entry, tuple(self._logs)), *compacted})
            electorates = self._electorates.of(seen, entry.index)
            if electorates and not any(is_quorum(having, one) for one in electorates):
                yield (
                    f"{seen.node} committed {names(entry)}, held by {' and '.join(having)}; it takes "
                    f"{needed(electorates)}"
                )
                return


class LeaderCommitsOwnTerm:
    """A leader that advances its commit index ends at an entry of its own term."""

    rule = COMMITS_OWN_TERM

    def __init__(self, setting: Setting) -> None:
        pass

    def look(self, seen: Observation) -> Iterator[str]:
        """Look at the last entry that the step committed, where the node led all the while."""
        old, new = seen.before, seen.state
        if old is None or seen.log is None or old.commit is None or new.commit is None:
            return
        if old.role != "leader" or new.role != "leader" or old.term != new.term:
            return
        entry = entry_at(seen.log, new.commit)
        if new.commit > old.commit and entry is not None and entry.term != new.term:
            yield f"{seen.node}, leader of term {new.term}, committed up to {names(entry)}"
