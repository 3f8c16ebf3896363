"""`raftspec simulate`: random behaviours of a model."""

from __future__ import annotations

from pathlib import Path

from raftspec.exits import Exit, exit_of
from raftspec.limits import Count
from raftspec.output import JsonTarget, console_for, progress, write_json
from raftspec.target import Libraries, find_target, liveness_of
from raftspec.traces import TraceFiles
from tlakit.explore.simulate import simulate
from tlakit.render import checked_to_json, render_checked, render_result, result_to_json


def simulate_command(
    model: str,
    /,
    *,
    config: Path | None = None,
    library: Libraries = (),
    deadlock: bool | None = None,
    runs: Count = 100,
    depth: Count = 100,
    seed: int = 0,
    traces: TraceFiles = TraceFiles(),  # noqa: B008  frozen
    json: JsonTarget = None,
) -> Exit:
    """Follow random behaviours of a model and check its properties on the way.

    Without a violation the verdict is `unknown` (exit status 2): a simulation proves nothing. The
    same seed gives the same behaviours.

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
    runs
        How many behaviours to follow.
    depth
        How many steps each may have.
    seed
        Where the random choices begin.
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
        result = simulate(
            specification,
            seed=seed,
            runs=runs,
            depth=depth,
            on_progress=lambda seen: show(f"{seen.generated:,} states"),
        )
    console.print(render_result(result, specification.module.sources, target.name))
    left_out = liveness_of(specification)
    console.print(render_checked(specification.config, left_out=left_out))
    if result.violation is not None:
        traces.write(result.violation.trace, specification, target.name)
    report = {"model": target.name, "seed": seed, **result_to_json(result)}
    write_json(
        {**report, "checked": checked_to_json(specification.config, left_out=left_out)}, json
    )
    return exit_of(result.verdict)
