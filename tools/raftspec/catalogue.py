"""The catalogue spec/models.toml: every model and mutant with the result that it must have."""

from __future__ import annotations

import tomllib
from typing import Literal

import msgspec

from raftspec.places import data_folder
from raftspec.problems import InputProblem


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One model; the paths are relative to spec/.

    `generated`, `distinct` and `depth` are pinned, and `derived` says what else gave the same.
    """

    title: str
    module: str
    config: str
    verdict: Literal["holds", "violated"]
    generated: int
    distinct: int
    depth: int
    derived: str


class Mutant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One mutant; the paths are relative to spec/.

    `violates` is the property that it must violate, `steps` the length of the shortest behaviour
    that shows it; z3 must find it too when it looks `bound` steps deep, 0 where it is not asked.
    """

    title: str
    module: str
    config: str
    violates: str
    steps: int
    bound: int = 0


class Catalogue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All models and mutants by name."""

    models: dict[str, Model]
    mutants: dict[str, Mutant]

    def find(self, name: str) -> Model | Mutant | None:
        """The model or mutant of that name."""
        return self.models.get(name) or self.mutants.get(name)


def load_catalogue() -> Catalogue:
    """Read models.toml. Raises InputProblem if it is not in order."""
    file = data_folder("spec") / "models.toml"
    try:
        return msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), Catalogue)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as problem:
        raise InputProblem(f"{file} is not in order: {problem}") from problem
