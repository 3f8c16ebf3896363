"""The page for those who embed the reference: its example runs, with everything that there is."""

from __future__ import annotations

import asyncio
import re
import runpy
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import msgspec
import pytest

from raft_reference import replay
from raft_reference.core import sessions
from raft_reference.core.effects import Durable, Persist
from raft_reference.core.inputs import Deliver, Expire, Input, Propose
from raft_reference.core.messages import Message
from raft_reference.core.node import Settings
from raft_reference.core.types import ServerId, all_features

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLE, PAGE = DOCS / "examples/embedding.py", DOCS / "howto/embed-the-reference.md"
POLICY = {"id", "members", "no_op", "max_batch_size"} | {
    f"{name}_ticks" for name in ("election", "heartbeat", "drift")
}
"""Settings that choose no rule."""


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    return runpy.run_path(str(EXAMPLE))


def variants(example: dict[str, Any]) -> list[Settings]:
    return [variant(ServerId("a")) for variant in example["VARIANTS"]]


class Driven:
    """The example's hosts, without its tasks: time and messages come only to those that run."""

    def __init__(self, example: dict[str, Any]) -> None:
        self.now, self.tick = 0, example["TICK_NANOSECONDS"]
        self.network = example["Network"](example["every_feature"], self, lambda: self.now)
        for name in "abc":
            self.network.start(ServerId(name))
        self.hosts = self.network.hosts

    def create_task(self, task: Coroutine[Any, Any, None]) -> None:
        """None of them runs."""
        task.close()

    def run(self, names: set[ServerId], ticks: int = 60) -> None:
        """So much time passes everywhere, and the servers of these names notice."""
        for _ in range(ticks):
            self.now += self.tick
            for name in sorted(names):
                self.hosts[name].catch_up()
            while waiting := [name for name in names if self.network.inboxes[name].qsize()]:
                self.deliver(min(waiting))

    def deliver(self, name: ServerId) -> None:
        """It gets the oldest message that waits for it."""
        message = self.network.inboxes[name].get_nowait()
        self.hosts[name].give(Deliver(msgspec.msgpack.decode(message, type=Message)))

    def led(self, names: set[ServerId]) -> Any:
        """The one of them that leads, which has committed something since it does."""
        self.run(names)
        (leader,) = (self.hosts[n] for n in names if self.hosts[n].node.server.role == "leader")
        return leader


async def read_after_a_pause(example: dict[str, Any]) -> tuple[Any, Any]:
    """What a leader that was paused answers to a read, and its successor."""
    driven = Driven(example)
    old = driven.led(set(driven.hosts))
    assert await asyncio.wait_for(old.read(), 5) == {}, "by its lease"
    new = driven.led(driven.hosts.keys() - {old.settings.id})
    new.give(
        Propose(sessions.encode_command(sessions.RegisterCommand(sessions.ClientId("client"))))
    )
    driven.run(driven.hosts.keys() - {old.settings.id})
    assert new.applied > old.applied and old.node.server.role == "leader"
    return await asyncio.wait_for(old.read(), 5), await asyncio.wait_for(new.read(), 5)


def test_a_host_that_was_paused_serves_no_stale_read(example: dict[str, Any]) -> None:
    assert asyncio.run(read_after_a_pause(example)) == (None, {})


async def bound_after_a_pause(example: dict[str, Any]) -> tuple[int, int]:
    """How many ticks passed at a follower in a pause, and since it heard its leader after that."""
    driven = Driven(example)
    leader = driven.led(set(driven.hosts))
    name = min(driven.hosts.keys() - {leader.settings.id})
    before = driven.hosts[name].node.server.clock
    driven.run(driven.hosts.keys() - {name}, 30)
    driven.deliver(name)
    server = driven.hosts[name].node.server
    return server.clock - before, server.clock - server.heard_at


def test_a_host_that_was_paused_is_bound_from_when_it_hears_its_leader(
    example: dict[str, Any],
) -> None:
    assert asyncio.run(bound_after_a_pause(example)) == (30, 0)


@pytest.mark.parametrize(("compacted", "requests"), [("", 103), ("compact:b ", 2)])
def test_a_learner_costs_as_many_requests_as_the_page_says(
    compacted: str, requests: int, capsys: pytest.CaptureFixture[str]
) -> None:
    page = PAGE.read_text(encoding="utf-8")
    shown = re.search(r'replay "([^"]*)"', page)
    assert shown is not None
    schedule = shown[1].replace("\\\n", "")
    schedule = schedule.replace("$(printf 'propose:a %.0s' {1..100})", "propose:a " * 100)
    assert replay.main([schedule.replace("change:", f"{compacted}change:")]) == 0
    assert capsys.readouterr().out.count("c receives") == requests
    assert f"sent {requests}" in page


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


FORMATS = [
    (msgspec.json.encode, msgspec.json.decode),
    (msgspec.msgpack.encode, msgspec.msgpack.decode),
]


@pytest.mark.timeout(120)
@pytest.mark.parametrize(("encode", "decode"), FORMATS)
def test_messages_and_disks_come_back_from_bytes(
    encode: Callable[[Any], bytes], decode: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    example = runpy.run_path(str(EXAMPLE))
    network, host, kinds = example["Network"], example["Host"], set[str]()
    send, write = network.send, host.write

    def send_and_compare(self: Any, dest: ServerId, message: Message) -> None:
        kinds.add(type(message).__name__)
        assert decode(encode(message), type=Message) == message
        send(self, dest, message)

    def write_and_compare(self: Any, persist: Persist) -> None:
        write(self, persist)
        assert decode(encode(self.disk), type=Durable) == self.disk
        assert decode(encode(persist), type=Persist) == persist

    monkeypatch.setattr(network, "send", send_and_compare)
    monkeypatch.setattr(host, "write", write_and_compare)
    asyncio.run(example["main"]())
    for variant in example["VARIANTS"]:
        asyncio.run(example["write_and_crash"](variant))
    assert kinds == {kind.__name__ for kind in Message.__args__}


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
