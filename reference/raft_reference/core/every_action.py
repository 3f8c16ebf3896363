"""The actions of all modules together: what a node may take, and what becomes of it then."""

from raft_reference.core.actions import Action, is_enabled, perform
from raft_reference.core.election_actions import (
    ElectionAction,
    is_election_action_enabled,
    perform_election_action,
)
from raft_reference.core.snapshot_actions import (
    SnapshotAction,
    is_snapshot_action_enabled,
    perform_snapshot_action,
)
from raft_reference.core.state import ServerState, Step
from raft_reference.core.types import Features, Value

AnyAction = Action | ElectionAction | SnapshotAction


def is_allowed(s: ServerState, action: AnyAction, *, features: Features) -> bool:
    """The guard of the action, on the record of the server that acts."""
    if isinstance(action, ElectionAction):
        return is_election_action_enabled(s, action, features=features)
    if isinstance(action, SnapshotAction):
        return is_snapshot_action_enabled(s, action, features=features)
    return is_enabled(s, action)


def take(s: ServerState, action: AnyAction, *, features: Features, no_op: Value) -> Step:
    """The step of the action; meaningful only where `is_allowed` holds."""
    if isinstance(action, ElectionAction):
        return perform_election_action(s, action, features=features, no_op=no_op)
    if isinstance(action, SnapshotAction):
        return perform_snapshot_action(s, action, features=features)
    return perform(s, action)
