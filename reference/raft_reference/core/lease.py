"""A leader's lease: reads without a round each, as long as clocks keep to their bound (D 6.4.1).

The functions of `spec/RaftLease.tla`.  `election_ticks` is how long a server keeps to a leader on its own
clock, `max_drift` how far apart two clocks may be; both are constants of the cluster.
"""

import msgspec
from msgspec.structs import replace

from raft_reference.core.messages import FROM_LEADER, Message, MessageOfElections, ReadMessage
from raft_reference.core.reads import (
    begin_round,
    handle_any_message,
    init_read_server,
    is_confirmed,
    pass_timeout,
    recover_reader,
)
from raft_reference.core.state import ServerState, Step
from raft_reference.core.transfer import send_timeout_now
from raft_reference.core.types import Clock, Features, Index, SentRound, ServerId, WaitingRead


class ReadOffClock(msgspec.Struct, frozen=True, rename="camel"):
    """A server's clock, and what it showed when the server last heard a leader."""

    clock: Clock
    heard_at: Clock


class LeaseFields(msgspec.Struct, frozen=True, rename="camel"):
    """`LeaseFields`: what a leader keeps for its lease, as it is at first."""

    sent_rounds: frozenset[SentRound] = frozenset()
    revoked: bool = False


def lease_features() -> Features:
    """`LeaseFeatures`: what can be switched on here."""
    return frozenset({"lease"})


def lease_ticks(*, election_ticks: int, max_drift: int) -> int:
    """`LeaseTicks`: a follower's clock may gain on the leader's twice the drift."""
    return election_ticks - 2 * max_drift


def clock_fields(*, election_ticks: int) -> ReadOffClock:
    """`ClockFields`: the first value of a clock makes 0 long ago."""
    return ReadOffClock(Clock(Index(election_ticks)), Clock(Index(0)))


def init_lease_server(
    i: ServerId, *, server: frozenset[ServerId], election_ticks: int
) -> ServerState:
    """`InitLeaseServer`: the server as it first starts."""
    return replace(
        init_read_server(i, server=server),
        **msgspec.structs.asdict(clock_fields(election_ticks=election_ticks)),
        **msgspec.structs.asdict(LeaseFields()),
    )


def release_lease(s: ServerState) -> ServerState:
    """`ReleaseLease`: a lease is a leader's."""
    return s if s.role == "leader" else replace(s, **msgspec.structs.asdict(LeaseFields()))


def pass_tick(s: ServerState) -> Step:
    """`PassTick`: the server's clock goes on."""
    return Step(replace(s, clock=Clock(Index(s.clock + 1))), frozenset())


def is_bound(s: ServerState, *, features: Features, election_ticks: int) -> bool:
    """`IsBound`: within an election timeout after it heard a leader, whatever its term is now."""
    return "lease" in features and s.clock < s.heard_at + election_ticks


def is_of_leader(s: ServerState, m: Message) -> bool:
    """`IsOfLeader`: the message is from a leader whose term is no older."""
    return isinstance(m, FROM_LEADER) and m.term >= s.current_term


def keep_promise(
    s: ServerState, t: ServerState, *, features: Features, election_ticks: int
) -> ServerState:
    """`KeepPromise`: what a message makes of a server still hears the leader to whom it is bound.

    Unless it stands: then its leader told it to.
    """
    if t.role == "candidate":
        return replace(t, heard_at=Clock(Index(0)))
    if is_bound(s, features=features, election_ticks=election_ticks):
        return replace(t, heard_from_leader=True)
    return t


def note_leader(s: ServerState, m: Message, t: ServerState, *, features: Features) -> ServerState:
    """`NoteLeader`: when it was heard, on the server's own clock."""
    if "lease" in features and is_of_leader(s, m):
        return replace(t, heard_at=s.clock)
    return t


def handle_timed_message(
    s: ServerState, m: MessageOfElections | ReadMessage, *, features: Features, election_ticks: int
) -> Step:
    """`HandleTimedMessage`: as without clocks, but promises are kept."""
    step = handle_any_message(s, m, features=features)
    kept = keep_promise(s, step.server, features=features, election_ticks=election_ticks)
    return Step(release_lease(note_leader(s, m, kept, features=features)), step.out)


def can_pass_timeout(s: ServerState, *, features: Features, election_ticks: int) -> bool:
    """`CanPassTimeout`: when the clock says so; a leader is never bound."""
    return not is_bound(s, features=features, election_ticks=election_ticks)


def pass_timed_timeout(s: ServerState, *, features: Features) -> Step:
    """`PassTimedTimeout`: it may end a leadership, and the lease with it."""
    step = pass_timeout(s, features=features)
    return Step(release_lease(step.server), step.out)


def recover_timed_server(s: ServerState, *, features: Features) -> ServerState:
    """`RecoverTimedServer`: it may have promised something just before the crash."""
    heard_at = s.clock if "lease" in features else Clock(Index(0))
    return replace(
        recover_reader(s),
        clock=s.clock,
        heard_at=heard_at,
        heard_from_leader="lease" in features,
        **msgspec.structs.asdict(LeaseFields()),
    )


def crash_timed_server(s: ServerState, *, features: Features) -> Step:
    """`CrashTimedServer`: crash and restart as one step."""
    return Step(recover_timed_server(s, features=features), frozenset())


def is_unexpired(s: ServerState, sent: SentRound, *, election_ticks: int, max_drift: int) -> bool:
    """`IsUnexpired`: the lease of that round, which began when it was sent, is not over."""
    return s.clock < sent.sent_at + lease_ticks(election_ticks=election_ticks, max_drift=max_drift)


def begin_timed_round(
    s: ServerState, *, features: Features, election_ticks: int, max_drift: int
) -> Step:
    """`BeginTimedRound`: remember when it was sent, and forget the rounds that are over."""
    step = begin_round(s)
    if "lease" not in features:
        return step
    kept = frozenset(
        sent
        for sent in s.sent_rounds
        if is_unexpired(s, sent, election_ticks=election_ticks, max_drift=max_drift)
    )
    new = SentRound(step.server.round, s.clock)
    return Step(replace(step.server, sent_rounds=kept | {new}), step.out)


def has_lease(s: ServerState, *, election_ticks: int, max_drift: int) -> bool:
    """`HasLease`: a quorum answered a round whose lease is not over, and nobody was told to stand."""
    return not s.revoked and any(
        is_unexpired(s, sent, election_ticks=election_ticks, max_drift=max_drift)
        and is_confirmed(s, sent.round)
        for sent in s.sent_rounds
    )


def can_serve_by_lease(
    s: ServerState, r: WaitingRead, *, election_ticks: int, max_drift: int
) -> bool:
    """`CanServeByLease`: without waiting for its round."""
    return r in s.reads and has_lease(s, election_ticks=election_ticks, max_drift=max_drift)


def send_last_timeout_now(s: ServerState, *, features: Features) -> Step:
    """`SendLastTimeoutNow`: no lease from then on, for the rest of the term."""
    step = send_timeout_now(s)
    return Step(replace(step.server, revoked="lease" in features), step.out)
