"""The outcome of a finished search together with that of the temporal properties."""

from __future__ import annotations

import time
from collections.abc import Callable

from msgspec.structs import replace

from tlakit.explore.liveness.check import Liveness, LivenessCheck
from tlakit.explore.transitions import Transitions
from tlakit.language.diagnostics import Diagnostic
from tlakit.semantics.behaviour import CheckResult, Verdict


class Ended(Exception):
    """A limit ended the check."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def with_liveness(
    check: LivenessCheck,
    transitions: Transitions,
    result: CheckResult,
    pause: Callable[[str], None],
) -> CheckResult:
    """The result of a search, after the temporal properties have been checked where it held.

    `pause` is called now and then with what is going on; it may raise Ended. Counts and depth stay
    those of the search. Raises EvaluationError.
    """
    if result.verdict is not Verdict.HOLDS:
        unlooked = check.left_out() if result.verdict is Verdict.UNKNOWN else ()
        return replace(
            result,
            unchecked=tuple(check.unchecked),
            warnings=(*result.warnings, *unlooked),
        )
    begun = time.monotonic()
    try:
        found = check.run(transitions, pause)
    except KeyboardInterrupt:
        return _unknown(result, begun, "interrupted")
    except Ended as ended:
        return _unknown(result, begun, ended.reason)
    return _merged(result, found, begun)


def _unknown(result: CheckResult, begun: float, reason: str) -> CheckResult:
    seconds = result.seconds + time.monotonic() - begun
    return replace(
        result, verdict=Verdict.UNKNOWN, seconds=seconds, reason=f"{reason}, in the liveness check"
    )


def _merged(result: CheckResult, found: Liveness, begun: float) -> CheckResult:
    seconds = result.seconds + time.monotonic() - begun
    verdict, reason = result.verdict, result.reason
    if found.violation is not None:
        verdict = Verdict.VIOLATED
    elif found.unchecked:
        verdict, reason = Verdict.UNKNOWN, _reason(found.unchecked)
    return replace(
        result,
        verdict=verdict,
        seconds=seconds,
        violation=found.violation,
        reason=reason,
        unchecked=found.unchecked,
        warnings=(*result.warnings, *found.warnings),
    )


def _reason(unchecked: tuple[Diagnostic, ...]) -> str:
    first = unchecked[0]
    more = f", and {len(unchecked) - 1} more" if len(unchecked) > 1 else ""
    where = "" if first.span is None else f" ({first.span.file}:{first.span.line})"
    return f"{first.code}: {first.message}{where}{more}"
