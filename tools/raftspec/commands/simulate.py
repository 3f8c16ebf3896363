"""`raftspec simulate`: random behaviours of a model."""

from __future__ import annotations

from raftspec.exits import Exit
from raftspec.limits import Seconds
from raftspec.outcome import show_outcome
from raftspec.output import JsonTarget, console_for, progress
from raftspec.searching import explained
from raftspec.steering import RunsAsked, Steering
from raftspec.target import ModelFiles, liveness_of
from raftspec.traces import TraceFiles
from tlakit.explore import simulate


def simulate_command(
    model: str,
    /,
    *,
    files: ModelFiles = ModelFiles(),  # noqa: B008  frozen
    deadlock: bool | None = None,
    asked: RunsAsked = RunsAsked(),  # noqa: B008  frozen
    max_seconds: Seconds | None = None,
    steering: Steering = Steering(),  # noqa: B008  frozen
    coverage: bool = False,
    traces: TraceFiles = TraceFiles(),  # noqa: B008  frozen
    json: JsonTarget = None,
) -> Exit:
    """Follow random behaviours of a model and check its properties on the way.

    Without a violation the verdict is `unknown` (exit status 2): a simulation proves nothing. The
    same seed gives the same behaviours; a run is repeated by its seed and its number.

    Parameters
    ----------
    model
        A name in spec/models.toml (a model or a mutant), or a file FILE.tla.
    deadlock
        Whether a state without successors is a violation; overrules CHECK_DEADLOCK.
    max_seconds
        Stop after so many seconds.
    coverage
        Show how often each action was enabled, taken and new, and what was never evaluated.
    json
        Write the result to this file, `-` for standard output.
    """
    console = console_for(json)
    target = files.of(model)
    specification = target.load(deadlock=deadlock, sometimes=(*target.sometimes, *asked.sometimes))
    with (
        explained("--kernel"),
        progress(console, target.name) as show,
        traces.also_of_errors(specification, target.name),
    ):
        result = simulate(
            specification,
            seed=asked.seed,
            runs=asked.runs,
            depth=asked.depth,
            first_run=asked.first_run,
            choose=steering.choose,
            weights=steering.weights(specification),
            guide=steering.guide_for(specification),
            max_seconds=max_seconds,
            kernel=asked.kernel,
            on_progress=lambda seen: show(f"{seen.generated:,} states, {seen.phase}"),
        )
    return show_outcome(
        result,
        specification,
        {"model": target.name, "seed": asked.seed},
        console,
        left_out=liveness_of(specification),
        coverage=coverage,
        traces=traces,
        json=json,
    )
