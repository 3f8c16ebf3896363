"""Temporal formulas taken apart: the initial predicate, the next-state action, what is safety.

Of a specification formula only `Init /\\ [][Next]_v` matters to a safety check; fairness only
removes behaviours in the limit. Of a property, conjunctions of `[]P`, `[][A]_v` and of predicates
about the initial state can be checked; everything else is liveness and is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

import msgspec

from tlakit.language import ir
from tlakit.language.diagnostics import Diagnostic, LanguageError
from tlakit.semantics.binding import definition_named, sources_of
from tlakit.semantics.compiler import Program
from tlakit.semantics.config import MISSING, UNSUPPORTED, Config, Name


class Kind(Enum):
    """What a property speaks of: every state, every step, or the first state."""

    INVARIANT = "invariant"
    ACTION = "action property"
    INITIAL = "initial predicate"


class Property(msgspec.Struct, frozen=True):
    """Something to check: the name that the configuration gives, the formula, where it is defined."""

    name: str
    kind: Kind
    expression: ir.Expression
    span: ir.Span


class Behaviour(msgspec.Struct, frozen=True):
    """What generates the states: None for a module without a next-state action."""

    init: ir.Expression
    next: ir.Expression | None


class Formulas:
    """Finds the parts of temporal formulas in one model."""

    def __init__(self, module: ir.Module, config: Config, program: Program) -> None:
        self.module = module
        self.config = config
        self.program = program

    def behaviour(self) -> Behaviour | None:
        """From SPECIFICATION, or INIT and NEXT; None if the configuration names neither."""
        config = self.config
        if config.specification is not None:
            return self._specification(config.specification)
        if config.init is None and config.next is None:
            return None
        if config.init is None or config.next is None:
            present = config.init or config.next
            assert present is not None
            missing = "INIT" if config.init is None else "NEXT"
            raise self._fault(
                MISSING, f"the configuration has no {missing}", present.span, "Add it."
            )
        return Behaviour(self._named(config.init), self._named(config.next))

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

    def properties(self) -> tuple[Property, ...]:
        """The parts of the temporal properties that a configuration names."""
        return tuple(
            part
            for name in self.config.properties
            for part in self._parts(name, self._named(name), ())
        )

    def _parts(
        self, name: Name, expression: ir.Expression, around: tuple[ir.Quantified, ...]
    ) -> Iterator[Property]:
        if expression.level <= ir.Level.STATE:
            yield self._property(name, Kind.INITIAL, expression, around)
            return
        match expression:
            case ir.Junction(kind="/\\"):
                for item in expression.items:
                    yield from self._parts(name, item, around)
                return
            case ir.Quantified(kind="\\A") if all(b.domain for b in expression.bindings):
                yield from self._parts(name, expression.body, (*around, expression))
                return
            case ir.Builtin(name="[]"):
                inside = self._unfold(expression.arguments[0])
                if isinstance(inside, ir.BoxAction) and not inside.angle:
                    yield self._property(name, Kind.ACTION, inside, around)
                    return
                if inside.level <= ir.Level.STATE:
                    yield self._property(name, Kind.INVARIANT, inside, around)
                    return
            case ir.Apply():
                inside = self._unfold(expression)
                if inside is not expression:
                    yield from self._parts(name, inside, around)
                    return
        raise self._fault(
            UNSUPPORTED,
            f"cannot check `{name.text}`: liveness is not supported",
            expression.span,
            "Only conjunctions of []P, [][A]_v and predicates of the initial state are checked.",
        )

    def _property(
        self, name: Name, kind: Kind, expression: ir.Expression, around: tuple[ir.Quantified, ...]
    ) -> Property:
        span = expression.span
        for quantified in reversed(around):
            expression = ir.Quantified(
                span=quantified.span,
                level=expression.level,
                kind="\\A",
                bindings=quantified.bindings,
                body=expression,
            )
        return Property(name.text, kind, expression, span)

    def _specification(self, name: Name) -> Behaviour:
        predicates: list[ir.Expression] = []
        actions: list[ir.Expression] = []
        for part in self._conjuncts(self._named(name)):
            if part.level <= ir.Level.STATE:
                predicates.append(part)
            elif isinstance(part, ir.Fairness):
                continue
            else:
                actions.append(self._next_action(name, part))
        if not predicates or len(actions) > 1:
            raise self._fault(
                UNSUPPORTED,
                f"`{name.text}` is not of the form Init /\\ [][Next]_vars",
                name.span,
                "Give INIT and NEXT in the configuration instead.",
            )
        init = predicates[0]
        if len(predicates) > 1:
            init = ir.Junction(
                span=init.span, level=ir.Level.STATE, kind="/\\", items=tuple(predicates)
            )
        return Behaviour(init, actions[0] if actions else None)

    def _next_action(self, name: Name, part: ir.Expression) -> ir.Expression:
        if isinstance(part, ir.Builtin) and part.name == "[]":
            inside = self._unfold(part.arguments[0])
            if isinstance(inside, ir.BoxAction) and not inside.angle:
                return inside.action
        raise self._fault(
            UNSUPPORTED,
            f"cannot use this part of `{name.text}`: it is neither [][Next]_vars nor fairness",
            part.span,
            "Give INIT and NEXT in the configuration instead.",
        )

    def _conjuncts(self, expression: ir.Expression) -> Iterator[ir.Expression]:
        """Conjuncts with definitions of temporal level opened; quantified fairness is fairness."""
        expression = self._unfold(expression) if expression.level > ir.Level.STATE else expression
        if isinstance(expression, ir.Junction) and expression.kind == "/\\":
            for item in expression.items:
                yield from self._conjuncts(item)
        elif isinstance(expression, ir.Quantified) and expression.level > ir.Level.STATE:
            yield from self._conjuncts(expression.body)
        else:
            yield expression

    def _unfold(self, expression: ir.Expression) -> ir.Expression:
        """The body behind a name without arguments, as far as names lead."""
        while isinstance(expression, ir.Apply) and isinstance(expression.operator, ir.Definition):
            definition = self.program.resolve(expression.operator)
            if expression.arguments and definition.level < ir.Level.TEMPORAL:
                break
            if definition.body is None or definition.level <= ir.Level.STATE:
                break
            if definition.parameters and not isinstance(definition.body, ir.Fairness):
                break
            expression = definition.body
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
            )

    def _apply(self, definition: ir.Definition) -> ir.Apply:
        return ir.Apply(span=definition.span, level=definition.level, operator=definition)

    def _fault(self, code: str, message: str, span: ir.Span, hint: str) -> LanguageError:
        diagnostic = Diagnostic(code=code, message=message, span=span, hint=hint)
        return LanguageError([diagnostic], sources_of(self.module, self.config))


_LEVELS = {ir.Level.STATE: "state", ir.Level.ACTION: "state or step"}
