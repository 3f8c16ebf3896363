"""The lines of the spec that state a rule."""

from pathlib import Path

import msgspec

from raft_conformance.judge.rules import Rule
from tlakit.language import load_module
from tlakit.language.ir import Module, Span

ROOT = "RaftProperties.tla"


class Excerpt(msgspec.Struct, frozen=True):
    """A definition as it stands in the spec; lines are counted from 1, in `file`'s name only."""

    file: str
    first_line: int
    lines: tuple[str, ...]

    @property
    def place(self) -> str:
        """Where it is: `Raft.tla:12-14`."""
        return f"{self.file}:{self.first_line}-{self.first_line + len(self.lines) - 1}"


class SpecificationText:
    """The module with all properties, and the text behind every definition.

    Raises tlakit's LanguageError for a spec that cannot be read, FileNotFoundError for none.
    """

    def __init__(self, folder: Path) -> None:
        self._module: Module = load_module(folder / ROOT)

    def excerpt(self, rule: Rule) -> Excerpt:
        """The definition that the rule is bound to. Raises KeyError where the spec has none."""
        definition = self._module.definitions[rule.definition]
        end: Span = definition.span if definition.body is None else definition.body.span
        file = definition.span.file
        lines = self._module.sources[file].splitlines()
        chosen = lines[definition.span.line - 1 : end.end_line]
        return Excerpt(Path(file).name, definition.span.line, tuple(chosen))
