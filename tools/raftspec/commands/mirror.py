"""`raftspec mirror`: the reference against the specification."""

from __future__ import annotations

from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from raftspec.exits import Exit
from raftspec.limits import Count
from raftspec.mirror import Difference, MirrorReport, run_mirror
from raftspec.output import JsonTarget, console_for, progress, write_json
from raftspec.target import find_target
from tlakit.render import render_trace, trace_to_json, value_to_json


def mirror_command(
    model: str = "small",
    /,
    *,
    max_states: Count | None = None,
    json: JsonTarget = None,
) -> Exit:
    """Walk a model and compare each function of the reference with its operator of the spec.

    The model is held to the outermost module whose rules it has; those which that one extends have models of
    their own. Every reachable server record and every message that can reach it is given to both, and then a
    grid of made-up ones, for rules that matter only in longer runs. The first difference ends the run and is shown with the way that leads to it (exit status 1). A limit that
    ends the walk early, an operator that is never asked, or an action of the module itself that no state enables,
    makes it `cannot tell` (exit status 2).
    A model of a module that has no twin in the reference is refused (exit status 4).

    Parameters
    ----------
    model
        The name of a model in spec/models.toml.
    max_states
        Walk only so many states.
    json
        Write the report to this file, `-` for standard output.
    """
    console = console_for(json)
    target = find_target(model, None)
    specification = target.load()
    with progress(console, f"mirror of {target.name}") as show:
        report = run_mirror(
            specification,
            max_states=max_states,
            on_progress=lambda states: show(f"{states:,} states compared"),
        )
    console.print(_rendered(report, specification.module.sources))
    write_json({"model": target.name, **_as_json(report)}, json)
    if report.difference is not None or report.missing:
        return Exit.VIOLATED
    return Exit.HOLDS if report.complete and report.agrees else Exit.UNKNOWN


def _rendered(report: MirrorReport, sources: dict[str, str]) -> RenderableType:
    table = Table(box=None, pad_edge=False)
    table.add_column("operator")
    table.add_column("comparisons", justify="right")
    for count in report.operators:
        table.add_row(count.operator, f"{count.comparisons:,}" if count.comparisons else "NEVER")
    parts: list[RenderableType] = [table, Text()]
    parts += [Text(f"{name} has no twin in the reference", "red") for name in report.missing]
    parts += _unreached(report)
    if report.difference is not None:
        parts.append(_difference(report.difference, sources))
    outcome = (
        "all agree" if report.agrees and report.complete else "not all agree, or not all asked"
    )
    parts.append(
        Text(
            f"{report.module}: {len(report.operators)} operators and actions, {report.comparisons:,} "
            f"comparisons in {report.states:,} states: {outcome}; {report.seconds:.1f} s"
        )
    )
    return Group(*parts)


def _unreached(report: MirrorReport) -> list[RenderableType]:
    """What the states do not ask, and what they ask only where it is not enabled."""
    if report.difference is not None:
        return []
    named = (("reaches", "reach", report.never_asked), ("enables", "enable", report.never_enabled))
    return [
        Text(
            f"no state of this model {does} {', '.join(names)}"
            if report.complete
            else f"the states so far {do} none of {', '.join(names)}",
            "yellow",
        )
        for does, do, names in named
        if names
    ]


def _difference(difference: Difference, sources: dict[str, str]) -> RenderableType:
    lines = [Text(f"{difference.operator} differs", "bold red")]
    lines += [Text(f"  {name} = {value.text}") for name, value in difference.arguments]
    span = difference.span
    lines += [
        Text(f"  the specification gives {difference.expected}"),
        Text(f"    {span.file}:{span.line}"),
        Text(f"  the reference gives     {difference.found}"),
        Text(f"    {difference.place}"),
    ]
    if not difference.trace.steps:
        return Group(*lines, Text("  the arguments are made up: no state of this model has them"))
    way = render_trace(difference.trace, sources)
    return Group(*lines, Text("  the shortest way to the state:"), way)


def _as_json(report: MirrorReport) -> dict[str, Any]:
    difference = report.difference
    return {
        "module": report.module,
        "agrees": report.agrees,
        "complete": report.complete,
        "states": report.states,
        "comparisons": {count.operator: count.comparisons for count in report.operators},
        "missing": list(report.missing),
        "never_asked": list(report.never_asked),
        "never_enabled": list(report.never_enabled),
        "seconds": round(report.seconds, 1),
        "difference": difference
        and {
            "operator": difference.operator,
            "arguments": {name: value_to_json(value) for name, value in difference.arguments},
            "expected": difference.expected,
            "found": difference.found,
            "place": difference.place,
            "trace": trace_to_json(difference.trace),
        },
    }
