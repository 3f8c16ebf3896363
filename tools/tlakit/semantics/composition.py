"""Actions inside formulas: ENABLED A, and A \\cdot B.

Both take steps of their own while a formula is evaluated, and put the registers back after it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tlakit.language import ir
from tlakit.semantics.errors import ErrorKind, EvaluationError
from tlakit.semantics.machine import Continuation, Enumerator, Frame, StateVector, Test
from tlakit.semantics.scope import Scope
from tlakit.semantics.values import Value

if TYPE_CHECKING:
    from tlakit.semantics.actions import ActionCompiler


class _Found(Exception):
    """Raised to stop an enumeration at its first success."""


class _Unassigned(dict[int, Value | None]):
    """A state in which no variable has a value yet, be it of the module or of an instance's ENABLED."""

    def __missing__(self, index: int) -> Value | None:
        return None

    def __contains__(self, value: object) -> bool:
        """Whether some variable has this value: none, of those that there may still be, always."""
        return value is None or value in self.values()


def _stop() -> None:
    raise _Found


def enabled(actions: ActionCompiler) -> Callable[[ir.Expression, Scope], Test]:
    """ENABLED A: some next state satisfies A."""

    def compile_enabled(expression: ir.Expression, scope: Scope) -> Test:
        run = actions.compile(expression, scope)
        registers = actions.registers

        def test(frame: Frame) -> bool:
            saved = registers.following
            registers.following = _Unassigned()
            try:
                run(frame, _stop)
            except _Found:
                return True
            finally:
                registers.following = saved
            return False

        return test

    return compile_enabled


def composition(actions: ActionCompiler, expression: ir.Builtin, scope: Scope) -> Enumerator:
    """A \\cdot B: a step of A to a state between, then a step of B from there."""
    first, second = expression.arguments
    to_between = actions.compile(first, scope)
    from_between = actions.compile(second, scope)
    registers = actions.registers
    names = [variable.name for variable in actions.compiler.program.variables]

    def run(frame: Frame, then: Continuation) -> None:
        outside = registers.current, registers.following, registers.shifted
        between: StateVector = [None] * len(names)

        def leave() -> None:
            inside = registers.current
            registers.current, registers.following, registers.shifted = outside
            then()
            registers.current, registers.shifted = inside, True

        def arrive() -> None:
            state = [between[index] for index in range(len(names))]
            missing = [name for name, value in zip(names, state, strict=True) if value is None]
            if missing:
                raise EvaluationError(
                    ErrorKind.NOT_ASSIGNED,
                    f"the first action of `\\cdot` gives {', '.join(missing)} no value",
                    first.span,
                )
            registers.current, registers.following, registers.shifted = state, outside[1], True
            from_between(frame, leave)
            registers.current, registers.following = outside[0], between
            registers.shifted = outside[2]

        registers.following = between
        try:
            to_between(frame, arrive)
        finally:
            registers.current, registers.following, registers.shifted = outside

    return run


def composed(actions: ActionCompiler) -> Callable[[ir.Builtin, Scope], Test]:
    """A \\cdot B as a formula about a given step."""

    def compile_composed(expression: ir.Builtin, scope: Scope) -> Test:
        run = composition(actions, expression, scope)
        registers = actions.registers

        def test(frame: Frame) -> bool:
            reached = registers.following
            size = len(actions.compiler.program.variables)
            copy: StateVector = [reached[index] for index in range(size)]
            registers.following = copy
            try:
                run(frame, _stop)
            except _Found:
                return True
            finally:
                registers.following = reached
            return False

        return test

    return compile_composed
