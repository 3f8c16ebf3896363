"""Configurations in force once applied: the setting `active_on`, driven through `step`."""

from __future__ import annotations

import pytest

from raft_reference.cluster import Cluster
from raft_reference.core.effects import Accepted, Durable, Effects
from raft_reference.core.inputs import Deliver, Expire, Input, Propose, Reconfigure
from raft_reference.core.membership import membership_features
from raft_reference.core.messages import AppendEntriesResponse, Message, RequestVoteResponse
from raft_reference.core.node import NO_OP, Node, Settings, boot
from raft_reference.core.step import step
from raft_reference.core.types import (
    ActiveOn,
    Configuration,
    Features,
    Index,
    ServerId,
    Term,
    Value,
)
from raft_reference.membership_invariants import somebody_is_electable
from raft_reference.promises import broken_by
from raft_reference.schedule import parse_schedule

A, B, C = map(ServerId, "abc")
TWO, THREE = Configuration(frozenset({A, B})), Configuration(frozenset({A, B, C}))
FEATURES: Features = membership_features() | {"no-op"}
ONE = Term(1)


class Host:
    """A node with its disk, as the core asks of a host."""

    def __init__(self, active_on: ActiveOn, disk: Durable | None = None) -> None:
        self.disk = disk or Durable()
        settings = Settings(A, frozenset({A, B}), features=FEATURES, active_on=active_on)
        self.node: Node = boot(settings, self.disk, seed=1)

    def give(self, input: Input) -> Effects:
        self.node, effects = step(self.node, input)
        if effects.persist is not None:
            self.disk = self.disk.after(effects.persist)
        return effects

    def receive(self, message: Message) -> Effects:
        return self.give(Deliver(message))


def leader(active_on: ActiveOn) -> Host:
    """The leader of term 1, whose no-op is committed."""
    host = Host(active_on)
    host.give(Expire("election"))
    host.receive(RequestVoteResponse(ONE, B, A, vote_granted=True))
    host.receive(AppendEntriesResponse(ONE, B, A, success=True, match_index=Index(1)))
    assert host.node.server.commit_index == 1
    return host


def test_a_server_that_joins_is_a_member_once_its_entry_is_applied() -> None:
    host = leader("apply")
    effects = host.give(Reconfigure(THREE))
    assert effects.proposal == Accepted(Index(2), ONE)
    assert effects.configuration is None and {m.dest for m in effects.messages} == {B}
    effects = host.receive(AppendEntriesResponse(ONE, B, A, success=True, match_index=Index(2)))
    assert effects.configuration == THREE and [index for index, _ in effects.apply] == [2]
    assert {m.dest for m in host.give(Expire("heartbeat")).messages} == {B, C}


def test_without_the_setting_it_is_one_as_soon_as_the_entry_is_there() -> None:
    effects = leader("append").give(Reconfigure(THREE))
    assert effects.configuration == THREE and {m.dest for m in effects.messages} == {B, C}


def test_one_change_waits_for_the_other() -> None:
    host = leader("apply")
    host.give(Reconfigure(THREE))
    assert not isinstance(host.give(Reconfigure(TWO)).proposal, Accepted)


def test_what_is_committed_is_on_disk_and_is_applied_again_after_a_crash() -> None:
    host = leader("apply")
    host.give(Propose(Value(b"x")))
    host.receive(AppendEntriesResponse(ONE, B, A, success=True, match_index=Index(2)))
    host.give(Reconfigure(THREE))
    host.receive(AppendEntriesResponse(ONE, B, A, success=True, match_index=Index(3)))
    assert host.disk.commit_index == 3
    again = Host("apply", host.disk)
    assert again.node.server.commit_index == 3 and again.node.applied == 0
    effects = again.give(Expire("election"))
    assert [getattr(entry, "value", None) for _, entry in effects.apply] == [NO_OP, b"x", None]
    assert {m.dest for m in effects.messages} == {B, C}


def test_a_server_that_is_out_of_the_configuration_on_disk_does_not_stand() -> None:
    host = leader("apply")
    host.give(Reconfigure(Configuration(frozenset({B}))))
    host.receive(AppendEntriesResponse(ONE, B, A, success=True, match_index=Index(2)))
    assert host.node.server.role == "follower"
    again = Host("apply", host.disk)
    assert again.give(Expire("election")).messages == ()


def test_the_commit_index_is_on_disk_only_where_it_must_be() -> None:
    assert leader("append").disk.commit_index == 0
    assert leader("apply").disk.commit_index == 1


@pytest.mark.parametrize(("active_on", "electable"), [("apply", False), ("append", True)])
def test_a_removed_leader_with_an_entry_of_its_own_may_leave_nobody_who_can_be_elected(
    active_on: ActiveOn, electable: bool
) -> None:
    """b does not know that a's removal is committed, and a, which has more than b, is asked for its vote."""
    setup, commands = parse_schedule(
        f"features=single-server active-on={active_on} servers=2 batch=1 elect:a run:16 "
        "change:a:b propose:a deliver:0 deliver:1"
    )
    cluster = Cluster(setup)
    assert all(broken_by(cluster, command) is None for command in commands)
    assert cluster.servers[A].commit_index == 2
    assert somebody_is_electable(cluster.run_so_far()) is electable


@pytest.mark.parametrize(
    "settings",
    [
        {"features": frozenset({"snapshots"})},
        {"features": frozenset({"read-index"})},
        {"asynchronous_writes": True},
        {"leader_ids": True},
    ],
    ids=str,
)
def test_what_it_does_not_go_together_with_is_refused(settings: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="do not go together|does not go together"):
        Settings(A, frozenset({A, B}), active_on="apply", **settings)  # type: ignore[arg-type]
