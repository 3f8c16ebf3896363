"""What is promised before it is on disk is caught."""

from pathlib import Path

import pytest
from tests.conformance.fakes.test_mutants import assert_caught, mutants_of, results

from raft_conformance.fakes.extensions import DURABILITY, DURABILITY_AT_ONCE
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
    ("D04_WritesOvertake", "disk/writes-are-done-in-their-order", "LastWriteIsMemory"),
    ("D06_MemoryFollowsDisk", "disk/memory-stays-ahead-of-it", "TermNeverGoesBack"),
)

CAUGHT_WHERE_WRITES_ARE_DONE_AT_ONCE = (
    ("D08_AlwaysWaits", "durability/a-candidate-keeps-its-own-vote", "TermNeverGoesBack"),
)


def test_every_mutant_of_disks_is_caught(spec: Path) -> None:
    caught = (*CAUGHT_WITH_DURABILITY, *CAUGHT_WHERE_WRITES_ARE_DONE_AT_ONCE)
    assert mutants_of(spec, "MCRaftDurability") == {mutant for mutant, *_ in caught}


@pytest.mark.parametrize(("mutant", "id", "rule"), CAUGHT_WITH_DURABILITY)
def test_a_mutant_of_a_rule_for_disks_is_caught(
    spec: Path, mutant: str, id: str, rule: str
) -> None:
    assert_caught(spec, mutant, id, rule)


@pytest.mark.parametrize(("mutant", "id", "rule"), CAUGHT_WHERE_WRITES_ARE_DONE_AT_ONCE)
def test_a_mutant_that_lets_others_wait_in_vain_is_caught(
    spec: Path, mutant: str, id: str, rule: str
) -> None:
    assert_caught(spec, mutant, id, rule, DURABILITY_AT_ONCE)


def test_the_unchanged_rules_for_disks_pass_where_writes_are_done_at_once(spec: Path) -> None:
    extension = DURABILITY_AT_ONCE
    found = results(operators_of(spec, None, extension), None, ["durability/*"], extension)
    assert [result.verdict for result in found] == ["pass"] * len(found)


def test_the_unchanged_rules_for_disks_pass_their_cases_and_others(spec: Path) -> None:
    operators = operators_of(spec, None, DURABILITY)
    found = results(operators, None, ["disk/*", "election/*", "random/*-servers*"], DURABILITY)
    asked = [result for result in found if result.verdict != "skip"]
    of_disks = {result.case.id for result in asked if result.case.group == "disk"}
    assert of_disks == {id for _, id, _ in CAUGHT_WITH_DURABILITY}
    assert [result.verdict for result in asked] == ["pass"] * len(asked)
