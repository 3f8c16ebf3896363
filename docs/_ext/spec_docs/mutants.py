"""The mutants of spec/mutants, and which operators and properties they concern."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import msgspec

from tlakit.language import load_module
from tlakit.semantics import load_catalogue

_OVERRIDE = re.compile(r"^\s*(\w+) <- (\w+)\s*$", re.MULTILINE)


class Operator(msgspec.Struct, frozen=True):
    """An operator and the module whose text defines it: other modules may use the name too."""

    name: str
    module: str


class Mutant(msgspec.Struct, frozen=True):
    """A mutant as models.toml has it.

    `overrides` are the operators that it puts others of its own in place of, with the names of those.
    What its configuration replaces only to bound the model is none of them.
    """

    identifier: str
    title: str
    module: str
    violates: Operator
    steps: int
    overrides: tuple[tuple[Operator, str], ...]


@cache
def read_mutants(spec: Path) -> tuple[Mutant, ...]:
    """The mutants in the order of models.toml; `spec` is the folder that holds it."""
    found = []
    for identifier, entry in load_catalogue(spec / "models.toml").mutants.items():
        path = spec / entry.module
        defined = {
            name: Operator(name, definition.module)
            for name, definition in load_module(path, search=(spec,)).definitions.items()
        }
        config = (spec / entry.config).read_text(encoding="utf-8")
        overrides = tuple(
            (defined[name], bad)
            for name, bad in _OVERRIDE.findall(config)
            if defined[bad].module == path.stem
        )
        violates = defined[entry.violates]
        found.append(
            Mutant(identifier, entry.title, entry.module, violates, entry.steps, overrides)
        )
    return tuple(found)
