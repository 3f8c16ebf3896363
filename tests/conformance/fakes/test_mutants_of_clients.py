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
    ("R05_ReadAfterLease", "lease/it-ends-before-another-leads", "LeasedReadsAreLinearizable"),
)

CAUGHT_WITH_SESSIONS = (
    ("P18_AppliedTwice", "sessions/a-repeated-operation-is-performed-once", "ExactlyOnce"),
    ("P18b_ReplyMadeAnew", "sessions/a-repeated-operation-is-performed-once", "SameReply"),
    ("P18_AppliedTwice", "sessions/a-new-leader-performs-nothing-twice", "ExactlyOnce"),
    ("CS03_OpensUnknown", "sessions/an-expired-session-has-no-effect", "ExpiredHasNoEffect"),
    ("CS01_ExpiresByClock", "sessions/who-comes-late-does-what-others-did", "MachinesAgree"),
)

NOT_STALE = {
    # A read that was confirmed waits for another round, which is slow.
    "R04_LateAnswerTakesBack",
    # What it keeps of an earlier term began before, and so is over before.
    "R06_LeaseOutlivesLeader",
    # Its message must come after the transfer is off, and before the target stands by itself.
    "P17f_LeaseAfterTransfer",
    # Nobody is elected for long where everybody stands at any time.
    "P17g_TimeoutBeforeTime",
}
OF_CLIENTS = {
    # It is the client that is wrong.
    "CS02_SerialReused",
}


def test_every_mutant_of_what_clients_see_is_accounted_for(spec: Path) -> None:
    caught = {
        mutant for mutant, *_ in (*CAUGHT_WITH_READS, *CAUGHT_WITH_LEASE, *CAUGHT_WITH_SESSIONS)
    }
    mutants = mutants_of(spec, "MCRaftReads", "MCRaftLease", "MCRaftSessions")
    assert mutants == caught | NOT_STALE | OF_CLIENTS
    assert not caught & (NOT_STALE | OF_CLIENTS)


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
