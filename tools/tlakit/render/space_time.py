"""A run of several nodes as a space-time diagram: time goes down, every node has a lane.

    step  n1           n2           n3
          │            │            │
       1  ●            │            │   election timeout
          ●┄┄m1┄┄┄┄┄┄┄▷│            │   RequestVote, term 1
          ●┄┄m2┄┄┄┄┄┄┄┄┊┄┄┄┄┄┄┄┄┄┄┄▷│   RequestVote, term 1
       2  │───m1──────▶●            │   RequestVote, term 1
       3  │┄┄┄m2┄┄┄┄┄┄┄┊┄┄┄┄┄┄┄┄┄┄✗ │   lost

A message leaves with a dotted line and arrives with a solid one, perhaps much later, so every event
has a row of its own and nothing crosses in time. The words stand to the right of the lanes. While a
node is down its lane is empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec
from rich.cells import cell_len, chop_cells, set_cell_size
from rich.console import Console, ConsoleOptions, RenderResult
from rich.style import Style
from rich.text import Text

EventKind = Literal["local", "send", "receive", "drop", "crash", "restart"]


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened at one node.

    `lane` is the node that the event is at: the sender for "send"; the receiver for "receive" and,
    the one that would have received, for "drop". `peer` is the other end of the message, "" for
    the kinds that have none. `step` numbers the input that caused the event; events of one step
    stand together. `fault` marks the event that shows what went wrong.
    """

    step: int
    lane: str
    kind: EventKind
    peer: str = ""
    message: str = ""
    label: str = ""
    fault: bool = False


class Glyphs(msgspec.Struct, frozen=True):
    """The characters of a diagram, each one cell wide."""

    lane: str
    node: str
    solid: str
    dotted: str
    over_solid: str
    over_dotted: str
    right: str
    left: str
    leaves_right: str
    leaves_left: str
    lost: str
    crash: str
    restart: str
    ellipsis: str


UNICODE = Glyphs(
    lane="│",
    node="●",
    solid="─",
    dotted="┄",
    over_solid="┼",
    over_dotted="┊",
    right="▶",
    left="◀",
    leaves_right="▷",
    leaves_left="◁",
    lost="✗",
    crash="x",
    restart="o",
    ellipsis="…",
)

ASCII = Glyphs(
    lane="|",
    node="*",
    solid="-",
    dotted=".",
    over_solid="+",
    over_dotted=":",
    right=">",
    left="<",
    leaves_right=">",
    leaves_left="<",
    lost="!",
    crash="x",
    restart="o",
    ellipsis="~",
)

_STYLES: dict[EventKind, str] = {
    "local": "bold",
    "send": "cyan",
    "receive": "green",
    "drop": "red",
    "crash": "bold red",
    "restart": "bold green",
}
_STEP_WIDTH = 6
_GAP = 2
_LINES_OF_LABEL = 3
_SMALLEST_LABEL = 24


def space_time(lanes: Sequence[str], events: Sequence[Event]) -> SpaceTime:
    """The diagram of `events`, in their order, with the lanes from left to right.

    Raises ValueError if an event names a lane that is not in `lanes`, or lacks a message's other end.
    """
    if len(set(lanes)) != len(lanes):
        raise ValueError(f"lanes are named twice: {', '.join(lanes)}")
    for event in events:
        ends = [event.lane]
        if event.kind in ("send", "receive", "drop"):
            ends.append(event.peer)
        for end in ends:
            if end not in lanes:
                raise ValueError(f"event at step {event.step} names {end!r}, which is not a lane")
    return SpaceTime(tuple(lanes), tuple(events))


class SpaceTime:
    """A renderable of rich, as wide as the console allows and readable from about 60 columns on."""

    def __init__(self, lanes: tuple[str, ...], events: tuple[Event, ...]) -> None:
        self.lanes = lanes
        self.events = events

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        glyphs = ASCII if options.ascii_only else UNICODE
        return iter(_Drawing(self.lanes, self.events, options.max_width, glyphs).lines())


class _Drawing:
    """One rendering at a known width; columns are cells, counted from 0 in the area of the lanes."""

    def __init__(
        self, lanes: tuple[str, ...], events: tuple[Event, ...], width: int, glyphs: Glyphs
    ) -> None:
        self.lanes = lanes
        self.events = events
        self.glyphs = glyphs
        identifier = max((cell_len(event.message) for event in events), default=0)
        name = max((cell_len(lane) for lane in lanes), default=1)
        wanted = max(identifier + 8, name + 2, 12)
        room = width - _STEP_WIDTH - _GAP - _SMALLEST_LABEL
        self.pitch = max(6, min(wanted, room // max(len(lanes), 1)))
        self.columns = {lane: k * self.pitch for k, lane in enumerate(lanes)}
        self.lanes_width = (len(lanes) - 1) * self.pitch + 1
        self.label_width = max(
            width - _STEP_WIDTH - self.lanes_width - _GAP - 1, _SMALLEST_LABEL // 2
        )
        self.down: set[str] = set()

    def lines(self) -> list[Text]:
        """All lines: the names, the events, and what the signs mean."""
        lines = [self._names(), self._line("", self._lanes_row(), "", Style())]
        shown: int | None = None
        for event in self.events:
            lines.extend(self._event(event, "" if event.step == shown else str(event.step)))
            shown = event.step
        lines.append(Text())
        lines.append(Text(" " * _STEP_WIDTH + self._legend(), "dim"))
        return lines

    def _names(self) -> Text:
        text = Text("step".rjust(_STEP_WIDTH - 2) + "  ", "dim")
        for lane in self.lanes:
            name = lane if cell_len(lane) < self.pitch else self._elide(lane, self.pitch - 1)
            text.append(set_cell_size(name, self.pitch), "bold")
        text.rstrip()
        return text

    def _lanes_row(self) -> list[str]:
        row = [" "] * self.lanes_width
        for lane, column in self.columns.items():
            if lane not in self.down:
                row[column] = self.glyphs.lane
        return row

    def _event(self, event: Event, step: str) -> list[Text]:
        if event.kind == "restart":
            self.down.discard(event.lane)
        row = self._lanes_row()
        column = self.columns[event.lane]
        glyphs = self.glyphs
        if event.kind == "crash":
            self.down.add(event.lane)
            row[column] = glyphs.crash
        elif event.kind == "restart":
            row[column] = glyphs.restart
        elif event.kind == "local":
            row[column] = glyphs.node
        else:
            self._arrow(row, event)
        style = Style.parse(_STYLES[event.kind]) + Style(reverse=event.fault)
        words = self._words(event)
        below = [self._line("", self._lanes_row(), word, Style()) for word in words[1:]]
        return [self._line(step, row, words[0], style), *below]

    def _arrow(self, row: list[str], event: Event) -> None:
        """Draws the message of a send, receive or drop over the lanes of `row`."""
        glyphs = self.glyphs
        sending = event.kind == "send"
        start = self.columns[event.lane if sending else event.peer]
        end = self.columns[event.peer if sending else event.lane]
        if start == end:
            row[start] = glyphs.node
            return
        ahead = 1 if end > start else -1
        solid = event.kind == "receive"
        line, over = (
            (glyphs.solid, glyphs.over_solid) if solid else (glyphs.dotted, glyphs.over_dotted)
        )
        for column in range(start + ahead, end, ahead):
            row[column] = line if row[column] == " " else over
        if event.kind == "drop":
            row[end - 2 * ahead], row[end - ahead] = glyphs.lost, " "
        elif sending:
            row[start] = glyphs.node
            row[end - ahead] = glyphs.leaves_right if ahead > 0 else glyphs.leaves_left
        else:
            row[end] = glyphs.node
            row[end - ahead] = glyphs.right if ahead > 0 else glyphs.left
        name = self._elide(event.message, self.pitch - 6)
        left = start + 3 if ahead > 0 else start - 2 - cell_len(name)
        for offset, character in enumerate(name):
            row[left + offset] = character

    def _words(self, event: Event) -> list[str]:
        """The label in at most three lines, the last elided; at least one line, perhaps empty."""
        label = event.label
        if not label and event.kind in ("drop", "crash", "restart"):
            label = {"drop": "lost", "crash": "crashes", "restart": "restarts"}[event.kind]
        if event.fault:
            label = f"<<< {label}".rstrip()
        lines: list[str] = []
        for word in label.split():
            if lines and cell_len(lines[-1]) + 1 + cell_len(word) <= self.label_width:
                lines[-1] += f" {word}"
            else:
                lines.extend(chop_cells(word, self.label_width))
        if len(lines) > _LINES_OF_LABEL:
            rest = f"{lines[_LINES_OF_LABEL - 1]} {lines[_LINES_OF_LABEL]}"
            lines = [*lines[: _LINES_OF_LABEL - 1], self._elide(rest, self.label_width)]
        return lines or [""]

    def _elide(self, text: str, width: int) -> str:
        if cell_len(text) <= width:
            return text
        return set_cell_size(text, max(width - 1, 0)).rstrip() + self.glyphs.ellipsis

    def _line(self, step: str, row: list[str], words: str, style: Style) -> Text:
        text = Text(step.rjust(_STEP_WIDTH - 2) + "  ", "dim")
        for character in row:
            quiet = character in (" ", self.glyphs.lane)
            text.append(character, "dim" if quiet else style)
        if words:
            text.append(" " * (_GAP + 1))
            text.append(words, style)
        text.rstrip()
        return text

    def _legend(self) -> str:
        """What the signs mean, of the kinds that occur."""
        glyphs = self.glyphs
        meanings: dict[EventKind, str] = {
            "send": f"{glyphs.dotted}{glyphs.leaves_right} sent",
            "receive": f"{glyphs.solid}{glyphs.right} received",
            "drop": f"{glyphs.lost} lost",
            "crash": f"{glyphs.crash} crash",
            "restart": f"{glyphs.restart} restart",
        }
        kinds = {event.kind for event in self.events}
        return "   ".join(text for kind, text in meanings.items() if kind in kinds)
