"""Modules of the syntax tree to resolved ones: EXTENDS, INSTANCE, declarations and definitions.

Each module is resolved once, by itself. EXTENDS brings the very symbols of the other module, so what
is reached by two ways is one thing and no conflict; INSTANCE copies (see `instantiate.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from tlakit.language import ir, syntax
from tlakit.language.diagnostics import (
    MODULE_CYCLE,
    SUBSTITUTION,
    UNDEFINED_RECURSION,
    WRONG_ARITY,
    Diagnostic,
    LanguageError,
)
from tlakit.language.instantiate import Declared, Instantiation, Value
from tlakit.language.levels import Levels
from tlakit.language.modules import ModuleFiles, no_such_module
from tlakit.language.resolve_expressions import ExpressionResolver
from tlakit.language.scope import InstanceName, Reporter, Scope, Symbol

_T = TypeVar("_T")

NATIVE = "Native"
"""The body, in a standard module, of an operator that TLA+ text does not define here."""


class ResolvedModule(msgspec.Struct, eq=False):
    """A module with all its names resolved; `exported` is what EXTENDS and INSTANCE bring."""

    name: str
    scope: Scope
    extends: tuple[str, ...] = ()
    exported: dict[str, Symbol] = {}
    constants: list[ir.Constant] = []
    variables: list[ir.Variable] = []
    assumptions: list[ir.Assumption] = []
    statements: list[ir.Expression] = []
    nested: dict[str, ResolvedModule] = {}


class Library:
    """All modules resolved so far."""

    def __init__(self, files: ModuleFiles, reporter: Reporter) -> None:
        self.files = files
        self.reporter = reporter
        self.levels = Levels(reporter)
        self._resolved: dict[str, ResolvedModule] = {}
        self._in_progress: list[str] = []

    def module(self, name: syntax.Name) -> ResolvedModule | None:
        """The module of that name, resolved; None after a report."""
        known = self._resolved.get(name.text)
        if known is not None:
            return known
        if name.text in self._in_progress:
            cycle = " -> ".join([*self._in_progress, name.text])
            problem = f"modules need each other: {cycle}"
            self.reporter.error(MODULE_CYCLE, problem, name.span)
            return None
        tree = self.files.find(name.text)
        if tree is None:
            self.reporter.report(no_such_module(name, self.files.folders))
            return None
        return self.resolve(tree)

    def resolve(self, tree: syntax.Module) -> ResolvedModule:
        """Resolve a module of a file, with all that it needs."""
        self._in_progress.append(tree.name.text)
        resolver = ModuleResolver(self, tree, Scope(), self.files.is_standard(tree), {})
        resolved = resolver.run()
        self._in_progress.pop()
        self._resolved[tree.name.text] = resolved
        return resolved

    def raise_if_any(self) -> None:
        """Raise all that was reported, in the order of the text."""
        if self.reporter.diagnostics:
            raise LanguageError(self.reporter.diagnostics, self.files.sources)


class ModuleResolver(ExpressionResolver):
    """Resolves the units of one module, in order."""

    def __init__(
        self,
        library: Library,
        tree: syntax.Module,
        scope: Scope,
        standard: bool,
        enclosing: dict[str, ResolvedModule],
    ) -> None:
        super().__init__(library.reporter)
        self.library = library
        self.tree = tree
        self.scope = scope
        self.standard = standard
        self.visible_modules = dict(enclosing)
        self.result = ResolvedModule(name=tree.name.text, scope=scope)
        self._pending: dict[str, ir.Definition] = {}
        self._substituted: list[tuple[ir.Expression, ir.Level]] = []
        for unit in tree.units:
            if isinstance(unit, syntax.OperatorDefinition | syntax.FunctionDefinition):
                self.later.setdefault(unit.name.text, unit.name.span)

    def run(self) -> ResolvedModule:
        self.result.extends = tuple(name.text for name in self.tree.extends)
        for name in self.tree.extends:
            self._extend(name)
        for unit in self.tree.units:
            self._unit(unit)
        self._report_pending(self._pending.values())
        self._set_levels()
        return self.result

    def _set_levels(self) -> None:
        levels = self.library.levels
        for symbol in self.scope.names.values():
            if isinstance(symbol, ir.Definition):
                levels.definition(symbol)
        for assumption in self.result.assumptions:
            levels.at_most(assumption.expression, ir.Level.CONSTANT, "ASSUME")
        for statement in self.result.statements:
            levels.expression(statement)
        for value, most in self._substituted:
            levels.at_most(value, most, "this substitution")

    def _module(self, name: syntax.Name) -> ResolvedModule | None:
        return self.visible_modules.get(name.text) or self.library.module(name)

    def _extend(self, name: syntax.Name) -> None:
        other = self._module(name)
        if other is None:
            return
        for key, symbol in other.exported.items():
            known = self.scope.names.get(key)
            if known is not None and known is not symbol:
                placed = msgspec.structs.replace(symbol, span=name.span)
                self.reporter.declare(self.scope, key, placed)
            self.scope.names[key] = symbol
            self.result.exported[key] = symbol
        _merge(self.result.constants, other.constants)
        _merge(self.result.variables, other.variables)
        _merge(self.result.assumptions, other.assumptions)
        self.result.nested |= other.nested
        self.visible_modules |= other.nested

    def _unit(self, unit: syntax.Unit) -> None:
        match unit:
            case syntax.Constants(names=constant_names):
                for constant in constant_names:
                    symbol = ir.Constant(
                        span=constant.span, name=constant.text, arity=constant.arity
                    )
                    self._declare(constant.text, symbol)
                    self.result.constants.append(symbol)
            case syntax.Variables(names=variable_names):
                for name in variable_names:
                    variable = ir.Variable(span=name.span, name=name.text)
                    self._declare(name.text, variable)
                    self.result.variables.append(variable)
            case syntax.Assumption(name=assumption_name, expression=expression):
                resolved = self.expression(expression, self.scope)
                text = assumption_name.text if assumption_name else ""
                assumption = ir.Assumption(span=unit.span, name=text, expression=resolved)
                self.result.assumptions.append(assumption)
                self._name_fact(assumption_name, resolved)
            case syntax.Theorem(name=theorem_name, statement=statement):
                if not isinstance(statement, syntax.AssumeProve):
                    resolved = self.expression(statement, self.scope)
                    self.result.statements.append(resolved)
                    self._name_fact(theorem_name, resolved)
            case syntax.Module():
                inner = ModuleResolver(
                    self.library, unit, Scope(self.scope), self.standard, self.visible_modules
                )
                resolved_module = inner.run()
                self.result.nested[unit.name.text] = resolved_module
                self.visible_modules[unit.name.text] = resolved_module
            case syntax.Instance():
                for name_in_full, symbol in self._instance(unit, (), "", self.scope).items():
                    self._declare(name_in_full, symbol, unit.local)
            case _:
                for definition in self._definition(
                    unit, self.scope, self.result.name, self._pending
                ):
                    self._export(definition.name, definition, definition.local)

    def _declare(self, name: str, symbol: Symbol, local: bool = False) -> None:
        self.reporter.declare(self.scope, name, symbol)
        self._export(name, symbol, local)

    def _export(self, name: str, symbol: Symbol, local: bool) -> None:
        if not local:
            self.result.exported[name] = symbol

    def _name_fact(self, name: syntax.Name | None, body: ir.Expression) -> None:
        if name is not None:
            definition = ir.Definition(
                span=name.span, name=name.text, module=self.result.name, body=body
            )
            self._declare(name.text, definition)

    # Definitions, of the module and of a LET

    def local_definitions(
        self, nodes: Sequence[syntax.LocalDefinition], scope: Scope
    ) -> tuple[ir.Definition, ...]:
        pending: dict[str, ir.Definition] = {}
        definitions: list[ir.Definition] = []
        for node in nodes:
            definitions += self._definition(node, scope, "", pending)
        self._report_pending(pending.values())
        return tuple(dict.fromkeys(definitions))

    def _report_pending(self, pending: Iterable[ir.Definition]) -> None:
        for definition in pending:
            message = f"`{definition.name}` is declared RECURSIVE but never defined"
            self.reporter.error(UNDEFINED_RECURSION, message, definition.span)

    def _definition(
        self,
        node: syntax.LocalDefinition,
        scope: Scope,
        module: str,
        pending: dict[str, ir.Definition],
    ) -> list[ir.Definition]:
        """The definitions that a unit makes, already in `scope`."""
        match node:
            case syntax.Recursive(names=names):
                return [self._recursive(name, scope, module, pending) for name in names]
            case syntax.OperatorDefinition():
                return [self._operator_definition(node, scope, module, pending)]
            case syntax.FunctionDefinition():
                return [self._function_definition(node, scope, module, pending)]
            case syntax.InstanceDefinition():
                return self._instance_definition(node, scope, module)

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

    def _named(
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
        definition = self._named(node, name, len(node.parameters), module, pending)
        inner = Scope(scope)
        parameters: list[ir.Parameter] = []
        for item in node.parameters:
            parameter = ir.Parameter(span=item.span, name=item.text, arity=item.arity)
            self.reporter.declare(inner, item.text, parameter)
            parameters.append(parameter)
        definition.parameters = tuple(parameters)
        if not (self.standard and _is_native(node.body)):
            definition.body = self.expression(node.body, inner)
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
        definition = self._named(node, name, 0, module, pending)
        definition.is_function = True
        self.reporter.declare(scope, name, definition)
        inner = Scope(scope)
        self.open_function(definition)
        bindings = self.bindings(node.bindings, scope, inner)
        body = self.expression(node.body, inner)
        self.close_function(definition)
        definition.body = ir.Function(span=node.span, bindings=bindings, body=body)
        return definition

    # Instances

    def _instance_definition(
        self, node: syntax.InstanceDefinition, scope: Scope, module: str
    ) -> list[ir.Definition]:
        inner = Scope(scope)
        parameters: list[ir.Parameter] = []
        for item in node.parameters:
            parameter = ir.Parameter(span=item.span, name=item.text, arity=item.arity)
            self.reporter.declare(inner, item.text, parameter)
            parameters.append(parameter)
        prefix = node.name.text + "!"
        members = self._instance(node.instance, tuple(parameters), prefix, inner)
        name = InstanceName(span=node.name.span, name=node.name.text)
        at_module_level = module != ""
        self.reporter.declare(scope, node.name.text, name)
        if at_module_level:
            self._export(node.name.text, name, node.local)
        definitions: list[ir.Definition] = []
        for key, symbol in members.items():
            self.reporter.declare(scope, key, symbol)
            if at_module_level:
                self._export(key, symbol, node.local)
            elif isinstance(symbol, ir.Definition) and symbol.name == key:
                definitions.append(symbol)  # a copy, which only this LET holds
        return definitions

    def _instance(
        self,
        node: syntax.Instance,
        parameters: tuple[ir.Parameter, ...],
        prefix: str,
        scope: Scope,
    ) -> dict[str, Symbol]:
        """The names that an instance brings, in full, with what they stand for."""
        other = self._module(node.module)
        if other is None:
            return {}
        values = self._values(node, other, scope)
        instantiation = Instantiation(values, parameters, prefix)
        members: dict[str, Symbol] = {}
        for name, symbol in other.exported.items():
            if isinstance(symbol, ir.Definition):
                members[prefix + name] = instantiation.definition(symbol, name)
            elif isinstance(symbol, InstanceName):
                members[prefix + name] = InstanceName(span=symbol.span, name=prefix + name)
        return members

    def _values(
        self, node: syntax.Instance, other: ResolvedModule, scope: Scope
    ) -> dict[Declared, Value]:
        """What replaces each constant and variable of the module."""
        written = {substitution.name.text: substitution for substitution in node.substitutions}
        values: dict[Declared, Value] = {}
        for declared in (*other.constants, *other.variables):
            substitution = written.pop(declared.name, None)
            if substitution is not None:
                argument = substitution.value
            elif scope.lookup(declared.name) is None:
                self._no_substitution(node, declared)
                continue
            else:
                part = syntax.Part(node.module.span, declared.name)
                argument = syntax.Reference(node.module.span, (part,))
            if isinstance(declared, ir.Constant) and declared.arity:
                operator = self.operator_value(argument, declared, scope)
                if operator is not None:
                    values[declared] = operator
            else:
                value = values[declared] = self.argument(argument, 0, scope)
                if isinstance(declared, ir.Variable):
                    self._substituted.append((value, ir.Level.STATE))
                elif other.variables:
                    self._substituted.append((value, ir.Level.CONSTANT))
        for name, substitution in written.items():
            message = f"module `{other.name}` declares no constant or variable `{name}`"
            self.reporter.error(SUBSTITUTION, message, substitution.name.span)
        return values

    def _no_substitution(self, node: syntax.Instance, declared: Declared) -> None:
        kind = "constant" if isinstance(declared, ir.Constant) else "variable"
        self.reporter.report(
            Diagnostic(
                code=SUBSTITUTION,
                message=f"nothing stands for the {kind} `{declared.name}` of this module",
                span=node.module.span,
                hint=f"Add `WITH {declared.name} <- ...`, or declare `{declared.name}` here.",
            )
        )


def _merge(into: list[_T], items: Iterable[_T]) -> None:
    known = set(map(id, into))
    into.extend(item for item in items if id(item) not in known)


def _is_native(body: syntax.Expression) -> bool:
    return isinstance(body, syntax.Reference) and body.parts[0].text == NATIVE
