"""The specification's actions, as data, and the only way in which a server record changes.

Each action names who acts and with what; `is_enabled` is its guard and `perform` its step, both on
the record of the one server that acts.
"""

from typing import assert_never

import msgspec

from raft_reference.core.commitment import advance_commit_index, can_advance_commit_index
from raft_reference.core.durability import crash
from raft_reference.core.elections import (
    become_leader,
    can_become_leader,
    can_start_election,
    start_election,
)
from raft_reference.core.handle import handle
from raft_reference.core.messages import CoreMessage
from raft_reference.core.replication import (
    append_entry,
    can_append_entry,
    can_replicate,
    replicate,
)
from raft_reference.core.state import ServerState, Step
from raft_reference.core.types import ServerId, Value


class Timeout(msgspec.Struct, frozen=True, tag=True):
    """`Timeout(i)`: a server starts an election."""

    i: ServerId


class WinElection(msgspec.Struct, frozen=True, tag=True):
    """`WinElection(i)`: a candidate becomes leader."""

    i: ServerId


class ClientRequest(msgspec.Struct, frozen=True, tag=True):
    """`ClientRequest(i, value)`: a leader appends a command."""

    i: ServerId
    value: Value


class SendEntries(msgspec.Struct, frozen=True, tag=True):
    """`SendEntries(i, j, count)`: a leader sends `count` entries to j."""

    i: ServerId
    j: ServerId
    count: int


class Commit(msgspec.Struct, frozen=True, tag=True):
    """`Commit(i)`: a leader advances its commit index."""

    i: ServerId


class Restart(msgspec.Struct, frozen=True, tag=True):
    """`Restart(i)`: a server has crashed and is back with what was on its disk."""

    i: ServerId


class Receive(msgspec.Struct, frozen=True, tag=True):
    """`Receive(m)`: the server `m.dest` takes a message that was sent."""

    m: CoreMessage


Action = Timeout | WinElection | ClientRequest | SendEntries | Commit | Restart | Receive


def is_enabled(s: ServerState, action: Action) -> bool:
    """The guard of the action, on the record of the server that acts."""
    match action:
        case Timeout():
            return can_start_election(s)
        case WinElection():
            return can_become_leader(s)
        case ClientRequest():
            return can_append_entry(s)
        case SendEntries(j=j, count=count):
            return can_replicate(s, j, count)
        case Commit():
            return can_advance_commit_index(s)
        case Restart() | Receive():
            return True
        case _:
            assert_never(action)


def perform(s: ServerState, action: Action) -> Step:
    """The step of the action; meaningful only where `is_enabled` holds."""
    match action:
        case Timeout():
            return start_election(s)
        case WinElection():
            return become_leader(s)
        case ClientRequest(value=value):
            return append_entry(s, value)
        case SendEntries(j=j, count=count):
            return replicate(s, j, count)
        case Commit():
            return advance_commit_index(s)
        case Restart():
            return crash(s)
        case Receive(m=m):
            return handle(s, m)
        case _:
            assert_never(action)
