"""A configuration applied to a module: constants get values, operators are replaced.

A replacement holds wherever the replaced text is used, as in TLC: in the module that defines it, in
those that extend that, and in their instances, whose copies of the definition are replaced too. An
assignment to a name that the module does not have is ignored, as TLC does, unless a constant has no
value: then it may be the one that was meant, and it is reported.
"""

from __future__ import annotations

from difflib import get_close_matches

from tlakit.language import ir
from tlakit.language.diagnostics import Diagnostic, LanguageError
from tlakit.semantics.closure import copies_of, definitions_of
from tlakit.semantics.compiler import Program
from tlakit.semantics.config import (
    ARITY,
    MALFORMED,
    MISSING,
    UNKNOWN,
    Assignment,
    Config,
    Name,
    Replacement,
)


def bind_program(module: ir.Module, config: Config, partial: bool = False) -> Program:
    """What the names of the module stand for; LanguageError with every fault of the configuration.

    If `partial`, constants may be without a value.
    """
    return _Binder(module, config).bind(partial)


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
    if not close:
        keyword = get_close_matches(name.text, STATEMENTS, 1)
        hint = f"Did you mean the keyword {keyword[0]}?" if keyword else hint
    return Diagnostic(
        code=UNKNOWN,
        message=f"module {module.name} does not define `{name.text}`",
        span=name.span,
        hint=hint,
    )


STATEMENTS = (
    *("CONSTANTS", "SPECIFICATION", "INIT", "NEXT", "INVARIANT", "PROPERTY", "CONSTRAINT"),
    *("ACTION_CONSTRAINT", "SYMMETRY", "VIEW", "ALIAS", "POSTCONDITION", "CHECK_DEADLOCK"),
)


class _Binder:
    def __init__(self, module: ir.Module, config: Config) -> None:
        self.module = module
        self.config = config
        self.program = Program(module.variables)
        self.constants = {constant.name: constant for constant in module.constants}
        self.faults: list[Diagnostic] = []
        self.mentioned: set[str] = set()
        self.everything = definitions_of(module) if self._changes_definitions() else ()

    def _changes_definitions(self) -> bool:
        """Whether the configuration replaces operators, or gives some a value."""
        assigned = {assignment.name.text for assignment in self.config.assignments}
        return bool(self.config.replacements) or not assigned.isdisjoint(self.module.definitions)

    def bind(self, partial: bool) -> Program:
        strangers: list[Name] = []
        for assignment in self.config.assignments:
            if not self._assign(assignment):
                strangers.append(assignment.name)
        for replacement in self.config.replacements:
            self._replace(replacement)
        missing = [
            constant
            for constant in self.module.constants
            if constant not in self.program.values
            and constant not in self.program.operators
            and constant.name not in self.mentioned
        ]
        if partial:
            missing = []
        if missing:
            self.faults += [unknown_name(self.module, name) for name in strangers]
        for constant in missing:
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

    def _assign(self, assignment: Assignment) -> bool:
        """Whether the module has the name."""
        name = assignment.name
        constant = self.constants.get(name.text)
        definition = self.module.definitions.get(name.text)
        if constant is not None and constant.arity == 0:
            self.program.values[constant] = assignment.value
        elif constant is None and definition is not None and not definition.parameters:
            for copy in copies_of(definition, self.everything):
                self.program.values[copy] = assignment.value
        elif constant is None and definition is None:
            return assignment.value.text == name.text
        else:
            self.mentioned.add(name.text)
            self._arity_fault(name, f"`{name.text}` takes arguments and cannot have a value")
        return True

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
        name = replacement.name.text
        self.mentioned.add(name)
        if replacement.module is not None:
            replaced = self._of_module(replacement.module, replacement.name)
            constant = None
        else:
            self._check_chain(replacement)
            constant = self.constants.get(name)
            visible = self.module.definitions.get(name)
            replaced = [] if visible is None else [visible]
            if constant is None and visible is None:
                self.faults.append(unknown_name(self.module, replacement.name))
        other = self._other(replacement.other)
        if other is None or (constant is None and not replaced):
            return
        if isinstance(other, ir.Constant):
            self._replace_by_constant(constant, replaced, other)
            return
        arity = constant.arity if constant is not None else len(replaced[0].parameters)
        if arity != len(other.parameters):
            self._arity_fault(
                replacement.other,
                f"`{other.name}` has {len(other.parameters)} parameters, but `{name}` has {arity}",
            )
            return
        if constant is not None:
            self.program.values.pop(constant, None)
            self.program.operators[constant] = other
        for definition in replaced:
            for copy in copies_of(definition, self.everything):
                self.program.definitions[copy] = _for_copy(copy, other)

    def _check_chain(self, replacement: Replacement) -> None:
        """TLC refuses `A <- B` where B is itself replaced: one step is all that is taken."""
        for one in self.config.replacements:
            if one.module is None and one.name.text == replacement.other.text:
                self.faults.append(
                    Diagnostic(
                        code=MALFORMED,
                        message=f"`{one.name.text}` replaces `{replacement.name.text}` "
                        "and is itself replaced",
                        span=replacement.other.span,
                        hint=f"Write `{replacement.name.text} <- {one.other.text}`.",
                    )
                )
                return

    def _other(self, name: Name) -> ir.Definition | ir.Constant | None:
        """What stands on the right of `<-`."""
        found = self.module.definitions.get(name.text) or self.constants.get(name.text)
        if found is None:
            self.faults.append(unknown_name(self.module, name))
        return found

    def _replace_by_constant(
        self, constant: ir.Constant | None, replaced: list[ir.Definition], other: ir.Constant
    ) -> None:
        """`x <- C` with a constant C, which has its value from the configuration."""
        for assignment in self.config.assignments:
            if assignment.name.text == other.name:
                if constant is not None:
                    self.program.values[constant] = assignment.value
                for definition in replaced:
                    for copy in copies_of(definition, self.everything):
                        self.program.values[copy] = assignment.value

    def _of_module(self, module: Name, name: Name) -> list[ir.Definition]:
        """The definitions of that name in the text of a module, or of a module that it extends."""
        known = {definition.module for definition in self.everything} | {self.module.name}
        if module.text not in known:
            close = get_close_matches(module.text, sorted(known), 1)
            self.faults.append(
                Diagnostic(
                    code=UNKNOWN,
                    message=f"no definition of a module `{module.text}` is used",
                    span=module.span,
                    hint=f"Did you mean `{close[0]}`?" if close else "Correct the module's name.",
                )
            )
            return []
        named = [one for one in self.everything if one.name.rpartition("!")[2] == name.text]
        found = [one for one in named if one.module == module.text] or named
        if not found:
            own = {d.name.rpartition("!")[2] for d in self.everything if d.module == module.text}
            close = get_close_matches(name.text, sorted(own), 1)
            self.faults.append(
                Diagnostic(
                    code=UNKNOWN,
                    message=f"module {module.text} does not define `{name.text}`",
                    span=name.span,
                    hint=f"Did you mean `{close[0]}`?" if close else "Correct the name.",
                )
            )
        return found


def _for_copy(copy: ir.Definition, other: ir.Definition) -> ir.Definition:
    """What replaces a copy: one of `I(x) == INSTANCE M` has the instance's parameters before its own."""
    extra = len(copy.parameters) - len(other.parameters)
    if extra <= 0:
        return other
    own = copy.parameters[extra:]
    arguments = tuple(
        ir.OperatorArgument(span=p.span, operator=p)
        if p.arity
        else ir.Reference(span=p.span, target=p)
        for p in own
    )
    body = ir.Apply(span=other.span, level=other.level, operator=other, arguments=arguments)
    return ir.Definition(
        span=other.span,
        name=other.name,
        module=other.module,
        parameters=copy.parameters,
        body=body,
        level=other.level,
    )
