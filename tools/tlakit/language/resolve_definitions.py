"""Definitions, of a module and of a LET: they enter the scope, and come back under their names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import assert_never

from tlakit.language import ir, syntax
from tlakit.language.diagnostics import DUPLICATE, UNDEFINED_RECURSION, WRONG_ARITY
from tlakit.language.operators import BUILTIN
from tlakit.language.resolve_expressions import ExpressionResolver
from tlakit.language.scope import InstanceName, Reporter, Scope, Symbol

NATIVE = "Native"
"""The body, in a standard module, of an operator that TLA+ text does not define here."""


def is_local(node: syntax.LocalDefinition) -> bool:
    """Whether what a unit makes stays in its module; RECURSIVE leaves that to the definition."""
    return isinstance(node, syntax.Recursive) or node.local


class DefinitionResolver(ExpressionResolver):
    """Resolves definitions; instances are left to a subclass.

    `pending`, wherever it is passed, holds what RECURSIVE has declared and nothing yet defined.
    """

    def __init__(self, reporter: Reporter, standard: bool) -> None:
        super().__init__(reporter)
        self.standard = standard
        self.copies: list[ir.Definition] = []
        """What instances have copied so far."""

    def members(
        self,
        node: syntax.Instance,
        parameters: tuple[ir.Parameter, ...],
        prefix: str,
        scope: Scope,
    ) -> dict[str, Symbol]:
        """The names that an instance brings, in full, with what they stand for."""
        raise NotImplementedError

    def local_definitions(
        self, nodes: Sequence[syntax.LocalDefinition], scope: Scope
    ) -> tuple[ir.Definition, ...]:
        pending: dict[str, ir.Definition] = {}
        made: list[ir.Definition] = []
        for node in nodes:
            copied = len(self.copies)
            found = self.definitions(node, scope, "", pending)
            made += self.copies[copied:]
            # A member of an instance that does not carry its full name is shared, not held here.
            made += [
                symbol
                for name, symbol in found.items()
                if isinstance(symbol, ir.Definition) and symbol.name == name
            ]
        self.report_pending(pending.values())
        return tuple(dict.fromkeys(made))

    def report_pending(self, pending: Iterable[ir.Definition]) -> None:
        """Report what RECURSIVE has declared and nothing has defined."""
        for definition in pending:
            message = f"`{definition.name}` is declared RECURSIVE but never defined"
            hint = "Define it below, or remove the declaration."
            self.reporter.error(UNDEFINED_RECURSION, message, definition.span, hint)

    def definitions(
        self,
        node: syntax.LocalDefinition,
        scope: Scope,
        module: str,
        pending: dict[str, ir.Definition],
    ) -> dict[str, Symbol]:
        """What a unit defines, already in `scope`; `module` is empty inside a LET."""
        match node:
            case syntax.Recursive(names=names):
                made = [self._recursive(name, scope, module, pending) for name in names]
                return {definition.name: definition for definition in made}
            case syntax.OperatorDefinition():
                definition = self._operator_definition(node, scope, module, pending)
                return {definition.name: definition}
            case syntax.FunctionDefinition():
                definition = self._function_definition(node, scope, module, pending)
                return {definition.name: definition}
            case syntax.InstanceDefinition():
                return self._instance_definition(node, scope)
            case _:
                assert_never(node)

    def _recursive(
        self,
        name: syntax.ParameterName,
        scope: Scope,
        module: str,
        pending: dict[str, ir.Definition],
    ) -> ir.Definition:
        parameters = tuple(
            ir.Parameter(span=name.span, name=f"p{k}") for k in range(1, name.arity + 1)
        )
        definition = ir.Definition(
            span=name.span, name=name.text, module=module, parameters=parameters, recursive=True
        )
        self.reporter.declare(scope, name.text, definition)
        pending[name.text] = definition
        return definition

    def _filled(
        self,
        node: syntax.OperatorDefinition | syntax.FunctionDefinition,
        name: str,
        arity: int,
        module: str,
        pending: dict[str, ir.Definition],
    ) -> ir.Definition:
        """The definition to fill: the one that RECURSIVE declared, or a new one."""
        declared = pending.pop(name, None)
        if declared is None:
            return ir.Definition(span=node.name.span, name=name, module=module, local=node.local)
        if len(declared.parameters) != arity:
            message = f"`{name}` is declared RECURSIVE with {len(declared.parameters)} parameters"
            message += f", but defined with {arity}"
            self.reporter.error(WRONG_ARITY, message, node.name.span)
        declared.span = node.name.span
        declared.local = node.local
        return declared

    def _operator_definition(
        self,
        node: syntax.OperatorDefinition,
        scope: Scope,
        module: str,
        pending: dict[str, ir.Definition],
    ) -> ir.Definition:
        name = node.name.text
        if name == "-" and len(node.parameters) == 1:
            name = "-."
        if name in BUILTIN:
            message = f"`{name}` is an operator of the language itself"
            hint = "It always means the same. Define another operator."
            self.reporter.error(DUPLICATE, message, node.name.span, hint)
            return ir.Definition(span=node.name.span, name=name, module=module)
        definition = self._filled(node, name, len(node.parameters), module, pending)
        inner = Scope(scope)
        definition.parameters = self._parameters(node.parameters, inner)
        for parameter in definition.parameters:
            if parameter.name == name:
                message = f"`{name}` is the name of its own parameter"
                hint = "Give one of the two another name."
                self.reporter.error(DUPLICATE, message, parameter.span, hint)
        if not (self.standard and _is_native(node.body)):
            around, self.label_names = self.label_names, set()
            definition.body = self.expression(node.body, inner)
            self.label_names = around
        self.reporter.declare(scope, name, definition)
        return definition

    def _function_definition(
        self,
        node: syntax.FunctionDefinition,
        scope: Scope,
        module: str,
        pending: dict[str, ir.Definition],
    ) -> ir.Definition:
        name = node.name.text
        definition = self._filled(node, name, 0, module, pending)
        definition.is_function = True
        self.reporter.declare(scope, name, definition)
        inner = Scope(scope)
        self.open_function(definition)
        bindings = self.bindings(node.bindings, scope, inner)
        around, self.label_names = self.label_names, set()
        body = self.expression(node.body, inner)
        self.label_names = around
        self.close_function(definition)
        definition.body = ir.Function(span=node.span, bindings=bindings, body=body)
        return definition

    def _instance_definition(
        self, node: syntax.InstanceDefinition, scope: Scope
    ) -> dict[str, Symbol]:
        inner = Scope(scope)
        parameters = self._parameters(node.parameters, inner)
        prefix = node.name.text + "!"
        name = InstanceName(span=node.name.span, name=node.name.text, arity=len(parameters))
        made: dict[str, Symbol] = {node.name.text: name}
        made |= self.members(node.instance, parameters, prefix, inner)
        for key, symbol in made.items():
            self.reporter.declare(scope, key, symbol)
        return made

    def _parameters(
        self, names: Sequence[syntax.ParameterName], inner: Scope
    ) -> tuple[ir.Parameter, ...]:
        parameters: list[ir.Parameter] = []
        for item in names:
            parameter = ir.Parameter(span=item.span, name=item.text, arity=item.arity)
            self.reporter.declare(inner, item.text, parameter)
            parameters.append(parameter)
        return tuple(parameters)


def _is_native(body: syntax.Expression) -> bool:
    return isinstance(body, syntax.Reference) and body.parts[0].text == NATIVE
