"""The values that everything else is made of: terms, indexes, names, entries."""

from typing import Literal, NewType, get_args

import msgspec

ServerId = NewType("ServerId", str)
"""The name of a server, unique in its cluster and never given to another disk."""

Term = NewType("Term", int)
"""The number of an election period, from 1; 0 is the term before any election."""

LeaderId = NewType("LeaderId", Term)
"""The number of a leader id, which is a term and a server; 0 is that of none."""

Index = NewType("Index", int)
"""A position in the log, 1-based; 0 is before the first entry."""

Value = NewType("Value", bytes)
"""A client's command.  The core never looks inside."""

Role = Literal["follower", "precandidate", "candidate", "leader"]

Round = NewType("Round", Index)
"""The number of a leader's round of confirmation, from 1 in each term; 0 is before the first."""

Clock = NewType("Clock", Index)
"""What a server's own clock shows, in ticks; it says nothing of any other's."""

Context = NewType("Context", int)
"""The client's or the host's number for a read.  The core never looks at it."""

Feature = Literal[
    "no-op",
    "pre-vote",
    "check-quorum",
    "stickiness",
    "transfer",
    "single-server",
    "joint",
    "learners",
    "snapshots",
    "read-index",
    "lease",
]
"""A rule beyond Raft's own: for elections, for members, for the length of logs, for reads."""

ActiveOn = Literal["append", "apply"]
"""When a configuration comes into force: as soon as it is in the log, or once it is applied."""

Features = frozenset[Feature]
"""The constant `Features`: the rules in force, the same on every server of a cluster."""


def all_features() -> Features:
    """Every rule that can be switched on."""
    features: tuple[Feature, ...] = get_args(Feature)
    return frozenset(features)


def missing_features(features: Features) -> Features:
    """What a lease needs and these have not: followers that refuse, and rounds to measure it by.

    >>> sorted(missing_features(frozenset({"lease", "stickiness"})))
    ['read-index']
    """
    needed: Features = frozenset({"stickiness", "read-index"})
    return needed - features if "lease" in features else frozenset()


class Configuration(msgspec.Struct, frozen=True):
    """Who the members of the cluster are (D 4.1 to 4.3).

    While there are `outgoing` voters a decision needs a majority of these and one of `voters`;
    `learners` get the log and never count.
    """

    voters: frozenset[ServerId]
    outgoing: frozenset[ServerId] = frozenset()
    learners: frozenset[ServerId] = frozenset()


class Entry(msgspec.Struct, frozen=True, tag_field="kind", tag="command"):
    """One entry of a log; `term` is that of the leader who created it."""

    term: Term
    value: Value


class ConfigurationEntry(msgspec.Struct, frozen=True, tag_field="kind", tag="configuration"):
    """An entry that changes who the members are; `term` is that of the leader who created it."""

    term: Term
    configuration: Configuration


AnyEntry = Entry | ConfigurationEntry

Log = tuple[AnyEntry, ...]
"""Entries that follow each other; the first has the index after that of the snapshot before them."""


class Snapshot(msgspec.Struct, frozen=True, rename="camel"):
    """The beginning of a log, in short (RP figure 13).

    `last_index` and `last_term` are those of the last entry that it covers, `configuration` the
    newest up to there, `state` what the state machine is after it: whatever the host made of it,
    or these entries themselves, where the host is to keep them all.
    """

    last_index: Index
    last_term: Term
    configuration: Configuration
    state: bytes | Log


class WaitingRead(msgspec.Struct, frozen=True, rename="camel"):
    """A read at a leader: what was committed when it came, and the round that must confirm it."""

    context: Context
    index: Index
    round: Round


class SentRound(msgspec.Struct, frozen=True, rename="camel"):
    """A round of a leader, and what its clock showed when it was sent."""

    round: Round
    sent_at: Clock


class PerServer(msgspec.Struct, frozen=True):
    """An index, or another number, for each server: TLA+'s `[j \\in Server |-> ...]`, immutable.

    There it is defined on all servers that there will ever be; so it is here.  `others` is its
    value but for the servers in `pairs`, which is sorted, and where another index is.

    >>> f = PerServer(Index(1)).but("a", 7)
    >>> f["a"], f["b"], f.but("a", 1) == PerServer(1)
    (7, 1, True)
    """

    others: Index
    pairs: tuple[tuple[ServerId, Index], ...] = ()

    def __getitem__(self, j: ServerId) -> Index:
        """`f[j]`."""
        return next((index for server, index in self.pairs if server == j), self.others)

    def but(self, j: ServerId, index: Index) -> "PerServer":
        """`[f EXCEPT ![j] = index]`: the same function but for its value at j."""
        pairs = {**dict(self.pairs), j: index}
        return PerServer(
            self.others, tuple(sorted(p for p in pairs.items() if p[1] != self.others))
        )
