"""Errors of evaluation as facts: what failed, where, on which values, called from where."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
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
    TOO_LARGE = "E513"


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
        return f"{self.name}({', '.join(shorten(argument) for argument in self.arguments)})"


MEANINGS = {
    "E501": "a set that is infinite, or a bound identifier without a set, where elements are needed",
    "E502": "a CHOOSE of which no element satisfies the predicate",
    "E503": "a function, record or sequence applied outside its domain",
    "E504": "a comparison of values that TLA+ does not say to be equal or different",
    "E505": "an operand of another kind than the operator needs",
    "E506": "a variable that is read, or left, without a value",
    "E507": "a CASE of which no guard is true",
    "E508": "a constant, or a name, without a value",
    "E509": "an Assert that failed",
    "E510": "a calculation that has no result",
    "E511": "a recursion that is too deep, or never ends",
    "E512": "a formula that can be written, but not evaluated",
    "E513": "a set that is too large to be spelled out or enumerated",
}
"""Every code with what it stands for."""

_ADVICE = {
    ErrorKind.NOT_ENUMERABLE: "Bound the set, for example 0..3, or override it in the .cfg file.",
    ErrorKind.NO_WITNESS: "Make sure that some element of the set satisfies the predicate.",
    ErrorKind.OUTSIDE_DOMAIN: "Guard the application with `argument \\in DOMAIN function`.",
    ErrorKind.NOT_COMPARABLE: "Compare values of one kind; a model value may be compared with any.",
    ErrorKind.WRONG_KIND: "Check what the operand is for these values.",
    ErrorKind.NOT_ASSIGNED: "Give every variable a next value, or name it in an UNCHANGED.",
    ErrorKind.NO_CASE: "Add the missing case, or an OTHER.",
    ErrorKind.UNBOUND: "Define the name, or give it a value in the .cfg file.",
    ErrorKind.ASSERTION: "",
    ErrorKind.ARITHMETIC: "Check the operands.",
    ErrorKind.RECURSION: "Check that the recursion ends.",
    ErrorKind.TOO_LARGE: "Take a smaller constant, or write it so that the set is only asked for "
    "membership.",
    ErrorKind.UNSUPPORTED: "Write it in a form that can be evaluated.",
}


_INNERMOST = 10
_OUTERMOST = 2
_SHOWN = 3
"""How many calls are kept of the inner and of the outer end, and how many of a long inner end shown."""


class EvaluationError(Exception):
    """An expression has no value. `calls` goes from the innermost operator outwards.

    Of a deep recursion `calls` has the innermost and the outermost operators only. `trace` is set by
    a checker: the behaviour that ends in the state where it happened. `hint` says what to do next
    where that is more than what holds for every error of the kind.
    """

    def __init__(
        self,
        kind: ErrorKind,
        message: str,
        span: Span | None = None,
        values: tuple[Value, ...] = (),
        hint: str = "",
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.span = span
        self.values = values
        self.hint = hint
        self.trace: Trace | None = None
        self._innermost: list[Call] = []
        self._outer = 0
        self._outermost: deque[Callable[[], Call]] = deque(maxlen=_OUTERMOST)

    def passed(self, call: Callable[[], Call]) -> None:
        """Notes an operator that the error passes on its way out."""
        if len(self._innermost) < _INNERMOST:
            self._innermost.append(call())
        else:
            self._outermost.append(call)
            self._outer += 1

    @property
    def calls(self) -> list[Call]:
        """The operators that led to the failure, from the innermost outwards."""
        return [*self._innermost, *(call() for call in self._outermost)]

    def at(self, span: Span) -> EvaluationError:
        """This error, with its place set if it had none (natives do not know theirs)."""
        if self.span is None:
            self.span = span
        return self

    @property
    def advice(self) -> str:
        """What to do next, one line."""
        return self.hint or _ADVICE[self.kind]

    @property
    def diagnostic(self) -> Diagnostic:
        """The error as a diagnostic, with the operators that led to it."""
        related = [Related(call.span, f"in {call.text}") for call in self.calls if call.span]
        left_out = self._outer - len(self._outermost)
        if left_out:
            after = related[-len(self._outermost)]
            between = Related(after.span, f"... and {left_out:,} more calls, then {after.message}")
            related = [*related[:_SHOWN], between, *related[len(related) - _OUTERMOST + 1 :]]
        return Diagnostic(
            code=self.kind.value,
            message=self.message,
            span=self.span,
            hint=self.advice,
            related=tuple(related),
        )

    def render(self, sources: Mapping[str, str] | None = None) -> str:
        """The error for a reader: what is wrong, where, called from where, what to do next.

        `sources` maps the files of spans to their texts; without it no line is shown.
        """
        return render(self.diagnostic, sources or {})

    def __str__(self) -> str:
        where = "" if self.span is None else f"{self.span.file}:{self.span.line}: "
        return f"{where}{self.message}"


def shorten(text: str, limit: int = 80) -> str:
    """A text for one line of a message, cut at the limit."""
    return text if len(text) <= limit else text[: limit - 3] + "..."


def wrong_kind(expected: str, value: Value, what: str) -> EvaluationError:
    """`what` needs a value of the expected kind, and got another."""
    return EvaluationError(
        ErrorKind.WRONG_KIND, f"{what} needs {expected}, not {shorten(value.text)}", None, (value,)
    )


def too_deep(name: str, span: Span | None) -> EvaluationError:
    """The error of a recursion that ends nowhere, or too far away."""
    return EvaluationError(
        ErrorKind.RECURSION,
        f"the recursion of {name} is too deep",
        span,
        (),
        f"Check that the recursion ends: what does {name} call itself with?",
    )
