"""Bounded checking: is there a behaviour of at most so many steps that violates a property?"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

import msgspec

from tlakit.language.ir import Span
from tlakit.semantics.behaviour import Verdict, Violation
from tlakit.semantics.errors import EvaluationError
from tlakit.semantics.properties import Property
from tlakit.semantics.specification import Specification
from tlakit.symbolic.circuit import negation
from tlakit.symbolic.decode import Disagreement, decode
from tlakit.symbolic.failure import Untranslatable
from tlakit.symbolic.solver import Solver, Timeout
from tlakit.symbolic.terms import Arena
from tlakit.symbolic.translate import Translator
from tlakit.symbolic.unroll import Unrolling

# Python frames for the translation of deeply nested expressions; about ten are used a level.
RECURSION_LIMIT = 30_000


class BoundProgress(msgspec.Struct, frozen=True):
    """How far a bounded check is: `depth` steps are done, in so many seconds since the start."""

    depth: int
    seconds: float
    formulas: int


class BoundResult(msgspec.Struct, frozen=True):
    """What a bounded check found.

    `depth` is the largest number of steps for which the answer is known: no behaviour of at most
    `depth` steps violates anything, or, for VIOLATED, the shortest that does has `depth` steps. It is
    -1 where not even the initial states could be checked. `reason` says why the verdict is UNKNOWN,
    and for HOLDS how much that means; `span` is where an untranslatable construct stands.
    `statistics` is what z3 counted, and the number of `formulas` that it was given.
    """

    verdict: Verdict
    depth: int
    seconds: float
    violation: Violation | None = None
    reason: str = ""
    span: Span | None = None
    statistics: dict[str, float] = {}


def bound(
    specification: Specification,
    *,
    depth: int,
    properties: Collection[str] | None = None,
    max_seconds: float | None = None,
    on_progress: Callable[[BoundProgress], None] | None = None,
) -> BoundResult:
    """Check all behaviours of at most `depth` steps, the shorter ones first.

    A behaviour goes on from a state only within the constraints, as in exploration, and deadlocks
    are not looked for. A temporal property is not checked, and with one the verdict is not HOLDS.
    `properties` limits the check to the properties of these names. A behaviour in which an
    expression has no value (outside of a domain, no case of a CASE) is beyond this check: it may end
    there unnoticed, where exploration stops with an error.
    """
    with _recursion():
        return _Check(specification, properties, max_seconds, on_progress).run(depth)


class _Check:
    def __init__(
        self,
        specification: Specification,
        properties: Collection[str] | None,
        max_seconds: float | None,
        on_progress: Callable[[BoundProgress], None] | None,
    ) -> None:
        self.begun = time.monotonic()
        self.specification = specification
        self.on_progress = on_progress
        self.checked: list[Property] = [
            one
            for one in (
                *specification.invariants,
                *specification.initial_properties,
                *specification.action_properties,
            )
            if properties is None or one.name in properties
        ]
        self.endless = [
            one
            for one in specification.temporal_properties
            if properties is None or one.name in properties
        ]
        arena = Arena()
        self.circuit = arena.circuit
        self.translator = Translator(arena, specification.program)
        self.solver = Solver(
            self.circuit, None if max_seconds is None else self.begun + max_seconds
        )
        self.done = -1

    def run(self, depth: int) -> BoundResult:
        if self.specification.init is None or self.specification.next is None:
            return self._result(Verdict.UNKNOWN, "the model has no behaviours")
        unrolling = Unrolling(
            self.translator,
            self.specification.module.variables,
            self.specification.init,
            self.specification.next,
        )
        try:
            while self.done < depth:
                violation = self._deepen(unrolling)
                self.done += 1
                if violation is not None:
                    return self._result(Verdict.VIOLATED, "", violation)
                if self.on_progress is not None:
                    self.on_progress(BoundProgress(self.done, self._seconds, self.circuit.size))
        except Untranslatable as failure:
            return self._result(
                Verdict.UNKNOWN, f"cannot be checked with z3: {failure.what}", span=failure.span
            )
        except Timeout:
            return self._result(Verdict.UNKNOWN, f"out of time at {self.done + 1} steps")
        except Disagreement as failure:
            return self._result(
                Verdict.UNKNOWN,
                f"internal error: z3 gave a counterexample of {self.done + 1} steps that is none: "
                f"{failure}",
            )
        except EvaluationError as error:
            return self._result(
                Verdict.UNKNOWN,
                f"in a behaviour of at most {self.done + 1} steps an expression has no value: {error}",
                span=error.span,
            )
        reason = f"no violation within {depth} steps"
        if self.endless:
            names = ", ".join(dict.fromkeys(f"`{one.name}`" for one in self.endless))
            return self._result(
                Verdict.UNKNOWN,
                f"{reason}, but {names} speaks of behaviours without end: exploration can tell",
                span=self.endless[0].span,
            )
        return self._result(Verdict.HOLDS, reason)

    def _deepen(self, unrolling: Unrolling) -> Violation | None:
        """Add a step; the violation that it shows, or None after noting that there is none."""
        solver = self.solver
        solver.check_time()
        solver.add(unrolling.extend())
        bad = self.circuit.disjunction(unrolling.violated(one) for one in self.checked)
        if solver.check(bad):
            return decode(unrolling, self.specification, solver.assignment())
        solver.add(negation(bad))
        for constraint in self.specification.constraints:
            solver.add(unrolling.holds(constraint.expression))
        for constraint in self.specification.action_constraints:
            solver.add(unrolling.allowed(constraint.expression))
        return None

    @property
    def _seconds(self) -> float:
        return time.monotonic() - self.begun

    def _result(
        self,
        verdict: Verdict,
        reason: str,
        violation: Violation | None = None,
        span: Span | None = None,
    ) -> BoundResult:
        statistics = {**self.solver.statistics(), "formulas": float(self.circuit.size)}
        return BoundResult(verdict, self.done, self._seconds, violation, reason, span, statistics)


@contextmanager
def _recursion() -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, RECURSION_LIMIT))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
