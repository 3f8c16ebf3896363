"""What the suite says of released versions of PySyncObj: collected into docs/data, then shown.

    python -m spec_docs.findings     judges every version anew and writes the files (nox -s findings)

The runs need the package registry, so the documentation shows what was written last; a test compares
the cases in the file with those of the suite.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from spec_docs import markdown
from spec_docs.commands import ROOT, run

VERSIONS = ("0.3.11", "0.3.12", "0.3.15", "0.3.16", "0.3.17")
SHOWN_VERSION = "0.3.15"
SHOWN_CASE = "durability/no-second-vote-after-restart"
VERDICTS = ROOT / "docs/data/pysyncobj.json"
DIAGRAM = ROOT / "docs/data/second-vote.txt"


def collect() -> None:
    """Judges all versions; raises RuntimeError where a run gives no verdicts."""
    found: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for version in VERSIONS:
            file = Path(folder, f"{version}.json")
            status, text = run("conform", f"pysyncobj=={version}", "--json", str(file))
            if not file.exists():
                raise RuntimeError(f"pysyncobj=={version}: exit status {status}\n{text}")
            found[version] = {
                case["id"]: {"verdict": case["verdict"], "reason": case["reason"]}
                for case in json.loads(file.read_text(encoding="utf-8"))["cases"]
            }
    _, text = run("conform", f"pysyncobj=={SHOWN_VERSION}", "--case", SHOWN_CASE)
    VERDICTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    DIAGRAM.write_text(text + "\n", encoding="utf-8")


def findings_page(_: str) -> str:
    """A row for each case that some version fails, then the number of verdicts of each version."""
    found = json.loads(VERDICTS.read_text(encoding="utf-8"))
    cases = [
        case
        for case in found[VERSIONS[0]]
        if any(found[version][case]["verdict"] == "fail" for version in VERSIONS)
    ]
    rows = [
        [f"`{case}`", *(_word(found[version][case]["verdict"]) for version in VERSIONS)]
        for case in cases
    ]
    for verdict in ("pass", "fail", "skip", "inconclusive", "error"):
        counts = [
            sum(case["verdict"] == verdict for case in found[version].values())
            for version in VERSIONS
        ]
        if any(counts):
            rows.append([f"*all cases: {verdict}*", *map(str, counts)])
    return markdown.table(["case", *VERSIONS], rows)


def diagram_page(_: str) -> str:
    """What `raftspec conform` printed for the case that the page explains."""
    return f"```{{code-block}} text\n\n{DIAGRAM.read_text(encoding='utf-8')}```"


def _word(verdict: str) -> str:
    return f"**{verdict}**" if verdict == "fail" else verdict


if __name__ == "__main__":
    collect()
