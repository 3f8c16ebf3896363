"""models.toml: the models of a specification with the results that they must give.

    [models.elections]
    title = "Elections among three servers"
    module = "MCRaft.tla"
    config = "MCRaft_elections.cfg"
    verdict = "holds"                # or violated
    generated = 35032                # states generated, distinct, and depth, as TLC means them
    distinct = 2385
    depth = 14
    derived = "TLC 2.15, one worker" # how else the counts were found
    sometimes = ["LeaderIsElected"]  # what some state or step must satisfy: else the model is too small

and its mutants, faults planted in the specification that a check must find:

    [mutants.P05]
    title = "A vote does not survive a crash"
    module = "mutants/P05_VoteNotDurable.tla"
    config = "mutants/P05_VoteNotDurable.cfg"
    violates = "VoteIsKept"          # the property
    steps = 2                        # of the shortest behaviour that shows it
    bound = 0                        # depth of a bounded check that finds it, 0 if none does

and, as an exception, what no model of a module says anything of:

    [gaps."MCRaft.tla"]
    properties = ["VoteIsKept"]      # vacuous in each model that names it
    actions = ["Restart"]            # enabled in none
    operators = ["Recover"]          # evaluated in none

Paths are relative to the file. A module in a subfolder may extend those beside the file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from tlakit.language.diagnostics import Diagnostic, LanguageError

MALFORMED_MODELS = "E607"


class ModelEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One model, and what must come out; `derived` says what else gave the same counts.

    `sometimes` are predicates of states or of steps that must be reached.
    """

    module: str
    config: str
    verdict: Literal["holds", "violated"]
    generated: int
    distinct: int
    depth: int
    derived: str
    title: str = ""
    sometimes: tuple[str, ...] = ()


class MutantEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One mutant: `violates` is the property that must be found false, in `steps` steps."""

    module: str
    config: str
    violates: str
    steps: int
    title: str = ""
    bound: int = 0


class Gaps(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What no model of one module says anything of: names of properties, actions and operators.

    Each such property is vacuous, each action never enabled, each operator never evaluated.
    """

    properties: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()


class Catalogue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All models and mutants by name, in the order of the file; no name is in both.

    `gaps` are by the module of the models.
    """

    models: dict[str, ModelEntry] = {}
    mutants: dict[str, MutantEntry] = {}
    gaps: dict[str, Gaps] = {}

    def find(self, name: str) -> ModelEntry | MutantEntry | None:
        """The model or mutant of that name."""
        return self.models.get(name) or self.mutants.get(name)


def load_catalogue(file: Path) -> Catalogue:
    """What a models.toml holds; LanguageError if it is not as above."""
    try:
        catalogue = msgspec.toml.decode(file.read_bytes(), type=Catalogue)
    except (OSError, msgspec.MsgspecError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise _unusable(f"cannot read the models in {file}: {reason}") from None
    twice = sorted(catalogue.models.keys() & catalogue.mutants.keys())
    if twice:
        raise _unusable(f"{file} has a model and a mutant of the same name: {', '.join(twice)}")
    return catalogue


def _unusable(message: str) -> LanguageError:
    hint = "See the description of models.toml."
    return LanguageError([Diagnostic(code=MALFORMED_MODELS, message=message, hint=hint)], {})
