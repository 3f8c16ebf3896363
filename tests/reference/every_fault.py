"""All faults that are planted in the reference, with the random search that is to find them."""

from tests.reference import (
    complete_faults,
    durability_faults,
    election_faults,
    faults,
    leader_id_faults,
    lease_faults,
    membership_faults,
    on_apply_faults,
    read_faults,
    session_faults,
    snapshot_faults,
    timer_faults,
)
from tests.reference.cluster_machine import (
    ClusterMachine,
    CompleteMachine,
    DurabilityMachine,
    ElectionMachine,
    LeaderIdMachine,
    LeaseMachine,
    Machine,
    MembershipMachine,
    OnApplyMachine,
    ReadMachine,
    SessionMachine,
    SnapshotMachine,
)
from tests.reference.planted import Planted

TABLES: tuple[tuple[type[Machine], tuple[Planted, ...]], ...] = (
    (ClusterMachine, (*faults.FAULTS, *timer_faults.FAULTS)),
    (ElectionMachine, election_faults.FAULTS),
    (SnapshotMachine, snapshot_faults.FAULTS),
    (MembershipMachine, membership_faults.FAULTS),
    (OnApplyMachine, on_apply_faults.FAULTS),
    (ReadMachine, read_faults.FAULTS),
    (LeaseMachine, lease_faults.FAULTS),
    (DurabilityMachine, durability_faults.FAULTS),
    (SessionMachine, session_faults.FAULTS),
    (LeaderIdMachine, leader_id_faults.FAULTS),
    (CompleteMachine, complete_faults.FAULTS),
)
"""The faults in the rules of each kind, and the machine whose clusters have these in force."""

EVERY_FAULT = tuple(fault for _, table in TABLES for fault in table)
DIRECTED = tuple((f, f.schedule) for f in EVERY_FAULT if f.schedule is not None)
RANDOM = tuple((machine, fault) for machine, table in TABLES for fault in table if fault.at_random)


def fault(name: str) -> Planted:
    """The fault of that name."""
    return next(fault for fault in EVERY_FAULT if fault.name == name)
