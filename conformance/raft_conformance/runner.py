"""Runs cases, each with an adapter process of its own, and never stops at a bad one."""

import time
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from raft_conformance.cases import Case, CaseResult, SuiteResult, Verdict
from raft_conformance.judge.judge import Violation
from raft_conformance.protocol.capabilities import Capabilities
from raft_conformance.protocol.client import DEFAULT_TIMEOUT_SECONDS, Adapter
from raft_conformance.protocol.failures import AdapterFailure, Refused
from raft_conformance.protocol.messages import Introduction
from raft_conformance.world.nodes import Inconclusive
from raft_conformance.world.world import World

DEFAULT_SEED = 1

Progress = Callable[[CaseResult], None]
Connect = Callable[[], Adapter]


def run_suite(
    command: Sequence[str],
    *,
    cases: Sequence[Case],
    seed: int = DEFAULT_SEED,
    timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS,
    progress: Progress | None = None,
) -> SuiteResult:
    """Ask the adapter who it is, then run the cases in their order.

    `timeout_seconds` is for each request. `progress` is called after each case. Where the adapter
    does not even introduce itself, every case is an error, without more attempts.
    """

    def connect() -> Adapter:
        return Adapter.start(command, timeout_seconds)

    introduction: Introduction | None = None
    broken = ""
    try:
        with connect() as adapter:
            introduction = adapter.hello()
            adapter.shutdown()
    except (AdapterFailure, Refused) as error:
        broken = _explain(error)
    results = []
    for case in cases:
        if introduction is None or broken:
            result = CaseResult(case=case, verdict="error", reason=broken)
        else:
            result = run_case(connect, case, introduction.capabilities, seed)
        results.append(result)
        if progress is not None:
            progress(result)
    return SuiteResult(
        implementation=introduction.implementation if introduction else "unknown",
        version=introduction.version if introduction else "unknown",
        homepage=introduction.homepage if introduction else "",
        command=tuple(command),
        seed=seed,
        capabilities=introduction.capabilities if introduction else None,
        results=tuple(results),
    )


def run_case(
    connect: Connect,
    case: Case,
    claims: Capabilities,
    seed: int = DEFAULT_SEED,
) -> CaseResult:
    """Run one case in the fresh process that `connect` starts; nothing that it does raises.

    What the judge saw before a run ended early still counts: a violation is one whatever follows.
    """
    unmet = case.unmet(claims)
    if unmet is not None:
        return CaseResult(case=case, verdict="skip", reason=unmet)
    started = time.monotonic()
    world: World | None = None
    ending = CaseResult(case=case, verdict="pass")
    try:
        with connect() as adapter:
            adapter.hello()
            world = World(adapter, claims, case.servers, seed, case.hosted)
            case.run(world)
            adapter.shutdown()
    except Inconclusive as error:
        ending = CaseResult(case=case, verdict="inconclusive", reason=str(error))
    except Refused as error:
        verdict: Verdict = "skip" if error.kind == "unsupported" else "error"
        ending = CaseResult(case=case, verdict=verdict, reason=_explain(error))
    except AdapterFailure as error:
        ending = CaseResult(case=case, verdict="error", reason=_explain(error))
    return _judged(ending, world, time.monotonic() - started)


def _judged(ending: CaseResult, world: World | None, seconds: float) -> CaseResult:
    """The result with what the judge found; a violation is one, however the run ended after it."""
    if world is None:
        return replace(ending, seconds=seconds)
    found = _own_first(ending.case, world.judge.violations)
    if found:
        lines = [violation.what for violation in found]
        if ending.verdict == "error":
            lines.append(ending.reason)
        ending = replace(ending, verdict="fail", reason="\n".join(dict.fromkeys(lines)))
    return replace(
        ending,
        violations=tuple(found),
        lanes=world.nodes,
        events=tuple(world.events),
        seconds=seconds,
    )


def _own_first(case: Case, violations: Sequence[Violation]) -> list[Violation]:
    """The violations in the order of their steps, those of the case's own rules first."""
    return sorted(violations, key=lambda found: found.rule.name not in case.rules)


def _explain(error: AdapterFailure | Refused) -> str:
    if isinstance(error, AdapterFailure):
        return str(error)
    return f"the adapter refused, {error}\n  request: {error.request}"
