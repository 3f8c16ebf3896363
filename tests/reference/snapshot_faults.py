"""Wrong versions of functions of the rules for snapshots, each a known mistake."""

from msgspec.structs import replace
from tests.reference.planted import Planted

from raft_reference.core import compaction, installation
from raft_reference.core.configuration import peers
from raft_reference.core.log import last_index
from raft_reference.core.state import ServerState, Step
from raft_reference.core.types import Features, Index, Log, ServerId, Snapshot, Term

right_compact = compaction.compact


def drops_all(s: ServerState, snapshot: Snapshot) -> Log:
    return ()


def holds_index(s: ServerState, snapshot: Snapshot) -> bool:
    return snapshot.last_index <= last_index(s)


def younger_than_own(s: ServerState, snapshot: Snapshot) -> bool:
    return snapshot.last_index > s.snapshot.last_index


def leaves_commit(s: ServerState, snapshot: Snapshot) -> ServerState:
    return replace(s, snapshot=snapshot, log=installation.suffix(s, snapshot))


def without_term(s: ServerState, index: Index, state: bytes | Log) -> Step:
    step = right_compact(s, index, state)
    return Step(
        replace(step.server, snapshot=replace(step.server.snapshot, last_term=Term(0))), step.out
    )


def only_below_end(s: ServerState, j: ServerId, *, features: Features) -> bool:
    return (
        "snapshots" in features
        and s.role == "leader"
        and j in peers(s)
        and s.next_index[j] < s.snapshot.last_index
    )


FAULTS = (
    Planted(
        installation.install,
        leaves_commit,
        "SnapshotIsApplied",
        "P24c",
        "features=snapshots elect:a run:12 split:c propose:a run:12 compact:a heal beat:a run:20",
    ),
    Planted(compaction.compact, without_term, "SnapshotTermIsTrue", "S08", at_random=True),
    Planted(
        installation.can_send_snapshot, only_below_end, "EveryoneIsServed", "S02", at_random=True
    ),
    Planted(
        installation.suffix,
        drops_all,
        "AcknowledgedIsKept",
        "P23",
        "tail=1 features=snapshots elect:a run:12 split:c propose:a propose:a run:12 compact:a beat:a "
        "heal run:20",
    ),
    Planted(
        installation.holds_end,
        holds_index,
        "TermsNeverDecrease",
        "P23b",
        "noop=no features=snapshots elect:c run:12 split:c propose:c propose:c propose:c elect:a run:12 "
        "propose:a run:12 compact:a beat:a heal deliver:10",
    ),
    Planted(
        installation.is_news,
        younger_than_own,
        "CommitNeverGoesBack",
        "P23c",
        "tail=1 features=snapshots elect:a run:12 split:c propose:a propose:a run:12 compact:a beat:a "
        "heal deliver:0 deliver:0 deliver:2 deliver:2 beat:a deliver:4 deliver:1",
    ),
)
