"""What snapshots promise: properties of `spec/RaftSnapshotsProperties.tla`.

Same names in snake_case, same content; the sources are there.  Those that say what a server would
do with every message ever sent are left to the checker of the specification.
"""

from collections.abc import Callable
from itertools import pairwise

from raft_reference.core.configuration import peers
from raft_reference.core.installation import can_send_snapshot
from raft_reference.core.log import last_index, whole_log
from raft_reference.core.messages import (
    AppendEntriesResponse,
    InstallSnapshotRequest,
    InstallSnapshotResponse,
)
from raft_reference.core.replication import can_replicate
from raft_reference.core.state import ServerState
from raft_reference.core.types import Configuration, ConfigurationEntry, Log, Snapshot, Term
from raft_reference.run import Run


def snapshots(run: Run) -> frozenset[Snapshot]:
    """`Snapshots`: each server's, and those on their way."""
    held = frozenset(s.snapshot for s in run.servers.values())
    return held | {m.snapshot for m in run.sent(InstallSnapshotRequest)}


def covered(snapshot: Snapshot) -> Log:
    """The entries that a snapshot covers, which are its state; TypeError where a host has another."""
    if isinstance(snapshot.state, bytes):
        raise TypeError("the snapshot holds a host's state and not the entries that it covers")
    return snapshot.state


def snapshot_is_committed(run: Run) -> bool:
    """`SnapshotIsCommitted`: only that is compacted, and the state follows from it."""
    known = {(c.index, c.entry) for c in run.committed}
    return all(
        len(covered(snapshot)) == snapshot.last_index
        and all(pair in known for pair in enumerate(covered(snapshot), start=1))
        for snapshot in snapshots(run)
    )


def snapshot_term_is_true(run: Run) -> bool:
    """`SnapshotTermIsTrue`: that of the last entry that it covers."""
    return all(
        snapshot.last_term == (covered(snapshot)[-1].term if covered(snapshot) else Term(0))
        for snapshot in snapshots(run)
    )


def snapshot_configuration_is_true(run: Run) -> bool:
    """`SnapshotConfigurationIsTrue`: the newest among the entries that it covers.

    Where there is none among them, it is that of the first voters.
    """
    initial = run.initial_configuration
    return all(
        snapshot.configuration == newest_configuration(covered(snapshot), initial)
        for snapshot in snapshots(run)
    )


def newest_configuration(log: Log, initial: Configuration) -> Configuration:
    """`NewestConfiguration`: of some entries; `initial` where none of them holds one."""
    held = [entry.configuration for entry in log if isinstance(entry, ConfigurationEntry)]
    return held[-1] if held else initial


def snapshot_is_applied(run: Run) -> bool:
    """`SnapshotIsApplied`: what a snapshot covers is not applied once more."""
    return all(s.commit_index >= s.snapshot.last_index for s in run.servers.values())


def acknowledged_is_kept(run: Run) -> bool:
    """`AcknowledgedIsKept`: what a server acknowledged in its term it has."""
    answers: list[AppendEntriesResponse | InstallSnapshotResponse] = [
        *run.sent(InstallSnapshotResponse),
        *(m for m in run.sent(AppendEntriesResponse) if m.success),
    ]
    return all(
        last_index(run.servers[m.source]) >= m.match_index
        for m in answers
        if run.servers[m.source].current_term == m.term
    )


def terms_never_decrease(run: Run) -> bool:
    """`TermsNeverDecrease`: from one entry to the next."""
    return all(
        before.term <= after.term
        for s in run.servers.values()
        for before, after in pairwise(whole_log(s))
    )


def everyone_is_served(run: Run) -> bool:
    """`EveryoneIsServed`: a leader has entries for each of the others, or a snapshot."""
    return "snapshots" not in run.features or all(
        can_replicate(s, j, 0) or can_send_snapshot(s, j, features=run.features)
        for s in run.servers.values()
        if s.role == "leader"
        for j in peers(s)
    )


def snapshot_never_goes_back_step(old: ServerState, new: ServerState) -> bool:
    """`SnapshotNeverGoesBackStep`: a new one covers more."""
    return new.snapshot == old.snapshot or new.snapshot.last_index > old.snapshot.last_index


SNAPSHOT_STATE_PROPERTIES: dict[str, Callable[[Run], bool]] = {
    "SnapshotIsCommitted": snapshot_is_committed,
    "SnapshotTermIsTrue": snapshot_term_is_true,
    "SnapshotConfigurationIsTrue": snapshot_configuration_is_true,
    "SnapshotIsApplied": snapshot_is_applied,
    "AcknowledgedIsKept": acknowledged_is_kept,
    "TermsNeverDecrease": terms_never_decrease,
    "EveryoneIsServed": everyone_is_served,
}
SNAPSHOT_STEP_PROPERTIES: dict[str, Callable[[ServerState, ServerState], bool]] = {
    "SnapshotNeverGoesBack": snapshot_never_goes_back_step,
}
