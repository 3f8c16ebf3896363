"""The exit statuses of every command, in one place."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tlakit.semantics.behaviour import Verdict


class Exit(IntEnum):
    """What a command's exit status means."""

    HOLDS = 0
    """All that was checked holds: every property, every case, every comparison."""

    VIOLATED = 1
    """A property is violated, a case failed, a mutant survived, a comparison or count differs, no model of a
    module says anything of a property, an action or an operator."""

    UNKNOWN = 2
    """Cannot tell: a limit or Ctrl-C ended the run, or a case was inconclusive."""

    ADAPTER = 3
    """An adapter misbehaved in at least one case (and no case failed)."""

    INPUT = 4
    """The input cannot be used: the command line, a specification, a configuration, a file."""

    INTERNAL = 70
    """A fault of raftspec itself; the report asks for an issue."""


def exit_of(verdict: Verdict) -> Exit:
    """The exit status of a check's verdict."""
    return {"holds": Exit.HOLDS, "violated": Exit.VIOLATED, "unknown": Exit.UNKNOWN}[verdict.value]
