"""`raftspec check`: visit every state of a model."""

from __future__ import annotations

from pathlib import Path

from raftspec.exits import Exit, exit_of
from raftspec.limits import Count, Seconds
from raftspec.output import JsonTarget, console_for, progress, write_json
from raftspec.target import Libraries, find_target
from raftspec.traces import TraceFiles
from tlakit.explore import explore
from tlakit.render import checked_to_json, render_checked, render_result, result_to_json


def check_command(
    model: str,
    /,
    *,
    config: Path | None = None,
    library: Libraries = (),
    deadlock: bool | None = None,
    max_states: Count | None = None,
    max_depth: Count | None = None,
    max_seconds: Seconds | None = None,
    traces: TraceFiles = TraceFiles(),  # noqa: B008  frozen
    json: JsonTarget = None,
) -> Exit:
    """Visit every reachable state of a model, breadth first, and check its properties in each.

    Prints a shortest counterexample where a property is violated. A limit that ends the run early
    makes the verdict `unknown` (exit status 2), and so does Ctrl-C.

    Parameters
    ----------
    model
        A name in spec/models.toml (a model or a mutant), or a file FILE.tla.
    config
        The .cfg file of FILE.tla; without it, the one beside it of the same name.
    library
        Look for modules in this folder too. May be repeated.
    deadlock
        Whether a state without successors is a violation; overrules CHECK_DEADLOCK.
    max_states
        Stop after so many distinct states.
    max_depth
        Do not go beyond so many states from an initial one.
    max_seconds
        Stop after so many seconds.
    json
        Write the result to this file, `-` for standard output.
    """
    console = console_for(json)
    target = find_target(model, config, library)
    specification = target.load(deadlock=deadlock)
    with (
        progress(console, target.name) as show,
        traces.also_of_errors(specification, target.name),
    ):
        result = explore(
            specification,
            max_states=max_states,
            max_depth=max_depth,
            max_seconds=max_seconds,
            on_progress=lambda seen: show(
                f"{seen.generated:,} generated, {seen.distinct:,} distinct, depth {seen.depth}, "
                + (seen.phase or f"{seen.waiting:,} waiting")
            ),
        )
    console.print(render_result(result, specification.module.sources, target.name))
    console.print(render_checked(specification.config))
    if result.violation is not None:
        traces.write(result.violation.trace, specification, target.name)
    report = {"model": target.name, **result_to_json(result)}
    write_json({**report, "checked": checked_to_json(specification.config)}, json)
    return exit_of(result.verdict)
