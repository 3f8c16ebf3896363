"""Models of the specification, walked once, and how to plant a fault in the reference."""

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from raftspec.mirror import walk_of
from raftspec.mirror.twins import Mirrored
from raftspec.target import catalogue
from tlakit.explore import Walk
from tlakit.language import load_module
from tlakit.semantics import Specification, load_config

MOST_STATES = 3_000
FIRST_STATES = 1_000
FEWER_STATES = {"RaftMembership": 250, "RaftComplete": 200, "RaftDurability": 150}
"""How many states of a model that has more than the most are looked at: all of them take too long."""

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
    return Walked(specification, walk_of(specification, max_states=max_states))


@pytest.fixture(scope="session")
def commit() -> Walked:
    """Three servers, one term, one entry."""
    return walked("commit")


@functools.cache
def model_of(held_to: Mirrored) -> Walked:
    """The model by which a module is mirrored, walked no further than it takes to ask everything."""
    entry = catalogue().models[held_to.model]
    name = entry.config.removesuffix(".cfg").partition("_")[2]
    limit = None if entry.distinct <= MOST_STATES else FEWER_STATES.get(held_to.name, FIRST_STATES)
    return walked(name, limit, entry.module.removesuffix(".tla"))


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
