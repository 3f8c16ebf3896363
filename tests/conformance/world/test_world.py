"""The scenario language, with the spec itself as the cluster."""

import pytest
from tests.conformance.conftest import Connect

from raft_conformance.fakes.spec_adapter import CAPABILITIES
from raft_conformance.protocol.messages import Effects, State
from raft_conformance.world.nodes import Inconclusive
from raft_conformance.world.world import World


@pytest.fixture
def world(connect: Connect) -> World:
    return World(connect(), CAPABILITIES, servers=3, seed=1)


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
