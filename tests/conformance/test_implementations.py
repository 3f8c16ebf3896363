"""The suite on real adapters: the reference passes, the template is a start, releases differ."""

import sys
from pathlib import Path

import pytest

from raft_conformance.cases import SuiteResult, Verdict
from raft_conformance.conform import choose
from raft_conformance.environments import adapter_command
from raft_conformance.runner import run_suite

ADAPTERS = Path(__file__).resolve().parents[2] / "conformance" / "adapters" / "python"

COMMIT = "commit/never-goes-back-under-a-new-leader"
VOTE = "durability/no-second-vote-after-restart"


def verdicts(suite: SuiteResult) -> dict[str, Verdict]:
    return {result.case.id: result.verdict for result in suite.results}


REFERENCE = [sys.executable, str(ADAPTERS / "reference" / "adapter.py")]
RULES_FOR_ELECTIONS = ["pre-vote/*", "check-quorum/*", "transfer/*"]
RULES_FOR_SNAPSHOTS = ["snapshot/*"]
RULES_FOR_LEADER_IDS = ["leader-ids/*"]
CHANGES_OF_MEMBERS = ["membership/*", "learners/*", "joint/*", "random/members-*"]
RULES_FOR_READS = ["read/*"]
RULES_FOR_LEASES = ["lease/*", "clock/*"]
RULES_FOR_SESSIONS = ["sessions/*"]
RULES_FOR_DISKS = ["disk/*"]
OPTIONAL = [
    *CHANGES_OF_MEMBERS,
    *RULES_FOR_DISKS,
    *RULES_FOR_SESSIONS,
    *RULES_FOR_ELECTIONS,
    *RULES_FOR_LEADER_IDS,
    *RULES_FOR_SNAPSHOTS,
    *RULES_FOR_READS,
    *RULES_FOR_LEASES,
]


def test_the_reference_passes_every_case_that_raft_by_itself_is_asked() -> None:
    suite = run_suite(REFERENCE, cases=choose([]))
    assert suite.exit_status == 0
    skipped = {case for case, verdict in verdicts(suite).items() if verdict == "skip"}
    assert skipped == {case.id for case in choose(OPTIONAL)}
    assert suite.count("pass") == len(suite.results) - len(skipped)


@pytest.mark.parametrize(
    ("features", "groups"),
    [
        (["pre-vote"], ["pre-vote/*"]),
        (["check-quorum"], ["check-quorum/*"]),
        (["transfer"], ["transfer/*"]),
        (["pre-vote", "check-quorum", "stickiness", "transfer", "no-op"], RULES_FOR_ELECTIONS),
        (["snapshots"], RULES_FOR_SNAPSHOTS),
        (["pre-vote", "check-quorum", "stickiness", "no-op", "snapshots"], RULES_FOR_SNAPSHOTS),
        (["read-index"], [*RULES_FOR_READS, "random/*-servers*"]),
        (["pre-vote", "check-quorum", "stickiness", "no-op", "read-index"], RULES_FOR_READS),
        (["lease", "read-index", "stickiness", "transfer"], RULES_FOR_LEASES),
        (["asynchronous-writes"], [*RULES_FOR_DISKS, "election/*", "log-repair/*", "commit/*"]),
        (["sessions"], [*RULES_FOR_SESSIONS, "random/*-servers*"]),
        (["sessions", "snapshots", "no-op"], [*RULES_FOR_SESSIONS, *RULES_FOR_SNAPSHOTS]),
    ],
)
def test_the_reference_passes_the_cases_of_each_rule_beyond_raft(
    features: list[str], groups: list[str]
) -> None:
    suite = run_suite([*REFERENCE, *features], cases=choose(groups))
    assert set(verdicts(suite).values()) == {"pass"}


FAULT_IN_LEADER_IDS = """
import runpy, sys
from raft_reference.core import leader_ids as ids
ids.is_vote_greater = lambda s, id: id // 4 >= s.current_term // 4  # 4 is the radix for three servers
sys.argv = sys.argv[1:]
sys.path.insert(0, sys.argv[0].rpartition("/")[0])
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def test_leader_ids_are_judged_as_terms_are() -> None:
    groups = [
        *RULES_FOR_LEADER_IDS,
        "*/*-term*",
        "voting/*",
        "log-repair/*",
        "restart/*",
        "random/*",
    ]
    suite = run_suite([*REFERENCE, "leader-ids"], cases=choose(groups))
    passed = {case for case, verdict in verdicts(suite).items() if verdict == "pass"}
    assert passed >= {case.id for case in choose([*RULES_FOR_LEADER_IDS, "log-repair/*"])}
    assert set(verdicts(suite).values()) == {"pass", "skip"}
    faulty = [sys.executable, "-c", FAULT_IN_LEADER_IDS, REFERENCE[1], "leader-ids"]
    (found,) = run_suite(faulty, cases=choose(["leader-ids/a-smaller-one-gets-no-vote"])).results
    assert found.verdict == "fail"
    assert {violation.rule.name for violation in found.violations} == {"OneVoteATerm"}


@pytest.mark.parametrize(
    ("features", "absent"),
    [
        (["single-server"], {"learners", "joint"}),
        (["joint"], {"learners"}),
        (["single-server", "joint", "learners", "no-op", "snapshots"], set()),
    ],
)
def test_the_reference_passes_the_cases_of_each_way_to_change_members(
    features: list[str], absent: set[str]
) -> None:
    suite = run_suite([*REFERENCE, *features], cases=choose(CHANGES_OF_MEMBERS))
    asked = {result.case.group for result in suite.results if result.verdict == "pass"}
    assert asked == {"membership", "learners", "joint", "random"} - absent
    assert set(verdicts(suite).values()) == {"pass", "skip"}
    skipped = {case for case, verdict in verdicts(suite).items() if verdict == "skip"}
    assert "membership/one-change-at-a-time" not in skipped


def test_the_reference_passes_where_configurations_are_in_force_once_applied() -> None:
    features = ["single-server", "joint", "learners", "no-op", "on-apply"]
    results = verdicts(run_suite([*REFERENCE, *features], cases=choose(CHANGES_OF_MEMBERS)))
    assert set(results.values()) == {"pass", "skip"}
    assert results["membership/it-survives-a-restart"] == "pass"
    assert results["membership/a-change-is-in-force-when-it-is-logged"] == "skip"


def test_a_removed_server_does_not_disrupt_the_reference() -> None:
    case = "membership/a-removed-server-disrupts-nobody"
    suite = run_suite([*REFERENCE, "single-server", "stickiness"], cases=choose([case]))
    assert verdicts(suite) == {case: "pass"}


def test_the_template_answers_and_elects_nobody() -> None:
    command = [sys.executable, str(ADAPTERS / "template" / "adapter.py")]
    suite = run_suite(command, cases=choose(["election/*", "durability/*"]))
    assert set(verdicts(suite).values()) == {"inconclusive", "skip"}
    assert suite.exit_status == 2


@pytest.mark.registry
@pytest.mark.parametrize(
    ("version", "commit", "vote"),
    [
        ("0.3.11", "fail", "fail"),
        ("0.3.12", "pass", "fail"),
        ("0.3.15", "pass", "fail"),
        ("0.3.16", "pass", "pass"),
    ],
)
def test_released_versions_of_pysyncobj_are_told_apart(
    version: str, commit: Verdict, vote: Verdict
) -> None:
    command = adapter_command(f"pysyncobj=={version}", print)
    suite = run_suite(command, cases=choose([COMMIT, VOTE]))
    assert suite.version == version
    assert verdicts(suite) == {COMMIT: commit, VOTE: vote}
