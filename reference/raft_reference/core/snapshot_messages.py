"""A message arrives that brings a snapshot, or the answer to one."""

from typing import assert_never

from raft_reference.core.features import adopt_term
from raft_reference.core.installation import (
    handle_install_snapshot_request,
    handle_install_snapshot_response,
)
from raft_reference.core.messages import (
    InstallSnapshotRequest,
    InstallSnapshotResponse,
    Message,
    SnapshotMessage,
)
from raft_reference.core.state import ServerState, Step
from raft_reference.core.types import Features


def is_snapshot_message(m: Message) -> bool:
    """`IsSnapshotMessage`: of these two types."""
    return isinstance(m, SnapshotMessage)


def handle_snapshot_message(s0: ServerState, m: SnapshotMessage, *, features: Features) -> Step:
    """`HandleSnapshotMessage`: adopt a larger term first, then do what the message asks."""
    s = adopt_term(s0, m.term)
    match m:
        case InstallSnapshotRequest():
            return handle_install_snapshot_request(s, m, features=features)
        case InstallSnapshotResponse():
            return handle_install_snapshot_response(s, m, features=features)
        case _:
            assert_never(m)
