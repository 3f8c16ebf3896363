"""Which random runs are made, `--runs` and the like, and how their steps are chosen: `--choose`,
`--weight`, `--guided` and `--guide`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Annotated

from cyclopts import Parameter

from raftspec.limits import Count, Depth
from raftspec.problems import InputProblem
from raftspec.searching import Predicates
from tlakit.explore import KernelChoice
from tlakit.explore.choosing import Choice
from tlakit.explore.guidance import Guide
from tlakit.language import ir, resolve_expression
from tlakit.semantics import Specification

EXPRESSION = "--guide"
"""What stands for a file's name in messages about the expression."""


@Parameter(name="*")
@dataclass(frozen=True)
class RunsAsked:
    """Which runs, and who makes them."""

    runs: Count = 100
    """How many behaviours to follow."""

    depth: Count = 100
    """How many states each may have."""

    seed: int = 0
    """Where the random choices begin."""

    first_run: Depth = 0
    """The number of the first run."""

    sometimes: Predicates = ()
    """A predicate of states, or of steps: say which runs reach it, beside what spec/models.toml names for
    a model. May be repeated."""

    kernel: KernelChoice = "auto"
    """What makes the runs: `python` suits every model, `fast` is compiled; `auto` is the fast one where
    it is built and suits the model and the options. The runs are the same."""


@Parameter(name="*")
@dataclass(frozen=True)
class Steering:
    """The options; they are looked at once there is a model."""

    choose: Choice = "action"
    """Choose first an action and then one of its steps, or among all steps alike."""

    weight: Annotated[
        tuple[str, ...], Parameter(negative="", consume_multiple=False, show_default=False)
    ] = ()
    """NAME=W: this action weighs W where others weigh 1; 0 is never. May be repeated."""

    guided: bool = False
    """Prefer the step whose changes of the state were made least often before."""

    guide: str | None = None
    """Prefer the step to a state in which this state function has the value seen least often."""

    def weights(self, specification: Specification) -> dict[str, float]:
        """The weights of actions by name. Raises InputProblem for what is no weight, or no action."""
        if not self.weight:
            return {}
        known: list[str] = []
        if specification.next is not None:
            known = list(dict.fromkeys(name for name, _ in specification.splitter.action_names()))
        found: dict[str, float] = {}
        for text in self.weight:
            name, _, number = text.partition("=")
            if name not in known:
                raise InputProblem(
                    f"--weight {text}: there is no action `{name}`\nactions: {', '.join(known)}"
                )
            found[name] = _weight(text, number)
        return found

    def guide_for(self, specification: Specification) -> Guide | None:
        """What guides the runs. Raises InputProblem or LanguageError for no state function."""
        if self.guide is None:
            return "changes" if self.guided else None
        expression = resolve_expression(self.guide, specification.module, EXPRESSION)
        if expression.level > ir.Level.STATE:
            raise InputProblem(
                f"--guide {self.guide}: this is not a function of one state\n"
                "give an expression without primes and temporal operators"
            )
        return expression


def _weight(text: str, number: str) -> float:
    try:
        weight = float(number)
    except ValueError:
        weight = -1.0
    if not isfinite(weight) or weight < 0:
        raise InputProblem(f"--weight {text}: {number!r} is no weight\ngive NAME=W, W at least 0")
    return weight
