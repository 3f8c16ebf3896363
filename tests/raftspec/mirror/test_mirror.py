"""The mirror: the reference agrees with the specification, and no planted fault goes unseen."""

import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from tests.raftspec.mirror.conftest import Plant, Walked, walked
from tests.raftspec.mirror.mutations import mutants_of

from raft_reference.core import actions, replication
from raft_reference.core.messages import AppendEntriesRequest
from raft_reference.core.state import ServerState
from raft_reference.core.types import Index, ServerId
from raftspec.mirror import run_mirror
from raftspec.mirror.twins import MODULES
from tlakit.semantics.values import Value

EQUIVALENT = {
    # no list of sizes beyond the number of servers has a combination in it
    "quorum: sizes = (size for size in range(len(server) + 2) if 2 * size > len(server))",
    # where the new entries end with the log and do not conflict, they are the end of the log
    "merge_entries: if has_conflict(log, prev, entries) or prev + len(entries) >= last_index(log):",
    # beyond the log there is no entry, whose term 0 is no leader's
    "committable: candidates = map(Index, range(s.commit_index + 1, last_index(s.log) + 2))",
}
"""Changes that change nothing, each with its reason."""


def test_the_reference_agrees_with_every_operator(commit: Walked) -> None:
    report = run_mirror(commit.specification, walk=commit.walk)
    assert report.agrees and report.complete
    assert report.states == 1479
    assert report.comparisons > 4000
    assert all(count.comparisons > 0 for count in report.operators)


def test_a_walk_that_is_cut_short_is_not_complete(commit: Walked) -> None:
    report = run_mirror(commit.specification, max_states=1)
    assert report.difference is None and not report.complete


def test_a_difference_says_where_and_how_to_get_there(commit: Walked, plant: Plant) -> None:
    def believes_any_commit(s: ServerState, m: AppendEntriesRequest) -> Index:
        return max(s.commit_index, m.leader_commit)

    plant(replication.follower_commit, believes_any_commit)
    difference = run_mirror(commit.specification, walk=commit.walk).difference
    assert difference is not None
    assert difference.operator in ("FollowerCommit", "HandleAppendEntriesRequest", "Handle")
    assert [name for name, _ in difference.arguments][1] == "m"
    assert difference.expected != difference.found
    assert difference.span.file.endswith("Raft.tla")
    assert difference.place.startswith("raft_reference.core.")
    last = difference.trace.steps[-1].state
    arguments = dict(difference.arguments)
    assert arguments["m"].text in last["messages"].text


def test_an_error_in_a_twin_is_a_difference(commit: Walked, plant: Plant) -> None:
    def fails(s: ServerState, j: ServerId, count: int) -> bool:
        raise KeyError(j)

    plant(replication.can_replicate, fails)
    difference = run_mirror(commit.specification, walk=commit.walk).difference
    assert difference is not None and "KeyError" in difference.found


def functions_of_the_core() -> list[Callable[..., Any]]:
    """Every function that has a twin, and what puts them behind the actions."""
    return [
        function
        for module in (*MODULES, actions)
        for function in vars(module).values()
        if callable(function)
        and not inspect.isclass(function)
        and inspect.unwrap(function).__module__ == module.__name__
    ]


EQUIVALENT = {
    # no list of sizes beyond the number of servers has a combination in it
    "quorum: sizes = (size for size in range(len(server) + 2) if 2 * size > len(server))",
    # where the new entries end with the log and do not conflict, they are the end of the log
    "merge_entries: if has_conflict(log, prev, entries) or prev + len(entries) >= last_index(log):",
    # beyond the log there is no entry, whose term 0 is no leader's
    "committable: candidates = map(Index, range(s.commit_index + 1, last_index(s.log) + 2))",
}
"""Changes that change nothing, each with its reason."""


def remembered(apply: Callable[..., Value]) -> Callable[..., Value]:
    """`Specification.apply`, asked only once for the same operator and arguments."""
    known = functools.cache(apply)

    def ask(name: str, *arguments: Value, **states: Mapping[str, Value]) -> Value:
        return apply(name, *arguments, **states) if states else known(name, *arguments)

    return ask


@pytest.fixture(scope="module")
def models() -> Iterator[list[Walked]]:
    """Two servers, on the grid and hardly more, then three; each answer is looked up only once."""
    found = [walked("two_servers", max_states=1), walked("commit")]
    with pytest.MonkeyPatch.context() as patch:
        for specification, _ in found:
            patch.setattr(specification, "apply", remembered(specification.apply))
        yield found


@pytest.mark.parametrize("function", functions_of_the_core(), ids=lambda f: f.__name__)
def test_every_one_line_fault_is_found(
    function: Callable[..., Any], models: list[Walked], plant: Plant
) -> None:
    for mutant in mutants_of(function):
        plant(function, mutant.function)
        reports = (run_mirror(model.specification, walk=model.walk) for model in models)
        found = any(report.difference is not None for report in reports)
        plant(mutant.function, function)
        assert found == (mutant.text not in EQUIVALENT), mutant.text
