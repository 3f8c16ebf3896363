"""models.toml: the models of a specification with the results that they must give.

    [models.elections]
    title = "Elections among three servers"
    module = "MCRaft.tla"
    config = "MCRaft_elections.cfg"
    verdict = "holds"                # holds, violated or unknown
    generated = 35032                # optional: states generated, distinct, and depth
    distinct = 2385
    depth = 14
    derived = "TLC 2.15, one worker" # how the counts were found without this tool
    budget_seconds = 10.0            # optional
    note = ""                        # optional

and its mutants, faults planted in the specification that a check must find:

    [mutants.P05]
    title = "A vote does not survive a crash"
    module = "mutants/P05_VoteNotDurable.tla"
    config = "mutants/P05_VoteNotDurable.cfg"
    violates = "VoteIsKept"          # the property
    steps = 2                        # of the shortest behaviour that shows it
    bound = 0                        # depth of a bounded check that finds it, 0 if none does

Paths are relative to the file. A module in a subfolder may extend those beside the file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from tlakit.language.diagnostics import Diagnostic, LanguageError

MALFORMED_MODELS = "E607"


class ModelEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One model: what to check and what must come out. Counts are None where they are not pinned."""

    module: str
    config: str
    title: str = ""
    verdict: Literal["holds", "violated", "unknown"] = "holds"
    violated: str | None = None
    generated: int | None = None
    distinct: int | None = None
    depth: int | None = None
    derived: str = ""
    budget_seconds: float | None = None
    note: str = ""
    name: str = ""
    directory: str = ""

    @property
    def module_path(self) -> Path:
        """The module's file."""
        return Path(self.directory) / self.module

    @property
    def config_path(self) -> Path:
        """The configuration's file."""
        return Path(self.directory) / self.config


class MutantEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One mutant: `violates` is the property that must be found false, in `steps` steps."""

    module: str
    config: str
    violates: str
    steps: int
    title: str = ""
    bound: int = 0
    note: str = ""
    name: str = ""
    directory: str = ""

    @property
    def module_path(self) -> Path:
        """The module's file."""
        return Path(self.directory) / self.module

    @property
    def config_path(self) -> Path:
        """The configuration's file."""
        return Path(self.directory) / self.config


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    models: dict[str, ModelEntry] = {}
    mutants: dict[str, MutantEntry] = {}


def load_models(path: Path | str) -> dict[str, ModelEntry]:
    """The models in a file by name, in its order; LanguageError if it is not as above."""
    directory = str(Path(path).parent)
    return {
        name: msgspec.structs.replace(entry, name=name, directory=directory)
        for name, entry in _load(Path(path)).models.items()
    }


def load_mutants(path: Path | str) -> dict[str, MutantEntry]:
    """The mutants in a file by name, in its order; LanguageError if it is not as above."""
    directory = str(Path(path).parent)
    return {
        name: msgspec.structs.replace(entry, name=name, directory=directory)
        for name, entry in _load(Path(path)).mutants.items()
    }


def _load(file: Path) -> _File:
    try:
        return msgspec.toml.decode(file.read_bytes(), type=_File)
    except (OSError, msgspec.MsgspecError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise LanguageError(
            [
                Diagnostic(
                    code=MALFORMED_MODELS,
                    message=f"cannot read the models in {file}: {reason}",
                    hint="See the description of models.toml.",
                )
            ],
            {},
        ) from None
