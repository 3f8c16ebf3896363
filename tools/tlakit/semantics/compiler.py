"""Expressions compiled once to Python closures: the only semantics of the constant and state levels.

Every expression can be compiled in three ways. `open` gives a closure whose value may be an open
one (an infinite set, a powerset, a view of the state), for contexts that can use those; `strict`
forces it; `test` gives a Python bool and fails on anything but TRUE and FALSE. How each kind of
expression is compiled stands in compile_logic, compile_sets, compile_functions and
compile_operators; formulas that choose next states are the business of `actions`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from tlakit.language import ir
from tlakit.semantics import compile_functions, compile_logic, compile_operators, compile_sets
from tlakit.semantics.codes import Code
from tlakit.semantics.coverage import Coverage
from tlakit.semantics.errors import ErrorKind, EvaluationError, wrong_kind
from tlakit.semantics.fixed import is_fixed, once
from tlakit.semantics.machine import Closure, Frame, OperatorValue, Registers, Test
from tlakit.semantics.natives import find_native
from tlakit.semantics.open_values import Kept, OpenValue, force_at
from tlakit.semantics.scope import Scope, fetch
from tlakit.semantics.values import FALSE, TRUE, Value, boolean, integer, set_of, string, tuple_of

_TESTS = {
    "=",
    "#",
    "=>",
    "<=>",
    "\\in",
    "\\notin",
    "\\subseteq",
    "~",
    "UNCHANGED",
    "ENABLED",
    "\\cdot",
}
_SETS = {"\\cup", "\\cap", "\\", "SUBSET", "UNION", "DOMAIN", "BOOLEAN", "STRING"}


class _Indexes(dict[ir.Variable, int]):
    """Numbers of variables; one of an instance, met only within ENABLED, gets the next number."""

    def __missing__(self, variable: ir.Variable) -> int:
        number = self[variable] = len(self)
        return number


class Program:
    """What names stand for in a model: variables by index, constants, replaced operators.

    `definitions` maps an operator to the one that replaces it (`Op <- Other`), `values` maps a
    nullary operator or a constant to its value, `operators` a constant to the operator that it is.
    """

    def __init__(self, variables: tuple[ir.Variable, ...]) -> None:
        self.variables = variables
        self.index = _Indexes((variable, number) for number, variable in enumerate(variables))
        self.definitions: dict[ir.Definition, ir.Definition] = {}
        self.values: dict[ir.Definition | ir.Constant, Value] = {}
        self.operators: dict[ir.Constant, ir.Definition] = {}

    def resolve(self, operator: ir.Definition) -> ir.Definition:
        """The definition that an operator stands for in this model."""
        return self.definitions.get(operator, operator)


class Compiler:
    """Compiles the expressions of one model; all closures share its registers."""

    def __init__(self, program: Program, registers: Registers) -> None:
        self.program = program
        self.registers = registers
        self.coverage = Coverage(program)
        self.codes: dict[tuple[ir.Definition, Scope | None], Code] = {}
        self.enabled: Callable[[ir.Expression, Scope], Test] = _no_action
        self.composed: Callable[[ir.Builtin, Scope], Test] = _no_action

    def strict(self, expression: ir.Expression, scope: Scope) -> Closure:
        """A closure that gives an ordinary value."""
        match expression:
            case ir.Reference(target=ir.Parameter() as target):
                return compile_operators.parameter(self, target, scope, expression.span)
            case ir.FunctionApply():
                return compile_functions.application(self, expression, scope, strict=True)
            case ir.Field():
                return compile_functions.field(self, expression, scope, strict=True)
        run = self.open(expression, scope)
        if isinstance(expression, _ALWAYS_ORDINARY) or self._gives_ordinary(expression, scope):
            return run
        if self.known(expression) is not None:
            return run
        span = expression.span

        def forced(frame: Frame) -> Value:
            value = run(frame)
            return force_at(value, span) if isinstance(value, OpenValue) else value

        return forced

    def known(self, expression: ir.Expression) -> Value | None:
        """The value of a literal or a constant, of `{}` and `<<>>`; None if it is to be evaluated."""
        match expression:
            case ir.Literal():
                return literal(expression)
            case ir.Reference(target=ir.Constant() as constant):
                value = self.program.values.get(constant)
                return None if isinstance(value, OpenValue) else value
            case ir.SetEnumeration(items=()):
                return set_of(())
            case ir.Tuple(items=()):
                return tuple_of(())
        return None

    def _gives_ordinary(self, expression: ir.Expression, scope: Scope) -> bool:
        """Whether the names in an expression show that its value is never open."""
        match expression:
            case ir.Apply(operator=ir.Definition() as operator) if scope.locate(operator) is None:
                native = find_native(self.program.resolve(operator))
                return native is not None and native.ordinary
        return False

    def test(self, expression: ir.Expression, scope: Scope) -> Test:
        """A closure that gives the truth of a formula."""
        match expression:
            case ir.Junction():
                return compile_logic.junction(self, expression, scope)
            case ir.Quantified():
                return compile_logic.quantified(self, expression, scope)
            case ir.Builtin() if expression.name in _TESTS:
                return self._builtin_test(expression, scope)
            case ir.If():
                return compile_logic.conditional_test(self, expression, scope)
        run = self.open(expression, scope)
        span = expression.span

        def test(frame: Frame) -> bool:
            value = run(frame)
            if value is TRUE:
                return True
            if value is FALSE:
                return False
            raise wrong_kind("TRUE or FALSE", value, "a formula").at(span)

        return test

    def _builtin_test(self, expression: ir.Builtin, scope: Scope) -> Test:
        match expression.name:
            case "=" | "#" | "\\in" | "\\notin" | "\\subseteq":
                return compile_sets.relation(self, expression, scope)
            case "UNCHANGED":
                return compile_logic.unchanged(self, expression, scope)
            case "ENABLED":
                return self.enabled(expression.arguments[0], scope)
            case "\\cdot":
                return self.composed(expression, scope)
        return compile_logic.connective(self, expression, scope)

    def open(self, expression: ir.Expression, scope: Scope) -> Closure:
        """A closure that gives a value which may be open."""
        run = self._open(expression, scope)
        return once(run) if is_fixed(expression, self.program) else run

    def _open(self, expression: ir.Expression, scope: Scope) -> Closure:
        match expression:
            case ir.Literal():
                value = literal(expression)
                return lambda frame: value
            case ir.Reference():
                return self._reference(expression, scope)
            case ir.Apply():
                return compile_operators.application(self, expression, scope)
            case ir.Builtin():
                return self._builtin(expression, scope)
            case ir.Junction() | ir.Quantified():
                test = self.test(expression, scope)
                return lambda frame: boolean(test(frame))
            case ir.If():
                return compile_logic.conditional(self, expression, scope)
            case ir.Case():
                return compile_logic.cases(self, expression, scope)
            case ir.Let():
                return compile_operators.let(self, expression, scope)
            case ir.Choose():
                return compile_logic.choose(self, expression, scope)
            case ir.SetEnumeration():
                return compile_sets.enumeration(self, expression, scope)
            case ir.SetFilter():
                return compile_sets.set_filter(self, expression, scope)
            case ir.SetMap():
                return compile_sets.set_map(self, expression, scope)
            case ir.FunctionSet() | ir.RecordSet() | ir.Product():
                return compile_sets.space(self, expression, scope)
            case ir.Function():
                return compile_functions.function(self, expression, scope)
            case ir.FunctionApply():
                return compile_functions.application(self, expression, scope, strict=False)
            case ir.Record():
                return compile_functions.record(self, expression, scope)
            case ir.Field():
                return compile_functions.field(self, expression, scope, strict=False)
            case ir.Except():
                return compile_functions.exception(self, expression, scope)
            case ir.At():
                return self._old_value(expression, scope)
            case ir.Tuple():
                return compile_functions.sequence(self, expression, scope)
            case ir.BoxAction():
                return compile_logic.box(self, expression, scope)
            case ir.OperatorArgument() | ir.Lambda():
                return refuse(expression.span, "an operator stands where a value is needed")
            case ir.Fairness():
                return refuse(expression.span, "fairness has no value in a state or a step")
            case _:
                assert_never(expression)

    def _reference(self, expression: ir.Reference, scope: Scope) -> Closure:
        target = expression.target
        match target:
            case ir.Constant():
                return self._constant(expression, target)
            case ir.Variable():
                return self._variable(expression, target)
            case ir.Bound():
                place = scope.locate(target)
                assert place is not None, f"{target.name} is not bound"
                return fetch(*place)
            case ir.Parameter():
                return compile_operators.parameter(self, target, scope)
            case _:
                assert_never(target)

    def _constant(self, expression: ir.Reference, target: ir.Constant) -> Closure:
        value = self.program.values.get(target)
        if value is not None:
            return lambda frame: value
        replacement = self.program.operators.get(target)
        if replacement is not None:
            return compile_operators.global_call(self, replacement, (), expression.span)
        return refuse(
            expression.span, f"the constant {target.name} has no value", ErrorKind.UNBOUND
        )

    def _variable(self, expression: ir.Reference, target: ir.Variable) -> Closure:
        index = self.program.index[target]
        registers = self.registers

        def read(frame: Frame) -> Value:
            value = registers.current[index]
            if value is None:
                shown = target.name + ("'" if registers.shifted else "")
                raise EvaluationError(
                    ErrorKind.NOT_ASSIGNED,
                    f"{shown} is read before it has a value",
                    expression.span,
                )
            return value.read() if type(value) is Kept else value

        return read

    def _old_value(self, expression: ir.At, scope: Scope) -> Closure:
        place = scope.locate(scope.old_values[-1]) if scope.old_values else None
        if place is None:
            return refuse(expression.span, "`@` stands outside an EXCEPT")
        return fetch(*place)

    def _builtin(self, expression: ir.Builtin, scope: Scope) -> Closure:
        if expression.name in _TESTS:
            test = self._builtin_test(expression, scope)
            return lambda frame: boolean(test(frame))
        if expression.name in _SETS:
            return compile_sets.operation(self, expression, scope)
        if expression.name == "'":
            return compile_logic.prime(self, expression.arguments[0], scope)
        return refuse(
            expression.span, f"`{expression.name}` speaks of behaviours: it has no value in a state"
        )


_ALWAYS_ORDINARY = (
    ir.Literal,
    ir.Junction,
    ir.Quantified,
    ir.Choose,
    ir.SetEnumeration,
    ir.SetMap,
    ir.Tuple,
)


def literal(expression: ir.Literal) -> Value:
    """The value of a literal."""
    value = expression.value
    if isinstance(value, bool):
        return boolean(value)
    return integer(value) if isinstance(value, int) else string(value)


def refuse(span: ir.Span, message: str, kind: ErrorKind = ErrorKind.UNSUPPORTED) -> Closure:
    """A closure that fails when it is evaluated: what is never evaluated does no harm."""

    def fail(frame: Frame) -> Value:
        raise EvaluationError(kind, message, span)

    return fail


def _no_action(expression: ir.Expression, scope: Scope) -> Test:
    def fail(frame: Frame) -> bool:
        raise EvaluationError(
            ErrorKind.UNSUPPORTED, "a formula about an action has no value here", expression.span
        )

    return fail


__all__ = ["Compiler", "OperatorValue", "Program", "refuse"]
