"""A written schedule: what happens to a cluster, in order, as one line of text.

    servers=3 batch=2 noop=yes elect:a run:4 propose:a copy:0 split:a elect:b heal run:20

First come the settings, each with a default, then the commands.  Servers are named a, b, c, ...
A number picks a message in flight that can be delivered now, the oldest being 0, and counts round
from the start if there are not so many; with none in flight, or with a server that is down, nothing
happens.  So any line means something, and what is left after deleting some of it does, too.
"""

from typing import NamedTuple, get_args

import msgspec

from raft_reference.commands import (
    NUMBER_WORDS,
    OTHER_WORDS,
    SERVER_WORDS,
    Change,
    Command,
    HandOver,
    Heal,
    OneNumber,
    OneServer,
    Split,
)
from raft_reference.core.node import NO_OP, Settings
from raft_reference.core.types import (
    ActiveOn,
    Features,
    ServerId,
    all_features,
    missing_features,
)


class Setup(msgspec.Struct, frozen=True):
    """The cluster that a schedule starts from: 1 to 9 servers, `batch` entries in a request.

    Where logs are compacted, the last `tail` entries that were applied stay.  Where members change,
    the first `voters` servers vote at first, and the others are to join; 0 means all.  Clocks come to be
    `drift` ticks apart at most.  With `asynchronous` writes wait for `write` or `settle`.  With `leader_ids`
    a term may have several leaders.  `active_on` says from when a configuration is in force.
    """

    servers: int = 3
    batch: int = 2
    noop: bool = True
    features: Features = frozenset()
    tail: int = 0
    voters: int = 0
    drift: int = 1
    asynchronous: bool = False
    leader_ids: bool = False
    active_on: ActiveOn = "append"

    def names(self) -> tuple[ServerId, ...]:
        """The servers' names, in order."""
        return tuple(ServerId(name) for name in "abcdefghi"[: self.servers])

    def first_voters(self) -> frozenset[ServerId]:
        """Who votes at first."""
        return frozenset(self.names()[: self.voters or self.servers])

    def settings(self) -> dict[ServerId, Settings]:
        """Those of each node; raises ValueError where they make no sense together."""
        return {
            i: Settings(
                i,
                self.first_voters(),
                max_batch_size=self.batch,
                no_op=NO_OP if self.noop else None,
                features=self.features,
                drift_ticks=self.drift,
                asynchronous_writes=self.asynchronous,
                leader_ids=self.leader_ids,
                active_on=self.active_on,
            )
            for i in self.names()
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
    try:
        setup.settings()
    except ValueError as error:
        problem = "these settings make no sense together"
        raise ScheduleError(problem, text, 0, f"Of each server: {error}.") from None
    return Schedule(setup, tuple(commands))


NUMBERS = {"batch": 1, "tail": 0, "drift": 1}
"""The settings that are numbers, with the least that each may be."""

SWITCHES = {"noop": "noop", "asynchronous": "asynchronous", "leader-ids": "leader_ids"}
"""The settings that are yes or no, with the field of each."""


def _parse_setting(setup: Setup, word: str) -> Setup:
    name, _, value = word.partition("=")
    if name in ("servers", "voters") and value in tuple("123456789"):
        return msgspec.structs.replace(setup, **{name: int(value)})
    if name in NUMBERS and value.isascii() and value.isdigit() and int(value) >= NUMBERS[name]:
        return msgspec.structs.replace(setup, **{name: int(value)})
    if name in SWITCHES and value in ("yes", "no"):
        return msgspec.structs.replace(setup, **{SWITCHES[name]: value == "yes"})
    if name == "active-on" and value in get_args(ActiveOn):
        return msgspec.structs.replace(setup, active_on=value)
    if name == "features":
        chosen = frozenset(f for f in all_features() if f in value.split(","))
        if missing := missing_features(chosen):
            raise ValueError(f"A lease needs {' and '.join(sorted(missing))}, too.")
        if chosen == frozenset(value.split(",")):
            return msgspec.structs.replace(setup, features=chosen)
    numbers = ", ".join(f"{name}={least} and more" for name, least in NUMBERS.items())
    switches = ", ".join(f"{name}=yes, {name}=no" for name in SWITCHES)
    raise ValueError(
        f"Settings are servers=1 to servers=9, voters=1 to voters=9, {numbers}, {switches}, "
        f"active-on=append, active-on=apply, and features= with some of {', '.join(sorted(all_features()))}, with commas between."
    )


def _parse_command(setup: Setup, word: str) -> Command:
    verb, _, argument = word.partition(":")
    names = setup.names()
    servers = ", ".join(names)
    if verb in SERVER_WORDS:
        if argument in names:
            return SERVER_WORDS[verb](ServerId(argument))
        raise ValueError(f"After {verb}: comes one of the servers {servers}.")
    if verb in NUMBER_WORDS:
        if argument.isascii() and argument.isdigit():
            return NUMBER_WORDS[verb](int(argument))
        raise ValueError(f"After {verb}: comes a number, 0 or more.")
    if verb == "transfer":
        if len(argument) == 2 and set(argument) <= set(names):
            return HandOver(ServerId(argument[0]), ServerId(argument[1]))
        raise ValueError(f"After transfer: come two servers, written together, of {servers}.")
    if verb == "change":
        i, _, members = argument.partition(":")
        voters, _, learners = members.partition("+")
        if i in names and voters and set(voters + learners) <= set(names):
            groups = (frozenset(map(ServerId, group)) for group in (voters, learners))
            return Change(ServerId(i), *groups)
        raise ValueError(
            f"After change: come a server, a colon, voters, and + with learners, if any, of {servers}."
        )
    if verb == "split":
        if argument and set(argument) <= set(names):
            return Split(frozenset(map(ServerId, argument)))
        raise ValueError(f"After split: come servers, written together, of {servers}.")
    if word == "heal":
        return Heal()
    known = ", ".join([*SERVER_WORDS, *NUMBER_WORDS, *OTHER_WORDS])
    raise ValueError(f"Commands are {known}.")


def format_schedule(schedule: Schedule) -> str:
    """The text of a schedule: `parse_schedule` gives it back."""
    setup, commands = schedule
    noop = "yes" if setup.noop else "no"
    head = [f"servers={setup.servers}", f"batch={setup.batch}", f"noop={noop}"]
    if setup.features:
        head.append(f"features={','.join(sorted(setup.features))}")
    if setup.tail:
        head.append(f"tail={setup.tail}")
    if setup.voters:
        head.append(f"voters={setup.voters}")
    if setup.drift != Setup().drift:
        head.append(f"drift={setup.drift}")
    if setup.asynchronous:
        head.append("asynchronous=yes")
    if setup.leader_ids:
        head.append("leader-ids=yes")
    if setup.active_on != Setup().active_on:
        head.append(f"active-on={setup.active_on}")
    return " ".join(head + [format_command(command) for command in commands])


def format_command(command: Command) -> str:
    """The word for one command."""
    match command:
        case Heal():
            return "heal"
        case HandOver(i=i, j=j):
            return f"transfer:{i}{j}"
        case Change(i=i, voters=voters, learners=learners):
            added = f"+{''.join(sorted(learners))}" if learners else ""
            return f"change:{i}:{''.join(sorted(voters))}{added}"
        case Split(group=group):
            return f"split:{''.join(sorted(group))}"
    if isinstance(command, OneNumber):
        return f"{_word(NUMBER_WORDS, type(command))}:{command.k}"
    return f"{_word(SERVER_WORDS, type(command))}:{command.i}"


def _word(words: dict[str, type[OneServer]] | dict[str, type[OneNumber]], kind: type) -> str:
    return next(word for word, command in words.items() if command is kind)
