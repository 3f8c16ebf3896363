"""The suite catches what is wrong when the members change; the unchanged spec passes, whatever its variant."""

from pathlib import Path

import msgspec
import pytest
from tests.conformance.fakes.test_mutants import (
    PATTERNS_OF_MEMBERS,
    assert_caught,
    mutants_of,
    results,
)

from raft_conformance.conform import choose
from raft_conformance.fakes.extensions import (
    COMPLETE,
    MEMBERSHIP,
    MEMBERSHIP_ON_APPLY,
    MEMBERSHIP_WITH_STICKINESS,
    Extension,
)
from raft_conformance.fakes.spec_adapter import operators_of

CLAIMS_ON_APPEND = msgspec.structs.replace(
    MEMBERSHIP_ON_APPLY, capabilities=MEMBERSHIP.capabilities
)
"""It says of itself that a configuration is in force when it is logged, and that is not so."""

CAUGHT_WITH_CHANGES_OF_MEMBERS = (
    (
        "P19_ChangeBeforeOwnCommit",
        "membership/no-change-before-the-term-has-begun",
        "ChangeFollowsCommitOfItsTerm",
        MEMBERSHIP,
    ),
    (
        "P19b_OwnEntryNotCommitted",
        "membership/no-change-before-the-term-has-begun",
        "ChangeFollowsCommitOfItsTerm",
        MEMBERSHIP,
    ),
    ("MB01_ChangeOnChange", "membership/one-change-at-a-time", "OneChangeAtATime", MEMBERSHIP),
    (
        "MB09_ChangeBeforeApplied",
        "membership/one-change-at-a-time",
        "OneChangeAtATime",
        MEMBERSHIP_ON_APPLY,
    ),
    (
        "MB10_AppliesAtOnce",
        "membership/one-change-at-a-time",
        "ConfigurationIsApplied",
        MEMBERSHIP_ON_APPLY,
    ),
    (
        "MB02_TwoVotersAtOnce",
        "membership/two-voters-are-not-one-change",
        "OneVoterAtATime",
        MEMBERSHIP,
    ),
    (
        "P20_UsedWhenCommitted",
        "membership/a-change-is-in-force-when-it-is-logged",
        "ConfigurationIsOfLog",
        CLAIMS_ON_APPEND,
    ),
    (
        "MB03_RemovedLeaderCounts",
        "membership/a-removed-leader-does-not-count-itself",
        "CommittedIsOnAQuorum",
        MEMBERSHIP,
    ),
    (
        "MB04_RemovedLeaderStays",
        "membership/a-removed-leader-adds-nothing",
        "RemovedLeaderStepsDown",
        MEMBERSHIP,
    ),
    (
        "MB05_OutsiderStands",
        "membership/a-removed-server-does-not-stand",
        "OutsidersDoNotStand",
        MEMBERSHIP,
    ),
    (
        "E05_WithheldTermAdopted",
        "membership/a-removed-server-disrupts-nobody",
        "StickyIsUnmoved",
        MEMBERSHIP_WITH_STICKINESS,
    ),
    (
        "MB06_RemovedNeverStands",
        "membership/who-is-removed-may-still-be-needed",
        "SomebodyIsElectable",
        MEMBERSHIP,
    ),
    (
        "P21c_UnawareOfItsVote",
        "membership/who-is-promoted-votes-unaware",
        "SomebodyIsElectable",
        MEMBERSHIP,
    ),
    (
        "P20d_NotRolledBack",
        "membership/an-uncommitted-change-is-rolled-back",
        "ConfigurationIsOfLog",
        MEMBERSHIP,
    ),
    (
        "P20_UsedWhenCommitted",
        "membership/it-survives-a-restart",
        "ConfigurationIsApplied",
        MEMBERSHIP_ON_APPLY,
    ),
    (
        "P09_MatchFromOwnLog",
        "membership/a-stale-answer-after-a-return",
        "CommittedIsOnAQuorum",
        MEMBERSHIP,
    ),
    ("P21_LearnerCounted", "learners/they-do-not-count", "CommittedIsOnAQuorum", MEMBERSHIP),
    ("MB05_OutsiderStands", "learners/they-do-not-stand", "OutsidersDoNotStand", MEMBERSHIP),
    (
        "MB11_LearnerIsGivenLeadership",
        "learners/leadership-is-not-given-to-one",
        "OutsidersDoNotStand",
        MEMBERSHIP,
    ),
    (
        "P21b_OneMajorityOfBoth",
        "joint/both-majorities-commit",
        "CommittedIsOnAQuorum",
        MEMBERSHIP,
    ),
    ("P21b_OneMajorityOfBoth", "joint/both-majorities-elect", "LeaderHasAQuorum", MEMBERSHIP),
    ("MB08_OutgoingLeaderHangs", "joint/it-is-left", "JointIsLeft", MEMBERSHIP),
    ("MB08_OutgoingLeaderHangs", "joint/a-new-leader-leaves-it", "JointIsLeft", MEMBERSHIP),
    ("P20d_NotRolledBack", "random/members-that-change", "ConfigurationIsOfLog", MEMBERSHIP),
    (
        "P20b_ConfigurationLost",
        "membership/a-snapshot-brings-the-members",
        "SnapshotConfigurationIsTrue",
        COMPLETE,
    ),
    (
        "P20c_YoungestConfiguration",
        "membership/a-snapshot-has-no-later-change",
        "SnapshotConfigurationIsTrue",
        COMPLETE,
    ),
)
"""Each with the extension on top of which the mutant is put."""

NOT_WRONG_TO_A_WITNESS = {
    "MB07_JointIsReplaced": "the majorities overlap all the same: the joint configuration is committed, and the next differs "
    "by one voter from its new half; openraft goes on from joint configurations, too",
    "P25c_MatchIsKept": "no case gives a server's name to another disk",
    "P25d_OldName": "no case gives a server's name to another disk",
}


def test_every_mutant_of_changes_of_members_is_accounted_for(spec: Path) -> None:
    mutants = mutants_of(spec, "MCRaftMembership", "MCRaftMembershipOnApply")
    caught = {mutant for mutant, *_ in CAUGHT_WITH_CHANGES_OF_MEMBERS}
    assert mutants == (caught & mutants) | NOT_WRONG_TO_A_WITNESS.keys()


@pytest.mark.parametrize(("mutant", "id", "rule", "extension"), CAUGHT_WITH_CHANGES_OF_MEMBERS)
def test_a_mutant_of_changes_of_members_is_caught(
    spec: Path, mutant: str, id: str, rule: str, extension: Extension
) -> None:
    assert_caught(spec, mutant, id, rule, extension)


def test_every_case_of_changes_of_members_fails_some_mutant() -> None:
    of_members = {case.id for case in choose(PATTERNS_OF_MEMBERS)}
    assert of_members == {id for _, id, *_ in CAUGHT_WITH_CHANGES_OF_MEMBERS}


@pytest.mark.parametrize(
    "extension", [MEMBERSHIP, MEMBERSHIP_ON_APPLY, COMPLETE], ids=lambda one: one.name
)
def test_the_unchanged_changes_of_members_pass_their_cases(
    spec: Path, extension: Extension
) -> None:
    operators = operators_of(spec, None, extension)
    found = results(operators, None, PATTERNS_OF_MEMBERS, extension)
    assert {result.verdict for result in found} == {"pass", "skip"}
    passed = {result.case.id for result in found if result.verdict == "pass"}
    assert passed >= {
        id for _, id, _, asked in CAUGHT_WITH_CHANGES_OF_MEMBERS if asked is extension
    }


def test_who_ignores_candidates_is_not_disrupted(spec: Path) -> None:
    extension = MEMBERSHIP_WITH_STICKINESS
    ids = ["membership/a-removed-server-disrupts-nobody"]
    (found,) = results(operators_of(spec, None, extension), None, ids, extension)
    assert found.verdict == "pass"
