"""The outcome of a check in the terminal: the verdict, where it comes from, and how much was seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, assert_never

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from tlakit.render.layout import QUIET, place, source_line
from tlakit.render.trace import render_trace
from tlakit.semantics.behaviour import CheckResult, Verdict, Violation


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
    because = f": {result.reason}" if result.reason else ""
    match result.verdict:
        case Verdict.HOLDS:
            parts.append(Text.assemble(prefix, ("holds", "bold green"), because))
        case Verdict.VIOLATED:
            parts.append(Text.assemble(prefix, ("violated", "bold red")))
        case Verdict.UNKNOWN:
            parts.append(Text.assemble(prefix, ("cannot tell", "bold yellow"), because))
        case _:
            assert_never(result.verdict)
    if result.violation is not None:
        parts.append(_violation(result.violation, sources))
    parts.append(Text(counts(result), QUIET))
    return Group(*parts)


def counts(result: Outcome) -> str:
    """How much was seen, in one line; a checker that does not count states has only its depth."""
    covered = f"depth {result.depth}, {result.seconds:.1f} s"
    if isinstance(result, CheckResult):
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
    if last < 0:
        return "without any state"
    if violation.kind == "action property":
        return f"false of step {last}"
    if violation.kind == "deadlock":
        return f"no action is possible after step {last}"
    return "false of the initial state" if last == 0 else f"false after step {last}"
