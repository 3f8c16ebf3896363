"""Which function of the reference is which operator, and where each rule comes from."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from functools import cache
from pathlib import Path

import msgspec

from raftspec.mirror import twins

_NUMBERS = r"\d+(?:\.\d+)*"
_PLACE = rf"(?:(?:section|figure)s? )?{_NUMBERS}"
_CITATION = re.compile(rf"\b(RP|D|PMS|PTP|EP) ({_PLACE}(?:(?:, | and ){_PLACE})*)")
_BOOKS = {
    "RP": "Raft paper",
    "D": "dissertation",
    "PMS": "Paxos Made Simple",
    "PTP": "The Part-Time Parliament",
    "EP": "EPaxos paper",
}


class Function(msgspec.Struct, frozen=True):
    """A function or class of the reference: its file within the repository, line and text."""

    name: str
    file: str
    line: int
    docstring: str
    code: str


def find_twin(name: str, root: Path) -> Function | None:
    """The function that `raftspec mirror` compares with an operator, or the class of an action.

    None where there is none, or where it is one of Python itself.
    """
    twin = twins.find_twin(name)
    found = twins.ACTIONS.get(name) or (None if twin is None else inspect.unwrap(twin.function))
    file = getattr(inspect.getmodule(found), "__file__", None)
    if found is None or file is None:
        return None
    return functions(Path(file), root)[found.__name__]


@cache
def functions(of: Path, root: Path) -> dict[str, Function]:
    """The public functions and classes at the top level of a module, or of a package's modules, by name."""
    found: dict[str, Function] = {}
    for path in sorted(of.rglob("*.py")) if of.is_dir() else (of,):
        text = path.read_text(encoding="utf-8")
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                found[node.name] = Function(
                    node.name,
                    path.relative_to(root).as_posix(),
                    node.lineno,
                    ast.get_docstring(node) or "",
                    textwrap.dedent(ast.get_source_segment(text, node) or ""),
                )
    return found


def citations(*texts: str) -> tuple[str, ...]:
    """The places in the paper and the dissertation that the texts name, each once, in order."""
    found: dict[str, None] = {}
    for text in texts:
        for book, places in _CITATION.findall(text):
            kind = "section"
            for place in re.split(r", | and ", places):
                word, _, number = place.rpartition(" ")
                kind = word.removesuffix("s") or kind
                found[f"{_BOOKS[book]}, {kind} {number}"] = None
        if "Students' guide" in text:
            found["Students' guide to Raft"] = None
    return tuple(found)
