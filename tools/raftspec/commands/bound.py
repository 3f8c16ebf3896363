"""`raftspec bound`: bounded checks by z3."""

from __future__ import annotations

import msgspec

from raftspec.exits import Exit, exit_of
from raftspec.limits import Depth, Seconds
from raftspec.output import JsonTarget, console_for, progress, write_json
from raftspec.target import ModelFiles, liveness_of
from raftspec.traces import TraceFiles
from tlakit.render import checked_to_json, render_checked, render_result, result_to_json
from tlakit.semantics import Config
from tlakit.symbolic.bound import bound


def bound_command(
    model: str,
    /,
    *,
    depth: Depth,
    files: ModelFiles = ModelFiles(),  # noqa: B008  frozen
    max_seconds: Seconds | None = None,
    traces: TraceFiles = TraceFiles(),  # noqa: B008  frozen
    json: JsonTarget = None,
) -> Exit:
    """Ask z3 whether a behaviour of at most so many steps violates a property of a model.

    `holds` means: none of so many steps or fewer does.

    Parameters
    ----------
    model
        A name in spec/models.toml (a model or a mutant), or a file FILE.tla.
    depth
        The number of steps to which z3 looks.
    max_seconds
        Stop after so many seconds; the verdict is then unknown.
    json
        Write the result to this file, `-` for standard output.
    """
    console = console_for(json)
    target = files.of(model)
    specification = target.load()
    with (
        progress(console, target.name) as show,
        traces.also_of_errors(specification, target.name),
    ):
        result = bound(
            specification,
            depth=depth,
            max_seconds=max_seconds,
            on_progress=lambda done: show(f"{done.depth} steps, {done.formulas:,} formulas"),
        )
    console.print(render_result(result, specification.module.sources, target.name))
    asked = _asked(specification.config)
    left_out = liveness_of(specification)
    console.print(render_checked(asked, left_out=left_out))
    if result.violation is not None:
        traces.write(result.violation.trace, specification, target.name)
    report = {"model": target.name, **result_to_json(result), "statistics": result.statistics}
    write_json({**report, "checked": checked_to_json(asked, left_out=left_out)}, json)
    return exit_of(result.verdict)


def _asked(config: Config) -> Config:
    """What of a configuration a bounded check looks at: neither deadlock nor what a search needs."""
    return msgspec.structs.replace(
        config, check_deadlock=False, postconditions=(), symmetry=None, view=None
    )
