"""Which model a command is about: a name in the catalogue, or a file and its configuration."""

from __future__ import annotations

from pathlib import Path

import msgspec

from raftspec.places import data_folder
from raftspec.problems import InputProblem
from tlakit.language import load_module
from tlakit.semantics import (
    Catalogue,
    ModelEntry,
    MutantEntry,
    Specification,
    load_catalogue,
    load_config,
)


def catalogue() -> Catalogue:
    """The models and mutants of the project: spec/models.toml."""
    return load_catalogue(data_folder("spec") / "models.toml")


class Target(msgspec.Struct, frozen=True):
    """A module with its configuration; `entry` is what the catalogue pins, if it is in there."""

    name: str
    module: Path
    config: Path
    entry: ModelEntry | MutantEntry | None = None

    def load(self) -> Specification:
        """Parse, resolve and configure it. Raises LanguageError for what is wrong in the texts."""
        spec = data_folder("spec")
        module = load_module(self.module, search=(spec,))
        return Specification(module, load_config(self.config))


def find_target(model: str, config: Path | None) -> Target:
    """The target that the command line names. Raises InputProblem if there is none such."""
    if model.endswith(".tla") or config is not None:
        return _from_files(Path(model), config)
    known = catalogue()
    entry = known.find(model)
    if entry is None:
        raise InputProblem(
            f"there is no model or mutant called {model}\n"
            f"models: {', '.join(known.models)}\n"
            f"mutants: {', '.join(known.mutants)}\n"
            "or give a file: raftspec check FILE.tla --config FILE.cfg"
        )
    return target_of(model, entry)


def target_of(name: str, entry: ModelEntry | MutantEntry) -> Target:
    """The target of an entry of the catalogue."""
    spec = data_folder("spec")
    return Target(name, spec / entry.module, spec / entry.config, entry)


def _from_files(module: Path, config: Path | None) -> Target:
    if config is None:
        beside = module.with_suffix(".cfg")
        if not beside.exists():
            raise InputProblem(
                f"{module} needs a configuration, and {beside.name} is not beside it\n"
                f"give one: raftspec check {module} --config FILE.cfg"
            )
        config = beside
    for file in (module, config):
        if not file.is_file():
            raise InputProblem(f"there is no file {file}\ncheck the path, or run from its folder")
    return Target(module.stem, module, config)
