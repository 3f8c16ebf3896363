"""The scenario language, with the spec itself as the cluster."""

from collections import Counter
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest

from raft_conformance.fakes.extensions import MEMBERSHIP, RAFT
from raft_conformance.fakes.in_process import connected
from raft_conformance.fakes.spec_adapter import SpecCluster, operators_of
from raft_conformance.protocol.client import Adapter
from raft_conformance.protocol.failures import AdapterFailure, Refused
from raft_conformance.protocol.messages import Answered, Effects, FinishedRead, Message, State
from raft_conformance.runner import Connect
from raft_conformance.world.nodes import Inconclusive
from raft_conformance.world.world import World


@pytest.fixture
def world(connect: Connect) -> World:
    return World(connect(), RAFT.capabilities, servers=3, seed=1)


def test_establish_makes_all_equal(world: World) -> None:
    world.establish("n2")
    assert world.is_leader("n2")
    assert {world.commit_index(node) for node in world.nodes} == {1}
    assert not world.judge.violations


def test_a_partition_keeps_the_others_in_the_dark(world: World) -> None:
    world.establish("n1")
    world.partition(("n3",))
    index = world.propose("n1")
    world.commit("n1", index)
    assert world.last_index("n3") == index - 1
    world.heal()
    world.spread("n1")
    assert world.log("n3") == world.log("n1")


def test_a_leader_without_a_majority_commits_nothing_and_that_is_inconclusive(
    world: World,
) -> None:
    world.establish("n1")
    world.partition(("n1",))
    index = world.propose("n1")
    with pytest.raises(Inconclusive, match=f"did not commit index {index}"):
        world.commit("n1", index)


def test_a_crashed_node_gets_nothing_and_restarts_with_its_log(world: World) -> None:
    world.establish("n1")
    world.crash("n3")
    world.commit("n1", world.propose("n1"))
    assert any(event.kind == "drop" and event.lane == "n3" for event in world.events)
    world.restart("n3")
    assert world.last_index("n3") == 1
    world.spread("n1")


def test_who_is_no_leader_accepts_nothing(world: World) -> None:
    assert not world.offer("n1")
    with pytest.raises(Inconclusive, match="n1 did not accept a command"):
        world.propose("n1")


def test_a_server_that_joins_is_created_with_the_first_members(spec: Path) -> None:
    cluster = SpecCluster(operators_of(spec, None, MEMBERSHIP), None, MEMBERSHIP)
    world = World(connected(cluster.answer), MEMBERSHIP.capabilities, servers=3, seed=1)
    world.establish("n1")
    world.create("n4")
    assert world.nodes == ("n1", "n2", "n3", "n4")
    assert world.configuration("n4").voters == ("n1", "n2", "n3")
    assert not world.offer_change("n2", ("n1", "n2"))
    with pytest.raises(Inconclusive, match="n2 did not accept a change of the members"):
        world.change("n2", ("n1", "n2"))
    world.commit("n1", world.change("n1", ("n1", "n2", "n3"), ("n4",)))
    world.spread("n1")
    assert world.configuration("n4").learners == ("n4",)
    labels = [event.label for event in world.events]
    assert "change to n1, n2, n3 and learners n4" in labels
    assert any("[voters n1,n2,n3 learners n4@1]" in label for label in labels)
    assert not world.judge.violations


def test_who_changes_no_members_says_so(world: World) -> None:
    with pytest.raises(Refused, match="this adapter changes no members"):
        world.offer_change("n1", ("n1",))
    with pytest.raises(Inconclusive, match="the configuration of n1 cannot be seen"):
        world.configuration("n1")


def test_what_cannot_be_seen_is_inconclusive(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    blind = Effects(state=State(role="follower"))
    monkeypatch.setattr(world.adapter, "timeout", lambda node, kind: blind)
    world.heartbeat("n1")
    with pytest.raises(Inconclusive, match="the term of n1 cannot be seen"):
        world.term("n1")


def test_events_tell_who_sent_what_to_whom(world: World) -> None:
    world.stand("n1")
    world.deliver_link("n1", "n3")
    kinds = [(event.kind, event.lane, event.peer) for event in world.events]
    assert kinds == [
        ("local", "n1", None),
        ("send", "n1", "n2"),
        ("send", "n1", "n3"),
        ("receive", "n3", "n1"),
        ("send", "n3", "n1"),
    ]
    assert [event.message for event in world.events[2:4]] == ["m2", "m2"]


class Ticking:
    """The spec with a logical clock: an election timeout of seven ticks, a heartbeat every two."""

    def __init__(self, inner: Adapter) -> None:
        self._inner = inner
        self._elapsed: Counter[str] = Counter()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def tick(self, node: str, count: int) -> Effects:
        self._elapsed[node] += count
        leads = self._inner.state(node).role == "leader"
        if self._elapsed[node] < (2 if leads else 7):
            return Effects(state=self._inner.state(node))
        self._elapsed[node] = 0
        return self._inner.timeout(node, "heartbeat" if leads else "election")

    def timeout(self, node: str, kind: str) -> Effects:
        raise AssertionError("a ticking adapter is never asked to fire a timer")


def test_an_implementation_with_a_logical_clock_is_ticked(connect: Connect) -> None:
    claims = msgspec.structs.replace(RAFT.capabilities, clock="tick")
    world = World(cast("Adapter", Ticking(connect())), claims, servers=3, seed=1)
    world.establish("n2")
    assert {world.commit_index(node) for node in world.nodes} == {1}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"to": "n9"}, "n1 cannot send from n1 to n9"),
        ({"sender": "n2"}, "n1 cannot send from n2 to n2"),
        ({"mid": "m1"}, "the message id m1 was used before"),
    ],
)
def test_a_message_that_cannot_be_is_the_adapters_fault(
    world: World, monkeypatch: pytest.MonkeyPatch, change: dict[str, str], words: str
) -> None:
    message = Message(mid="m1", sender="n1", to="n2")
    changed = msgspec.structs.replace(message, **change)
    effects = Effects(messages=(message, changed), state=State())
    monkeypatch.setattr(world.adapter, "timeout", lambda node, kind: effects)
    with pytest.raises(AdapterFailure, match=words) as caught:
        world.heartbeat("n1")
    assert caught.value.line


def test_an_answer_to_what_nobody_asked_is_the_adapters_fault(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = FinishedRead(context="r1", index=1)
    refused = Answered(reads=(answer,), state=State(), accepted=False)
    monkeypatch.setattr(world.adapter, "read", lambda node, context: refused)
    with pytest.raises(AdapterFailure, match="n1 was never asked for the read r1"):
        world.read("n1")
    accepted = msgspec.structs.replace(refused, accepted=True)
    monkeypatch.setattr(world.adapter, "read", lambda node, context: accepted)
    assert world.finished == []
    assert world.read("n1", again="r1") == "r1"
    assert world.finished == [("n1", "r1")]
