"""A written schedule: what happens to a cluster, in order, as one line of text.

    servers=3 batch=2 noop=yes elect:a run:4 propose:a copy:0 split:a elect:b heal run:20

First come the settings, each with a default, then the commands.  Servers are named a, b, c, ...
A number picks a message in flight that can be delivered now, the oldest being 0, and counts round
from the start if there are not so many; with none in flight, or with a server that is down, nothing
happens.  So any line means something, and what is left after deleting some of it does, too.
"""

from typing import NamedTuple, assert_never

import msgspec

from raft_reference.core.types import Features, ServerId, all_features, missing_features


class Setup(msgspec.Struct, frozen=True):
    """The cluster that a schedule starts from: 1 to 9 servers, `batch` entries in a request.

    Where logs are compacted, the last `tail` entries that were applied stay. With `leader_ids` a term
    may have several leaders.
    """

    servers: int = 3
    batch: int = 2
    noop: bool = True
    features: Features = frozenset()
    tail: int = 0
    leader_ids: bool = False

    def names(self) -> tuple[ServerId, ...]:
        """The servers' names, in order."""
        return tuple(ServerId(name) for name in "abcdefghi"[: self.servers])


class Ticks(msgspec.Struct, frozen=True):
    """`ticks:5`: so many times, a tick passes at each server that is up, in the order of names."""

    k: int


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


class CompactOne(msgspec.Struct, frozen=True):
    """`compact:a`: what it has applied gives way to a snapshot, but for the tail that stays."""

    i: ServerId


class CrashOne(msgspec.Struct, frozen=True):
    """`crash:a`: it loses all but its disk, and is down."""

    i: ServerId


class RestartOne(msgspec.Struct, frozen=True):
    """`restart:a`: it starts from its disk; at once, if it was up."""

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


class Split(msgspec.Struct, frozen=True):
    """`split:ab`: no message passes between these and the others until `heal`."""

    group: frozenset[ServerId]


class Heal(msgspec.Struct, frozen=True):
    """`heal`: every message can be delivered again."""


OneServer = Elect | Beat | ProposeTo | ReadFrom | CompactOne | CrashOne | RestartOne
OneNumber = Ticks | DeliverOne | DropOne | CopyOne | RunOn
Command = OneServer | OneNumber | HandOver | Split | Heal

SERVER_WORDS: dict[str, type[OneServer]] = {
    "elect": Elect,
    "beat": Beat,
    "propose": ProposeTo,
    "compact": CompactOne,
    "read": ReadFrom,
    "crash": CrashOne,
    "restart": RestartOne,
}
NUMBER_WORDS: dict[str, type[OneNumber]] = {
    "ticks": Ticks,
    "deliver": DeliverOne,
    "drop": DropOne,
    "copy": CopyOne,
    "run": RunOn,
}


class Schedule(NamedTuple):
    """A cluster and what happens to it."""

    setup: Setup
    commands: tuple[Command, ...]


class ScheduleError(Exception):
    """The text is no schedule: what is wrong, where in it (0-based), and what would be right."""

    def __init__(self, problem: str, text: str, position: int, remedy: str) -> None:
        super().__init__(problem)
        self.problem, self.text, self.position, self.remedy = problem, text, position, remedy

    def __str__(self) -> str:
        return f"{self.problem}\n  {self.text}\n  {' ' * self.position}^\n{self.remedy}"


def parse_schedule(text: str) -> Schedule:
    """Read a schedule; raises ScheduleError.

    >>> parse_schedule("servers=5 elect:b heal").commands
    (Elect(i='b'), Heal())
    """
    setup, commands, position = Setup(), list[Command](), 0
    for word in text.split():
        position = text.index(word, position)
        try:
            if "=" in word and not commands:
                setup = _parse_setting(setup, word)
            else:
                commands.append(_parse_command(setup, word))
        except ValueError as error:
            raise ScheduleError(
                f"this is no part of a schedule: {word}", text, position, str(error)
            ) from None
        position += len(word)
    return Schedule(setup, tuple(commands))


def _parse_setting(setup: Setup, word: str) -> Setup:
    name, _, value = word.partition("=")
    if name == "servers" and value in tuple("123456789"):
        return msgspec.structs.replace(setup, servers=int(value))
    if name == "batch" and value.isascii() and value.isdigit() and int(value) > 0:
        return msgspec.structs.replace(setup, batch=int(value))
    if name == "tail" and value.isascii() and value.isdigit():
        return msgspec.structs.replace(setup, tail=int(value))
    if name == "leader-ids" and value in ("yes", "no"):
        return msgspec.structs.replace(setup, leader_ids=value == "yes")
    if name == "noop" and value in ("yes", "no"):
        return msgspec.structs.replace(setup, noop=value == "yes")
    if name == "features":
        chosen = frozenset(f for f in all_features() if f in value.split(","))
        if missing := missing_features(chosen):
            raise ValueError(f"A lease needs {' and '.join(sorted(missing))}, too.")
        if chosen == frozenset(value.split(",")):
            return msgspec.structs.replace(setup, features=chosen)
    raise ValueError(
        "Settings are servers=1 to servers=9, batch=1 and more, tail=0 and more, noop=yes, noop=no, "
        "leader-ids=yes, which goes with no features, and features= "
        f"with some of {', '.join(sorted(all_features()))}, with commas between."
    )


def _parse_command(setup: Setup, word: str) -> Command:
    verb, _, argument = word.partition(":")
    servers = ", ".join(setup.names())
    if verb in SERVER_WORDS:
        if argument in setup.names():
            return SERVER_WORDS[verb](ServerId(argument))
        raise ValueError(f"After {verb}: comes one of the servers {servers}.")
    if verb in NUMBER_WORDS:
        if argument.isascii() and argument.isdigit():
            return NUMBER_WORDS[verb](int(argument))
        raise ValueError(f"After {verb}: comes a number, 0 or more.")
    if verb == "transfer":
        if len(argument) == 2 and set(argument) <= set(setup.names()):
            return HandOver(ServerId(argument[0]), ServerId(argument[1]))
        raise ValueError(f"After transfer: come two servers, written together, of {servers}.")
    if verb == "split":
        if argument and set(argument) <= set(setup.names()):
            return Split(frozenset(map(ServerId, argument)))
        raise ValueError(f"After split: come servers, written together, of {servers}.")
    if word == "heal":
        return Heal()
    known = ", ".join([*SERVER_WORDS, *NUMBER_WORDS, "transfer", "split", "heal"])
    raise ValueError(f"Commands are {known}.")


def format_schedule(schedule: Schedule) -> str:
    """The text of a schedule: `parse_schedule` gives it back."""
    setup, commands = schedule
    noop = "yes" if setup.noop else "no"
    head = [f"servers={setup.servers}", f"batch={setup.batch}", f"noop={noop}"]
    if setup.features:
        head.append(f"features={','.join(sorted(setup.features))}")
    if setup.leader_ids:
        head.append("leader-ids=yes")
    if setup.tail:
        head.append(f"tail={setup.tail}")
    return " ".join(head + [format_command(command) for command in commands])


def format_command(command: Command) -> str:
    """The word for one command."""
    match command:
        case Heal():
            return "heal"
        case HandOver(i=i, j=j):
            return f"transfer:{i}{j}"
        case Split(group=group):
            return f"split:{''.join(sorted(group))}"
        case Ticks() | DeliverOne() | DropOne() | CopyOne() | RunOn():
            return f"{_word(NUMBER_WORDS, type(command))}:{command.k}"
        case Elect() | Beat() | ProposeTo() | ReadFrom() | CompactOne() | CrashOne() | RestartOne():
            return f"{_word(SERVER_WORDS, type(command))}:{command.i}"
        case _:
            assert_never(command)


def _word(words: dict[str, type[OneServer]] | dict[str, type[OneNumber]], kind: type) -> str:
    return next(word for word, command in words.items() if command is kind)
