"""Wrong versions of the functions that say in which order all rules act, each a known mistake."""

from tests.reference.planted import Planted

from raft_reference.core import complete
from raft_reference.core.lease import keep_promise, note_leader
from raft_reference.core.membership import step_down
from raft_reference.core.messages import Message, SnapshotMessage
from raft_reference.core.state import ServerState, Step
from raft_reference.core.types import Features

right_every_message = complete.handle_every_message


def retires_alone(s: ServerState) -> Step:
    return step_down(s)


def handles_apart(s: ServerState, m: Message, *, features: Features, election_ticks: int) -> Step:
    if not isinstance(m, SnapshotMessage):
        return right_every_message(s, m, features=features, election_ticks=election_ticks)
    step = complete.handle_anything(s, m, features=features)
    kept = keep_promise(s, step.server, features=features, election_ticks=election_ticks)
    return Step(note_leader(s, m, kept, features=features), step.out)


FAULTS = (
    Planted(
        complete.step_down_completely,
        retires_alone,
        "ReadsAreOfLeader",
        "RC01",
        "features=single-server,read-index elect:a run:16 change:a:bc read:a run:20",
    ),
    Planted(
        complete.handle_every_message,
        handles_apart,
        "ReadsAreOfLeader",
        "RC02",
        "features=snapshots,read-index elect:a run:12 split:c propose:a run:12 compact:a elect:c heal "
        "beat:a read:a deliver:4 deliver:6",
    ),
)
