"""A predicate taken apart into conjuncts, each with its identifiers bound.

The same idea as for actions: `/\\`, `\\A` over sets that no state changes, and operators that only
do that are opened, and so is the action within `[A]_v`, because [A /\\ B]_v is [A]_v /\\ [B]_v. What
remains is small and reads little, so it is evaluated for few different readings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from tlakit.explore.blame import Blame
from tlakit.language import ir
from tlakit.semantics.compile_logic import bind
from tlakit.semantics.compiler import Compiler
from tlakit.semantics.coverage import Coverage
from tlakit.semantics.machine import Frame, Test
from tlakit.semantics.natives import find_native
from tlakit.semantics.scope import Scope
from tlakit.semantics.specification import Specification
from tlakit.semantics.values import Value

MOST_CONJUNCTS = 2_000


class Origin(msgspec.Struct, frozen=True, eq=False):
    """Where a conjunct comes from: the predicate, and the operators whose bodies it was found in."""

    coverage: Coverage
    whole: ir.Expression
    opened: tuple[ir.Definition, ...] = ()

    def enter(self) -> None:
        """What is evaluated from now on is evaluated of this predicate."""
        self.coverage.enter(self.whole, self.opened)

    def within(self, definition: ir.Definition) -> Origin:
        """The origin of what is found in the body of an operator."""
        return Origin(self.coverage, self.whole, (*self.opened, definition))


class _Place(msgspec.Struct, frozen=True, eq=False):
    """Where a part of a predicate stands: its frame layout and values, and its origin."""

    scope: Scope
    frame: Frame
    origin: Origin

    def widened(self) -> Frame:
        return list(self.frame) + [None] * (self.scope.size - len(self.frame))


class Conjunct:
    """A part of a predicate; `box` is the test that excuses it: v' = v of an enclosing [A]_v.

    A disjunct is one too.
    """

    __slots__ = ("box", "box_frame", "expression", "frame", "names", "origin", "scope", "test")

    def __init__(
        self,
        origin: Origin,
        expression: ir.Expression,
        scope: Scope,
        test: Test,
        frame: Frame,
        names: tuple[tuple[str, int], ...],
    ) -> None:
        self.origin = origin
        self.expression = expression
        self.scope = scope
        self.test = test
        self.frame = frame
        self.names = names
        self.box: Test | None = None
        self.box_frame: Frame = []

    def holds(self) -> bool:
        """Its truth in the state, or step, that stands in the registers."""
        self.origin.enter()
        if self.test(list(self.frame)):
            return True
        return self.box is not None and self.box(list(self.box_frame))

    def holds_idly(self) -> bool:
        """The same without what excuses it: of a state that is followed by itself."""
        self.origin.enter()
        return self.test(list(self.frame))

    def describe(self, compiler: Compiler, sources: Mapping[str, str]) -> str:
        """Which part of it is false in the state, or step, in the registers, and for which values."""
        blame = Blame(compiler, self.expression, self.scope, self.frame)
        blame.names = {
            name: value for name, slot in self.names if isinstance(value := self.frame[slot], Value)
        }
        blame.narrow()
        return blame.describe(sources)


class _Splitter:
    """Takes formulas apart at conjunctions, or if `alternatives` at disjunctions."""

    def __init__(self, specification: Specification, alternatives: bool = False) -> None:
        self.compiler = specification.compiler
        self.kinds = ("\\/", "\\E") if alternatives else ("/\\", "\\A")
        self.angle = alternatives
        self.tests: dict[tuple[ir.Expression, Scope], Test] = {}
        self.scopes: dict[ir.Definition, Scope] = {}

    def split(self, expression: ir.Expression, place: _Place) -> Iterator[Conjunct]:
        match expression:
            case ir.Junction() if expression.kind in self.kinds:
                for item in expression.items:
                    yield from self.split(item, place)
                return
            case ir.Quantified() if expression.kind in self.kinds and _over_constants(expression):
                yield from self._for_each(expression, place)
                return
            case ir.Apply():
                inside = self._enter(expression, place)
                if inside is not None:
                    yield from self.split(*inside)
                    return
            case ir.BoxAction() if expression.angle == self.angle:
                yield from self._box(expression, place)
                return
        yield self._conjunct(expression, place)

    def _for_each(self, expression: ir.Quantified, place: _Place) -> Iterator[Conjunct]:
        loop = bind(self.compiler, expression.bindings, place.scope)
        coverage = place.origin.coverage
        frame = place.widened()
        coverage.ask(expression)
        for _ in loop(frame):
            coverage.meet(expression)
            inner = _Place(place.scope, list(frame), place.origin)
            yield from self.split(expression.body, inner)

    def _conjunct(self, expression: ir.Expression, place: _Place) -> Conjunct:
        scope, frame = place.scope, place.frame
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
        return Conjunct(place.origin, expression, scope, test, place.widened(), names)

    def _box(self, expression: ir.BoxAction, place: _Place) -> Iterator[Conjunct]:
        subscript = expression.subscript
        unchanged = ir.Builtin(
            span=subscript.span, level=ir.Level.ACTION, name="UNCHANGED", arguments=(subscript,)
        )
        excuse = self._conjunct(unchanged, place)
        for conjunct in self.split(expression.action, place):
            conjunct.box, conjunct.box_frame = excuse.test, excuse.frame
            yield conjunct

    def _enter(self, expression: ir.Apply, place: _Place) -> tuple[ir.Expression, _Place] | None:
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
        if place.scope.locate(definition) or any(p.arity for p in definition.parameters):
            return None
        if any(
            a.level is not ir.Level.CONSTANT or isinstance(a, ir.Lambda | ir.OperatorArgument)
            for a in expression.arguments
        ):
            return None
        runs = [self.compiler.open(item, place.scope) for item in expression.arguments]
        widened = place.widened()
        values: list[Value] = [run(widened) for run in runs]
        inner = self.scopes.setdefault(definition, Scope())
        for parameter in definition.parameters:
            inner.allocate(parameter)
        new: Frame = [None] * inner.size
        new[1 : 1 + len(values)] = values
        return body, _Place(inner, new, place.origin.within(definition))


def conjuncts_of(specification: Specification, expression: ir.Expression) -> list[Conjunct]:
    """The conjuncts of a predicate, or the predicate alone where it has too many."""
    return _parts_of(_Splitter(specification), specification, expression)


def alternatives_of(specification: Specification, expression: ir.Expression) -> list[Conjunct]:
    """The disjuncts of a predicate likewise; `box` of one of <<A>>_v is what it must not be."""
    return _parts_of(_Splitter(specification, alternatives=True), specification, expression)


def _parts_of(
    splitter: _Splitter, specification: Specification, expression: ir.Expression
) -> list[Conjunct]:
    origin = Origin(specification.coverage, expression)
    origin.enter()
    found: list[Conjunct] = []
    for conjunct in splitter.split(expression, _Place(Scope(), [None], origin)):
        found.append(conjunct)
        if len(found) > MOST_CONJUNCTS:
            whole = Scope()
            test = specification.compiler.test(expression, whole)
            return [Conjunct(origin, expression, whole, test, [None] * whole.size, ())]
    return found


def _over_constants(expression: ir.Quantified) -> bool:
    return all(
        binding.domain is not None and binding.domain.level is ir.Level.CONSTANT
        for binding in expression.bindings
    )
