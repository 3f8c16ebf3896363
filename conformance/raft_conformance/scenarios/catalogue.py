"""All scenarios, in the order in which they are run: what others rest on comes first."""

from raft_conformance.cases import Case
from raft_conformance.scenarios import (
    commit,
    disks,
    durability,
    election_rules,
    elections,
    leader_ids,
    lease,
    log_repair,
    members_apart,
    membership,
    random_schedules,
    reads,
    restart,
    sessions,
    snapshots,
    voting,
)

SCENARIOS: tuple[Case, ...] = (
    *elections.CASES,
    *voting.CASES,
    *log_repair.CASES,
    *commit.CASES,
    *durability.CASES,
    *restart.CASES,
    *election_rules.CASES,
    *leader_ids.CASES,
    *snapshots.CASES,
    *reads.CASES,
    *lease.CASES,
    *sessions.CASES,
    *disks.CASES,
    *membership.CASES,
    *members_apart.CASES,
    *random_schedules.CASES,
)
