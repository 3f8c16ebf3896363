"""How values and source places are set in lines of a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

from tlakit.language.ir import Span

ADDED = "green"
REMOVED = "red"
PATH = "cyan"
QUIET = "dim"

_SEPARATORS = (", ", " @@ ", " -> ")


class Wrapped:
    """Text that is broken only after the separators of values, with deeper continuation lines.

    A piece that is longer than a whole line is folded, so that nothing is ever lost.
    """

    def __init__(self, text: Text, indent: int = 2) -> None:
        self.text = text
        self.indent = indent

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement(min(20, self.text.cell_len), max(self.text.cell_len, 1))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from self._lines(options.max_width)

    def _lines(self, width: int) -> list[Text]:
        lines: list[Text] = []
        line = Text()
        for piece in self.text.divide(_break_points(self.text.plain)):
            if len(line) and line.cell_len + len(piece.plain.rstrip()) > width:
                line.rstrip()
                lines.append(line)
                line = Text(" " * min(self.indent, width // 2))
            room = max(width - line.cell_len, 8)
            while len(piece.plain.rstrip()) > room:
                head, piece = piece.divide([room])
                lines.append(line + head)
                line = Text(" " * min(self.indent, width // 2))
                room = max(width - line.cell_len, 8)
            line = line + piece
        line.rstrip()
        lines.append(line)
        return lines


def _break_points(plain: str) -> list[int]:
    """Offsets just after a separator that stands outside strings."""
    points: list[int] = []
    quoted = False
    for offset, character in enumerate(plain):
        if character == '"' and plain[offset - 1 : offset] != "\\":
            quoted = not quoted
        if not quoted:
            points.extend(
                offset + len(separator)
                for separator in _SEPARATORS
                if plain.startswith(separator, offset)
            )
    return [point for point in points if point < len(plain)]


def place(span: Span) -> str:
    """A span as `file:line`, the form that terminals and editors make clickable.

    A file under the current folder is named from there.
    """
    path = Path(span.file)
    here = Path.cwd()
    return f"{path.relative_to(here) if path.is_relative_to(here) else path}:{span.line}"


def source_line(span: Span, sources: Mapping[str, str]) -> str:
    """The line on which the span begins, its runs of blanks as one; "" where it is not at hand."""
    lines = sources.get(span.file, "").splitlines()
    return " ".join(lines[span.line - 1].split()) if 0 < span.line <= len(lines) else ""
