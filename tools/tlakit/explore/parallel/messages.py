"""What the workers and the process that began the search tell each other.

A step has a *place*: the number of the state that it starts from, and below it, in 32 bits, which of
the steps met from there it is. Places are in the order in which one worker would look at the steps.
Each worker gives its effects numbers of its own, from 0.
"""

from __future__ import annotations

from array import array
from functools import partial
from typing import Any, Literal, TypeAlias, assert_never

import msgspec

from tlakit.explore.elements import Misfit
from tlakit.explore.kernel import Unsuited
from tlakit.language.ir import Span
from tlakit.semantics.errors import Call, ErrorKind, EvaluationError
from tlakit.semantics.run_report import Table, TableKey

STEP_BITS = 32


class Failed(msgspec.Struct, frozen=True):
    """An EvaluationError, as far as it can be told."""

    kind: ErrorKind
    message: str
    span: Span | None
    hint: str
    calls: tuple[Call, ...]


class Misfitting(msgspec.Struct, frozen=True):
    """A Misfit."""

    variable: int
    depth: int | None


class Refused(msgspec.Struct, frozen=True):
    """Unsuited, with the reason."""

    reason: str


Raised: TypeAlias = EvaluationError | Misfit | Unsuited
"""What may be raised where a state is explored."""

Cause: TypeAlias = Literal["violated", "deadlock"] | Failed | Misfitting | Refused


class Trouble(msgspec.Struct, frozen=True):
    """What ends the search: in which state, at the step by which of the worker's effects, and why."""

    state: int
    effect: int | None
    cause: Cause


def cause_of(error: Raised) -> Failed | Misfitting | Refused:
    """How an exception is told."""
    match error:
        case EvaluationError():
            return Failed(error.kind, error.message, error.span, error.hint, tuple(error.calls))
        case Misfit():
            return Misfitting(error.variable, error.depth)
        case Unsuited():
            return Refused(str(error))
    assert_never(error)


def exception_of(cause: Failed | Misfitting | Refused) -> Raised:
    """The exception that was told; an error of evaluation without its values."""
    match cause:
        case Failed(kind, message, span, hint, calls):
            error = EvaluationError(kind, message, span, (), hint)
            for call in calls:
                error.passed(partial(_same, call))
            return error
        case Misfitting(variable, depth):
            return Misfit(variable, depth)
        case Refused(reason):
            return Unsuited(reason)
    assert_never(cause)


def _same(call: Call) -> Call:
    return call


class Met(msgspec.Struct, frozen=True):
    """The states that a worker met in a round and did not know: `keys`, each with the number of the
    state `before` it and that of the effect between (`via`), in the order in which they were met.
    `beyond` has the keys of those beyond the constraints.
    """

    keys: array[int]
    before: array[int]
    via: array[int]
    beyond: array[int]


class Explored(msgspec.Struct, frozen=True):
    """What a worker did in a round: how many successors its states have, and what ended it early.

    `values` and `effects` are logs of what was new, `reached` the sometimes properties that it reached.
    """

    met: Met
    generated: int
    trouble: Trouble | None
    values: bytes
    effects: bytes
    reached: tuple[str, ...] = ()


class Kept(msgspec.Struct, frozen=True):
    """What becomes of the states that a worker met in a round and others met too, by their indices in
    `Met`: they are `lost` to another worker, or kept though the first step to them is another's, as
    `earlier` tells in triples: the index, the other worker, and the index there.
    """

    lost: array[int]
    earlier: array[int]

    def left(self, count: int) -> bytearray:
        """Which of the so many that it met it keeps: 1 or 0 for each."""
        found = bytearray(b"\1") * count
        for index in self.lost:
            found[index] = 0
        return found


class Tally(msgspec.Struct, frozen=True):
    """What a worker counted: `counters` since it was asked last, the rest since it began."""

    counters: list[Any]
    coverage: list[str]
    tables: dict[TableKey, Table]
    peak_memory_bytes: int
