"""From the IR to temporal formulas: operators opened, quantifiers over constants written out.

What stands under no temporal operator, or is itself of the state level, becomes a predicate: it is
compiled once and evaluated wherever it matters. An operator is opened by putting its arguments where
its parameters stand.
"""

from __future__ import annotations

from typing import NoReturn

from tlakit.language import ir
from tlakit.language.ir import Level
from tlakit.semantics import compile_operators, temporal
from tlakit.semantics.compile_logic import bind
from tlakit.semantics.compiler import Compiler
from tlakit.semantics.machine import Frame, Test
from tlakit.semantics.scope import Scope
from tlakit.semantics.substitute import applied
from tlakit.semantics.temporal import Formula, Predicate, Subject
from tlakit.semantics.values import Value


class Refused(Exception):
    """A temporal formula that cannot be checked: what of it, why not, and where it stands."""

    def __init__(self, message: str, span: ir.Span, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.hint = hint


class Translator:
    """Translates the formulas of one model; `next_action` is its next-state action, if it has one.

    All parts of its formulas live in one frame layout. A frame is never changed after it is made, so
    that a predicate may keep it. `premises` are the left sides of `=>` and `~>` that were met on the
    way, each with its formula and the expression that was to be translated.
    """

    def __init__(self, compiler: Compiler, next_action: ir.Expression | None) -> None:
        self.compiler = compiler
        self.next_action = None if next_action is None else self._behind(next_action)
        self.coverage = compiler.coverage
        self.whole: ir.Expression | None = None
        self.premises: list[tuple[ir.Expression, ir.Builtin, Formula]] = []
        self.scope = Scope()
        self.tests: dict[ir.Expression, Test] = {}
        self.opened: dict[tuple[ir.Definition, tuple[ir.Expression, ...]], ir.Expression] = {}
        self.steps: dict[ir.Fairness, tuple[ir.BoxAction, ir.Expression]] = {}

    def formula(self, expression: ir.Expression) -> Formula:
        """The formula that an expression is.

        Raises Refused for what cannot be checked, EvaluationError where a constant fails.
        """
        registers = self.compiler.registers
        nothing: list[Value | None] = [None] * len(self.compiler.program.variables)
        registers.current, registers.following, registers.shifted = nothing, nothing, False
        self.whole = expression
        self.coverage.enter(expression)
        return self._formula(expression, [None])

    def _formula(self, node: ir.Expression, frame: Frame) -> Formula:
        if node.level is Level.CONSTANT:
            return temporal.Truth(self._test(node)(self._widened(frame)))
        if node.level is Level.STATE:
            return self._predicate(node, frame, Subject.STATE)
        match node:
            case ir.Junction(kind=kind, items=items):
                parts = tuple(self._formula(item, frame) for item in items)
                both = kind == "/\\"
                return temporal.Conjunction(parts) if both else temporal.Disjunction(parts)
            case ir.Quantified():
                return self._quantified(node, frame)
            case ir.If(condition=condition, then=then, otherwise=otherwise):
                test = self._formula(condition, frame)
                yes, no = self._formula(then, frame), self._formula(otherwise, frame)
                otherwise_no = temporal.implies(temporal.Negation(test), no)
                return temporal.Conjunction((temporal.implies(test, yes), otherwise_no))
            case ir.Let():
                return self._formula(node.body, self._let(node, frame))
            case ir.Builtin():
                return self._builtin(node, frame)
            case ir.BoxAction():
                return self._step(node, frame)
            case ir.Fairness():
                return self._fairness(node, frame)
            case ir.Apply():
                return self._formula(self._open(node), frame)
        self._refuse(node, "an expression of this form is not checked over a behaviour")

    def _refuse(self, node: ir.Node, message: str, hint: str = "") -> NoReturn:
        raise Refused(message, node.span, hint)

    def _quantified(self, node: ir.Quantified, frame: Frame) -> Formula:
        if node.kind in ("\\AA", "\\EE"):
            self._refuse(node, f"the temporal quantifier `{node.kind}` cannot be checked")
        for binding in node.bindings:
            if binding.domain is None:
                self._refuse(binding, "the quantifier has no set", "Write `\\in S`.")
            if binding.domain.level is not Level.CONSTANT:
                self._refuse(
                    binding.domain,
                    "a temporal formula is quantified over a set that is not constant",
                    "Quantify over a constant set, and say that the element is in this one.",
                )
        loop = bind(self.compiler, node.bindings, self.scope)
        inner = self._widened(frame)
        parts = tuple(self._formula(node.body, list(inner)) for _ in loop(inner))
        self.coverage.ask(node)
        if parts:
            self.coverage.meet(node)
        return temporal.Conjunction(parts) if node.kind == "\\A" else temporal.Disjunction(parts)

    def _builtin(self, node: ir.Builtin, frame: Frame) -> Formula:
        if node.name not in _CONNECTIVES:
            self._refuse(node, f"`{node.name}` cannot be checked over a behaviour")
        parts = [self._formula(argument, frame) for argument in node.arguments]
        if node.name in ("=>", "~>") and self.whole is not None:
            self.premises.append((self.whole, node, parts[0]))
        match node.name:
            case "~":
                return temporal.Negation(parts[0])
            case "=>":
                return temporal.implies(*parts)
            case "[]":
                return temporal.Always(parts[0])
            case "<>":
                return temporal.Eventually(parts[0])
            case "~>":
                return temporal.leads_to(*parts)
            case _:
                one, other = parts
                return temporal.Conjunction(
                    (temporal.implies(one, other), temporal.implies(other, one))
                )

    # Steps and fairness

    def _step(self, node: ir.BoxAction, frame: Frame) -> Formula:
        if node.angle and self._is_next(node.action) and self._is_everything(node.subscript):
            return self._predicate(node, frame, Subject.MOVE, idle=False)
        return self._predicate(node, frame, Subject.STEP, idle=not node.angle)

    def _fairness(self, node: ir.Fairness, frame: Frame) -> Formula:
        made = self.steps.get(node)
        if made is None:
            made = self.steps[node] = _step_of(node)
        step, enabled = made
        subject = Subject.STATE
        if self._is_next(node.action) and self._is_everything(node.subscript):
            subject = Subject.CAN_MOVE
        return temporal.fairness(
            self._predicate(enabled, frame, subject), self._step(step, frame), node.strong
        )

    def _is_next(self, action: ir.Expression) -> bool:
        return self._behind(action) is self.next_action

    def _is_everything(self, subscript: ir.Expression) -> bool:
        """Whether a subscript is a tuple of variables, nested or not, with all of them in it."""
        found: set[ir.Variable] = set()
        pending = [subscript]
        while pending:
            node = self._behind(pending.pop())
            if isinstance(node, ir.Tuple):
                pending += node.items
            elif isinstance(node, ir.Reference) and isinstance(node.target, ir.Variable):
                found.add(node.target)
            else:
                return False
        return len(found) == len(self.compiler.program.variables)

    def _behind(self, node: ir.Expression) -> ir.Expression:
        """What a name without parameters leads to."""
        program = self.compiler.program
        while isinstance(node, ir.Apply) and isinstance(node.operator, ir.Definition):
            definition = program.resolve(node.operator)
            if definition.parameters or definition.body is None or definition in program.values:
                break
            node = definition.body
        return node

    def _predicate(
        self, node: ir.Expression, frame: Frame, subject: Subject, idle: bool | None = None
    ) -> Predicate:
        test = self._test(node)
        kept = self._widened(frame)
        coverage, whole = self.coverage, self.whole

        def holds() -> bool:
            coverage.enter(whole)
            return test(list(kept))

        return Predicate(subject, holds, idle)

    def _test(self, node: ir.Expression) -> Test:
        found = self.tests.get(node)
        if found is None:
            found = self.tests[node] = self.compiler.test(node, self.scope)
        return found

    def _widened(self, frame: Frame) -> Frame:
        """A copy of a frame with room for all that the layout has by now."""
        return list(frame) + [None] * (self.scope.size - len(frame))

    # Operators

    def _let(self, node: ir.Let, frame: Frame) -> Frame:
        prepare = compile_operators.let_values(
            self.compiler, node, self.scope, lambda definition: definition.level is Level.CONSTANT
        )
        inner = self._widened(frame)
        prepare(inner)
        return inner

    def _open(self, node: ir.Apply) -> ir.Expression:
        """The body of an operator for its arguments."""
        program = self.compiler.program
        operator = node.operator
        if isinstance(operator, ir.Constant):
            operator = program.operators.get(operator, operator)
        if isinstance(operator, ir.Definition):
            operator = program.resolve(operator)
        if not isinstance(operator, ir.Definition) or operator.body is None:
            self._refuse(node, f"`{operator.name}` has no definition that could be checked")
        if operator.recursive:
            self._refuse(node, f"the temporal formula `{operator.name}` is recursive")
        key = operator, node.arguments
        found = self.opened.get(key)
        if found is None:
            found = self.opened[key] = applied(operator, node.arguments)
        return found


def _step_of(node: ir.Fairness) -> tuple[ir.BoxAction, ir.Expression]:
    """<<A>>_v and ENABLED <<A>>_v of WF_v(A) or SF_v(A)."""
    span = node.span
    step = ir.BoxAction(
        span=span, level=Level.ACTION, action=node.action, subscript=node.subscript, angle=True
    )
    if node.enabled is not None:
        return step, node.enabled
    return step, ir.Builtin(span=span, level=Level.STATE, name="ENABLED", arguments=(step,))


_CONNECTIVES = {"~", "=>", "<=>", "[]", "<>", "~>"}
