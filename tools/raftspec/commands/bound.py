"""`raftspec bound`: bounded checks by z3."""

from __future__ import annotations

from pathlib import Path

from raftspec.exits import Exit, exit_of
from raftspec.output import JsonTarget, console_for, progress, write_json
from raftspec.target import find_target
from tlakit.render import render_result, result_to_json
from tlakit.symbolic.bound import bound


def bound_command(
    model: str,
    /,
    *,
    depth: int,
    config: Path | None = None,
    max_seconds: float | None = None,
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
    config
        The .cfg file of FILE.tla; without it, the one beside it of the same name.
    max_seconds
        Stop after so many seconds; the verdict is then unknown.
    json
        Write the result to this file, `-` for standard output.
    """
    console = console_for(json)
    target = find_target(model, config)
    specification = target.load()
    with progress(console, target.name) as show:
        result = bound(
            specification,
            depth=depth,
            max_seconds=max_seconds,
            on_progress=lambda done: show(f"{done.depth} steps, {done.formulas:,} formulas"),
        )
    console.print(render_result(result, specification.module.sources, target.name))
    report = {"model": target.name, **result_to_json(result), "statistics": result.statistics}
    write_json(report, json)
    return exit_of(result.verdict)
