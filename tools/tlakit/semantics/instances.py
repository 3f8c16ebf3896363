"""The next-state action taken apart into action instances: who can act, with which arguments.

`Next` is split at disjunctions, at bounded `\\E` over sets that no state changes, and at operators
that only do that. What remains is an instance: a formula with its free identifiers bound, known by
the innermost named operator and the values it is applied to. A `\\E` over a variable, over the domain
of one, or over those elements of either that satisfy a predicate, makes a family: one instance for
each element that there ever is, made when it is met, with the predicate as its guard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, partial
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
from tlakit.semantics.open_values import OpenValue, domain_of, force, iterate
from tlakit.semantics.ranges import Range, range_of
from tlakit.semantics.scope import Scope
from tlakit.semantics.values import Value

if TYPE_CHECKING:
    from tlakit.semantics.actions import ActionCompiler


MOST_INSTANCES = 20_000
"""Instances that are told apart; a `\\E` over more is evaluated as a whole, in each state."""


class Instance:
    """One action with its arguments; `run` enumerates its successors, if it passes the guards.

    `opened` are the operators on the way to it, which count as evaluated when it is.
    """

    def __init__(
        self,
        splitter: Splitter,
        enumerator: Enumerator,
        frame: Frame,
        label: Label,
        opened: tuple[ir.Definition, ...],
        guards: tuple[Callable[[], bool], ...],
    ) -> None:
        self.splitter = splitter
        self.guards = guards
        self.enumerator = enumerator
        self.frame = frame
        self.label = label
        self.opened = opened

    def run(self, then: Continuation) -> None:
        """Calls `then` for each successor, which stands in the registers."""
        self.splitter.coverage.enter(self.splitter.next_action, self.opened)
        for guard in self.guards:
            if not guard():
                return
        self.enumerator(list(self.frame), then)


class _Choice(msgspec.Struct, frozen=True):
    """What one name, or one pattern, of a `\\E` ranges over: rows of values, or part of a variable."""

    slots: tuple[int, ...]
    rows: tuple[tuple[Value, ...], ...]
    source: Range | None = None
    span: ir.Span | None = None


class Family:
    """`\\E x \\in S : A(x)` where S is part of a variable: instances for each element.

    These are the elements of the variable, or of its domain if `domain`; `span` is where S stands.
    """

    def __init__(
        self,
        splitter: Splitter,
        choice: _Choice,
        rest: tuple[_Choice, ...],
        body: ir.Expression,
        place: _Place,
    ) -> None:
        assert choice.source is not None
        self.splitter = splitter
        self.variable = choice.source.variable
        self.domain = choice.source.domain
        self.guards = choice.source.guards
        self.span = choice.span
        self.slot = choice.slots[0]
        self.rest = rest
        self.body = body
        self.place = place
        self.met = False
        self.made = splitter.made

    def elements(self, value: Value) -> Iterator[Value]:
        """The elements that there are where the variable has this value, in the order of values."""
        try:
            return iterate(domain_of(value) if self.domain else value)
        except EvaluationError as error:
            raise error if self.span is None else error.at(self.span) from None

    def instances(self, element: Value) -> list[Instance | Family]:
        """The instances for one element of the set, split alike whichever elements came before."""
        self.met = True
        self.splitter.made = self.made
        self.splitter.coverage.enter(self.splitter.next_action)
        place = self.place.bound((self.slot,), (element,))
        frame = self.place.frame
        place.guards += tuple(partial(guard, frame, element) for guard in self.guards)
        return list(self.splitter.choose(self.rest, self.body, place))

    def action_names(self) -> Iterator[tuple[str, ir.Span]]:
        """What its instances may be called; what a `\\E` or an operator hides shows only once met."""
        pending = [(self.body, self.place.name, self.place.span)]
        while pending:
            body, name, span = pending.pop()
            match body:
                case ir.Junction(kind="\\/"):
                    pending += [(item, name, span) for item in reversed(body.items)]
                    continue
                case ir.Quantified(kind="\\E"):
                    pending.append((body.body, name, span))
                    continue
                case ir.Apply():
                    definition = self.splitter.enterable(body)
                    if definition is not None and definition.body is not None:
                        pending.append((definition.body, definition.name, definition.span))
                        continue
            yield name, span


class _Place:
    """Where a part of the formula stands: its frame layout and values, and what named it last."""

    def __init__(
        self,
        scope: Scope,
        frame: Frame,
        name: str,
        span: ir.Span,
        arguments: tuple[tuple[str, int], ...],
        opened: tuple[ir.Definition, ...] = (),
        guards: tuple[Callable[[], bool], ...] = (),
    ) -> None:
        self.guards = guards
        self.scope = scope
        self.frame = frame
        self.name = name
        self.span = span
        self.arguments = arguments
        self.opened = opened

    def bound(self, slots: tuple[int, ...], values: tuple[Value, ...]) -> _Place:
        frame = list(self.frame) + [None] * (self.scope.size - len(self.frame))
        for slot, value in zip(slots, values, strict=True):
            frame[slot] = value
        return _Place(
            self.scope, frame, self.name, self.span, self.arguments, self.opened, self.guards
        )

    def naming(
        self, arguments: tuple[tuple[str, int], ...], opened: tuple[ir.Definition, ...] = ()
    ) -> _Place:
        named = (*self.arguments, *arguments)
        opened = (*self.opened, *opened)
        return _Place(self.scope, self.frame, self.name, self.span, named, opened, self.guards)


class Splitter:
    """Splits the next-state action of one model."""

    def __init__(self, actions: ActionCompiler, next_action: ir.Expression) -> None:
        self.actions = actions
        self.coverage = actions.compiler.coverage
        self.next_action = next_action
        self.labels: dict[tuple[str, ir.Span], None] = {}
        self.families: list[Family] = []
        self.enumerators: dict[tuple[ir.Expression, Scope], Enumerator] = {}
        self.scopes: dict[ir.Definition, Scope] = {}
        self.remaining: dict[ir.Quantified, ir.Expression] = {}
        self.made = 0

    @cached_property
    def parts(self) -> tuple[Instance | Family, ...]:
        """All instances and families, in the order of the text."""
        scope = Scope()
        place = _Place(scope, [None], "Next", self.next_action.span, ())
        with self.coverage.once():
            return tuple(self.split(self.next_action, place))

    def looked_into(self) -> set[ir.Span]:
        """The operators whose bodies stand for them: any state that is explored evaluates these."""
        parts = (*self.parts, *self.families)
        places = [part.place.opened if isinstance(part, Family) else part.opened for part in parts]
        return {definition.span for opened in places for definition in opened}

    def action_names(self) -> dict[tuple[str, ir.Span], None]:
        """The names of all actions with their definitions, also of families that have no element."""
        _ = self.parts
        names = dict(self.labels)
        for family in self.families:
            if not family.met:
                names.update(dict.fromkeys(family.action_names()))
        return names

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
        self.labels[place.name, place.span] = None
        label = Label(place.name, values, place.span)
        return Instance(self, enumerator, frame, label, place.opened, place.guards)

    def _exists(
        self, expression: ir.Quantified, place: _Place
    ) -> Iterator[Instance | Family] | None:
        """The instances by those names whose sets no state changes, or are part of a variable; or None.

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
        """What a name ranges over, if its set is constant, or part of a variable."""
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
        source = None
        if not binding.pattern:
            source = range_of(self.actions.compiler, domain, place.scope)
        return None if source is None else _Choice(slots, ((),), source, domain.span)

    def choose(
        self, choices: tuple[_Choice, ...], body: ir.Expression, place: _Place
    ) -> Iterator[Instance | Family]:
        """The instances for each choice; the first name changes fastest, as in TLC."""
        if not choices:
            yield from self.split(body, place)
            return
        *rest, last = choices
        if last.source is not None:
            place = place.naming((), last.source.opened)
            family = Family(self, last, tuple(rest), body, place)
            self.families.append(family)
            yield family
            return
        for row in last.rows:
            yield from self.choose(tuple(rest), body, place.bound(last.slots, row))

    def enterable(self, expression: ir.Apply) -> ir.Definition | None:
        """The operator of an application, if its body may stand for it."""
        program = self.actions.compiler.program
        operator = expression.operator
        if not isinstance(operator, ir.Definition):
            return None
        definition = program.resolve(operator)
        if definition.body is None or definition in program.values or find_native(definition):
            return None
        if definition.recursive or any(p.arity for p in definition.parameters):
            return None
        if any(a.level is not ir.Level.CONSTANT for a in expression.arguments):
            return None
        return definition

    def _enter(self, expression: ir.Apply, place: _Place) -> tuple[ir.Expression, _Place] | None:
        """The body of a defined operator and its place, if its arguments are values by now."""
        compiler = self.actions.compiler
        definition = self.enterable(expression)
        if definition is None or place.scope.locate(definition):
            return None
        body = definition.body
        assert body is not None
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
        opened = (*place.opened, definition)
        return body, _Place(
            scope, new, definition.name, definition.span, names, opened, place.guards
        )


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
