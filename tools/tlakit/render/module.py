"""What a module holds, for a reader and as data: the files read, declarations, definitions.

Definitions of the standard modules are left out: they are the same for everybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tlakit.language import ir
from tlakit.language.modules import STANDARD_FOLDER
from tlakit.render.layout import QUIET, Wrapped


def own_definitions(module: ir.Module) -> tuple[ir.Definition, ...]:
    """All visible definitions but those of standard modules, in the order in which they were read."""
    return tuple(
        definition
        for definition in module.definitions.values()
        if not is_standard(definition.span.file)
    )


def is_standard(file: str) -> bool:
    """Whether a file is one of the standard modules that come with tlakit."""
    return Path(file).is_relative_to(STANDARD_FOLDER)


def head(name: str, parameters: tuple[ir.Parameter, ...] = ()) -> str:
    """What stands left of the `==`, e.g. `Fold(Op(_, _), s)`."""
    inside = ", ".join(with_places(parameter.name, parameter.arity) for parameter in parameters)
    return f"{name}({inside})" if parameters else name


def with_places(name: str, arity: int) -> str:
    """A declared name, with a place for each argument.

    >>> with_places("Op", 2)
    'Op(_, _)'
    """
    return f"{name}({', '.join('_' * arity)})" if arity else name


def module_to_json(module: ir.Module) -> dict[str, Any]:
    """The module as data; locations are as everywhere, with an exclusive end."""
    return {
        "module": module.name,
        "extends": list(module.extends),
        "files": [
            {"file": file, "lines": text.count("\n"), "standard": is_standard(file)}
            for file, text in module.sources.items()
        ],
        "constants": [
            {"name": one.name, "arity": one.arity, "location": span_to_json(one.span)}
            for one in module.constants
        ],
        "variables": [
            {"name": one.name, "location": span_to_json(one.span)} for one in module.variables
        ],
        "definitions": [_definition(one) for one in own_definitions(module)],
        "assumptions": [_statement(one) for one in module.assumptions],
        "theorems": [_statement(one) for one in module.theorems],
    }


def span_to_json(span: ir.Span) -> dict[str, Any]:
    """A place: 1-based lines and columns (in code points); the end is just behind the last sign."""
    return msgspec.structs.asdict(span)


def _definition(definition: ir.Definition) -> dict[str, Any]:
    return {
        "name": definition.name,
        "module": definition.module,
        "parameters": [{"name": one.name, "arity": one.arity} for one in definition.parameters],
        "level": definition.level.name.lower(),
        "local": definition.local,
        "recursive": definition.recursive,
        "function": definition.is_function,
        "location": span_to_json(definition.span),
    }


def _statement(statement: ir.Theorem | ir.Assumption) -> dict[str, Any]:
    return {"name": statement.name, "location": span_to_json(statement.span)}


def render_module(module: ir.Module, seconds: float | None = None) -> RenderableType:
    """The module for a terminal; `seconds` is how long it took to read, if that is of interest."""
    own = own_definitions(module)
    took = "" if seconds is None else f", {seconds:.2f} s"
    title = Text.assemble(
        (module.name, "bold"),
        f": {_count(own, 'definition')}, {_count(module.constants, 'constant')}, "
        f"{_count(module.variables, 'variable')}{took}",
    )
    parts: list[RenderableType] = [title, *_section("files", _files(module))]
    constants = ", ".join(with_places(one.name, one.arity) for one in module.constants)
    variables = ", ".join(one.name for one in module.variables)
    for heading, names in (("constants", constants), ("variables", variables)):
        if names:
            parts += _section(heading, Wrapped(Text(names), indent=0))
    by_file: dict[str, list[ir.Definition]] = {}
    for definition in own:
        by_file.setdefault(definition.span.file, []).append(definition)
    for file, definitions in by_file.items():
        parts += _section(f"definitions in {Path(file).name}", _definitions(definitions))
    if module.assumptions or module.theorems:
        parts += _section("statements", _statements(module))
    return Group(*parts)


def _section(heading: str, body: RenderableType) -> Iterator[RenderableType]:
    yield Text(heading, "bold")
    yield Padding(body, (0, 0, 0, 2))


def _count(things: tuple[object, ...], noun: str) -> str:
    return f"{len(things)} {noun}{'' if len(things) == 1 else 's'}"


def _grid(right: tuple[int, ...], columns: int) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    for column in range(columns):
        last = column == columns - 1
        justify = "right" if column in right else "left"
        table.add_column(justify=justify, no_wrap=not last, overflow="fold")  # type: ignore[arg-type]
    return table


def _files(module: ir.Module) -> RenderableType:
    table = _grid((1,), 3)
    standard = [Path(file).stem for file in module.sources if is_standard(file)]
    for file, text in module.sources.items():
        if not is_standard(file):
            table.add_row(file, f"{text.count(chr(10))} lines", "")
    if not standard:
        return table
    return Group(table, Wrapped(Text(f"standard modules: {', '.join(standard)}", QUIET)))


def _definitions(definitions: list[ir.Definition]) -> RenderableType:
    table = _grid((0,), 3)
    for definition in definitions:
        kind = "LOCAL " if definition.local else ""
        table.add_row(
            str(definition.span.line),
            Text(definition.level.name.lower(), QUIET),
            Text(kind + head(definition.name, definition.parameters)),
        )
    return table


def _statements(module: ir.Module) -> RenderableType:
    table = _grid((0,), 3)
    for kind, statements in (("ASSUME", module.assumptions), ("THEOREM", module.theorems)):
        for one in statements:
            table.add_row(str(one.span.line), Text(kind, QUIET), one.name or "(no name)")
    return table
