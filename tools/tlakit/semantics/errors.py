"""Errors of evaluation as facts: what failed, where, on which values, called from where."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

import msgspec

from tlakit.language.diagnostics import Diagnostic, Related, render
from tlakit.language.ir import Span
from tlakit.semantics.behaviour import Trace
from tlakit.semantics.values import Value


class ErrorKind(Enum):
    """What went wrong; the value is the code that users look up."""

    NOT_ENUMERABLE = "E501"
    NO_WITNESS = "E502"
    OUTSIDE_DOMAIN = "E503"
    NOT_COMPARABLE = "E504"
    WRONG_KIND = "E505"
    NOT_ASSIGNED = "E506"
    NO_CASE = "E507"
    UNBOUND = "E508"
    ASSERTION = "E509"
    ARITHMETIC = "E510"
    RECURSION = "E511"
    UNSUPPORTED = "E512"


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
    ErrorKind.NOT_ENUMERABLE: "Bound the set, for example 0..3, or override it in the .cfg file.",
    ErrorKind.NO_WITNESS: "Make sure that some element of the set satisfies the predicate.",
    ErrorKind.OUTSIDE_DOMAIN: "Guard the application with `argument \\in DOMAIN function`.",
    ErrorKind.NOT_COMPARABLE: "Compare values of one kind; a model value may be compared with any.",
    ErrorKind.WRONG_KIND: "Check what the operand is for these values.",
    ErrorKind.NOT_ASSIGNED: "Give every variable a next value, or name it in an UNCHANGED.",
    ErrorKind.NO_CASE: "Add the missing case, or an OTHER.",
    ErrorKind.UNBOUND: "Define the name, or give it a value in the .cfg file.",
    ErrorKind.ASSERTION: "Read the message of the Assert.",
    ErrorKind.ARITHMETIC: "Check the operands.",
    ErrorKind.RECURSION: "Check that the recursion ends.",
    ErrorKind.UNSUPPORTED: "Write it in a form that can be evaluated.",
}


class EvaluationError(Exception):
    """An expression has no value. `calls` goes from the innermost operator outwards.

    `trace` is set by a checker: the behaviour that ends in the state where it happened.
    """

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
        self.trace: Trace | None = None

    def at(self, span: Span) -> EvaluationError:
        """This error, with its place set if it had none (natives do not know theirs)."""
        if self.span is None:
            self.span = span
        return self

    @property
    def advice(self) -> str:
        """What to do next, one line."""
        return _ADVICE[self.kind]

    @property
    def diagnostic(self) -> Diagnostic:
        """The error as a diagnostic, with the operators that led to it."""
        shown = self.calls if len(self.calls) <= 12 else [*self.calls[:8], *self.calls[-4:]]
        related = tuple(Related(call.span, f"in {call.text}") for call in shown if call.span)
        return Diagnostic(
            code=self.kind.value,
            message=self.message,
            span=self.span,
            hint=self.advice,
            related=related,
        )

    def render(self, sources: Mapping[str, str] | None = None) -> str:
        """The error for a reader: what is wrong, where, called from where, what to do next.

        `sources` maps the files of spans to their texts; without it no line is shown.
        """
        return render(self.diagnostic, sources or {})

    def __str__(self) -> str:
        where = "" if self.span is None else f"{self.span.file}:{self.span.line}: "
        return f"{where}{self.message}"


def _shorten(text: str, limit: int = 80) -> str:
    return text if len(text) <= limit else text[: limit - 3] + "..."


def wrong_kind(expected: str, value: Value, what: str) -> EvaluationError:
    """`what` needs a value of the expected kind, and got another."""
    return EvaluationError(
        ErrorKind.WRONG_KIND, f"{what} needs {expected}, not {_shorten(value.text)}", None, (value,)
    )
