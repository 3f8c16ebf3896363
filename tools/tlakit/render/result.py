"""The outcome of a check in the terminal: the verdict, where it comes from, and how much was seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, assert_never

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from tlakit.language.diagnostics import render
from tlakit.render.layout import QUIET, place, source_line
from tlakit.render.run_report import megabytes, report_warnings
from tlakit.render.trace import render_trace
from tlakit.semantics.behaviour import CheckResult, Sought, Verdict, Violation


class Outcome(Protocol):
    """What every checker's result has; `CheckResult` is one, a bounded check's result another."""

    @property
    def verdict(self) -> Verdict: ...

    @property
    def depth(self) -> int: ...

    @property
    def seconds(self) -> float: ...

    @property
    def violation(self) -> Violation | None: ...

    @property
    def reason(self) -> str: ...


def render_result(result: Outcome, sources: Mapping[str, str], subject: str = "") -> RenderableType:
    """The verdict, the counterexample if there is one, and the counts, in this order.

    `subject` is what was checked, a model's name say; it stands before the verdict.
    """
    parts: list[RenderableType] = []
    prefix = f"{subject}: " if subject else ""
    because = _because(result)
    match result.verdict:
        case Verdict.HOLDS:
            parts.append(Text.assemble(prefix, ("holds", "bold green"), because))
        case Verdict.VIOLATED:
            parts.append(Text.assemble(prefix, ("violated", "bold red")))
        case Verdict.UNKNOWN:
            parts.append(Text.assemble(prefix, ("cannot tell", "bold yellow"), because))
            parts += _incomplete(result)
        case _:
            assert_never(result.verdict)
    if isinstance(result, CheckResult):
        parts += _remarks(result, sources)
    if result.violation is not None:
        parts.append(_violation(result.violation, sources))
    if isinstance(result, CheckResult) and result.sometimes:
        parts.append(Text(f"reached: {reached(result.sometimes)}", QUIET))
    parts.append(Text(counts(result), QUIET))
    return Group(*parts)


def _because(result: Outcome) -> str:
    """Why the verdict is what it is; what the remarks below say at length is only mentioned."""
    unchecked = result.unchecked if isinstance(result, CheckResult) else ()
    if any(one.message in result.reason for one in unchecked):
        return ": a property could not be checked"
    return f": {result.reason}" if result.reason else ""


def _incomplete(result: Outcome) -> Iterator[RenderableType]:
    """That nothing was found violated does not mean that nothing is, where states are left."""
    if isinstance(result, CheckResult) and result.waiting:
        yield Text(
            f"  Nothing is violated in the states visited, but these are not all: "
            f"{result.waiting:,} found and not explored."
        )


def _remarks(result: CheckResult, sources: Mapping[str, str]) -> Iterator[RenderableType]:
    """What was named and not checked, and what a user should know of the model."""
    for diagnostic in result.unchecked:
        yield Padding(Text(render(diagnostic, sources)), (0, 0, 1, 2))
    for warning in result.warnings:
        yield Text.assemble(("warning: ", "bold yellow"), warning)
    told = result.verdict is not Verdict.VIOLATED and not result.resumed
    if result.report is not None and told:
        complete = bool(result.kernel) and not result.waiting
        yield from report_warnings(result.report, complete=complete)


def reached(sometimes: Sequence[Sought]) -> str:
    """What was to be reached, each with the steps that it took, in one line."""
    told = [
        f"{one.name} {'NEVER' if one.steps is None else f'in {one.steps}'}" for one in sometimes
    ]
    return f"{', '.join(told)} steps"


def counts(result: Outcome) -> str:
    """How much was seen, in one line; a checker that does not count states has only its depth."""
    covered = f"depth {result.depth}, {result.seconds:.1f} s"
    if isinstance(result, CheckResult):
        memory = megabytes(result.report)
        covered += f", {memory}" if memory else ""
        if result.collision:
            covered += f", chance of a fingerprint collision {result.collision:.1e}"
        return f"{result.generated:,} states generated, {result.distinct:,} distinct, {covered}"
    return covered


def _violation(violation: Violation, sources: Mapping[str, str]) -> RenderableType:
    last = len(violation.trace.steps) - 1
    what = Text.assemble((violation.name, "bold"), f", {violation.kind}, {_where(violation, last)}")
    parts: list[RenderableType] = [Padding(what, (0, 0, 0, 2))]
    if violation.span is not None:
        line = Text(place(violation.span), QUIET, no_wrap=True, overflow="ellipsis")
        quoted = source_line(violation.span, sources)
        if quoted:
            line.append(f"  {quoted}", "italic")
        parts.append(Padding(line, (0, 0, 0, 2)))
    if violation.detail:
        parts.append(Padding(Text(violation.detail), (0, 0, 0, 2)))
    if violation.trace.steps:
        parts.append(Padding(render_trace(violation.trace, sources), (1, 0)))
    return Group(*parts)


def _where(violation: Violation, last: int) -> str:
    """At which step it shows, in words."""
    if violation.kind == "sometimes property":
        return "never reached"
    if last < 0:
        return "without any state"
    if violation.kind == "action property":
        return f"false of step {last}"
    if violation.kind == "temporal property":
        return "false of a behaviour that goes on for ever"
    if violation.kind == "deadlock":
        return f"no action is possible after step {last}"
    return "false of the initial state" if last == 0 else f"false after step {last}"
