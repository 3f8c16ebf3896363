"""Text to tokens: characters, comments, literals and spellings, one module of the file at a time.

Text before, between and after modules is skipped. Each token knows its span (columns in code
points) and its `align`, the column that a reader sees when tabs go to multiples of eight: junction
lists are aligned by the latter.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from tlakit.language.diagnostics import LEXICAL, Diagnostic
from tlakit.language.ir import Span
from tlakit.language.operators import (
    INFIX,
    POSTFIX,
    PUNCTUATION,
    SPELLINGS,
    UNICODE,
    UNICODE_NAMES,
)
from tlakit.language.source import alignment

KEYWORDS = {
    "ACTION": "ACTION",
    "ASSUME": "ASSUME",
    "ASSUMPTION": "AXIOM",
    "AXIOM": "AXIOM",
    "BOOLEAN": "BOOLEAN",
    "BY": "BY",
    "CASE": "CASE",
    "CHOOSE": "CHOOSE",
    "CONSTANT": "CONSTANTS",
    "CONSTANTS": "CONSTANTS",
    "COROLLARY": "THEOREM",
    "DEF": "DEF",
    "DEFINE": "DEFINE",
    "DEFS": "DEFS",
    "DOMAIN": "PREFIX",
    "ELSE": "ELSE",
    "ENABLED": "PREFIX",
    "EXCEPT": "EXCEPT",
    "EXTENDS": "EXTENDS",
    "FALSE": "FALSE",
    "HAVE": "HAVE",
    "HIDE": "HIDE",
    "IF": "IF",
    "IN": "IN",
    "INSTANCE": "INSTANCE",
    "LAMBDA": "LAMBDA",
    "LEMMA": "THEOREM",
    "LET": "LET",
    "LOCAL": "LOCAL",
    "MODULE": "MODULE",
    "NEW": "NEW",
    "OBVIOUS": "OBVIOUS",
    "OMITTED": "OMITTED",
    "ONLY": "ONLY",
    "OTHER": "OTHER",
    "PICK": "PICK",
    "PROOF": "PROOF",
    "PROPOSITION": "THEOREM",
    "PROVE": "PROVE",
    "QED": "QED",
    "RECURSIVE": "RECURSIVE",
    "STATE": "STATE",
    "STRING": "STRING",
    "SUBSET": "PREFIX",
    "SUFFICES": "SUFFICES",
    "TAKE": "TAKE",
    "TEMPORAL": "TEMPORAL",
    "THEN": "THEN",
    "THEOREM": "THEOREM",
    "TRUE": "TRUE",
    "UNCHANGED": "PREFIX",
    "UNION": "PREFIX",
    "USE": "USE",
    "VARIABLE": "VARIABLES",
    "VARIABLES": "VARIABLES",
    "WITH": "WITH",
    "WITNESS": "WITNESS",
}
"""Reserved words, with the type of their token."""

PLAIN_INFIX = {"-": "MINUS", "=": "EQUALS", r"\in": "MEMBER"}
"""Infix operators that the grammar must tell from the others."""


class Token:
    """A token as Lark's parser takes it: it reads `type`, and the class attributes at the end.

    `text` is canonical (`<=` for `=<`), the value of a string, or the digits of a number.
    """

    __slots__ = ("align", "span", "text", "type")

    start_pos = end_pos = line = column = end_line = end_column = 0

    def __init__(self, type: str, text: str, span: Span, align: int) -> None:
        self.type = type
        self.text = text
        self.span = span
        self.align = align

    def __repr__(self) -> str:
        return f"{self.type}:{self.text}"


def _symbol_types() -> dict[str, tuple[str, str]]:
    """Every spelling of a symbol, with the type and the canonical text of its token."""
    canonical = {name: "INFIX" for name in INFIX} | PLAIN_INFIX
    canonical |= {name: "POSTFIX" for name in POSTFIX}
    canonical |= {"~": "PREFIX", "<>": "PREFIX", "[]": "BOX"}
    canonical |= PUNCTUATION
    table = {name: (kind, name) for name, kind in canonical.items()}
    for spelling, name in (SPELLINGS | UNICODE).items():
        table[spelling] = table[name]
    return table


SYMBOLS = _symbol_types()

_PATTERN = re.compile(
    r"(?P<space>[ \t\r\n\f]+|\\\*[^\n]*)"
    r"|(?P<block>\(\*)"
    r"|(?P<step><(?:\d+|[*+])>[A-Za-z0-9_]*\.*)"
    r"|(?P<fairness>(?:WF_|SF_))"
    r"|(?P<name>[0-9_]*[A-Za-z][0-9A-Za-z_]*|[ℕℤℝ])"
    r"|(?P<number>\d+(?:\.\d+)?|\\[bB][01]+|\\[oO][0-7]+|\\[hH][0-9A-Fa-f]+)"
    r'|(?P<string>"(?:[^"\\\n]|\\.)*")'
    r"|(?P<dashes>-{4,})"
    r"|(?P<end>={4,})"
    r"|(?P<word>\\[A-Za-z]+)"
    r"|(?P<symbol>" + "|".join(
        re.escape(symbol)
        for symbol in sorted(SYMBOLS, key=len, reverse=True)
        if not re.fullmatch(r"\\?[A-Za-z]+", symbol)
    ) + ")"
)  # fmt: skip

_GAP = r"(?:\s|\(\*(?:[^*]|\*(?!\)))*+\*\)|\\\*[^\n]*+\n)"
_HEADER = re.compile(rf"(?<!-)-{{4,}}+{_GAP}*+MODULE{_GAP}++[0-9A-Za-z_]++{_GAP}*+-{{4,}}")
"""The line that opens a module; blanks and comments may stand inside of it."""
_INSTEAD = {
    ";": "Nothing separates definitions or conjuncts in TLA+: remove it.",
    "\\": "Its operators are words, such as `\\in`; a string stands in double quotes.",
    "`": "A string stands in double quotes.",
    "?": "A choice is written `IF a THEN b ELSE c`.",
}
_COMMENT_MARK = re.compile(r"\(\*|\*\)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", '"': '"', "\\": "\\"}


class Lexer:
    """Cuts one text; `problems` collects what could not be read (and was left out)."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.problems: list[Diagnostic] = []
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._tabs = "\t" in text

    def modules(self) -> Iterator[list[Token]]:
        """The tokens of each module in the file, from its opening dashes to its `====`."""
        position = 0
        while header := _HEADER.search(self.text, position):
            tokens: list[Token] = []
            position = self._scan(tokens, header.start(), stop_at_end=True)
            yield tokens

    def expression(self) -> list[Token]:
        """The tokens of a text that is one expression."""
        tokens: list[Token] = []
        self._scan(tokens, 0, stop_at_end=False)
        return tokens

    def span(self, start: int, end: int) -> Span:
        """The span of the characters `start..end-1` (0-based offsets)."""
        line = bisect_right(self._starts, start)
        column = start - self._starts[line - 1] + 1
        if line < len(self._starts) and end > self._starts[line]:
            end_line = bisect_right(self._starts, end)
            return Span(self.file, line, column, end_line, end - self._starts[end_line - 1] + 1)
        return Span(self.file, line, column, line, column + end - start)

    def _scan(self, tokens: list[Token], position: int, stop_at_end: bool) -> int:
        text, depth = self.text, 0
        match_at = _PATTERN.match
        while position < len(text):
            match = match_at(text, position)
            if match is None:
                position = self._unreadable(position)
                continue
            kind, end = match.lastgroup, match.end()
            if kind == "block":
                end = self._skip_block(position)
            elif kind == "word" and match.group() not in SYMBOLS:
                end = position + 1  # set difference against a name: `S\T`
                self._add(tokens, "INFIX", "\\", position, end)
            elif kind != "space":
                assert kind is not None
                self._token(tokens, kind, match.group(), position, end)
                if kind == "name" and tokens[-1].type == "MODULE":
                    depth += 1
                if kind == "end" and stop_at_end:
                    depth -= 1
                    if depth <= 0:
                        return end
            position = end
        return position

    def _token(self, tokens: list[Token], kind: str, text: str, start: int, end: int) -> None:
        match kind:
            case "name":
                text = UNICODE_NAMES.get(text, text)
                self._add(tokens, KEYWORDS.get(text, "NAME"), text, start, end)
            case "symbol" | "word":
                kind, canonical = SYMBOLS[text]
                self._add(tokens, kind, canonical, start, end)
            case "number":
                self._add(tokens, "NUMBER", text, start, end)
            case "string":
                self._add(tokens, "STRING_LITERAL", self._unescape(text, start), start, end)
            case "fairness" | "step" | "dashes" | "end":
                self._add(tokens, kind.upper(), text, start, end)
            case _:
                raise AssertionError(kind)

    def _unescape(self, text: str, start: int) -> str:
        """The value of a string literal that begins at `start`."""
        if "\\" not in text:
            return text[1:-1]
        for escape in re.finditer(r"\\(.)", text):
            if escape[1] not in _ESCAPES:
                place = start + escape.start()
                hint = "A backslash in a string is written `\\\\`."
                self._problem(f"no string has the escape `{escape[0]}`", place, place + 2, hint)
        return re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[1]), text[1:-1])

    def _add(self, tokens: list[Token], kind: str, text: str, start: int, end: int) -> None:
        span = self.span(start, end)
        align = span.column
        if self._tabs:
            line_start = self._starts[span.line - 1]
            align = alignment(self.text[line_start:start], span.column)
        tokens.append(Token(kind, text, span, align))

    def _skip_block(self, start: int) -> int:
        depth, position = 1, start + 2
        while depth:
            mark = _COMMENT_MARK.search(self.text, position)
            if mark is None:
                self._problem(
                    "this comment is never closed", start, start + 2, "Close it with `*)`."
                )
                return len(self.text)
            depth += 1 if mark.group() == "(*" else -1
            position = mark.end()
        return position

    def _unreadable(self, start: int) -> int:
        character = self.text[start]
        if character == '"':
            line_end = self.text.find("\n", start)
            end = len(self.text) if line_end < 0 else line_end
            self._problem("this string is never closed", start, start + 1, 'Close it with `"`.')
            return end
        if character != "\ufeff":
            hint = (
                "A name in TLA+ has letters, digits and `_` of ASCII."
                if character.isalpha()
                else _INSTEAD.get(character, "")
            )
            self._problem(f"TLA+ has no character `{character}`", start, start + 1, hint)
        return start + 1

    def _problem(self, message: str, start: int, end: int, hint: str) -> None:
        span = self.span(start, end)
        self.problems.append(Diagnostic(code=LEXICAL, message=message, span=span, hint=hint))
