"""Log replication (RP section 5.3; D 3.5)."""

from msgspec.structs import replace

from raft_reference.core.configuration import is_retired, peers
from raft_reference.core.log import entries, last_index, term_at
from raft_reference.core.messages import AppendEntriesRequest, AppendEntriesResponse
from raft_reference.core.state import ServerState, Step, become_follower
from raft_reference.core.types import Entry, Index, Log, ServerId, Value


def can_append_entry(s: ServerState) -> bool:
    """`CanAppendEntry`: only a leader takes proposals, and not when it is removed."""
    return s.role == "leader" and not is_retired(s)


def append_entry(s: ServerState, value: Value) -> Step:
    """`AppendEntry`: a leader only ever adds to the end of its log (RP section 5.3)."""
    return Step(replace(s, log=(*s.log, Entry(s.current_term, value))), frozenset())


def can_replicate(s: ServerState, j: ServerId, count: int) -> bool:
    """`CanReplicate`: a leader may send `count` entries to j from where j's log is to go on."""
    return (
        s.role == "leader"
        and j in peers(s)
        and s.next_index[j] > s.snapshot.last_index
        and s.next_index[j] - 1 + count <= last_index(s)
    )


def replicate(s: ServerState, j: ServerId, count: int) -> Step:
    """`Replicate`: an AppendEntries request with `count` entries; none makes a heartbeat."""
    prev = Index(s.next_index[j] - 1)
    request = AppendEntriesRequest(
        term=s.current_term,
        source=s.id,
        dest=j,
        prev_log_index=prev,
        prev_log_term=term_at(s, prev),
        entries=entries(s, Index(prev + 1), Index(prev + count)),
        leader_commit=s.commit_index,
    )
    return Step(s, frozenset({request}))


def is_log_matching(s: ServerState, m: AppendEntriesRequest) -> bool:
    """`IsLogMatching`: our log holds the entry that goes before the new ones (RP section 5.3).

    What the snapshot covers is committed, so that no leader has anything else there.
    """
    return m.prev_log_index <= s.snapshot.last_index or (
        m.prev_log_index <= last_index(s) and m.prev_log_term == term_at(s, m.prev_log_index)
    )


def has_conflict(s: ServerState, prev: Index, entries: Log) -> bool:
    """`HasConflict`: some entry of ours has the index of a new one and another term."""
    return any(
        s.snapshot.last_index + 1 <= prev + k <= last_index(s)
        and term_at(s, Index(prev + k)) != entry.term
        for k, entry in enumerate(entries, start=1)
    )


def merge_entries(s: ServerState, prev: Index, entries: Log) -> Log:
    """`MergeEntries`: only a conflict removes anything (RP figure 2, AppendEntries, 3 and 4).

    Of new entries, those that the snapshot covers are left out.  A late request, whose entries are
    in place already, changes nothing:

    >>> from raft_reference.core.state import init_server
    >>> x, y, z = Entry(1, b"x"), Entry(1, b"y"), Entry(2, b"z")
    >>> s = replace(init_server("a", server=frozenset("abc")), log=(x, y))
    >>> merge_entries(s, 0, (x,)) == (x, y)
    True
    >>> merge_entries(s, 1, (z,)) == (x, z)
    True
    """
    kept = max(prev, s.snapshot.last_index)
    if has_conflict(s, prev, entries) or prev + len(entries) > last_index(s):
        return s.log[: kept - s.snapshot.last_index] + entries[kept - prev :]
    return s.log


def follower_commit(s: ServerState, m: AppendEntriesRequest) -> Index:
    """`FollowerCommit`: believe the leader's commit index as far as this request verified."""
    return max(s.commit_index, min(m.leader_commit, Index(m.prev_log_index + len(m.entries))))


def handle_append_entries_request(s: ServerState, m: AppendEntriesRequest) -> Step:
    """`HandleAppendEntriesRequest` (RP figure 2, AppendEntries, receiver)."""
    current = m.term == s.current_term
    f = become_follower(s) if current else s
    accepted = current and is_log_matching(s, m)
    if accepted:
        f = replace(
            f,
            log=merge_entries(s, m.prev_log_index, m.entries),
            commit_index=follower_commit(s, m),
        )
    response = AppendEntriesResponse(
        term=s.current_term,
        source=s.id,
        dest=m.source,
        success=accepted,
        match_index=Index(m.prev_log_index + len(m.entries)) if accepted else Index(0),
    )
    return Step(f, frozenset({response}))


def handle_append_entries_response(s: ServerState, m: AppendEntriesResponse) -> Step:
    """`HandleAppendEntriesResponse`: matchIndex never goes back, nextIndex never to or below it.

    Whatever order the responses come in: what a follower acknowledged stays acknowledged.
    """
    j = m.source
    current = m.term == s.current_term and s.role == "leader"
    match = max(s.match_index[j], m.match_index) if m.success else s.match_index[j]
    beyond_match = Index(match + 1)
    following = (
        max(s.next_index[j], beyond_match)
        if m.success
        else max(Index(s.next_index[j] - 1), beyond_match)
    )
    if not current:
        return Step(s, frozenset())
    return Step(
        replace(
            s, match_index=s.match_index.but(j, match), next_index=s.next_index.but(j, following)
        ),
        frozenset(),
    )
