"""The mutants of spec/mutants, and which operators and properties they concern."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from tlakit.semantics import load_catalogue

_OVERRIDE = re.compile(r"^\s*(\w+) <- (\w+)\s*$", re.MULTILINE)


class Mutant(msgspec.Struct, frozen=True):
    """A mutant as models.toml has it, with the operators (name, replacement) that it overrides."""

    identifier: str
    title: str
    module: str
    violates: str
    steps: int
    overrides: tuple[tuple[str, str], ...]


def read_mutants(spec: Path) -> tuple[Mutant, ...]:
    """The mutants in the order of models.toml; `spec` is the folder that holds it."""
    found = []
    for identifier, entry in load_catalogue(spec / "models.toml").mutants.items():
        config = (spec / entry.config).read_text(encoding="utf-8")
        overrides = tuple((name, bad) for name, bad in _OVERRIDE.findall(config))
        found.append(
            Mutant(identifier, entry.title, entry.module, entry.violates, entry.steps, overrides)
        )
    return tuple(found)
