"""The page for those who embed the reference: its example runs, with everything that there is."""

from __future__ import annotations

import asyncio
import runpy
from pathlib import Path
from typing import Any

import msgspec
import pytest

from raft_reference.core import sessions
from raft_reference.core.inputs import Expire, Input
from raft_reference.core.node import Settings
from raft_reference.core.types import ServerId, all_features

EXAMPLE = Path(__file__).parents[2] / "docs/examples/embedding.py"
POLICY = {"id", "members", "no_op", "max_batch_size"} | {
    f"{name}_ticks" for name in ("election", "heartbeat", "drift")
}
"""Settings that choose no rule."""


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    return runpy.run_path(str(EXAMPLE))


def variants(example: dict[str, Any]) -> list[Settings]:
    return [variant(ServerId("a")) for variant in example["VARIANTS"]]


@pytest.mark.timeout(120)
def test_the_example_does_what_its_page_says(example: dict[str, Any]) -> None:
    states = asyncio.run(example["main"]())
    assert "d" in states and len(states) == 3
    (state,) = {tuple(sorted(state.items())) for state in states.values()}
    assert dict(state)["topic-0"] == "broker-9" and len(state) == 10


@pytest.mark.timeout(120)
def test_a_proposal_that_a_snapshot_overtakes_is_not_waited_for(example: dict[str, Any]) -> None:
    states = asyncio.run(asyncio.wait_for(example["lead_in_vain"](), 60))
    assert list(states.values()) == [{"topic-0": "broker-0", "topic-1": "broker-7"}] * 3


@pytest.mark.timeout(120)
@pytest.mark.parametrize("number", range(4))
def test_a_cluster_of_each_variant_survives_a_crash(number: int, example: dict[str, Any]) -> None:
    variant = example["VARIANTS"][number]
    states = asyncio.run(example["write_and_crash"](variant))
    assert len(states) == 3
    for state in states.values():
        assert state["topic-0"] == "broker-9" and len(state) == 5


def test_the_variants_switch_on_whatever_settings_can(example: dict[str, Any]) -> None:
    chosen = variants(example)
    assert len(chosen) == 4
    assert max((one.features for one in chosen), key=len) == all_features()
    switches = {f.name for f in msgspec.structs.fields(Settings)} - POLICY - {"features"}
    assert switches == {"asynchronous_writes", "leader_ids", "active_on"}
    default = Settings(ServerId("a"), frozenset({ServerId("a")}))
    for name in switches:
        assert any(getattr(one, name) != getattr(default, name) for one in chosen), name


def test_a_host_gives_every_input_and_has_sessions(example: dict[str, Any]) -> None:
    inputs = {kind.__name__ for kind in Input.__args__} - {Expire.__name__}
    assert inputs <= example.keys(), "but for timers that a host lets run out by itself"
    for command in sessions.Command.__args__:
        assert command.__name__ in example
