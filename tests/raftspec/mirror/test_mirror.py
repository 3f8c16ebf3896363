"""The mirror: the reference agrees with the specification, and no planted fault goes unseen."""

import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any, NamedTuple

import pytest
from msgspec.structs import replace
from tests.raftspec.mirror.conftest import Plant, Walked, walked
from tests.raftspec.mirror.mutations import mutants_of

from raft_reference.core import (
    actions,
    configuration,
    durability,
    election_actions,
    membership_actions,
    replication,
    snapshot_actions,
)
from raft_reference.core.messages import AppendEntriesRequest
from raft_reference.core.state import ServerState
from raft_reference.core.types import Index, ServerId
from raftspec.mirror import run_mirror
from raftspec.mirror.compare import Comparison
from raftspec.mirror.questions import Question, Questions
from raftspec.mirror.twins import (
    ELECTIONS,
    MEMBERSHIP,
    RAFT,
    SNAPSHOTS,
    Mirrored,
    action_types,
    snake_case,
)
from tlakit.semantics import Specification
from tlakit.semantics.values import Value

EQUIVALENT = {
    # where the new entries end with the log and do not conflict, they are the end of the log
    "merge_entries: if has_conflict(log, prev, entries) or prev + len(entries) >= last_index(s):",
    # beyond the log there is no entry, whose term 0 is no leader's
    "committable: candidates = map(Index, range(s.commit_index + 1, last_index(s) + 2))",
    # beyond the log there is no entry, whose term 0 is that of no snapshot
    "holds_end: return True and term_at(s, snapshot.last_index) == snapshot.last_term",
    # without the feature every snapshot is the first one, and nobody needs that
    (
        "can_send_snapshot: return True and s.role == 'leader' and (j in peers(s)) "
        "and (s.next_index[j] <= s.snapshot.last_index)"
    ),
}
"""Changes that change nothing, each with its reason."""


def test_the_reference_agrees_with_every_operator(commit: Walked) -> None:
    report = run_mirror(commit.specification, walk=commit.walk)
    assert report.agrees and report.complete
    assert report.states == 1479
    assert report.comparisons > 4000
    assert all(count.comparisons > 0 for count in report.operators)


def test_the_reference_agrees_with_every_rule_for_elections(all_features: Walked) -> None:
    report = run_mirror(all_features.specification, walk=all_features.walk)
    assert report.agrees and report.complete
    assert report.states == 2584
    assert all(count.comparisons > 0 for count in report.operators)


def test_the_reference_agrees_with_every_rule_for_snapshots(configured: Walked) -> None:
    report = run_mirror(configured.specification, walk=configured.walk)
    assert report.agrees and report.complete
    assert report.states == 2725
    assert all(count.comparisons > 0 for count in report.operators)


@pytest.mark.parametrize("name", ["read_index", "lease_reads"])
def test_the_reference_agrees_with_every_rule_for_reads(
    name: str, request: pytest.FixtureRequest
) -> None:
    model: Walked = request.getfixturevalue(name)
    report = run_mirror(model.specification, walk=model.walk)
    assert report.agrees


def test_the_reference_agrees_with_every_rule_for_members(membership_all: Walked) -> None:
    report = run_mirror(membership_all.specification, walk=membership_all.walk)
    assert report.difference is None
    assert all(count.comparisons > 0 for count in report.operators)


def test_a_field_of_an_extension_is_not_changed_where_there_is_none(
    commit: Walked, plant: Plant
) -> None:
    def hears_itself(s: ServerState) -> ServerState:
        return replace(recovers(s), heard_from_leader=True)

    recovers = durability.recover
    plant(durability.recover, hears_itself)
    difference = run_mirror(commit.specification, walk=commit.walk).difference
    assert difference is not None and "heard_from_leader" in difference.found


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


def test_a_majority_is_asked_of_odd_and_of_even_numbers(commit: Walked, plant: Plant) -> None:
    def half_is_enough(q: frozenset[ServerId], voters: frozenset[ServerId]) -> bool:
        return len(q & voters) >= (len(voters) + 1) // 2

    plant(configuration.is_majority, half_is_enough)
    difference = run_mirror(commit.specification, walk=commit.walk).difference
    assert difference is not None and difference.operator in ("IsMajority", "IsQuorum")
    assert difference.trace.steps == ()


def test_an_error_in_a_twin_is_a_difference(commit: Walked, plant: Plant) -> None:
    def fails(s: ServerState, j: ServerId, count: int) -> bool:
        raise KeyError(j)

    plant(replication.can_replicate, fails)
    difference = run_mirror(commit.specification, walk=commit.walk).difference
    assert difference is not None and "KeyError" in difference.found


def functions_of(held_to: Mirrored, *others: ModuleType) -> list[Callable[..., Any]]:
    """Every function that has a twin, and what puts them behind the actions."""
    return [
        function
        for module in (*held_to.modules, *others)
        for function in vars(module).values()
        if callable(function)
        and not inspect.isclass(function)
        and inspect.unwrap(function).__module__ == module.__name__
    ]


def remembered(apply: Callable[..., Value]) -> Callable[..., Value]:
    """`Specification.apply`, asked only once for the same operator and arguments."""
    known = functools.cache(apply)

    def ask(name: str, *arguments: Value, **states: Mapping[str, Value]) -> Value:
        return apply(name, *arguments, **states) if states else known(name, *arguments)

    return ask


class Asked(NamedTuple):
    """The two sides of a model and its questions, by operator."""

    specification: Specification
    questions: dict[str, list[Question]]


def asked_of(*models: Walked) -> Iterator[list[Asked]]:
    """The questions of the models; each answer is looked up only once."""
    with pytest.MonkeyPatch.context() as patch:
        found = list[Asked]()
        for specification, walk in models:
            patch.setattr(specification, "apply", remembered(specification.apply))
            asked: dict[str, list[Question]] = {}
            for question in Questions(specification, walk):
                asked.setdefault(question.operator, []).append(question)
            found.append(Asked(specification, asked))
        yield found


@pytest.fixture(scope="module")
def models(commit: Walked) -> Iterator[list[Asked]]:
    """Three servers, and two on the grid and hardly more."""
    yield from asked_of(commit, walked("two_servers", max_states=1))


@pytest.fixture(scope="module")
def election_models(all_features: Walked) -> Iterator[list[Asked]]:
    """Every rule with two servers, and some of the rules with three."""
    three = ("pre_vote", "check_quorum", "elections_off")
    others = (walked(name, max_states=700, module="MCRaftElections") for name in three)
    yield from asked_of(all_features, *others)


@pytest.fixture(scope="module")
def snapshot_models(configured: Walked) -> Iterator[list[Asked]]:
    """Snapshots alone, with every rule for elections, and with the feature off."""
    others = ("snapshots_with_elections", "conflicting", "snapshots_off")
    yield from asked_of(
        configured, *(walked(name, max_states=900, module="MCRaftSnapshots") for name in others)
    )


@pytest.fixture(scope="module")
def membership_models(membership_all: Walked) -> Iterator[list[Asked]]:
    """Every rule with two servers, each way of changing voters by itself with three."""
    others = ("single_server", "joint")
    three = (walked(name, max_states=40, module="MCRaftMembership") for name in others)
    yield from asked_of(membership_all, *three)


@pytest.mark.parametrize("function", functions_of(RAFT, actions), ids=lambda f: f.__name__)
def test_every_one_line_fault_is_found(
    function: Callable[..., Any], models: list[Asked], plant: Plant
) -> None:
    """Already by the questions about the operator itself."""
    look_for_faults(function, actions, [*action_types(RAFT)], models, plant)


@pytest.mark.parametrize(
    "function", functions_of(ELECTIONS, election_actions), ids=lambda f: f.__name__
)
def test_every_one_line_fault_in_a_rule_for_elections_is_found(
    function: Callable[..., Any], election_models: list[Asked], plant: Plant
) -> None:
    look_for_faults(function, election_actions, [*action_types(ELECTIONS)], election_models, plant)


@pytest.mark.parametrize(
    "function", functions_of(SNAPSHOTS, snapshot_actions), ids=lambda f: f.__name__
)
def test_every_one_line_fault_in_a_rule_for_snapshots_is_found(
    function: Callable[..., Any], snapshot_models: list[Asked], plant: Plant
) -> None:
    look_for_faults(function, snapshot_actions, [*action_types(SNAPSHOTS)], snapshot_models, plant)


@pytest.mark.parametrize(
    "function", functions_of(MEMBERSHIP, membership_actions), ids=lambda f: f.__name__
)
def test_every_one_line_fault_in_a_rule_for_members_is_found(
    function: Callable[..., Any], membership_models: list[Asked], plant: Plant
) -> None:
    names = [kind.__name__ for kind in membership_actions.MembershipAction.__args__]
    look_for_faults(function, membership_actions, names, membership_models, plant)


def look_for_faults(
    function: Callable[..., Any],
    of_actions: ModuleType,
    actions: list[str],
    models: list[Asked],
    plant: Plant,
) -> None:
    """Plant each fault in turn, and ask about the operator itself.

    What stands in the module `of_actions` is no operator: there the actions are asked about.
    """
    own = [name for name in models[0].questions if snake_case(name) == function.__name__]
    names = actions if function.__module__ == of_actions.__name__ else own
    for mutant in mutants_of(function):
        plant(function, mutant.function)
        found = any(
            Comparison(model.specification).first_disagreement(model.questions.get(name, []))
            for model in models
            for name in names
        )
        plant(mutant.function, function)
        assert found == (mutant.text not in EQUIVALENT), mutant.text
