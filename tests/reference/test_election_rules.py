"""Nodes with rules for elections in force: what policy makes of them."""

import pytest

from raft_reference.cluster import Cluster
from raft_reference.core.effects import Accepted, Durable, Refused
from raft_reference.core.inputs import Deliver, Expire, Propose, Tick, Transfer
from raft_reference.core.messages import (
    AppendEntriesRequest,
    PreVoteRequest,
    RequestVoteRequest,
    TimeoutNowRequest,
)
from raft_reference.core.node import Node, Settings, boot
from raft_reference.core.step import step
from raft_reference.core.types import Feature, Index, ServerId, Term, Value
from raft_reference.promises import broken_by
from raft_reference.schedule import parse_schedule

A, B, C = map(ServerId, "abc")
MEMBERS = frozenset({A, B, C})
HEARTBEAT = AppendEntriesRequest(Term(1), B, A, Index(0), Term(0), (), Index(0))


def new(*features: Feature) -> Node:
    return boot(Settings(A, MEMBERS, features=frozenset(features)), Durable(), seed=1)


def after(text: str) -> Cluster:
    """The cluster after a schedule in which no promise is broken."""
    schedule = parse_schedule(text)
    cluster = Cluster(schedule.setup)
    assert [broken_by(cluster, command) for command in schedule.commands] == [None] * len(
        schedule.commands
    )
    return cluster


def roles(cluster: Cluster) -> list[tuple[str, int]]:
    return [(s.role, s.current_term) for s in cluster.servers.values()]


def test_a_rejoining_server_deposes_nobody_with_pre_vote_and_does_without() -> None:
    story = "elect:a run:12 split:c elect:c elect:c elect:c heal beat:a run:20"
    assert roles(after(f"features=pre-vote {story}"))[0] == ("leader", 1)
    assert roles(after(story))[0] == ("follower", 4)


def test_stickiness_alone_keeps_the_request_but_not_the_reply_of_a_rejoining_server() -> None:
    cluster = after("features=stickiness elect:a run:12 split:c elect:c heal run:4")
    assert roles(cluster) == [("leader", 1), ("follower", 1), ("candidate", 2)]


def test_a_leader_that_nobody_answers_steps_down_within_its_term() -> None:
    cut_off = "elect:a run:12 split:a elect:a elect:a"
    assert roles(after(f"features=check-quorum {cut_off}"))[0] == ("follower", 1)
    assert roles(after(f"features=pre-vote {cut_off}"))[0] == ("leader", 1)
    assert roles(after("features=check-quorum elect:a run:12 elect:a"))[0] == ("leader", 1)


def test_a_leader_looks_at_its_quorum_by_its_clock() -> None:
    cluster = after("features=check-quorum elect:a run:12 split:a ticks:9")
    assert roles(cluster)[0] == ("leader", 1)
    cluster = after("features=check-quorum elect:a run:12 split:a ticks:20")
    assert roles(cluster)[0][0] != "leader"


def test_a_follower_forgets_its_leader_after_the_shortest_timeout() -> None:
    node, _ = step(new("stickiness"), Deliver(HEARTBEAT))
    assert node.server.heard_from_leader
    for _ in range(node.settings.election_ticks - 1):
        node, _ = step(node, Tick())
    assert node.server.heard_from_leader
    node, _ = step(node, Tick())
    assert not node.server.heard_from_leader and node.server.role == "follower"


def test_a_transfer_goes_past_pre_vote_and_stickiness_to_the_target() -> None:
    features = "features=pre-vote,stickiness,check-quorum,transfer,no-op"
    cluster = after(f"{features} elect:a run:20 transfer:ab run:20")
    assert roles(cluster) == [("follower", 2), ("leader", 2), ("follower", 2)]


def test_a_target_that_lags_behind_is_told_to_stand_once_it_has_caught_up() -> None:
    begin = "features=transfer elect:a run:12 split:c propose:a run:8 transfer:ac"
    cluster = after(begin)
    assert not any(isinstance(m, TimeoutNowRequest) for m in cluster.messages)
    assert roles(after(f"{begin} heal beat:a run:30"))[2] == ("leader", 2)


def test_a_transfer_takes_no_proposals_until_it_expires() -> None:
    cluster = after("features=transfer elect:a run:12 split:c propose:a run:8 transfer:ac")
    node = cluster.nodes[A]
    assert node is not None
    _, effects = step(node, Propose(Value(b"x")))
    assert effects.proposal == Refused(A, "busy") and effects.messages == ()
    node, _ = step(node, Expire("election"))
    _, effects = step(node, Propose(Value(b"x")))
    assert isinstance(effects.proposal, Accepted)


def test_a_transfer_expires_an_election_timeout_after_it_was_begun() -> None:
    leader = after("features=transfer elect:a run:12 split:c propose:a run:8").nodes[A]
    assert leader is not None
    timeout = leader.settings.election_ticks
    for _ in range(timeout - 1):
        leader, _ = step(leader, Tick())
    leader, _ = step(leader, Transfer(C))
    for _ in range(timeout - 1):
        leader, _ = step(leader, Tick())
        assert leader.server.transfer_target == C
    leader, _ = step(leader, Tick())
    assert leader.server.transfer_target is None


@pytest.mark.parametrize("target", [A, ServerId("stranger")])
def test_a_transfer_to_itself_or_to_no_member_is_none(target: ServerId) -> None:
    leader = after("features=transfer elect:a run:12").nodes[A]
    assert leader is not None
    assert step(leader, Transfer(target))[0].server == leader.server


def test_without_a_rule_its_messages_are_ignored() -> None:
    _, effects = step(new(), Deliver(PreVoteRequest(Term(1), B, A, Term(0), Index(0))))
    assert effects.dropped == "it belongs to a rule that is not in force"
    _, effects = step(new("no-op"), Deliver(TimeoutNowRequest(Term(1), B, A)))
    assert effects.dropped is None


def test_a_vote_that_is_withheld_is_refused_and_its_term_with_it() -> None:
    node, _ = step(new("stickiness"), Deliver(HEARTBEAT))
    node, effects = step(node, Deliver(RequestVoteRequest(Term(7), C, A, Term(0), Index(0))))
    assert node.server.current_term == 1 and effects.persist is None
    (answer,) = effects.messages
    assert answer.term == 1
