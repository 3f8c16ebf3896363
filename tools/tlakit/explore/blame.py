"""Which part of a false predicate is to blame, and with which values.

The part is looked for from the outside inwards, in the state or step that stands in the registers:
the instance of a `\\A` that fails, the conclusion of an implication, the branch that an IF takes, the
body of an operator. What is left says what the values of its sides are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tlakit.language import ir
from tlakit.semantics.compile_logic import bind
from tlakit.semantics.errors import EvaluationError
from tlakit.semantics.machine import Frame
from tlakit.semantics.natives import find_native
from tlakit.semantics.open_values import force
from tlakit.semantics.scope import Scope
from tlakit.semantics.values import Value

if TYPE_CHECKING:
    from tlakit.semantics.compiler import Compiler

MOST_STEPS = 50
LONGEST_VALUE = 80


class Blame:
    """A part of a predicate that is false: its scope and frame, and the names that stand for values."""

    def __init__(
        self, compiler: Compiler, expression: ir.Expression, scope: Scope, frame: Frame
    ) -> None:
        self.compiler = compiler
        self.expression = expression
        self.scope = scope
        self.frame = list(frame)
        self.names: dict[str, Value] = {}

    def narrow(self) -> None:
        """Goes inwards as far as one part is to blame; an error of evaluation ends it there."""
        try:
            for _ in range(MOST_STEPS):
                if not self._step():
                    return
        except (EvaluationError, RecursionError):
            return

    def describe(self, sources: Mapping[str, str]) -> str:
        """The part's text in one line, the names that it is about, and the values of its sides."""
        text = f"{excerpt(self.expression.span, sources)} is false"
        if self.names:
            named = ", ".join(f"{name} = {_short(value)}" for name, value in self.names.items())
            text += f" for {named}"
        sides = self._sides(sources)
        return f"{text}: {', '.join(sides)}" if sides else text

    def _holds(self, expression: ir.Expression) -> bool:
        test = self.compiler.test(expression, self.scope)
        self._widen()
        return test(list(self.frame))

    def _widen(self) -> None:
        self.frame += [None] * (self.scope.size - len(self.frame))

    def _step(self) -> bool:
        """One step inwards; whether there was one."""
        expression = self.expression
        match expression:
            case ir.Junction(kind="/\\"):
                return self._into(next((p for p in expression.items if not self._holds(p)), None))
            case ir.Quantified(kind="\\A"):
                return self._instance(expression)
            case ir.Builtin(name="=>"):
                return self._into(expression.arguments[1])
            case ir.If():
                taken = self._holds(expression.condition)
                return self._into(expression.then if taken else expression.otherwise)
            case ir.Apply(operator=ir.Definition()):
                return self._enter(expression)
        return False

    def _into(self, part: ir.Expression | None) -> bool:
        if part is None:
            return False
        self.expression = part
        return True

    def _instance(self, expression: ir.Quantified) -> bool:
        loop = bind(self.compiler, expression.bindings, self.scope, whole=False)
        test = self.compiler.test(expression.body, self.scope)
        self._widen()
        frame = list(self.frame)
        for _ in loop(frame):
            if not test(list(frame)):
                self.frame = frame
                for binding in expression.bindings:
                    for name in binding.names:
                        self.names[name.name] = force(frame[self.scope.slots[name]])
                self.expression = expression.body
                return True
        return False

    def _enter(self, expression: ir.Apply) -> bool:
        """Into the body of an operator with ordinary parameters, which then stand for values."""
        assert isinstance(expression.operator, ir.Definition)
        program = self.compiler.program
        definition = program.resolve(expression.operator)
        body = definition.body
        if body is None or definition in program.values or find_native(definition):
            return False
        if self.scope.locate(definition) or any(p.arity for p in definition.parameters):
            return False
        runs = [self.compiler.strict(item, self.scope) for item in expression.arguments]
        self._widen()
        values = [run(list(self.frame)) for run in runs]
        scope = Scope()
        slots = [scope.allocate(parameter) for parameter in definition.parameters]
        frame: Frame = [None] * scope.size
        for slot, value in zip(slots, values, strict=True):
            frame[slot] = value
        if self.compiler.test(body, scope)(frame + [None] * (scope.size - len(frame))):
            return False
        named = zip(definition.parameters, values, strict=True)
        self.names = {parameter.name: value for parameter, value in named}
        self.scope, self.frame, self.expression = scope, frame, body
        return True

    def _sides(self, sources: Mapping[str, str]) -> list[str]:
        """The values of what stands on both sides of a relation, where that is not obvious."""
        expression = self.expression
        if not isinstance(expression, ir.Builtin | ir.Apply) or len(expression.arguments) != 2:
            return []
        if isinstance(expression, ir.Builtin) and expression.name not in _RELATIONS:
            return []
        if isinstance(expression, ir.Apply) and (
            not isinstance(expression.operator, ir.Definition)
            or expression.operator.name not in _RELATIONS
        ):
            return []
        found = []
        for side in expression.arguments:
            if side.level is ir.Level.CONSTANT:
                continue
            text = excerpt(side.span, sources)
            try:
                run = self.compiler.strict(side, self.scope)
                self._widen()
                value = _short(run(list(self.frame)))
            except (EvaluationError, RecursionError):
                continue
            if value != text and self.names.get(text) is None and len(text) <= LONGEST_VALUE:
                found.append(f"{text} = {value}")
        return found


_RELATIONS = {"=", "#", "\\in", "\\notin", "\\subseteq", "<", ">", "<=", "\\leq", ">=", "\\geq"}


def _short(value: Value) -> str:
    text = force(value).text
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 3] + "..."


def excerpt(span: ir.Span, sources: Mapping[str, str]) -> str:
    """The text of a span in one line."""
    lines = sources.get(span.file, "").splitlines()[span.line - 1 : span.end_line]
    if not lines:
        return f"{span.file}:{span.line}"
    if len(lines) == 1:
        return lines[0][span.column - 1 : span.end_column - 1]
    parts = [lines[0][span.column - 1 :], *lines[1:-1], lines[-1][: span.end_column - 1]]
    return " ".join(part.strip() for part in parts)
