"""What a run did, for a terminal and as data: actions, what was never looked at, memory, the cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from tlakit.language.ir import Span
from tlakit.render.layout import QUIET, place, source_line
from tlakit.render.module import span_to_json
from tlakit.semantics.run_report import ActionCount, RunReport, Table, Vacuity

MOST_NAMES = 6
"""Names in a warning; the table of the coverage has all."""

MANY_EVALUATIONS = 1_000
USEFUL_SHARE = 0.5
LARGE_SHARE = 0.1
"""What advice is given about: evaluated so often, found so seldom, of so much of the time."""


def report_warnings(report: RunReport, *, complete: bool) -> Iterator[RenderableType]:
    """What makes a verdict say less than it seems to: a line for each kind of thing.

    `complete` says that all states were visited; otherwise it holds of what was visited so far.
    """
    so_far = "" if complete else " so far"
    never = [action.name for action in report.actions if not action.enabled]
    if never:
        yield _warning(f"never enabled{so_far}", _listed(never))
    if report.unevaluated:
        names = [one.name for one in report.unevaluated]
        yield _warning(f"never evaluated{so_far}", _listed(names))
    if report.vacuous:
        names = [f"{one.property} ({_short(one)})" for one in report.vacuous]
        yield _warning(f"vacuous{so_far}", _listed(names, "; "))


def render_coverage(report: RunReport, sources: Mapping[str, str]) -> RenderableType:
    """Each action with how often it was enabled, taken, and first to find a state; then the rest."""
    parts: list[RenderableType] = []
    if report.actions:
        parts.append(Padding(_actions(report.actions), (1, 0, 0, 0)))
    if report.unevaluated:
        parts.append(Padding(Text("operators never evaluated", "bold"), (1, 0, 0, 0)))
        for one in report.unevaluated:
            parts.append(Padding(_where(one.name, one.span, sources), (0, 0, 0, 2)))
    if report.vacuous:
        parts.append(Padding(Text("parts of properties that said nothing", "bold"), (1, 0, 0, 0)))
        for part in report.vacuous:
            what = Text.assemble((part.property, "bold"), f": {_WORDS[part.kind]}")
            parts.append(Padding(what, (0, 0, 0, 2)))
            parts.append(Padding(_where("", part.span, sources), (0, 0, 0, 4)))
    if not (report.unevaluated or report.vacuous):
        said = "every operator was evaluated, and every part of a property said something"
        parts.append(Padding(Text(said, QUIET), (1, 0, 0, 0)))
    return Group(*parts)


def render_profile(report: RunReport) -> RenderableType:
    """What is remembered of each action and property, the most expensive first, and what to do."""
    grid = _grid(("", "name"), ("evaluated", "seconds", "needed", "found", "nodes"), ("reads",))
    for table in report.tables:
        grid.add_row(
            Text(table.kind, QUIET),
            table.name + (f" ({table.parts})" if table.parts > 1 else ""),
            f"{table.evaluations:,}",
            f"{table.seconds:.2f}",
            f"{table.asked:,}",
            f"{100 * _found(table):.1f}%",
            f"{table.nodes:,}" if table.nodes else "",
            ", ".join(table.reads),
        )
    seconds = sum(table.seconds for table in report.tables)
    total = sum(table.evaluations for table in report.tables)
    parts: list[RenderableType] = [
        Padding(grid, (1, 0, 1, 0)),
        Text(f"{total:,} evaluations took {seconds:.2f} s; all else was looked up", QUIET),
    ]
    parts += [Text(f"- {advice}") for advice in _advice(report.tables)]
    return Group(*parts)


def megabytes(report: RunReport | None) -> str:
    """The peak memory as text, e.g. `84 MiB`; empty if it is not known."""
    peak = None if report is None else report.peak_memory_bytes
    return "" if peak is None else f"{peak / 2**20:,.0f} MiB"


def report_to_json(report: RunReport) -> dict[str, Any]:
    """The report as data; names as in the classes of `tlakit.semantics.run_report`."""
    return {
        "actions": [_action(one) for one in report.actions],
        "unevaluated": [
            {"name": one.name, "location": span_to_json(one.span)} for one in report.unevaluated
        ],
        "vacuous": [
            {"property": one.property, "kind": one.kind, "location": span_to_json(one.span)}
            for one in report.vacuous
        ],
        "profile": [
            {**msgspec.structs.asdict(table), "reads": list(table.reads)} for table in report.tables
        ],
        "peak_memory_bytes": report.peak_memory_bytes,
    }


def _action(action: ActionCount) -> dict[str, Any]:
    return {
        "name": action.name,
        "location": span_to_json(action.span),
        "enabled": action.enabled,
        "taken": action.taken,
        "new": action.new,
    }


_WORDS = {
    "=>": "the left side of `=>` was never true",
    "~>": "the left side of `~>` was never true",
    "\\A": "there was never an element",
}
_SHORT = {
    "=>": "`=>` never true on the left",
    "~>": "`~>` never true on the left",
    "\\A": "never an element",
}


def _short(vacuity: Vacuity) -> str:
    return f"{_SHORT[vacuity.kind]}, {place(vacuity.span)}"


def _warning(heading: str, names: str) -> Text:
    return Text.assemble(("warning: ", "bold yellow"), f"{heading}: {names}")


def _listed(names: Sequence[str], separator: str = ", ") -> str:
    shown = separator.join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    return f"{shown}{separator}and {more} more (--coverage has all)" if more > 0 else shown


def _where(name: str, span: Span, sources: Mapping[str, str]) -> Text:
    text = Text.assemble(f"{name}  " if name else "", (place(span), QUIET))
    quoted = source_line(span, sources)
    text.append(f"  {quoted}" if quoted else "", "italic")
    text.no_wrap, text.overflow = True, "ellipsis"
    return text


def _actions(actions: Sequence[ActionCount]) -> Grid:
    grid = _grid(("action",), ("enabled", "taken", "new"), ())
    for action in actions:
        style = "" if action.enabled else "yellow"
        figures = [f"{n:,}" for n in (action.enabled, action.taken, action.new)]
        grid.add_row(Text(action.name, style), *figures)
    return grid


def _grid(left: Sequence[str], right: Sequence[str], last: Sequence[str]) -> Grid:
    grid = Grid(box=None, pad_edge=False)
    for heading in left:
        grid.add_column(heading)
    for heading in right:
        grid.add_column(heading, justify="right")
    for heading in last:
        grid.add_column(heading, overflow="fold")
    return grid


def _found(table: Table) -> float:
    """The share of what was needed that had not to be evaluated."""
    return 1 - table.evaluations / table.asked if table.asked else 0.0


def _advice(tables: Sequence[Table]) -> Iterator[str]:
    """What the writer of the specification can do, said only where it would be felt."""
    seconds = sum(table.seconds for table in tables)
    for table in tables:
        if table.evaluations < MANY_EVALUATIONS or table.seconds < LARGE_SHARE * seconds:
            continue
        if _found(table) < USEFUL_SHARE or table.forgotten:
            yield (
                f"{table.name} is new to most states: it reads {', '.join(table.reads)} too "
                "widely. Let it read one component (`f[i]`) instead of a whole function, ask for "
                "an element instead of a whole set, or take it apart by /\\"
            )
