"""The values that everything else is made of: terms, indexes, names, entries."""

from collections.abc import Iterable, Mapping
from typing import Literal, NewType

import msgspec

ServerId = NewType("ServerId", str)
"""The name of a server, unique in its cluster and never given to another disk."""

Term = NewType("Term", int)
"""The number of an election period, from 1; 0 is the term before any election."""

Index = NewType("Index", int)
"""A position in the log, 1-based; 0 is before the first entry."""

Value = NewType("Value", bytes)
"""A client's command.  The core never looks inside."""

Role = Literal["follower", "precandidate", "candidate", "leader"]

Feature = Literal["no-op", "pre-vote", "check-quorum", "stickiness", "transfer"]
"""A rule for elections beyond Raft's own."""

Features = frozenset[Feature]
"""The constant `Features`: the rules in force, the same on every server of a cluster."""


class Entry(msgspec.Struct, frozen=True):
    """One entry of a log; `term` is that of the leader who created it."""

    term: Term
    value: Value


Log = tuple[Entry, ...]
"""The entry with index k is at position k - 1."""


class PerServer(msgspec.Struct, frozen=True):
    """An index for each server: TLA+'s `[j \\in Server |-> ...]`, immutable.

    `pairs` is sorted by server, so that equal functions are equal values.

    >>> f = PerServer.of({"b": 1, "a": 1})
    >>> f["a"], f.but("a", 7)["a"], f["a"]
    (1, 7, 1)
    >>> sorted(f.domain())
    ['a', 'b']
    """

    pairs: tuple[tuple[ServerId, Index], ...]

    @classmethod
    def of(cls, indexes: Mapping[ServerId, Index]) -> "PerServer":
        """The function with these arguments and values."""
        return cls(tuple(sorted(indexes.items())))

    @classmethod
    def constant(cls, servers: Iterable[ServerId], index: Index) -> "PerServer":
        """The function that is `index` everywhere on `servers`."""
        return cls.of({j: index for j in servers})

    def __getitem__(self, j: ServerId) -> Index:
        """`f[j]`; KeyError outside the domain, which `step` lets no message reach."""
        for server, index in self.pairs:
            if server == j:
                return index
        raise KeyError(j)

    def but(self, j: ServerId, index: Index) -> "PerServer":
        """`[f EXCEPT ![j] = index]`: the same function but for its value at j."""
        return PerServer(tuple((k, index if k == j else old) for k, old in self.pairs))

    def domain(self) -> frozenset[ServerId]:
        """`DOMAIN f`."""
        return frozenset(server for server, _ in self.pairs)
