"""`raftspec parse`: read modules and say what they hold, or what is wrong with them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from rich.console import Console

from raftspec.exits import Exit
from raftspec.failure import as_data, show
from raftspec.output import JsonTarget, console_for, console_for_errors, write_json
from raftspec.problems import InputProblem
from raftspec.target import Libraries, search_path
from tlakit.language import LanguageError, ir, load_module
from tlakit.render import module_to_json, own_definitions, render_module, tree_lines
from tlakit.semantics import Specification, load_config


def parse_command(
    *files: Path,
    config: Path | None = None,
    library: Libraries = (),
    tree: bool = False,
    json: JsonTarget = None,
) -> Exit:
    """Read modules with all that they extend; resolve their names and check their levels.

    Prints what each module holds, or everything that is wrong with it (exit status 4). Nothing is
    evaluated.

    Parameters
    ----------
    files
        Files FILE.tla, each a module of its own.
    config
        Also apply this .cfg file to the module, of which there must then be one.
    library
        Look for modules in this folder too. May be repeated.
    tree
        Print the resolved tree of every definition too.
    json
        Write what was found to this file, `-` for standard output.
    """
    console = console_for(json)
    if not files:
        raise InputProblem("no file to parse\nname one: raftspec parse FILE.tla")
    if config is not None and len(files) > 1:
        raise InputProblem("--config belongs to one module\nname one file, or leave it out")
    found = []
    for number, file in enumerate(files):
        if number:
            console.print()
        found.append(_parse(file, config, library, console, tree=tree))
    write_json({"files": found}, json)
    return Exit.INPUT if any(one["diagnostics"] for one in found) else Exit.HOLDS


def _parse(
    file: Path, config: Path | None, library: Libraries, console: Console, *, tree: bool
) -> dict[str, Any]:
    """What is in one file as data, shown on the way; `module` is null where it cannot be read."""
    begun = time.perf_counter()
    try:
        module = load_module(file, search=search_path(file, library))
        seconds = time.perf_counter() - begun
        if config is not None:
            Specification(module, load_config(config))
    except LanguageError as error:
        show(error, console_for_errors())
        return {"file": str(file), "module": None, "diagnostics": as_data(error)["diagnostics"]}
    console.print(render_module(module, seconds))
    if config is not None:
        console.print(f"{config} fits the module", markup=False)
    if tree:
        _print_trees(module, console)
    return {
        "file": str(file),
        "seconds": round(seconds, 3),
        "module": module_to_json(module),
        "diagnostics": [],
    }


def _print_trees(module: ir.Module, console: Console) -> None:
    for definition in own_definitions(module):
        console.print()
        for line in tree_lines(definition):
            console.print(line, markup=False, soft_wrap=True)
