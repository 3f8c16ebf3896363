"""`raftspec mutants`: every classical mistake must be caught, by the property that it breaks."""

from __future__ import annotations

from rich.table import Table

from raftspec.exits import Exit
from raftspec.limits import Count
from raftspec.output import JsonTarget, console_for, write_json
from raftspec.pitfalls import pitfalls, without_mutant
from raftspec.problems import InputProblem
from raftspec.several import Row, Show, rows_of
from raftspec.target import catalogue, target_of
from tlakit.explore import explore
from tlakit.semantics import Violation
from tlakit.symbolic.bound import bound


def mutants_command(*ids: str, workers: Count = 1, json: JsonTarget = None) -> Exit:
    """Check the mutants of spec/mutants: each must violate the very property that it is there for.

    Each is explored, and those within z3's reach are also checked by bounded checks, which must
    find the same property violated in as many steps. Exit status 1 if one survives.

    Parameters
    ----------
    ids
        Mutants of the catalogue; all of them where none is named.
    workers
        So many mutants are checked at the same time.
    json
        Write the table to this file, `-` for standard output.
    """
    console = console_for(json)
    mutants = catalogue().mutants
    unknown = [name for name in ids if name not in mutants]
    if unknown:
        raise InputProblem(f"no mutant {', '.join(unknown)}\nmutants: {', '.join(mutants)}")
    rows = rows_of(ids or tuple(mutants), _run, workers, console)
    console.print(_table(rows))
    console.print(_pitfalls(list(mutants)))
    write_json({"mutants": rows}, json)
    return Exit.HOLDS if all(row["killed"] for row in rows) else Exit.VIOLATED


def _pitfalls(mutants: list[str]) -> str:
    """How many of the classical pitfalls have a mutant, and which have none."""
    missing, total = without_mutant(mutants), len(pitfalls())
    told = f"{total - len(missing)} of {total} pitfalls have a mutant"
    return f"{told}; missing: {', '.join(missing)}" if missing else told


def _run(name: str, show: Show) -> Row:
    mutant = catalogue().mutants[name]
    specification = target_of(name, mutant).load()
    explored = explore(specification, on_progress=lambda seen: show(f"{seen.distinct:,} states"))
    found = {"explorer": _shown(explored.violation)}
    if mutant.bound:
        show(f"z3 to depth {mutant.bound}")
        found["z3"] = _shown(bound(specification, depth=mutant.bound).violation)
    wanted = (mutant.violates, mutant.steps)
    return {
        "id": name,
        "title": mutant.title,
        "property": mutant.violates,
        "killed": all(shown == wanted for shown in found.values()),
        "killed_by": [method for method, shown in found.items() if shown == wanted],
        "found": found,
        "states": explored.distinct,
        "steps": mutant.steps,
    }


def _shown(violation: Violation | None) -> tuple[str, int] | None:
    """The property that a check found violated, and in how many steps."""
    return (violation.name, len(violation.trace.steps) - 1) if violation else None


def _table(rows: list[Row]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("mutant", "property", "killed by"):
        table.add_column(heading)
    for heading in ("states", "steps"):
        table.add_column(heading, justify="right")
    for row in rows:
        killed = ", ".join(row["killed_by"]) if row["killed"] else f"SURVIVES: {row['found']}"
        table.add_row(row["id"], row["property"], killed, f"{row['states']:,}", str(row["steps"]))
    return table
