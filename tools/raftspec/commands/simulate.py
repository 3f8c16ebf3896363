"""`raftspec simulate`: random behaviours of a model."""

from __future__ import annotations

from pathlib import Path

from raftspec.exits import Exit, exit_of
from raftspec.output import JsonTarget, console_for, progress, write_json
from raftspec.target import find_target
from tlakit.explore.simulate import simulate
from tlakit.render import render_result, result_to_json


def simulate_command(
    model: str,
    /,
    *,
    config: Path | None = None,
    runs: int = 100,
    depth: int = 100,
    seed: int = 0,
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
    target = find_target(model, config)
    specification = target.load()
    with progress(console, target.name) as show:
        result = simulate(
            specification,
            seed=seed,
            runs=runs,
            depth=depth,
            on_progress=lambda seen: show(f"{seen.generated:,} states"),
        )
    console.print(render_result(result, specification.module.sources, target.name))
    write_json({"model": target.name, "seed": seed, **result_to_json(result)}, json)
    return exit_of(result.verdict)
