"""The bodies of definitions, compiled at first use."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from tlakit.language import ir
from tlakit.semantics.compile_functions import lazy_function
from tlakit.semantics.errors import Call, EvaluationError, too_deep
from tlakit.semantics.machine import Closure, Delayed, Frame, shown
from tlakit.semantics.scope import Scope
from tlakit.semantics.values import Value

if TYPE_CHECKING:
    from tlakit.semantics.compiler import Compiler


class Code:
    """The compiled body of a definition. `run` is compiled at first use, since bodies may recurse.

    `value` is remembered of a nullary operator of constant level that does not depend on the run.
    """

    def __init__(self, compiler: Compiler, definition: ir.Definition, scope: Scope) -> None:
        self.compiler = compiler
        self.definition = definition
        self.scope = scope
        self.slots = [scope.allocate(parameter) for parameter in definition.parameters]
        self.coverage = compiler.coverage
        self.mark = self.coverage.operators.get(definition)
        self.value: Value | None = None

    @cached_property
    def run(self) -> Closure:
        """The body as a closure over a frame of this code's layout."""
        body = self.definition.body
        assert body is not None
        if self.definition.is_function and isinstance(body, ir.Function):
            slot = self.scope.allocate(self.definition)
            lazy = lazy_function(self.compiler, body, self.scope)

            def run(frame: Frame) -> Value:
                kept = frame[slot] = Delayed(lazy, frame, True, None, False)
                return kept.get(self.compiler.registers)

            return run
        return self.compiler.open(body, self.scope)

    def call(self, parent: Frame | None, arguments: list[Any], span: ir.Span | None) -> Value:
        """The body's value for arguments, which may be delayed."""
        return self.enter([parent, *arguments], span)

    def enter(self, frame: Frame, span: ir.Span | None) -> Value:
        """The body's value in a frame that has the one around it and the arguments, and no more."""
        run = self.run
        if self.mark is not None:
            self.coverage.bin[self.mark] = 1
        frame += [None] * (self.scope.size - len(frame))
        try:
            return run(frame)
        except EvaluationError as error:
            error.passed(lambda: self._as_called(frame, span))
            raise
        except RecursionError:
            deep = too_deep(f"`{self.definition.name}`", self.definition.span)
            deep.passed(lambda: self._as_called(frame, span))
            raise deep from None

    def _as_called(self, frame: Frame, span: ir.Span | None) -> Call:
        arguments = frame[1 : 1 + len(self.slots)]
        return Call(self.definition.name, shown(arguments), span)


def code_of(compiler: Compiler, definition: ir.Definition, parent: Scope | None) -> Code:
    """The code of a definition; one of a LET lives in the frame layout around it."""
    code = compiler.codes.get((definition, parent))
    if code is None:
        code = Code(compiler, definition, Scope(parent))
        compiler.codes[definition, parent] = code
    return code
