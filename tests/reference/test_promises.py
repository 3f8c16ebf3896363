"""The properties have the names of the specification, and each is seen broken by a fault that is planted."""

import re
from collections.abc import Collection
from pathlib import Path

import pytest
from tests.reference.every_fault import EVERY_FAULT

from raft_reference import (
    durability_invariants,
    membership_invariants,
    read_invariants,
    session_invariants,
)
from raft_reference.core.node import Settings
from raft_reference.core.types import ServerId, all_features
from raft_reference.promises import promises

SPEC = Path(__file__).parents[2] / "spec"
RULES = Settings(ServerId("a"), frozenset({ServerId("a")}), features=all_features()).rules

MODULES: dict[str, Collection[str]] = {
    "RaftMembershipProperties": {
        **membership_invariants.MEMBERSHIP_STATE_PROPERTIES,
        **membership_invariants.MEMBERSHIP_STEP_PROPERTIES,
    },
    "RaftReadsProperties": {
        **read_invariants.READ_STATE_PROPERTIES,
        **read_invariants.READ_STEP_PROPERTIES,
    },
    "RaftLeaseProperties": {
        **read_invariants.lease_state_properties(RULES),
        **read_invariants.LEASE_STEP_PROPERTIES,
    },
    "RaftDurabilityProperties": {
        **durability_invariants.DURABILITY_STATE_PROPERTIES,
        **durability_invariants.DURABILITY_STEP_PROPERTIES,
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


def test_what_a_cluster_keeps_follows_from_its_rules() -> None:
    kept = promises(RULES, False)
    for module in ("RaftMembershipProperties", "RaftReadsProperties", "RaftLeaseProperties"):
        assert set(MODULES[module]) <= {*kept.states, *kept.steps, *kept.joint_steps}
    plain = Settings(ServerId("a"), frozenset({ServerId("a")})).rules
    assert set(MODULES["RaftDurabilityProperties"]) <= {
        *promises(plain, True).states,
        *promises(plain, True).steps,
    }
    assert promises(plain, False).joint_steps == {}
