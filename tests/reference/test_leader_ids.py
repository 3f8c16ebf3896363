"""Leader ids: what a cluster of the reference promises by them, and what a node does with them."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from raft_reference.cluster import Cluster
from raft_reference.core.effects import Durable, Effects
from raft_reference.core.inputs import Deliver, Expire, Propose, Tick
from raft_reference.core.leader_ids import leader_id
from raft_reference.core.messages import (
    AppendEntriesRequest,
    Message,
    RequestVoteRequest,
    RequestVoteResponse,
)
from raft_reference.core.node import Node, Settings, boot
from raft_reference.core.state import ServerState
from raft_reference.core.step import step
from raft_reference.core.types import Entry, Index, LeaderId, ServerId, Term, Value
from raft_reference.promises import broken_by
from raft_reference.schedule import Setup, format_schedule, parse_schedule

A, B, C = map(ServerId, "abc")
MEMBERS = frozenset({A, B, C})


def id_of(term: int, i: ServerId) -> LeaderId:
    return leader_id(Term(term), i, server=MEMBERS)


def leaders_of(cluster: Cluster) -> list[ServerState]:
    return [s for s in cluster.servers.values() if s.role == "leader"]


def test_a_term_may_have_two_leaders() -> None:
    """The greater one deposes the other as soon as it hears of it."""
    setup, commands = parse_schedule("leader-ids=yes split:c elect:a run:2 split:a elect:c run:2")
    cluster = Cluster(setup)
    assert all(broken_by(cluster, command) is None for command in commands)
    assert [s.current_term for s in leaders_of(cluster)] == [id_of(1, A), id_of(1, C)]
    for command in parse_schedule("heal beat:c run:20").commands:
        assert broken_by(cluster, command) is None
    assert [s.id for s in leaders_of(cluster)] == [C]


def test_who_led_leads_again_after_a_restart() -> None:
    setup, commands = parse_schedule(
        "leader-ids=yes elect:a run:8 propose:a run:8 restart:a propose:a run:8"
    )
    cluster = Cluster(setup)
    assert all(broken_by(cluster, command) is None for command in commands)
    assert [s.id for s in leaders_of(cluster)] == [A]
    assert max(s.commit_index for s in cluster.servers.values()) > 1


def test_a_schedule_says_that_terms_may_have_several_leaders() -> None:
    text = "servers=3 batch=2 noop=yes leader-ids=yes elect:a"
    assert format_schedule(parse_schedule(text)) == text
    with pytest.raises(ValueError, match="leader_ids does not go together with"):
        Cluster(replace(Setup(leader_ids=True), features=frozenset({"no-op"})))


def node(i: ServerId, disk: Durable | None = None) -> Node:
    return boot(Settings(i, MEMBERS, leader_ids=True), disk or Durable(), seed=1)


def elected(i: ServerId, voter: ServerId) -> tuple[Node, Durable]:
    """A leader of term 1, and what is on its disk."""
    one, effects = step(node(i), Expire("election"))
    disk = kept(Durable(), effects)
    vote = RequestVoteResponse(id_of(1, i), voter, i, vote_granted=True)
    one, effects = step(one, Deliver(vote))
    assert one.server.role == "leader"
    return one, kept(disk, effects)


def kept(disk: Durable, effects: Effects) -> Durable:
    return disk if effects.persist is None else disk.after(effects.persist)


def test_a_candidate_takes_the_next_term_with_its_own_name() -> None:
    one, effects = step(node(B), Expire("election"))
    assert one.server.current_term == id_of(1, B) and one.server.voted_for == B
    assert effects.persist is not None and not effects.persist.is_vote_committed
    assert {m.term for m in effects.messages} == {id_of(1, B)}


def test_a_vote_is_taken_over_by_a_greater_candidate_of_the_term() -> None:
    def asks(i: ServerId) -> Message:
        return RequestVoteRequest(id_of(1, i), i, A, Term(0), Index(0))

    one, effects = step(node(A), Deliver(asks(B)))
    assert effects.messages == (RequestVoteResponse(id_of(1, B), A, B, vote_granted=True),)
    one, effects = step(one, Deliver(asks(C)))
    assert effects.messages == (RequestVoteResponse(id_of(1, C), A, C, vote_granted=True),)
    one, effects = step(one, Deliver(asks(B)))
    assert effects.messages == (RequestVoteResponse(id_of(1, C), A, B, vote_granted=False),)
    assert effects.persist is None and one.server.voted_for == C


def test_a_leader_whose_vote_a_quorum_gave_leads_again_after_a_crash() -> None:
    _, disk = elected(B, voter=A)
    assert disk.is_vote_committed
    again = node(B, disk)
    assert again.server.role == "leader" and again.leader == B
    again, effects = step(again, Propose(Value(b"x")))
    assert [entry.term for entry in again.server.log] == [id_of(1, B)] * 2
    assert {m.dest for m in effects.messages} == {A, C}


def test_a_candidate_is_a_follower_after_a_crash() -> None:
    _, effects = step(node(B), Expire("election"))
    assert node(B, kept(Durable(), effects)).server.role == "follower"


def test_a_follower_learns_from_entries_that_a_quorum_gave_the_vote() -> None:
    entry = Entry(id_of(1, B), Value(b"x"))
    m = AppendEntriesRequest(id_of(1, B), B, A, Index(0), Term(0), (entry,), Index(0))
    one, effects = step(node(A), Deliver(m))
    assert effects.persist is not None and effects.persist.is_vote_committed
    late = RequestVoteRequest(id_of(1, B), B, A, Term(0), Index(0))
    one, effects = step(one, Deliver(late))
    assert one.server.is_vote_committed
    assert [m.vote_granted for m in effects.messages if isinstance(m, RequestVoteResponse)] == [
        False
    ]


def test_a_greater_id_that_is_only_heard_of_keeps_nobody_from_standing() -> None:
    """RP section 5.2: the election timer starts anew for a vote that was given, not for one adopted."""
    one, _ = step(node(A), Tick())
    one, _ = step(one, Deliver(RequestVoteResponse(id_of(3, C), B, A, vote_granted=False)))
    assert one.server.voted_for == C and one.elapsed == 1


@pytest.mark.parametrize(
    "message",
    [
        RequestVoteRequest(id_of(1, C), B, A, Term(0), Index(0)),
        AppendEntriesRequest(id_of(1, C), B, A, Index(0), Term(0), (), Index(0)),
        RequestVoteResponse(Term(8), B, A, vote_granted=True),
    ],
    ids=["another's request", "another's entries", "no server's number"],
)
def test_what_no_server_can_have_sent_is_ignored(message: Message) -> None:
    one = node(A)
    after, effects = step(one, Deliver(message))
    assert after == one and effects.dropped is not None and "leader id" in effects.dropped


def test_settings_that_make_no_sense_together_are_refused() -> None:
    with pytest.raises(ValueError, match="leader_ids does not go together with"):
        Settings(A, MEMBERS, leader_ids=True, features=frozenset({"pre-vote"}))
    with pytest.raises(ValueError, match="do not go together"):
        Settings(A, MEMBERS, leader_ids=True, asynchronous_writes=True)
