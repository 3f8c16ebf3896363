"""What can happen to a cluster, as data: the words of a schedule."""

import msgspec

from raft_reference.core.types import ServerId


class Ticks(msgspec.Struct, frozen=True):
    """`ticks:5`: so many times, a tick passes at each server that is up, in the order of names.

    Where clocks are apart, those that are behind come first.
    """

    k: int


class TickOne(msgspec.Struct, frozen=True):
    """`tick:a`: a tick passes at it alone, unless its clock would go wrong: too far ahead of another."""

    i: ServerId


class Elect(msgspec.Struct, frozen=True):
    """`elect:a`: its election timer runs out."""

    i: ServerId


class Beat(msgspec.Struct, frozen=True):
    """`beat:a`: its heartbeat timer runs out."""

    i: ServerId


class ProposeTo(msgspec.Struct, frozen=True):
    """`propose:a`: a client proposes a command of which there is no other."""

    i: ServerId


class ReadFrom(msgspec.Struct, frozen=True):
    """`read:a`: a client reads from it, without a proposal."""

    i: ServerId


class HandOver(msgspec.Struct, frozen=True):
    """`transfer:ab`: the first, if it leads, is to hand over to the second."""

    i: ServerId
    j: ServerId


class Change(msgspec.Struct, frozen=True):
    """`change:a:bc+d`: it, if it leads, is to make b and c the voters, and d a learner."""

    i: ServerId
    voters: frozenset[ServerId]
    learners: frozenset[ServerId]


class Ask(msgspec.Struct, frozen=True):
    """`ask:a`: the client with a session asks it for what it wants next, or for the same again.

    That is a session first, and then one operation after another.
    """

    i: ServerId


class Answer(msgspec.Struct, frozen=True):
    """`answer:a`: it tells that client what came of its request, if it has applied that."""

    i: ServerId


class ExpireFrom(msgspec.Struct, frozen=True):
    """`expire:a`: it, if it leads, proposes to end that client's session."""

    i: ServerId


class CompactOne(msgspec.Struct, frozen=True):
    """`compact:a`: what it has applied gives way to a snapshot, but for the tail that stays."""

    i: ServerId


class CrashOne(msgspec.Struct, frozen=True):
    """`crash:a`: it loses all but its disk, and is down."""

    i: ServerId


class RestartOne(msgspec.Struct, frozen=True):
    """`restart:a`: it starts from its disk; at once, if it was up."""

    i: ServerId


class WriteOne(msgspec.Struct, frozen=True):
    """`write:a`: its disk does the oldest write that waits; a crash loses those that do."""

    i: ServerId


class DeliverOne(msgspec.Struct, frozen=True):
    """`deliver:0`: a message arrives."""

    k: int


class DropOne(msgspec.Struct, frozen=True):
    """`drop:0`: a message is lost."""

    k: int


class CopyOne(msgspec.Struct, frozen=True):
    """`copy:0`: a message arrives, and will once more."""

    k: int


class RunOn(msgspec.Struct, frozen=True):
    """`run:8`: so many times, the oldest message that can be delivered arrives."""

    k: int


class Settle(msgspec.Struct, frozen=True):
    """`settle:8`: as `run:8`, but all disks do all their writes before each message."""

    k: int


class Split(msgspec.Struct, frozen=True):
    """`split:ab`: no message passes between these and the others until `heal`."""

    group: frozenset[ServerId]


class Heal(msgspec.Struct, frozen=True):
    """`heal`: every message can be delivered again."""


OneServer = (
    TickOne
    | Elect
    | Beat
    | ProposeTo
    | ReadFrom
    | Ask
    | Answer
    | ExpireFrom
    | CompactOne
    | CrashOne
    | RestartOne
    | WriteOne
)
OneNumber = Ticks | DeliverOne | DropOne | CopyOne | RunOn | Settle
Command = OneServer | OneNumber | HandOver | Change | Split | Heal

SERVER_WORDS: dict[str, type[OneServer]] = {
    "tick": TickOne,
    "elect": Elect,
    "beat": Beat,
    "propose": ProposeTo,
    "read": ReadFrom,
    "ask": Ask,
    "answer": Answer,
    "expire": ExpireFrom,
    "compact": CompactOne,
    "crash": CrashOne,
    "restart": RestartOne,
    "write": WriteOne,
}
NUMBER_WORDS: dict[str, type[OneNumber]] = {
    "ticks": Ticks,
    "deliver": DeliverOne,
    "drop": DropOne,
    "copy": CopyOne,
    "run": RunOn,
    "settle": Settle,
}
OTHER_WORDS = ("transfer", "change", "split", "heal")
