"""A TLA+ module as a document: its prose, declarations and definitions in source order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import msgspec

from tlakit.language.parse import parse_module
from tlakit.language.syntax import FunctionDefinition, InstanceDefinition, OperatorDefinition

_HEADING = re.compile(r"([A-Z][A-Z ,-]+[A-Z])\b(?: \(([^)]*)\))?\.? *")
_RULE = re.compile(r"-{4,}.*|={4,}")


class Prose(msgspec.Struct, frozen=True):
    """A boxed comment: paragraphs, under a heading if it begins with words in capitals.

    `sources` is what the heading has in parentheses, "" if nothing.
    """

    heading: str
    sources: str
    paragraphs: tuple[str, ...]


class Declaration(msgspec.Struct, frozen=True):
    """Lines that are neither comment nor definition: CONSTANTS, VARIABLES, EXTENDS."""

    line: int
    code: str


class Definition(msgspec.Struct, frozen=True):
    """`name == ...` as it stands in the text, with the comment above it as plain prose.

    `line` and `last_line` are 1-based and inclusive, without the comment.
    """

    name: str
    line: int
    last_line: int
    comment: str
    code: str
    parameters: tuple[str, ...]


Block: TypeAlias = Prose | Declaration | Definition


def read_document(path: Path) -> tuple[Block, ...]:
    """The blocks of the module in the file."""
    return document(path.read_text(encoding="utf-8"), path.name)


def document(text: str, file: str) -> tuple[Block, ...]:
    """The blocks of a module's text; raises LanguageError if it does not parse."""
    lines = text.splitlines()
    owners: dict[int, Definition] = {}
    for unit in parse_module(text, file).units:
        if isinstance(unit, OperatorDefinition | FunctionDefinition | InstanceDefinition):
            first, last = unit.span.line, unit.span.end_line
            code = "\n".join(lines[first - 1 : last])
            parameters = (
                tuple(parameter.text for parameter in unit.parameters)
                if not isinstance(unit, FunctionDefinition)
                else ()
            )
            found = Definition(unit.name.text, first, last, "", code, parameters)
            owners.update((number, found) for number in range(first, last + 1))
    return tuple(_blocks(lines, owners))


def _blocks(lines: list[str], owners: dict[int, Definition]) -> Iterator[Block]:
    comment = ""
    declared: list[str] = []
    number = 1
    while number <= len(lines):
        line = lines[number - 1]
        if declared and (number in owners or not line.strip() or line.startswith("(*")):
            yield Declaration(number - len(declared), "\n".join(declared))
            declared = []
        if number in owners:
            definition = owners[number]
            yield msgspec.structs.replace(definition, comment=comment)
            comment = ""
            number = definition.last_line + 1
            continue
        if line.startswith("(*"):
            last = _end_of_comment(lines, number)
            text = "\n".join(lines[number - 1 : last])
            if line.startswith("(***"):
                yield _prose(text)
            else:
                comment = " ".join(text[2:-2].split())
            number = last + 1
            continue
        if line.strip() and not _RULE.fullmatch(line.strip()):
            declared.append(line)
        number += 1


def _end_of_comment(lines: list[str], first: int) -> int:
    """The number of the line that closes a comment, or the box of comments, begun on `first`."""
    number = first
    while not lines[number - 1].rstrip().endswith("*)"):
        number += 1
    if lines[first - 1].startswith("(***"):
        while number < len(lines) and lines[number].startswith("(*"):
            number += 1
            if lines[number - 1].startswith("(***"):
                break
    return number


def _prose(text: str) -> Prose:
    rows = [
        row.strip().removeprefix("(*").removesuffix("*)").strip(" *") for row in text.splitlines()
    ]
    joined = "\n".join(rows).strip("\n")
    heading, sources = "", ""
    begun = _HEADING.match(joined)
    if begun:
        heading = begun.group(1).capitalize()
        sources = begun.group(2) or ""
        joined = joined[begun.end() :]
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", joined))
    return Prose(heading, sources, tuple(part for part in paragraphs if part))
