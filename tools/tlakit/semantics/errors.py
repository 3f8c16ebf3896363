"""Errors of evaluation as facts: what failed, where, on which values, called from where."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

import msgspec

from tlakit.language.ir import Span
from tlakit.semantics.values import Value


class ErrorKind(Enum):
    """What went wrong; the value is the code that users look up."""

    NOT_ENUMERABLE = "E301"
    NO_WITNESS = "E302"
    OUTSIDE_DOMAIN = "E303"
    NOT_COMPARABLE = "E304"
    WRONG_KIND = "E305"
    NOT_ASSIGNED = "E306"
    NO_CASE = "E307"
    UNBOUND = "E308"
    ASSERTION = "E309"
    ARITHMETIC = "E310"
    RECURSION = "E311"
    UNSUPPORTED = "E312"


class Call(msgspec.Struct, frozen=True):
    """One operator on the way to the failure: its name, its arguments as text, where it was called."""

    name: str
    arguments: tuple[str, ...]
    span: Span | None

    @property
    def text(self) -> str:
        """The call as TLA+ text; long arguments are cut."""
        if not self.arguments:
            return self.name
        return f"{self.name}({', '.join(_shorten(argument) for argument in self.arguments)})"


_ADVICE = {
    ErrorKind.NOT_ENUMERABLE: "bound the set, for example 0..3, or override it in the .cfg file",
    ErrorKind.NO_WITNESS: "make sure that some element of the set satisfies the predicate",
    ErrorKind.OUTSIDE_DOMAIN: "guard the application with `argument \\in DOMAIN function`",
    ErrorKind.NOT_COMPARABLE: "compare values of one kind; a model value may be compared with any",
    ErrorKind.WRONG_KIND: "check what the operand is for these values",
    ErrorKind.NOT_ASSIGNED: "give every variable a next value, or name it in an UNCHANGED",
    ErrorKind.NO_CASE: "add the missing case, or an OTHER",
    ErrorKind.UNBOUND: "define the name, or give it a value in the .cfg file",
    ErrorKind.ASSERTION: "read the message of the Assert",
    ErrorKind.ARITHMETIC: "check the operands",
    ErrorKind.RECURSION: "check that the recursion ends",
    ErrorKind.UNSUPPORTED: "write it in a form that can be evaluated",
}


class EvaluationError(Exception):
    """An expression has no value. `calls` goes from the innermost operator outwards."""

    def __init__(
        self,
        kind: ErrorKind,
        message: str,
        span: Span | None = None,
        values: tuple[Value, ...] = (),
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.span = span
        self.values = values
        self.calls: list[Call] = []

    def at(self, span: Span) -> EvaluationError:
        """This error, with its place set if it had none (natives do not know theirs)."""
        if self.span is None:
            self.span = span
        return self

    @property
    def advice(self) -> str:
        """What to do next, one line."""
        return _ADVICE[self.kind]

    def render(self, sources: Mapping[str, str] | None = None) -> str:
        """The error for a reader: what is wrong, where, called from where, what to do next.

        `sources` maps the files of spans to their texts; without it no line is shown.
        """
        lines = [f"error[{self.kind.value}]: {self.message}"]
        if self.span is not None:
            lines += point_at(self.span, sources or {})
        shown = self.calls if len(self.calls) <= 12 else [*self.calls[:8], *self.calls[-4:]]
        for position, call in enumerate(shown):
            if position == 8 and len(shown) < len(self.calls):
                lines.append(f"   ... {len(self.calls) - len(shown)} more calls")
            place = "" if call.span is None else f" at {call.span.file}:{call.span.line}"
            lines.append(f"   in {call.text}{place}")
        lines.append(f"   = help: {self.advice}")
        return "\n".join(lines)

    def __str__(self) -> str:
        where = "" if self.span is None else f"{self.span.file}:{self.span.line}: "
        return f"{where}{self.message}"


def point_at(span: Span, sources: Mapping[str, str]) -> list[str]:
    """`--> file:line:column` and, where the text is known, the line with carets below it."""
    lines = [f"  --> {span.file}:{span.line}:{span.column}"]
    text = sources.get(span.file, "").splitlines()
    if 1 <= span.line <= len(text):
        line = text[span.line - 1]
        end = span.end_column if span.end_line == span.line else len(line) + 1
        number = str(span.line)
        lines.append(f"{' ' * len(number)} |")
        lines.append(f"{number} | {line}")
        lines.append(
            f"{' ' * len(number)} | {' ' * (span.column - 1)}{'^' * max(1, end - span.column)}"
        )
    return lines


def _shorten(text: str, limit: int = 80) -> str:
    return text if len(text) <= limit else text[: limit - 3] + "..."


def wrong_kind(expected: str, value: Value, what: str) -> EvaluationError:
    """`what` needs a value of the expected kind, and got another."""
    return EvaluationError(
        ErrorKind.WRONG_KIND, f"{what} needs {expected}, not {_shorten(value.text)}", None, (value,)
    )
