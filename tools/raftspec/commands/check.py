"""`raftspec check`: visit every state of a model."""

from __future__ import annotations

from raftspec.exits import Exit
from raftspec.limits import Count, Seconds
from raftspec.outcome import show_outcome
from raftspec.output import JsonTarget, console_for, progress
from raftspec.searching import Searching, explained
from raftspec.target import ModelFiles
from raftspec.traces import TraceFiles
from tlakit.explore import explore


def check_command(
    model: str,
    /,
    *,
    files: ModelFiles = ModelFiles(),  # noqa: B008  frozen
    deadlock: bool | None = None,
    max_states: Count | None = None,
    max_depth: Count | None = None,
    max_seconds: Seconds | None = None,
    coverage: bool = False,
    profile: bool = False,
    searching: Searching = Searching(),  # noqa: B008  frozen
    traces: TraceFiles = TraceFiles(),  # noqa: B008  frozen
    json: JsonTarget = None,
) -> Exit:
    """Visit every reachable state of a model, breadth first, and check its properties in each.

    Prints a shortest counterexample where a property is violated. A limit that ends the run early
    makes the verdict `unknown` (exit status 2), as Ctrl-C does; --resume goes on from a --checkpoint.

    Parameters
    ----------
    model
        A name in spec/models.toml (a model or a mutant), or a file FILE.tla.
    deadlock
        Whether a state without successors is a violation; overrules CHECK_DEADLOCK.
    max_states
        Stop after so many distinct states.
    max_depth
        Do not go beyond so many states from an initial one.
    max_seconds
        Stop after so many seconds.
    coverage
        Show how often each action was enabled, taken and new, and what was never evaluated.
    profile
        Show what was evaluated, and what was remembered instead, for each action and property.
    json
        Write the result to this file, `-` for standard output.
    """
    console, target = console_for(json), files.of(model)
    specification = target.load(deadlock=deadlock, sometimes=searching.sought_in(target))
    with (
        explained("--kernel and --workers"),
        progress(console, target.name) as show,
        traces.also_of_errors(specification, target.name),
    ):
        result = explore(
            specification,
            max_states=max_states,
            max_depth=max_depth,
            max_seconds=max_seconds,
            kernel=searching.kernel,
            workers=searching.workers,
            checkpointing=searching.checkpointing(),
            profile=profile,
            on_progress=lambda seen: show(
                f"{seen.generated:,} generated, {seen.distinct:,} distinct, depth {seen.depth}, "
                + (seen.phase or f"{seen.waiting:,} waiting")
            ),
        )
    return show_outcome(
        result,
        specification,
        {"model": target.name},
        console,
        coverage=coverage,
        profile=profile,
        traces=traces,
        json=json,
    )
