"""Asynchronous durability: what may leave before the disk is done (D 3.8 and 10.2.1).

The functions of `spec/RaftDurability.tla`.  They are for a server that knows its disk, which is one
whose `disk` is not None; the rules themselves know nothing of it.
"""

import msgspec
from msgspec.structs import replace

from raft_reference.core.commitment import committable, replicas
from raft_reference.core.configuration import is_quorum
from raft_reference.core.elections import can_become_leader
from raft_reference.core.features import init_election_server, recover_server
from raft_reference.core.messages import AppendEntriesRequest, Message
from raft_reference.core.state import Disk, ServerState, Step, Write
from raft_reference.core.types import Index, ServerId


class DurabilityFields(msgspec.Struct, frozen=True):
    """`DurabilityFields`: nothing is on its way, and the disk has what the memory has."""

    disk: Disk
    writes: tuple[Write, ...] = ()


def disk_of(s: ServerState) -> Disk:
    """`s.disk` of a server that knows it."""
    assert s.disk is not None, "where writes are done at once nobody asks for the disk"
    return s.disk


def is_asynchronous(s: ServerState) -> bool:
    """`IsAsynchronous`: writes take their time; the record says so here."""
    return s.disk is not None


def to_disk(s: ServerState) -> Disk:
    """`ToDisk`: what is to be there."""
    return Disk(s.current_term, s.voted_for, s.snapshot, s.log)


def durability_fields(s: ServerState) -> DurabilityFields:
    """`DurabilityFields`: of a server whose memory and disk are the same."""
    return DurabilityFields(to_disk(s))


def with_disk(s: ServerState) -> ServerState:
    """The server with these fields."""
    fields = durability_fields(s)
    return replace(s, disk=fields.disk, writes=fields.writes)


def init_durability_server(i: ServerId, *, server: frozenset[ServerId]) -> ServerState:
    """`InitDurabilityServer`: the server as it first starts."""
    return with_disk(init_election_server(i, server=server))


def must_wait(m: Message) -> bool:
    """`MustWait`: all but entries, which promise nothing."""
    return not isinstance(m, AppendEntriesRequest)


def enqueue(s: ServerState, step: Step) -> Step:
    """`Enqueue`: what the step changed is one more write, and what promises something waits for it.

    Also where it wrote nothing: the promise may rest on a write that is still on its way.
    """
    new = step.server
    is_new = to_disk(new) != to_disk(s)
    waiting = frozenset(m for m in step.out if must_wait(m))
    queue = (*s.writes, Write(to_disk(new), frozenset())) if is_new else s.writes
    if queue == ():
        return step
    last = Write(queue[-1].disk, queue[-1].waiting | waiting)
    return Step(replace(new, writes=(*queue[:-1], last)), step.out - waiting)


def written(s: ServerState, step: Step) -> Step:
    """`Written`: the step as it is taken where writes take their time, and as it is elsewhere."""
    return enqueue(s, step) if is_asynchronous(s) else step


def can_sync(s: ServerState, count: int) -> bool:
    """`CanSync`: so many writes are on their way."""
    return 1 <= count <= len(s.writes)


def sync(s: ServerState, count: int) -> Step:
    """`Sync`: the first writes are done, and what waited for them leaves."""
    done = s.writes[:count]
    return Step(
        replace(s, disk=done[-1].disk, writes=s.writes[count:]),
        frozenset(m for write in done for m in write.waiting),
    )


def has_durable_vote(s: ServerState) -> bool:
    """`HasDurableVote`: its vote for itself is on its own disk."""
    disk = disk_of(s)
    return disk.current_term == s.current_term and disk.voted_for == s.id


def can_win_durably(s: ServerState) -> bool:
    """`CanWinDurably`: nobody sends a candidate its own vote, so it looks at its disk."""
    return can_become_leader(s) and has_durable_vote(s)


def durable_index(s: ServerState) -> Index:
    """`DurableIndex`: how far the log on disk goes; a leader's is the beginning of its log."""
    disk = disk_of(s)
    return Index(disk.snapshot.last_index + len(disk.log))


def durable_replicas(s: ServerState, index: Index) -> frozenset[ServerId]:
    """`DurableReplicas`: who is known to hold an entry on disk (D 10.2.1)."""
    return replicas(s, index) if index <= durable_index(s) else replicas(s, index) - {s.id}


def durably_committable(s: ServerState) -> frozenset[Index]:
    """`DurablyCommittable`: the indexes that the commit index may move to."""
    return frozenset(k for k in committable(s) if is_quorum(s, durable_replicas(s, k)))


def can_commit_durably(s: ServerState) -> bool:
    """`CanCommitDurably`: a leader that may commit more than it has."""
    return s.role == "leader" and durably_committable(s) != frozenset()


def commit_durably(s: ServerState) -> Step:
    """`CommitDurably`: to the largest index; only where `can_commit_durably` holds (ValueError)."""
    return Step(replace(s, commit_index=max(durably_committable(s))), frozenset())


def from_disk(s: ServerState) -> ServerState:
    """`FromDisk`: what the server would have in memory if it read its disk now."""
    disk = disk_of(s)
    return replace(
        s,
        current_term=disk.current_term,
        voted_for=disk.voted_for,
        snapshot=disk.snapshot,
        log=disk.log,
    )


def recover_from_disk(s: ServerState) -> ServerState:
    """`RecoverFromDisk`: the server after a crash; what was on its way is lost."""
    return with_disk(recover_server(from_disk(s)))


def crash_unsynced(s: ServerState) -> Step:
    """`CrashUnsynced`: crash and restart as one step."""
    return Step(recover_from_disk(s), frozenset())
