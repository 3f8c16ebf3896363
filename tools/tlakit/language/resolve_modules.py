"""Modules of the syntax tree to resolved ones: EXTENDS, INSTANCE, declarations and definitions.

Each module is resolved once, by itself. EXTENDS brings the very symbols of the other module, so what
is reached by two ways is one thing and no conflict; INSTANCE copies (see `instantiate.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import msgspec

from tlakit.language import ir, syntax
from tlakit.language.diagnostics import (
    MODULE_CYCLE,
    SUBSTITUTION,
    UNKNOWN_MODULE,
    UNKNOWN_NAME,
    Diagnostic,
    LanguageError,
)
from tlakit.language.instantiate import Declared, Instantiation, Labels, Value
from tlakit.language.levels import Levels
from tlakit.language.modules import ModuleFiles, no_such_module
from tlakit.language.resolve_definitions import DefinitionResolver, is_local
from tlakit.language.scope import Fact, InstanceName, Reporter, Scope, Symbol

_T = TypeVar("_T")


class ResolvedModule(msgspec.Struct, eq=False):
    """A module with all its names resolved; `exported` is what EXTENDS and INSTANCE bring."""

    name: str
    scope: Scope
    extends: tuple[str, ...] = ()
    exported: dict[str, Symbol] = {}
    constants: list[ir.Constant] = []
    variables: list[ir.Variable] = []
    assumptions: list[ir.Assumption] = []
    theorems: list[ir.Theorem] = []
    nested: dict[str, ResolvedModule] = {}


class Library:
    """All modules resolved so far."""

    def __init__(self, files: ModuleFiles, reporter: Reporter) -> None:
        self.files = files
        self.reporter = reporter
        self.levels = Levels(reporter)
        self.labels: Labels = {}
        self.place: ir.Span | None = None
        """What is being resolved, for a fault that has no better place."""
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
            hint = "Move what they both need into a module of its own."
            self.reporter.error(MODULE_CYCLE, problem, name.span, hint)
            return None
        tree = self.files.find(name.text)
        if tree is None:
            self.reporter.report(no_such_module(name, self.files.folders))
            return None
        return self.resolve(tree)

    def resolve(self, tree: syntax.Module) -> ResolvedModule:
        """Resolve a module of a file, with all that it needs."""
        self._in_progress.append(tree.name.text)
        resolver = ModuleResolver(self, tree, Scope(), self.files.is_standard(tree.span.file), {})
        resolved = resolver.run()
        self._in_progress.pop()
        self._resolved[tree.name.text] = resolved
        return resolved

    def raise_if_any(self) -> None:
        """Raise all that was reported, file by file in the order of the text.

        Where a module is missing, so are its names: that they are unknown is not worth a message.
        """
        found = self.reporter.diagnostics
        if any(problem.code in (UNKNOWN_MODULE, MODULE_CYCLE) for problem in found):
            found = [problem for problem in found if problem.code != UNKNOWN_NAME]
        if found:
            raise LanguageError(sorted(found, key=self._place), self.files.sources)

    def _place(self, problem: Diagnostic) -> tuple[int, int, int]:
        span = problem.span
        if span is None:
            return (-1, 0, 0)
        return (list(self.files.sources).index(span.file), span.line, span.column)


class ModuleResolver(DefinitionResolver):
    """Resolves the units of one module, in order."""

    def __init__(
        self,
        library: Library,
        tree: syntax.Module,
        scope: Scope,
        standard: bool,
        enclosing: dict[str, ResolvedModule],
    ) -> None:
        super().__init__(library.reporter, standard)
        self.library = library
        self.tree = tree
        self.scope = scope
        self.visible_modules = dict(enclosing)
        self.result = ResolvedModule(name=tree.name.text, scope=scope)
        self._pending: dict[str, ir.Definition] = {}
        self._stated: list[ir.Expression] = []
        self.labels = library.labels
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
        self.report_pending(self._pending.values())
        self._set_levels()
        return self.result

    def _set_levels(self) -> None:
        levels = self.library.levels
        for symbol in self.scope.names.values():
            if isinstance(symbol, ir.Definition):
                self.library.place = symbol.span
                levels.definition(symbol)
        for assumption in self.result.assumptions:
            levels.at_most(assumption.expression, ir.Level.CONSTANT, "ASSUME")
        for theorem in self.result.theorems:
            if theorem.expression is not None:
                levels.expression(theorem.expression)
        for formula in self._stated:
            levels.expression(formula)
        for value, most in self._substituted:
            levels.at_most(value, most, "this substitution")

    def _module(self, name: syntax.Name) -> ResolvedModule | None:
        return self.visible_modules.get(name.text) or self.library.module(name)

    def _extend(self, name: syntax.Name) -> None:
        other = self._module(name)
        if other is None:
            return
        for key, symbol in other.exported.items():
            if self.reporter.import_into(self.scope, key, symbol, name.span):
                self.result.exported[key] = symbol
        _merge(self.result.constants, other.constants)
        _merge(self.result.variables, other.variables)
        _merge(self.result.assumptions, other.assumptions)
        self.result.nested |= other.nested
        self.visible_modules |= other.nested

    def _unit(self, unit: syntax.Unit) -> None:
        self.library.place = self.reporter.unit = unit.span
        match unit:
            case syntax.Constants(names=constant_names):
                for item in constant_names:
                    if self._is_declared(item, ir.Constant):
                        continue
                    constant = ir.Constant(span=item.span, name=item.text, arity=item.arity)
                    self._declare(item.text, constant)
                    self.result.constants.append(constant)
            case syntax.Variables(names=variable_names):
                for name in variable_names:
                    if self._is_declared(
                        syntax.ParameterName(name.span, name.text, 0), ir.Variable
                    ):
                        continue
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
                self._theorem(unit, theorem_name, statement)
            case syntax.Module():
                inner = ModuleResolver(
                    self.library, unit, Scope(self.scope), self.standard, self.visible_modules
                )
                resolved_module = inner.run()
                self.result.nested[unit.name.text] = resolved_module
                self.visible_modules[unit.name.text] = resolved_module
            case syntax.Instance():
                for full, member in self.members(unit, (), "", self.scope).items():
                    if self.reporter.import_into(self.scope, full, member, unit.module.span):
                        self._export(full, member, unit.local)
            case _:
                made = self.definitions(unit, self.scope, self.result.name, self._pending)
                self.result.exported |= {} if is_local(unit) else made

    def _is_declared(
        self, item: syntax.ParameterName, kind: type[ir.Constant | ir.Variable]
    ) -> bool:
        """Whether this very module has declared the same before, which SANY lets pass."""
        known = self.scope.names.get(item.text)
        if not isinstance(known, kind) or known.span.file != item.span.file:
            return False
        return getattr(known, "arity", 0) == item.arity

    def _theorem(
        self,
        unit: syntax.Theorem,
        name: syntax.Name | None,
        statement: syntax.Expression | syntax.AssumeProve,
    ) -> None:
        text = name.text if name else ""
        if isinstance(statement, syntax.AssumeProve):
            self.result.theorems.append(ir.Theorem(span=unit.span, name=text, expression=None))
            parts = self._assume_prove(statement, self.scope)
            if name is not None:
                self._declare(text, Fact(name.span, text, parts))
            return
        resolved = self.expression(statement, self.scope)
        self.result.theorems.append(ir.Theorem(span=unit.span, name=text, expression=resolved))
        self._name_fact(name, resolved)

    def _assume_prove(
        self, node: syntax.AssumeProve, scope: Scope
    ) -> tuple[ir.Expression | None, ...]:
        """The formulas of ASSUME and PROVE; NEW names mean something in those that follow."""
        inner = Scope(scope)
        parts: list[ir.Expression | None] = []
        for assumption in node.assumptions:
            match assumption:
                case syntax.NewSymbol():
                    self._new_symbol(assumption, inner)
                    parts.append(None)
                case syntax.AssumeProve():
                    self._assume_prove(assumption, inner)
                    parts.append(None)
                case _:
                    parts.append(self.expression(assumption, inner))
        parts.append(self.expression(node.prove, inner))
        self._stated += [part for part in parts if part is not None]
        return tuple(parts)

    def _new_symbol(self, node: syntax.NewSymbol, scope: Scope) -> None:
        if node.domain is not None:
            self._stated.append(self.expression(node.domain, scope))
        name, span, arity = node.name.text, node.name.span, node.name.arity
        symbol: Symbol = ir.Constant(span=span, name=name, arity=arity)
        if node.kind in ("VARIABLE", "STATE") and not arity:
            symbol = ir.Variable(span=span, name=name)
        elif node.kind in ("ACTION", "TEMPORAL") and not arity:
            # A definition of the level that is meant; nothing but its level is ever looked at.
            state = ir.Reference(span=span, target=ir.Variable(span=span, name=name))
            operator = "'" if node.kind == "ACTION" else "[]"
            body = ir.Builtin(span=span, name=operator, arguments=(state,))
            symbol = ir.Definition(span=span, name=name, module=self.result.name, body=body)
        self.reporter.declare(scope, name, symbol)

    def division(self, span: ir.Span) -> ir.Definition | None:
        """The `/` of Reals, of which a decimal number is made; None after a report."""
        reals = self.library.module(syntax.Name(span, "Reals"))
        found = None if reals is None else reals.exported.get("/")
        return found if isinstance(found, ir.Definition) else None

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

    # Instances

    def members(
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
        instantiation = Instantiation(values, parameters, prefix, self.labels)
        members: dict[str, Symbol] = {}
        for name, symbol in other.exported.items():
            if isinstance(symbol, ir.Definition):
                standard = self.library.files.is_standard(symbol.span.file)
                members[prefix + name] = instantiation.member(symbol, name, standard)
            elif isinstance(symbol, InstanceName):
                members[prefix + name] = msgspec.structs.replace(symbol, name=prefix + name)
        self.copies += instantiation.copies
        return members

    def _values(
        self, node: syntax.Instance, other: ResolvedModule, scope: Scope
    ) -> dict[Declared, Value]:
        """What replaces each constant and variable of the module."""
        written: dict[str, syntax.Substitution] = {}
        for one in node.substitutions:
            if one.name.text in written:
                message = f"`{one.name.text}` is substituted twice"
                self.reporter.error(SUBSTITUTION, message, one.name.span)
            written[one.name.text] = one
        values: dict[Declared, Value] = {}
        parameters: tuple[Declared, ...] = (*other.constants, *other.variables)
        for declared in parameters:
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
            declares = ", ".join(f"`{declared.name}`" for declared in parameters)
            hint = f"It declares {declares or 'none'}."
            self.reporter.error(SUBSTITUTION, message, substitution.name.span, hint)
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
