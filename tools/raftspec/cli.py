"""The command `raftspec`: its subcommands, and what becomes of every error."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from cyclopts import App, CycloptsError
from rich.console import Console

from raftspec.commands.bound import bound_command
from raftspec.commands.check import check_command
from raftspec.commands.conform import conform_command
from raftspec.commands.mirror import mirror_command
from raftspec.commands.models import models_command
from raftspec.commands.mutants import mutants_command
from raftspec.commands.simulate import simulate_command
from raftspec.exits import Exit
from raftspec.problems import InputProblem
from tlakit.language import LanguageError, render
from tlakit.semantics import EvaluationError

EPILOGUE = """\
Exit status of every command: 0 all holds; 1 violated, failed or different; 2 cannot tell (a limit,
Ctrl-C, or an inconclusive case); 3 an adapter misbehaved; 4 the input cannot be used; 70 a fault of
raftspec itself."""

app = App(
    name="raftspec",
    help="A formally specified Raft, and a conformance suite for other implementations.",
    help_epilogue=EPILOGUE,
)
app.command(conform_command, name="conform")
app.command(check_command, name="check")
app.command(bound_command, name="bound")
app.command(simulate_command, name="simulate")
app.command(models_command, name="models")
app.command(mutants_command, name="mutants")
app.command(mirror_command, name="mirror")


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line; the exit status. No traceback of ours reaches a user."""
    errors = Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        result = app(arguments, exit_on_error=False, print_error=True, result_action="return_value")
        return int(result or 0)
    except CycloptsError:
        return Exit.INPUT
    except LanguageError as problem:
        for diagnostic in problem.diagnostics:
            errors.print(render(diagnostic, problem.sources), markup=False)
        return Exit.INPUT
    except (EvaluationError, InputProblem) as problem:
        errors.print(str(problem), markup=False)
        return Exit.INPUT
    except KeyboardInterrupt:
        errors.print("interrupted: nothing can be concluded", markup=False)
        return Exit.UNKNOWN
    except BrokenPipeError:
        return Exit.UNKNOWN
    except Exception as fault:  # noqa: BLE001  the last resort: report, never a bare traceback
        errors.print_exception()
        errors.print(
            f"this is a fault of raftspec, not of your input: {fault}\n"
            "please report it with the command line and the text above",
            markup=False,
        )
        return Exit.INTERNAL


def main() -> None:
    """The entry point of the command `raftspec`."""
    sys.exit(run())
