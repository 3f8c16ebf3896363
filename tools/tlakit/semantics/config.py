"""TLC's configuration files: what the constants are, what to check.

    CONSTANTS   Server = {s1, s2}      Max = 3      Op <- Other      Op <-[Module] Other
    SPECIFICATION Spec                 INVARIANTS TypeOK Safe        PROPERTY Live
    CONSTRAINT Bounds                  CHECK_DEADLOCK FALSE          \\* and comments

A value is a number, a string, TRUE, FALSE, a set of values, or an identifier: a model value.
Everything that TLC knows is read; what is not supported is refused by name, never passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

import msgspec

from tlakit.language.diagnostics import Diagnostic, LanguageError
from tlakit.language.ir import Span
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

MALFORMED = "E601"
UNSUPPORTED = "E602"
UNKNOWN = "E603"
MISSING = "E604"
ARITY = "E605"
UNREADABLE = "E606"


class Name(msgspec.Struct, frozen=True):
    """A name in a configuration, and where it stands."""

    text: str
    span: Span


class Assignment(msgspec.Struct, frozen=True):
    """`name = value`."""

    name: Name
    value: Value


class Replacement(msgspec.Struct, frozen=True):
    """`name <- other`, or `name <-[module] other`; `module` is empty where none is written."""

    name: Name
    other: Name
    module: str = ""


class Config(msgspec.Struct, frozen=True):
    """What a .cfg file says. `text` is the file's, for diagnostics."""

    file: str = ""
    text: str = ""
    assignments: tuple[Assignment, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    specification: Name | None = None
    init: Name | None = None
    next: Name | None = None
    invariants: tuple[Name, ...] = ()
    properties: tuple[Name, ...] = ()
    constraints: tuple[Name, ...] = ()
    action_constraints: tuple[Name, ...] = ()
    check_deadlock: bool = True


_LISTS = {
    "INVARIANT": "invariants",
    "INVARIANTS": "invariants",
    "PROPERTY": "properties",
    "PROPERTIES": "properties",
    "CONSTRAINT": "constraints",
    "CONSTRAINTS": "constraints",
    "ACTION_CONSTRAINT": "action_constraints",
    "ACTION_CONSTRAINTS": "action_constraints",
}
_SINGLE = {"SPECIFICATION": "specification", "INIT": "init", "NEXT": "next"}
_REFUSED = {
    "SYMMETRY": "remove the line: the result is the same, with more states",
    "VIEW": "remove the line: states are told apart by all variables",
    "ALIAS": "remove the line: traces show all variables",
    "POSTCONDITION": "remove the line, and check the condition by hand",
    "TYPE_CONSTRAINT": "remove the line",
    "TYPE": "remove the line",
}
_KEYWORDS = {"CONSTANT", "CONSTANTS", "CHECK_DEADLOCK", *_LISTS, *_SINGLE, *_REFUSED}

_TOKEN = re.compile(
    r"""(?P<space>\s+|\\\*[^\n]*)
      | (?P<comment>\(\*)
      | (?P<string>"(?:[^"\\\n]|\\.)*")
      | (?P<number>-?\d+)
      | (?P<name>[A-Za-z_0-9]*[A-Za-z_][A-Za-z_0-9!]*)
      | (?P<symbol><-|<<|>>|[={}\[\],])""",
    re.VERBOSE,
)


class _Token(msgspec.Struct, frozen=True):
    kind: str
    text: str
    span: Span


def load_config(path: Path | str) -> Config:
    """The configuration in a file; LanguageError if it cannot be read or understood."""
    try:
        text = Path(path).read_text(encoding="utf-8")
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
    """The configuration that a text spells; LanguageError, with its place, for one that does not."""
    return _Parser(text, file).parse()


class _Parser:
    """Recursive descent over the tokens of one file."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.tokens = list(self._scan())
        self.position = 0

    def fail(self, code: str, message: str, span: Span, hint: str = "") -> LanguageError:
        diagnostic = Diagnostic(code=code, message=message, span=span, hint=hint)
        return LanguageError([diagnostic], {self.file: self.text})

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
                raise self.fail(MALFORMED, f"unexpected character `{self.text[position]}`", span)
            kind = str(found.lastgroup)
            if kind == "comment":
                position = self._skip_comment(position)
                continue
            if kind != "space":
                yield _Token(kind, found.group(), self._span(position, found.end()))
            position = found.end()
        yield _Token("end", "", self._span(position, position))

    def _skip_comment(self, start: int) -> int:
        depth, position = 0, start
        for mark in re.finditer(r"\(\*|\*\)", self.text[start:]):
            depth += 1 if mark.group() == "(*" else -1
            position = start + mark.end()
            if depth == 0:
                return position
        raise self.fail(MALFORMED, "the comment is not closed", self._span(start, start + 2))

    @property
    def token(self) -> _Token:
        return self.tokens[self.position]

    def take(self) -> _Token:
        token = self.token
        self.position += 1
        return token

    def parse(self) -> Config:
        fields: dict[str, object] = {"file": self.file, "text": self.text}
        lists: dict[str, list[Name]] = {}
        assignments: list[Assignment] = []
        replacements: list[Replacement] = []
        while self.token.kind != "end":
            keyword = self.take()
            if keyword.text in ("CONSTANT", "CONSTANTS"):
                self._constants(assignments, replacements)
            elif keyword.text in _LISTS:
                lists.setdefault(_LISTS[keyword.text], []).extend(self._names())
            elif keyword.text in _SINGLE:
                if _SINGLE[keyword.text] in fields:
                    raise self.fail(
                        MALFORMED, f"{keyword.text} stands here a second time", keyword.span
                    )
                fields[_SINGLE[keyword.text]] = self._name(keyword.text)
            elif keyword.text == "CHECK_DEADLOCK":
                fields["check_deadlock"] = self._truth()
            elif keyword.text in _REFUSED:
                raise self.fail(
                    UNSUPPORTED,
                    f"{keyword.text} is not supported",
                    keyword.span,
                    f"To check this model, {_REFUSED[keyword.text]}.",
                )
            else:
                raise self._unexpected_keyword(keyword)
        named = {name: tuple(names) for name, names in lists.items()}
        return Config(
            assignments=tuple(assignments),
            replacements=tuple(replacements),
            **fields,  # type: ignore[arg-type]
            **named,  # type: ignore[arg-type]
        )

    def _unexpected_keyword(self, token: _Token) -> LanguageError:
        return self.fail(
            MALFORMED,
            f"`{token.text}` does not begin a statement of a configuration",
            token.span,
            "Statements begin with CONSTANTS, SPECIFICATION, INIT, NEXT, INVARIANTS, PROPERTIES, "
            "CONSTRAINT, ACTION_CONSTRAINT or CHECK_DEADLOCK.",
        )

    def _name(self, keyword: str) -> Name:
        token = self.take()
        if token.kind != "name" or token.text in _KEYWORDS:
            raise self.fail(MALFORMED, f"{keyword} needs a name", token.span)
        return Name(token.text, token.span)

    def _names(self) -> list[Name]:
        names = []
        while self.token.kind == "name" and self.token.text not in _KEYWORDS:
            token = self.take()
            names.append(Name(token.text, token.span))
            if self.token.text == ",":
                self.take()
        return names

    def _truth(self) -> bool:
        token = self.take()
        if token.text not in ("TRUE", "FALSE"):
            raise self.fail(MALFORMED, "CHECK_DEADLOCK needs TRUE or FALSE", token.span)
        return token.text == "TRUE"

    def _constants(self, assignments: list[Assignment], replacements: list[Replacement]) -> None:
        while self.token.kind == "name" and self.token.text not in _KEYWORDS:
            token = self.take()
            name = Name(token.text, token.span)
            sign = self.take()
            if sign.text == "=":
                assignments.append(Assignment(name, self._value()))
            elif sign.text == "<-":
                module = ""
                if self.token.text == "[":
                    self.take()
                    module = self._name("`<-[`").text
                    self._expect("]")
                replacements.append(Replacement(name, self._name("`<-`"), module))
            else:
                meant = get_close_matches(name.text, sorted(_KEYWORDS), 1)
                raise self.fail(
                    MALFORMED,
                    f"`=` or `<-` must follow the constant {name.text}",
                    sign.span,
                    f"Did you mean {meant[0]}?" if meant else "",
                )

    def _expect(self, text: str) -> None:
        token = self.take()
        if token.text != text:
            raise self.fail(MALFORMED, f"expected `{text}`", token.span)

    def _value(self) -> Value:
        token = self.take()
        match token.kind, token.text:
            case "number", digits:
                return integer(int(digits))
            case "string", quoted:
                return string(re.sub(r"\\(.)", _unescape, quoted[1:-1]))
            case "name", "TRUE":
                return TRUE
            case "name", "FALSE":
                return FALSE
            case "name", name if name not in _KEYWORDS:
                return model_value(name)
            case "symbol", "{":
                return set_of(self._values("}"))
            case "symbol", "<<":
                return tuple_of(self._values(">>"))
        raise self.fail(
            MALFORMED,
            "expected a value",
            token.span,
            "A value is a number, a string, TRUE, FALSE, {...}, <<...>> or a model value's name.",
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


def _unescape(found: re.Match[str]) -> str:
    return {"n": "\n", "t": "\t", "r": "\r", "f": "\f"}.get(found[1], found[1])
