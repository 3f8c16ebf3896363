"""A host that does not wait for its disk: what leaves at once, what waits, what a crash loses."""

import pytest

from raft_reference.core.effects import Accepted, Durable, Effects, Persist
from raft_reference.core.inputs import Deliver, Expire, Input, Persisted, Propose
from raft_reference.core.messages import (
    AppendEntriesRequest,
    AppendEntriesResponse,
    Message,
    RequestVoteRequest,
    RequestVoteResponse,
)
from raft_reference.core.node import Node, Settings, boot
from raft_reference.core.step import step
from raft_reference.core.types import Entry, Features, Index, ServerId, Term, Value

A, B, C = map(ServerId, "abc")
EVERY: list[Features] = [frozenset(), frozenset({"check-quorum", "stickiness"})]


class Host:
    """One node, with a disk that does nothing unless it is told to."""

    def __init__(self, i: ServerId, features: Features, *, alone: bool = False) -> None:
        members = frozenset({i}) if alone else frozenset({A, B, C})
        self.settings = Settings(i, members, features=features, asynchronous_writes=True)
        self.disk = Durable()
        self.queue: list[Persist] = []
        self.node: Node = boot(self.settings, self.disk, seed=1)

    def give(self, input: Input) -> Effects:
        self.node, effects = step(self.node, input)
        if effects.persist is not None:
            self.queue.append(effects.persist)
        return effects

    def sync(self, count: int | None = None) -> Effects:
        """The disk does the first writes, or all, and the last one of them is reported."""
        done = self.queue[:count]
        self.queue = self.queue[len(done) :]
        for persist in done:
            self.disk = self.disk.after(persist)
        return self.give(Persisted(done[-1].number))

    def crash(self) -> None:
        self.queue = []
        self.node = boot(self.settings, self.disk, seed=2)

    def lead(self) -> Effects:
        """Become the leader of term 1; what the election itself needs is on disk."""
        self.give(Expire("election"))
        self.sync()
        return self.give(Deliver(RequestVoteResponse(Term(1), B, A, vote_granted=True)))


@pytest.fixture(params=EVERY, ids=["raft", "features"])
def features(request: pytest.FixtureRequest) -> Features:
    found: Features = request.param
    return found


def vote_for(candidate: ServerId) -> Deliver:
    return Deliver(RequestVoteRequest(Term(1), candidate, B, Term(0), Index(0)))


def entries(count: int) -> Deliver:
    sent = tuple(Entry(Term(1), Value(b"%d" % k)) for k in range(count))
    return Deliver(AppendEntriesRequest(Term(1), A, B, Index(0), Term(0), sent, Index(0)))


def kinds(effects: Effects) -> list[type[Message]]:
    return [type(m) for m in effects.messages]


def test_a_candidacy_waits_for_the_disk(features: Features) -> None:
    host = Host(A, features)
    effects = host.give(Expire("election"))
    assert effects.persist is not None and effects.persist.number == 1
    assert effects.messages == ()
    assert kinds(host.sync()) == [RequestVoteRequest, RequestVoteRequest]


def test_a_vote_waits_and_is_lost_together_with_the_write(features: Features) -> None:
    host = Host(B, features)
    assert host.give(vote_for(A)).messages == ()
    host.crash()
    assert host.node.server.voted_for is None
    host.give(vote_for(C))
    (answer,) = host.sync().messages
    assert isinstance(answer, RequestVoteResponse) and answer.vote_granted and answer.dest == C
    host.crash()
    assert host.node.server.voted_for == C


def test_a_repeated_request_waits_for_the_write_of_the_first(features: Features) -> None:
    host = Host(B, features)
    host.give(entries(1))
    again = host.give(entries(1))
    assert again.persist is None and again.messages == ()
    assert kinds(host.sync()) == [AppendEntriesResponse]
    assert kinds(host.give(entries(1))) == [AppendEntriesResponse]


def test_only_what_was_written_is_acknowledged(features: Features) -> None:
    host = Host(B, features)
    host.give(entries(1))
    host.give(entries(2))
    assert acknowledged(host.sync(1)) == [1]
    assert acknowledged(host.sync(1)) == [2]


def acknowledged(effects: Effects) -> list[int]:
    responses = (m for m in effects.messages if isinstance(m, AppendEntriesResponse))
    return [m.match_index for m in responses if m.success]


def test_a_leader_sends_at_once_and_counts_itself_when_it_has_written(features: Features) -> None:
    host = Host(A, features)
    assert AppendEntriesRequest in kinds(host.lead())
    effects = host.give(Propose(Value(b"x")))
    assert effects.proposal == Accepted(Index(2), Term(1))
    ack = AppendEntriesResponse(Term(1), B, A, success=True, match_index=Index(2))
    assert host.give(Deliver(ack)).apply == ()
    assert [index for index, _ in host.sync().apply] == [1, 2]


def test_two_followers_are_a_majority_without_the_leaders_disk(features: Features) -> None:
    host = Host(A, features)
    host.lead()
    for follower in (B, C):
        ack = AppendEntriesResponse(Term(1), follower, A, success=True, match_index=Index(1))
        effects = host.give(Deliver(ack))
    assert [index for index, _ in effects.apply] == [1]


def test_who_needs_no_other_vote_waits_for_its_own(features: Features) -> None:
    host = Host(A, features, alone=True)
    assert not host.give(Expire("election")).became_leader
    assert host.sync().became_leader
    assert host.node.server.commit_index == 0
    assert [index for index, _ in host.sync().apply] == [1]


def test_what_was_reported_before_or_never_written_changes_nothing(features: Features) -> None:
    host = Host(B, features)
    host.give(vote_for(A))
    host.sync()
    for number in (0, 1, 9):
        before = host.node
        assert host.give(Persisted(number)) == Effects()
        assert host.node.server == before.server


def test_a_vote_on_its_way_starts_the_timer_anew(features: Features) -> None:
    host = Host(B, features)
    host.node, _ = step(host.node, Expire("heartbeat"))
    seed = host.node.seed
    host.give(vote_for(A))
    assert host.node.seed == seed + 1


def test_where_the_host_waits_writes_have_no_number() -> None:
    node = boot(Settings(A, frozenset({A, B, C})), Durable(), seed=1)
    node, effects = step(node, Expire("election"))
    assert effects.persist is not None and effects.persist.number == 0
    assert kinds(effects) == [RequestVoteRequest, RequestVoteRequest]
    assert step(node, Persisted(1))[1] == Effects()
