"""A configuration applied to a module: constants get values, operators are replaced."""

from __future__ import annotations

from difflib import get_close_matches

from tlakit.language import ir
from tlakit.language.diagnostics import Diagnostic, LanguageError
from tlakit.semantics.compiler import Program
from tlakit.semantics.config import ARITY, MISSING, UNKNOWN, Assignment, Config, Name, Replacement


def bind_program(module: ir.Module, config: Config) -> Program:
    """What the names of the module stand for; LanguageError with every fault of the configuration."""
    return _Binder(module, config).bind()


def sources_of(module: ir.Module, config: Config) -> dict[str, str]:
    """The texts of the module's files and of the configuration, for diagnostics."""
    return {**module.sources, config.file: config.text}


def definition_named(module: ir.Module, config: Config, name: Name) -> ir.Definition:
    """The definition that a configuration names; LanguageError if there is none."""
    definition = module.definitions.get(name.text)
    if definition is None:
        fault = unknown_name(module, name)
        raise LanguageError([fault], sources_of(module, config))
    return definition


def unknown_name(module: ir.Module, name: Name) -> Diagnostic:
    """The fault of a configuration that names what the module does not have."""
    known = [*module.definitions, *(constant.name for constant in module.constants)]
    close = get_close_matches(name.text, known, 1)
    hint = f"Did you mean `{close[0]}`?" if close else "Define it, or correct the configuration."
    return Diagnostic(
        code=UNKNOWN,
        message=f"module {module.name} does not define `{name.text}`",
        span=name.span,
        hint=hint,
    )


class _Binder:
    def __init__(self, module: ir.Module, config: Config) -> None:
        self.module = module
        self.config = config
        self.program = Program(module.variables)
        self.constants = {constant.name: constant for constant in module.constants}
        self.faults: list[Diagnostic] = []

    def bind(self) -> Program:
        for assignment in self.config.assignments:
            self._assign(assignment)
        for replacement in self.config.replacements:
            self._replace(replacement)
        for constant in self.module.constants:
            if constant not in self.program.values and constant not in self.program.operators:
                self._miss(constant)
        if self.faults:
            raise LanguageError(self.faults, sources_of(self.module, self.config))
        return self.program

    def _miss(self, constant: ir.Constant) -> None:
        example = f"{constant.name} = ..." if constant.arity == 0 else f"{constant.name} <- ..."
        self.faults.append(
            Diagnostic(
                code=MISSING,
                message=f"the constant {constant.name} has no value",
                span=constant.span,
                hint=f"Write `CONSTANT {example}` in {self.config.file or 'the configuration'}.",
            )
        )

    def _assign(self, assignment: Assignment) -> None:
        name = assignment.name
        constant = self.constants.get(name.text)
        definition = self.module.definitions.get(name.text)
        if constant is not None and constant.arity == 0:
            self.program.values[constant] = assignment.value
        elif constant is None and definition is not None and not definition.parameters:
            self.program.values[definition] = assignment.value
        elif constant is None and definition is None:
            if assignment.value.text != name.text:
                self.faults.append(unknown_name(self.module, name))
        else:
            self._arity_fault(name, f"`{name.text}` takes arguments and cannot have a value")

    def _arity_fault(self, name: Name, message: str) -> None:
        self.faults.append(
            Diagnostic(
                code=ARITY,
                message=message,
                span=name.span,
                hint="Replace it by an operator with as many parameters.",
            )
        )

    def _replace(self, replacement: Replacement) -> None:
        other = self.module.definitions.get(replacement.other.text)
        if other is None:
            self.faults.append(unknown_name(self.module, replacement.other))
            return
        constant = self.constants.get(replacement.name.text)
        replaced = self._replaced(replacement)
        if constant is None and not replaced:
            self.faults.append(unknown_name(self.module, replacement.name))
            return
        arity = constant.arity if constant is not None else len(replaced[0].parameters)
        if arity != len(other.parameters):
            self._arity_fault(
                replacement.other,
                f"`{other.name}` has {len(other.parameters)} parameters, "
                f"but `{replacement.name.text}` has {arity}",
            )
            return
        if constant is not None:
            self.program.operators[constant] = other
        for definition in replaced:
            self.program.definitions[definition] = other

    def _replaced(self, replacement: Replacement) -> list[ir.Definition]:
        """The definitions that are replaced; `<-[M]` reaches those that the root does not see."""
        name, module = replacement.name.text, replacement.module
        visible = self.module.definitions.get(name)
        if visible is not None and module in ("", visible.module):
            return [visible]
        return []
