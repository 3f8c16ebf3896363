"""Native versions of the library's operators, by module and name.

A native operator gets its arguments as ordinary values, or as they are (open) where `takes_open`;
operators as arguments come as `OperatorValue`. It fails with EvaluationError. One that depends on the
run, or changes it, says so by `runtime.current().used()`.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from tlakit.language import ir
from tlakit.language.modules import STANDARD_FOLDER
from tlakit.semantics.natives import (
    arithmetic,
    bags,
    collections,
    drawing,
    files,
    folds,
    functions,
    graphs,
    jections,
    json_text,
    numbers,
    randomization,
    sequences_ext,
    tlc,
    tlc_ext,
)
from tlakit.semantics.natives.table import Native

_BY_NAME: dict[str, dict[str, Native]] = {
    "Naturals": arithmetic.NATURALS,
    "Integers": arithmetic.INTEGERS,
    "Reals": arithmetic.REALS,
    "Sequences": collections.SEQUENCES,
    "FiniteSets": collections.FINITE_SETS,
    "Bags": bags.BAGS,
    "TLC": {**tlc.TLC, **functions.TLC, **randomization.TLC},
    "TLCExt": tlc_ext.TLC_EXT,
    "Randomization": randomization.RANDOMIZATION,
    "Json": json_text.JSON,
    "IOUtils": files.IO_UTILS,
    "CSV": files.CSV,
    "SVG": drawing.SVG,
    "Statistics": numbers.STATISTICS,
    "Toolbox": tlc_ext.TOOLBOX,
}
"""Modules whose text says little or nothing: whose ever file it is, these are what is meant."""

_OF_LIBRARY: dict[str, dict[str, Native]] = {
    "BagsExt": bags.BAGS_EXT,
    "Folds": folds.FOLDS,
    "Functions": {**folds.FUNCTIONS, **jections.JECTIONS},
    "FiniteSetsExt": folds.FINITE_SETS_EXT,
    "SequencesExt": sequences_ext.SEQUENCES_EXT,
    "Bitwise": numbers.BITWISE,
    "Combinatorics": numbers.COMBINATORICS,
    "Graphs": graphs.GRAPHS,
    "Relation": graphs.RELATION,
    "UndirectedGraphs": graphs.UNDIRECTED_GRAPHS,
}
"""Modules that say what they mean: only where the library's own file is used."""


@lru_cache
def is_library(file: str) -> bool:
    return Path(file).parent == STANDARD_FOLDER


def find_native(definition: ir.Definition) -> Native | None:
    """The native version of a definition, or None."""
    module, name = definition.module, definition.name
    native = _BY_NAME.get(module, {}).get(name)
    if native is None:
        native = _OF_LIBRARY.get(module, {}).get(name)
        if native is not None and not is_library(definition.span.file):
            return None
    return native


__all__ = ["Native", "find_native", "is_library"]
