"""Models of the specification, walked once, and how to plant a fault in the reference."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tlakit.explore import Walk
from tlakit.language import load_module
from tlakit.semantics import Specification, load_config

SPEC = Path(__file__).parents[3] / "spec"
Plant = Callable[[Callable[..., object], object], None]


class Walked(NamedTuple):
    """A model and its states."""

    specification: Specification
    walk: Walk


def walked(name: str, max_states: int | None = None, module: str = "MCRaft") -> Walked:
    """A model of a module by the name of its configuration."""
    text = load_module(SPEC / f"{module}.tla", search=(SPEC,))
    specification = Specification(text, load_config(SPEC / f"{module}_{name}.cfg"))
    return Walked(specification, Walk(specification, max_states=max_states))


@pytest.fixture(scope="session")
def commit() -> Walked:
    """Three servers, one term, one entry."""
    return walked("commit")


@pytest.fixture(scope="session")
def all_features() -> Walked:
    """Every rule for elections: two servers, two terms, one entry."""
    return walked("all_features", module="MCRaftElections")


@pytest.fixture(scope="session")
def configured() -> Walked:
    """Snapshots with a configuration in the log: three servers, one election, two entries."""
    return walked("configured", module="MCRaftSnapshots")


@pytest.fixture(scope="session")
def read_index() -> Walked:
    """ReadIndex with two servers, as far as its first states."""
    return walked("read_index_pre_vote_check_quorum", max_states=1000, module="MCRaftReads")


@pytest.fixture(scope="session")
def lease_reads() -> Walked:
    """A lease with two servers."""
    return walked("lease_reads", module="MCRaftLease")


@pytest.fixture(scope="session")
def membership_all() -> Walked:
    """Every rule for members and for elections: the first states of two servers."""
    return walked("membership_all", max_states=250, module="MCRaftMembership")


@pytest.fixture
def plant(monkeypatch: pytest.MonkeyPatch) -> Plant:
    """Put a faulty function in the place of a right one, wherever it is known by name."""

    def put(right: Callable[..., object], faulty: object) -> None:
        prefixes = ("raft_reference", "raftspec.mirror")
        for module in list(sys.modules.values()):
            if getattr(module, "__name__", "").startswith(prefixes):
                for name, value in list(vars(module).items()):
                    if value is right:
                        monkeypatch.setattr(module, name, faulty)

    return put
