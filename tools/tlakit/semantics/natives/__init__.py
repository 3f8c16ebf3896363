"""Native versions of the standard modules' operators, by module and name.

A native operator gets its arguments as ordinary values, or as they are (open) where `takes_open`;
operators as arguments come as `OperatorValue`. It fails with EvaluationError.
"""

from __future__ import annotations

from tlakit.language import ir
from tlakit.semantics.natives import arithmetic, collections, debugging, functions
from tlakit.semantics.natives.table import Native

_MODULES: dict[str, dict[str, Native]] = {
    "Naturals": arithmetic.NATURALS,
    "Integers": arithmetic.INTEGERS,
    "Reals": arithmetic.INTEGERS,
    "Sequences": collections.SEQUENCES,
    "FiniteSets": collections.FINITE_SETS,
    "Bags": collections.BAGS,
    "TLC": {**debugging.TLC, **functions.TLC},
}


def find_native(definition: ir.Definition) -> Native | None:
    """The native version of a definition, or None."""
    return _MODULES.get(definition.module, {}).get(definition.name)


def has_natives(module: str) -> bool:
    """Whether operators of the module have native versions."""
    return module in _MODULES


__all__ = ["Native", "find_native", "has_natives"]
