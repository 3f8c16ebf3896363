"""The record of one server (RP figure 2, "State") and what every rule does with it."""

import msgspec
from msgspec.structs import replace

from raft_reference.core.messages import Message
from raft_reference.core.types import (
    ActiveOn,
    Clock,
    Configuration,
    Index,
    Log,
    PerServer,
    Role,
    Round,
    SentRound,
    ServerId,
    Snapshot,
    Term,
    WaitingRead,
)


class Disk(msgspec.Struct, frozen=True, rename="camel"):
    """`ToDisk`: the durable fields of a server."""

    current_term: Term
    voted_for: ServerId | None
    snapshot: Snapshot
    log: Log


class Write(msgspec.Struct, frozen=True):
    """What the disk holds after a write, and the messages that may leave only then."""

    disk: Disk
    waiting: frozenset[Message]


class ServerState(msgspec.Struct, frozen=True, rename="camel"):
    """What a server knows.  The four fields after the name are durable, all else is volatile.

    Those with a default are of `spec/RaftElections.tla`, then of `spec/RaftReads.tla` and
    `spec/RaftLease.tla`; Raft by itself leaves them as they are.  `is_vote_committed` is of
    `spec/RaftLeaderIds.tla` and durable, too.  `active_on` says by which variant the server goes: with
    `apply`, that of `spec/RaftMembershipOnApply.tla`, its commit index is also durable.
    The last two are of `spec/RaftDurability.tla`: what is on disk, where writes take their time, and the
    writes on their way, oldest first.  Where writes are done at once `disk` is None.
    """

    id: ServerId
    current_term: Term
    voted_for: ServerId | None
    snapshot: Snapshot
    log: Log
    role: Role
    commit_index: Index
    votes_granted: frozenset[ServerId]
    next_index: PerServer
    match_index: PerServer
    pre_votes_granted: frozenset[ServerId] = frozenset()
    heard_from_leader: bool = False
    heard_from: frozenset[ServerId] = frozenset()
    transfer_target: ServerId | None = None
    reads: frozenset[WaitingRead] = frozenset()
    round: Round = Round(Index(0))
    confirmed_round: PerServer = PerServer(Index(0))
    clock: Clock = Clock(Index(0))
    heard_at: Clock = Clock(Index(0))
    sent_rounds: frozenset[SentRound] = frozenset()
    revoked: bool = False
    is_vote_committed: bool = False
    active_on: ActiveOn = "append"
    disk: Disk | None = None
    writes: tuple[Write, ...] = ()


class Step(msgspec.Struct, frozen=True):
    """`Step`: the server's new record, and the messages that it sends."""

    server: ServerState
    out: frozenset[Message]


def initial_configuration(*, server: frozenset[ServerId]) -> Configuration:
    """`InitialConfiguration`: all vote."""
    return Configuration(server)


def initial_snapshot(*, server: frozenset[ServerId]) -> Snapshot:
    """`InitialSnapshot`: what is there before any entry."""
    return Snapshot(Index(0), Term(0), initial_configuration(server=server), ())


def init_server(i: ServerId, *, server: frozenset[ServerId]) -> ServerState:
    """`InitServer`: the server as it first starts, with an empty disk (RP figure 2)."""
    return ServerState(
        id=i,
        current_term=Term(0),
        voted_for=None,
        snapshot=initial_snapshot(server=server),
        log=(),
        role="follower",
        commit_index=Index(0),
        votes_granted=frozenset(),
        next_index=PerServer(Index(1)),
        match_index=PerServer(Index(0)),
    )


def become_follower(s: ServerState) -> ServerState:
    """`BecomeFollower`: forget what only candidates and leaders need.

    The term and the vote stay: one vote a term, also for who steps down in it (RP section 5.2).
    """
    initial = init_server(s.id, server=frozenset())
    return replace(
        s,
        role="follower",
        votes_granted=frozenset(),
        next_index=initial.next_index,
        match_index=initial.match_index,
    )


def observe_term(s: ServerState, term: Term) -> ServerState:
    """`ObserveTerm`: who sees a larger term adopts it, with no vote in it (RP section 5.1).

    >>> s = init_server("a", server=frozenset("abc"))
    >>> observe_term(s, 3).current_term, observe_term(s, 0) == s
    (3, True)
    """
    if term > s.current_term:
        return replace(become_follower(s), current_term=term, voted_for=None)
    return s
