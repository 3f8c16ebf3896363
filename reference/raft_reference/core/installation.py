"""A follower that needs what its leader has compacted gets the snapshot (RP figure 13)."""

from msgspec.structs import replace

from raft_reference.core.check_quorum import hear_follower, notes_leader
from raft_reference.core.configuration import peers
from raft_reference.core.features import forget
from raft_reference.core.log import entries, last_index, term_at
from raft_reference.core.messages import (
    AppendEntriesResponse,
    InstallSnapshotRequest,
    InstallSnapshotResponse,
)
from raft_reference.core.state import ServerState, Step, become_follower
from raft_reference.core.types import Features, Index, Log, ServerId, Snapshot


def can_send_snapshot(s: ServerState, j: ServerId, *, features: Features) -> bool:
    """`CanSendSnapshot`: what j needs next, or the entry before it, is compacted."""
    return (
        "snapshots" in features
        and s.role == "leader"
        and j in peers(s)
        and s.next_index[j] <= s.snapshot.last_index
    )


def send_snapshot(s: ServerState, j: ServerId) -> Step:
    """`SendSnapshot`: the leader's own, whole."""
    return Step(s, frozenset({InstallSnapshotRequest(s.current_term, s.id, j, s.snapshot)}))


def is_news(s: ServerState, snapshot: Snapshot) -> bool:
    """`IsNews`: it covers more than is known to be committed; else it would take us back in time."""
    return snapshot.last_index > s.commit_index


def holds_end(s: ServerState, snapshot: Snapshot) -> bool:
    """`HoldsEnd`: our log has the entry with which the snapshot ends, and so all before it."""
    return (
        snapshot.last_index <= last_index(s)
        and term_at(s, snapshot.last_index) == snapshot.last_term
    )


def suffix(s: ServerState, snapshot: Snapshot) -> Log:
    """`Suffix`: what stays of our log behind a snapshot (RP figure 13, 6 and 7).

    What follows the same entry, for it may have been acknowledged; else nothing:

    >>> from raft_reference.core.state import init_server
    >>> from raft_reference.core.types import Configuration, Entry
    >>> x, y = Entry(1, b"x"), Entry(1, b"y")
    >>> s = replace(init_server("a", server=frozenset("abc")), log=(x, y))
    >>> members = Configuration(frozenset("abc"))
    >>> suffix(s, Snapshot(1, 1, members, (x,))) == (y,)
    True
    >>> suffix(s, Snapshot(1, 2, members, (Entry(2, b"z"),)))
    ()
    """
    if holds_end(s, snapshot):
        return entries(s, Index(snapshot.last_index + 1), last_index(s))
    return ()


def install(s: ServerState, snapshot: Snapshot) -> ServerState:
    """`Install`: the snapshot is the beginning of our log, and all that it covers is committed."""
    return replace(s, snapshot=snapshot, log=suffix(s, snapshot), commit_index=snapshot.last_index)


def handle_install_snapshot_request(
    s: ServerState, m: InstallSnapshotRequest, *, features: Features
) -> Step:
    """`HandleInstallSnapshotRequest` (RP figure 13, receiver).

    The answer says up to where our log is the leader's, also where there was nothing to learn: else
    the leader would send the same for ever.
    """
    current = m.term == s.current_term
    f = s
    if current:
        heard = notes_leader(features=features)
        f = replace(forget(become_follower(s)), heard_from_leader=heard)
    response = InstallSnapshotResponse(
        term=s.current_term,
        source=s.id,
        dest=m.source,
        match_index=m.snapshot.last_index if current else Index(0),
    )
    return Step(
        install(f, m.snapshot) if current and is_news(s, m.snapshot) else f, frozenset({response})
    )


def handle_install_snapshot_response(
    s: ServerState, m: InstallSnapshotResponse, *, features: Features
) -> Step:
    """`HandleInstallSnapshotResponse`: as an AppendEntries request that succeeded is answered."""
    response = AppendEntriesResponse(m.term, m.source, m.dest, True, m.match_index)
    return hear_follower(s, response, features=features)
