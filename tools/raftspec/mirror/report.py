"""What a run of the mirror found."""

from __future__ import annotations

import msgspec

from tlakit.language.ir import Span
from tlakit.semantics import Trace
from tlakit.semantics.values import Value


class OperatorCount(msgspec.Struct, frozen=True):
    """How often an operator and its twin were compared, each time on other arguments."""

    operator: str
    comparisons: int


class Difference(msgspec.Struct, frozen=True):
    """The first disagreement.

    `arguments` are pairs (parameter, value).  `expected` is the specification's value and `found`
    the reference's, both as TLA+ text; `found` says so in words where the reference raised an
    error or gave what no TLA+ value corresponds to.  `place` is the twin, as `module:line`.
    `trace` leads to the state in which the question arose; it is empty for a question of the grid,
    whose arguments are made up.
    """

    operator: str
    arguments: tuple[tuple[str, Value], ...]
    expected: str
    found: str
    span: Span
    place: str
    trace: Trace


class MirrorReport(msgspec.Struct, frozen=True):
    """How far the two were compared, and where they differ, if they do.

    `module` is the one that the model is held to. `states` is the number of reachable states walked;
    `complete` is False where the walk was ended before it had them all.  `missing` are operators and
    actions without a twin.  `never_enabled` are the actions of the module itself, not of those that it
    extends, that were asked about where they were not enabled, and nowhere else.
    """

    module: str
    states: int
    complete: bool
    operators: tuple[OperatorCount, ...]
    missing: tuple[str, ...]
    never_enabled: tuple[str, ...]
    difference: Difference | None
    seconds: float

    @property
    def agrees(self) -> bool:
        """Whether each operator has a twin, was asked at least once, and never differed."""
        unreached = self.never_asked or self.never_enabled
        return self.difference is None and not self.missing and not unreached

    @property
    def never_asked(self) -> tuple[str, ...]:
        """The operators and actions that no state of the model asks."""
        return tuple(count.operator for count in self.operators if not count.comparisons)

    @property
    def comparisons(self) -> int:
        """How many comparisons there were, over all operators."""
        return sum(count.comparisons for count in self.operators)
