"""Operators and their arguments: what a name is applied to, and whether it may be."""

from __future__ import annotations

from collections.abc import Sequence

from tlakit.language import ir, syntax
from tlakit.language.diagnostics import (
    NO_SUCH_PART,
    NOT_A_VALUE,
    SUBSTITUTION,
    TOO_DEEP,
    WRONG_ARITY,
    Related,
)
from tlakit.language.instantiate import Labels
from tlakit.language.operators import BUILTIN, INFIX, POSTFIX, PREFIX
from tlakit.language.scope import Fact, InstanceName, Reporter, Scope, Symbol
from tlakit.language.selectors import Place, definition_of, select


def arities_of(operator: ir.Operator) -> tuple[int, ...]:
    """The arity of each parameter of an operator; 0 where it takes a value."""
    if isinstance(operator, ir.Definition):
        return tuple(parameter.arity for parameter in operator.parameters)
    return (0,) * operator.arity


_MOST_PARTS = 100


def _count(number: int) -> str:
    return {0: "no arguments", 1: "one argument"}.get(number, f"{number} arguments")


def _spelled(parts: Sequence[syntax.Part]) -> str:
    """A name with its instances and selectors, without arguments."""
    return "!".join(part.text or "(...)" for part in parts)


class OperatorResolver:
    """Resolves what is applied and what is passed; the scope travels as an argument.

    A fault is reported and a placeholder put in its place, so that one run finds all of them.
    `later` says where names are defined further down, for the message when they are used before.
    """

    def __init__(self, reporter: Reporter) -> None:
        self.reporter = reporter
        self.later: dict[str, ir.Span] = {}
        self.labels: Labels = {}
        self._open_functions: set[int] = set()

    def expression(self, node: syntax.Expression, scope: Scope) -> ir.Expression:
        """The resolved expression."""
        raise NotImplementedError

    def operation(self, node: syntax.Operation, scope: Scope) -> ir.Expression:
        name = node.symbol.text
        if name in BUILTIN:
            arguments = tuple([self.expression(a, scope) for a in node.arguments])
            return ir.Builtin(span=node.span, name=name, arguments=arguments)
        symbol = self._symbol(name, node.symbol.span, scope)
        if symbol is None:
            return self._placeholder(node.arguments, node.span, scope)
        return self._apply(symbol, name, node.arguments, node.span, scope)

    def reference(self, node: syntax.Reference, scope: Scope) -> ir.Expression:
        arguments = [a for part in node.parts for a in part.arguments or ()]
        if len(node.parts) > _MOST_PARTS:
            message = f"a name of {len(node.parts)} parts"
            self.reporter.error(TOO_DEEP, message, node.parts[0].span)
            return ir.Literal(span=node.span, value=False)
        name = _spelled(node.parts)
        symbol = self._named(node, name, scope)
        if symbol is None:
            return self._placeholder(arguments, node.span, scope)
        for position, part in enumerate(node.parts[:-1], 1):
            prefix = _spelled(node.parts[:position])
            instance = scope.lookup(prefix)
            given = len(part.arguments or ())
            if isinstance(instance, InstanceName) and instance.arity != given:
                message = f"the instance `{prefix}` takes {_count(instance.arity)}"
                message += f", but has {given or 'none'} here"
                self.reporter.error(WRONG_ARITY, message, part.span)
                return self._placeholder(arguments, node.span, scope)
        return self._apply(symbol, name, arguments, node.span, scope)

    def _named(self, node: syntax.Reference, name: str, scope: Scope) -> Symbol | None:
        """What a name stands for, or the part of a definition that its selectors lead to."""
        if len(node.parts) > 1 and scope.lookup(name) is None:
            for length in range(len(node.parts) - 1, 0, -1):
                base = scope.lookup(_spelled(node.parts[:length]))
                if isinstance(base, ir.Definition | Fact):
                    return self._part(base, node.parts[length:], name)
        return self._symbol(name, node.span, scope)

    def _part(
        self, base: ir.Definition | Fact, selectors: Sequence[syntax.Part], name: str
    ) -> ir.Definition | None:
        """The operator that selectors behind the name of a definition stand for."""
        definition = base if isinstance(base, ir.Definition) else None
        if isinstance(base, Fact):
            first, *selectors = selectors
            number = int(first.text) if first.text.isdigit() else 0
            chosen = base.parts[number - 1] if 1 <= number <= len(base.parts) else None
            reason = "it is no formula of this theorem"
        else:
            chosen, first = base.body, selectors[0]
            reason = "the definition cannot be seen from here"
        if chosen is None:
            self._no_such_part(base.name, first, reason)
            return None
        place = Place(chosen)
        for part in selectors:
            step = select(place, part, self.labels)
            if isinstance(step, str):
                self._no_such_part(base.name, part, step)
                return None
            place = step
        return definition_of(name, definition, place, getattr(base, "module", ""))

    def _no_such_part(self, name: str, part: syntax.Part, reason: str) -> None:
        shown = part.text or "(...)"
        message = f"`!{shown}` leads to no part of `{name}`: {reason}"
        self.reporter.error(NO_SUCH_PART, message, part.span)

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
        if isinstance(symbol, Fact):
            hint = f"`{name}!1` is its first part."
            self.reporter.error(NOT_A_VALUE, f"`{name}` assumes and proves: no value", span, hint)
            return self._placeholder(arguments, span, scope)
        arity = (
            len(symbol.parameters)
            if isinstance(symbol, ir.Definition)
            else 0
            if isinstance(symbol, ir.Variable | ir.Bound)
            else symbol.arity
        )
        if arity != len(arguments):
            hint = ""
            if arity == 0:
                hint = f"A function is applied with brackets: `{name}[...]`."
            elif not arguments:
                hint = f"An operator is applied with parentheses: `{name}(...)`."
            message = f"`{name}` takes {_count(arity)}, but has {len(arguments) or 'none'} here"
            related = (Related(symbol.span, "It is defined here"),)
            if isinstance(symbol, ir.Variable | ir.Bound | ir.Constant | ir.Parameter):
                related = (Related(symbol.span, "It is declared here"),)
            self.reporter.error(WRONG_ARITY, message, span, hint, related)
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
            return self._named_operator(node, arity, scope)
        if isinstance(node, syntax.Reference) and all(p.arguments is None for p in node.parts):
            return self._named_operator(node, arity, scope)
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
            return ir.Literal(span=node.span, value=False)
        body = self.expression(node.body, inner)
        return ir.Lambda(span=node.span, parameters=tuple(parameters), body=body)

    def _named_operator(
        self, node: syntax.Reference | syntax.OperatorName, arity: int, scope: Scope
    ) -> ir.Expression:
        span = node.span
        if isinstance(node, syntax.Reference):
            name = _spelled(node.parts)
            symbol = self._named(node, name, scope)
        else:
            name = "-." if node.text == "-" and arity == 1 else node.text
            if name in BUILTIN:
                return self._builtin_operator(name, arity, span)
            symbol = self._symbol(name, span, scope)
        if symbol is None:
            return ir.Literal(span=span, value=False)
        if isinstance(symbol, InstanceName | Fact | ir.Variable | ir.Bound):
            message = f"a value stands where an operator of {_count(arity)} belongs"
            self.reporter.error(NOT_A_VALUE, message, span)
            return ir.Literal(span=span, value=False)
        arities = arities_of(symbol)
        if len(arities) != arity or any(arities):
            message = f"`{name}` takes {_count(len(arities))}"
            message += f"; an operator of {_count(arity)}, all values, belongs here"
            self.reporter.error(WRONG_ARITY, message, span)
            return ir.Literal(span=span, value=False)
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
        known = len(self.reporter.diagnostics)
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
        if len(self.reporter.diagnostics) == known:
            message = f"`{constant.name}` needs an operator of {_count(constant.arity)}"
            self.reporter.error(SUBSTITUTION, message, node.span)
        return None

    def open_function(self, definition: ir.Definition) -> None:
        """From here to `close_function`, a use of the function makes it recursive."""
        self._open_functions.add(id(definition))

    def close_function(self, definition: ir.Definition) -> None:
        """The body of the function has been resolved."""
        self._open_functions.discard(id(definition))
