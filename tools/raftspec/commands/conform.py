"""`raftspec conform`: judge an implementation of Raft."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from raft_conformance.conform import UnknownCase, conform
from raft_conformance.environments import EnvironmentProblem, adapter_command
from raftspec.exits import Exit
from raftspec.limits import Seconds
from raftspec.output import JsonTarget, console_for
from raftspec.places import data_folder
from raftspec.problems import InputProblem

REFERENCE = "python/reference/adapter.py"


def conform_command(
    target: str | None = None,
    /,
    *,
    case: Annotated[tuple[str, ...], Parameter(negative="")] = (),
    seed: int = 1,
    timeout: Seconds = 10.0,
    json: JsonTarget = None,
    junit: Path | None = None,
    command: Annotated[tuple[str, ...], Parameter(parse=False)] = (),
) -> Exit:
    """Judge an implementation by every case of the suite: the main job.

    `raftspec conform` judges the built-in reference, `raftspec conform pysyncobj==0.3.12` a
    released version by a bundled adapter, and `raftspec conform -- COMMAND ...` whatever the adapter
    COMMAND drives.

    Parameters
    ----------
    target
        NAME==VERSION of a package for which an adapter is bundled; it gets an environment of its
        own, made once.
    case
        Judge only this case; a pattern such as `commit/*` names several. May be repeated.
    seed
        Where the random choices of the cases begin.
    timeout
        Seconds that the adapter has for each answer.
    json
        Write the verdicts to this file, `-` for standard output.
    junit
        Write the verdicts to this file as JUnit XML.
    """
    console = console_for(json)
    try:
        status = conform(
            _adapter(target, command, console),
            spec=data_folder("spec"),
            console=console,
            replay=_replay(target, command),
            patterns=case,
            seed=seed,
            timeout_seconds=timeout,
            json_file=json,
            junit_file=str(junit) if junit is not None else None,
        )
    except (UnknownCase, EnvironmentProblem, OSError) as problem:
        raise InputProblem(str(problem)) from problem
    return Exit(status)


def _adapter(target: str | None, command: tuple[str, ...], console: Console) -> list[str]:
    if target is not None and command:
        raise InputProblem(
            f"give one implementation: {target}, or the command after `--`, not both"
        )
    if command:
        return list(command)
    if target is not None:
        return adapter_command(target, lambda line: console.print(line, markup=False))
    return [sys.executable, str(data_folder("conformance/adapters") / REFERENCE)]


def _replay(target: str | None, command: tuple[str, ...]) -> list[str]:
    """What a reader types to run this again."""
    words = ["raftspec", "conform"]
    if target is not None:
        words.append(target)
    return [*words, "--", *command] if command else words
