"""`raftspec eval`: the value of an expression."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import msgspec
from cyclopts import Parameter
from rich.console import Console

from raftspec.exits import Exit
from raftspec.failure import as_data, show
from raftspec.output import (
    JsonTarget,
    console_for,
    console_for_errors,
    prints_of_specifications,
    write_json,
)
from raftspec.problems import InputProblem
from raftspec.target import Libraries, search_path
from tlakit.language import LanguageError, ir, load_module, resolve_expression
from tlakit.language.modules import STANDARD_FOLDER
from tlakit.render import value_lines, value_to_json
from tlakit.semantics import Config, EvaluationError, Specification, load_config

ALWAYS = ("Integers", "Sequences", "FiniteSets", "Bags", "TLC")
"""The standard modules whose operators every expression may use."""

NAME = "expression"
"""What stands for a file's name in messages about the expression."""


def eval_command(
    expression: Annotated[str | None, Parameter(allow_leading_hyphen=True)] = None,
    /,
    *,
    module: Path | None = None,
    config: Path | None = None,
    library: Libraries = (),
    json: JsonTarget = None,
) -> Exit:
    """Evaluate an expression without variables, and print its value in TLA+.

    All definitions of the module may be used, and those of Integers, Sequences, FiniteSets, Bags and
    TLC always. Exit status 4 where the expression is wrong or has no value.

    Parameters
    ----------
    expression
        The expression. Without it, or with `-`, each line of standard input is one; empty lines and
        those that begin with `\\*` are skipped.
    module
        A file FILE.tla, or the name of a standard module.
    config
        The .cfg file that gives the module's constants their values.
    library
        Look for modules in this folder too. May be repeated.
    json
        Write values and errors to this file, `-` for standard output.
    """
    console = console_for(json)
    context = _context(module, config, library)
    if expression in (None, "-"):
        results = [_evaluate(line, context, console) for line in _lines()]
    else:
        assert expression is not None
        results = [_evaluate(expression, context, console)]
    write_json({"results": results}, json)
    return Exit.INPUT if any(one["diagnostics"] for one in results) else Exit.HOLDS


def _lines() -> Iterable[str]:
    """The expressions on standard input, as they come."""
    if sys.stdin.isatty():
        console_for_errors().print("one expression a line; Ctrl-D ends", markup=False)
    for line in sys.stdin:
        text = line.strip()
        if text and not text.startswith("\\*"):
            yield text


def _context(file: Path | None, config: Path | None, library: Libraries) -> Specification:
    """The module with its constants; what the standard modules define is added to its names.

    Constants need no value: using one that has none is an error of the expression that does.
    """
    standard = [load_module(STANDARD_FOLDER / f"{name}.tla") for name in ALWAYS]
    if file is None:
        if config is not None:
            raise InputProblem("--config gives values to a module's constants\nadd --module FILE")
        root = standard[0]
    else:
        path = _module_file(file)
        root = load_module(path, search=search_path(path, library))
    own = {one.name for one in root.constants} | {one.name for one in root.variables}
    definitions: dict[str, ir.Definition] = {}
    sources = dict(root.sources)
    for one in standard:
        definitions |= {name: it for name, it in one.definitions.items() if name not in own}
        sources |= one.sources
    merged = msgspec.structs.replace(
        root, definitions=definitions | root.definitions, sources=sources
    )
    given = Config() if config is None else load_config(config)
    constants = Config(
        file=given.file,
        text=given.text,
        assignments=given.assignments,
        replacements=given.replacements,
    )
    return Specification(merged, constants, partial=True)


def _module_file(file: Path) -> Path:
    """The file that `--module` means: FILE.tla, or a standard module by its name."""
    standard = STANDARD_FOLDER / f"{file}.tla"
    if not file.exists() and file.suffix != ".tla" and standard.is_file():
        return standard
    return file


def _evaluate(text: str, context: Specification, console: Console) -> dict[str, Any]:
    """The value or the error of one expression as data, shown on the way."""
    try:
        with prints_of_specifications(console):
            value = context.evaluate(resolve_expression(text, context.module, NAME))
    except (LanguageError, EvaluationError) as error:
        show(error, console_for_errors(), {NAME: text})
        return {"expression": text, "value": None, "text": None, **as_data(error)}
    for line in value_lines(value, console.width):
        console.print(line, markup=False, soft_wrap=True)
    return {
        "expression": text,
        "value": value_to_json(value),
        "text": value.text,
        "diagnostics": [],
    }
