"""What is promised before it is on disk is caught."""

from pathlib import Path

import pytest
from tests.conformance.fakes.test_mutants import assert_caught, mutants_of, results

from raft_conformance.fakes.extensions import DURABILITY
from raft_conformance.fakes.spec_adapter import operators_of

CAUGHT_WITH_DURABILITY = (
    ("P05b_VoteBeforeDisk", "disk/a-vote-waits-for-it", "ElectionSafety"),
    ("P05b_VoteBeforeDisk", "disk/a-vote-waits-for-it", "OneVoteATerm"),
    ("P05b_VoteBeforeDisk", "disk/a-vote-waits-for-it", "SentTermIsDurable"),
    ("D03_RepeatedAtOnce", "disk/a-repeated-answer-waits-for-it-too", "OneVoteATerm"),
    ("P08b_AcknowledgesUnsynced", "disk/an-acknowledgement-waits-for-it", "AcknowledgedIsDurable"),
    ("P08b_AcknowledgesUnsynced", "disk/an-acknowledgement-waits-for-it", "CommittedIsDurable"),
    ("P08_LeaderCountsUnsynced", "disk/a-leader-counts-what-it-has-written", "CommittedIsDurable"),
    ("D01_CandidacyBeforeDisk", "disk/a-candidacy-waits-for-it", "LeaderCompleteness"),
    ("D02_OwnVoteBeforeDisk", "disk/a-lone-server-leads-once-it-has-written", "LeaderIsDurable"),
    ("D05_VoteNotLoaded", "disk/a-restart-has-what-was-written", "LastWriteIsMemory"),
    ("D07_LogNotWritten", "disk/a-restart-has-what-was-written", "LastWriteIsMemory"),
)

OF_THE_DISK_ITSELF = {
    # The suite is the disk, and does all writes at once and in their order.
    "D04_WritesOvertake",
    "D06_MemoryFollowsDisk",
    # It is wrong only where writes are to be done at once.
    "D08_AlwaysWaits",
}


def test_every_mutant_of_disks_is_accounted_for(spec: Path) -> None:
    caught = {mutant for mutant, *_ in CAUGHT_WITH_DURABILITY}
    assert mutants_of(spec, "MCRaftDurability") == caught | OF_THE_DISK_ITSELF
    assert not caught & OF_THE_DISK_ITSELF


@pytest.mark.parametrize(("mutant", "id", "rule"), CAUGHT_WITH_DURABILITY)
def test_a_mutant_of_a_rule_for_disks_is_caught(
    spec: Path, mutant: str, id: str, rule: str
) -> None:
    assert_caught(spec, mutant, id, rule)


def test_the_unchanged_rules_for_disks_pass_their_cases_and_others(spec: Path) -> None:
    operators = operators_of(spec, None, DURABILITY)
    found = results(operators, None, ["disk/*", "election/*", "random/*-servers*"], DURABILITY)
    asked = [result for result in found if result.verdict != "skip"]
    of_disks = {result.case.id for result in asked if result.case.group == "disk"}
    assert of_disks == {id for _, id, _ in CAUGHT_WITH_DURABILITY}
    assert [result.verdict for result in asked] == ["pass"] * len(asked)
