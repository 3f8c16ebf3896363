"""All cases of the suite."""

from raft_conformance.cases import Case
from raft_conformance.scenarios.catalogue import SCENARIOS

CASES: tuple[Case, ...] = SCENARIOS
