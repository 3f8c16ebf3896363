"""What is wrong with a specification, where, and what to do next.

A `Diagnostic` is a typed fact with a stable code; `render` is the only place that makes text of it:

    E301: unknown name `Lenn`
    Foo.tla:12:7
      12 |   x = Lenn(s)
         |       ^^^^
    Did you mean `Len`?
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from tlakit.language.ir import Span
from tlakit.language.source import line_of

SYNTAX = "E101"
LEXICAL = "E102"
PRECEDENCE = "E103"
TOO_DEEP = "E104"
UNKNOWN_MODULE = "E201"
MISSING_FILE = "E202"
MODULE_CYCLE = "E203"
WRONG_MODULE = "E204"
UNKNOWN_NAME = "E301"
WRONG_ARITY = "E302"
DUPLICATE = "E303"
NOT_A_VALUE = "E304"
SUBSTITUTION = "E305"
UNDEFINED_RECURSION = "E306"
MISPLACED = "E307"
NO_SUCH_PART = "E308"
LABEL = "E309"
LEVEL = "E401"

MEANINGS = {
    SYNTAX: "the text is not TLA+",
    LEXICAL: "a character or a literal that TLA+ does not have",
    PRECEDENCE: "two operators whose order TLA+ leaves open",
    TOO_DEEP: "an expression nested too deeply to be read",
    UNKNOWN_MODULE: "a module that is nowhere to be found",
    MISSING_FILE: "a file that cannot be read",
    MODULE_CYCLE: "modules that need each other",
    WRONG_MODULE: "a file without the module of its name",
    UNKNOWN_NAME: "a name that nothing declares or defines here",
    WRONG_ARITY: "an operator with the wrong number of arguments",
    DUPLICATE: "a name declared or defined twice",
    NOT_A_VALUE: "an operator where a value belongs, or the reverse",
    SUBSTITUTION: "an INSTANCE whose substitution does not fit the module",
    UNDEFINED_RECURSION: "a RECURSIVE declaration without its definition",
    MISPLACED: "an expression outside the construct that gives it a meaning",
    NO_SUCH_PART: "a selector that leads to no part of a definition",
    LABEL: "a label that does not name what is bound around it",
    LEVEL: "a constant, state, action or temporal formula where it may not stand",
}
"""Every code with what it stands for."""


WIDEST_LINE = 160
"""Columns of a source line that are shown; of a longer one, those around the fault."""


class Related(msgspec.Struct, frozen=True):
    """Another place that matters, and why."""

    span: Span
    message: str


class Diagnostic(msgspec.Struct, frozen=True, kw_only=True):
    """One fault: `expected` lists what could stand there, in TLA+ words; `hint` is the likely way out."""

    code: str
    message: str
    span: Span | None = None
    expected: tuple[str, ...] = ()
    hint: str = ""
    related: tuple[Related, ...] = ()


class LanguageError(Exception):
    """A specification that cannot be used, with every fault found and the texts they lie in."""

    def __init__(self, diagnostics: Sequence[Diagnostic], sources: Mapping[str, str]) -> None:
        super().__init__(diagnostics, sources)
        self.diagnostics = tuple(diagnostics)
        self.sources = dict(sources)

    def __str__(self) -> str:
        return "\n\n".join(render(diagnostic, self.sources) for diagnostic in self.diagnostics)


def render(diagnostic: Diagnostic, sources: Mapping[str, str]) -> str:
    """The diagnostic as lines of text, without a newline at the end."""
    lines = [f"{diagnostic.code}: {diagnostic.message}"]
    if diagnostic.span is not None:
        lines += _place(diagnostic.span, sources)
    for related in diagnostic.related:
        lines.append(f"{related.message}:")
        lines += _place(related.span, sources)
    if diagnostic.expected:
        lines.append(f"Expected {_alternatives(diagnostic.expected)}.")
    if diagnostic.hint:
        lines.append(diagnostic.hint)
    return "\n".join(lines)


def _alternatives(expected: Sequence[str]) -> str:
    if len(expected) == 1:
        return expected[0]
    return ", ".join(expected[:-1]) + " or " + expected[-1]


def _place(span: Span, sources: Mapping[str, str]) -> list[str]:
    lines = [f"{span.file}:{span.line}:{span.column}"]
    text = sources.get(span.file)
    if text is None:
        return lines
    source = line_of(text, span.line)
    end = span.end_column if span.end_line == span.line else len(source) + 1
    shown, cut = _window(source, span.column)
    column = span.column - cut
    carets = max(1, min(end - cut, len(shown) + 1) - column)
    number = f"{span.line:>4}"
    padding = "".join("\t" if c == "\t" else " " for c in shown[: column - 1]).ljust(column - 1)
    lines.append(f"{number} | {shown}")
    lines.append(f"{' ' * len(number)} | {padding}{'^' * carets}")
    return lines


def _window(source: str, column: int) -> tuple[str, int]:
    """What is shown of a line, and by how many columns that moves it to the left."""
    if len(source) <= WIDEST_LINE:
        return source, 0
    start = max(0, min(column - 1 - WIDEST_LINE // 3, len(source) - WIDEST_LINE))
    shown = source[start : start + WIDEST_LINE]
    if start + WIDEST_LINE < len(source):
        shown = shown[:-3] + "..."
    return ("..." + shown[3:] if start else shown), start
