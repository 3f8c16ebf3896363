"""The reports say what happened, where the rule stands, and how to see it again."""

import json
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.console import Console

from raft_conformance.cases import CaseResult, SuiteResult
from raft_conformance.conform import choose, write_documents
from raft_conformance.fakes.extensions import RAFT
from raft_conformance.fakes.in_process import connected
from raft_conformance.fakes.spec_adapter import SpecCluster, operators_of
from raft_conformance.judge.specification import SpecificationText
from raft_conformance.report.console import print_report
from raft_conformance.report.documents import to_json, to_junit
from raft_conformance.runner import run_case

MUTANT = "P05_VoteNotDurable"
CASE = "durability/no-second-vote-after-restart"


@pytest.fixture(scope="module")
def suite(spec: Path) -> SuiteResult:
    """One case of each verdict."""
    operators = operators_of(spec, MUTANT)
    failed, passed, skipped, unclear, broken = choose(
        [
            "election/one-leader-a-term",
            "election/a-minority-elects-nobody",
            "election/a-repeated-vote-counts-once",
            "election/a-leader-is-elected",
            CASE,
        ]
    )[::-1]
    found = run_case(
        lambda: connected(SpecCluster(operators, MUTANT).answer), failed, RAFT.capabilities
    )
    return SuiteResult(
        implementation="fake",
        version="1.2",
        homepage="",
        command=("adapter", "--flag"),
        seed=5,
        capabilities=RAFT.capabilities,
        results=(
            CaseResult(case=passed, verdict="pass", seconds=0.5),
            found,
            CaseResult(case=skipped, verdict="skip", reason="claims no network that repeats"),
            CaseResult(case=unclear, verdict="inconclusive", reason="n1 was not elected leader"),
            CaseResult(case=broken, verdict="error", reason="adapter hung\n  line: \x1b[31m"),
        ),
    )


def shown(suite: SuiteResult, spec: Path) -> str:
    out = StringIO()
    console = Console(file=out, width=110, highlight=False)
    print_report(console, suite, SpecificationText(spec), ["raftspec", "conform", "--", "adapter"])
    return out.getvalue()


def test_a_failure_shows_rule_lines_diagram_assumptions_and_replay(
    suite: SuiteResult, spec: Path
) -> None:
    text = shown(suite, spec)
    assert "OneVoteATerm: a server votes for at most one candidate in a term" in text
    assert "n2 voted for n3 in term 1, and before for n1" in text
    assert "RaftProperties.tla:" in text
    assert "OneVoteATerm ==" in text
    assert "restart" in text
    assert "<<< vote? t1" in text
    assert "disk:    a crash ends the process at once" in text
    assert f"replay:  raftspec conform --case {CASE} --seed 5 -- adapter" in text


def test_the_table_lists_every_case_and_the_summary_counts(suite: SuiteResult, spec: Path) -> None:
    text = shown(suite, spec)
    rows = [line.split()[:2] for line in text.splitlines()]
    for result in suite.results:
        assert [result.verdict, result.case.id] in rows
    assert "1 pass, 1 fail, 1 inconclusive, 1 skip, 1 error; exit status 1" in text


def test_json_holds_the_verdicts(suite: SuiteResult) -> None:
    document = json.loads(json.dumps(to_json(suite)))
    assert document["implementation"] == "fake"
    assert document["version"] == "1.2"
    assert document["summary"] == dict.fromkeys(
        ("pass", "fail", "inconclusive", "skip", "error"), 1
    )
    by_id = {case["id"]: case for case in document["cases"]}
    failed = by_id[CASE]
    assert failed["verdict"] == "fail"
    assert failed["violations"][0]["rule"] == "OneVoteATerm"
    assert failed["assumptions"]["network"]


def test_junit_is_xml_and_what_is_inconclusive_is_not_green(suite: SuiteResult) -> None:
    root = ElementTree.fromstring(to_junit(suite))
    assert (root.get("tests"), root.get("failures")) == ("5", "1")
    assert (root.get("errors"), root.get("skipped")) == ("2", "1")
    failure = root.find("testcase/failure")
    assert failure is not None
    assert "OneVoteATerm" in (failure.get("type") or "")
    kinds = {error.get("type") for error in root.iter("error")}
    assert kinds == {"inconclusive", "error"}


def test_documents_go_to_files_and_standard_output(
    suite: SuiteResult, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "junit.xml"
    write_documents(suite, "-", str(file))
    assert json.loads(capsys.readouterr().out)["seed"] == 5
    assert file.read_text(encoding="utf-8").startswith("<?xml")
