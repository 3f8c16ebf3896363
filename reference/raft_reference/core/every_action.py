"""The actions of all modules together: what a node may take, and what becomes of it then.

`election_ticks` and `max_drift` are what a lease needs to know of clocks.
"""

from raft_reference.core.actions import Action, is_enabled, perform
from raft_reference.core.complete_actions import (
    CompleteAction,
    is_complete_action_enabled,
    perform_complete_action,
)
from raft_reference.core.election_actions import (
    ElectionAction,
    is_election_action_enabled,
    perform_election_action,
)
from raft_reference.core.membership_actions import (
    MembershipAction,
    is_membership_action_enabled,
    perform_membership_action,
)
from raft_reference.core.read_actions import (
    LeaseAction,
    ReadAction,
    is_lease_action_enabled,
    is_read_action_enabled,
    perform_lease_action,
    perform_read_action,
)
from raft_reference.core.snapshot_actions import (
    SnapshotAction,
    is_snapshot_action_enabled,
    perform_snapshot_action,
)
from raft_reference.core.state import ServerState, Step
from raft_reference.core.types import Features, Value

AnyAction = (
    Action
    | ElectionAction
    | MembershipAction
    | SnapshotAction
    | ReadAction
    | LeaseAction
    | CompleteAction
)


def is_allowed(
    s: ServerState,
    action: AnyAction,
    *,
    features: Features,
    election_ticks: int = 0,
    max_drift: int = 0,
) -> bool:
    """The guard of the action, on the record of the server that acts."""
    if isinstance(action, ElectionAction):
        return is_election_action_enabled(s, action, features=features)
    if isinstance(action, SnapshotAction):
        return is_snapshot_action_enabled(s, action, features=features)
    if isinstance(action, ReadAction):
        return is_read_action_enabled(s, action, features=features)
    if isinstance(action, LeaseAction):
        return is_lease_action_enabled(
            s, action, features=features, election_ticks=election_ticks, max_drift=max_drift
        )
    if isinstance(action, MembershipAction):
        return is_membership_action_enabled(s, action, features=features)
    if isinstance(action, CompleteAction):
        return is_complete_action_enabled(s, action)
    return is_enabled(s, action)


def take(
    s: ServerState,
    action: AnyAction,
    *,
    features: Features,
    no_op: Value,
    election_ticks: int = 0,
    max_drift: int = 0,
) -> Step:
    """The step of the action; meaningful only where `is_allowed` holds."""
    if isinstance(action, ElectionAction):
        return perform_election_action(s, action, features=features, no_op=no_op)
    if isinstance(action, SnapshotAction):
        return perform_snapshot_action(s, action, features=features)
    if isinstance(action, ReadAction):
        return perform_read_action(s, action, features=features)
    if isinstance(action, LeaseAction):
        return perform_lease_action(
            s, action, features=features, election_ticks=election_ticks, max_drift=max_drift
        )
    if isinstance(action, MembershipAction):
        return perform_membership_action(s, action)
    if isinstance(action, CompleteAction):
        return perform_complete_action(s, action, features=features, election_ticks=election_ticks)
    return perform(s, action)
