"""The actions where leader ids stand in the place of terms, as data.

`ClientRequest`, `SendEntries` and `Commit` are Raft's own, from `actions`.
"""

from typing import assert_never

import msgspec

from raft_reference.core.elections import can_become_leader, can_start_election
from raft_reference.core.leader_ids import (
    crash_with_id,
    handle_with_id,
    stand_with_id,
    win_with_id,
)
from raft_reference.core.messages import CoreMessage
from raft_reference.core.state import ServerState, Step
from raft_reference.core.types import ServerId


class TimeoutWithId(msgspec.Struct, frozen=True, tag=True):
    """`TimeoutWithId(i)`: a server starts an election."""

    i: ServerId


class WinElectionWithId(msgspec.Struct, frozen=True, tag=True):
    """`WinElectionWithId(i)`: a candidate becomes leader."""

    i: ServerId


class RestartWithId(msgspec.Struct, frozen=True, tag=True):
    """`RestartWithId(i)`: a server has crashed and is back, as leader if it was one."""

    i: ServerId


class ReceiveWithId(msgspec.Struct, frozen=True, tag=True):
    """`ReceiveWithId(m)`: the server `m.dest` takes a message that was sent."""

    m: CoreMessage


LeaderIdAction = TimeoutWithId | WinElectionWithId | RestartWithId | ReceiveWithId


def is_leader_id_action_enabled(s: ServerState, action: LeaderIdAction) -> bool:
    """The guard of the action, on the record of the server that acts."""
    match action:
        case TimeoutWithId():
            return can_start_election(s)
        case WinElectionWithId():
            return can_become_leader(s)
        case RestartWithId() | ReceiveWithId():
            return True
        case _:
            assert_never(action)


def perform_leader_id_action(
    s: ServerState, action: LeaderIdAction, *, server: frozenset[ServerId]
) -> Step:
    """The step of the action; meaningful only where it is enabled."""
    match action:
        case TimeoutWithId():
            return stand_with_id(s, server=server)
        case WinElectionWithId():
            return win_with_id(s)
        case RestartWithId():
            return crash_with_id(s)
        case ReceiveWithId(m=m):
            return handle_with_id(s, m, server=server)
        case _:
            assert_never(action)
