"""What can happen to a node: a closed union.  A crash is none of them: see `node.boot`."""

from typing import Literal

import msgspec

from raft_reference.core.messages import Message
from raft_reference.core.types import Configuration, Context, Index, Log, ServerId, Value

Timer = Literal["election", "heartbeat"]


class Tick(msgspec.Struct, frozen=True, tag=True):
    """One unit of time has passed; how long it is, is the host's choice."""


class Expire(msgspec.Struct, frozen=True, tag=True):
    """A timer is to run out now, however much time it has left.

    The heartbeat timer means nothing but to a leader, the election timer nothing to a leader: then
    nothing happens.  With rules for elections a leader has an election timer, too: it checks its
    quorum then, and gives up a transfer.  Safety may depend on no timer, so a host may do this at
    any time.
    """

    timer: Timer


class Deliver(msgspec.Struct, frozen=True, tag=True):
    """A message has arrived."""

    message: Message


class Propose(msgspec.Struct, frozen=True, tag=True):
    """A client asks for a command to be put in the log."""

    value: Value


class Read(msgspec.Struct, frozen=True, tag=True):
    """A client asks to read without a proposal; `context` is the host's number for the read.

    `Effects.reads` says when it may be answered, at once or later; `Effects.refused_reads`, that
    it is not to be, at once or later, and is to be sent to the leader, or here again.
    """

    context: Context


class Transfer(msgspec.Struct, frozen=True, tag=True):
    """The leader is to hand over to `target`; nothing happens where it may not."""

    target: ServerId


class Compact(msgspec.Struct, frozen=True, tag=True):
    """The entries up to `index` are to give way to `state`, which the state machine had after it.

    Nothing happens where that is not allowed: beyond what was handed out to be applied, or where the
    log is compacted already.  A host that wants the last entries to stay, for followers that
    are a little behind, keeps the state that it had some entries ago and hands in that one.
    """

    index: Index
    state: bytes | Log


class Reconfigure(msgspec.Struct, frozen=True, tag=True):
    """The cluster is to end up with these voters and learners; `target` has nobody outgoing.

    The leader appends it, or a joint configuration on the way to it which it ends by itself.  What it appends is
    in force at once.  The change is done when an entry whose configuration is `target` is applied, and no sooner:
    `Accepted` may name the joint configuration, whose entry is committed while the old voters still decide.  Where a
    snapshot covers that entry, or the leader changed meanwhile, asking again tells: it is done when the answer is
    `Refused` with the reason `already-so`.  A learner should have caught up before it becomes a voter: until
    then the cluster may have to wait for it (D 4.2.1).
    """

    target: Configuration


class Persisted(msgspec.Struct, frozen=True, tag=True):
    """The disk is done with the write of that number and with all before it.

    Only where `Settings.asynchronous_writes` is on; nothing happens if it was reported before.
    """

    number: int


Input = Tick | Expire | Deliver | Propose | Read | Transfer | Compact | Reconfigure | Persisted
