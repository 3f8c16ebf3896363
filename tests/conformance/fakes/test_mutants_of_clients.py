"""What is wrong to clients is caught: stale reads, leases that end late, operations done twice."""

from pathlib import Path

import pytest
from tests.conformance.fakes.test_mutants import assert_caught, mutants_of, results

from raft_conformance.fakes.extensions import LEASE, READS, SESSIONS
from raft_conformance.fakes.spec_adapter import operators_of

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
    ("R04_LateAnswerTakesBack", "read/late-answers-hold-nothing-up", "RoundsGoUp"),
)

CAUGHT_WITH_LEASE = (
    (
        "P12_StaleLeaderHeard",
        "clock/a-stale-leader-keeps-nobody-waiting",
        "TimeoutBeginsWithLeader",
    ),
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
    ("P17f_LeaseAfterTransfer", "lease/a-transfer-ends-it-for-good", "LeasedReadsAreLinearizable"),
    (
        "P17g_TimeoutBeforeTime",
        "lease/nobody-stands-who-hears-a-leader",
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

NOT_WRONG_TO_A_WITNESS = {
    "R06_LeaseOutlivesLeader": "whatever confirms a round of the earlier term is an answer to one of the new term, which was "
    "sent later and whose lease ends later",
    "CS02_SerialReused": "it is the client that is wrong, and here the client is the suite",
}


def test_every_mutant_of_what_clients_see_is_accounted_for(spec: Path) -> None:
    caught = {
        mutant for mutant, *_ in (*CAUGHT_WITH_READS, *CAUGHT_WITH_LEASE, *CAUGHT_WITH_SESSIONS)
    }
    mutants = mutants_of(spec, "MCRaftReads", "MCRaftLease", "MCRaftSessions")
    assert mutants == caught | NOT_WRONG_TO_A_WITNESS.keys()
    assert not caught & NOT_WRONG_TO_A_WITNESS.keys()


@pytest.mark.parametrize(("mutant", "id", "rule"), CAUGHT_WITH_READS)
def test_a_mutant_of_a_rule_for_reads_is_caught(
    spec: Path, mutant: str, id: str, rule: str
) -> None:
    assert_caught(spec, mutant, id, rule)


def test_the_unchanged_rules_for_reads_pass_their_cases_and_random_schedules(spec: Path) -> None:
    operators = operators_of(spec, None, READS)
    found = results(operators, None, ["read/*", "random/*-servers*"], READS)
    of_reads = {result.case.id for result in found if result.case.group == "read"}
    assert of_reads == {id for _, id, _ in CAUGHT_WITH_READS}
    assert [result.verdict for result in found] == ["pass"] * len(found)


@pytest.mark.parametrize(("mutant", "id", "rule"), CAUGHT_WITH_LEASE)
def test_a_mutant_of_a_rule_for_leases_is_caught(
    spec: Path, mutant: str, id: str, rule: str
) -> None:
    assert_caught(spec, mutant, id, rule)


def test_the_unchanged_rules_for_leases_pass_their_cases(spec: Path) -> None:
    found = results(operators_of(spec, None, LEASE), None, ["lease/*", "clock/*"], LEASE)
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
