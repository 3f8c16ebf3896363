"""Whether the searches catch faults: each planted one breaks a promise, which the right one keeps."""

from collections.abc import Callable

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.reference.cluster_machine import ClusterMachine, Machine
from tests.reference.every_fault import DIRECTED, EVERY_FAULT, RANDOM, fault
from tests.reference.planted import NO_STEP, Planted, broken_by_schedule

Plant = Callable[[Callable[..., object], object], None]


def first_broken_by(text: str, at_end: str = "") -> str | None:
    """The first property that a schedule breaks."""
    broken = broken_by_schedule(text, at_end)
    return None if broken is None else broken.property


def named(value: object) -> str | None:
    """The name of a fault, for a test's id."""
    return value.name if isinstance(value, Planted) else ""


def test_every_fault_is_looked_for_and_has_a_name_of_its_own() -> None:
    assert all(one.schedule is not None or one.at_random for one in EVERY_FAULT)
    assert len({one.name for one in EVERY_FAULT}) == len(EVERY_FAULT)


@pytest.mark.parametrize(("planted", "schedule"), DIRECTED, ids=named)
def test_a_directed_schedule_tells_a_fault_from_the_right_rule(
    planted: Planted, schedule: str, plant: Plant
) -> None:
    assert first_broken_by(schedule, planted.breaks) is None
    plant(planted.right, planted.faulty)
    assert first_broken_by(schedule, planted.breaks) == planted.breaks


def failure_of(search: settings, machine: type[Machine]) -> tuple[str, str]:
    """What random search finds broken, and the schedule that it says to replay."""
    with pytest.raises(AssertionError) as failure:
        run_state_machine_as_test(machine, settings=search)
    broken, line = str(failure.value).splitlines()[:2]
    start = "python -m raft_reference.replay '"
    assert line.startswith(start) and line.endswith("'")
    return broken, line.removeprefix(start).removesuffix("'")


@pytest.mark.parametrize(("machine", "planted"), RANDOM, ids=named)
def test_random_search_finds_a_fault(
    machine: type[Machine], planted: Planted, plant: Plant
) -> None:
    plant(planted.right, planted.faulty)
    ci = settings.get_profile("ci")
    search = settings(ci, phases=(Phase.generate,), max_examples=400)
    broken, schedule = failure_of(search, machine)
    assert (broken if broken.isidentifier() else NO_STEP) == planted.breaks
    assert first_broken_by(schedule) == planted.breaks


def test_what_random_search_finds_shrinks(plant: Plant) -> None:
    planted = fault("forgets_the_vote")
    plant(planted.right, planted.faulty)
    broken, schedule = failure_of(settings.get_profile("ci"), ClusterMachine)
    assert broken == first_broken_by(schedule) == "VoteIsKept"
    assert len(schedule.split()) <= 6
