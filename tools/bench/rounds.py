"""The measuring itself: every contender in turn, round after round, on one model after the other."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.status import Status

from bench.contenders import Contender, Failed, Ours, Run
from bench.figures import disagreements
from bench.models import BadModel, Model, Staged, stage


class Plan(msgspec.Struct, frozen=True):
    """What to measure: models by name, who runs them, in how many rounds, for how long each."""

    models: dict[str, Model]
    contenders: Sequence[Contender]
    rounds: int
    max_seconds: float | None


class Result(msgspec.Struct):
    """What was measured: runs by model and contender, and what went wrong.

    `differences` are counts that do not agree, `failures` runs without figures. `interrupted` says
    that Ctrl-C ended it, so that rounds or models are missing.
    """

    models: dict[str, Model]
    runs: dict[str, dict[str, list[Run]]] = {}
    differences: list[str] = []
    failures: list[str] = []
    interrupted: bool = False


def run_all(plan: Plan, console: Console) -> Result:
    """Measure all of a plan; Ctrl-C ends it and keeps what there is."""
    result = Result(plan.models)
    with console.status("") as status:
        try:
            for name, model in plan.models.items():
                _run_model(plan, name, model, result, status)
        except KeyboardInterrupt:
            result.interrupted = True
            result.failures.append("interrupted: what follows is missing")
    for name, runs in result.runs.items():
        found = disagreements(plan.models[name], runs)
        result.differences += [f"{name}: {difference}" for difference in found]
    return result


def _run_model(plan: Plan, name: str, model: Model, result: Result, status: Status) -> None:
    runs = result.runs.setdefault(name, {})
    out = set()
    contenders = simulators(plan.contenders) if model.steps else plan.contenders
    with tempfile.TemporaryDirectory() as scratch:
        try:
            staged = stage(model, Path(scratch))
        except BadModel as problem:
            result.failures.append(f"{name}: {problem}")
            return
        for number in range(1 if model.huge else plan.rounds):
            for contender in contenders:
                where = f"{name}, round {number + 1}, {contender.name}"
                if contender.name in out:
                    continue
                try:
                    run = _run_one(contender, staged, plan.max_seconds, status, where)
                except (Failed, OSError) as problem:
                    out.add(contender.name)
                    result.failures.append(f"{where}: {problem}")
                else:
                    runs.setdefault(contender.name, []).append(run)
                    status.console.print(f"{where}: {told(run)}", markup=False, soft_wrap=True)


def told(run: Run) -> str:
    """A run in a line, so that a log shows how far the measuring is."""
    done = f"{run.steps:,} steps" if run.steps else f"{run.generated:,} generated"
    return f"{done}, {run.wall:.1f} s{'' if run.finished else ', cut short'}"


def simulators(contenders: Sequence[Contender]) -> list[Contender]:
    """Those that can simulate: of ours by one worker."""
    return [one for one in contenders if not isinstance(one, Ours) or one.workers == 1]


def _run_one(
    contender: Contender, staged: Staged, max_seconds: float | None, status: Status, where: str
) -> Run:
    status.update(escape(where))

    def show(text: str) -> None:
        status.update(escape(f"{where}: {text.strip()[:100]}"))

    return contender.run(staged, max_seconds, show)
