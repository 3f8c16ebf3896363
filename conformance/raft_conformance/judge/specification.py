"""The lines of the spec that state a rule."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from raft_conformance.judge.rules import Rule
from tlakit.language import load_module
from tlakit.language.ir import Module


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
    """The text behind every definition of a folder's modules; each is read when first asked for.

    Raises FileNotFoundError where there is no specification.
    """

    def __init__(self, folder: Path) -> None:
        if not (folder / "Raft.tla").is_file():
            raise FileNotFoundError(f"{folder} holds no specification")
        self._folder = folder
        self._modules: dict[str, Module] = {}

    def excerpt(self, rule: Rule) -> Excerpt:
        """The definition that the rule is bound to, with the comment above it.

        A property of steps comes with the step formula before it. Raises KeyError where the rule's
        module has no such definition, tlakit's LanguageError where it cannot be read.
        """
        definitions = self._module(rule.module).definitions
        definition = definitions[rule.definition]
        begin = definitions.get(f"{rule.definition}Step", definition).span
        end = definition.span if definition.body is None else definition.body.span
        lines = self._module(rule.module).sources[begin.file].splitlines()
        first = _comment_above(lines, begin.line)
        return Excerpt(Path(begin.file).name, first, tuple(lines[first - 1 : end.end_line]))

    def _module(self, name: str) -> Module:
        if name not in self._modules:
            self._modules[name] = load_module(self._folder / f"{name}.tla")
        return self._modules[name]


def _comment_above(lines: Sequence[str], line: int) -> int:
    """The first line of the comment that ends right above `line`, or `line` itself."""
    if line < 2 or not lines[line - 2].endswith("*)"):
        return line
    first = line - 1
    while first > 1 and not lines[first - 1].startswith("(*"):
        first -= 1
    return first
