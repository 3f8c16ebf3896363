"""The actions that compact logs and send snapshots, as data."""

from typing import assert_never

import msgspec

from raft_reference.core.compaction import can_compact, compact
from raft_reference.core.installation import can_send_snapshot, send_snapshot
from raft_reference.core.messages import SnapshotMessage
from raft_reference.core.snapshot_messages import handle_snapshot_message
from raft_reference.core.state import ServerState, Step
from raft_reference.core.types import Features, Index, Log, ServerId


class CompactLog(msgspec.Struct, frozen=True, tag=True):
    """`CompactLog(i, index, state)`: a server puts a state in the place of its first entries."""

    i: ServerId
    index: Index
    state: bytes | Log


class InstallSnapshot(msgspec.Struct, frozen=True, tag=True):
    """`InstallSnapshot(i, j)`: a leader sends its snapshot to j."""

    i: ServerId
    j: ServerId


class ReceiveSnapshot(msgspec.Struct, frozen=True, tag=True):
    """`ReceiveSnapshot(m)`: the server `m.dest` takes a snapshot, or the answer to one."""

    m: SnapshotMessage


SnapshotAction = CompactLog | InstallSnapshot | ReceiveSnapshot


def is_snapshot_action_enabled(
    s: ServerState, action: SnapshotAction, *, features: Features
) -> bool:
    """The guard of the action, on the record of the server that acts."""
    match action:
        case CompactLog(index=index):
            return can_compact(s, index, features=features)
        case InstallSnapshot(j=j):
            return can_send_snapshot(s, j, features=features)
        case ReceiveSnapshot():
            return True
        case _:
            assert_never(action)


def perform_snapshot_action(s: ServerState, action: SnapshotAction, *, features: Features) -> Step:
    """The step of the action; meaningful only where it is enabled."""
    match action:
        case CompactLog(index=index, state=state):
            return compact(s, index, state)
        case InstallSnapshot(j=j):
            return send_snapshot(s, j)
        case ReceiveSnapshot(m=m):
            return handle_snapshot_message(s, m, features=features)
        case _:
            assert_never(action)
