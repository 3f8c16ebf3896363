"""What `check` and `simulate` show and write of a result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console

from raftspec.exits import Exit, exit_of
from raftspec.output import JsonTarget, write_json
from raftspec.traces import TraceFiles
from tlakit.render import (
    checked_to_json,
    render_checked,
    render_coverage,
    render_profile,
    render_result,
    render_runs,
    result_to_json,
)
from tlakit.semantics import CheckResult, Specification


def show_outcome(
    result: CheckResult,
    specification: Specification,
    report: Mapping[str, Any],
    console: Console,
    *,
    left_out: tuple[str, ...] = (),
    coverage: bool = False,
    profile: bool = False,
    traces: TraceFiles,
    json: JsonTarget,
) -> Exit:
    """Prints a result, writes it and its counterexample to where that was asked for.

    `report` begins the JSON and has the model's name; the properties in `left_out` were not checked.
    """
    sources = specification.module.sources
    console.print(render_result(result, sources, report["model"]))
    if result.runs is not None:
        console.print(render_runs(result.runs, result.report))
    console.print(render_checked(specification.config, left_out=left_out))
    if coverage and result.report is not None:
        console.print(render_coverage(result.report, sources))
    if profile and result.report is not None:
        console.print(render_profile(result.report))
    if result.violation is not None:
        traces.write(result.violation.trace, specification, report["model"])
    checked = checked_to_json(specification.config, left_out=left_out)
    write_json({**report, **result_to_json(result), "checked": checked}, json)
    return exit_of(result.verdict)
