"""Compaction: what is committed gives way to a snapshot (RP section 7; D 5.1).

The functions of `spec/RaftSnapshots.tla` are here and in `installation` and `snapshot_messages`.
"""

from msgspec.structs import replace

from raft_reference.core.configuration import configuration_at
from raft_reference.core.log import entries, last_index, term_at, whole_log
from raft_reference.core.state import ServerState, Step
from raft_reference.core.types import Features, Index, Log, Snapshot


def snapshot_features() -> Features:
    """`SnapshotFeatures`: those that can be switched on here."""
    return frozenset({"snapshots"})


def state_at(s: ServerState, index: Index) -> Log:
    """`StateAt`: the state after the entries up to an index, where it is these entries."""
    return whole_log(s)[:index]


def can_compact(s: ServerState, index: Index, *, features: Features) -> bool:
    """`CanCompact`: up to an index that is committed, beyond what is compacted already."""
    return "snapshots" in features and s.snapshot.last_index < index <= s.commit_index


def compact(s: ServerState, index: Index, state: bytes | Log) -> Step:
    """`Compact`: a snapshot in the place of the entries up to an index.

    What consensus needs of them goes into it: where they end, with which term, and the newest
    configuration among them.  Only where `can_compact` holds.

    >>> from raft_reference.core.state import init_server
    >>> from raft_reference.core.types import Entry
    >>> log = (Entry(1, b"x"), Entry(2, b"y"), Entry(2, b"z"))
    >>> s = replace(init_server("a", server=frozenset("abc")), log=log, commit_index=2)
    >>> s = compact(s, 2, b"xy").server
    >>> s.snapshot.last_index, s.snapshot.last_term, s.log
    (2, 2, (Entry(term=2, value=b'z'),))
    """
    snapshot = Snapshot(index, term_at(s, index), configuration_at(s, index), state)
    rest = entries(s, Index(index + 1), last_index(s))
    return Step(replace(s, snapshot=snapshot, log=rest), frozenset())
