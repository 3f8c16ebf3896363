"""The committed table of mutants is that of the catalogue; `nox -s mutants` repeats its counts."""

from __future__ import annotations

import json

from spec_docs.commands import ROOT
from spec_docs.mutants import read_mutants


def test_the_table_has_the_mutants_of_the_catalogue_all_killed() -> None:
    table = json.loads((ROOT / "docs/data/mutants.json").read_text(encoding="utf-8"))["mutants"]
    assert all(row["killed"] for row in table)
    assert [(row["id"], row["title"], row["property"], row["steps"]) for row in table] == [
        (mutant.identifier, mutant.title, mutant.violates.name, mutant.steps)
        for mutant in read_mutants(ROOT / "spec")
    ]
