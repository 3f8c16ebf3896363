"""Texts and places in them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tlakit.language.ir import Span


def read_text(path: str | Path) -> str:
    """The text of a file, each line ended by a newline alone.

    What is not UTF-8 becomes U+FFFD, which does no harm in a comment. Raises OSError, and
    UnicodeError where the file is no text at all.
    """
    data = Path(path).read_bytes()
    if b"\0" in data:
        raise UnicodeError("it is not UTF-8 text")
    text = data.decode("utf-8", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def number(digits: str) -> int:
    """The number of decimal digits, however many: Python reads only so many at once."""
    return int(digits) if len(digits) < 4000 else int(Decimal(digits))


def join(first: Span, last: Span) -> Span:
    """The span from the start of one to the end of the other, both in the same file."""
    return Span(first.file, first.line, first.column, last.end_line, last.end_column)


def after(span: Span) -> Span:
    """The empty span just behind `span`."""
    return Span(span.file, span.end_line, span.end_column, span.end_line, span.end_column)


def line_of(text: str, number: int) -> str:
    """Line `number` (1-based) without its end; empty where the text has no such line.

    >>> line_of("a\\nb", 2)
    'b'
    """
    lines = text.split("\n")
    return lines[number - 1].rstrip("\r") if 1 <= number <= len(lines) else ""


def alignment(line: str, column: int) -> int:
    """The 1-based column that a reader sees: tabs advance to the next multiple of eight.

    >>> alignment("\\tx", 2)
    9
    """
    return len(line[: column - 1].expandtabs(8)) + 1
