"""Which properties a cluster has to keep, by the rules in force, and the first that it breaks."""

from collections.abc import Callable, Mapping
from functools import lru_cache

import msgspec

from raft_reference.cluster import Cluster, Taken, Unexplained
from raft_reference.commands import Command
from raft_reference.core.membership import membership_features
from raft_reference.core.node import Settings
from raft_reference.core.state import ServerState
from raft_reference.durability_invariants import (
    DURABILITY_STATE_PROPERTIES,
    DURABILITY_STEP_PROPERTIES,
)
from raft_reference.election_invariants import (
    ELECTION_STATE_PROPERTIES,
    ELECTION_STEP_PROPERTIES,
)
from raft_reference.invariants import STATE_PROPERTIES, STEP_PROPERTIES
from raft_reference.leader_id_invariants import (
    LEADER_ID_STATE_PROPERTIES,
    LEADER_ID_STEP_PROPERTIES,
)
from raft_reference.membership_invariants import (
    MEMBERSHIP_STATE_PROPERTIES,
    MEMBERSHIP_STEP_PROPERTIES,
)
from raft_reference.on_apply_invariants import ON_APPLY_STATE_PROPERTIES
from raft_reference.read_invariants import (
    LEASE_STEP_PROPERTIES,
    READ_STATE_PROPERTIES,
    READ_STEP_PROPERTIES,
    lease_state_properties,
)
from raft_reference.run import Run
from raft_reference.session_invariants import SESSION_STATE_PROPERTIES
from raft_reference.snapshot_invariants import (
    SNAPSHOT_STATE_PROPERTIES,
    SNAPSHOT_STEP_PROPERTIES,
)

FOR_MEMBERS_THAT_STAY = ("CandidateHasConsent", "TermBeginsWithCandidate")
"""They look for messages to those who vote; a voter that is the only one sends none."""
NOT_ON_APPLY = ("ConfigurationIsOfLog", "SomebodyIsElectable")
"""The first is that of the other variant.  The second is given up where there are clients: a leader that is removed
may have an entry that nobody else has, and those who do not know yet that it is gone need its vote."""
GOES_BACK_IN_A_CRASH = ("TermNeverGoesBack", "CommitNeverGoesBack", "VoteIsKept")
"""They are about memory; where writes take their time it is the disk that never goes back."""


class Promises(msgspec.Struct, frozen=True):
    """Properties by name: of a state, of a server's step, and of a step that others have a part in."""

    states: Mapping[str, Callable[[Run], bool]]
    steps: Mapping[str, Callable[[ServerState, ServerState], bool]]
    joint_steps: Mapping[str, Callable[[Run, ServerState, ServerState], bool]]


@lru_cache
def promises(settings: Settings) -> Promises:
    """What holds of servers with these settings."""
    features = settings.features
    states, steps = dict(STATE_PROPERTIES), dict(STEP_PROPERTIES)
    joint: dict[str, Callable[[Run, ServerState, ServerState], bool]] = {}
    if settings.leader_ids:
        states |= LEADER_ID_STATE_PROPERTIES
        del steps["CommitNeverGoesBack"]
        steps |= LEADER_ID_STEP_PROPERTIES
    elif settings.asynchronous_writes:
        states |= DURABILITY_STATE_PROPERTIES
        steps = {name: steps[name] for name in steps if name not in GOES_BACK_IN_A_CRASH}
        steps |= DURABILITY_STEP_PROPERTIES
    elif features:
        states |= ELECTION_STATE_PROPERTIES
        steps |= ELECTION_STEP_PROPERTIES
    if "snapshots" in features:
        states |= SNAPSHOT_STATE_PROPERTIES
        steps |= SNAPSHOT_STEP_PROPERTIES
    if features & membership_features():
        states = {name: states[name] for name in states if name not in FOR_MEMBERS_THAT_STAY}
        states |= MEMBERSHIP_STATE_PROPERTIES
        joint |= MEMBERSHIP_STEP_PROPERTIES
        if settings.active_on == "apply":
            states = {name: states[name] for name in states if name not in NOT_ON_APPLY}
            states = {**ON_APPLY_STATE_PROPERTIES, **states}
    if "read-index" in features:
        states |= READ_STATE_PROPERTIES
        joint |= READ_STEP_PROPERTIES
    if "lease" in features:
        states |= lease_state_properties(settings.rules)
        steps |= LEASE_STEP_PROPERTIES
    return Promises(states, steps, joint)


def first_broken(cluster: Cluster, path: tuple[Taken, ...]) -> str | None:
    """The name of the first property that the last actions of the cluster broke, if any."""
    if not path:
        return None
    kept = promises(next(iter(cluster.settings.values())))
    for name, holds_over in kept.steps.items():
        if not all(holds_over(taken.before, taken.after) for taken in path):
            return name
    run = cluster.run_so_far()
    for name, holds_jointly in kept.joint_steps.items():
        if not all(holds_jointly(_before(run, t), t.before, t.after) for t in path):
            return name
    if cluster.stale_reads:
        return "ReadsAreLinearizable"
    states = (
        dict(kept.states) if run.client is None else {**kept.states, **SESSION_STATE_PROPERTIES}
    )
    return next((name for name, holds_in in states.items() if not holds_in(run)), None)


def _before(run: Run, taken: Taken) -> Run:
    """The run as it was when a server took that action."""
    return msgspec.structs.replace(run, servers={**run.servers, taken.i: taken.before})


def broken_by(cluster: Cluster, command: Command) -> str | None:
    """Let a command happen; what it broke first, if anything: a property, or the specification."""
    try:
        broken = (first_broken(cluster, path) for path in cluster.run(command))
        return next((name for name in broken if name is not None), None)
    except Unexplained as error:
        return str(error)
