"""What becomes of an error: words for people, data for programs, an exit status for scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from raftspec.exits import Exit
from raftspec.fault import own_fault
from raftspec.output import console_for_errors, write_json
from raftspec.problems import InputProblem
from tlakit.language import LanguageError, render
from tlakit.language.ir import Span
from tlakit.render import diagnostic_to_json, render_trace, trace_to_json
from tlakit.semantics import EvaluationError


def conclude(error: Exception, words: Sequence[str], json: str | None, *, debug: bool) -> Exit:
    """Report an error that ended a command, and say which exit status it means.

    `words` is the command line, `json` the file that `--json` names, for errors of the input.
    """
    console = console_for_errors()
    match error:
        case LanguageError() | EvaluationError() | InputProblem():
            show(error, console)
            write_json({"verdict": "error", **as_data(error)}, json)
            return Exit.INPUT
        case MemoryError():
            console.print(
                "the memory is used up: nothing can be concluded\n"
                "a smaller model or a limit such as --max-states may help",
                markup=False,
            )
            return Exit.UNKNOWN
        case _:
            return own_fault(error, words, debug=debug)


def show(
    error: LanguageError | EvaluationError | InputProblem,
    console: Console,
    sources: Mapping[str, str] | None = None,
) -> None:
    """Explain what is wrong with the input; `sources` has texts that are in no file."""
    match error:
        case LanguageError():
            for number, diagnostic in enumerate(error.diagnostics):
                separator = "\n" if number else ""
                console.print(separator + render(diagnostic, error.sources), markup=False)
        case EvaluationError():
            _explain(error, console, sources or {})
        case InputProblem():
            console.print(str(error), markup=False)


def as_data(error: LanguageError | EvaluationError | InputProblem) -> dict[str, Any]:
    """`{"diagnostics": [...], "trace": null or the behaviour that led to the error}`.

    What has no code, such as a file that is not there, has the code "".
    """
    match error:
        case LanguageError():
            return {
                "diagnostics": [diagnostic_to_json(one) for one in error.diagnostics],
                "trace": None,
            }
        case EvaluationError():
            trace = None if error.trace is None else trace_to_json(error.trace)
            return {"diagnostics": [diagnostic_to_json(error.diagnostic)], "trace": trace}
        case InputProblem():
            message, _, hint = str(error).partition("\n")
            fact: dict[str, Any] = {
                "code": "",
                "message": message,
                "location": None,
                "expected": [],
            }
            return {"diagnostics": [{**fact, "hint": hint, "related": []}], "trace": None}


def _explain(error: EvaluationError, console: Console, texts: Mapping[str, str]) -> None:
    """What has no value, where, called from where, and the behaviour that led there."""
    spans: list[Span | None] = [error.span, *(call.span for call in error.calls)]
    steps = error.trace.steps if error.trace else ()
    spans += [step.label.span for step in steps if step.label]
    files = {span.file for span in spans if span is not None}
    sources = {file: Path(file).read_text("utf-8") for file in files if Path(file).is_file()}
    sources |= texts
    console.print(error.render(sources), markup=False)
    if error.trace is not None and error.trace.steps:
        console.print("\nThe behaviour that led there:\n", markup=False)
        console.print(render_trace(error.trace, sources))
