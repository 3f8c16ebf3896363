"""A predicate taken apart into conjuncts, each with its identifiers bound.

The same idea as for actions: `/\\`, `\\A` over sets that no state changes, and operators that only
do that are opened, and so is the action within `[A]_v`, because [A /\\ B]_v is [A]_v /\\ [B]_v. What
remains is small and reads little, so it is evaluated for few different readings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tlakit.explore.blame import Blame
from tlakit.language import ir
from tlakit.semantics.compile_logic import bind
from tlakit.semantics.compiler import Compiler
from tlakit.semantics.machine import Frame, Test
from tlakit.semantics.natives import find_native
from tlakit.semantics.scope import Scope
from tlakit.semantics.specification import Specification
from tlakit.semantics.values import Value

MOST_CONJUNCTS = 2_000


class Conjunct:
    """A part of a predicate; `box` is the test that excuses it: v' = v of an enclosing [A]_v."""

    __slots__ = ("box", "box_frame", "expression", "frame", "names", "scope", "test")

    def __init__(
        self,
        expression: ir.Expression,
        scope: Scope,
        test: Test,
        frame: Frame,
        names: tuple[tuple[str, int], ...],
    ) -> None:
        self.expression = expression
        self.scope = scope
        self.test = test
        self.frame = frame
        self.names = names
        self.box: Test | None = None
        self.box_frame: Frame = []

    def holds(self) -> bool:
        """Its truth in the state, or step, that stands in the registers."""
        if self.test(list(self.frame)):
            return True
        return self.box is not None and self.box(list(self.box_frame))

    def describe(self, compiler: Compiler, sources: Mapping[str, str]) -> str:
        """Which part of it is false in the state, or step, in the registers, and for which values."""
        blame = Blame(compiler, self.expression, self.scope, self.frame)
        blame.names = {
            name: value for name, slot in self.names if isinstance(value := self.frame[slot], Value)
        }
        blame.narrow()
        return blame.describe(sources)


class _Splitter:
    def __init__(self, specification: Specification) -> None:
        self.compiler = specification.compiler
        self.tests: dict[tuple[ir.Expression, Scope], Test] = {}
        self.scopes: dict[ir.Definition, Scope] = {}

    def split(self, expression: ir.Expression, scope: Scope, frame: Frame) -> Iterator[Conjunct]:
        match expression:
            case ir.Junction(kind="/\\"):
                for item in expression.items:
                    yield from self.split(item, scope, frame)
                return
            case ir.Quantified(kind="\\A") if _over_constants(expression):
                loop = bind(self.compiler, expression.bindings, scope)
                widened = _widen(frame, scope)
                for _ in loop(widened):
                    yield from self.split(expression.body, scope, list(widened))
                return
            case ir.Apply():
                inside = self._enter(expression, scope, frame)
                if inside is not None:
                    yield from self.split(*inside)
                    return
            case ir.BoxAction(angle=False):
                yield from self._box(expression, scope, frame)
                return
        yield self._conjunct(expression, scope, frame)

    def _conjunct(self, expression: ir.Expression, scope: Scope, frame: Frame) -> Conjunct:
        test = self.tests.get((expression, scope))
        if test is None:
            test = self.tests[expression, scope] = self.compiler.test(expression, scope)
        names = tuple(
            (binder.name, slot)
            for binder, slot in scope.slots.items()
            if isinstance(binder, ir.Bound | ir.Parameter)
            and slot < len(frame)
            and isinstance(frame[slot], Value)
        )
        return Conjunct(expression, scope, test, _widen(frame, scope), names)

    def _box(self, expression: ir.BoxAction, scope: Scope, frame: Frame) -> Iterator[Conjunct]:
        subscript = expression.subscript
        unchanged = ir.Builtin(
            span=subscript.span, level=ir.Level.ACTION, name="UNCHANGED", arguments=(subscript,)
        )
        excuse = self._conjunct(unchanged, scope, frame)
        for conjunct in self.split(expression.action, scope, frame):
            conjunct.box, conjunct.box_frame = excuse.test, excuse.frame
            yield conjunct

    def _enter(
        self, expression: ir.Apply, scope: Scope, frame: Frame
    ) -> tuple[ir.Expression, Scope, Frame] | None:
        operator = expression.operator
        program = self.compiler.program
        if not isinstance(operator, ir.Definition):
            return None
        definition = program.resolve(operator)
        body = definition.body
        if body is None or definition in program.values or find_native(definition):
            return None
        if definition.level is ir.Level.CONSTANT or definition.recursive:
            return None
        if scope.locate(definition) or any(p.arity for p in definition.parameters):
            return None
        if any(
            a.level is not ir.Level.CONSTANT or isinstance(a, ir.Lambda | ir.OperatorArgument)
            for a in expression.arguments
        ):
            return None
        runs = [self.compiler.open(item, scope) for item in expression.arguments]
        widened = _widen(frame, scope)
        values: list[Value] = [run(widened) for run in runs]
        inner = self.scopes.setdefault(definition, Scope())
        for parameter in definition.parameters:
            inner.allocate(parameter)
        new: Frame = [None] * inner.size
        new[1 : 1 + len(values)] = values
        return body, inner, new


def conjuncts_of(specification: Specification, expression: ir.Expression) -> list[Conjunct]:
    """The conjuncts of a predicate, or the predicate alone where it has too many."""
    splitter = _Splitter(specification)
    scope = Scope()
    found: list[Conjunct] = []
    for conjunct in splitter.split(expression, scope, [None]):
        found.append(conjunct)
        if len(found) > MOST_CONJUNCTS:
            whole = Scope()
            test = specification.compiler.test(expression, whole)
            return [Conjunct(expression, whole, test, [None] * whole.size, ())]
    return found


def _over_constants(expression: ir.Quantified) -> bool:
    return all(
        binding.domain is not None and binding.domain.level is ir.Level.CONSTANT
        for binding in expression.bindings
    )


def _widen(frame: Frame, scope: Scope) -> Frame:
    return list(frame) + [None] * (scope.size - len(frame))
