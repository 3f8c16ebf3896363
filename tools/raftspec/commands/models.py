"""`raftspec models`: check every model against what the catalogue pins."""

from __future__ import annotations

from rich.padding import Padding
from rich.table import Table

from raftspec.exits import Exit
from raftspec.gaps import modules_of, said_by
from raftspec.limits import Count
from raftspec.output import JsonTarget, console_for, write_json
from raftspec.problems import InputProblem
from raftspec.several import Row, Show, rows_of
from raftspec.target import catalogue, target_of
from tlakit.explore import explore
from tlakit.semantics import CheckResult, ModelEntry, Verdict
from tlakit.semantics.run_report import RunReport


def models_command(*names: str, workers: Count = 1, json: JsonTarget = None) -> Exit:
    """Check models and compare verdict, generated, distinct and depth with spec/models.toml.

    What is to be reached in a model must be: its bounds would be too narrow to say anything of it.
    And of the models of one module together, where all of them are checked, some one must say something
    of each property that they name, of each action and of each operator.

    Parameters
    ----------
    names
        Models of the catalogue; all of them where none is named.
    workers
        So many models are checked at the same time.
    json
        Write the results to this file, `-` for standard output.
    """
    console = console_for(json)
    models = catalogue().models
    unknown = [name for name in names if name not in models]
    if unknown:
        raise InputProblem(f"no model {', '.join(unknown)}\nmodels: {', '.join(models)}")
    rows = rows_of(names or tuple(models), _check, workers, console)
    modules = modules_of(catalogue(), {row["id"]: row["said"] for row in rows})
    faults = [fault for module in modules for fault in module["faults"]]
    console.print(_table(rows))
    for fault in faults:
        console.print(Padding(fault, (1, 0, 0, 0)))
    write_json({"models": rows, "modules": modules}, json)
    if any(row["verdict"] == Verdict.UNKNOWN.value for row in rows):
        return Exit.UNKNOWN
    well = not faults and all(row["as_pinned"] for row in rows)
    return Exit.HOLDS if well else Exit.VIOLATED


def _check(name: str, show: Show) -> Row:
    entry = catalogue().models[name]
    specification = target_of(name, entry).load(sometimes=entry.sometimes)
    result = explore(
        specification,
        on_progress=lambda seen: show(f"{seen.distinct:,} of {entry.distinct:,} states"),
    )
    return {
        "id": name,
        "verdict": result.verdict.value,
        "generated": result.generated,
        "distinct": result.distinct,
        "depth": result.depth,
        "seconds": round(result.seconds, 1),
        "sometimes": {sought.name: sought.steps for sought in result.sometimes},
        "as_pinned": is_as_pinned(result, entry),
        "pinned": [entry.generated, entry.distinct, entry.depth],
        "derived": entry.derived,
        "said": said_by(specification, result.report or RunReport()),
    }


def is_as_pinned(result: CheckResult, entry: ModelEntry) -> bool:
    """Whether verdict and counts are those that the catalogue pins for the entry."""
    found = (result.verdict.value, result.generated, result.distinct, result.depth)
    return found == (entry.verdict, entry.generated, entry.distinct, entry.depth)


def _table(rows: list[Row]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("model", "verdict"):
        table.add_column(heading)
    for heading in ("generated", "distinct", "depth", "seconds"):
        table.add_column(heading, justify="right")
    table.add_column("as pinned")
    table.add_column("reached")
    for row in rows:
        pinned = "yes" if row["as_pinned"] else f"NO: {row['pinned']}"
        figures = [f"{row[key]:,}" for key in ("generated", "distinct", "depth", "seconds")]
        missed = [name for name, steps in row["sometimes"].items() if steps is None]
        reached = f"NEVER: {', '.join(missed)}" if missed else f"all {len(row['sometimes'])}"
        table.add_row(row["id"], row["verdict"], *figures, pinned, reached)
    return table
