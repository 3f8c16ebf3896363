"""The counterexamples that the docs draw are those that the explorer finds."""

from __future__ import annotations

import pytest

from spec_docs.counterexamples import SPEC, counterexample, diagram, stored
from tlakit.semantics import load_catalogue

MUTANTS = load_catalogue(SPEC / "models.toml").mutants


def test_what_is_stored_is_of_a_mutant_and_has_as_many_steps() -> None:
    for identifier, drawn in stored().items():
        assert drawn.rows[-1].step == MUTANTS[identifier].steps, identifier


@pytest.mark.parametrize("identifier", ["P02", "P06", "P20d", "LI02", "D04"])
def test_what_is_stored_is_found_again(identifier: str) -> None:
    assert counterexample(MUTANTS[identifier]) == stored()[identifier]


def test_what_has_no_servers_or_does_not_end_is_not_drawn() -> None:
    for identifier in ("C01", "L02"):
        assert counterexample(MUTANTS[identifier]) is None
        assert diagram(identifier) == ""


def test_a_diagram_tells_what_arrives_and_what_it_changes() -> None:
    lines = diagram("P02").splitlines()
    assert "   0  ●           │           │   term 2, vote s1, leader, log <2>" in lines
    assert "   6  │───────────┼──────────▶●   <<< AppendEntriesRequest: commit 1" in lines
