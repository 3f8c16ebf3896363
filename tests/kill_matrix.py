"""What catches a mistake outside the specification: `python -m tests.kill_matrix` writes it for the docs.

The faults of the reference stand beside the mutants that make the same mistake (`MUTANTS` in
tests/reference), each with what breaks first: on its written schedule, in so many actions, or in random
search, which says no number. The fakes are the mutants themselves, each with the case that it fails. What
explorer and z3 find of a mutant is in docs/data/mutants.json.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from tests.conformance.fakes.test_members import CAUGHT_WITH_CHANGES_OF_MEMBERS
from tests.conformance.fakes.test_mutants import (
    CAUGHT,
    CAUGHT_WITH_RULES_FOR_ELECTIONS,
    CAUGHT_WITH_SNAPSHOTS,
)
from tests.conformance.fakes.test_mutants_of_clients import (
    CAUGHT_WITH_LEASE,
    CAUGHT_WITH_READS,
    CAUGHT_WITH_SESSIONS,
)
from tests.conformance.fakes.test_mutants_of_disks import CAUGHT_WITH_DURABILITY
from tests.reference import election_faults, faults, snapshot_faults
from tests.reference.directed import ALL_FAULTS, DIRECTED, broken_by_schedule
from tests.reference.election_faults import FOUND_IN
from tests.reference.test_faults import FOUND_AT_RANDOM

FILE = Path(__file__).parents[1] / "docs/data/kill_matrix.json"


def planted(right: object, faulty: object) -> None:
    """Puts a function in the place of another, wherever the reference has it."""
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").startswith("raft_reference"):
            for name, value in list(vars(module).items()):
                if value is right:
                    setattr(module, name, faulty)


def by_schedule(fault: str, schedule: str) -> dict[str, Any]:
    """What breaks on a written schedule with a fault planted, and in how many actions."""
    right, faulty = ALL_FAULTS[fault]
    planted(right, faulty)
    try:
        broken = broken_by_schedule(schedule)
    finally:
        planted(faulty, right)
    assert broken is not None, fault
    return {"property": broken.property, "by": "schedule", "steps": broken.steps}


def of_the_reference() -> dict[str, list[dict[str, Any]]]:
    """The faults that stand beside each mutant."""
    schedules = {case.fault: case.schedule for case in DIRECTED}
    random = {fault.faulty.__name__: name for name, fault in FOUND_IN.items()}
    random |= {name: "" for name in FOUND_AT_RANDOM}
    random |= {f.faulty.__name__: name for name, f in snapshot_faults.FOUND_AT_RANDOM.items()}
    found: dict[str, list[dict[str, Any]]] = {}
    tables = (faults.MUTANTS, election_faults.MUTANTS, snapshot_faults.MUTANTS)
    for fault, mutant in (row for table in tables for row in table.items()):
        if fault in schedules:
            row = by_schedule(fault, schedules[fault])
        else:
            row = {"property": random[fault], "by": "random search", "steps": None}
        found.setdefault(mutant, []).append({"fault": fault, **row, "at_random": fault in random})
    return found


def of_the_suite() -> dict[str, list[dict[str, str]]]:
    """The cases that each mutant fails as a fake, with the rule that it is said to break."""
    found: dict[str, list[dict[str, str]]] = {}
    rows = [(mutant, *caught) for mutant, caught in CAUGHT.items()]
    of_members = [row[:3] for row in CAUGHT_WITH_CHANGES_OF_MEMBERS]
    others = (
        *CAUGHT_WITH_RULES_FOR_ELECTIONS,
        *CAUGHT_WITH_SNAPSHOTS,
        *of_members,
        *CAUGHT_WITH_READS,
        *CAUGHT_WITH_LEASE,
        *CAUGHT_WITH_SESSIONS,
        *CAUGHT_WITH_DURABILITY,
    )
    for mutant, case, rule in (*rows, *others):
        found.setdefault(mutant.partition("_")[0], []).append({"case": case, "rule": rule})
    return found


def kill_matrix() -> dict[str, Any]:
    """Both, by the ids of the mutants."""
    return {"reference": of_the_reference(), "conformance": of_the_suite()}


if __name__ == "__main__":
    FILE.write_text(json.dumps(kill_matrix(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
