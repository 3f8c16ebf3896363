"""Text to syntax tree, or to diagnostics in the language's own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from tlakit.language import syntax
from tlakit.language.build_units import ModuleBuilder
from tlakit.language.definitions import fold_proofs, name_fields, tag_definitions
from tlakit.language.diagnostics import SYNTAX, Diagnostic, LanguageError
from tlakit.language.explain import unexpected
from tlakit.language.ir import Span
from tlakit.language.junctions import with_lists
from tlakit.language.lalr import Parser, Unexpected
from tlakit.language.source import after
from tlakit.language.tables import tables
from tlakit.language.tokens import Lexer, Token

_MOST_SYNTAX_ERRORS = 20
_RESUMES = frozenset(
    {"DEFINED", "DEFINED_PREFIX", "CONSTANTS", "VARIABLES", "ASSUME", "AXIOM", "THEOREM"}
    | {"LOCAL", "INSTANCE", "RECURSIVE", "DASHES", "END"}
)


def parse_module(text: str, file: str) -> syntax.Module:
    """The first module of a text; `file` is the name that spans and messages carry."""
    return parse_modules(text, file)[0]


def parse_modules(text: str, file: str) -> tuple[syntax.Module, ...]:
    """All modules of a text, in order; raises `LanguageError` with every syntax error found.

    What cannot be read as tokens hides the rest: errors that follow from it would only mislead.
    """
    lexer = Lexer(text, file)
    problems: list[Diagnostic] = []
    modules = [_parse(tokens, "module", file, problems) for tokens in lexer.modules()]
    if not modules and not lexer.problems:
        problems.append(
            Diagnostic(
                code=SYNTAX,
                message="there is no module in this file",
                span=Span(file, 1, 1, 1, 1),
                expected=("`---- MODULE Name ----`",),
            )
        )
    _raise_if_any(lexer.problems or problems, {file: text})
    return tuple(module for module in modules if module is not None)


def parse_expression(text: str, file: str = "expression") -> syntax.Expression:
    """The tree of a text that is one expression."""
    lexer = Lexer(text, file)
    tokens = lexer.expression()
    problems: list[Diagnostic] = []
    tree = _parse(tokens, "sole", file, problems)
    _raise_if_any(lexer.problems or problems, {file: text})
    return cast(syntax.Expression, tree)


def _raise_if_any(problems: Sequence[Diagnostic], sources: dict[str, str]) -> None:
    if problems:
        in_order = sorted(
            problems, key=lambda p: (p.span.line, p.span.column) if p.span else (0, 0)
        )
        raise LanguageError(in_order[:_MOST_SYNTAX_ERRORS], sources)


def _end(tokens: list[Token], file: str) -> Token:
    """A token behind the last one, for what is missing at the end of the text."""
    place = after(tokens[-1].span) if tokens else Span(file, 1, 1, 1, 1)
    return Token("$END", "", place, place.column)


def _parse(tokens: list[Token], start: str, file: str, problems: list[Diagnostic]) -> Any:
    """One tree; after an error the parser begins anew at the next unit that starts a line."""
    name_fields(tokens)
    tag_definitions(tokens)
    tokens = fold_proofs(tokens)
    header = tokens[:4]
    grammar = tables()
    while True:
        builder = ModuleBuilder()
        parser = Parser(grammar, builder, start)
        try:
            for token in with_lists(tokens, parser):
                parser.feed(token)
            tree = parser.finish(_end(tokens, file))
        except Unexpected as error:
            problems.append(unexpected(error.token, tokens, grammar, error.stack))
            resume = _resume(tokens, error.token) if start == "module" else None
            if resume is None or len(problems) >= _MOST_SYNTAX_ERRORS:
                return None
            tokens = [*header, *tokens[resume:]]
            continue
        problems.extend(builder.problems)
        return tree


def _resume(tokens: list[Token], failed: Token) -> int | None:
    """Where to go on after an error: at the next unit that begins in the first column."""
    position = next((k for k, token in enumerate(tokens) if token.span == failed.span), None)
    if position is None:
        return None
    # The unit right behind the header is the one that failed.
    for k in range(max(position, 5), len(tokens)):
        if tokens[k].align == 1 and tokens[k].type in _RESUMES:
            return k if tokens[k].type != "END" else None
    return None
