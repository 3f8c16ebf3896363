"""The command `raftspec`: its subcommands, and what becomes of every error."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

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
from tlakit.render import render_trace
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
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _dispatch(words)
    except CycloptsError:
        return Exit.INPUT
    except LanguageError as problem:
        for diagnostic in problem.diagnostics:
            errors.print(render(diagnostic, problem.sources), markup=False)
        return Exit.INPUT
    except EvaluationError as problem:
        _explain(problem, errors)
        return Exit.INPUT
    except InputProblem as problem:
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


def _explain(problem: EvaluationError, errors: Console) -> None:
    """What has no value, where, called from where, and the behaviour that led there."""
    spans = [problem.span, *(call.span for call in problem.calls)]
    steps = problem.trace.steps if problem.trace else ()
    spans += [step.label.span for step in steps if step.label]
    files = {span.file for span in spans if span is not None}
    sources = {file: Path(file).read_text("utf-8") for file in files if Path(file).is_file()}
    errors.print(problem.render(sources), markup=False)
    if problem.trace is not None:
        errors.print("\nThe behaviour that led there:\n", markup=False)
        errors.print(render_trace(problem.trace, sources))


def _dispatch(words: list[str]) -> int:
    """Call the command that the words name. What follows `--` is an adapter's command line."""
    cut = words.index("--") if "--" in words else len(words)
    function, bound, ignored = app.parse_args(words[:cut], exit_on_error=False)
    if "command" in ignored:
        bound.arguments["command"] = tuple(words[cut + 1 :])
    elif cut < len(words):
        raise InputProblem("only `raftspec conform` takes a command after `--`")
    return int(function(*bound.args, **bound.kwargs) or Exit.HOLDS)


def main() -> None:
    """The entry point of the command `raftspec`."""
    sys.exit(run())
