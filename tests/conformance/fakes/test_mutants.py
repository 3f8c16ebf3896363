"""The suite catches what is deliberately wrong, and the unchanged spec passes everything."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from raft_conformance.cases import CaseResult
from raft_conformance.catalogue import CASES
from raft_conformance.conform import choose
from raft_conformance.fakes.extensions import (
    DURABILITY,
    ELECTIONS,
    LEASE,
    RAFT,
    READS,
    SESSIONS,
    SNAPSHOTS,
    Extension,
    extension_of,
)
from raft_conformance.fakes.in_process import connected
from raft_conformance.fakes.spec_adapter import SpecCluster, operators_of
from raft_conformance.judge.spec_server import Operators
from raft_conformance.runner import run_case, run_suite

GROUPS_OF_RULES = {"pre-vote", "check-quorum", "transfer"}

CAUGHT = {
    "M01_CommitGoesBack": ("commit/never-goes-back-under-a-new-leader", "CommitNeverGoesBack"),
    "M02_LeaderReplacesEntries": (
        "log-repair/a-longer-diverged-tail-is-removed",
        "LeaderAppendOnly",
    ),
    "P01_OldTermByCounting": ("commit/an-older-term-is-not-counted", "LeaderCommitsOwnTerm"),
    "P02_CommitBeyondVerified": ("vectors/commit-is-only-what-was-verified", "FollowerCommit"),
    "P03_TruncatesWithoutConflict": (
        "log-repair/a-late-request-removes-nothing",
        "AcknowledgedIsKept",
    ),
    "P04_KeepsTailOnConflict": (
        "log-repair/a-longer-diverged-tail-is-removed",
        "TermsInLogNeverDecrease",
    ),
    "P05_VoteNotDurable": ("durability/no-second-vote-after-restart", "OneVoteATerm"),
    "P06_VoteClearedInSameTerm": ("voting/stepping-down-keeps-the-vote", "OneVoteATerm"),
    "P07_UpToDateByLength": ("voting/no-vote-for-a-longer-older-log", "VotesForUpToDateLogs"),
    "P09_MatchFromOwnLog": ("commit/acknowledgements-cover-what-was-sent", "CommittedIsOnAQuorum"),
    "P10_LateVoteCounted": ("election/an-older-vote-does-not-count", "LeaderHasAQuorum"),
    "P13_HeartbeatSkipsLogCheck": ("vectors/heartbeat-checks-the-log", "IsLogMatching"),
    "P24_CommitsAllAtRestart": (
        "restart/nothing-is-committed-by-a-restart",
        "CommittedIsOnAQuorum",
    ),
    "P25_ReturnsWithoutDisk": ("durability/acknowledged-entries-survive", "LeaderCompleteness"),
}

CAUGHT_WITH_RULES_FOR_ELECTIONS = (
    ("E01_PreVoteRaisesTerm", "pre-vote/asking-raises-no-term", "PreVoteChangesNothing"),
    (
        "E01_PreVoteRaisesTerm",
        "pre-vote/a-rejoining-server-deposes-nobody",
        "HeardLeaderIsNotDeposed",
    ),
    (
        "E04_PreVoteWhileHearingLeader",
        "pre-vote/who-hears-a-leader-consents-to-nobody",
        "HeardLeaderIsNotDeposed",
    ),
    (
        "P22_NoCheckOfQuorum",
        "check-quorum/an-unanswered-leader-steps-down",
        "StaysWithQuorum",
    ),
    ("P25b_ProposalsInTransfer", "transfer/no-proposal-is-accepted", "NothingAppendedInTransfer"),
    ("E09_TransferNeverExpires", "transfer/it-expires", "TransferExpires"),
    ("E07_StickyToTransfer", "transfer/the-target-leads", "TransferIsNotRefused"),
    ("E10_TargetTakesOver", "transfer/the-target-leads", "ElectionSafety"),
)

CAUGHT_WITH_SNAPSHOTS = (
    ("S02_NeitherNor", "snapshot/a-lagging-follower-catches-up", "EveryoneIsServed"),
    ("P23_DropsMatchingSuffix", "snapshot/a-matching-suffix-stays", "SuffixIsKept"),
    ("P23c_GoesBackInTime", "snapshot/an-old-one-is-ignored", "CommitNeverGoesBack"),
    ("P24b_AppliesAgain", "snapshot/a-restart-begins-with-it", "SnapshotIsApplied"),
)

CAUGHT_WITH_READS = (
    (
        "P15_ReadServedLocally",
        "read/a-leader-that-is-cut-off-answers-nothing",
        "ReadsAreLinearizable",
    ),
    ("P15_ReadServedLocally", "read/a-repeated-answer-counts-once", "ReadsAreLinearizable"),
    (
        "P16_ReadBeforeOwnCommit",
        "read/a-new-leader-first-commits-in-its-term",
        "ReadsAreLinearizable",
    ),
    (
        "P16b_OwnEntryIsEnough",
        "read/a-new-leader-first-commits-in-its-term",
        "ReadsAreLinearizable",
    ),
    ("R01_RoundBeforeRead", "read/a-late-answer-is-for-an-earlier-read", "ReadsAreLinearizable"),
    ("R01_RoundBeforeRead", "read/a-read-that-is-asked-again-is-a-new-one", "ReadsAreLinearizable"),
    (
        "R02_AnswerFromLaterTerm",
        "read/a-server-of-a-later-term-confirms-nothing",
        "ReadsAreLinearizable",
    ),
    ("R03_ReadsOutliveLeader", "read/a-read-ends-with-the-term", "ReadsAreLinearizable"),
)

CAUGHT_WITH_LEASE = (
    ("P17_LeaseFromAnswer", "lease/it-begins-when-it-is-asked-for", "LeasedReadsAreLinearizable"),
    ("P17b_LeaseOutlivesTransfer", "lease/it-ends-with-a-transfer", "LeasedReadsAreLinearizable"),
    ("P17c_DriftIgnored", "lease/it-ends-before-another-leads", "LeasedReadsAreLinearizable"),
    (
        "P17d_PromiseLostInCrash",
        "lease/a-restarted-server-keeps-its-promise",
        "LeasedReadsAreLinearizable",
    ),
    (
        "P17e_PromiseLostWithTerm",
        "lease/a-promise-outlives-its-term",
        "LeasedReadsAreLinearizable",
    ),
    ("R05_ReadAfterLease", "lease/it-ends-before-another-leads", "LeasedReadsAreLinearizable"),
)

CAUGHT_WITH_SESSIONS = (
    ("P18_AppliedTwice", "sessions/a-repeated-operation-is-performed-once", "ExactlyOnce"),
    ("P18b_ReplyMadeAnew", "sessions/a-repeated-operation-is-performed-once", "SameReply"),
    ("P18_AppliedTwice", "sessions/a-new-leader-performs-nothing-twice", "ExactlyOnce"),
    ("CS03_OpensUnknown", "sessions/an-expired-session-has-no-effect", "ExpiredHasNoEffect"),
    ("CS01_ExpiresByClock", "sessions/who-comes-late-does-what-others-did", "MachinesAgree"),
)

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

NOT_WRONG_TO_A_WITNESS = {
    # It sends what its follower has already, which is slow and breaks no promise.
    "P11_NextBelowMatch",
}


def results(
    operators: Callable[[tuple[str, ...]], Operators],
    mutant: str | None,
    ids: Sequence[str],
    extension: Extension = RAFT,
) -> list[CaseResult]:
    return [
        run_case(
            lambda: connected(SpecCluster(operators, mutant, extension).answer),
            case,
            extension.capabilities,
        )
        for case in choose(ids)
    ]


def test_every_mutant_of_a_server_is_accounted_for(spec: Path) -> None:
    mutants = {
        path.stem
        for path in (spec / "mutants").glob("*.tla")
        if "\nEXTENDS MCRaft\n" in path.read_text(encoding="utf-8")
    }
    assert mutants == CAUGHT.keys() | NOT_WRONG_TO_A_WITNESS


def assert_caught(spec: Path, mutant: str, id: str, rule: str) -> None:
    """A mutant, of an extension or of Raft itself, fails a case by a rule."""
    extension = extension_of(spec, mutant)
    (result,) = results(operators_of(spec, mutant, extension), mutant, [id], extension)
    assert result.verdict == "fail", result.reason
    assert rule in {violation.rule.name for violation in result.violations}


@pytest.mark.parametrize("mutant", [*CAUGHT])
def test_a_mutant_is_caught_by_the_case_for_it(spec: Path, mutant: str) -> None:
    assert_caught(spec, mutant, *CAUGHT[mutant])


def test_the_unchanged_spec_passes_every_case(
    operators: Callable[[tuple[str, ...]], Operators],
) -> None:
    found = results(operators, None, [])
    asked = [result for result in found if result.verdict != "skip"]
    assert [result.case.id for result in asked if result.verdict != "pass"] == []
    assert len(found) == len(CASES)
    skipped = {result.case.group for result in found if result not in asked}
    assert skipped == GROUPS_OF_RULES | {"snapshot", "read", "lease", "sessions", "disk"}


@pytest.mark.parametrize(("mutant", "id", "rule"), CAUGHT_WITH_RULES_FOR_ELECTIONS)
def test_a_mutant_of_a_rule_for_elections_is_caught(
    spec: Path, mutant: str, id: str, rule: str
) -> None:
    assert_caught(spec, mutant, id, rule)


def test_every_case_for_a_rule_for_elections_fails_some_mutant() -> None:
    of_rules = {case.id for case in CASES if case.group in GROUPS_OF_RULES}
    assert of_rules == {id for _, id, _ in CAUGHT_WITH_RULES_FOR_ELECTIONS}


def test_the_unchanged_rules_for_elections_break_nothing_and_pass_their_cases(spec: Path) -> None:
    found = results(operators_of(spec, None, ELECTIONS), None, [], ELECTIONS)
    verdicts = {result.case.id: result.verdict for result in found}
    # Where followers hear their leader, and time does not pass, others stand in vain.
    assert set(verdicts.values()) == {"pass", "skip", "inconclusive"}
    for case in CASES:
        assert case.group not in GROUPS_OF_RULES or verdicts[case.id] == "pass"


@pytest.mark.parametrize(("mutant", "id", "rule"), CAUGHT_WITH_SNAPSHOTS)
def test_a_mutant_of_a_rule_for_snapshots_is_caught(
    spec: Path, mutant: str, id: str, rule: str
) -> None:
    assert_caught(spec, mutant, id, rule)


def test_the_unchanged_rules_for_snapshots_pass_their_cases(spec: Path) -> None:
    found = results(operators_of(spec, None, SNAPSHOTS), None, ["snapshot/*"], SNAPSHOTS)
    assert {result.case.id for result in found} == {id for _, id, _ in CAUGHT_WITH_SNAPSHOTS}
    assert [result.verdict for result in found] == ["pass"] * len(found)


@pytest.mark.parametrize(("mutant", "id", "rule"), CAUGHT_WITH_READS)
def test_a_mutant_of_a_rule_for_reads_is_caught(
    spec: Path, mutant: str, id: str, rule: str
) -> None:
    assert_caught(spec, mutant, id, rule)


def test_the_unchanged_rules_for_reads_pass_their_cases_and_random_schedules(spec: Path) -> None:
    operators = operators_of(spec, None, READS)
    found = results(operators, None, ["read/*", "random/*"], READS)
    of_reads = {result.case.id for result in found if result.case.group == "read"}
    assert of_reads == {id for _, id, _ in CAUGHT_WITH_READS}
    assert [result.verdict for result in found] == ["pass"] * len(found)


@pytest.mark.parametrize(("mutant", "id", "rule"), CAUGHT_WITH_LEASE)
def test_a_mutant_of_a_rule_for_leases_is_caught(
    spec: Path, mutant: str, id: str, rule: str
) -> None:
    assert_caught(spec, mutant, id, rule)


def test_the_unchanged_rules_for_leases_pass_their_cases(spec: Path) -> None:
    found = results(operators_of(spec, None, LEASE), None, ["lease/*"], LEASE)
    assert {result.case.id for result in found} == {id for _, id, _ in CAUGHT_WITH_LEASE}
    assert [result.verdict for result in found] == ["pass"] * len(found)


@pytest.mark.parametrize(("mutant", "id", "rule"), CAUGHT_WITH_SESSIONS)
def test_a_mutant_of_a_rule_for_sessions_is_caught(
    spec: Path, mutant: str, id: str, rule: str
) -> None:
    assert_caught(spec, mutant, id, rule)


def test_the_unchanged_rules_for_sessions_pass_their_cases(spec: Path) -> None:
    found = results(operators_of(spec, None, SESSIONS), None, ["sessions/*"], SESSIONS)
    assert {result.case.id for result in found} == {id for _, id, _ in CAUGHT_WITH_SESSIONS}
    assert [result.verdict for result in found] == ["pass"] * len(found)


@pytest.mark.parametrize(("mutant", "id", "rule"), CAUGHT_WITH_DURABILITY)
def test_a_mutant_of_a_rule_for_disks_is_caught(
    spec: Path, mutant: str, id: str, rule: str
) -> None:
    assert_caught(spec, mutant, id, rule)


def test_the_unchanged_rules_for_disks_pass_their_cases_and_others(spec: Path) -> None:
    operators = operators_of(spec, None, DURABILITY)
    found = results(operators, None, ["disk/*", "election/*", "random/*"], DURABILITY)
    asked = [result for result in found if result.verdict != "skip"]
    of_disks = {result.case.id for result in asked if result.case.group == "disk"}
    assert of_disks == {id for _, id, _ in CAUGHT_WITH_DURABILITY}
    assert [result.verdict for result in asked] == ["pass"] * len(asked)


def test_a_fake_is_an_adapter_like_any_other(spec: Path) -> None:
    mutant = "P06_VoteClearedInSameTerm"
    command = [
        *(sys.executable, "-m", "raft_conformance.fakes"),
        *("--spec", str(spec), "--mutant", mutant),
    ]
    suite = run_suite(
        command, cases=choose(["voting/stepping-down-keeps-the-vote"]), timeout_seconds=60
    )
    assert suite.implementation == f"the spec with {mutant}"
    assert [result.verdict for result in suite.results] == ["fail"]
