"""`raftspec check`: visit every state of a model."""

from __future__ import annotations

from pathlib import Path

from raftspec.exits import Exit, exit_of
from raftspec.output import JsonTarget, console_for, progress, write_json
from raftspec.target import find_target
from tlakit.explore import explore
from tlakit.render import render_result, result_to_json


def check_command(
    model: str,
    /,
    *,
    config: Path | None = None,
    max_states: int | None = None,
    max_depth: int | None = None,
    max_seconds: float | None = None,
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
    target = find_target(model, config)
    specification = target.load()
    with progress(console, target.name) as show:
        result = explore(
            specification,
            max_states=max_states,
            max_depth=max_depth,
            max_seconds=max_seconds,
            on_progress=lambda seen: show(
                f"{seen.generated:,} generated, {seen.distinct:,} distinct, depth {seen.depth}, "
                f"{seen.waiting:,} waiting"
            ),
        )
    console.print(render_result(result, specification.module.sources, target.name))
    write_json({"model": target.name, **result_to_json(result)}, json)
    return exit_of(result.verdict)
