"""The runner's verdicts, and what they add up to."""

import msgspec
import pytest

from raft_conformance.cases import Case, CaseResult, SuiteResult, Verdict
from raft_conformance.catalogue import CASES
from raft_conformance.conform import UnknownCase, choose
from raft_conformance.fakes.extensions import RAFT
from raft_conformance.judge.rules import ELECTION_SAFETY
from raft_conformance.protocol.capabilities import Network
from raft_conformance.protocol.failures import AdapterFailure, Refused
from raft_conformance.runner import Connect, run_case
from raft_conformance.world.world import World


def case_that(run: object) -> Case:
    assert callable(run)
    return Case(
        id="test/case", title="A case", rules=("ElectionSafety",), source="", run=run, reach=""
    )


def run(connect: Connect, act: object) -> CaseResult:
    return run_case(connect, case_that(act), RAFT.capabilities)


def break_the_rule(world: World) -> None:
    world.require(False, ELECTION_SAFETY, "n1", "two leaders")


def test_a_case_that_reaches_its_end_passes(connect: Connect) -> None:
    result = run(connect, lambda world: world.establish("n1"))
    assert (result.verdict, result.reason) == ("pass", "")
    assert result.events


def test_a_broken_rule_fails(connect: Connect) -> None:
    result = run(connect, break_the_rule)
    assert (result.verdict, result.reason) == ("fail", "two leaders")


def test_what_is_not_reached_is_inconclusive(connect: Connect) -> None:
    result = run(connect, lambda world: world.reach(False, "nobody was elected"))
    assert (result.verdict, result.reason) == ("inconclusive", "nobody was elected")


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (Refused("unsupported", "no such message", "{}"), "skip"),
        (Refused("implementation", "panic", "{}"), "error"),
        (Refused("bad-request", "what?", "{}"), "error"),
        (AdapterFailure("hung", "no reply"), "error"),
    ],
)
def test_what_the_adapter_cannot_do(connect: Connect, error: Exception, verdict: Verdict) -> None:
    def act(world: World) -> None:
        raise error

    assert run(connect, act).verdict == verdict


def test_a_rule_broken_before_the_adapter_broke_counts(connect: Connect) -> None:
    def act(world: World) -> None:
        break_the_rule(world)
        raise AdapterFailure("exited", "it ended", line="?")

    result = run(connect, act)
    assert result.verdict == "fail"
    assert result.reason.startswith("two leaders\nadapter exited")


@pytest.mark.parametrize(
    ("verdicts", "status"),
    [
        (["pass", "skip"], 0),
        (["pass", "fail", "error", "inconclusive"], 1),
        (["pass", "inconclusive"], 2),
        (["pass", "inconclusive", "error"], 3),
        (["skip", "skip"], 2),
        ([], 2),
    ],
)
def test_exit_status(verdicts: list[Verdict], status: int) -> None:
    results = tuple(CaseResult(case=CASES[0], verdict=verdict) for verdict in verdicts)
    suite = SuiteResult(
        implementation="x",
        version="1",
        homepage="",
        command=(),
        seed=1,
        capabilities=None,
        results=results,
    )
    assert suite.exit_status == status


@pytest.mark.parametrize(("network", "skipped"), [("fifo", True), ("reorder", True)])
def test_cases_that_repeat_messages_need_the_claim(network: Network, skipped: bool) -> None:
    claims = msgspec.structs.replace(RAFT.capabilities, network=network)
    (case,) = choose(["log-repair/a-repeated-request-removes-nothing"])
    assert (case.unmet(claims) is not None) is skipped
    assert case.unmet(RAFT.capabilities) is None


def test_there_are_enough_cases_with_unique_ids_and_all_they_need() -> None:
    ids = [case.id for case in CASES]
    assert len(set(ids)) == len(ids) >= 25
    assert {"election", "voting", "log-repair", "commit", "durability", "restart"} <= {
        case.group for case in CASES
    }
    assert all(case.source and case.title and case.reach and case.rules for case in CASES)
    assert all(len(case.id) <= 50 for case in CASES)


def test_cases_are_chosen_by_id_and_pattern() -> None:
    assert choose([]) == CASES
    chosen = choose(["commit/needs-a-majority", "restart/*"])
    assert {case.group for case in chosen} == {"commit", "restart"}


def test_an_unknown_case_names_the_nearest() -> None:
    with pytest.raises(UnknownCase, match="nearest: commit/needs-a-majority"):
        choose(["commit/needs-majority"])


def test_the_same_seed_gives_the_same_run(connect: Connect) -> None:
    (case,) = choose(["random/three-servers-that-crash"])
    first, again = (run_case(connect, case, RAFT.capabilities, seed=3) for _ in range(2))
    other = run_case(connect, case, RAFT.capabilities, seed=4)
    assert first.events == again.events
    assert first.events != other.events
