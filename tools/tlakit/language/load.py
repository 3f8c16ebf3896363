"""From a file to the IR: what other packages call."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tlakit.language import ir
from tlakit.language.cache import Entry
from tlakit.language.diagnostics import TOO_DEEP, Diagnostic, LanguageError

if TYPE_CHECKING:
    from tlakit.language.resolve_modules import ResolvedModule

# Python frames for reading nested expressions; some ten are used a level of nesting.
MOST_FRAMES = 10_000


@contextmanager
def _within_frames() -> Iterator[None]:
    """The same limit of nesting whatever limit the process has, which is left as it was."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(MOST_FRAMES)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


@_within_frames()
def load_module(path: Path, search: Sequence[Path] = ()) -> ir.Module:
    """The module in a file, with all that it extends and instantiates, resolved.

    Other modules are looked for beside the file, then in the folders of `search`, then among the
    standard ones. Raises `LanguageError` with every fault found. What was resolved before, and has
    not changed since, comes out of the cache.
    """
    entry = Entry(path, search)
    kept = entry.read()
    if kept is not None:
        return kept
    from tlakit.language.modules import ModuleFiles
    from tlakit.language.resolve_modules import Library
    from tlakit.language.scope import Reporter

    files = ModuleFiles(path, search)
    library = Library(files, Reporter())
    try:
        resolved = library.resolve(files.read_root())
        library.raise_if_any()
        module = _freeze(resolved, files.sources)
        entry.write(module, files.missing)
    except RecursionError:
        raise _too_deep(path.name, library.place, files.sources) from None
    return module


def _too_deep(what: str, place: ir.Span | None, sources: dict[str, str]) -> LanguageError:
    problem = Diagnostic(
        code=TOO_DEEP,
        message=f"an expression of {what} is nested too deeply",
        span=place,
        hint="Give names to parts of it.",
    )
    return LanguageError([problem], sources)


def _freeze(resolved: ResolvedModule, sources: dict[str, str]) -> ir.Module:
    definitions = {
        name: symbol
        for name, symbol in resolved.scope.names.items()
        if isinstance(symbol, ir.Definition)
    }
    return ir.Module(
        name=resolved.name,
        constants=tuple(resolved.constants),
        variables=tuple(resolved.variables),
        definitions=definitions,
        assumptions=tuple(resolved.assumptions),
        theorems=tuple(resolved.theorems),
        extends=resolved.extends,
        sources=sources,
    )


@_within_frames()
def resolve_expression(text: str, module: ir.Module, file: str = "expression") -> ir.Expression:
    """An expression in the scope of a loaded module; `file` is the name that its spans carry.

    Raises `LanguageError` with every fault found.
    """
    from tlakit.language import syntax
    from tlakit.language.modules import ModuleFiles
    from tlakit.language.parse import parse_expression
    from tlakit.language.resolve_modules import Library, ModuleResolver
    from tlakit.language.scope import Reporter, Scope

    tree = parse_expression(text, file)
    scope = Scope()
    scope.names |= {constant.name: constant for constant in module.constants}
    scope.names |= {variable.name: variable for variable in module.variables}
    scope.names |= module.definitions
    root = Path(next(iter(module.sources)))
    library = Library(ModuleFiles(root, ()), Reporter())
    around = syntax.Module(tree.span, syntax.Name(tree.span, module.name), (), ())
    resolver = ModuleResolver(library, around, scope, standard=False, enclosing={})
    try:
        expression = resolver.expression(tree, scope)
        library.levels.expression(expression)
    except RecursionError:
        raise _too_deep(file, tree.span, {file: text}) from None
    if library.reporter.diagnostics:
        raise LanguageError(library.reporter.diagnostics, {**module.sources, file: text})
    return expression
