"""What random runs did, for a terminal and as data."""

from __future__ import annotations

from typing import Any

import msgspec
from rich.console import Group, RenderableType
from rich.text import Text

from tlakit.render.layout import QUIET
from tlakit.semantics.random_runs import RandomRuns, Reached
from tlakit.semantics.run_report import RunReport


def render_runs(runs: RandomRuns, report: RunReport | None = None) -> RenderableType:
    """How many runs there were and how long; what was reached; what was possible and
    never done; how to repeat one.
    """
    mean = runs.steps / runs.runs if runs.runs else 0.0
    said = f"{_counted(runs.runs, 'run')}, {_counted(runs.steps, 'step')}, {mean:.1f} a run"
    if runs.stuck:
        said += f"; {runs.stuck:,} ended early, where no step was left"
    if runs.seen is not None:
        said += f"; guided by {_counted(runs.seen, 'different thing')} seen"
    parts: list[RenderableType] = [Text(said, QUIET)]
    if not runs.complete:
        parts.append(Text("there were more distinct states than were told apart", QUIET))
    if runs.sometimes:
        parts.append(Text(f"reached: {', '.join(map(_reached, runs.sometimes))}", QUIET))
    actions = () if report is None else report.actions
    never = [one.name for one in actions if one.enabled and not one.taken]
    if never:
        names = ", ".join(never)
        parts.append(Text.assemble(("warning: ", "bold yellow"), f"enabled, never taken: {names}"))
    if runs.violated is not None:
        again = f"--seed {runs.seed} --first-run {runs.violated} --runs 1"
        parts.append(Text(f"the run is repeated by {again} and the same options otherwise"))
    return Group(*parts)


def runs_to_json(runs: RandomRuns) -> dict[str, Any]:
    """The figures by the names of `RandomRuns`; what must be reached by its own name, null where no run did."""
    sometimes = {
        one.name: {"runs": one.runs, "first": one.first, "steps": one.steps} if one.runs else None
        for one in runs.sometimes
    }
    return {**msgspec.structs.asdict(runs), "sometimes": sometimes}


def _reached(one: Reached) -> str:
    if not one.runs:
        return f"{one.name} in no run"
    first = f"first in run {one.first}, step {one.steps}"
    return f"{one.name} in {_counted(one.runs, 'run')} ({first})"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
