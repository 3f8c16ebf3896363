"""The actions where features meet, as data: two that release what a leader kept for its reads."""

from typing import assert_never

import msgspec

from raft_reference.core.complete import handle_every_message, step_down_completely
from raft_reference.core.membership import can_step_down
from raft_reference.core.messages import Message
from raft_reference.core.state import ServerState, Step
from raft_reference.core.types import Features, ServerId


class RetireCompletely(msgspec.Struct, frozen=True, tag=True):
    """`RetireCompletely(i)`: a leader that is removed steps down, and drops its reads."""

    i: ServerId


class ReceiveEvery(msgspec.Struct, frozen=True, tag=True):
    """`ReceiveEvery(m)`: the server `m.dest` takes a message of any feature."""

    m: Message


CompleteAction = RetireCompletely | ReceiveEvery


def is_complete_action_enabled(s: ServerState, action: CompleteAction) -> bool:
    """The guard of the action, on the record of the server that acts."""
    match action:
        case RetireCompletely():
            return can_step_down(s)
        case ReceiveEvery():
            return True
        case _:
            assert_never(action)


def perform_complete_action(
    s: ServerState, action: CompleteAction, *, features: Features, election_ticks: int
) -> Step:
    """The step of the action; meaningful only where it is enabled."""
    match action:
        case RetireCompletely():
            return step_down_completely(s)
        case ReceiveEvery(m=m):
            return handle_every_message(s, m, features=features, election_ticks=election_ticks)
        case _:
            assert_never(action)
