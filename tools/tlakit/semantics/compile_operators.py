"""How operators are applied: the user's, those of LET, those passed as arguments, native ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tlakit.language import ir
from tlakit.semantics.codes import Code, code_of
from tlakit.semantics.compile_functions import lazy_function
from tlakit.semantics.compile_natives import Argument, native_call
from tlakit.semantics.errors import ErrorKind, EvaluationError
from tlakit.semantics.machine import Closure, Delayed, Frame, OperatorValue
from tlakit.semantics.natives import Native, find_native
from tlakit.semantics.open_graphs import graph_or_value
from tlakit.semantics.open_values import OpenSet, OpenValue, force, force_at
from tlakit.semantics.runtime import current
from tlakit.semantics.scope import Scope, enclosing, fetch
from tlakit.semantics.values import IntegerValue, Value, integer

if TYPE_CHECKING:
    from tlakit.semantics.compiler import Compiler


def application(compiler: Compiler, expression: ir.Apply, scope: Scope) -> Closure:
    """Op(a, ...)."""
    operator = expression.operator
    if isinstance(operator, ir.Parameter):
        return _call_parameter(compiler, operator, expression, scope)
    if isinstance(operator, ir.Constant):
        replacement = compiler.program.operators.get(operator)
        if replacement is None:
            return _missing(f"the constant operator {operator.name} has no value", expression.span)
        operator = replacement
    definition = compiler.program.resolve(operator)
    value = compiler.program.values.get(definition)
    if value is not None:
        return lambda frame: value
    place = scope.locate(definition)
    arguments = argument_list(compiler, definition, expression.arguments, scope)
    if place is None:
        return global_call(compiler, definition, arguments, expression.span)
    if not definition.parameters:
        return value_at(compiler, place)
    return _let_call(compiler, definition, arguments, expression.span, scope)


def argument_list(
    compiler: Compiler,
    definition: ir.Definition,
    arguments: tuple[ir.Expression, ...],
    scope: Scope,
) -> tuple[Argument, ...]:
    """Closures that give the arguments of a call."""
    native = find_native(definition)
    if native is not None:
        return tuple(native_argument(compiler, native, item, scope) for item in arguments)
    return tuple(argument(compiler, item, scope) for item in arguments)


def native_argument(
    compiler: Compiler, native: Native, expression: ir.Expression, scope: Scope
) -> Argument:
    """An argument of a native operator: an operator, an open value or an ordinary one."""
    if isinstance(expression, ir.OperatorArgument | ir.Lambda):
        return operator_value(compiler, expression, scope)
    if native.lazy:
        closure = compiler.strict(expression, scope)
        return lambda frame: OperatorValue("expression", lambda: closure(frame))
    if native.takes_open:
        return compiler.open(expression, scope)
    if native.takes_graphs:
        return graph_or_value(compiler.open(expression, scope), expression.span)
    return compiler.strict(expression, scope)


def argument(compiler: Compiler, expression: ir.Expression, scope: Scope) -> Argument:
    """An argument of a defined operator: what is at hand as it is, all else delayed."""
    if isinstance(expression, ir.OperatorArgument | ir.Lambda):
        return operator_value(compiler, expression, scope)
    if isinstance(expression, ir.Literal):
        return compiler.open(expression, scope)
    if isinstance(expression, ir.Reference):
        target = expression.target
        if isinstance(target, ir.Bound | ir.Parameter):
            place = scope.locate(target)
            assert place is not None, f"{target.name} is not bound"
            return fetch(*place)
    later = delayed(compiler, expression, scope, True)
    return counting(compiler, expression, scope, later) or later


def counting(
    compiler: Compiler, expression: ir.Expression, scope: Scope, later: Argument
) -> Argument | None:
    """`n + 1` and `n - 1` as arguments: evaluated at once where n is a number at hand.

    What a recursion counts with is then neither a chain of delayed arguments nor an ellipsis in an
    error. None for other expressions; where n is no number, the argument is delayed as others are.
    """
    if not isinstance(expression, ir.Apply) or len(expression.arguments) != 2:
        return None
    left, right = expression.arguments
    if not isinstance(left, ir.Reference) or not isinstance(left.target, ir.Bound | ir.Parameter):
        return None
    if not isinstance(right, ir.Literal) or not isinstance(right.value, int):
        return None
    place = scope.locate(left.target)
    operator = expression.operator
    if place is None or not isinstance(operator, ir.Definition) or operator.name not in ("+", "-"):
        return None
    if find_native(compiler.program.resolve(operator)) is None:
        return None
    read: Argument = fetch(*place)
    step = right.value if operator.name == "+" else -right.value

    def run(frame: Frame) -> Any:
        value = read(frame)
        return integer(value.value + step) if isinstance(value, IntegerValue) else later(frame)

    return run


def delayed(compiler: Compiler, expression: ir.Expression, scope: Scope, keep: bool) -> Argument:
    """An argument that is evaluated when needed; see `Delayed`."""
    closure = compiler.open(expression, scope)
    variable, primed = _variable_of(compiler, expression)
    return lambda frame: Delayed(closure, frame, keep, variable, primed)


def _variable_of(compiler: Compiler, expression: ir.Expression) -> tuple[int | None, bool]:
    if isinstance(expression, ir.Builtin) and expression.name == "'":
        return _variable_of(compiler, expression.arguments[0])[0], True
    if isinstance(expression, ir.Reference) and isinstance(expression.target, ir.Variable):
        return compiler.program.index[expression.target], False
    return None, False


def global_call(
    compiler: Compiler,
    definition: ir.Definition,
    arguments: tuple[Argument, ...],
    span: ir.Span,
) -> Closure:
    """A call of a definition outside any LET."""
    definition = compiler.program.resolve(definition)
    native = find_native(definition)
    if native is not None:
        return native_call(definition, native, arguments, span)
    if definition.body is None:
        return _missing(
            f"the operator {definition.name} of module {definition.module} cannot be evaluated",
            span,
            ErrorKind.UNSUPPORTED,
        )
    code = code_of(compiler, definition, None)
    if definition.parameters:
        return _call(code, arguments, span)
    if definition.level is ir.Level.CONSTANT:

        def constant(frame: Frame) -> Value:
            value = code.value
            if code.mark is not None:
                code.coverage.bin[code.mark] = 1
            if value is None:
                uses = current().uses
                with code.coverage.once():
                    value = _spelled_out(code.call(None, [], span))
                if current().uses == uses:
                    code.value = value
            return value

        return constant
    return lambda frame: code.call(None, [], span)


def _call(code: Code, arguments: tuple[Argument, ...], span: ir.Span) -> Closure:
    """A call with arguments; most have one or two, which are listed without a loop."""
    if len(arguments) == 1:
        (only,) = arguments
        return lambda frame: code.enter([None, only(frame)], span)
    if len(arguments) == 2:
        first, second = arguments
        return lambda frame: code.enter([None, first(frame), second(frame)], span)
    return lambda frame: code.call(None, [item(frame) for item in arguments], span)


def _spelled_out(value: Value) -> Value:
    """The value of a constant operator, spelled out if it is a small set that will be used often."""
    if not isinstance(value, OpenSet) or not value.counted:
        return value
    try:
        return value.force() if value.finite and value.size() <= _SMALL else value
    except EvaluationError:
        return value


_SMALL = 4096


def value_at(
    compiler: Compiler, place: tuple[int, int], strict_at: ir.Span | None = None
) -> Closure:
    """A closure that gives the value of what a slot holds, which may be delayed.

    With `strict_at`, the place of the text that has the value, it gives an ordinary one.
    """
    depth, index = place
    registers = compiler.registers

    def run(frame: Frame) -> Value:
        held: Value | Delayed = frame[index]
        if type(held) is Delayed:
            known = held.value
            held = held.get(registers) if known is None or registers.shifted else known
        if strict_at is not None and isinstance(held, OpenValue):
            return force_at(held, strict_at)
        return held

    return run if depth == 0 else lambda frame: run(enclosing(frame, depth))


def _let_call(
    compiler: Compiler,
    definition: ir.Definition,
    arguments: tuple[Argument, ...],
    span: ir.Span,
    scope: Scope,
) -> Closure:
    depth, _ = scope.locate(definition) or (0, 0)
    code = code_of(compiler, definition, scope.outwards(depth))
    return lambda frame: code.call(
        enclosing(frame, depth), [item(frame) for item in arguments], span
    )


def let(compiler: Compiler, expression: ir.Let, scope: Scope) -> Closure:
    """LET ... IN e: definitions without parameters are evaluated at most once, when needed."""
    prepare = let_values(compiler, expression, scope, lambda definition: True)
    body = compiler.open(expression.body, scope)

    def run(frame: Frame) -> Value:
        prepare(frame)
        return body(frame)

    return run


def let_values(
    compiler: Compiler,
    expression: ir.Let,
    scope: Scope,
    keep: Callable[[ir.Definition], bool],
) -> Callable[[Frame], None]:
    """Declares the definitions of a LET in a scope; gives what puts their values in a frame."""
    slots = {definition: scope.allocate(definition) for definition in expression.definitions}
    values: list[tuple[int, Closure, bool]] = []
    for definition, slot in slots.items():
        if definition.parameters:
            continue
        body = definition.body
        assert body is not None
        if definition.is_function and isinstance(body, ir.Function):
            closure = lazy_function(compiler, body, scope)
        else:
            closure = compiler.open(body, scope)
        values.append((slot, closure, keep(definition)))

    def prepare(frame: Frame) -> None:
        for slot, closure, kept in values:
            frame[slot] = Delayed(closure, frame, kept, None, False)

    return prepare


def parameter(
    compiler: Compiler, target: ir.Parameter, scope: Scope, strict_at: ir.Span | None = None
) -> Closure:
    """The value of a parameter; see `value_at`."""
    place = scope.locate(target)
    assert place is not None, f"the parameter {target.name} is not bound"
    return value_at(compiler, place, strict_at)


def operator_of(target: ir.Parameter, scope: Scope) -> Callable[[Frame], OperatorValue]:
    """A closure that gives the operator which a parameter stands for."""
    place = scope.locate(target)
    assert place is not None, f"the parameter {target.name} is not bound"
    return fetch(*place)


def _call_parameter(
    compiler: Compiler, target: ir.Parameter, expression: ir.Apply, scope: Scope
) -> Closure:
    read = operator_of(target, scope)
    arguments = [argument(compiler, item, scope) for item in expression.arguments]

    def run(frame: Frame) -> Value:
        operator = read(frame)
        return operator.call(*[item(frame) for item in arguments])

    return run


def operator_value(
    compiler: Compiler, expression: ir.OperatorArgument | ir.Lambda, scope: Scope
) -> Argument:
    """An operator as an argument: a closure that gives an `OperatorValue`."""
    if isinstance(expression, ir.Lambda):
        return _lambda_value(compiler, expression, scope)
    operator = expression.operator
    if isinstance(operator, ir.Parameter):
        place = scope.locate(operator)
        assert place is not None, f"the parameter {operator.name} is not bound"
        return fetch(*place)
    if isinstance(operator, ir.Constant):
        operator = compiler.program.operators[operator]
    definition = compiler.program.resolve(operator)
    native = find_native(definition)
    if native is not None:
        return _native_value(compiler, definition.name, native)
    place = scope.locate(definition)
    code = code_of(compiler, definition, None if place is None else scope.outwards(place[0]))
    span = expression.span

    def make(frame: Frame) -> OperatorValue:
        parent = None if place is None else enclosing(frame, place[0])
        return OperatorValue(
            definition.name,
            lambda *arguments: code.call(parent, list(arguments), span),
            definition,
            parent,
            code.scope.parent,
        )

    return make


def _native_value(compiler: Compiler, name: str, native: Native) -> Argument:
    registers = compiler.registers

    def call(*arguments: Any) -> Value:
        values = [item.get(registers) if isinstance(item, Delayed) else item for item in arguments]
        return native.function(*(values if native.takes_open else map(force, values)))

    value = OperatorValue(name, call)
    return lambda frame: value


def _lambda_value(compiler: Compiler, expression: ir.Lambda, scope: Scope) -> Argument:
    inner = Scope(scope)
    for item in expression.parameters:
        inner.allocate(item)
    body = compiler.open(expression.body, inner)

    def make(frame: Frame) -> OperatorValue:
        def call(*arguments: Any) -> Value:
            return body([frame, *arguments, *[None] * (inner.size - 1 - len(arguments))])

        return OperatorValue("LAMBDA", call, expression, frame, scope)

    return make


def _missing(message: str, span: ir.Span, kind: ErrorKind = ErrorKind.UNBOUND) -> Closure:
    def fail(frame: Frame) -> Value:
        raise EvaluationError(kind, message, span)

    return fail
