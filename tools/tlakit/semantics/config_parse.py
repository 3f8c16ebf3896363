"""The text of a configuration file read: recursive descent over its tokens.

A value is a number, a string, TRUE, FALSE, a set or tuple of values, or an identifier: a model value.
Everything that TLC reads is read; beyond it, negative numbers, tuples, names with `!`, commas between
names and several POSTCONDITIONs. After a fault the reader goes on at the next keyword, so that all
faults are found at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

import msgspec

from tlakit.language.diagnostics import Diagnostic, LanguageError
from tlakit.language.ir import Span
from tlakit.semantics.config import (
    MALFORMED,
    UNREADABLE,
    UNSUPPORTED,
    Assignment,
    Config,
    Name,
    Replacement,
)
from tlakit.semantics.values import (
    FALSE,
    TRUE,
    Value,
    integer,
    model_value,
    set_of,
    string,
    tuple_of,
)

_LISTS = {
    "INVARIANT": "invariants",
    "INVARIANTS": "invariants",
    "PROPERTY": "properties",
    "PROPERTIES": "properties",
    "CONSTRAINT": "constraints",
    "CONSTRAINTS": "constraints",
    "ACTION_CONSTRAINT": "action_constraints",
    "ACTION_CONSTRAINTS": "action_constraints",
    "POSTCONDITION": "postconditions",
    "POSTCONDITIONS": "postconditions",
}
_SINGLE = {
    "SPECIFICATION": "specification",
    "INIT": "init",
    "NEXT": "next",
    "SYMMETRY": "symmetry",
    "VIEW": "view",
    "ALIAS": "alias",
}
_WITHOUT_EFFECT = {"TYPE", "TYPE_CONSTRAINT", "_PERIODIC"}
"""TLC reads the first two and does nothing with them; the third is a progress report of its own."""

KEYWORDS = {"CONSTANT", "CONSTANTS", "CHECK_DEADLOCK", *_LISTS, *_SINGLE, *_WITHOUT_EFFECT}

_TOKEN = re.compile(
    r"""(?P<space>\s+|\\\*[^\n]*)
      | (?P<comment>\(\*)
      | (?P<string>"(?:[^"\\\n]|\\.)*")
      | (?P<name>[^\W\d]\w*(?:!\w+)*|\d+_*[^\W\d]\w*(?:!\w+)*)
      | (?P<number>-?\d+)
      | (?P<symbol><-|<<|>>|[={}\[\](),])
      | (?P<operator>\\[A-Za-z]+|[-+*/^&|%$#@!?~.:<>=]+)""",
    re.VERBOSE,
)


class _Token(msgspec.Struct, frozen=True):
    kind: str
    text: str
    span: Span


class _Fault(Exception):
    """A statement that cannot be read; the reader goes on at the next keyword."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic)
        self.diagnostic = diagnostic


def load_config(path: Path | str) -> Config:
    """The configuration in a file; LanguageError if it cannot be read or understood."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise LanguageError(
            [
                Diagnostic(
                    code=UNREADABLE,
                    message=f"cannot read the configuration {path}: {reason}",
                    hint="Check the name; a model needs a .cfg file beside its module.",
                )
            ],
            {},
        ) from None
    return parse_config(text, str(path))


def parse_config(text: str, file: str = "") -> Config:
    """The configuration that a text spells; LanguageError with every fault of one that does not."""
    return _Parser(text, file).parse()


def _fault(code: str, message: str, span: Span, hint: str = "") -> _Fault:
    return _Fault(Diagnostic(code=code, message=message, span=span, hint=hint))


class _Parser:
    """One file; `fields` are those of the `Config` in the making."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.faults: list[Diagnostic] = []
        self.tokens = list(self._scan())
        self.position = 0
        self.fields: dict[str, object] = {}
        self.lists: dict[str, list[Name]] = {}
        self.assignments: list[Assignment] = []
        self.replacements: list[Replacement] = []

    def _span(self, start: int, end: int) -> Span:
        line = self.text.count("\n", 0, start) + 1
        column = start - (self.text.rfind("\n", 0, start) + 1) + 1
        return Span(self.file, line, column, line, column + end - start)

    def _scan(self) -> Iterator[_Token]:
        position = 0
        while position < len(self.text):
            found = _TOKEN.match(self.text, position)
            if found is None:
                span = self._span(position, position + 1)
                message = f"unexpected character `{self.text[position]}`"
                self.faults.append(Diagnostic(code=MALFORMED, message=message, span=span))
                position += 1
                continue
            kind = str(found.lastgroup)
            if kind == "comment":
                position = self._skip_comment(position)
                continue
            if kind != "space":
                yield _Token(kind, found.group(), self._span(position, found.end()))
            position = found.end()
        yield _Token("end", "", self._span(position, position))

    def _skip_comment(self, start: int) -> int:
        depth = 0
        for mark in re.finditer(r"\(\*|\*\)", self.text[start:]):
            depth += 1 if mark.group() == "(*" else -1
            if depth == 0:
                return start + mark.end()
        span = self._span(start, start + 2)
        self.faults.append(
            Diagnostic(
                code=MALFORMED,
                message="the comment is not closed",
                span=span,
                hint="Close it with `*)`.",
            )
        )
        return len(self.text)

    @property
    def token(self) -> _Token:
        return self.tokens[self.position]

    def take(self) -> _Token:
        token = self.token
        if token.kind != "end":
            self.position += 1
        return token

    def parse(self) -> Config:
        """The whole file."""
        while self.token.kind != "end":
            try:
                self._statement(self.take())
            except _Fault as fault:
                self.faults.append(fault.diagnostic)
                while self.token.kind != "end" and self.token.text not in KEYWORDS:
                    self.take()
        if self.faults:
            raise LanguageError(self.faults, {self.file: self.text})
        named = {name: tuple(names) for name, names in self.lists.items()}
        return Config(
            file=self.file,
            text=self.text,
            assignments=tuple(self.assignments),
            replacements=tuple(self.replacements),
            **self.fields,  # type: ignore[arg-type]
            **named,  # type: ignore[arg-type]
        )

    def _statement(self, keyword: _Token) -> None:
        text = keyword.text
        if text in ("CONSTANT", "CONSTANTS"):
            while self._starts_item():
                self._constant()
        elif text in _LISTS:
            self.lists.setdefault(_LISTS[text], []).extend(self._names())
        elif text in _SINGLE:
            if _SINGLE[text] in self.fields:
                hint = f"A model has one {text}: remove one of the lines."
                raise _fault(MALFORMED, f"{text} stands here a second time", keyword.span, hint)
            self.fields[_SINGLE[text]] = self._name(text)
        elif text == "CHECK_DEADLOCK":
            self.fields["check_deadlock"] = self._truth()
        elif text in _WITHOUT_EFFECT:
            self._name(text)
        else:
            raise _unexpected_keyword(keyword)

    def _starts_item(self) -> bool:
        token = self.token
        return token.kind in ("name", "operator") and token.text not in KEYWORDS

    def _name(self, keyword: str) -> Name:
        token = self.token
        if token.kind != "name" or token.text in KEYWORDS:
            raise _fault(
                MALFORMED, f"{keyword} needs a name", token.span, "Write a name that is defined."
            )
        return Name(self.take().text, token.span)

    def _names(self) -> list[Name]:
        names = []
        while self.token.kind == "name" and self.token.text not in KEYWORDS:
            token = self.take()
            names.append(Name(token.text, token.span))
            if self.token.text == ",":
                self.take()
        return names

    def _truth(self) -> bool:
        token = self.take()
        if token.text not in ("TRUE", "FALSE"):
            raise _fault(MALFORMED, "CHECK_DEADLOCK needs TRUE or FALSE", token.span)
        return token.text == "TRUE"

    def _constant(self) -> None:
        token = self.take()
        name = Name(token.text, token.span)
        sign = self.token
        if sign.text == "=":
            self.take()
            self.assignments.append(Assignment(name, self._value()))
        elif sign.text == "<-":
            self.take()
            module = None
            if self.token.text == "[":
                self.take()
                module = self._name("`<-[`")
                self._expect("]")
            self.replacements.append(Replacement(name, self._replacing(), module))
        elif sign.text == "(":
            raise _fault(
                UNSUPPORTED,
                f"`{name.text}` cannot be given value by value",
                name.span,
                f"Define an operator in the module and write `{name.text} <- TheOperator`.",
            )
        else:
            meant = get_close_matches(name.text, sorted(KEYWORDS), 1)
            raise _fault(
                MALFORMED,
                f"`=` or `<-` must follow the constant {name.text}",
                sign.span,
                f"Did you mean {meant[0]}?" if meant else "",
            )
        if self.token.text == ",":
            self.take()

    def _replacing(self) -> Name:
        """The right side of `<-`: a name, or an operator's symbol."""
        token = self.token
        if token.kind == "operator":
            return Name(self.take().text, token.span)
        if token.kind in ("number", "string") or token.text in ("{", "<<", "TRUE", "FALSE"):
            raise _fault(
                MALFORMED,
                "`<-` needs the name of an operator",
                token.span,
                "Write `=` to give a value.",
            )
        return self._name("`<-`")

    def _expect(self, text: str) -> None:
        if self.token.text != text:
            raise _fault(MALFORMED, f"expected `{text}`", self.token.span)
        self.take()

    def _value(self) -> Value:
        token = self.token
        match token.kind, token.text:
            case "number", digits:
                self.take()
                return integer(int(digits))
            case "string", quoted:
                self.take()
                return string(re.sub(r"\\(.)", _unescape, quoted[1:-1]))
            case "name", "TRUE":
                self.take()
                return TRUE
            case "name", "FALSE":
                self.take()
                return FALSE
            case "name", name if name not in KEYWORDS:
                self.take()
                return model_value(name)
            case "symbol", "{":
                self.take()
                return set_of(self._values("}"))
            case "symbol", "<<":
                self.take()
                return tuple_of(self._values(">>"))
        span = token.span
        before = self.tokens[self.position - 1].span
        if token.kind == "end" or token.text in KEYWORDS:
            column = before.end_column
            span = Span(before.file, before.line, column, before.line, column + 1)
        raise _fault(
            MALFORMED,
            "expected a value",
            span,
            "A value is a number, a string, TRUE, FALSE, {...}, <<...>> or a model value's name; "
            "for anything else define an operator and write `<-`.",
        )

    def _values(self, closing: str) -> list[Value]:
        values: list[Value] = []
        while self.token.text != closing:
            values.append(self._value())
            if self.token.text != ",":
                break
            self.take()
        self._expect(closing)
        return values


def _unexpected_keyword(token: _Token) -> _Fault:
    meant = get_close_matches(token.text.upper(), sorted(KEYWORDS), 1, 0.75)
    first = f"Did you mean {meant[0]}? " if meant else ""
    return _fault(
        MALFORMED,
        f"`{token.text}` does not begin a statement of a configuration",
        token.span,
        first + "Statements begin with CONSTANTS, SPECIFICATION, INIT, NEXT, INVARIANTS, "
        "PROPERTIES, CONSTRAINT, ACTION_CONSTRAINT, SYMMETRY, VIEW, ALIAS, POSTCONDITION or "
        "CHECK_DEADLOCK.",
    )


def _unescape(found: re.Match[str]) -> str:
    return {"n": "\n", "t": "\t", "r": "\r", "f": "\f"}.get(found[1], found[1])
