"""The TLA+ front end: text to tokens to syntax tree to resolved modules (`ir.Module`).

    tokens, definitions, junctions   text to tokens, as the parser takes them
    grammar.lark, tables, lalr       the grammar, its tables, and the parser that runs on them
    parse, explain, slips            tokens to rules, or to a diagnostic
    build, build_units, precedence   rules to the syntax tree (`syntax`)
    modules, resolve_modules         files, EXTENDS and INSTANCE (`instantiate`)
    resolve_expressions, scope       names and arities, to the IR (`ir`); parts by `selectors`
    levels                           constant, state, action, temporal
    load, cache, packed              all of it at once, and kept between runs

Everything a user can do wrong comes back as a `LanguageError` with coded `Diagnostic`s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tlakit.language.diagnostics import Diagnostic, LanguageError, Related, render
from tlakit.language.load import load_module, resolve_expression

if TYPE_CHECKING:
    from tlakit.language.parse import parse_expression, parse_module, parse_modules

__all__ = [
    "Diagnostic",
    "LanguageError",
    "Related",
    "load_module",
    "parse_expression",
    "parse_module",
    "parse_modules",
    "render",
    "resolve_expression",
]


def __getattr__(name: str) -> Any:
    """The parser is imported when it is first asked for: a module from the cache needs none."""
    if name in ("parse_expression", "parse_module", "parse_modules"):
        from tlakit.language import parse

        return getattr(parse, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
