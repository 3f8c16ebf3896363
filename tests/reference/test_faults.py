"""Whether the searches catch faults: each planted one breaks a promise, which the right one keeps."""

from collections.abc import Callable

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
from tests.reference.directed import ALL_FAULTS, DIRECTED, NO_STEP, Directed, broken_by_schedule
from tests.reference.election_faults import FOUND_IN
from tests.reference.faults import FAULTS

Plant = Callable[[Callable[..., object], object], None]


def first_broken_by(text: str) -> str | None:
    """The first property that a schedule breaks."""
    broken = broken_by_schedule(text)
    return None if broken is None else broken.property


@pytest.mark.parametrize("case", DIRECTED, ids=lambda case: case.fault)
def test_a_directed_schedule_tells_a_fault_from_the_right_rule(
    case: Directed, plant: Plant
) -> None:
    assert first_broken_by(case.schedule) is None
    plant(*ALL_FAULTS[case.fault])
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
    assert first_broken_by(schedule) == (broken if broken.isidentifier() else NO_STEP)


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


def test_what_random_search_finds_shrinks(plant: Plant) -> None:
    plant(*FAULTS["forgets_the_vote"])
    broken, schedule = failure_of(settings.get_profile("ci"))
    assert broken == first_broken_by(schedule) == "VoteIsKept"
    assert len(schedule.split()) <= 6
