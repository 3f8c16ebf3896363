"""The beginning and the end of a check: the run that it is, POSTCONDITION and ALIAS."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from tlakit.explore.asymmetry import symmetry_warnings
from tlakit.language import ir
from tlakit.semantics import runtime
from tlakit.semantics.behaviour import CheckResult, Step, Trace, Verdict, Violation
from tlakit.semantics.errors import ErrorKind, EvaluationError
from tlakit.semantics.specification import Specification
from tlakit.semantics.values import FALSE, TRUE, RecordValue, Value


def run_of(specification: Specification, mode: str, seed: int = 0, depth: int = -1) -> runtime.Run:
    """A run for checking a model; files are looked for beside its root module."""
    root = next(iter(specification.module.sources), None)
    setup = runtime.Setup(mode=mode, deadlock=specification.check_deadlock, depth=depth, seed=seed)
    return runtime.Run(setup, None if root is None else Path(root).parent)


def concluded(specification: Specification, result: CheckResult) -> CheckResult:
    """A search's result after the postconditions, with its trace as ALIAS shows it.

    To be called as part of the same run. A postcondition is evaluated if nothing else is violated, and
    so it is only then that something is missed which was to be reached.
    """
    if result.verdict is Verdict.HOLDS:
        violation = _false_postcondition(specification) or _never_reached(specification, result)
        if violation is not None:
            result = msgspec.structs.replace(result, verdict=Verdict.VIOLATED, violation=violation)
    if result.violation is not None and specification.alias is not None:
        trace = aliased(specification, result.violation.trace)
        shown = msgspec.structs.replace(result.violation, trace=trace)
        result = msgspec.structs.replace(result, violation=shown)
    warnings = (*symmetry_warnings(specification), *result.warnings)
    return msgspec.structs.replace(result, warnings=warnings) if warnings else result


def _false_postcondition(specification: Specification) -> Violation | None:
    for item in specification.postconditions:
        value = specification.evaluate(item.expression)
        if value is FALSE:
            return Violation(item.name, "postcondition", item.span, Trace(()))
        if value is not TRUE:
            raise EvaluationError(
                ErrorKind.WRONG_KIND,
                f"a postcondition needs TRUE or FALSE, not {value.text}",
                item.span,
            )
    return None


def _never_reached(specification: Specification, result: CheckResult) -> Violation | None:
    """That a sometimes property is missed; the first one, and the others' names."""
    missed = [sought.name for sought in result.sometimes if sought.steps is None]
    if not missed:
        return None
    first = next(one for one in specification.sometimes if one.name == missed[0])
    what = "step" if first.expression.level is ir.Level.ACTION else "state"
    detail = f"no reachable {what} satisfies it"
    if missed[1:]:
        detail += f"; never reached either: {', '.join(missed[1:])}"
    return Violation(first.name, first.kind.value, first.span, Trace(()), detail)


def aliased(specification: Specification, trace: Trace) -> Trace:
    """A trace whose states are what ALIAS makes of them; as it is where that gives no record.

    After the last state comes the one that a lasso goes back to, or the state itself.
    """
    assert specification.alias is not None
    states = [step.state for step in trace.steps]
    last = len(states) - 1 if trace.loop is None else trace.loop
    run = runtime.current()
    steps = []
    for position, step in enumerate(trace.steps):
        following = states[position + 1 if position + 1 < len(states) else last]
        shown = _show(specification, run, states[: position + 1], following)
        if shown is None:
            return trace
        steps.append(Step(step.label, shown))
    return msgspec.structs.replace(trace, steps=tuple(steps))


def _show(
    specification: Specification,
    run: runtime.Run,
    states: list[Mapping[str, Value]],
    following: Mapping[str, Value],
) -> Mapping[str, Value] | None:
    assert specification.alias is not None
    run.progress = lambda: runtime.Progress(level=len(states))
    run.trace = lambda: tuple(states)
    try:
        value = specification.evaluate(specification.alias, states[-1], following)
    except EvaluationError:
        return None
    return value.fields if isinstance(value, RecordValue) else None
