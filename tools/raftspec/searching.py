"""How a search is made: `--kernel`, `--workers`, `--checkpoint` and so on; `--sometimes`, what it must find."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from raftspec.limits import Count, Seconds
from raftspec.problems import InputProblem
from raftspec.target import Target
from tlakit.explore import Checkpointing, CheckpointProblem, KernelChoice, Unsuited

Predicates = Annotated[
    tuple[str, ...], Parameter(negative="", consume_multiple=False, show_default=False)
]


@Parameter(name="*")
@dataclass(frozen=True)
class Searching:
    """Which kernel searches, and whether it can be gone on from where it was ended."""

    sometimes: Predicates = ()
    """A predicate of states, or of steps, that must be reached: what spec/models.toml names for a model,
    and this. May be repeated."""

    kernel: KernelChoice = "auto"
    """Which kernel visits the states: `python` suits every model, `fast` is compiled; `auto` is the
    fast one where it is built and suits the model. Results are the same."""

    workers: Count = 1
    """How many threads of the fast kernel, or processes of the other, share the work."""

    checkpoint: Path | None = None
    """Write checkpoints to this folder: from time to time, at a limit, and at Ctrl-C."""

    checkpoint_every: Seconds = 60
    """How many seconds lie between two checkpoints."""

    resume: bool = False
    """Go on from the checkpoint in the folder that --checkpoint names."""

    def sought_in(self, target: Target) -> tuple[str, ...]:
        """What must be reached in a model."""
        return (*target.sometimes, *self.sometimes)

    def checkpointing(self) -> Checkpointing | None:
        """Where and how often checkpoints are written, if they are; raises InputProblem."""
        if self.checkpoint is None:
            if self.resume:
                raise InputProblem(
                    "--resume needs a checkpoint to go on from\nname its folder: --checkpoint DIR"
                )
            return None
        return Checkpointing(
            self.checkpoint, self.checkpoint_every, self.resume, version("raftspec")
        )


@contextmanager
def explained(options: str) -> Iterator[None]:
    """What cannot be done as these options ask for becomes an InputProblem."""
    try:
        yield
    except CheckpointProblem as problem:
        raise InputProblem(str(problem)) from None
    except Unsuited as problem:
        raise InputProblem(
            f"that cannot be done as asked for: {problem}\nLeave out {options}."
        ) from None
