"""Where a command's output goes: the terminal for people, a file or `-` for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, redirect_stdout
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from raftspec.problems import InputProblem


def _not_an_option(_: type, target: str | None) -> None:
    if target is not None and target.startswith("-") and target != "-":
        raise ValueError(f"a file, or - for standard output, must come before {target}")


# `-` is no option here, which a command line parser has to be told.
JsonTarget = Annotated[
    str | None, Parameter(name="--json", allow_leading_hyphen=True, validator=_not_an_option)
]


class _Terminal(Console):
    """A console that leaves a reader who went away (`| head`) to the command line to handle."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def console_for(json_target: str | None) -> Console:
    """The console for people: standard output, or standard error where JSON goes to `-`."""
    return _Terminal(stderr=json_target == "-", highlight=False, soft_wrap=False)


def console_for_errors() -> Console:
    """The console for what went wrong: standard error, its lines never wrapped."""
    return _Terminal(stderr=True, highlight=False, soft_wrap=True)


def write_json(data: dict[str, Any], target: str | None) -> None:
    """Write `data` to the file `target`, to standard output for `-`, nowhere for None."""
    if target is None:
        return
    text = json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    if target == "-":
        sys.stdout.write(text)
        return
    try:
        Path(target).write_text(text, encoding="utf-8")
    except OSError as problem:
        raise InputProblem(f"cannot write the JSON report: {problem}") from problem


@contextmanager
def prints_of_specifications(console: Console) -> Iterator[None]:
    """In the block, what a specification prints goes where the console writes.

    Standard output may be for JSON, and must then hold nothing else.
    """
    with redirect_stdout(sys.stderr) if console.stderr else nullcontext():
        yield


@contextmanager
def progress(console: Console, title: str) -> Iterator[Callable[[str], None]]:
    """A line that lives while the block runs; call what it gives with the newest figures.

    Where the output is no terminal, nothing is shown.
    """
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    quiet = not console.is_terminal
    bar = Progress(*columns, console=console, transient=True, disable=quiet)
    with prints_of_specifications(console), bar:
        task = bar.add_task(title)
        yield lambda text: bar.update(task, description=f"{title}: {text}")
