"""Whatever happens to a cluster of the reference, the promises of Raft hold."""

import pytest
from hypothesis.stateful import run_state_machine_as_test
from tests.reference.cluster_machine import Machine
from tests.reference.every_fault import TABLES


@pytest.mark.timeout(0)  # the thorough profile takes as long as it takes
@pytest.mark.parametrize("machine", [machine for machine, _ in TABLES])
def test_whatever_happens_the_promises_hold(machine: type[Machine]) -> None:
    run_state_machine_as_test(machine)
