"""The report for programs: JSON and JUnit XML."""

from typing import Any
from xml.etree import ElementTree

import msgspec

from raft_conformance.cases import VERDICTS, CaseResult, SuiteResult


def to_json(suite: SuiteResult) -> dict[str, Any]:
    """A document with `implementation`, `version`, `summary`, and a record a case in `cases`."""
    return {
        "implementation": suite.implementation,
        "version": suite.version,
        "homepage": suite.homepage,
        "command": list(suite.command),
        "seed": suite.seed,
        "capabilities": msgspec.to_builtins(suite.capabilities),
        "exit_status": suite.exit_status,
        "summary": {verdict: suite.count(verdict) for verdict in VERDICTS},
        "cases": [_case(result) for result in suite.results],
    }


def _case(result: CaseResult) -> dict[str, Any]:
    case = result.case
    return {
        "id": case.id,
        "verdict": result.verdict,
        "title": case.title,
        "reason": result.reason,
        "rules": list(case.rules),
        "source": case.source,
        "assumptions": msgspec.to_builtins(case.assumptions),
        "violations": [
            {
                "rule": violation.rule.name,
                "definition": violation.rule.definition,
                "module": violation.rule.module,
                "step": violation.step,
                "node": violation.node,
                "what": violation.what,
            }
            for violation in result.violations
        ],
        "seconds": round(result.seconds, 3),
    }


def to_junit(suite: SuiteResult) -> str:
    """JUnit XML; what is inconclusive is an error there, since it must not look green."""
    name = f"{suite.implementation} {suite.version}"
    counts = {verdict: suite.count(verdict) for verdict in VERDICTS}
    root = ElementTree.Element(
        "testsuite",
        name=f"raft-conformance: {name}",
        tests=str(len(suite.results)),
        failures=str(counts["fail"]),
        errors=str(counts["error"] + counts["inconclusive"]),
        skipped=str(counts["skip"]),
        time=f"{sum(result.seconds for result in suite.results):.3f}",
    )
    for result in suite.results:
        root.append(_testcase(result))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _testcase(result: CaseResult) -> ElementTree.Element:
    case = ElementTree.Element(
        "testcase",
        classname=f"raft-conformance.{result.case.group}",
        name=result.case.id,
        time=f"{result.seconds:.3f}",
    )
    message = _printable(result.reason.partition("\n")[0])
    text = _printable(result.reason)
    match result.verdict:
        case "pass":
            pass
        case "fail":
            rules = ", ".join(dict.fromkeys(found.rule.name for found in result.violations))
            ElementTree.SubElement(case, "failure", type=rules, message=message).text = text
        case "skip":
            ElementTree.SubElement(case, "skipped", message=message)
        case "inconclusive" | "error":
            kind = result.verdict
            ElementTree.SubElement(case, "error", type=kind, message=message).text = text
    return case


def _printable(text: str) -> str:
    """The text without the control characters that XML cannot hold."""
    return "".join(c for c in text if c in "\n\t" or c.isprintable())
