"""The properties have the names of the specification, and each is seen broken by a fault that is planted."""

import re
from collections.abc import Collection
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.reference.every_fault import EVERY_FAULT
from tests.reference.planted import broken_by_schedule

from raft_reference import (
    durability_invariants,
    leader_id_invariants,
    membership_invariants,
    on_apply_invariants,
    read_invariants,
    session_invariants,
)
from raft_reference.core.membership import membership_features
from raft_reference.core.node import Settings
from raft_reference.core.types import ServerId, all_features
from raft_reference.promises import promises

SPEC = Path(__file__).parents[2] / "spec"
ALONE = Settings(ServerId("a"), frozenset({ServerId("a")}))
ALL = replace(ALONE, features=all_features())

MODULES: dict[str, Collection[str]] = {
    "RaftMembershipProperties": {
        **membership_invariants.MEMBERSHIP_STATE_PROPERTIES,
        **membership_invariants.MEMBERSHIP_STEP_PROPERTIES,
    },
    "RaftMembershipOnApply": on_apply_invariants.ON_APPLY_STATE_PROPERTIES,
    "RaftReadsProperties": {
        **read_invariants.READ_STATE_PROPERTIES,
        **read_invariants.READ_STEP_PROPERTIES,
    },
    "RaftLeaseProperties": {
        **read_invariants.lease_state_properties(ALL.rules),
        **read_invariants.LEASE_STEP_PROPERTIES,
    },
    "RaftDurabilityProperties": {
        **durability_invariants.DURABILITY_STATE_PROPERTIES,
        **durability_invariants.DURABILITY_STEP_PROPERTIES,
    },
    "RaftLeaderIdsProperties": {
        **leader_id_invariants.LEADER_ID_STATE_PROPERTIES,
        **leader_id_invariants.LEADER_ID_STEP_PROPERTIES,
    },
    "RaftSessionsProperties": session_invariants.SESSION_STATE_PROPERTIES,
}
NEVER_FIRST = {
    "ConfirmedRoundWasBegun": "such an answer is screened out",
    "CandidacyIsDurable": "SentTermIsDurable breaks before it",
    "DiskTermNeverGoesBack": "this host writes in order",
    "DiskVoteIsKept": "a server that loads no vote takes no step of the specification",
}
"""Properties that no planted fault breaks first, and why."""


@pytest.mark.parametrize("module", MODULES)
def test_names_are_those_of_the_specification(module: str) -> None:
    text = (SPEC / f"{module}.tla").read_text(encoding="utf-8")
    names = set(re.findall(r"^(\w+)(?:\(.*\))? ==", text, flags=re.MULTILINE))
    properties = MODULES[module]
    assert properties and names >= set(properties)


@pytest.mark.parametrize("module", MODULES)
def test_a_fault_breaks_each_property(module: str) -> None:
    properties = MODULES[module]
    seen = {fault.breaks for fault in EVERY_FAULT}
    assert set(properties) - seen == NEVER_FIRST.keys() & set(properties)


def test_a_leader_that_is_told_what_is_committed_does_not_commit_by_counting() -> None:
    """The first that it hears of its successor is an entry which that has committed."""
    deposed = (
        "features=single-server elect:a run:16 split:a elect:b run:16 beat:b run:8 heal "
        "drop:0 drop:0 beat:b run:16"
    )
    assert broken_by_schedule(deposed) is None


def test_what_a_cluster_keeps_follows_from_its_rules() -> None:
    kept = promises(ALL)
    for module in ("RaftMembershipProperties", "RaftReadsProperties", "RaftLeaseProperties"):
        assert set(MODULES[module]) <= {*kept.states, *kept.steps, *kept.joint_steps}
    variants = {
        "RaftDurabilityProperties": replace(ALONE, asynchronous_writes=True),
        "RaftLeaderIdsProperties": replace(ALONE, leader_ids=True),
        "RaftMembershipOnApply": replace(ALL, features=membership_features(), active_on="apply"),
    }
    for module, settings in variants.items():
        assert set(MODULES[module]) <= {*promises(settings).states, *promises(settings).steps}
    assert promises(ALONE).joint_steps == {}
