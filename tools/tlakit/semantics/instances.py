"""The next-state action taken apart into action instances: who can act, with which arguments.

`Next` is split at disjunctions, at bounded `\\E` over sets that no state changes, and at operators
that only do that. What remains is an instance: a formula with its free identifiers bound, known by
the innermost named operator and the values it is applied to. A `\\E` over a set that depends on the
state makes a family: one instance for each value that the set ever holds, made when it is met.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from tlakit.language import ir
from tlakit.semantics.behaviour import Label
from tlakit.semantics.compile_logic import bind
from tlakit.semantics.machine import Continuation, Delayed, Enumerator, Frame
from tlakit.semantics.natives import find_native
from tlakit.semantics.open_values import OpenValue, force
from tlakit.semantics.scope import Scope
from tlakit.semantics.values import Value

if TYPE_CHECKING:
    from tlakit.semantics.actions import ActionCompiler


class Instance:
    """One action with its arguments; `run` enumerates its successors."""

    def __init__(self, enumerator: Enumerator, frame: Frame, label: Label) -> None:
        self.enumerator = enumerator
        self.frame = frame
        self.label = label

    def run(self, then: Continuation) -> None:
        """Calls `then` for each successor, which stands in the registers."""
        self.enumerator(list(self.frame), then)


class Family:
    """`\\E x \\in S : A(x)` where S is a variable: an instance for each element."""

    def __init__(
        self, splitter: Splitter, variable: int, slot: int, body: ir.Expression, place: _Place
    ) -> None:
        self.splitter = splitter
        self.variable = variable
        self.slot = slot
        self.body = body
        self.place = place

    def instances(self, element: Value) -> list[Instance | Family]:
        """The instances for one element of the set."""
        return list(self.splitter.split(self.body, self.place.bound(self.slot, element)))


class _Place:
    """Where a part of the formula stands: its frame layout and values, and what named it last."""

    def __init__(
        self,
        scope: Scope,
        frame: Frame,
        name: str,
        span: ir.Span,
        arguments: tuple[tuple[str, int], ...],
    ) -> None:
        self.scope = scope
        self.frame = frame
        self.name = name
        self.span = span
        self.arguments = arguments

    def bound(self, slot: int, value: Value) -> _Place:
        frame = list(self.frame) + [None] * (self.scope.size - len(self.frame))
        frame[slot] = value
        return _Place(self.scope, frame, self.name, self.span, self.arguments)

    def naming(self, arguments: tuple[tuple[str, int], ...]) -> _Place:
        return _Place(self.scope, self.frame, self.name, self.span, (*self.arguments, *arguments))


class Splitter:
    """Splits the next-state action of one model."""

    def __init__(self, actions: ActionCompiler, next_action: ir.Expression) -> None:
        self.actions = actions
        self.next_action = next_action
        self.enumerators: dict[tuple[ir.Expression, Scope], Enumerator] = {}
        self.scopes: dict[ir.Definition, Scope] = {}
        self.nested: dict[ir.Quantified, ir.Quantified] = {}

    @cached_property
    def parts(self) -> tuple[Instance | Family, ...]:
        """All instances and families, in the order of the text."""
        scope = Scope()
        place = _Place(scope, [None], "Next", self.next_action.span, ())
        return tuple(self.split(self.next_action, place))

    def split(self, expression: ir.Expression, place: _Place) -> Iterator[Instance | Family]:
        """The instances within a part of the action."""
        match expression:
            case ir.Junction(kind="\\/"):
                for item in expression.items:
                    yield from self.split(item, place)
                return
            case ir.Quantified(kind="\\E"):
                handled = self._exists(expression, place)
                if handled is not None:
                    yield from handled
                    return
            case ir.Apply():
                inside = self._enter(expression, place)
                if inside is not None:
                    yield from self.split(*inside)
                    return
        yield self._instance(expression, place)

    def _instance(self, expression: ir.Expression, place: _Place) -> Instance:
        enumerator = self.enumerators.get((expression, place.scope))
        if enumerator is None:
            enumerator = self.actions.compile(expression, place.scope)
            self.enumerators[expression, place.scope] = enumerator
        frame = list(place.frame) + [None] * (place.scope.size - len(place.frame))
        values = tuple((name, _argument(frame[slot])) for name, slot in place.arguments)
        return Instance(enumerator, frame, Label(place.name, values, place.span))

    def _exists(
        self, expression: ir.Quantified, place: _Place
    ) -> Iterator[Instance | Family] | None:
        expression = self._one_at_a_time(expression)
        domains = [binding.domain for binding in expression.bindings]
        names = tuple(
            (name.name, place.scope.allocate(name))
            for binding in expression.bindings
            for name in binding.names
        )
        if all(d is not None and d.level is ir.Level.CONSTANT for d in domains):
            return self._constant_exists(expression, place.naming(names))
        domain = domains[0]
        if (
            len(names) == 1
            and isinstance(domain, ir.Reference)
            and isinstance(domain.target, ir.Variable)
            and not expression.bindings[0].pattern
        ):
            variable = self.actions.compiler.program.index[domain.target]
            inner = place.naming(names)
            return iter([Family(self, variable, names[0][1], expression.body, inner)])
        return None

    def _one_at_a_time(self, expression: ir.Quantified) -> ir.Quantified:
        """`\\E x \\in S, y \\in T : A` as `\\E x \\in S : \\E y \\in T : A`: the domains know no names."""
        first = expression.bindings[0]
        if len(expression.bindings) == 1 and (first.pattern or len(first.names) == 1):
            return expression
        nested = self.nested.get(expression)
        if nested is None:
            head, rest = first, expression.bindings[1:]
            if not first.pattern and len(first.names) > 1:
                head = ir.Binding(span=first.span, names=first.names[:1], domain=first.domain)
                tail = ir.Binding(span=first.span, names=first.names[1:], domain=first.domain)
                rest = (tail, *rest)
            inner = ir.Quantified(
                span=expression.span,
                level=expression.level,
                kind="\\E",
                bindings=rest,
                body=expression.body,
            )
            nested = ir.Quantified(
                span=expression.span,
                level=expression.level,
                kind="\\E",
                bindings=(head,),
                body=inner,
            )
            self.nested[expression] = nested
        return nested

    def _constant_exists(
        self, expression: ir.Quantified, place: _Place
    ) -> Iterator[Instance | Family]:
        loop = bind(self.actions.compiler, expression.bindings, place.scope)
        frame = list(place.frame) + [None] * (place.scope.size - len(place.frame))
        for _ in loop(frame):
            here = _Place(place.scope, list(frame), place.name, place.span, place.arguments)
            yield from self.split(expression.body, here)

    def _enter(self, expression: ir.Apply, place: _Place) -> tuple[ir.Expression, _Place] | None:
        """The body of a defined operator and its place, if its arguments are values by now."""
        compiler = self.actions.compiler
        operator = expression.operator
        if not isinstance(operator, ir.Definition):
            return None
        definition = compiler.program.resolve(operator)
        body = definition.body
        if body is None or definition in compiler.program.values or find_native(definition):
            return None
        if any(p.arity for p in definition.parameters) or place.scope.locate(definition):
            return None
        if any(a.level is not ir.Level.CONSTANT for a in expression.arguments):
            return None
        if definition.recursive:
            return None
        frame = list(place.frame)
        values: list[Value] = []
        for item in expression.arguments:
            if isinstance(item, ir.OperatorArgument | ir.Lambda):
                return None
            run = compiler.open(item, place.scope)
            frame += [None] * (place.scope.size - len(frame))
            values.append(run(frame))
        scope = self.scopes.setdefault(definition, Scope())
        names = tuple((p.name, scope.allocate(p)) for p in definition.parameters)
        new: Frame = [None] * scope.size
        new[1 : 1 + len(values)] = values
        return body, _Place(scope, new, definition.name, definition.span, names)


def _argument(value: object) -> Value:
    """The value of a parameter, for a label."""
    assert isinstance(value, Value) and not isinstance(value, Delayed)
    return force(value) if isinstance(value, OpenValue) else value
