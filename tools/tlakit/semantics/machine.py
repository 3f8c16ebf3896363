"""What compiled expressions run on: frames, the state registers, delayed arguments, operators.

A frame is a list: slot 0 holds the frame of the enclosing text (for LET and LAMBDA) or None, the
others hold the parameters, bound identifiers and LET values of one operator. An expression is
compiled to a closure `(frame) -> Value`; the state is not in the frame but in the registers, which
all closures of one specification share. Evaluation is therefore not thread-safe.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeAlias, final

import msgspec

from tlakit.language import ir
from tlakit.semantics.errors import EvaluationError
from tlakit.semantics.values import Value

Frame: TypeAlias = list[Any]
Closure: TypeAlias = Callable[[Frame], Value]
Test: TypeAlias = Callable[[Frame], bool]
Continuation: TypeAlias = Callable[[], None]
Enumerator: TypeAlias = Callable[[Frame, Continuation], None]


class StateVector(Protocol):
    """The values of the variables by index: a list, or a reader that watches what is read.

    A reader may give an open value; None stands for a variable that has no value yet.
    """

    def __getitem__(self, index: int, /) -> Value | None: ...

    def __setitem__(self, index: int, value: Value | None, /) -> None: ...


class WatchedState:
    """Base of state vectors that watch what is read of them."""

    def kept(self, index: int) -> Value:
        """The value of a variable for a next state, without its being read."""
        raise NotImplementedError


class Registers:
    """The state that is evaluated in: `current` for x, `following` for x'.

    `shifted` is true while a primed expression is evaluated as a whole, as in `(x + y)'`: then
    nothing that was remembered of the unprimed state may be used.
    """

    __slots__ = ("current", "following", "shifted")

    def __init__(self) -> None:
        self.current: StateVector = []
        self.following: StateVector = []
        self.shifted = False

    def kept(self, index: int) -> Value | None:
        """The current value of a variable, to be its next value."""
        current = self.current
        return current.kept(index) if isinstance(current, WatchedState) else current[index]


@final
class Delayed(msgspec.Struct, eq=False):
    """An argument that is evaluated when it is first needed.

    `keep` says that its value may be remembered: false for one that depends on next values while an
    action still chooses them. `variable` is the index of the variable if the argument is just a
    variable, or just a primed variable if `primed`, so that an action may assign it by name.
    """

    closure: Closure
    frame: Frame
    keep: bool
    variable: int | None
    primed: bool
    value: Value | None = None

    def get(self, registers: Registers) -> Value:
        """The argument's value, possibly open."""
        if registers.shifted or not self.keep:
            return self.closure(self.frame)
        if self.value is None:
            self.value = self.closure(self.frame)
        return self.value


class OperatorValue:
    """An operator passed to a higher-order operator: called with values, possibly open.

    `source` is its definition if it has one in TLA+, `parent` and `scope` the frame around that and
    its layout: with these an action that was passed can be enumerated.
    """

    __slots__ = ("call", "name", "parent", "scope", "source")

    def __init__(
        self,
        name: str,
        call: Callable[..., Value],
        source: ir.Definition | ir.Lambda | None = None,
        parent: Frame | None = None,
        scope: Any = None,
    ) -> None:
        self.name = name
        self.call = call
        self.source = source
        self.parent = parent
        self.scope = scope


def shown(arguments: Sequence[object]) -> tuple[str, ...]:
    """The arguments of a failed call as text; what was not evaluated is an ellipsis."""
    return tuple(_shown(argument) for argument in arguments)


def _shown(argument: object) -> str:
    if isinstance(argument, OperatorValue):
        return argument.name
    if isinstance(argument, Delayed):
        argument = argument.value
    if isinstance(argument, Value):
        try:
            return argument.text
        except EvaluationError:
            return "..."
    return "..."
