"""The TLA+ front end: text to tokens to syntax tree to resolved modules (`ir.Module`).

    tokens, definitions, junctions   text to tokens, as the parser takes them
    grammar.lark, parse, explain     tokens to rules, or to a diagnostic
    build, build_units, precedence   rules to the syntax tree (`syntax`)
    modules, resolve_modules         files, EXTENDS and INSTANCE (`instantiate`)
    resolve_expressions, scope       names and arities, to the IR (`ir`)
    levels                           constant, state, action, temporal

Everything a user can do wrong comes back as a `LanguageError` with coded `Diagnostic`s.
"""

from tlakit.language.diagnostics import Diagnostic, LanguageError, Related, render
from tlakit.language.load import load_module, resolve_expression
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
