"""Expressions of the syntax tree to those of the IR: every name looked up, every arity checked.

A fault is reported and a placeholder put in its place, so that one run finds all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from tlakit.language import ir, syntax
from tlakit.language.diagnostics import MISPLACED, NOT_A_VALUE, SUBSTITUTION, WRONG_ARITY
from tlakit.language.operators import BUILTIN, INFIX, POSTFIX, PREFIX
from tlakit.language.scope import InstanceName, Reporter, Scope, Symbol


def arities_of(operator: ir.Operator) -> tuple[int, ...]:
    """The arity of each parameter of an operator; 0 where it takes a value."""
    if isinstance(operator, ir.Definition):
        return tuple(parameter.arity for parameter in operator.parameters)
    return (0,) * operator.arity


def _count(number: int) -> str:
    return {0: "no arguments", 1: "one argument"}.get(number, f"{number} arguments")


class ExpressionResolver:
    """Resolves expressions; the scope travels as an argument."""

    def __init__(self, reporter: Reporter) -> None:
        self.reporter = reporter
        self.later: dict[str, ir.Span] = {}
        self._updates = 0
        self._open_functions: set[int] = set()

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
                return self._literal(node, scope)
            case syntax.Reference():
                return self._reference(node, scope)
            case syntax.Operation():
                return self._operation(node, scope)
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
            case syntax.Label(body=body):
                return self.expression(body, scope)
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
                self.reporter.error("E303", f"the field `{name.text}` stands here twice", name.span)
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

    def _literal(self, node: syntax.Literal, scope: Scope) -> ir.Expression:
        if not node.decimal:
            return ir.Literal(span=node.span, value=node.value)
        whole, fraction = node.decimal.split(".")
        digits = syntax.Literal(node.span, int(whole + fraction))
        scale = syntax.Literal(node.span, 10 ** len(fraction))
        quotient = syntax.Operation(node.span, syntax.Name(node.span, "/"), (digits, scale))
        return self._operation(quotient, scope)

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
                if kind in ("\\AA", "\\EE") and bound[0].domain is not None:
                    message = f"`{kind}` quantifies over all behaviours, without a set"
                    self.reporter.error(MISPLACED, message, span)
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

    # Operators and their arguments

    def _operation(self, node: syntax.Operation, scope: Scope) -> ir.Expression:
        name = node.symbol.text
        if name in BUILTIN:
            arguments = self._all(node.arguments, scope)
            return ir.Builtin(span=node.span, name=name, arguments=arguments)
        symbol = self._symbol(name, node.symbol.span, scope)
        if symbol is None:
            return self._placeholder(node.arguments, node.span, scope)
        return self._apply(symbol, name, node.arguments, node.span, scope)

    def _reference(self, node: syntax.Reference, scope: Scope) -> ir.Expression:
        name = "!".join(part.text for part in node.parts)
        arguments = [a for part in node.parts for a in part.arguments or ()]
        symbol = self._symbol(name, node.span, scope)
        if symbol is None:
            return self._placeholder(arguments, node.span, scope)
        return self._apply(symbol, name, arguments, node.span, scope)

    def _symbol(self, name: str, span: ir.Span, scope: Scope) -> Symbol | None:
        symbol = scope.lookup(name)
        if symbol is None:
            self.reporter.unknown(scope, name, span, self.later.get(name))
        elif isinstance(symbol, ir.Definition) and id(symbol) in self._open_functions:
            symbol.recursive = True
        return symbol

    def _placeholder(
        self, arguments: Sequence[syntax.Argument], span: ir.Span, scope: Scope
    ) -> ir.Expression:
        """What stands for an expression that cannot be resolved; its arguments still are."""
        for argument in arguments:
            if not isinstance(argument, syntax.Lambda | syntax.OperatorName):
                self.expression(argument, scope)
        return ir.Literal(span=span, value=False)

    def _apply(
        self,
        symbol: Symbol,
        name: str,
        arguments: Sequence[syntax.Argument],
        span: ir.Span,
        scope: Scope,
    ) -> ir.Expression:
        if isinstance(symbol, InstanceName):
            hint = f"Name one of its definitions: `{name}!Op`."
            self.reporter.error(NOT_A_VALUE, f"`{name}` is an instance, not a value", span, hint)
            return ir.Literal(span=span, value=False)
        arity = (
            len(symbol.parameters)
            if isinstance(symbol, ir.Definition)
            else 0
            if isinstance(symbol, ir.Variable | ir.Bound)
            else symbol.arity
        )
        if arity != len(arguments):
            hint = f"A function is applied with brackets: `{name}[...]`." if arity == 0 else ""
            message = f"`{name}` takes {_count(arity)}, but has {len(arguments) or 'none'} here"
            self.reporter.error(WRONG_ARITY, message, span, hint)
            return self._placeholder(arguments, span, scope)
        if isinstance(symbol, ir.Variable | ir.Bound):
            return ir.Reference(span=span, target=symbol)
        if not isinstance(symbol, ir.Definition) and arity == 0:
            return ir.Reference(span=span, target=symbol)
        resolved = [
            self.argument(argument, wanted, scope)
            for argument, wanted in zip(arguments, arities_of(symbol), strict=True)
        ]
        return ir.Apply(span=span, operator=symbol, arguments=tuple(resolved))

    def argument(self, node: syntax.Argument, arity: int, scope: Scope) -> ir.Expression:
        """An argument for a parameter of the given arity: a value where that is 0."""
        if arity == 0:
            if isinstance(node, syntax.Lambda | syntax.OperatorName):
                message = "an operator stands where a value belongs"
                self.reporter.error(NOT_A_VALUE, message, node.span)
                return ir.Literal(span=node.span, value=False)
            return self.expression(node, scope)
        if isinstance(node, syntax.Lambda):
            return self._lambda(node, arity, scope)
        if isinstance(node, syntax.OperatorName):
            return self._named_operator(node.text, (), arity, node.span, scope)
        if isinstance(node, syntax.Reference):
            name = "!".join(part.text for part in node.parts)
            given = [a for part in node.parts for a in part.arguments or ()]
            if not given:
                return self._named_operator(name, given, arity, node.span, scope)
        message = f"a value stands where an operator of {_count(arity)} belongs"
        self.reporter.error(NOT_A_VALUE, message, node.span, "Give its name, or a LAMBDA.")
        return self._placeholder((node,), node.span, scope)

    def _lambda(self, node: syntax.Lambda, arity: int, scope: Scope) -> ir.Expression:
        inner = Scope(scope)
        parameters: list[ir.Parameter] = []
        for name in node.parameters:
            parameter = ir.Parameter(span=name.span, name=name.text)
            self.reporter.declare(inner, name.text, parameter)
            parameters.append(parameter)
        if len(parameters) != arity:
            message = f"an operator of {_count(arity)} belongs here"
            message += f", this LAMBDA takes {_count(len(parameters))}"
            self.reporter.error(WRONG_ARITY, message, node.span)
        body = self.expression(node.body, inner)
        return ir.Lambda(span=node.span, parameters=tuple(parameters), body=body)

    def _named_operator(
        self, name: str, given: Sequence[object], arity: int, span: ir.Span, scope: Scope
    ) -> ir.Expression:
        if name == "-" and arity == 1:
            name = "-."
        if name in BUILTIN:
            return self._builtin_operator(name, arity, span)
        symbol = self._symbol(name, span, scope)
        if symbol is None:
            return ir.Literal(span=span, value=False)
        if isinstance(symbol, InstanceName | ir.Variable | ir.Bound):
            message = f"a value stands where an operator of {_count(arity)} belongs"
            self.reporter.error(NOT_A_VALUE, message, span)
            return ir.Literal(span=span, value=False)
        arities = arities_of(symbol)
        if len(arities) != arity or any(arities):
            message = f"`{name}` takes {_count(len(arities))}"
            message += f"; an operator of {_count(arity)}, all values, belongs here"
            self.reporter.error(WRONG_ARITY, message, span)
        return ir.OperatorArgument(span=span, operator=symbol)

    def _builtin_operator(self, name: str, arity: int, span: ir.Span) -> ir.Expression:
        """A built-in operator as an argument: there is no definition of it, so a LAMBDA of it."""
        own = 2 if name in INFIX else 1
        assert name in INFIX or name in PREFIX or name in POSTFIX
        if own != arity:
            message = f"`{name}` takes {_count(own)}; an operator of {_count(arity)} belongs here"
            self.reporter.error(WRONG_ARITY, message, span)
            return ir.Literal(span=span, value=False)
        parameters = tuple(ir.Parameter(span=span, name=letter) for letter in "ab"[:own])
        values = tuple(ir.Reference(span=span, target=parameter) for parameter in parameters)
        body: ir.Expression
        if name == "/\\" or name == "\\/":
            body = ir.Junction(span=span, kind="/\\" if name == "/\\" else "\\/", items=values)
        elif name == r"\X":
            body = ir.Product(span=span, factors=values)
        else:
            body = ir.Builtin(span=span, name=name, arguments=values)
        return ir.Lambda(span=span, parameters=parameters, body=body)

    def operator_value(
        self, node: syntax.Argument, constant: ir.Constant, scope: Scope
    ) -> ir.Operator | None:
        """What a constant operator is instantiated with, as an operator; None after a report."""
        value = self.argument(node, constant.arity, scope)
        if isinstance(value, ir.OperatorArgument):
            return value.operator
        if isinstance(value, ir.Lambda):
            return ir.Definition(
                span=value.span,
                name=constant.name,
                module="",
                parameters=value.parameters,
                body=value.body,
            )
        message = f"`{constant.name}` needs an operator of {_count(constant.arity)}"
        self.reporter.error(SUBSTITUTION, message, node.span)
        return None

    def open_function(self, definition: ir.Definition) -> None:
        """From here to `close_function`, a use of the function makes it recursive."""
        self._open_functions.add(id(definition))

    def close_function(self, definition: ir.Definition) -> None:
        """The body of the function has been resolved."""
        self._open_functions.discard(id(definition))
