"""Who the members are, and which sets of them are a majority (D 4.1 to 4.3)."""

from raft_reference.core.log import entry_at, last_index
from raft_reference.core.on_apply import applied_index
from raft_reference.core.state import ServerState
from raft_reference.core.types import (
    AnyEntry,
    Configuration,
    ConfigurationEntry,
    Entry,
    Index,
    ServerId,
)


def is_configuration(entry: AnyEntry) -> bool:
    """`IsConfiguration`: the entry changes who the members are."""
    return isinstance(entry, ConfigurationEntry)


def configuration_index(s: ServerState, index: Index) -> Index:
    """`ConfigurationIndex`: where the newest up to an index is, the snapshot's if it is there."""
    base = s.snapshot.last_index
    numbered = enumerate(s.log[: max(0, index - base)], start=base + 1)
    held = [Index(k) for k, entry in numbered if is_configuration(entry)]
    return held[-1] if held else base


def configuration_at(s: ServerState, index: Index) -> Configuration:
    """`ConfigurationAt`: the newest in the log up to an index, else that of the snapshot."""
    k = configuration_index(s, index)
    entry = entry_at(s, k) if k > s.snapshot.last_index else s.snapshot
    assert not isinstance(entry, Entry), "configuration_index names an entry that is none"
    return entry.configuration


def active_index(s: ServerState) -> Index:
    """`ActiveIndex`: a configuration is in force from the moment it is in the log (D 4.1).

    Unless the server goes by the variant in which it is so once it is applied.
    """
    return applied_index(s) if s.active_on == "apply" else last_index(s)


def configuration(s: ServerState) -> Configuration:
    """`Configuration`: the one in force."""
    return configuration_at(s, active_index(s))


def voters(s: ServerState) -> frozenset[ServerId]:
    """`Voters`: whose votes count, of either half of a joint configuration."""
    c = configuration(s)
    return c.voters | c.outgoing


def peers(s: ServerState) -> frozenset[ServerId]:
    """`Peers`: all other members."""
    return (voters(s) | configuration(s).learners) - {s.id}


def is_majority(q: frozenset[ServerId], voters: frozenset[ServerId]) -> bool:
    """`IsMajority`: more than half of the voters are in q; two such sets always share a voter.

    >>> [is_majority(frozenset(q), frozenset("abc")) for q in ("", "a", "ab", "abc", "axy")]
    [False, False, True, True, False]
    """
    return 2 * len(q & voters) > len(voters)


def is_quorum(s: ServerState, q: frozenset[ServerId]) -> bool:
    """`IsQuorum`: q decides, as s sees it; of a joint configuration, in both halves."""
    c = configuration(s)
    return is_majority(q, c.voters) and (not c.outgoing or is_majority(q, c.outgoing))


def is_retired(s: ServerState) -> bool:
    """`IsRetired`: the configuration in force is committed and gives the server no vote."""
    return s.id not in voters(s) and configuration_index(s, active_index(s)) <= s.commit_index
