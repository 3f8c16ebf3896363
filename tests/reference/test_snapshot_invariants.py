"""Each property of snapshots is true of a good run and false of one that breaks it."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from raft_reference.core.commitment import Committed
from raft_reference.core.messages import InstallSnapshotResponse
from raft_reference.core.state import ServerState, init_server
from raft_reference.core.types import (
    AnyEntry,
    Configuration,
    ConfigurationEntry,
    Entry,
    Features,
    Index,
    PerServer,
    ServerId,
    Snapshot,
    Term,
    Value,
)
from raft_reference.run import Run
from raft_reference.snapshot_invariants import (
    SNAPSHOT_STATE_PROPERTIES,
    SNAPSHOT_STEP_PROPERTIES,
    covered,
)

A, B, C = map(ServerId, "abc")
SERVERS = frozenset({A, B, C})
ONE, TWO = Term(1), Term(2)
X, Y = Entry(ONE, Value(b"x")), Entry(TWO, Value(b"y"))
MEMBERS = Configuration(SERVERS)
NEW = {i: init_server(i, server=SERVERS) for i in SERVERS}
SNAPSHOT = Snapshot(Index(1), ONE, MEMBERS, (X,))
LEADER = replace(
    NEW[A],
    role="leader",
    current_term=TWO,
    snapshot=SNAPSHOT,
    log=(Y,),
    commit_index=Index(1),
    next_index=PerServer(Index(2)),
)
ANSWER = InstallSnapshotResponse(TWO, A, B, Index(2))


def run(s: ServerState, *entries: AnyEntry, features: Features = frozenset({"snapshots"})) -> Run:
    """A run in which these entries, or else the first one, are committed."""
    facts = {Committed(Index(k), entry, TWO) for k, entry in enumerate(entries or (X,), start=1)}
    return Run({**NEW, s.id: s}, {ANSWER}, facts, features)


def holding(snapshot: Snapshot) -> ServerState:
    return replace(LEADER, snapshot=snapshot)


REMOVAL = ConfigurationEntry(ONE, Configuration(frozenset({A, B})))
BROKEN_RUNS = {
    "SnapshotIsCommitted": run(LEADER, Y),
    "SnapshotTermIsTrue": run(holding(replace(SNAPSHOT, last_term=TWO))),
    "SnapshotConfigurationIsTrue": run(holding(replace(SNAPSHOT, state=(REMOVAL,))), REMOVAL),
    "SnapshotIsApplied": run(replace(LEADER, commit_index=Index(0))),
    "AcknowledgedIsKept": run(replace(LEADER, log=())),
    "TermsNeverDecrease": run(replace(LEADER, log=(Y, X))),
    "EveryoneIsServed": run(replace(LEADER, next_index=PerServer(Index(4)))),
}
BROKEN_STEPS = {"SnapshotNeverGoesBack": (LEADER, NEW[A])}


@pytest.mark.parametrize("name", SNAPSHOT_STATE_PROPERTIES)
def test_a_state_property_tells_good_from_bad(name: str) -> None:
    assert SNAPSHOT_STATE_PROPERTIES[name](run(LEADER))
    others = [other for other in SNAPSHOT_STATE_PROPERTIES if other != name]
    assert not SNAPSHOT_STATE_PROPERTIES[name](BROKEN_RUNS[name])
    assert all(SNAPSHOT_STATE_PROPERTIES[other](BROKEN_RUNS[name]) for other in others)


@pytest.mark.parametrize("name", SNAPSHOT_STEP_PROPERTIES)
def test_a_step_property_tells_good_from_bad(name: str) -> None:
    assert SNAPSHOT_STEP_PROPERTIES[name](NEW[A], LEADER)
    assert SNAPSHOT_STEP_PROPERTIES[name](LEADER, LEADER)
    assert not SNAPSHOT_STEP_PROPERTIES[name](*BROKEN_STEPS[name])


def test_without_the_feature_nobody_is_promised_a_snapshot() -> None:
    lags = replace(LEADER, next_index=PerServer(Index(1)))
    assert SNAPSHOT_STATE_PROPERTIES["EveryoneIsServed"](run(lags))
    assert SNAPSHOT_STATE_PROPERTIES["EveryoneIsServed"](run(lags, features=frozenset()))


def test_what_a_host_made_of_the_entries_cannot_be_looked_into() -> None:
    with pytest.raises(TypeError):
        covered(replace(SNAPSHOT, state=b"x"))


def test_names_are_those_of_the_specification() -> None:
    path = Path(__file__).parents[2] / "spec/RaftSnapshotsProperties.tla"
    text = path.read_text(encoding="utf-8")
    names = set(re.findall(r"^(\w+)(?:\(.*\))? ==", text, flags=re.MULTILINE))
    assert names >= SNAPSHOT_STATE_PROPERTIES.keys() | SNAPSHOT_STEP_PROPERTIES.keys()
