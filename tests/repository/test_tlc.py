"""What TLC prints is read as it is meant, and what differs from spec/models.toml is said."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import tlc

COUNTED = "120 states generated, 45 distinct states found, 7 states left on queue."
ALL_COUNTED = "120 states generated, 45 distinct states found, 0 states left on queue."
DEPTH = "The depth of the complete state graph search is 9."
NOTHING = "Model checking completed. No error has been found."
UP_TO_HERE = "Error: The behavior up to this point is:"
TWO_STEPS = "State 1: <Initial predicate>\nx = 0\n\nState 2: <Up>\nx = 1\n\nState 3: <Up>\nx = 2"


def told(*lines: str) -> str:
    return "\n".join(("TLC2 Version 2.18", *lines)) + "\n"


def test_an_invariant_is_told_by_its_name() -> None:
    said = told("Error: Invariant OneLeader is violated.", UP_TO_HERE, TWO_STEPS, COUNTED)
    assert tlc.violation(said) == tlc.Violation("OneLeader", 2)


def test_an_action_property_is_told_by_its_name() -> None:
    said = told("Error: Action property GoesUp is violated.", UP_TO_HERE, TWO_STEPS, COUNTED)
    assert tlc.violation(said) == tlc.Violation("GoesUp", 2)


def test_an_action_of_another_module_is_told_by_its_place() -> None:
    place = "line 36, col 17 to line 36, col 29 of module Below"
    said = told(f"Error: Action property {place} is violated.", UP_TO_HERE, TWO_STEPS, COUNTED)
    assert tlc.violation(said) == tlc.Violation("", 2)


def test_a_temporal_property_has_no_name_and_no_shortest_behaviour() -> None:
    said = told(
        "Error: Temporal properties were violated.", TWO_STEPS, "State 4: Stuttering", COUNTED
    )
    assert tlc.violation(said) == tlc.Violation("", None)


def test_a_search_to_the_end_without_an_error_found_nothing() -> None:
    said = told(NOTHING, ALL_COUNTED, DEPTH)
    assert tlc.violation(said) is None
    assert tlc.counts(said) == (120, 45, 9)


@pytest.mark.parametrize(
    "said",
    [
        told("Error: Deadlock reached.", UP_TO_HERE, TWO_STEPS, COUNTED),
        told("Error: Parsing or semantic analysis failed."),
        told("Progress(3): 20 states generated"),
    ],
)
def test_any_other_end_is_no_verdict(said: str) -> None:
    with pytest.raises(tlc.Unfinished):
        tlc.violation(said)


class Told(tlc.Tlc):
    """In the place of TLC: says of a mutant, and of it with one property alone, what it is given."""

    def told(self, entry: dict[str, Any], further: dict[str, str]) -> str:
        said: str = entry["alone" if further else "told"]
        return said


def mutant(violates: str, steps: int, said: str, alone: str = "") -> dict[str, Any]:
    config = "mutants/P25_ReturnsWithoutDisk.cfg"
    return {"violates": violates, "steps": steps, "config": config, "told": said, "alone": alone}


INVARIANT = told("Error: Invariant OneLeader is violated.", TWO_STEPS, COUNTED)
BY_PLACE = told("Error: Action property line 3 of module Below is violated.", TWO_STEPS, COUNTED)
FOR_EVER = told("Error: Temporal properties were violated.", TWO_STEPS, COUNTED)
HOLDS = told(NOTHING, ALL_COUNTED, DEPTH)
LONGER = told("Error: Action property line 9 is violated.", TWO_STEPS, "State 4: <Up>", COUNTED)


@pytest.mark.parametrize(
    ("agrees", "one"),
    [
        (True, mutant("OneLeader", 2, INVARIANT)),
        (False, mutant("OneLeader", 3, INVARIANT)),
        (False, mutant("GoesUp", 2, INVARIANT)),
        (False, mutant("OneLeader", 2, HOLDS)),
        (True, mutant("Refines", 2, BY_PLACE, BY_PLACE)),
        (False, mutant("Refines", 1, BY_PLACE, BY_PLACE)),
        (False, mutant("Refines", 2, BY_PLACE, LONGER)),
        (False, mutant("Refines", 2, BY_PLACE, HOLDS)),
        (True, mutant("Someday", 7, FOR_EVER, FOR_EVER)),
        (False, mutant("Someday", 7, FOR_EVER, HOLDS)),
    ],
)
def test_a_mutant_agrees_in_property_and_steps(
    agrees: bool, one: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert tlc.compare_violation(Told(Path(), None), "M1", one) is agrees
    assert ("agrees" in capsys.readouterr().out) is agrees


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (0, [INVARIANT, INVARIANT]),
        (1, [HOLDS, INVARIANT]),
        (2, [INVARIANT, "nothing"]),
        (1, ["nothing", HOLDS]),
    ],
)
def test_one_without_a_verdict_does_not_end_the_others(status: int, said: list[str]) -> None:
    entries = {str(number): mutant("OneLeader", 2, text) for number, text in enumerate(said)}
    found = tlc.compare_all(tlc.compare_violation, Told(Path(), None), [*entries], entries)
    assert found == status


def test_alone_a_property_has_no_other_beside_it() -> None:
    one = mutant("VoteIsKept", 2, HOLDS)
    whole = (tlc.SPEC / one["config"]).read_text()
    only = tlc.checking_only(one, "PROPERTY VoteIsKept")["P25_ReturnsWithoutDisk.cfg"]
    assert "VoteIsKept" in whole and "ElectionSafety" in whole
    assert only.split("PROPERTY VoteIsKept") == [only.removesuffix("PROPERTY VoteIsKept\n"), "\n"]
    assert "ElectionSafety" not in only and "SPECIFICATION Spec" in only
    assert "CHECK_DEADLOCK FALSE" in only


def test_a_name_that_is_no_mutant_is_said() -> None:
    command = [sys.executable, tlc.__file__, "--mutants", "small"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout.split(";")[0]) == (2, "no mutant small")
