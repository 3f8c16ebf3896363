"""The next-state action taken apart into action instances: who can act, with which arguments.

`Next` is split at disjunctions, at bounded `\\E` over sets that no state changes, and at operators
that only do that. What remains is an instance: a formula with its free identifiers bound, known by
the innermost named operator and the values it is applied to. A `\\E` over a set that depends on the
state makes a family: one instance for each value that the set ever holds, made when it is met.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from math import prod
from typing import TYPE_CHECKING

import msgspec

from tlakit.language import ir
from tlakit.semantics.behaviour import Label
from tlakit.semantics.compile_logic import bind
from tlakit.semantics.errors import EvaluationError
from tlakit.semantics.machine import Continuation, Delayed, Enumerator, Frame
from tlakit.semantics.natives import find_native
from tlakit.semantics.open_values import OpenValue, force
from tlakit.semantics.scope import Scope
from tlakit.semantics.values import Value

if TYPE_CHECKING:
    from tlakit.semantics.actions import ActionCompiler


MOST_INSTANCES = 20_000
"""Instances that are told apart; a `\\E` over more is evaluated as a whole, in each state."""


class Instance:
    """One action with its arguments; `run` enumerates its successors."""

    def __init__(self, enumerator: Enumerator, frame: Frame, label: Label) -> None:
        self.enumerator = enumerator
        self.frame = frame
        self.label = label

    def run(self, then: Continuation) -> None:
        """Calls `then` for each successor, which stands in the registers."""
        self.enumerator(list(self.frame), then)


class _Choice(msgspec.Struct, frozen=True):
    """What one name, or one pattern, of a `\\E` ranges over: rows of values, or a variable's elements."""

    slots: tuple[int, ...]
    rows: tuple[tuple[Value, ...], ...]
    variable: int | None = None


class Family:
    """`\\E x \\in S : A(x)` where S is a variable: instances for each element."""

    def __init__(
        self,
        splitter: Splitter,
        choice: _Choice,
        rest: tuple[_Choice, ...],
        body: ir.Expression,
        place: _Place,
    ) -> None:
        assert choice.variable is not None
        self.splitter = splitter
        self.variable = choice.variable
        self.slot = choice.slots[0]
        self.rest = rest
        self.body = body
        self.place = place

    def instances(self, element: Value) -> list[Instance | Family]:
        """The instances for one element of the set."""
        place = self.place.bound((self.slot,), (element,))
        return list(self.splitter.choose(self.rest, self.body, place))


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

    def bound(self, slots: tuple[int, ...], values: tuple[Value, ...]) -> _Place:
        frame = list(self.frame) + [None] * (self.scope.size - len(self.frame))
        for slot, value in zip(slots, values, strict=True):
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
        self.remaining: dict[ir.Quantified, ir.Expression] = {}
        self.made = 0

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
        self.made += 1
        return Instance(enumerator, frame, Label(place.name, values, place.span))

    def _exists(
        self, expression: ir.Quantified, place: _Place
    ) -> Iterator[Instance | Family] | None:
        """The instances by those names whose sets no state changes, or are variables; None for none.

        What the other names range over is left to the instances. The sets know none of the names.
        """
        choices: list[_Choice] = []
        names: list[tuple[str, int]] = []
        left: list[ir.Binding] = []
        for binding in _one_by_one(expression.bindings):
            choice = self._choice(binding, place)
            if choice is None:
                left.append(binding)
                continue
            choices.append(choice)
            names += [(n.name, place.scope.allocate(n)) for n in binding.names]
        if not choices or self.made + prod(len(c.rows) for c in choices) > MOST_INSTANCES:
            return None
        body = expression.body
        if left:
            body = self.remaining.setdefault(
                expression,
                ir.Quantified(
                    span=expression.span,
                    level=expression.level,
                    kind="\\E",
                    bindings=tuple(left),
                    body=body,
                ),
            )
        return self.choose(tuple(choices), body, place.naming(tuple(names)))

    def _choice(self, binding: ir.Binding, place: _Place) -> _Choice | None:
        """What a name ranges over, if its set is constant, or a variable."""
        domain = binding.domain
        slots = tuple(place.scope.allocate(name) for name in binding.names)
        if domain is None:
            return None
        if domain.level is ir.Level.CONSTANT:
            loop = bind(self.actions.compiler, (binding,), place.scope, whole=False)
            frame = list(place.frame) + [None] * (place.scope.size - len(place.frame))
            try:
                rows = [
                    tuple(frame[slot] for slot in slots)
                    for _ in islice(loop(frame), MOST_INSTANCES + 1)
                ]
            except EvaluationError:
                return None
            return _Choice(slots, tuple(rows)) if len(rows) <= MOST_INSTANCES else None
        if (
            isinstance(domain, ir.Reference)
            and isinstance(domain.target, ir.Variable)
            and not binding.pattern
        ):
            variable = self.actions.compiler.program.index[domain.target]
            return _Choice(slots, ((),), variable)
        return None

    def choose(
        self, choices: tuple[_Choice, ...], body: ir.Expression, place: _Place
    ) -> Iterator[Instance | Family]:
        """The instances for each choice; the first name changes fastest, as in TLC."""
        if not choices:
            yield from self.split(body, place)
            return
        *rest, last = choices
        if last.variable is not None:
            yield Family(self, last, tuple(rest), body, place)
            return
        for row in last.rows:
            yield from self.choose(tuple(rest), body, place.bound(last.slots, row))

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


def _one_by_one(bindings: tuple[ir.Binding, ...]) -> Iterator[ir.Binding]:
    """The bindings with one name each, or one pattern."""
    for binding in bindings:
        if binding.pattern or len(binding.names) == 1:
            yield binding
            continue
        for name in binding.names:
            yield ir.Binding(span=binding.span, names=(name,), domain=binding.domain)


def _argument(value: object) -> Value:
    """The value of a parameter, for a label."""
    assert isinstance(value, Value) and not isinstance(value, Delayed)
    return force(value) if isinstance(value, OpenValue) else value
