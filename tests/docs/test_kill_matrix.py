"""The kill matrix that the docs show is what the tests find, and no pitfall is quietly left out."""

from __future__ import annotations

import json

from tests.kill_matrix import FILE, kill_matrix, not_shown, of_the_reference, of_the_suite

from raftspec.pitfalls import pitfall_of, pitfalls, without_mutant
from raftspec.target import catalogue


def test_the_committed_matrix_is_up_to_date() -> None:
    assert json.loads(FILE.read_text(encoding="utf-8")) == kill_matrix(), (
        "write it anew: python -m tests.kill_matrix"
    )


def test_there_are_twenty_five_pitfalls_and_each_has_a_mutant() -> None:
    assert [*pitfalls()] == [f"P{number:02}" for number in range(1, 26)]
    assert without_mutant(catalogue().mutants) == ()
    assert without_mutant(name for name in catalogue().mutants if name != "P03") == ("P03",)


def test_every_pitfall_has_a_fault_of_the_reference() -> None:
    assert {pitfall_of(mutant) for mutant in of_the_reference()} >= pitfalls().keys()


def test_every_row_is_about_a_mutant() -> None:
    known = catalogue().mutants.keys()
    assert of_the_reference().keys() <= known and of_the_suite().keys() <= known


def test_a_mutant_fails_a_case_or_there_is_a_reason_why_it_does_not() -> None:
    assert not_shown().keys() <= catalogue().mutants.keys() - of_the_suite().keys()


def test_a_fault_breaks_what_its_mutant_violates_or_no_step_explains_it() -> None:
    violated = {name: mutant.violates for name, mutant in catalogue().mutants.items()}
    others = {
        (row["fault"], row["property"], violated[mutant])
        for mutant, rows in of_the_reference().items()
        for row in rows
        if row["property"] not in ("Next", violated[mutant])
    }
    assert others == EARLIER


EARLIER = {
    ("any_time", "ChangeFollowsCommitOfItsTerm", "LeaderCompleteness"),
    ("asks_at_once", "SentTermIsDurable", "CandidacyIsDurable"),
    ("believes_any_commit", "CommitIsInLog", "StateMachineSafety"),
    ("forgets_what_is_committed", "OneAheadAtMost", "LeaderCompleteness"),
    ("forgets_with_term", "BoundServerHearsLeader", "LeaseExcludesOthers"),
    ("half_is_enough", "ElectionSafety", "RefinesReplicatedLog"),
    ("never_lacks_quorum", "StaysWithQuorum", "LeaderIsElectable"),
    ("notes_at_once", "ReadIsOfOwnTerm", "ReadsAreLinearizable"),
    ("reads_any_time", "ReadsAreLinearizable", "LeasedReadsAreLinearizable"),
    ("recovers_without_vote", "VoteIsKept", "OneVoteATerm"),
    ("restarts_by_any_message", "LeaderIsElected", "TimeoutBeginsWithLeader"),
    ("restarts_by_no_vote", "LeaderIsElected", "TimeoutBeginsWithLeader"),
    ("truncates_always", "MatchIsTrue", "CommitIsInLog"),
    ("used_when_committed", "ConfigurationIsOfLog", "LeaderCompleteness"),
    ("votes_at_once", "SentTermIsDurable", "OneVoteATerm"),
    ("younger_than_own", "CommitNeverGoesBack", "CommitGoesBackInRestartOnly"),
}
"""Faults that break another property before they come to that of their mutant, or the same by another name.

Those of the timer are of policy, which the specification leaves open: what they cost is a leader.
"""
