"""Policy: timers, what is sent when, what is persisted, and messages that nobody can have sent."""

import pytest
from msgspec.structs import replace

from raft_reference.core.actions import (
    ClientRequest,
    Commit,
    Receive,
    SendEntries,
    Timeout,
    WinElection,
)
from raft_reference.core.effects import Accepted, Durable, Effects, Persist, Refused
from raft_reference.core.inputs import Deliver, Expire, Propose, Tick
from raft_reference.core.messages import (
    AppendEntriesRequest,
    AppendEntriesResponse,
    Message,
    RequestVoteRequest,
    RequestVoteResponse,
)
from raft_reference.core.node import NO_OP, Node, Settings, boot
from raft_reference.core.observe import observe, observe_log
from raft_reference.core.step import step
from raft_reference.core.types import Entry, Index, Log, ServerId, Term, Value

A, B, C = ServerId("a"), ServerId("b"), ServerId("c")
MEMBERS = frozenset({A, B, C})
EMPTY = Durable()
X, Y = Value(b"x"), Value(b"y")


def entries(*pairs: tuple[int, Value]) -> Log:
    return tuple(Entry(Term(term), value) for term, value in pairs)


def follower(disk: Durable = EMPTY, seed: int = 1) -> Node:
    return boot(Settings(A, MEMBERS, no_op=None), disk, seed)


def vote(term: int, source: ServerId) -> Deliver:
    return Deliver(RequestVoteResponse(Term(term), source, A, True))


def leader(disk: Durable = EMPTY) -> Node:
    """Server a, elected with b's vote in the term after the one on its disk."""
    node, _ = step(follower(disk), Expire("election"))
    node, effects = step(node, vote(disk.current_term + 1, B))
    assert effects.became_leader
    return node


def heartbeat(term: int, source: ServerId = B) -> AppendEntriesRequest:
    return AppendEntriesRequest(Term(term), source, A, Index(0), Term(0), (), Index(0))


def test_an_election_begins_when_the_timer_runs_out_and_not_before() -> None:
    node = follower()
    assert 10 <= node.election_timeout < 20
    for _ in range(node.election_timeout - 1):
        node, effects = step(node, Tick())
        assert effects == Effects()
    node, effects = step(node, Tick())
    assert effects.actions == (Timeout(A),)
    assert effects.persist == Persist(Term(1), A, Index(1), ())
    assert [m.dest for m in effects.messages] == [B, C]
    assert node.elapsed == 0


def test_seeds_spread_the_election_timeouts() -> None:
    timeouts = {follower(seed=seed).election_timeout for seed in range(100)}
    assert timeouts == set(range(10, 20))


@pytest.mark.parametrize(
    ("message", "restarts"),
    [
        (heartbeat(3), True),
        (replace(heartbeat(3), prev_log_index=Index(9), prev_log_term=Term(1)), True),
        (heartbeat(2), False),
        (RequestVoteRequest(Term(3), B, A, Term(2), Index(1)), True),
        (RequestVoteRequest(Term(4), B, A, Term(0), Index(0)), False),
        (RequestVoteResponse(Term(4), B, A, False), False),
        (AppendEntriesResponse(Term(4), B, A, False, Index(0)), False),
    ],
)
def test_the_election_timer_restarts_for_leaders_and_votes_only(
    message: Message, restarts: bool
) -> None:
    node = follower(Durable(Term(3), None, entries((1, X))))
    node, _ = step(node, Tick())
    node, _ = step(node, Deliver(message))
    assert (node.elapsed == 0) == restarts


def test_a_leader_sends_heartbeats_as_often_as_it_is_told() -> None:
    node = leader()
    node, effects = step(node, Tick())
    assert effects.messages == ()
    node, effects = step(node, Tick())
    assert effects.actions == (SendEntries(A, B, 0), SendEntries(A, C, 0))
    assert step(node, Expire("election")) == (node, Effects())
    assert step(follower(), Expire("heartbeat"))[1] == Effects()


def test_a_new_leader_begins_with_a_no_op_unless_told_otherwise() -> None:
    node = boot(Settings(A, MEMBERS), Durable(), seed=1)
    node, _ = step(node, Expire("election"))
    node, effects = step(node, vote(1, C))
    received = Receive(RequestVoteResponse(Term(1), C, A, True))
    sent = (SendEntries(A, B, 1), SendEntries(A, C, 1))
    assert effects.actions == (received, WinElection(A), ClientRequest(A, NO_OP), *sent)
    assert effects.persist == Persist(Term(1), A, Index(1), entries((1, NO_OP)))
    assert observe_log(node)[0].kind == "noop"


def test_a_proposal_is_persisted_sent_acknowledged_committed_applied() -> None:
    node, effects = step(leader(), Propose(X))
    assert effects.proposal == Accepted(Index(1), Term(1))
    assert effects.persist == Persist(Term(1), A, Index(1), entries((1, X)))
    assert len(effects.messages) == 2 and not effects.apply
    response = AppendEntriesResponse(Term(1), C, A, True, Index(1))
    node, effects = step(node, Deliver(response))
    assert effects.actions == (Receive(response), Commit(A))
    assert effects.apply == ((1, Entry(Term(1), X)),)
    seen = observe(node)
    assert (seen.commit, seen.applied, seen.leader, seen.role) == (1, 1, A, "leader")


def test_a_proposal_elsewhere_is_refused_with_the_leader_if_known() -> None:
    node = follower()
    assert step(node, Propose(X))[1] == Effects(proposal=Refused(None, "not-leader"))
    node, _ = step(node, Deliver(heartbeat(1)))
    assert step(node, Propose(X))[1] == Effects(proposal=Refused(B, "not-leader"))
    node, _ = step(node, Deliver(RequestVoteRequest(Term(2), C, A, Term(0), Index(0))))
    assert step(node, Propose(X))[1] == Effects(proposal=Refused(None, "not-leader"))


def test_a_refusal_is_answered_at_once_from_one_entry_earlier() -> None:
    node = leader(Durable(Term(1), None, entries((1, X), (1, Y))))
    node, effects = step(node, Deliver(AppendEntriesResponse(Term(2), B, A, False, Index(0))))
    (request,) = effects.messages
    assert isinstance(request, AppendEntriesRequest)
    assert (request.prev_log_index, request.entries) == (1, entries((1, Y)))


def test_batches_follow_one_another_until_the_log_is_sent() -> None:
    node = boot(Settings(A, MEMBERS, no_op=None, max_batch_size=1), Durable(), seed=1)
    node, _ = step(node, Expire("election"))
    node, _ = step(node, vote(1, B))
    for value in (X, Y):
        node, _ = step(node, Propose(value))
    node, effects = step(node, Deliver(AppendEntriesResponse(Term(1), B, A, True, Index(1))))
    assert effects.actions[-1] == SendEntries(A, B, 1)
    node, effects = step(node, Deliver(AppendEntriesResponse(Term(1), B, A, True, Index(2))))
    assert effects.messages == ()


def test_only_the_changed_end_of_the_log_is_written() -> None:
    disk = Durable(Term(2), None, entries((1, X), (1, X), (1, X)))
    request = replace(
        heartbeat(2), prev_log_index=Index(1), prev_log_term=Term(1), entries=entries((2, Y))
    )
    node, effects = step(follower(disk), Deliver(request))
    assert effects.persist == Persist(Term(2), None, Index(2), entries((2, Y)))
    assert disk.after(effects.persist).log == node.server.log == entries((1, X), (2, Y))


def test_a_cluster_of_one_leads_and_commits_by_itself() -> None:
    node = boot(Settings(A, frozenset({A})), Durable(), seed=1)
    node, effects = step(node, Expire("election"))
    assert effects.became_leader and effects.apply == ((1, Entry(Term(1), NO_OP)),)
    node, effects = step(node, Propose(X))
    assert effects.apply == ((2, Entry(Term(1), X)),)


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (replace(heartbeat(1), dest=C), "addressed to 'c'"),
        (heartbeat(1, source=A), "this very server"),
        (heartbeat(0), "before the first"),
        (replace(heartbeat(1), prev_log_index=Index(-1)), "negative"),
        (replace(heartbeat(1), entries=entries((2, X))), "go back"),
        (RequestVoteRequest(Term(1), B, A, Term(1), Index(1)), "before that term"),
        (AppendEntriesResponse(Term(1), B, A, True, Index(-2)), "never sent"),
    ],
)
def test_what_nobody_can_have_sent_is_ignored(message: Message, reason: str) -> None:
    node = follower()
    after, effects = step(node, Deliver(message))
    assert after == node
    assert effects.dropped is not None and reason in effects.dropped
    assert effects == Effects(dropped=effects.dropped)


def test_a_server_in_no_known_configuration_is_answered() -> None:
    stranger = ServerId("z")
    _, effects = step(follower(), Deliver(heartbeat(1, source=stranger)))
    assert [m.dest for m in effects.messages] == [stranger]


def test_an_acknowledgement_of_what_was_never_sent_commits_nothing() -> None:
    node, effects = step(leader(), Deliver(AppendEntriesResponse(Term(1), B, A, True, Index(7))))
    assert effects.dropped is not None
    assert node.server.match_index[B] == 0


@pytest.mark.parametrize(
    "wrong", [{"id": "z"}, {"heartbeat_ticks": 10}, {"heartbeat_ticks": 0}, {"max_batch_size": 0}]
)
def test_settings_that_make_no_sense_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        Settings(**{"id": A, "members": MEMBERS, **wrong})  # type: ignore[arg-type]
