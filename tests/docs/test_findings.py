"""What the documentation says of PySyncObj was judged by the cases that the suite has now."""

from __future__ import annotations

import json

from raft_conformance.catalogue import CASES
from spec_docs import findings
from spec_docs.commands import ROOT


def test_every_version_was_judged_by_every_case() -> None:
    found = json.loads(findings.VERDICTS.read_text(encoding="utf-8"))
    assert tuple(found) == findings.VERSIONS
    for version in findings.VERSIONS:
        assert list(found[version]) == [case.id for case in CASES], "run `nox -s findings`"


def test_the_pairs_are_told_apart() -> None:
    found = json.loads(findings.VERDICTS.read_text(encoding="utf-8"))

    def verdicts(case: str) -> list[str]:
        return [found[version][case]["verdict"] for version in findings.VERSIONS]

    bad, good = "fail", "pass"
    assert verdicts("commit/never-goes-back-under-a-new-leader") == [bad, good, good, good, good]
    assert verdicts("durability/no-second-vote-after-restart") == [bad, bad, bad, good, good]


def test_the_readme_shows_what_was_printed() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme.partition("```text\n")[2].partition("```")[0].splitlines()
    printed = findings.DIAGRAM.read_text(encoding="utf-8").splitlines()
    assert len(shown) > 10
    assert [line for line in shown[1:] if line not in printed] == []
    assert printed[
        next(k for k, line in enumerate(printed) if line.startswith("fail: "))
    ].startswith(shown[0])
