"""The models that are measured, and how one is laid out in a folder for both checkers."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Literal

import msgspec

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
STANDARD = ROOT / "tools" / "tlakit" / "language" / "standard"


Group = Literal["raft", "symmetry", "classical", "etcd", "shapes", "growth", "simulation"]


class BadModel(Exception):
    """A model that cannot be used; the message says which, why and what to do."""


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A model of models.toml, whose head explains the fields.

    `counts` are TLC's (generated, distinct, depth), None where they are not known.
    """

    title: str
    groups: tuple[Group, ...]
    module: str
    config: str
    constants: dict[str, str] = {}
    append: str = ""
    counts: tuple[int, int, int] | None = None
    derived: str = ""
    huge: bool = False
    go_module: str = ""
    library: tuple[str, ...] = ()
    runs: int = 0
    depth: int = 0
    tlc_steps: int = 0

    @property
    def steps(self) -> int:
        """The steps that TLC makes in a simulation; 0 for an exploration.

        `depth` counts states, as TLC's option does: the initial one is no step.
        """
        return self.tlc_steps or self.runs * max(self.depth - 1, 0)


class Staged(msgspec.Struct, frozen=True):
    """A model in a folder of its own: the same two files for whoever checks it.

    `library` is a folder of further modules, which only TLC needs to be told of.
    """

    model: Model
    folder: Path
    module: str
    config: str
    library: Path | None = None


def load_models(path: Path = HERE / "models.toml") -> dict[str, Model]:
    """The models of a file in its order, by name. Raises BadModel if the file is not as it must be."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text())["models"], dict[str, Model])
    except (OSError, tomllib.TOMLDecodeError, KeyError, msgspec.ValidationError) as problem:
        raise BadModel(f"{path.name}: {problem}") from problem


def stage(model: Model, folder: Path) -> Staged:
    """Copy a model's modules to `folder` and write its configuration there.

    Raises BadModel if a file is missing or a constant is not in the configuration.
    """
    source = _go_module(model.go_module) if model.go_module else ROOT
    module, config = HERE / model.module, source / model.config
    for text in (*(ROOT / "spec").glob("*.tla"), *config.parent.glob("*.tla"), module):
        if not text.is_file():
            raise BadModel(f"there is no file {text.name}\nthe model names it as {model.module}")
        _copy(text, folder)
    try:
        written = with_constants(config.read_text(), model.constants)
    except OSError as problem:
        raise BadModel(f"cannot read {config.name}: {problem.strerror}") from problem
    (folder / "bench.cfg").write_text(f"{written}\n{model.append}\n")
    library = folder / "library" if model.library else None
    if library is not None:
        library.mkdir()
        for name in model.library:
            _copy(STANDARD / f"{name}.tla", library)
    return Staged(model, folder, module.stem, "bench.cfg", library)


def with_constants(text: str, constants: dict[str, str]) -> str:
    """A configuration with other values for some constants, each of which it must set once."""
    for name, value in constants.items():
        text, changes = re.subn(
            rf"^(\s*{re.escape(name)}\s*=).*$", rf"\g<1> {value}", text, flags=re.MULTILINE
        )
        if changes != 1:
            raise BadModel(f"the configuration sets {name} {changes} times, not once")
    return text


def _go_module(name: str) -> Path:
    """The folder of a Go module, fetched into Go's own cache if it is not there."""
    if shutil.which("go") is None:
        raise BadModel(f"{name} is a Go module, and there is no Go\ninstall Go, or leave it out")
    with_json = ["go", "mod", "download", "-json", name]
    found = subprocess.run(with_json, cwd=HERE, capture_output=True, text=True, check=False)
    if found.returncode:
        raise BadModel(f"Go cannot fetch {name}: {found.stdout}{found.stderr}")
    return Path(json.loads(found.stdout)["Dir"])


def _copy(text: Path, folder: Path) -> None:
    # Not shutil.copy: files in Go's cache are read-only, and their copies would be too.
    (folder / text.name).write_bytes(text.read_bytes())
