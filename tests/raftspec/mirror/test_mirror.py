"""The mirror: the reference agrees with the specification, or the first difference is shown."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace
from tests.raftspec.conftest import Command
from tests.raftspec.mirror.conftest import Plant, Walked, model_of

from raft_reference.core import configuration, durability, replication
from raft_reference.core.messages import AppendEntriesRequest
from raft_reference.core.state import ServerState
from raft_reference.core.types import Index, ServerId
from raftspec.mirror import run_mirror
from raftspec.mirror.twins import ELECTIONS, LEADER_IDS, MIRRORED
from raftspec.target import catalogue


def test_the_reference_agrees_with_every_operator_and_action() -> None:
    """Of one module; test_faults looks at all of them."""
    specification, walk = model_of(ELECTIONS)
    report = run_mirror(specification, walk=walk)
    assert report.agrees and report.complete
    assert report.module == ELECTIONS.name
    assert report.never_asked == () == report.missing
    assert report.states == catalogue().models[ELECTIONS.model].distinct


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        ("paxos", "module Paxos has no twin"),
        ("durability_off", 'its Features lack "asynchronous-writes"'),
        ("P01", "module P01_"),
        ("liveness", "module RaftLiveness has no twin"),
    ],
)
def test_a_model_of_what_has_no_twin_is_refused(model: str, reason: str, raftspec: Command) -> None:
    outcome = raftspec("mirror", model)
    assert outcome.status == 4 and outcome.out == ""
    assert f"cannot be mirrored: {reason}" in outcome.err
    assert all(f"{held_to.model} ({held_to.name})" in outcome.err for held_to in MIRRORED)


def test_what_no_state_reaches_is_named(raftspec: Command) -> None:
    outcome = raftspec("mirror", "membership_snapshots", "--max-states", "100", "--json", "-")
    report = json.loads(outcome.out)
    assert outcome.status == 2 and report["difference"] is None and not report["agrees"]
    assert report["never_asked"] == ["AnswerByLease", "AnswerRead"]
    assert "the states so far reach none of AnswerByLease, AnswerRead" in outcome.err


def test_what_no_state_of_a_whole_model_reaches_is_named(raftspec: Command) -> None:
    outcome = raftspec("mirror", "sessions_no_op", "--json", "-")
    report = json.loads(outcome.out)
    assert outcome.status == 2 and report["complete"] and report["difference"] is None
    assert report["module"] == "RaftSessions" and report["never_asked"] == ["ReceiveMessage"]
    assert "no state of this model reaches ReceiveMessage" in outcome.err


def test_what_is_asked_only_where_it_is_not_enabled_is_named(raftspec: Command) -> None:
    outcome = raftspec("mirror", "no_op", "--json", "-")
    report = json.loads(outcome.out)
    assert outcome.status == 2 and report["complete"] and not report["agrees"]
    assert report["never_enabled"] == ["WinPreVote", "TransferTo", "FinishTransfer"]
    assert "no state of this model enables WinPreVote, TransferTo" in outcome.err


def test_a_field_of_an_extension_is_not_changed_where_there_is_none(
    commit: Walked, plant: Plant
) -> None:
    def hears_itself(s: ServerState) -> ServerState:
        return replace(recovers(s), heard_from_leader=True)

    recovers = durability.recover
    plant(durability.recover, hears_itself)
    difference = run_mirror(commit.specification, walk=commit.walk).difference
    assert difference is not None and "heard_from_leader" in difference.found


def test_a_walk_that_is_cut_short_is_not_complete() -> None:
    report = run_mirror(model_of(LEADER_IDS).specification, max_states=1)
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
