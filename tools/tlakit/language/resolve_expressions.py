"""Expressions of the syntax tree to those of the IR: every name looked up, every arity checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from tlakit.language import ir, syntax
from tlakit.language.diagnostics import DUPLICATE, LABEL, MISPLACED
from tlakit.language.resolve_operators import OperatorResolver
from tlakit.language.scope import Reporter, Scope
from tlakit.language.source import number


class ExpressionResolver(OperatorResolver):
    """Resolves expressions; definitions inside them are left to a subclass."""

    def __init__(self, reporter: Reporter) -> None:
        super().__init__(reporter)
        self._updates = 0
        self.label_names: set[str] = set()
        """The labels of the definition that is being resolved."""
        self._labelled: Scope | None = None

    def local_definitions(
        self, nodes: Sequence[syntax.LocalDefinition], scope: Scope
    ) -> tuple[ir.Definition, ...]:
        """The definitions of a LET; they enter `scope`."""
        raise NotImplementedError

    def expression(self, node: syntax.Expression, scope: Scope) -> ir.Expression:
        """The resolved expression."""
        span = node.span
        match node:
            case syntax.Literal():
                return self._literal(node)
            case syntax.Reference():
                return self.reference(node, scope)
            case syntax.Operation():
                return self.operation(node, scope)
            case syntax.BuiltinSet(name=name):
                return ir.Builtin(span=span, name=name)
            case syntax.Junction(kind=kind, items=items, bulleted=bulleted):
                if len(items) == 1:
                    return self.expression(items[0], scope)
                resolved = self._all(items, scope)
                return ir.Junction(span=span, kind=kind, items=resolved, bulleted=bulleted)
            case syntax.If(condition=condition, then=then, otherwise=otherwise):
                return ir.If(
                    span=span,
                    condition=self.expression(condition, scope),
                    then=self.expression(then, scope),
                    otherwise=self.expression(otherwise, scope),
                )
            case syntax.Case(arms=arms, other=other):
                return ir.Case(
                    span=span,
                    arms=tuple(
                        (self.expression(guard, scope), self.expression(value, scope))
                        for guard, value in arms
                    ),
                    other=None if other is None else self.expression(other, scope),
                )
            case syntax.Let(definitions=definitions, body=body):
                inner = Scope(scope)
                local = self.local_definitions(definitions, inner)
                return ir.Let(span=span, definitions=local, body=self.expression(body, inner))
            case syntax.Label():
                return self._label(node, scope)
            case syntax.BoxAction(action=action, subscript=subscript, angle=angle):
                return ir.BoxAction(
                    span=span,
                    action=self.expression(action, scope),
                    subscript=self.expression(subscript, scope),
                    angle=angle,
                )
            case syntax.Fairness(subscript=subscript, action=action, strong=strong):
                return ir.Fairness(
                    span=span,
                    subscript=self.expression(subscript, scope),
                    action=self.expression(action, scope),
                    strong=strong,
                )
            case (
                syntax.Quantified()
                | syntax.Choose()
                | syntax.SetFilter()
                | syntax.SetMap()
                | syntax.Function()
            ):
                return self._binder(node, scope)
            case _:
                return self._value(node, scope)

    def _value(
        self,
        node: syntax.SetEnumeration
        | syntax.FunctionSet
        | syntax.FunctionApply
        | syntax.Record
        | syntax.RecordSet
        | syntax.Field
        | syntax.Except
        | syntax.At
        | syntax.Tuple
        | syntax.Product,
        scope: Scope,
    ) -> ir.Expression:
        """Constructors of values, and what takes them apart."""
        span = node.span
        match node:
            case syntax.SetEnumeration(items=items):
                return ir.SetEnumeration(span=span, items=self._all(items, scope))
            case syntax.Tuple(items=items):
                return ir.Tuple(span=span, items=self._all(items, scope))
            case syntax.Product(factors=factors):
                return ir.Product(span=span, factors=self._all(factors, scope))
            case syntax.FunctionSet(domain=domain, range=range_):
                return ir.FunctionSet(
                    span=span,
                    domain=self.expression(domain, scope),
                    range=self.expression(range_, scope),
                )
            case syntax.FunctionApply(function=function, arguments=arguments):
                return ir.FunctionApply(
                    span=span,
                    function=self.expression(function, scope),
                    argument=self._index(arguments, scope),
                )
            case syntax.Record(fields=fields):
                return ir.Record(span=span, fields=self._fields(fields, scope))
            case syntax.RecordSet(fields=fields):
                return ir.RecordSet(span=span, fields=self._fields(fields, scope))
            case syntax.Field(record=record, name=name):
                return ir.Field(span=span, record=self.expression(record, scope), name=name.text)
            case syntax.Except(function=function, updates=updates):
                return ir.Except(
                    span=span,
                    function=self.expression(function, scope),
                    updates=tuple(self._update(update, scope) for update in updates),
                )
            case syntax.At():
                if not self._updates:
                    hint = "It stands for the old value in `[f EXCEPT ![i] = ...]`."
                    self.reporter.error(MISPLACED, "`@` outside of an EXCEPT", span, hint)
                return ir.At(span=span)
            case _:
                assert_never(node)

    def _all(self, nodes: Sequence[syntax.Expression], scope: Scope) -> tuple[ir.Expression, ...]:
        return tuple([self.expression(node, scope) for node in nodes])

    def _fields(
        self, fields: Sequence[tuple[syntax.Name, syntax.Expression]], scope: Scope
    ) -> tuple[tuple[str, ir.Expression], ...]:
        seen: set[str] = set()
        for name, _ in fields:
            if name.text in seen:
                message = f"the field `{name.text}` stands here twice"
                self.reporter.error(DUPLICATE, message, name.span)
            seen.add(name.text)
        return tuple((name.text, self.expression(value, scope)) for name, value in fields)

    def _index(self, arguments: Sequence[syntax.Expression], scope: Scope) -> ir.Expression:
        resolved = self._all(arguments, scope)
        if len(resolved) == 1:
            return resolved[0]
        first, last = resolved[0].span, resolved[-1].span
        span = ir.Span(first.file, first.line, first.column, last.end_line, last.end_column)
        return ir.Tuple(span=span, items=resolved)

    def _update(self, node: syntax.Update, scope: Scope) -> ir.Update:
        path = tuple(
            ir.Literal(span=step.span, value=step.text)
            if isinstance(step, syntax.Name)
            else self._index(step, scope)
            for step in node.path
        )
        self._updates += 1
        value = self.expression(node.value, scope)
        self._updates -= 1
        return ir.Update(span=node.span, path=path, value=value)

    def _literal(self, node: syntax.Literal) -> ir.Expression:
        if not node.decimal:
            return ir.Literal(span=node.span, value=node.value)
        whole, fraction = node.decimal.split(".")
        digits = ir.Literal(span=node.span, value=number(whole + fraction))
        scale = ir.Literal(span=node.span, value=10 ** len(fraction))
        division = self.division(node.span)
        if division is None:
            return digits
        return ir.Apply(span=node.span, operator=division, arguments=(digits, scale))

    def division(self, span: ir.Span) -> ir.Definition | None:
        """The `/` of Reals, of which a decimal number is made; None after a report."""
        raise NotImplementedError

    def _label(self, node: syntax.Label, scope: Scope) -> ir.Expression:
        """What a label stands before; it must name all that is bound since the last label."""
        part = node.name.parts[0]
        given = [a for a in part.arguments or () if isinstance(a, syntax.Reference)]
        names = tuple(a.parts[0].text for a in given)
        missing = [name for name in scope.bound_since(self._labelled) if name not in names]
        if missing:
            named = ", ".join([*names, *missing])
            hint = f"Write `{part.text}({named}) ::`."
            message = f"the label `{part.text}` must name `{missing[0]}`, which is bound around it"
            self.reporter.error(LABEL, message, part.span, hint)
        if part.text in self.label_names:
            message = f"the label `{part.text}` stands twice in this definition"
            self.reporter.error(DUPLICATE, message, part.span, "Give one of the two another name.")
        self.label_names.add(part.text)
        outer, self._labelled = self._labelled, scope
        body = self.expression(node.body, scope)
        self._labelled = outer
        self.labels[body] = (part.text, names)
        return body

    # Binders

    def bindings(
        self, nodes: Sequence[syntax.Binding], scope: Scope, inner: Scope
    ) -> tuple[ir.Binding, ...]:
        """The bindings; domains are resolved in `scope`, the names enter `inner`."""
        domains = [
            None if node.domain is None else self.expression(node.domain, scope) for node in nodes
        ]
        resolved: list[ir.Binding] = []
        for node, domain in zip(nodes, domains, strict=True):
            names: list[ir.Bound] = []
            for name in node.names:
                bound = ir.Bound(span=name.span, name=name.text)
                self.reporter.declare(inner, name.text, bound)
                names.append(bound)
            resolved.append(
                ir.Binding(span=node.span, names=tuple(names), domain=domain, pattern=node.pattern)
            )
        return tuple(resolved)

    def _binder(
        self,
        node: syntax.Quantified
        | syntax.Choose
        | syntax.SetFilter
        | syntax.SetMap
        | syntax.Function,
        scope: Scope,
    ) -> ir.Expression:
        inner = Scope(scope)
        span = node.span
        match node:
            case syntax.Quantified(kind=kind, bindings=bindings, body=body):
                bound = self.bindings(bindings, scope, inner)
                resolved = self.expression(body, inner)
                return ir.Quantified(span=span, kind=kind, bindings=bound, body=resolved)
            case syntax.Choose(binding=binding, body=body):
                (only,) = self.bindings((binding,), scope, inner)
                return ir.Choose(span=span, binding=only, body=self.expression(body, inner))
            case syntax.SetFilter(binding=binding, predicate=predicate):
                (only,) = self.bindings((binding,), scope, inner)
                resolved = self.expression(predicate, inner)
                return ir.SetFilter(span=span, binding=only, predicate=resolved)
            case syntax.SetMap(body=body, bindings=bindings):
                bound = self.bindings(bindings, scope, inner)
                return ir.SetMap(span=span, body=self.expression(body, inner), bindings=bound)
            case syntax.Function(bindings=bindings, body=body):
                bound = self.bindings(bindings, scope, inner)
                return ir.Function(span=span, bindings=bound, body=self.expression(body, inner))
            case _:
                assert_never(node)
