"""Levels: constant, state, action or temporal, for every expression and definition.

The rules are those of Specifying Systems, section 17.2, as SANY applies them. A definition's level is
that of its body with constant arguments; which parameters its level also depends on, and how high an
argument for each may be, is kept in its `Signature`. Recursive definitions start as constants and
are gone over until nothing changes, which is soon: there are four levels.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import msgspec
from msgspec.structs import force_setattr

from tlakit.language import ir
from tlakit.language.diagnostics import LEVEL, Related
from tlakit.language.instantiate import walk
from tlakit.language.ir import Level
from tlakit.language.scope import Reporter

Parameters: TypeAlias = frozenset[ir.Parameter]
_NO_PARAMETERS: Parameters = frozenset()


class Signature(msgspec.Struct, frozen=True):
    """A level, and the parameters whose arguments' levels count as well."""

    level: Level
    depends: Parameters = _NO_PARAMETERS


_CONSTANT = Signature(Level.CONSTANT)
_WORDS = {
    Level.CONSTANT: "constant",
    Level.STATE: "state",
    Level.ACTION: "action",
    Level.TEMPORAL: "temporal",
}
_ONLY = {
    Level.CONSTANT: "only a constant",
    Level.STATE: "only what one state decides, without a prime",
    Level.ACTION: "no temporal formula",
}


class Levels:
    """Sets the `level` of what it is given, and reports what stands where its level may not."""

    def __init__(self, reporter: Reporter) -> None:
        self.reporter = reporter
        self._definitions: dict[ir.Definition, Signature] = {}
        self._order: list[ir.Definition] = []
        self._in_progress: dict[ir.Definition, bool] = {}
        self._limits: dict[ir.Parameter, tuple[Level, str]] = {}
        self._flexible: set[ir.Bound] = set()

    def definition(self, definition: ir.Definition) -> Signature:
        """The signature of a definition, its level set."""
        known = self._definitions.get(definition)
        if definition in self._in_progress:
            self._in_progress[definition] = True
            return known or _CONSTANT
        if known is not None:
            return known
        signature = _CONSTANT
        while True:
            mark = len(self._order)
            self._definitions[definition] = signature
            self._in_progress[definition] = False
            found = self._body(definition)
            recursive = self._in_progress.pop(definition)
            if not recursive or found == signature:
                break
            signature = found
            for stale in self._order[mark:]:
                self._definitions.pop(stale, None)
            del self._order[mark:]
        self._definitions[definition] = found
        self._order.append(definition)
        definition.level = found.level
        return found

    def _body(self, definition: ir.Definition) -> Signature:
        if definition.body is None:
            where = f"`{definition.name}`"
            for parameter in definition.parameters:
                self._limits.setdefault(parameter, (Level.ACTION, where))
            return Signature(Level.CONSTANT, frozenset(definition.parameters))
        return self.expression(definition.body)

    def at_most(self, expression: ir.Expression, most: Level, where: str) -> None:
        """Check an expression that stands by itself, such as that of an ASSUME."""
        self._limit(expression, self.expression(expression), most, where)

    def expression(self, node: ir.Expression) -> Signature:
        """The signature of an expression; sets its level and those of all that is in it."""
        signature = self._compute(node)
        if node.level is not signature.level:
            force_setattr(node, "level", signature.level)
        return signature

    def _compute(self, node: ir.Expression) -> Signature:
        match node:
            case ir.Literal() | ir.At():
                return _CONSTANT
            case ir.Reference(target=target):
                return self._target(target)
            case ir.Apply():
                return self._apply(node)
            case ir.Builtin():
                return self._builtin(node)
            case ir.Junction(kind=kind, items=items):
                return self._logical(items, kind)
            case ir.Quantified():
                return self._quantified(node)
            case ir.BoxAction(action=action, subscript=subscript):
                where = "<<A>>_v" if node.angle else "[A]_v"
                return self._limited(Level.ACTION, (action, Level.ACTION), (subscript, Level.STATE),
                                     where=f"`{where}`")  # fmt: skip
            case ir.Fairness(action=action, subscript=subscript):
                if node.enabled is not None:
                    self.expression(node.enabled)
                where = f"`{'SF_' if node.strong else 'WF_'}`"
                return self._limited(
                    Level.TEMPORAL, (action, Level.ACTION), (subscript, Level.STATE), where=where
                )
            case ir.Let(definitions=definitions, body=body):
                for definition in definitions:
                    self.definition(definition)
                return self.expression(body)
            case ir.If(condition=condition, then=then, otherwise=otherwise):
                return self._highest((condition, then, otherwise))
            case ir.Case(arms=arms, other=other):
                parts = [part for arm in arms for part in arm]
                return self._highest([*parts, *(() if other is None else (other,))])
            case ir.OperatorArgument(operator=operator):
                return self._operator(operator)
            case ir.Lambda(parameters=parameters, body=body):
                inner = self.expression(body)
                return Signature(inner.level, inner.depends - set(parameters))
            case _:
                return self._value(node)

    def _value(self, node: ir.Expression) -> Signature:
        """Constructors of values, and what takes them apart."""
        match node:
            case ir.Choose(binding=binding, body=body):
                return self._bound((binding,), body, "CHOOSE")
            case ir.SetFilter(binding=binding, predicate=predicate):
                return self._bound((binding,), predicate, "a set")
            case ir.SetMap(bindings=bindings, body=body):
                return self._bound(bindings, body, "a set")
            case ir.Function(bindings=bindings, body=body):
                return self._bound(bindings, body, "a function")
            case ir.SetEnumeration(items=items):
                return self._join(items, "a set")
            case ir.Tuple(items=items):
                return self._join(items, "a tuple")
            case ir.Product(factors=factors):
                return self._join(factors, r"`\X`")
            case ir.FunctionSet(domain=domain, range=range_):
                return self._join((domain, range_), "a set of functions")
            case ir.FunctionApply(function=function, argument=argument):
                return self._join((function, argument), "a function's application")
            case ir.Field(record=record):
                return self._join((record,), "a record")
            case ir.Record(fields=fields) | ir.RecordSet(fields=fields):
                return self._join([value for _, value in fields], "a record")
            case ir.Except(function=function, updates=updates):
                parts = [part for u in updates for part in (*u.path, u.value)]
                return self._join([function, *parts], "EXCEPT")
            case _:
                raise AssertionError(type(node))

    # Combining

    def _limit(self, node: ir.Expression, signature: Signature, most: Level, where: str) -> None:
        """Report a level above `most`, and let no argument of a parameter it depends on be so."""
        if signature.level > most:
            message, hint = _too_high(signature.level, most, where)
            self.reporter.error(LEVEL, message, node.span, hint, _cause(node, signature.level))
        for parameter in signature.depends:
            known = self._limits.get(parameter)
            if known is None or most < known[0]:
                self._limits[parameter] = (most, where)

    def _limited(self, level: Level, *parts: tuple[ir.Expression, Level], where: str) -> Signature:
        """A construct of the given level, whatever that of its parts is, which may be so high."""
        for node, most in parts:
            self._limit(node, self.expression(node), most, where)
        return Signature(level)

    def _join(self, nodes: Iterable[ir.Expression], where: str) -> Signature:
        """The highest of the parts, none of which may be temporal."""
        level, depends = Level.CONSTANT, _NO_PARAMETERS
        for node in nodes:
            signature = self.expression(node)
            if signature.level is Level.TEMPORAL or signature.depends:
                self._limit(node, signature, Level.ACTION, where)
                depends |= signature.depends
            level = max(level, signature.level)
        return Signature(level, depends) if level or depends else _CONSTANT

    def _highest(self, nodes: Iterable[ir.Expression]) -> Signature:
        """The highest of the parts, whatever they are."""
        signatures = [self.expression(node) for node in nodes]
        level = max(signature.level for signature in signatures)
        return Signature(level, _NO_PARAMETERS.union(*(s.depends for s in signatures)))

    def _logical(self, nodes: tuple[ir.Expression, ...], name: str) -> Signature:
        """The highest of the parts; an action may not stand beside a temporal formula."""
        highest = self._highest(nodes)
        if highest.level is Level.TEMPORAL:
            for node in nodes:
                if node.level is Level.ACTION:
                    self.reporter.error(
                        LEVEL,
                        f"this is an action, but `{name}` joins it with a temporal formula",
                        node.span,
                        "Write `[][A]_v` for an action in every step.",
                    )
        return highest

    def _bound(
        self, bindings: tuple[ir.Binding, ...], body: ir.Expression, where: str
    ) -> Signature:
        domains = [binding.domain for binding in bindings if binding.domain is not None]
        return self._join([*domains, body], where)

    def _quantified(self, node: ir.Quantified) -> Signature:
        if node.kind in ("\\AA", "\\EE"):
            for binding in node.bindings:
                self._flexible.update(binding.names)
            return Signature(Level.TEMPORAL, self.expression(node.body).depends)
        domains = [b.domain for b in node.bindings if b.domain is not None]
        around = self._join(domains, f"the set of `{node.kind}`")
        body = self.expression(node.body)
        if body.level is Level.TEMPORAL and around.level is Level.ACTION:
            message = "a temporal formula is quantified over a set that a step decides"
            self.reporter.error(LEVEL, message, domains[0].span)
        return Signature(max(around.level, body.level), around.depends | body.depends)

    # Operators

    def _target(self, target: ir.Constant | ir.Variable | ir.Bound | ir.Parameter) -> Signature:
        match target:
            case ir.Variable():
                return Signature(Level.STATE)
            case ir.Parameter():
                return Signature(Level.CONSTANT, frozenset((target,)))
            case ir.Bound() if target in self._flexible:
                return Signature(Level.STATE)
            case _:
                return _CONSTANT

    def _operator(self, operator: ir.Operator) -> Signature:
        match operator:
            case ir.Definition(parameters=parameters):
                signature = self.definition(operator)
                return Signature(signature.level, signature.depends - set(parameters))
            case ir.Parameter():
                return Signature(Level.CONSTANT, frozenset((operator,)))
            case _:
                return _CONSTANT

    def _apply(self, node: ir.Apply) -> Signature:
        operator = node.operator
        if not isinstance(operator, ir.Definition):
            around = self._operator(operator)
            inner = self._highest(node.arguments)
            return Signature(inner.level, inner.depends | around.depends)
        own = self.definition(operator)
        level, depends = own.level, own.depends - set(operator.parameters)
        for parameter, argument in zip(operator.parameters, node.arguments, strict=True):
            signature = self.expression(argument)
            limit = self._limits.get(parameter)
            if limit is not None:
                self._limit(argument, signature, *limit)
            if parameter in own.depends or operator in self._in_progress:
                level = max(level, signature.level)
                depends |= signature.depends
        return Signature(level, depends) if level or depends else _CONSTANT

    def _builtin(self, node: ir.Builtin) -> Signature:
        name, arguments = node.name, node.arguments
        where = f"`{name}`"
        match name:
            case "'" | "UNCHANGED":
                return self._limited(Level.ACTION, (arguments[0], Level.STATE), where=where)
            case "ENABLED":
                return self._limited(Level.STATE, (arguments[0], Level.ACTION), where=where)
            case r"\cdot":
                both = [(argument, Level.ACTION) for argument in arguments]
                return self._limited(Level.ACTION, *both, where=where)
            case "[]" | "<>" | "~>" | "-+->":
                for argument in arguments:
                    self._temporal_argument(name, argument)
                return Signature(Level.TEMPORAL)
            case "~" | "=>" | "<=>":
                return self._logical(arguments, name)
            case _:
                return self._join(arguments, where)

    def _temporal_argument(self, name: str, argument: ir.Expression) -> None:
        """`[]` takes an action only as `[A]_v`, `<>` only as `<<A>>_v`, the others not at all."""
        if self.expression(argument).level is not Level.ACTION:
            return
        form = {"[]": "[A]_v", "<>": "<<A>>_v"}.get(name)
        if form and isinstance(argument, ir.BoxAction) and argument.angle is (name == "<>"):
            return
        hint = f"Write `{name}{form}`." if form else ""
        self.reporter.error(
            LEVEL, f"`{name}` stands before an action that may not be there", argument.span, hint
        )


def _too_high(level: Level, most: Level, where: str) -> tuple[str, str]:
    """What is wrong with a formula of this level at a place that takes no more than `most`."""
    if where == "`'`" and level is Level.ACTION:
        message = "`'` takes an expression of one state, but this has a prime already"
        return message, "Remove one of the two."
    if where == "ASSUME":
        depends = {Level.STATE: "the state", Level.ACTION: "a step"}.get(level, "the behaviour")
        message = f"an ASSUME speaks of constants only, but this depends on {depends}"
        return message, "What is to hold in every state is an INVARIANT of the configuration."
    article = "an" if level is Level.ACTION else "a"
    return f"this is {article} {_WORDS[level]} formula; {where} takes {_ONLY[most]}", ""


def _cause(node: ir.Expression, level: Level) -> tuple[Related, ...]:
    """What in the text makes a formula so high, where it is not the whole of it."""
    found: list[Related] = []

    def visit(part: object) -> None:
        match part:
            case ir.Reference(target=ir.Variable(name=name)) if level is Level.STATE:
                found.append(Related(part.span, f"`{name}` is a variable"))
            case ir.Builtin(name="'" | "UNCHANGED") if level is Level.ACTION:
                found.append(Related(part.span, "This speaks of the next state"))
            case ir.Builtin(name="[]" | "<>" | "~>" | "-+->") | ir.Fairness():
                if level is Level.TEMPORAL:
                    found.append(Related(part.span, "This speaks of whole behaviours"))
            case ir.Apply(operator=ir.Definition(level=own, name=name)) if own >= level:
                place = part.operator.span
                found.append(Related(place, f"It is so by `{name}`, which is defined here"))

    walk(node, visit)
    others = [one for one in found if one.span != node.span]
    others.sort(key=lambda one: (one.span.file, one.span.line, one.span.column))
    return tuple(others[:1])
