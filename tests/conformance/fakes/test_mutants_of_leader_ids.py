"""What is wrong with leader ids is caught, and the spec that has them passes whatever it is asked."""

from pathlib import Path

import pytest
from tests.conformance.fakes.test_mutants import assert_caught, mutants_of, results

from raft_conformance.fakes.extensions import LEADER_IDS
from raft_conformance.fakes.spec_adapter import operators_of

CAUGHT_WITH_LEADER_IDS = (
    (
        "LI01_IdWithoutServer",
        "leader-ids/the-greater-of-two-leaders-prevails",
        "ElectionSafety",
    ),
    ("LI02_TermAloneCompared", "leader-ids/a-smaller-one-gets-no-vote", "OneVoteATerm"),
    (
        "LI03_CommittedVoteOverwritten",
        "leader-ids/a-smaller-leader-confirms-no-vote",
        "LeaderHasAQuorum",
    ),
    (
        "LI04_CommittedAtOnce",
        "leader-ids/a-candidate-that-restarts-does-not-lead",
        "LeaderHasAQuorum",
    ),
    (
        "LI07_CommitGoesBack",
        "commit/never-goes-back-under-a-new-leader",
        "CommitNeverGoesBack",
    ),
)

NOT_WRONG_TO_A_WITNESS = {
    "LI05_LeaderNotCommitted": "a leader that restarts may also stand anew, as in Raft",
    "LI06_VoteLeftOpen": "nobody else can ask for the vote that it leaves open: no other server has the leader id",
}


def test_every_mutant_of_leader_ids_is_accounted_for(spec: Path) -> None:
    caught = {mutant for mutant, *_ in CAUGHT_WITH_LEADER_IDS}
    assert mutants_of(spec, "MCRaftLeaderIds") == caught | NOT_WRONG_TO_A_WITNESS.keys()
    assert not caught & NOT_WRONG_TO_A_WITNESS.keys()


@pytest.mark.parametrize(("mutant", "id", "rule"), CAUGHT_WITH_LEADER_IDS)
def test_a_mutant_of_leader_ids_is_caught(spec: Path, mutant: str, id: str, rule: str) -> None:
    assert_caught(spec, mutant, id, rule)


def test_the_unchanged_leader_ids_pass_whatever_they_are_asked(spec: Path) -> None:
    found = results(operators_of(spec, None, LEADER_IDS), None, [], LEADER_IDS)
    asked = [result for result in found if result.verdict != "skip"]
    of_ids = {result.case.id for result in asked if result.case.group == "leader-ids"}
    assert of_ids == {id for _, id, _ in CAUGHT_WITH_LEADER_IDS if id.startswith("leader-ids/")}
    assert [result.verdict for result in asked] == ["pass"] * len(asked)


@pytest.mark.parametrize("mutant", [*NOT_WRONG_TO_A_WITNESS])
def test_what_is_not_wrong_is_not_called_so(spec: Path, mutant: str) -> None:
    found = results(operators_of(spec, mutant, LEADER_IDS), mutant, [], LEADER_IDS)
    assert {result.verdict for result in found} == {"pass", "skip"}
