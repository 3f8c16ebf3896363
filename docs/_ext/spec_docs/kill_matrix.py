"""The kill matrix: for each pitfall, and each other mutant, which method catches it and how soon."""

from __future__ import annotations

import json
from typing import Any

from raftspec.pitfalls import pitfall_of, pitfalls, without_mutant
from spec_docs import markdown
from spec_docs.commands import ROOT
from spec_docs.mutants import Mutant, read_mutants
from tlakit.semantics import load_catalogue

FOUND = ROOT / "docs/data/mutants.json"
ELSEWHERE = ROOT / "docs/data/kill_matrix.json"
NOTHING = "–"

HEADER = ("mistake", "violates", "explorer", "z3", "reference", "conformance")


def count_page(_: str) -> str:
    """How many pitfalls have a mutant, and which have none."""
    missing = without_mutant(mutant.identifier for mutant in read_mutants(ROOT / "spec"))
    told = f"**{len(pitfalls()) - len(missing)} of {len(pitfalls())}** pitfalls have a mutant"
    if not missing:
        return f"{told}."
    rows = [(name, pitfalls()[name].title) for name in missing]
    return f"{told}. Missing are:\n\n{markdown.table(('pitfall', 'mistake'), rows)}"


def matrix_page(which: str) -> str:
    """A row for each mutant of the `pitfalls`, or of the `others`."""
    of_pitfalls = which == "pitfalls"
    rows = [
        _row(mutant)
        for mutant in read_mutants(ROOT / "spec")
        if (pitfall_of(mutant.identifier) is not None) is of_pitfalls
    ]
    return markdown.table(HEADER, rows)


def unasked_page(_: str) -> str:
    """The mutants that z3 is not asked for, and why."""
    mutants = load_catalogue(ROOT / "spec/models.toml").mutants
    rows = [
        (markdown.link(name, markdown.mutant_anchor(name)), str(mutant.steps), mutant.unasked)
        for name, mutant in mutants.items()
        if not mutant.bound
    ]
    return markdown.table(("mistake", "steps", "why z3 is not asked"), rows)


def _row(mutant: Mutant) -> tuple[str, ...]:
    found = {row["id"]: row for row in _read(FOUND)["mutants"]}.get(mutant.identifier)
    elsewhere = _read(ELSEWHERE)
    faults = elsewhere["reference"].get(mutant.identifier, [])
    cases = elsewhere["conformance"].get(mutant.identifier, [])
    reason = elsewhere["not_shown"].get(mutant.identifier)
    return (
        markdown.link(
            f"{mutant.identifier}: {mutant.title}", markdown.mutant_anchor(mutant.identifier)
        ),
        markdown.operator_link(mutant.violates),
        _by(found, "explorer"),
        _by(found, "z3"),
        "; ".join(map(_fault, faults)) or NOTHING,
        "; ".join(f"`{case['case']}` ({case['rule']})" for case in cases)
        or (f"none: {reason}" if reason else NOTHING),
    )


def _by(found: dict[str, Any] | None, method: str) -> str:
    """In how many steps, and for the explorer states; a dash where it is not asked."""
    if found is None or method not in found["killed_by"]:
        return NOTHING
    steps = f"{found['found'][method][1]} steps"
    return f"{steps}, {found['states']:,} states" if method == "explorer" else steps


def _fault(row: dict[str, Any]) -> str:
    """A fault of the reference, and how it is found."""
    ways = [f"a schedule, in {row['steps']} steps"] if row["steps"] is not None else []
    ways += ["random search"] if row["at_random"] else []
    broken = f" ({row['property']})" if row["property"] else ""
    return f"`{row['fault']}`{broken}: {' and '.join(ways)}"


def _read(file: Any) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))
