"""The actions of reads and of a lease, as data.

Those with clocks are used wherever reads are in force: with no lease they are the ones without.
"""

from typing import assert_never

import msgspec

from raft_reference.core.lease import (
    begin_timed_round,
    can_pass_timeout,
    can_serve_by_lease,
    crash_timed_server,
    handle_timed_message,
    pass_tick,
    pass_timed_timeout,
    send_last_timeout_now,
)
from raft_reference.core.messages import MessageOfElections, ReadMessage
from raft_reference.core.reads import (
    begin_round,
    can_begin_round,
    can_note_read,
    can_serve_read,
    crash_reader,
    handle_any_message,
    note_read,
    pass_timeout,
    serve_read,
)
from raft_reference.core.state import ServerState, Step
from raft_reference.core.transfer import can_send_timeout_now
from raft_reference.core.types import Context, Features, ServerId, WaitingRead


class TakeRead(msgspec.Struct, frozen=True, tag=True):
    """`TakeRead(i, context)`: a leader notes a read."""

    i: ServerId
    context: Context


class SendRound(msgspec.Struct, frozen=True, tag=True):
    """`SendRound(i)`: a leader begins a round."""

    i: ServerId


class AnswerRead(msgspec.Struct, frozen=True, tag=True):
    """`AnswerRead(i, r)`: a leader answers a read whose round is confirmed."""

    i: ServerId
    r: WaitingRead


class ReaderTimeout(msgspec.Struct, frozen=True, tag=True):
    """`ReaderTimeout(i)`: an election timeout passes."""

    i: ServerId


class RestartReader(msgspec.Struct, frozen=True, tag=True):
    """`RestartReader(i)`: a server has crashed and is back."""

    i: ServerId


class ReceiveAny(msgspec.Struct, frozen=True, tag=True):
    """`ReceiveAny(m)`: the server `m.dest` takes a message that was sent."""

    m: MessageOfElections | ReadMessage


class TickClock(msgspec.Struct, frozen=True, tag=True):
    """`TickClock(i)`: a server's clock goes on."""

    i: ServerId


class SendTimedRound(msgspec.Struct, frozen=True, tag=True):
    """`SendTimedRound(i)`: a leader begins a round and notes when."""

    i: ServerId


class AnswerByLease(msgspec.Struct, frozen=True, tag=True):
    """`AnswerByLease(i, r)`: a leader answers a read during its lease."""

    i: ServerId
    r: WaitingRead


class TimedTimeout(msgspec.Struct, frozen=True, tag=True):
    """`TimedTimeout(i)`: an election timeout passes, by the server's clock."""

    i: ServerId


class FinishTimedTransfer(msgspec.Struct, frozen=True, tag=True):
    """`FinishTimedTransfer(i)`: a leader tells its target to stand, and has no lease any more."""

    i: ServerId


class RestartTimedServer(msgspec.Struct, frozen=True, tag=True):
    """`RestartTimedServer(i)`: a server has crashed and is back, bound to whom it may have heard."""

    i: ServerId


class ReceiveTimed(msgspec.Struct, frozen=True, tag=True):
    """`ReceiveTimed(m)`: the server `m.dest` takes a message that was sent."""

    m: MessageOfElections | ReadMessage


ReadAction = TakeRead | SendRound | AnswerRead | ReaderTimeout | RestartReader | ReceiveAny
LeaseAction = (
    TickClock
    | SendTimedRound
    | AnswerByLease
    | TimedTimeout
    | FinishTimedTransfer
    | RestartTimedServer
    | ReceiveTimed
)


def is_read_action_enabled(s: ServerState, action: ReadAction, *, features: Features) -> bool:
    """The guard of the action, on the record of the server that acts."""
    match action:
        case TakeRead():
            return can_note_read(s, features=features)
        case SendRound():
            return can_begin_round(s, features=features)
        case AnswerRead(r=r):
            return can_serve_read(s, r)
        case ReaderTimeout() | RestartReader() | ReceiveAny():
            return True
        case _:
            assert_never(action)


def perform_read_action(s: ServerState, action: ReadAction, *, features: Features) -> Step:
    """The step of the action; meaningful only where it is enabled."""
    match action:
        case TakeRead(context=context):
            return note_read(s, context)
        case SendRound():
            return begin_round(s)
        case AnswerRead(r=r):
            return serve_read(s, r)
        case ReaderTimeout():
            return pass_timeout(s, features=features)
        case RestartReader():
            return crash_reader(s)
        case ReceiveAny(m=m):
            return handle_any_message(s, m, features=features)
        case _:
            assert_never(action)


def is_lease_action_enabled(
    s: ServerState,
    action: LeaseAction,
    *,
    features: Features,
    election_ticks: int,
    max_drift: int,
) -> bool:
    """The guard of the action, on the record of the server that acts."""
    match action:
        case TickClock():
            return "lease" in features
        case SendTimedRound():
            return can_begin_round(s, features=features)
        case AnswerByLease(r=r):
            return can_serve_by_lease(s, r, election_ticks=election_ticks, max_drift=max_drift)
        case TimedTimeout():
            return can_pass_timeout(s, features=features, election_ticks=election_ticks)
        case FinishTimedTransfer():
            return can_send_timeout_now(s)
        case RestartTimedServer() | ReceiveTimed():
            return True
        case _:
            assert_never(action)


def perform_lease_action(
    s: ServerState,
    action: LeaseAction,
    *,
    features: Features,
    election_ticks: int,
    max_drift: int,
) -> Step:
    """The step of the action; meaningful only where it is enabled."""
    match action:
        case TickClock():
            return pass_tick(s)
        case SendTimedRound():
            return begin_timed_round(
                s, features=features, election_ticks=election_ticks, max_drift=max_drift
            )
        case AnswerByLease(r=r):
            return serve_read(s, r)
        case TimedTimeout():
            return pass_timed_timeout(s, features=features)
        case FinishTimedTransfer():
            return send_last_timeout_now(s, features=features)
        case RestartTimedServer():
            return crash_timed_server(s, features=features)
        case ReceiveTimed(m=m):
            return handle_timed_message(s, m, features=features, election_ticks=election_ticks)
        case _:
            assert_never(action)
