"""The actions where rules for elections are in force, as data.

`WinElection`, `SendEntries` and `Commit` are Raft's own, from `actions`; the others here stand in
the place of Raft's or beside them.  With no feature a node keeps to `actions` alone.
"""

from typing import assert_never

import msgspec

from raft_reference.core.check_quorum import pass_election_timeout
from raft_reference.core.election_messages import handle_message
from raft_reference.core.features import crash_server
from raft_reference.core.messages import MessageOfElections
from raft_reference.core.new_term import append_no_op, can_append_no_op, can_propose
from raft_reference.core.prevote import campaign, can_campaign, can_stand, stand
from raft_reference.core.replication import append_entry
from raft_reference.core.state import ServerState, Step
from raft_reference.core.transfer import (
    can_send_timeout_now,
    can_start_transfer,
    send_timeout_now,
    start_transfer,
)
from raft_reference.core.types import Features, ServerId, Value


class StandForElection(msgspec.Struct, frozen=True, tag=True):
    """`StandForElection(i)`: a server asks for pre-votes, or starts an election."""

    i: ServerId


class WinPreVote(msgspec.Struct, frozen=True, tag=True):
    """`WinPreVote(i)`: a pre-candidate starts its election."""

    i: ServerId


class BeginTerm(msgspec.Struct, frozen=True, tag=True):
    """`BeginTerm(i)`: a leader appends the no-op of its term."""

    i: ServerId


class Propose(msgspec.Struct, frozen=True, tag=True):
    """`Propose(i, value)`: a leader appends a command."""

    i: ServerId
    value: Value


class ElectionTimeout(msgspec.Struct, frozen=True, tag=True):
    """`ElectionTimeout(i)`: an election timeout passes at a server."""

    i: ServerId


class TransferTo(msgspec.Struct, frozen=True, tag=True):
    """`TransferTo(i, j)`: a leader begins to transfer its leadership to j."""

    i: ServerId
    j: ServerId


class FinishTransfer(msgspec.Struct, frozen=True, tag=True):
    """`FinishTransfer(i)`: a leader tells the target of its transfer to stand."""

    i: ServerId


class RestartServer(msgspec.Struct, frozen=True, tag=True):
    """`RestartServer(i)`: a server has crashed and is back with what was on its disk."""

    i: ServerId


class ReceiveMessage(msgspec.Struct, frozen=True, tag=True):
    """`ReceiveMessage(m)`: the server `m.dest` takes a message that was sent."""

    m: MessageOfElections


ElectionAction = (
    StandForElection
    | WinPreVote
    | BeginTerm
    | Propose
    | ElectionTimeout
    | TransferTo
    | FinishTransfer
    | RestartServer
    | ReceiveMessage
)


def is_election_action_enabled(
    s: ServerState, action: ElectionAction, *, features: Features
) -> bool:
    """The guard of the action, on the record of the server that acts."""
    match action:
        case StandForElection():
            return can_stand(s)
        case WinPreVote():
            return can_campaign(s)
        case BeginTerm():
            return can_append_no_op(s, features=features)
        case Propose():
            return can_propose(s, features=features)
        case TransferTo(j=j):
            return can_start_transfer(s, j, features=features)
        case FinishTransfer():
            return can_send_timeout_now(s)
        case ElectionTimeout() | RestartServer() | ReceiveMessage():
            return True
        case _:
            assert_never(action)


def perform_election_action(
    s: ServerState, action: ElectionAction, *, features: Features, no_op: Value
) -> Step:
    """The step of the action; meaningful only where it is enabled."""
    match action:
        case StandForElection():
            return stand(s, features=features)
        case WinPreVote():
            return campaign(s, False)
        case BeginTerm():
            return append_no_op(s, no_op=no_op)
        case Propose(value=value):
            return append_entry(s, value)
        case ElectionTimeout():
            return pass_election_timeout(s, features=features)
        case TransferTo(j=j):
            return start_transfer(s, j)
        case FinishTransfer():
            return send_timeout_now(s)
        case RestartServer():
            return crash_server(s)
        case ReceiveMessage(m=m):
            return handle_message(s, m, features=features)
        case _:
            assert_never(action)
