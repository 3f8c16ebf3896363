"""Behaviours as data: what every checker returns and every renderer reads."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

import msgspec

from tlakit.language.diagnostics import Diagnostic
from tlakit.language.ir import Span
from tlakit.semantics.random_runs import RandomRuns
from tlakit.semantics.run_report import RunReport
from tlakit.semantics.values import Value


class Verdict(Enum):
    """The answer of a check."""

    HOLDS = "holds"
    VIOLATED = "violated"
    UNKNOWN = "unknown"


class Label(msgspec.Struct, frozen=True):
    """Which action made a step: its name, its arguments by parameter name, where it is defined."""

    action: str
    arguments: tuple[tuple[str, Value], ...]
    span: Span

    @property
    def text(self) -> str:
        """The label as an application, e.g. `SendEntries(s1, s2, 0)`."""
        if not self.arguments:
            return self.action
        inside = ", ".join(value.text for _, value in self.arguments)
        return f"{self.action}({inside})"


class Step(msgspec.Struct, frozen=True):
    """A state and how it was reached; `label` is None for an initial state."""

    label: Label | None
    state: Mapping[str, Value]


class Trace(msgspec.Struct, frozen=True):
    """A behaviour from an initial state. `steps[0]` is the initial state.

    `loop` is None for a finite one. Otherwise the behaviour goes on for ever: after the last step
    comes `steps[loop]` again, by a step that `closing` names. Where `loop` is the last step and
    `closing` None nothing changes any more.
    """

    steps: tuple[Step, ...]
    loop: int | None = None
    closing: Label | None = None


class Sought(msgspec.Struct, frozen=True):
    """A property that some state or step must satisfy, and in how many steps one does.

    `steps` is the least number of them, that which satisfies it counted; None if nothing visited does.
    """

    name: str
    steps: int | None


class Violation(msgspec.Struct, frozen=True):
    """A property that is false: its name, kind, where it is defined and the behaviour that shows it.

    `kind` is "invariant", "action property", "temporal property", "sometimes property", "deadlock",
    "assumption" or "postcondition". `detail` says which conjunct is false, as far as known, in one line of text; empty where nothing
    is known.
    """

    name: str
    kind: str
    span: Span | None
    trace: Trace
    detail: str = ""


class CheckResult(msgspec.Struct, frozen=True):
    """What a check found and how much it covered.

    `generated`, `distinct` and `depth` mean what TLC means by them: every successor counts as
    generated, initial states too; `distinct` counts the states within the constraint; `depth` is the
    number of states on the longest of the shortest paths. `reason` says why the verdict is UNKNOWN,
    `warnings` what the user should know of the model, a sentence each. `kernel` names what did it,
    "python" or "fast"; empty where no search was made. `collision` is how likely it is, at the most, that
    two different states were taken for one, because they have the same fingerprint. `resumed` means that
    a part of the search was done before: `seconds`, and what was evaluated, are of the rest. `report` says what else the run did,
    `waiting` how many states were found and not explored when it ended early. `sometimes` has what was
    to be reached, in the order of the configuration; nothing where a violation ended the search.
    """

    verdict: Verdict
    generated: int
    distinct: int
    depth: int
    seconds: float
    violation: Violation | None = None
    reason: str = ""
    unchecked: tuple[Diagnostic, ...] = ()
    warnings: tuple[str, ...] = ()
    kernel: str = ""
    collision: float = 0.0
    resumed: bool = False
    report: RunReport | None = None
    runs: RandomRuns | None = None
    waiting: int = 0
    sometimes: tuple[Sought, ...] = ()
