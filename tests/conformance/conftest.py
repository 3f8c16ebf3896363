"""What the tests of the suite share: where things are, and fakes that need no process."""

from collections.abc import Callable
from pathlib import Path

import pytest

from raft_conformance.fakes.in_process import connected
from raft_conformance.fakes.spec_adapter import SpecCluster, operators_of
from raft_conformance.judge.spec_server import Operators
from raft_conformance.runner import Connect

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def spec() -> Path:
    """The folder of the specification."""
    return REPOSITORY / "spec"


@pytest.fixture(scope="session")
def operators(spec: Path) -> Callable[[tuple[str, ...]], Operators]:
    """The operators of Raft.tla, read once."""
    return operators_of(spec, None)


@pytest.fixture
def connect(operators: Callable[[tuple[str, ...]], Operators]) -> Connect:
    """Starts the unchanged spec as an adapter."""
    return lambda: connected(SpecCluster(operators, None).answer)
