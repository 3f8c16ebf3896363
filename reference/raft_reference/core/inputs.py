"""What can happen to a node: a closed union.  A crash is none of them: see `node.boot`."""

from typing import Literal

import msgspec

from raft_reference.core.messages import Message
from raft_reference.core.types import Value

Timer = Literal["election", "heartbeat"]


class Tick(msgspec.Struct, frozen=True, tag=True):
    """One unit of time has passed; how long it is, is the host's choice."""


class Expire(msgspec.Struct, frozen=True, tag=True):
    """A timer is to run out now, however much time it has left.

    The election timer means nothing to a leader, the heartbeat timer nothing to the others: then
    nothing happens.  Safety may depend on no timer, so a host may do this at any time.
    """

    timer: Timer


class Deliver(msgspec.Struct, frozen=True, tag=True):
    """A message has arrived."""

    message: Message


class Propose(msgspec.Struct, frozen=True, tag=True):
    """A client asks for a command to be put in the log."""

    value: Value


Input = Tick | Expire | Deliver | Propose
