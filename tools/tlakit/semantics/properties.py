"""Temporal formulas taken apart: the initial predicate, the next-state action, what is safety.

A specification formula is `Init /\\ [][Next]_v` and assumptions, fairness say, which only remove
behaviours in the limit. Of a property, conjuncts `[]P`, `[][A]_v` and predicates of the initial state
are safety and are checked state by state; everything else is a temporal property.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from enum import Enum
from typing import TypeAlias

import msgspec

from tlakit.language import ir
from tlakit.language.diagnostics import Diagnostic, LanguageError, Related
from tlakit.semantics.binding import definition_named, sources_of
from tlakit.semantics.compiler import Program
from tlakit.semantics.config import MISSING, UNSUPPORTED, Config, Name
from tlakit.semantics.substitute import applied


class Kind(Enum):
    """What a property speaks of: every state, every step, the first state, whole behaviours, or some
    state or step.
    """

    INVARIANT = "invariant"
    ACTION = "action property"
    INITIAL = "initial predicate"
    TEMPORAL = "temporal property"
    SOMETIMES = "sometimes property"


class Property(msgspec.Struct, frozen=True):
    """Something to check: the name that the configuration gives, the formula, where it is defined."""

    name: str
    kind: Kind
    expression: ir.Expression
    span: ir.Span


class Behaviour(msgspec.Struct, frozen=True):
    """What generates the states; `next` is None for a module without a next-state action.

    `assumptions` are the other conjuncts of the specification: fairness, and whatever else is
    temporal.
    """

    init: ir.Expression
    next: ir.Expression | None
    assumptions: tuple[ir.Expression, ...] = ()


class Formulas:
    """Finds the parts of temporal formulas in one model."""

    def __init__(self, module: ir.Module, config: Config, program: Program) -> None:
        self.module = module
        self.config = config
        self.program = program

    def behaviour(self) -> Behaviour | None:
        """From SPECIFICATION, or INIT and NEXT; None if the configuration names none of them.

        Then nothing but the assumptions can be checked.
        """
        config = self.config
        if config.specification is not None:
            present = config.init or config.next
            if present is not None:
                raise self._fault(
                    UNSUPPORTED,
                    "the configuration has a SPECIFICATION as well as INIT or NEXT",
                    present.span,
                    "Remove one of them.",
                )
            return self._specification(config.specification)
        if config.init is None and config.next is None:
            return None
        if config.init is None or config.next is None:
            present = config.init or config.next
            assert present is not None
            raise self._half_given("INIT" if config.init is None else "NEXT", present)
        init, following = self._named(config.init), self._named(config.next)
        for name, formula, most in (
            (config.init, init, ir.Level.STATE),
            (config.next, following, ir.Level.ACTION),
        ):
            if formula.level > most:
                raise self._fault(
                    UNSUPPORTED,
                    f"`{name.text}` is not a {_LEVELS[most]} predicate",
                    name.span,
                    "Name it under SPECIFICATION." if formula.level > ir.Level.ACTION else "",
                )
        return Behaviour(init, following)

    def named(self, names: tuple[Name, ...], kind: Kind) -> tuple[Property, ...]:
        """The predicates that a configuration names."""
        found = []
        for name in names:
            definition = self.program.resolve(definition_named(self.module, self.config, name))
            self._require_nullary(definition, name)
            highest = ir.Level.STATE if kind is Kind.INVARIANT else ir.Level.ACTION
            if definition.level > highest:
                hint = "Name it under PROPERTY." if kind is Kind.INVARIANT else "Name another."
                message = f"`{name.text}` is not a {_LEVELS[highest]} predicate"
                raise self._fault(UNSUPPORTED, message, name.span, hint)
            found.append(Property(name.text, kind, self._apply(definition), definition.span))
        return tuple(found)

    def sometimes(self) -> tuple[Property, ...]:
        """What must be reached: a predicate of states, or A of steps as <<A>>_vars."""
        return tuple(
            Property(one.name, Kind.SOMETIMES, self._of_changes(one.expression), one.span)
            for one in self.named(self.config.sometimes, Kind.ACTION)
        )

    def _of_changes(self, predicate: ir.Expression) -> ir.Expression:
        """<<A>>_vars of a predicate of steps; one of states as it is."""
        if predicate.level <= ir.Level.STATE:
            return predicate
        span = predicate.span
        variables = tuple(
            ir.Reference(span=span, level=ir.Level.STATE, target=variable)
            for variable in self.module.variables
        )
        subscript = ir.Tuple(span=span, level=ir.Level.STATE, items=variables)
        return ir.BoxAction(
            span=span, level=ir.Level.ACTION, action=predicate, subscript=subscript, angle=True
        )

    def _half_given(self, missing: str, present: Name) -> LanguageError:
        """INIT without NEXT, or NEXT without INIT."""
        wanted = ir.Level.STATE if missing == "INIT" else ir.Level.ACTION
        fitting = [
            name
            for name, definition in self.module.definitions.items()
            if definition.level is wanted and not definition.parameters
        ]
        close = get_close_matches(missing.capitalize(), fitting, 1, 0.3)
        hint = f"Add `{missing} ...`, the name of {_ARTICLES[wanted]} predicate."
        if close:
            hint = f"Add `{missing} {close[0]}`: the module defines {close[0]}."
        return self._fault(MISSING, f"the configuration has no {missing}", present.span, hint)

    def require_behaviour(self) -> None:
        """LanguageError if something is to be checked of behaviours, and none are given."""
        config = self.config
        checked = (*config.invariants, *config.properties, *config.constraints)
        if checked and config.specification is None and config.init is None:
            raise self._fault(
                MISSING,
                f"`{checked[0].text}` is to be checked, but nothing says of which behaviours",
                checked[0].span,
                "Add SPECIFICATION, or INIT and NEXT, to the configuration.",
            )

    def optional(self, name: Name | None, most: ir.Level) -> ir.Expression | None:
        """The expression that SYMMETRY, VIEW or ALIAS names, if the configuration has it."""
        if name is None:
            return None
        expression = self._named(name)
        if expression.level > most:
            message = f"`{name.text}` is not an expression of {_LEVELS[most]} level"
            raise self._fault(UNSUPPORTED, message, name.span, "Name another.")
        return expression

    def properties(self) -> tuple[Property, ...]:
        """The parts of the temporal properties that a configuration names."""
        return tuple(
            part
            for name in self.config.properties
            for part in self._parts(name, self._named(name), ())
        )

    def _parts(self, name: Name, expression: ir.Expression, around: _Around) -> Iterator[Property]:
        """The parts of a property; `around` are the quantifiers and LETs that it stands in."""
        if expression.level <= ir.Level.STATE:
            yield _property(name, Kind.INITIAL, expression, around)
            return
        match expression:
            case ir.Junction(kind="/\\"):
                for item in expression.items:
                    yield from self._parts(name, item, around)
                return
            case ir.Quantified(kind="\\A") if _over_constants(expression):
                yield from self._parts(name, expression.body, (*around, expression))
                return
            case ir.Let():
                yield from self._parts(name, expression.body, (*around, expression))
                return
            case ir.Builtin(name="[]"):
                inside = self._unfold(expression.arguments[0])
                if isinstance(inside, ir.BoxAction) and not inside.angle:
                    yield _property(name, Kind.ACTION, inside, around)
                    return
                if inside.level <= ir.Level.STATE:
                    yield _property(name, Kind.INVARIANT, inside, around)
                    return
            case ir.Apply():
                inside = self._unfold(expression)
                if inside is not expression:
                    yield from self._parts(name, inside, around)
                    return
        yield _property(name, Kind.TEMPORAL, expression, around)

    def _specification(self, name: Name) -> Behaviour:
        predicates: list[ir.Expression] = []
        actions: list[ir.Expression] = []
        assumptions: list[ir.Expression] = []
        for part in self._conjuncts(self._named(name), ()):
            if part.level <= ir.Level.STATE:
                predicates.append(part)
            elif part.level is ir.Level.ACTION:
                raise self._not_usable(name, part)
            else:
                action = self._next_action(part)
                if action is None:
                    assumptions.append(part)
                else:
                    actions.append(action)
        if not predicates or len(actions) > 1:
            what = "two parts [][Next]_vars" if len(actions) > 1 else "no initial predicate"
            raise self._fault(
                UNSUPPORTED,
                f"`{name.text}` is not of the form Init /\\ [][Next]_vars: it has {what}",
                name.span,
                "Give INIT and NEXT in the configuration instead.",
            )
        init = predicates[0]
        if len(predicates) > 1:
            init = ir.Junction(
                span=init.span, level=ir.Level.STATE, kind="/\\", items=tuple(predicates)
            )
        return Behaviour(init, actions[0] if actions else None, tuple(assumptions))

    def _not_usable(self, name: Name, part: ir.Expression) -> LanguageError:
        return self._fault(
            UNSUPPORTED,
            f"cannot use this part of `{name.text}`: it is neither [][Next]_vars nor fairness",
            part.span,
            "Give INIT and NEXT in the configuration instead.",
        )

    def _next_action(self, part: ir.Expression) -> ir.Expression | None:
        """A of [][A]_v, also within a LET; None for what only excludes behaviours in the limit."""
        if isinstance(part, ir.Let):
            action = self._next_action(part.body)
            return None if action is None else _within(part.definitions, action)
        if isinstance(part, ir.Builtin) and part.name == "[]":
            inside = self._unfold(part.arguments[0])
            if isinstance(inside, ir.BoxAction) and not inside.angle:
                return inside.action
        return None

    def _conjuncts(
        self, expression: ir.Expression, local: tuple[ir.Definition, ...]
    ) -> Iterator[ir.Expression]:
        """Conjuncts with definitions of temporal level opened; each within the LETs around it."""
        expression = self._unfold(expression) if expression.level > ir.Level.STATE else expression
        if isinstance(expression, ir.Junction) and expression.kind == "/\\":
            for item in expression.items:
                yield from self._conjuncts(item, local)
        elif isinstance(expression, ir.Let) and expression.level > ir.Level.STATE:
            yield from self._conjuncts(expression.body, (*local, *expression.definitions))
        else:
            yield _within(local, expression)

    def _unfold(self, expression: ir.Expression) -> ir.Expression:
        """The body behind names and their arguments, as far as names above state level lead."""
        while isinstance(expression, ir.Apply) and isinstance(expression.operator, ir.Definition):
            definition = self.program.resolve(expression.operator)
            if definition.body is None or definition in self.program.values:
                break
            if max(definition.level, expression.level) <= ir.Level.STATE:
                break
            expression = applied(definition, expression.arguments)
        return expression

    def _named(self, name: Name) -> ir.Expression:
        definition = self.program.resolve(definition_named(self.module, self.config, name))
        self._require_nullary(definition, name)
        return self._apply(definition)

    def _require_nullary(self, definition: ir.Definition, name: Name) -> None:
        if definition.parameters:
            raise self._fault(
                UNSUPPORTED,
                f"`{name.text}` takes arguments, so it is not a formula",
                name.span,
                "Name an operator without parameters.",
                (Related(definition.span, f"`{name.text}` is defined here"),),
            )

    def _apply(self, definition: ir.Definition) -> ir.Apply:
        return ir.Apply(span=definition.span, level=definition.level, operator=definition)

    def _fault(
        self,
        code: str,
        message: str,
        span: ir.Span,
        hint: str,
        related: tuple[Related, ...] = (),
    ) -> LanguageError:
        diagnostic = Diagnostic(code=code, message=message, span=span, hint=hint, related=related)
        return LanguageError([diagnostic], sources_of(self.module, self.config))


_Around: TypeAlias = tuple[ir.Quantified | ir.Let, ...]


def _over_constants(expression: ir.Quantified) -> bool:
    return all(
        binding.domain is not None and binding.domain.level is ir.Level.CONSTANT
        for binding in expression.bindings
    )


def _property(name: Name, kind: Kind, expression: ir.Expression, around: _Around) -> Property:
    """A part of a property, with the quantifiers and LETs that it stands in."""
    span = expression.span
    for node in reversed(around):
        level = expression.level
        if isinstance(node, ir.Let):
            expression = ir.Let(
                span=node.span, level=level, definitions=node.definitions, body=expression
            )
        else:
            expression = ir.Quantified(
                span=node.span, level=level, kind="\\A", bindings=node.bindings, body=expression
            )
    return Property(name.text, kind, expression, span)


def _within(local: tuple[ir.Definition, ...], expression: ir.Expression) -> ir.Expression:
    """An expression within a LET with these definitions."""
    if not local:
        return expression
    return ir.Let(span=expression.span, level=expression.level, definitions=local, body=expression)


_ARTICLES = {ir.Level.STATE: "a state", ir.Level.ACTION: "an action"}
_LEVELS = {
    ir.Level.CONSTANT: "constant",
    ir.Level.STATE: "state",
    ir.Level.ACTION: "state or step",
}
