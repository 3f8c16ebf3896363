"""All cases of the suite: scenarios first, then vectors."""

from raft_conformance.cases import Case
from raft_conformance.scenarios.catalogue import SCENARIOS
from raft_conformance.vectors.format import read_vectors
from raft_conformance.vectors.run import case_of

CASES: tuple[Case, ...] = (*SCENARIOS, *(case_of(vector) for vector in read_vectors()))
