"""The suite catches what is deliberately wrong, and the unchanged spec passes everything."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from raft_conformance.cases import CaseResult
from raft_conformance.catalogue import CASES
from raft_conformance.conform import choose
from raft_conformance.fakes.extensions import (
    ELECTIONS,
    NO_OP,
    RAFT,
    SNAPSHOTS,
    Extension,
    extension_of,
)
from raft_conformance.fakes.in_process import connected
from raft_conformance.fakes.spec_adapter import SpecCluster, operators_of
from raft_conformance.judge.spec_server import Operators
from raft_conformance.runner import run_case, run_suite

GROUPS_OF_RULES = {"pre-vote", "check-quorum", "transfer"}
OTHER_GROUPS = {"snapshot", "leader-ids", "read", "lease", "clock", "sessions", "disk"}

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

CAUGHT_BY_OTHER_CASES = (
    ("E13_CommitGoesBack", "vectors/commit-never-goes-back", "CommitNeverGoesBack"),
    ("P14_LargerTermInReplyIgnored", "vectors/leader-adopts-a-larger-term", "ObserveTerm"),
)
"""Put on top of RaftElections with nothing but the no-op: with more of it there, vectors are not asked."""

CAUGHT_WITH_SNAPSHOTS = (
    ("S02_NeitherNor", "snapshot/a-lagging-follower-catches-up", "EveryoneIsServed"),
    ("P23_DropsMatchingSuffix", "snapshot/a-matching-suffix-stays", "SuffixIsKept"),
    (
        "P23b_KeepsConflictingSuffix",
        "snapshot/a-conflicting-tail-is-removed",
        "TermsInLogNeverDecrease",
    ),
    ("P23c_GoesBackInTime", "snapshot/an-old-one-is-ignored", "CommitNeverGoesBack"),
    ("P23d_CountsFromOne", "snapshot/a-lagging-follower-catches-up", "EveryoneIsServed"),
    ("P23e_SuffixOffByOne", "snapshot/a-restart-begins-with-it", "LogMatching"),
    ("P23f_TermAtEndUnknown", "snapshot/a-lagging-follower-catches-up", "AcknowledgedIsMatched"),
    ("P24b_AppliesAgain", "snapshot/a-restart-begins-with-it", "SnapshotIsApplied"),
    ("P24c_CommitStaysBehind", "snapshot/a-lagging-follower-catches-up", "SnapshotIsApplied"),
    ("S03_OldSnapshotUnanswered", "snapshot/it-is-answered-once-more", "SnapshotMovesLeader"),
    ("S04_TermNotAdopted", "snapshot/it-brings-a-larger-term", "SnapshotTermIsAdopted"),
    (
        "S07_OlderSnapshotStored",
        "snapshot/an-old-one-replaces-no-newer-one",
        "SnapshotNeverGoesBack",
    ),
    ("S08_TermNotKept", "snapshot/a-lagging-follower-catches-up", "AcknowledgedIsMatched"),
)

PATTERNS_OF_MEMBERS = ["membership/*", "learners/*", "joint/*", "random/members-*"]

NOT_WRONG_TO_A_WITNESS = {
    "P11_NextBelowMatch": "it sends what its follower has already, which is slow and breaks no promise",
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


def mutants_of(spec: Path, *modules: str) -> set[str]:
    return {
        path.stem
        for path in (spec / "mutants").glob("*.tla")
        if any(f"\nEXTENDS {module}\n" in path.read_text(encoding="utf-8") for module in modules)
    }


def test_every_mutant_of_a_server_is_accounted_for(spec: Path) -> None:
    assert mutants_of(spec, "MCRaft") == CAUGHT.keys() | NOT_WRONG_TO_A_WITNESS.keys()


def assert_caught(
    spec: Path, mutant: str, id: str, rule: str, extension: Extension | None = None
) -> None:
    """A mutant, on top of an extension or of what it extends itself, fails a case by a rule."""
    extension = extension or extension_of(spec, mutant)
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
    others = choose([*(f"{group}/*" for group in (*GROUPS_OF_RULES, *OTHER_GROUPS))])
    skipped = {result.case.id for result in found if result not in asked}
    assert skipped == {case.id for case in (*others, *choose(PATTERNS_OF_MEMBERS))}


@pytest.mark.parametrize(("mutant", "id", "rule"), CAUGHT_WITH_RULES_FOR_ELECTIONS)
def test_a_mutant_of_a_rule_for_elections_is_caught(
    spec: Path, mutant: str, id: str, rule: str
) -> None:
    assert_caught(spec, mutant, id, rule)


@pytest.mark.parametrize(("mutant", "id", "rule"), CAUGHT_BY_OTHER_CASES)
def test_a_mutant_of_what_elections_need_is_caught(
    spec: Path, mutant: str, id: str, rule: str
) -> None:
    assert_caught(spec, mutant, id, rule, NO_OP)


def test_the_unchanged_spec_with_a_no_op_passes_these_cases(spec: Path) -> None:
    ids = [id for _, id, _ in CAUGHT_BY_OTHER_CASES]
    found = results(operators_of(spec, None, NO_OP), None, ids, NO_OP)
    assert [result.verdict for result in found] == ["pass"] * len(ids)


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
