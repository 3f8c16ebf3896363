"""What catches a mistake outside the specification: `python -m tests.kill_matrix` writes it for the docs.

The faults of the reference (tests/reference) stand beside the mutants that make the same mistake, each with what breaks first: on its written schedule, in so many actions, or in random
search, which says no number. The fakes are the mutants themselves, each with the case that it fails, or why there is none. What
explorer and z3 find of a mutant is in docs/data/mutants.json.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from tests.conformance.fakes import (
    test_members,
    test_mutants,
    test_mutants_of_clients,
    test_mutants_of_leader_ids,
)
from tests.conformance.fakes.test_members import CAUGHT_WITH_CHANGES_OF_MEMBERS
from tests.conformance.fakes.test_mutants import (
    CAUGHT,
    CAUGHT_BY_OTHER_CASES,
    CAUGHT_WITH_RULES_FOR_ELECTIONS,
    CAUGHT_WITH_SNAPSHOTS,
)
from tests.conformance.fakes.test_mutants_of_clients import (
    CAUGHT_WITH_LEASE,
    CAUGHT_WITH_READS,
    CAUGHT_WITH_SESSIONS,
)
from tests.conformance.fakes.test_mutants_of_disks import (
    CAUGHT_WHERE_WRITES_ARE_DONE_AT_ONCE,
    CAUGHT_WITH_DURABILITY,
)
from tests.conformance.fakes.test_mutants_of_leader_ids import CAUGHT_WITH_LEADER_IDS
from tests.reference.every_fault import EVERY_FAULT
from tests.reference.planted import Planted, broken_by_schedule

FILE = Path(__file__).parents[1] / "docs/data/kill_matrix.json"


def planted(right: object, faulty: object) -> None:
    """Puts a function in the place of another, wherever the reference has it."""
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").startswith("raft_reference"):
            for name, value in list(vars(module).items()):
                if value is right:
                    setattr(module, name, faulty)


def by_schedule(fault: Planted, schedule: str) -> dict[str, Any]:
    """What breaks on a written schedule with a fault planted, and in how many actions."""
    planted(fault.right, fault.faulty)
    try:
        broken = broken_by_schedule(schedule, fault.breaks)
    finally:
        planted(fault.faulty, fault.right)
    assert broken is not None, fault.name
    return {"property": broken.property, "by": "schedule", "steps": broken.steps}


def of_the_reference() -> dict[str, list[dict[str, Any]]]:
    """The faults that stand beside each mutant."""
    found: dict[str, list[dict[str, Any]]] = {}
    for fault in EVERY_FAULT:
        if fault.mutant is None:
            continue
        row = (
            {"property": fault.breaks, "by": "random search", "steps": None}
            if fault.schedule is None
            else by_schedule(fault, fault.schedule)
        )
        rows = found.setdefault(fault.mutant, [])
        rows.append({"fault": fault.name, **row, "at_random": fault.at_random})
    return found


def of_the_suite() -> dict[str, list[dict[str, str]]]:
    """The cases that each mutant fails as a fake, with the rule that it is said to break."""
    found: dict[str, list[dict[str, str]]] = {}
    rows = [(mutant, *caught) for mutant, caught in CAUGHT.items()]
    of_members = [row[:3] for row in CAUGHT_WITH_CHANGES_OF_MEMBERS]
    others = (
        *CAUGHT_WITH_RULES_FOR_ELECTIONS,
        *CAUGHT_BY_OTHER_CASES,
        *CAUGHT_WITH_LEADER_IDS,
        *CAUGHT_WITH_SNAPSHOTS,
        *of_members,
        *CAUGHT_WITH_READS,
        *CAUGHT_WITH_LEASE,
        *CAUGHT_WITH_SESSIONS,
        *CAUGHT_WITH_DURABILITY,
        *CAUGHT_WHERE_WRITES_ARE_DONE_AT_ONCE,
    )
    for mutant, case, rule in (*rows, *others):
        found.setdefault(mutant.partition("_")[0], []).append({"case": case, "rule": rule})
    return found


def not_shown() -> dict[str, str]:
    """Why the suite fails no case with a mutant."""
    return {
        mutant.partition("_")[0]: reason
        for module in (
            test_members,
            test_mutants,
            test_mutants_of_clients,
            test_mutants_of_leader_ids,
        )
        for mutant, reason in module.NOT_WRONG_TO_A_WITNESS.items()
    }


def kill_matrix() -> dict[str, Any]:
    """All of it, by the ids of the mutants."""
    return {
        "reference": of_the_reference(),
        "conformance": of_the_suite(),
        "not_shown": not_shown(),
    }


if __name__ == "__main__":
    FILE.write_text(json.dumps(kill_matrix(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
