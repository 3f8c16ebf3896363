"""Formulas that choose: initial predicates and next-state actions as enumerators of states.

The rules are TLC's. A formula is taken from left to right; `x' = e` assigns where x' has no value
yet and tests otherwise; `x' \\in S` tries each element; every disjunct, and every element of a
bounded `\\E`, is tried on its own, also inside a guard, so the same successor may come several
times. But once all variables have values, what follows is a test and gives a successor once. In an
initial predicate unprimed variables play that part. An enumerator calls its continuation once for
each way to satisfy the formula, with the choices in the registers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlakit.language import ir
from tlakit.semantics import compile_logic, compile_operators
from tlakit.semantics.choices import Chooser, in_turn
from tlakit.semantics.compile_logic import bind
from tlakit.semantics.compile_natives import Argument
from tlakit.semantics.composition import composition
from tlakit.semantics.errors import Call, EvaluationError, too_deep
from tlakit.semantics.machine import (
    Continuation,
    Delayed,
    Enumerator,
    Frame,
    Test,
    shown,
)
from tlakit.semantics.natives import find_native
from tlakit.semantics.scope import Scope, enclosing
from tlakit.semantics.values import Value

if TYPE_CHECKING:
    from tlakit.semantics.compiler import Compiler


_BRANCHING = (ir.Junction, ir.Quantified, ir.If, ir.Case, ir.Let, ir.BoxAction, ir.Apply)


class ActionCompiler:
    """Compiles formulas to enumerators: of next states, or of initial states if `initial`."""

    def __init__(self, compiler: Compiler, initial: bool) -> None:
        self.compiler = compiler
        self.registers = compiler.registers
        self.initial = initial
        self.chooser = Chooser(compiler, initial)
        self.codes: dict[tuple[ir.Definition | ir.Lambda, Scope | None], ActionCode] = {}

    def compile(self, expression: ir.Expression, scope: Scope) -> Enumerator:
        """An enumerator of the ways to satisfy a formula; one way where all variables have values."""
        ways = self._ways(expression, scope)
        if isinstance(expression, _BRANCHING):
            return self._once_assigned(ways, expression, scope)
        return ways

    def _once_assigned(
        self, ways: Enumerator, expression: ir.Expression, scope: Scope
    ) -> Enumerator:
        """The ways while some variable has no value; after that, as in TLC, the formula is a test."""
        registers, initial = self.registers, self.initial
        tests: list[Test] = []

        def run(frame: Frame, then: Continuation) -> None:
            chosen = registers.current if initial else registers.following
            if None in chosen:  # type: ignore[operator]
                ways(frame, then)
                return
            if not tests:
                tests.append(self.compiler.test(expression, scope))
            if len(frame) < scope.size:
                frame += [None] * (scope.size - len(frame))
            if tests[0](frame):
                then()

        return run

    def _ways(self, expression: ir.Expression, scope: Scope) -> Enumerator:
        match expression:
            case ir.Junction():
                parts = [self.compile(item, scope) for item in expression.items]
                return in_turn(parts) if expression.kind == "/\\" else _each(parts)
            case ir.Quantified() if expression.kind in ("\\A", "\\E"):
                return self._quantified(expression, scope)
            case ir.If():
                return self._conditional(expression, scope)
            case ir.Case():
                return self._cases(expression, scope)
            case ir.Let():
                return self._let(expression, scope)
            case ir.Builtin():
                return self._builtin(expression, scope)
            case ir.BoxAction():
                return self._box(expression, scope)
            case ir.Apply():
                call = self._apply(expression, scope)
                if call is not None:
                    return call
        return self._test(expression, scope)

    def _box(self, expression: ir.BoxAction, scope: Scope) -> Enumerator:
        action = self.compile(expression.action, scope)
        if not expression.angle:
            return _each([action, self.chooser.unchanged(expression.subscript, scope)])
        same = compile_logic.same(self.compiler, expression.subscript, scope)
        return in_turn([action, lambda frame, then: None if same(frame) else then()])

    def _test(self, expression: ir.Expression, scope: Scope) -> Enumerator:
        test = self.compiler.test(expression, scope)

        def run(frame: Frame, then: Continuation) -> None:
            if test(frame):
                then()

        return run

    def _quantified(self, expression: ir.Quantified, scope: Scope) -> Enumerator:
        loop = bind(self.compiler, expression.bindings, scope)
        slots = [scope.slots[n] for binding in expression.bindings for n in binding.names]
        body = self.compile(expression.body, scope)
        if expression.kind == "\\E":

            def exists(frame: Frame, then: Continuation) -> None:
                for _ in loop(frame):
                    body(frame, then)

            return exists

        def for_all(frame: Frame, then: Continuation) -> None:
            rows = [[frame[slot] for slot in slots] for _ in loop(frame)]

            def enter(position: int) -> None:
                if position == len(rows):
                    then()
                    return
                _put(frame, slots, rows[position])
                body(frame, lambda: resume(position))

            def resume(position: int) -> None:
                enter(position + 1)
                _put(frame, slots, rows[position])

            enter(0)

        return for_all

    def _conditional(self, expression: ir.If, scope: Scope) -> Enumerator:
        test = self.compiler.test(expression.condition, scope)
        yes = self.compile(expression.then, scope)
        no = self.compile(expression.otherwise, scope)
        return lambda frame, then: yes(frame, then) if test(frame) else no(frame, then)

    def _cases(self, expression: ir.Case, scope: Scope) -> Enumerator:
        arms = [
            (self.compiler.test(guard, scope), self.compile(value, scope))
            for guard, value in expression.arms
        ]
        other = None if expression.other is None else self.compile(expression.other, scope)
        fail = compile_logic.no_case(self.compiler, expression, scope)

        def run(frame: Frame, then: Continuation) -> None:
            for guard, value in arms:
                if guard(frame):
                    return value(frame, then)
            if other is None:
                raise fail(frame)
            return other(frame, then)

        return run

    def _let(self, expression: ir.Let, scope: Scope) -> Enumerator:
        prepare = compile_operators.let_values(self.compiler, expression, scope, self._keeps)
        body = self.compile(expression.body, scope)

        def run(frame: Frame, then: Continuation) -> None:
            prepare(frame)
            body(frame, then)

        return run

    def _keeps(self, node: ir.Definition | ir.Expression) -> bool:
        """Whether a value may be remembered while the action still chooses values."""
        return node.level <= (ir.Level.CONSTANT if self.initial else ir.Level.STATE)

    def _builtin(self, expression: ir.Builtin, scope: Scope) -> Enumerator:
        match expression.name:
            case "=" | "\\in":
                target = self.chooser.target(expression.arguments[0], scope)
                if target is not None:
                    return self.chooser.choice(expression, target, scope)
            case "UNCHANGED":
                return self.chooser.unchanged(expression.arguments[0], scope)
            case "\\cdot":
                return composition(self, expression, scope)
            case "=>":
                premise = self.compiler.test(expression.arguments[0], scope)
                conclusion = self.compile(expression.arguments[1], scope)
                return lambda frame, then: conclusion(frame, then) if premise(frame) else then()
        return self._test(expression, scope)

    def _apply(self, expression: ir.Apply, scope: Scope) -> Enumerator | None:
        operator = expression.operator
        program = self.compiler.program
        if isinstance(operator, ir.Constant):
            if operator not in program.operators:
                return None
            operator = program.operators[operator]
        if isinstance(operator, ir.Parameter):
            return self._apply_parameter(operator, expression, scope)
        definition = program.resolve(operator)
        if definition in program.values or definition.body is None or find_native(definition):
            return None
        if definition.is_function:
            return None
        if definition.level is ir.Level.CONSTANT and not definition.parameters:
            return None
        place = scope.locate(definition)
        code = self._code(definition, None if place is None else scope.outwards(place[0]))
        arguments = [self._argument(item, scope) for item in expression.arguments]
        depth = None if place is None else place[0]
        span = expression.span

        def run(frame: Frame, then: Continuation) -> None:
            parent = None if depth is None else enclosing(frame, depth)
            code.call(parent, [item(frame) for item in arguments], span, then)

        return run

    def _apply_parameter(
        self, parameter: ir.Parameter, expression: ir.Apply, scope: Scope
    ) -> Enumerator:
        """An operator that was passed: it may be an action, which shows at run time."""
        read = compile_operators.operator_of(parameter, scope)
        arguments = [self._argument(item, scope) for item in expression.arguments]
        test = self._test(expression, scope)

        def run(frame: Frame, then: Continuation) -> None:
            operator = read(frame)
            source = operator.source
            if source is None or not self._may_choose(source):
                test(frame, then)
                return
            values = [item(frame) for item in arguments]
            code = self._code(source, operator.scope)
            code.call(operator.parent, values, expression.span, then)

        return run

    def _may_choose(self, source: ir.Definition | ir.Lambda) -> bool:
        if isinstance(source, ir.Definition):
            return source.body is not None and not source.is_function
        return True

    def _code(self, definition: ir.Definition | ir.Lambda, parent: Scope | None) -> ActionCode:
        code = self.codes.get((definition, parent))
        if code is None:
            code = self.codes[definition, parent] = ActionCode(self, definition, parent)
        return code

    def _argument(self, expression: ir.Expression, scope: Scope) -> Argument:
        if isinstance(expression, _AT_HAND) or _is_bound(expression):
            return compile_operators.argument(self.compiler, expression, scope)
        make = compile_operators.delayed(self.compiler, expression, scope, False)
        if not self._keeps(expression):
            return make
        kept = compile_operators.delayed(self.compiler, expression, scope, True)
        return lambda frame: make(frame) if _chooses(frame) else kept(frame)


class ActionCode:
    """The body of a definition as an enumerator, compiled at first use."""

    def __init__(
        self,
        actions: ActionCompiler,
        definition: ir.Definition | ir.Lambda,
        parent: Scope | None,
    ) -> None:
        self.actions = actions
        self.definition = definition
        self.name = "LAMBDA" if isinstance(definition, ir.Lambda) else definition.name
        self.scope = Scope(parent)
        for parameter in definition.parameters:
            self.scope.allocate(parameter)
        self.run: Enumerator | None = None
        self.coverage = actions.compiler.coverage
        self.mark = (
            None if isinstance(definition, ir.Lambda) else self.coverage.operators.get(definition)
        )

    def call(
        self,
        parent: Frame | None,
        arguments: list[object],
        span: ir.Span,
        then: Continuation,
    ) -> None:
        """Enumerate the body for arguments; what fails later is not put down to it."""
        if self.run is None:
            body = self.definition.body
            assert body is not None
            self.run = self.actions.compile(body, self.scope)
        if self.mark is not None:
            self.coverage.bin[self.mark] = 1
        frame: Frame = [None] * self.scope.size
        frame[0] = parent
        frame[1 : 1 + len(arguments)] = arguments
        inside = True

        def leave() -> None:
            nonlocal inside
            inside = False
            then()
            inside = True

        try:
            self.run(frame, leave)
        except EvaluationError as error:
            if not inside:
                raise
            error.passed(lambda: Call(self.name, shown(arguments), span))
            raise
        except RecursionError:
            raise too_deep(f"`{self.name}`", self.definition.span) from None


def _each(parts: list[Enumerator]) -> Enumerator:
    """Disjunction: each part on its own."""

    def run(frame: Frame, then: Continuation) -> None:
        for part in parts:
            part(frame, then)

    return run


def _put(frame: Frame, slots: list[int], row: list[Value]) -> None:
    for slot, value in zip(slots, row, strict=True):
        frame[slot] = value


def _chooses(frame: Frame) -> bool:
    """Whether an argument of this call, or of one around it, depends on values not yet chosen."""
    while frame is not None:
        for item in frame:
            if type(item) is Delayed and not item.keep:
                return True
        frame = frame[0]
    return False


_AT_HAND = (ir.OperatorArgument, ir.Lambda, ir.Literal)


def _is_bound(expression: ir.Expression) -> bool:
    return isinstance(expression, ir.Reference) and not isinstance(expression.target, ir.Variable)
