"""A behaviour in the terminal: the first state whole, then each step as its difference.

Shape of the text:

     0  initial state
          servers[s1] = [currentTerm |-> 0, id |-> s1, role |-> "follower"]
          servers[s2] = [servers[s1] EXCEPT !.id = s2]
          messages = {}

     1  Timeout(s1)
        Raft.tla:307  Timeout(i) == CanStartElection(servers[i]) /\\ ...
          servers[s1].currentTerm: 0 -> 1
          messages:                + [term |-> 1, type |-> "RequestVoteRequest"]

        back to state 0, and so on for ever
        Restart(s1)
        Raft.tla:288  Restart(i) == ...

The last part stands only at the end of a behaviour that goes on for ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tlakit.render.diff import Change, Kind, arguments_of, changes, field_path
from tlakit.render.layout import ADDED, PATH, QUIET, REMOVED, Wrapped, place, source_line
from tlakit.semantics.behaviour import Label, Step, Trace
from tlakit.semantics.values import FunctionValue, RecordValue, Value

_LONGEST_ARGUMENT = 24
_INDENT = 2


def render_trace(trace: Trace, sources: Mapping[str, str]) -> RenderableType:
    """The behaviour, numbered from 0; `sources` maps the files of spans to their texts.

    A file that is missing from `sources` costs only the quoted line, not its place.
    """
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", style="bold", min_width=2)
    table.add_column(ratio=1)
    before: Step | None = None
    for number, step in enumerate(trace.steps):
        last = number == len(trace.steps) - 1
        body = _first(step) if before is None else _next(step, before, sources)
        table.add_row(str(number), body if last else Padding(body, (0, 0, 1, 0)))
        before = step
    if trace.loop is not None:
        table.add_row("", Padding(_endless(trace, trace.loop, sources), (1, 0, 0, 0)))
    return table


def _endless(trace: Trace, loop: int, sources: Mapping[str, str]) -> RenderableType:
    """How a behaviour goes on for ever after its last step."""
    last = len(trace.steps) - 1
    if trace.closing is None and loop == last:
        return Text(f"stuttering: nothing changes any more after state {last}", "bold")
    back = Text(f"back to state {loop}, and so on for ever", "bold")
    if trace.closing is None:
        return back
    return Group(back, *_header(trace.closing, sources))


def _first(step: Step) -> RenderableType:
    rows = [
        Wrapped(Text.assemble((path, PATH), " = ", text), indent=4)
        for name, value in step.state.items()
        for path, text in _compact(name, value)
    ]
    return Group(Text("initial state", "bold"), *(Padding(row, (0, 0, 0, _INDENT)) for row in rows))


def _next(step: Step, before: Step, sources: Mapping[str, str]) -> RenderableType:
    found = changes(before.state, step.state)
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True, max_width=48)
    table.add_column(ratio=1)
    shown = ""
    for change in found:
        head = Text() if change.path == shown else Text(f"{change.path}:", PATH, overflow="fold")
        table.add_row(head, Wrapped(_change_text(change)))
        shown = change.path
    body: RenderableType = table if found else Text("nothing changes", QUIET)
    return Group(*_header(step.label, sources), Padding(body, (0, 0, 0, _INDENT)))


def _header(label: Label | None, sources: Mapping[str, str]) -> Iterator[RenderableType]:
    if label is None:
        yield Text("a state without a named action", "bold")
        return
    inside = ", ".join(
        value.text if len(value.text) <= _LONGEST_ARGUMENT else name
        for name, value in label.arguments
    )
    yield Text(f"{label.action}({inside})" if inside else label.action, "bold")
    where = Text(place(label.span), QUIET, no_wrap=True, overflow="ellipsis")
    line = source_line(label.span, sources)
    if line:
        where.append(f"  {line}", "italic")
    yield where
    for name, value in label.arguments:
        if len(value.text) > _LONGEST_ARGUMENT:
            yield Padding(Wrapped(Text(f"{name} = {value.text}", QUIET)), (0, 0, 0, _INDENT))


def _change_text(change: Change) -> Text:
    text = Text()
    if change.kind is not Kind.REPLACED:
        text.append(f"{change.kind.value} ", ADDED if change.kind is Kind.ADDED else REMOVED)
    if change.before is not None:
        text.append(change.before.text, REMOVED)
    if change.kind is Kind.REPLACED:
        text.append(" -> ")
    if change.after is not None:
        text.append(change.after.text, ADDED)
    return text


def _compact(name: str, value: Value) -> Iterator[tuple[str, str]]:
    """The lines (path, text) of a variable's first value.

    A function of records takes a line an argument, and after the first only what is different, as
    the TLA+ expression that says so.
    """
    pairs = list(arguments_of(value)) if isinstance(value, FunctionValue) else []
    if not pairs or not all(isinstance(item, RecordValue) for _, item in pairs):
        yield name, value.text
        return
    first_path = field_path(name, pairs[0][0], value)
    first = pairs[0][1]
    for argument, item in pairs:
        text = item.text
        if item is not first:
            text = min(text, _except(first_path, first, item) or text, key=len)
        elif argument is not pairs[0][0]:
            text = first_path
        yield field_path(name, argument, value), text


def _except(path: str, base: Value, item: Value) -> str:
    """`item` as `[path EXCEPT ...]`; "" where the two do not have the same fields."""
    if not isinstance(base, RecordValue) or not isinstance(item, RecordValue):
        return ""
    if base.fields.keys() != item.fields.keys():
        return ""
    updates = ", ".join(
        f"!.{name} = {value.text}"
        for name, value in item.fields.items()
        if value is not base.fields[name]
    )
    return f"[{path} EXCEPT {updates}]"
