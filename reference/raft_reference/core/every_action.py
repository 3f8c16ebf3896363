"""The actions of all modules together: what a node may take, and what becomes of it then."""

from raft_reference.core.actions import Action, is_enabled, perform
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
from raft_reference.core.state import ServerState, Step
from raft_reference.core.types import Features, Value

AnyAction = Action | ElectionAction | MembershipAction


def is_allowed(s: ServerState, action: AnyAction, *, features: Features) -> bool:
    """The guard of the action, on the record of the server that acts."""
    if isinstance(action, ElectionAction):
        return is_election_action_enabled(s, action, features=features)
    if isinstance(action, MembershipAction):
        return is_membership_action_enabled(s, action, features=features)
    return is_enabled(s, action)


def take(s: ServerState, action: AnyAction, *, features: Features, no_op: Value) -> Step:
    """The step of the action; meaningful only where `is_allowed` holds."""
    if isinstance(action, ElectionAction):
        return perform_election_action(s, action, features=features, no_op=no_op)
    if isinstance(action, MembershipAction):
        return perform_membership_action(s, action)
    return perform(s, action)
