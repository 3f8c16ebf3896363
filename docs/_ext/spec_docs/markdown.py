"""MyST Markdown for the blocks of a module."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from spec_docs.documents import Declaration, Definition, Prose
from spec_docs.mutants import Mutant, Operator
from spec_docs.twins import Function, citations

_QUOTED = re.compile(r"`([^`']+)'")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|$])")
RAFT = {"Raft", "RaftProperties"}


def prose_text(text: str) -> str:
    """Plain prose as Markdown: TLA+'s `name' becomes code, signs of Markdown lose their meaning."""
    parts = _QUOTED.split(text)
    return "".join(
        f"`{part}`" if index % 2 else _SPECIAL.sub(r"\\\1", part)
        for index, part in enumerate(parts)
    )


def prose(block: Prose, *, level: int = 2) -> str:
    """A boxed comment: a heading of this level and its paragraphs."""
    lines: list[str] = []
    if block.heading:
        lines += [f"{'#' * level} {prose_text(block.heading)}", ""]
    if block.sources:
        lines += [f"*{prose_text(block.sources)}*", ""]
    for paragraph in block.paragraphs:
        lines += [prose_text(paragraph), ""]
    return "\n".join(lines)


def declaration(block: Declaration) -> str:
    """CONSTANTS and the like as they stand."""
    return _code("tla", block.code)


def definition(
    block: Definition,
    file: str,
    twin: Function | None,
    *,
    level: int,
    why_none: str = "",
    concern: Sequence[Mutant] = (),
) -> str:
    """One operator: its comment, its text beside its twin's, its sources and its mutants.

    `level` is that of the heading; `why_none` says why there is no twin, where `twin` is None.
    """
    anchor = operator_anchor(Operator(block.name, Path(file).stem))
    lines = [f"({anchor})=", f"{'#' * level} {prose_text(block.name)}", ""]
    if block.comment:
        lines += [prose_text(block.comment), ""]
    if twin is None:
        lines += [alone(block, file), ""]
        if why_none:
            lines += [f"*In Python: {why_none}.*", ""]
    else:
        lines += [beside(block, file, twin)]
    sources = citations(block.comment, twin.docstring if twin else "")
    if sources:
        lines += [f"{{bdg-secondary-line}}`sources` {'; '.join(sources)}", ""]
    if concern:
        links = "; ".join(mutant_link(mutant) for mutant in concern)
        lines += [f"{{bdg-danger-line}}`mutants` {links}", ""]
        broken = dict.fromkeys(mutant.violates for mutant in concern)
        rules = ", ".join(map(operator_link, broken))
        lines += [f"{{bdg-primary-line}}`properties` {rules}", ""]
    return "\n".join(lines)


def beside(block: Definition, file: str, twin: Function) -> str:
    """The text of an operator beside its twin's."""
    return "\n".join(
        [
            ":::::{grid} 1 1 2 2",
            ":gutter: 2",
            ":class-container: twins",
            "::::{grid-item}",
            _code("tla", block.code, f"{file}:{block.line}"),
            "::::",
            "::::{grid-item}",
            _code("python", twin.code, f"{twin.file}:{twin.line}"),
            "::::",
            ":::::",
            "",
        ]
    )


def alone(block: Definition, file: str) -> str:
    """The text of an operator that has no twin."""
    return _code("tla", block.code, f"{file}:{block.line}")


def operator_anchor(operator: Operator) -> str:
    """The anchor of an operator, unique over all pages; those of Raft need no module's name."""
    if operator.module in RAFT:
        return f"op-{operator.name}"
    return f"op-{operator.module}-{operator.name}"


def operator_link(operator: Operator) -> str:
    """A link to an operator or property; the name alone of what is a model's own, which has no page."""
    if operator.module.startswith("MC"):
        return f"`{operator.name}`"
    return link(operator.name, operator_anchor(operator))


def mutant_anchor(identifier: str) -> str:
    """The anchor of a mutant on the page of mutants."""
    return f"mutant-{identifier}"


def mutant_link(mutant: Mutant) -> str:
    """A link to a mutant with its title as the text."""
    return link(f"{mutant.identifier}: {mutant.title}", mutant_anchor(mutant.identifier))


def link(text: str, anchor: str) -> str:
    """A link to an anchor on any page; `text` is plain."""
    return f"[{prose_text(text)}](#{anchor})"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; cells are Markdown without line breaks."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _code(language: str, code: str, caption: str = "") -> str:
    fence = "```"
    while fence in code:
        fence += "`"
    options = [f":caption: {caption}"] if caption else []
    return "\n".join([f"{fence}{{code-block}} {language}", *options, "", code, fence])
