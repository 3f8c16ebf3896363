"""What a server may promise before its disk has done its part: `spec/RaftDurabilityProperties.tla`.

Same names in snake_case, same content; the sources are there.  They are for servers that know their disk.
"""

from collections.abc import Callable

from raft_reference.core.asynchronous import (
    disk_of,
    durable_index,
    from_disk,
    has_durable_vote,
    recover_from_disk,
    to_disk,
)
from raft_reference.core.commitment import Committed
from raft_reference.core.configuration import is_quorum
from raft_reference.core.log import whole_log
from raft_reference.core.messages import (
    AppendEntriesRequest,
    AppendEntriesResponse,
    RequestVoteRequest,
    RequestVoteResponse,
)
from raft_reference.core.state import ServerState
from raft_reference.core.types import ServerId
from raft_reference.run import Run


def sent_term_is_durable(run: Run) -> bool:
    """`SentTermIsDurable`: whoever was told of a term, the sender never acts in a smaller one again."""
    kinds = (RequestVoteRequest, RequestVoteResponse, AppendEntriesRequest, AppendEntriesResponse)
    return all(
        disk_of(run.servers[m.source]).current_term >= m.term
        for kind in kinds
        for m in run.sent(kind)
    )


def candidacy_is_durable(run: Run) -> bool:
    """`CandidacyIsDurable`: a candidate is the one of its name in that term for ever."""
    return all(
        disk.current_term > m.term or (disk.current_term, disk.voted_for) == (m.term, m.source)
        for m in run.sent(RequestVoteRequest)
        for disk in [disk_of(run.servers[m.source])]
    )


def leader_is_durable(run: Run) -> bool:
    """`LeaderIsDurable`: its vote for itself is on disk."""
    return all(has_durable_vote(s) for s in run.servers.values() if s.role == "leader")


def acknowledged_is_durable(run: Run) -> bool:
    """`AcknowledgedIsDurable`: as long as the follower has seen no newer term."""
    return all(
        disk_of(s).current_term > m.term
        or (disk_of(s).current_term == m.term and durable_index(s) >= m.match_index)
        for m in run.sent(AppendEntriesResponse)
        if m.success
        for s in [run.servers[m.source]]
    )


def has_on_disk(s: ServerState, c: Committed) -> bool:
    """`HasOnDisk`: the entry that is known to be committed."""
    log = whole_log(from_disk(s))
    return c.index <= len(log) and log[c.index - 1] == c.entry


def committed_is_durable(run: Run) -> bool:
    """`CommittedIsDurable`: on the disks of a quorum, so that it survives if all crash at once."""

    def having(c: Committed) -> frozenset[ServerId]:
        return frozenset(s.id for s in run.servers.values() if has_on_disk(s, c))

    return all(any(is_quorum(s, having(c)) for s in run.servers.values()) for c in run.committed)


def last_write_is_memory(run: Run) -> bool:
    """`LastWriteIsMemory`: once all that is on its way is written, the disk has what the memory has."""
    return all(
        to_disk(s) == (s.writes[-1].disk if s.writes else disk_of(s)) for s in run.servers.values()
    )


def disk_term_never_goes_back_step(old: ServerState, new: ServerState) -> bool:
    """`DiskTermNeverGoesBackStep`."""
    return disk_of(new).current_term >= disk_of(old).current_term


def disk_vote_is_kept_step(old: ServerState, new: ServerState) -> bool:
    """`DiskVoteIsKeptStep`: as long as its term."""
    before, after = disk_of(old), disk_of(new)
    voted = before.voted_for is not None and after.current_term == before.current_term
    return not voted or after.voted_for == before.voted_for


def goes_back_in_crash_only_step(old: ServerState, new: ServerState) -> bool:
    """`GoesBackInCrashOnlyStep`: the term and the commit index in memory."""
    onward = new.current_term >= old.current_term and new.commit_index >= old.commit_index
    return onward or new == recover_from_disk(old)


DURABILITY_STATE_PROPERTIES: dict[str, Callable[[Run], bool]] = {
    "SentTermIsDurable": sent_term_is_durable,
    "CandidacyIsDurable": candidacy_is_durable,
    "LeaderIsDurable": leader_is_durable,
    "AcknowledgedIsDurable": acknowledged_is_durable,
    "CommittedIsDurable": committed_is_durable,
    "LastWriteIsMemory": last_write_is_memory,
}
DURABILITY_STEP_PROPERTIES: dict[str, Callable[[ServerState, ServerState], bool]] = {
    "DiskTermNeverGoesBack": disk_term_never_goes_back_step,
    "DiskVoteIsKept": disk_vote_is_kept_step,
    "GoesBackInCrashOnly": goes_back_in_crash_only_step,
}
