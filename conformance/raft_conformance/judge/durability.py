"""Monitors of what is on disk, where writes take their time.

A write is done when the suite says so, and then all are that were on their way. So a node's disk has
what the node showed right before that, or when it last had no writes on their way, and nothing that came after.
Once it has done only some of them, what it has is not known until it has done them all. Where a node does not tell how many are on their
way, nothing is judged.
"""

from collections.abc import Iterator

import msgspec

from raft_conformance.judge.electorates import Electorates, is_quorum, needed
from raft_conformance.judge.observations import Observation, Setting, entry_at, identity, names
from raft_conformance.judge.rules import (
    ACKNOWLEDGED_IS_DURABLE,
    COMMITTED_IS_DURABLE,
    LAST_WRITE_IS_MEMORY,
    LEADER_IS_DURABLE,
    SENT_TERM_IS_DURABLE,
)
from raft_conformance.protocol.messages import LogEntry, Position, State
from raft_conformance.protocol.views import (
    AppendEntriesRequest,
    AppendEntriesResponse,
    RequestVoteResponse,
)


class Disk(msgspec.Struct, frozen=True):
    """What a node's disk is known to have."""

    state: State
    log: tuple[LogEntry, ...] | None
    first: int


UNKNOWN = Disk(State(), None, 0)
"""What a disk has that did some of its writes."""


class _Disks:
    """The disk of every node, as far as it is known."""

    def __init__(self, setting: Setting) -> None:
        self.sees_all = setting.sees_all
        self.disks: dict[str, Disk] = {}
        self._shown: dict[str, Disk] = {}
        self._applies = setting.capabilities.persistence == "async"

    def look(self, seen: Observation) -> Iterator[str]:
        """Bring the node's disk up to date, and compare with what it shows."""
        pending = 0 if seen.cause == "create" else seen.pending
        self._applies = self._applies and pending is not None
        if not self._applies:
            return
        if seen.cause == "restart" and seen.node in self.disks:
            yield from self.compare_after_restart(seen, self.disks[seen.node])
        shown = Disk(seen.state, seen.log, seen.first)
        if pending == 0:
            self.disks[seen.node] = shown
        elif seen.cause == "sync":
            self.disks[seen.node] = self._shown[seen.node]
        elif seen.cause == "write":
            self.disks[seen.node] = UNKNOWN
        self._shown[seen.node] = shown
        if seen.node in self.disks:
            yield from self.compare(seen, self.disks[seen.node])

    def compare_after_restart(self, seen: Observation, disk: Disk) -> Iterator[str]:
        """What is wrong with a node that started from this disk."""
        yield from ()

    def compare(self, seen: Observation, disk: Disk) -> Iterator[str]:
        """What is wrong with a node that has this on its disk."""
        yield from ()


class SentTermIsDurable(_Disks):
    """Whoever votes, leads or acknowledges has that term on its disk.

    A candidacy that is not written harms only where a vote for it outlives a crash of the candidate, and
    then shows as that.
    """

    rule = SENT_TERM_IS_DURABLE

    def compare(self, seen: Observation, disk: Disk) -> Iterator[str]:
        """Look at what promises something; a refusal does not."""
        for message in seen.sent:
            term = _promised_term(message.view)
            if term is not None and disk.state.term is not None and disk.state.term < term:
                assert message.view is not None
                yield (
                    f"{seen.node} sent {type(message.view).__name__} in term {term}, with term "
                    f"{disk.state.term} on its disk"
                )
                return


def _promised_term(view: object) -> int | None:
    match view:
        case AppendEntriesRequest():
            return view.term
        case RequestVoteResponse(vote_granted=True):
            return view.term
        case AppendEntriesResponse(success=True):
            return view.term
    return None


class AcknowledgedIsDurable(_Disks):
    """A follower acknowledges what is on its disk."""

    rule = ACKNOWLEDGED_IS_DURABLE

    def compare(self, seen: Observation, disk: Disk) -> Iterator[str]:
        """Compare with the last entry on the disk."""
        last = disk.state.last
        for message in seen.sent:
            view = message.view
            if not isinstance(view, AppendEntriesResponse) or not view.success or last is None:
                continue
            if view.match_index is not None and view.match_index > last.index:
                yield (
                    f"{seen.node} acknowledged up to {view.match_index}, and its disk ends at "
                    f"{last.index}"
                )
                return


class CommittedIsDurable(_Disks):
    """An entry that anybody shows as committed is on the disks of a quorum, by the members of then."""

    rule = COMMITTED_IS_DURABLE

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._electorates = Electorates(setting)

    def look(self, seen: Observation) -> Iterator[str]:
        """See who the members are, too."""
        self._electorates.note(seen)
        yield from super().look(seen)

    def compare(self, seen: Observation, disk: Disk) -> Iterator[str]:
        """Count the disks that have what this step committed, or have compacted it."""
        old = None if seen.before is None else seen.before.commit
        if not self.sees_all or seen.log is None or old is None or seen.state.commit is None:
            return
        for index in range(old + 1, seen.state.commit + 1):
            entry = entry_at(seen.log, index)
            electorates = self._electorates.of(seen, index)
            if entry is None or not electorates:
                continue
            having = [node for node, known in self.disks.items() if _has(known, entry)]
            if not any(is_quorum(having, one) for one in electorates):
                where = f"on the disks of {' and '.join(having)}" if having else "on no disk"
                yield f"{seen.node} committed {names(entry)}, {where}; it takes {needed(electorates)}"
                return


def _has(disk: Disk, entry: LogEntry) -> bool:
    """Whether the disk has this entry, has compacted it, or cannot be seen."""
    if disk.log is None:
        return True
    here = entry_at(disk.log, entry.index)
    kept = here is not None and identity(here) == identity(entry)
    return kept or entry.index < disk.first


class LeaderIsDurable(_Disks):
    """A leader has its term and its own vote on its disk."""

    rule = LEADER_IS_DURABLE

    def compare(self, seen: Observation, disk: Disk) -> Iterator[str]:
        """Compare the leader's term with that on its disk."""
        term, known = seen.state.term, disk.state.term
        if seen.state.role == "leader" and term is not None and known is not None and known < term:
            yield f"{seen.node} leads term {term}, with term {known} on its disk"


class LastWriteIsMemory(_Disks):
    """A node that restarts has what was on its disk."""

    rule = LAST_WRITE_IS_MEMORY

    def compare_after_restart(self, seen: Observation, disk: Disk) -> Iterator[str]:
        """Compare term, vote and last entry."""
        for name in ("term", "vote", "last"):
            old, new = getattr(disk.state, name), getattr(seen.state, name)
            if old is not None and new is not None and old != new:
                yield (
                    f"{seen.node} restarts with {name} {_text(new)}; it was {_text(old)} when all "
                    "its writes were done"
                )


def _text(value: object) -> str:
    return (
        f"index {value.index} of term {value.term}" if isinstance(value, Position) else repr(value)
    )
