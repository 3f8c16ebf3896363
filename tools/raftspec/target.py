"""Which model a command is about: a name in the catalogue, or a file and its configuration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import Parameter

from raftspec.places import data_folder
from raftspec.problems import InputProblem
from tlakit.language import load_module
from tlakit.language.ir import Span
from tlakit.semantics import (
    Catalogue,
    ModelEntry,
    MutantEntry,
    Name,
    Specification,
    load_catalogue,
    load_config,
)

# `--library A B` would take the next file for a folder: one folder each time.
Libraries = Annotated[
    tuple[Path, ...], Parameter(negative="", consume_multiple=False, show_default=False)
]


NOWHERE = Span("--sometimes", 1, 1, 1, 1)
"""Where a name stands that no configuration has: TLC's have no word for what must be reached."""


@Parameter(name="*")
@dataclass(frozen=True)
class ModelFiles:
    """What belongs to a model that is given as a file."""

    config: Path | None = None
    """The .cfg file of FILE.tla; without it, the one beside it of the same name."""

    library: Libraries = ()
    """Look for modules in this folder too. May be repeated."""

    def of(self, model: str) -> Target:
        """The target that the command line names. Raises InputProblem if there is none such."""
        return find_target(model, self.config, self.library)


def catalogue() -> Catalogue:
    """The models and mutants of the project: spec/models.toml."""
    return load_catalogue(data_folder("spec") / "models.toml")


class Target(msgspec.Struct, frozen=True):
    """A module with its configuration; `entry` is what the catalogue pins, if it is in there.

    `search` are the folders in which modules are looked for, after the module's own.
    """

    name: str
    module: Path
    config: Path
    entry: ModelEntry | MutantEntry | None = None
    search: tuple[Path, ...] = ()

    @property
    def sometimes(self) -> tuple[str, ...]:
        """What the catalogue says must be reached in it."""
        return self.entry.sometimes if isinstance(self.entry, ModelEntry) else ()

    def load(self, *, deadlock: bool | None = None, sometimes: Sequence[str] = ()) -> Specification:
        """Parse, resolve and configure it; `deadlock` overrules CHECK_DEADLOCK unless None.

        `sometimes` are predicates that must be reached. Raises LanguageError for what is wrong in the
        texts.
        """
        module = load_module(self.module, search=self.search)
        config = load_config(self.config)
        wanted = tuple(Name(name, NOWHERE) for name in dict.fromkeys(sometimes))
        config = msgspec.structs.replace(config, sometimes=wanted)
        if deadlock is not None:
            config = msgspec.structs.replace(config, check_deadlock=deadlock)
        return Specification(module, config)


def liveness_of(specification: Specification) -> tuple[str, ...]:
    """The names of the properties that speak of whole behaviours, which only `check` looks at."""
    return tuple(dict.fromkeys(one.name for one in specification.temporal_properties))


def find_target(model: str, config: Path | None, library: Sequence[Path] = ()) -> Target:
    """The target that the command line names. Raises InputProblem if there is none such."""
    if model.endswith(".tla") or config is not None:
        return _from_files(Path(model), config, library)
    known = catalogue()
    entry = known.find(model)
    if entry is None:
        if Path(f"{model}.tla").is_file():
            return _from_files(Path(f"{model}.tla"), None, library)
        raise InputProblem(
            f"there is no model or mutant called {model}\n"
            f"models: {', '.join(known.models)}\n"
            f"mutants: {', '.join(known.mutants)}\n"
            "or give a file: raftspec check FILE.tla --config FILE.cfg"
        )
    return target_of(model, entry)


def search_path(module: Path, library: Sequence[Path]) -> tuple[Path, ...]:
    """Where to look for what a file extends, after its own folder.

    Raises InputProblem for a library that is no folder.
    """
    for folder in library:
        if not folder.is_dir():
            raise InputProblem(
                f"--library {folder}: there is no such folder\nname a folder that holds .tla files"
            )
    spec = data_folder("spec")
    ours = (spec,) if module.resolve().is_relative_to(spec) else ()
    return (*library, *ours)


def target_of(name: str, entry: ModelEntry | MutantEntry) -> Target:
    """The target of an entry of the catalogue."""
    spec = data_folder("spec")
    return Target(name, spec / entry.module, spec / entry.config, entry, (spec,))


def _from_files(module: Path, config: Path | None, library: Sequence[Path]) -> Target:
    if not module.is_file():
        near = module.with_name(f"{module.name}.tla")
        if module.suffix == ".tla" or not near.is_file():
            raise InputProblem(f"there is no file {module}\ncheck the path, or run from its folder")
        module = near
    if config is None:
        config = module.with_suffix(".cfg")
        if not config.is_file():
            raise InputProblem(
                f"{module} needs a configuration, and {config.name} is not beside it\n"
                f"give one: raftspec check {module} --config FILE.cfg"
            )
    return Target(module.stem, module, config, search=search_path(module, library))
