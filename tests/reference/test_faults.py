"""Whether the searches catch faults: each planted one breaks a promise, which the right one keeps."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.reference import snapshot_faults
from tests.reference.cluster_machine import (
    ClusterMachine,
    ElectionMachine,
    Machine,
    SnapshotMachine,
)
from tests.reference.election_faults import FOUND_IN
from tests.reference.faults import FAULTS

from raft_reference.cluster import Cluster
from raft_reference.invariants import broken_by
from raft_reference.schedule import parse_schedule

Plant = Callable[[Callable[..., object], object], None]


class Directed(NamedTuple):
    """A schedule on which a fault breaks a property; what random search seldom does."""

    fault: str
    property: str
    schedule: str


DIRECTED = (
    Directed(
        "counts_late_votes",
        "ElectionSafety",
        "noop=no elect:a deliver:0 elect:a elect:c elect:c deliver:1 deliver:6 deliver:8",
    ),
    Directed(
        "compares_only_lengths",
        "LeaderCompleteness",
        "batch=1 noop=yes elect:c run:4 split:c elect:a run:4 split:a run:2 elect:c run:2",
    ),
    Directed(
        "truncates_always",
        "MatchIsTrue",
        "batch=1 noop=no elect:a run:4 propose:a deliver:2 run:4",
    ),
    Directed(
        "keeps_the_old_tail",
        "LogMatching",
        "servers=5 noop=no elect:a run:24 split:ac propose:a propose:a run:20 elect:b run:20 "
        "propose:b run:20 heal run:30",
    ),
    Directed(
        "believes_any_commit",
        "CommitIsInLog",
        "batch=1 noop=no elect:a run:8 split:c propose:a propose:a run:12 beat:a heal run:8",
    ),
    Directed(
        "commits_own_end",
        "StateMachineSafety",
        "batch=1 noop=no elect:a run:8 propose:a run:4 split:a propose:a elect:b run:6 propose:b "
        "run:2 restart:b elect:b run:6 propose:b run:2 heal deliver:7 deliver:6 deliver:6 deliver:6 "
        "deliver:7",
    ),
    Directed(
        "backs_off_too_far",
        "NextAboveMatch",
        "noop=no elect:a run:8 propose:a drop:1 run:2 elect:b run:4 copy:1 drop:0 deliver:0 "
        "deliver:0 deliver:1 deliver:1 deliver:0",
    ),
    Directed(  # RP figure 8, with three servers
        "commits_old_terms",
        "LeaderCompleteness",
        "noop=no elect:a run:8 split:a propose:a elect:b run:6 propose:b drop:0 crash:b heal "
        "restart:a elect:a elect:a run:20 split:a restart:b elect:b elect:b run:6",
    ),
)


def first_broken_by(text: str) -> str | None:
    """The first property that a schedule breaks."""
    schedule = parse_schedule(text)
    cluster = Cluster(schedule.setup)
    broken = (broken_by(cluster, command) for command in schedule.commands)
    return next((name for name in broken if name is not None), None)


@pytest.mark.parametrize("case", DIRECTED, ids=lambda case: case.fault)
def test_a_directed_schedule_tells_a_fault_from_the_right_rule(
    case: Directed, plant: Plant
) -> None:
    assert first_broken_by(case.schedule) is None
    plant(*FAULTS[case.fault])
    assert first_broken_by(case.schedule) == case.property


FOUND_AT_RANDOM = (
    "votes_again",
    "half_is_enough",
    "forgets_the_vote",
    "recovers_without_vote",
    "writes_no_vote",
    "truncates_always",
    "believes_any_commit",
)


def failure_of(search: settings, machine: type[Machine] = ClusterMachine) -> tuple[str, str]:
    """What random search finds broken, and the schedule that it says to replay."""
    with pytest.raises(AssertionError) as failure:
        run_state_machine_as_test(machine, settings=search)
    broken, line = str(failure.value).splitlines()[:2]
    start = "python -m raft_reference.replay '"
    assert line.startswith(start) and line.endswith("'")
    return broken, line.removeprefix(start).removesuffix("'")


@pytest.mark.parametrize("name", FOUND_AT_RANDOM)
def test_random_search_finds_a_fault(name: str, plant: Plant) -> None:
    plant(*FAULTS[name])
    ci = settings.get_profile("ci")
    broken, schedule = failure_of(settings(ci, phases=(Phase.generate,), max_examples=2000))
    assert first_broken_by(schedule) == broken


@pytest.mark.parametrize("property", FOUND_IN)
def test_random_search_finds_a_fault_in_a_rule_for_elections(property: str, plant: Plant) -> None:
    plant(*FOUND_IN[property])
    ci = settings.get_profile("ci")
    search = settings(ci, phases=(Phase.generate,), max_examples=2000)
    broken, schedule = failure_of(search, ElectionMachine)
    assert broken == first_broken_by(schedule) == property


@pytest.mark.parametrize("property", snapshot_faults.FOUND_AT_RANDOM)
def test_random_search_finds_a_fault_in_a_rule_for_snapshots(property: str, plant: Plant) -> None:
    plant(*snapshot_faults.FOUND_AT_RANDOM[property])
    ci = settings.get_profile("ci")
    search = settings(ci, phases=(Phase.generate,), max_examples=2000)
    broken, schedule = failure_of(search, SnapshotMachine)
    assert broken == first_broken_by(schedule) == property


@pytest.mark.parametrize("property", snapshot_faults.FOUND_BY_SCHEDULE)
def test_a_schedule_tells_a_fault_in_a_rule_for_snapshots(property: str, plant: Plant) -> None:
    fault, schedule = snapshot_faults.FOUND_BY_SCHEDULE[property]
    assert first_broken_by(schedule) is None
    plant(*fault)
    assert first_broken_by(schedule) == property


def test_what_random_search_finds_shrinks(plant: Plant) -> None:
    plant(*FAULTS["forgets_the_vote"])
    broken, schedule = failure_of(settings.get_profile("ci"))
    assert broken == first_broken_by(schedule) == "VoteIsKept"
    assert len(schedule.split()) <= 6
