"""The actions of all modules together: what a node may take, and what becomes of it then."""

import msgspec

from raft_reference.core.actions import Action, Commit, Restart, WinElection, is_enabled, perform
from raft_reference.core.asynchronous import (
    can_commit_durably,
    can_sync,
    can_win_durably,
    commit_durably,
    crash_unsynced,
    is_asynchronous,
    sync,
    written,
)
from raft_reference.core.complete_actions import (
    CompleteAction,
    is_complete_action_enabled,
    perform_complete_action,
)
from raft_reference.core.election_actions import (
    ElectionAction,
    RestartServer,
    is_election_action_enabled,
    perform_election_action,
)
from raft_reference.core.leader_id_actions import (
    LeaderIdAction,
    is_leader_id_action_enabled,
    perform_leader_id_action,
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
from raft_reference.core.types import Features, ServerId, Value


class Rules(msgspec.Struct, frozen=True):
    """The constants of the modules, the same on every server of a cluster.

    `election_ticks` and `max_drift` are what a lease needs to know of clocks; `server` is what leader ids
    need, all servers that there will be.
    """

    features: Features
    no_op: Value
    election_ticks: int
    max_drift: int
    server: frozenset[ServerId]


class SyncWrites(msgspec.Struct, frozen=True, tag=True):
    """`SyncWrites(i, count)`: the disk of a server has done the first `count` writes."""

    i: ServerId
    count: int


SynchronousAction = (
    Action
    | ElectionAction
    | MembershipAction
    | SnapshotAction
    | ReadAction
    | LeaseAction
    | CompleteAction
    | LeaderIdAction
)
AnyAction = SynchronousAction | SyncWrites


def is_allowed(s: ServerState, action: AnyAction, rules: Rules) -> bool:
    """The guard of the action, on the record of the server that acts."""
    features = rules.features
    if isinstance(action, SyncWrites):
        return can_sync(s, action.count)
    if is_asynchronous(s) and isinstance(action, WinElection):
        return can_win_durably(s)
    if is_asynchronous(s) and isinstance(action, Commit):
        return can_commit_durably(s)
    if isinstance(action, ElectionAction):
        return is_election_action_enabled(s, action, features=features)
    if isinstance(action, SnapshotAction):
        return is_snapshot_action_enabled(s, action, features=features)
    if isinstance(action, ReadAction):
        return is_read_action_enabled(s, action, features=features)
    if isinstance(action, LeaseAction):
        return is_lease_action_enabled(
            s,
            action,
            features=features,
            election_ticks=rules.election_ticks,
            max_drift=rules.max_drift,
        )
    if isinstance(action, MembershipAction):
        return is_membership_action_enabled(s, action, features=features)
    if isinstance(action, CompleteAction):
        return is_complete_action_enabled(s, action)
    if isinstance(action, LeaderIdAction):
        return is_leader_id_action_enabled(s, action)
    return is_enabled(s, action)


def take(s: ServerState, action: AnyAction, rules: Rules) -> Step:
    """The step of the action; meaningful only where `is_allowed` holds.

    Where writes take their time, what it writes is on its way then, and what it promises waits.
    """
    if isinstance(action, SyncWrites):
        return sync(s, action.count)
    if is_asynchronous(s) and isinstance(action, Restart | RestartServer):
        return crash_unsynced(s)
    if is_asynchronous(s) and isinstance(action, Commit):
        return written(s, commit_durably(s))
    return written(s, _perform(s, action, rules))


def _perform(s: ServerState, action: SynchronousAction, rules: Rules) -> Step:
    """The step as the module says that has the action."""
    features, ticks = rules.features, rules.election_ticks
    if isinstance(action, ElectionAction):
        return perform_election_action(s, action, features=features, no_op=rules.no_op)
    if isinstance(action, SnapshotAction):
        return perform_snapshot_action(s, action, features=features)
    if isinstance(action, ReadAction):
        return perform_read_action(s, action, features=features)
    if isinstance(action, LeaseAction):
        return perform_lease_action(
            s, action, features=features, election_ticks=ticks, max_drift=rules.max_drift
        )
    if isinstance(action, MembershipAction):
        return perform_membership_action(s, action)
    if isinstance(action, CompleteAction):
        return perform_complete_action(s, action, features=features, election_ticks=ticks)
    if isinstance(action, LeaderIdAction):
        return perform_leader_id_action(s, action, server=rules.server)
    return perform(s, action)
