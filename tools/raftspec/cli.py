"""The command `raftspec`: its subcommands, and how every command line ends."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from cyclopts import App, CycloptsError

from raftspec.exits import Exit
from raftspec.fault import own_fault
from raftspec.output import console_for_errors
from raftspec.problems import InputProblem

EPILOGUE = """\
Exit status of every command: 0 all holds; 1 violated, failed or different; 2 cannot tell (a limit,
Ctrl-C, or an inconclusive case); 3 an adapter misbehaved; 4 the input cannot be used; 70 a fault of
raftspec itself, of which --debug shows the traceback."""

# Commands are imported when they are needed: the checker should not wait for the solver.
COMMANDS = (
    "conform",
    "check",
    "simulate",
    "bound",
    "parse",
    "eval",
    "models",
    "mutants",
    "mirror",
)

app = App(
    name="raftspec",
    help="A formally specified Raft, and a conformance suite for other implementations.",
    help_epilogue=EPILOGUE,
)
for _name in COMMANDS:
    app.command(f"raftspec.commands.{_name}:{_name}_command", name=_name)


class _Line:
    """One command line: its words, and what became known of it before it ended."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = list(words)
        cut = self.words.index("--") if "--" in self.words else len(self.words)
        self.before = [word for word in self.words[:cut] if word != "--debug"]
        self.adapter = self.words[cut + 1 :]
        self.has_adapter = cut < len(self.words)
        self.debug = "--debug" in self.words[:cut]
        self.json: str | None = None

    def run(self) -> int:
        """Calls the command that the words name. What follows `--` is an adapter's command line."""
        if self.before in ([], ["--help"], ["-h"]):
            _load_commands()
        function, bound, ignored = app.parse_args(self.before, exit_on_error=False)
        if "command" in ignored:
            bound.arguments["command"] = tuple(self.adapter)
        elif self.has_adapter:
            raise InputProblem("only `raftspec conform` takes a command after `--`")
        self.json = bound.arguments.get("json")
        return int(function(*bound.args, **bound.kwargs) or 0)


def _load_commands() -> None:
    """Imports every command, whose first lines the overview shows."""
    for name in COMMANDS:
        app[name]


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line; the exit status. No traceback of ours reaches a user."""
    line = _Line(sys.argv[1:] if arguments is None else arguments)
    try:
        status = line.run()
        sys.stdout.flush()
        return status
    except CycloptsError:  # which has said itself what is wrong
        words = " ".join(["raftspec", *(name for name in line.before[:1] if name in COMMANDS)])
        console_for_errors().print(f"`{words} --help` shows what it takes", markup=False)
        return Exit.INPUT
    except KeyboardInterrupt:
        console_for_errors().print("interrupted: nothing can be concluded", markup=False)
        return Exit.UNKNOWN
    except BrokenPipeError:
        _abandon_output()
        return Exit.UNKNOWN
    except Exception as error:  # noqa: BLE001  the last resort: report, never a bare traceback
        return _conclude(error, line)


def _conclude(error: Exception, line: _Line) -> int:
    try:
        from raftspec.failure import conclude
    except Exception:  # noqa: BLE001  the toolchain itself cannot be imported: that is the fault
        return own_fault(error, line.words, debug=line.debug)
    try:
        return conclude(error, line.words, line.json, debug=line.debug)
    except BrokenPipeError:
        _abandon_output()
        return Exit.UNKNOWN
    except InputProblem as problem:  # the JSON report cannot be written
        return conclude(problem, line.words, None, debug=line.debug)


def _abandon_output() -> None:
    """Nobody reads on (`raftspec ... | head`): Python's own attempt to flush must not complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())


def main() -> None:
    """The entry point of the command `raftspec`."""
    status = run()
    gc.freeze()  # the process ends: what is left need not be looked through for garbage
    sys.exit(status)
