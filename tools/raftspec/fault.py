"""A fault of raftspec itself; this module needs nothing of the toolchain, which may be what is broken."""

from __future__ import annotations

import shlex
import traceback
from collections.abc import Sequence
from pathlib import Path

from raftspec.exits import Exit
from raftspec.output import console_for_errors

_PACKAGES = Path(__file__).resolve().parents[1]


def own_fault(error: Exception, words: Sequence[str], *, debug: bool) -> Exit:
    """Print what a report of our own fault should hold, in a few lines; all of it with `--debug`."""
    console = console_for_errors()
    if debug:
        console.print("".join(traceback.format_exception(error)), markup=False, end="")
    console.print(
        f"this is a fault of raftspec, not of your input: {type(error).__name__}: {error}",
        *_place(error),
        f"  command: raftspec {shlex.join(words)}",
        "please report it with the text above and the files that the command reads"
        + ("" if debug else "; --debug shows the whole traceback"),
        sep="\n",
        markup=False,
    )
    return Exit.INTERNAL


def _place(error: Exception) -> list[str]:
    """The innermost place within the project, as `package/file.py:line, function`."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename).resolve()
        if path.is_relative_to(_PACKAGES):
            where = path.relative_to(_PACKAGES).as_posix()
            return [f"  at {where}:{frame.lineno}, {frame.name}"]
    return []
