"""The kill matrix that the docs show is what the tests find, and no pitfall is quietly left out."""

from __future__ import annotations

import json
from pathlib import Path

from tests.kill_matrix import FILE, kill_matrix, of_the_reference, of_the_suite
from tests.reference.directed import ALL_FAULTS, DIRECTED
from tests.reference.test_faults import FOUND_AT_RANDOM

from raftspec.pitfalls import pitfall_of, pitfalls, without_mutant
from raftspec.target import catalogue

SPEC = Path(__file__).parents[2] / "spec"


def test_the_committed_matrix_is_up_to_date() -> None:
    assert json.loads(FILE.read_text(encoding="utf-8")) == kill_matrix(), (
        "write it anew: python -m tests.kill_matrix"
    )


def test_there_are_twenty_five_pitfalls_and_each_has_a_mutant() -> None:
    assert [*pitfalls()] == [f"P{number:02}" for number in range(1, 26)]
    assert without_mutant(catalogue().mutants) == ()
    assert without_mutant(name for name in catalogue().mutants if name != "P03") == ("P03",)


def test_every_pitfall_of_the_core_and_of_elections_has_a_fault_of_the_reference() -> None:
    ours = set()
    for name, mutant in catalogue().mutants.items():
        text = (SPEC / mutant.module).read_text(encoding="utf-8")
        if "\nEXTENDS MCRaft\n" in text or "\nEXTENDS MCRaftElections\n" in text:
            ours.add(pitfall_of(name))
    ours.discard(None)
    assert len(ours) >= 15
    assert ours - {pitfall_of(mutant) for mutant in of_the_reference()} == set()


def test_every_row_is_about_a_mutant_and_every_fault_is_one_that_is_planted() -> None:
    known = catalogue().mutants.keys()
    assert of_the_reference().keys() <= known and of_the_suite().keys() <= known
    searched = {*FOUND_AT_RANDOM, *(case.fault for case in DIRECTED)}
    assert searched <= ALL_FAULTS.keys()


def test_a_fault_breaks_what_its_mutant_violates_or_no_step_explains_it() -> None:
    violated = {name: mutant.violates for name, mutant in catalogue().mutants.items()}
    others = {
        (row["fault"], row["property"], violated[mutant])
        for mutant, rows in of_the_reference().items()
        for row in rows
        if row["property"] not in ("", "Next", violated[mutant])
    }
    assert others == EARLIER


EARLIER = {
    ("believes_any_commit", "CommitIsInLog", "StateMachineSafety"),
    ("recovers_without_vote", "VoteIsKept", "OneVoteATerm"),
    ("truncates_always", "MatchIsTrue", "CommitIsInLog"),
    ("younger_than_own", "CommitNeverGoesBack", "CommitGoesBackInRestartOnly"),
}
"""Faults that break another property before they come to that of their mutant, or the same by another name."""
