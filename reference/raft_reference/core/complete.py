"""All features together: in which order they act on a server's record.

The functions of `spec/RaftComplete.tla`.  No rule is new here.
"""

import msgspec
from msgspec.structs import replace

from raft_reference.core.compaction import snapshot_features
from raft_reference.core.features import election_features
from raft_reference.core.lease import (
    LeaseFields,
    clock_fields,
    keep_promise,
    lease_features,
    note_leader,
    release_lease,
)
from raft_reference.core.membership import init_member, membership_features, step_down
from raft_reference.core.messages import Message, SnapshotMessage
from raft_reference.core.reads import ReadFields, handle_any_message, read_features, release_reads
from raft_reference.core.snapshot_messages import handle_snapshot_message
from raft_reference.core.state import ServerState, Step
from raft_reference.core.types import Features, ServerId


def complete_features() -> Features:
    """`CompleteFeatures`: all that can be switched on."""
    return (
        election_features()
        | membership_features()
        | snapshot_features()
        | read_features()
        | lease_features()
    )


def init_complete_server(
    i: ServerId, *, initial_voters: frozenset[ServerId], election_ticks: int
) -> ServerState:
    """`InitCompleteServer`: the server as it first starts."""
    return replace(
        init_member(i, initial_voters=initial_voters),
        **msgspec.structs.asdict(clock_fields(election_ticks=election_ticks)),
        **msgspec.structs.asdict(LeaseFields()),
        **msgspec.structs.asdict(ReadFields()),
    )


def release_all(s: ServerState) -> ServerState:
    """`ReleaseAll`: what a leader keeps for its reads goes with its leadership."""
    return release_lease(release_reads(s))


def handle_anything(s: ServerState, m: Message, *, features: Features) -> Step:
    """`HandleAnything`: a snapshot's message, or any other."""
    if isinstance(m, SnapshotMessage):
        return handle_snapshot_message(s, m, features=features)
    return handle_any_message(s, m, features=features)


def handle_every_message(
    s: ServerState, m: Message, *, features: Features, election_ticks: int
) -> Step:
    """`HandleEveryMessage`: whoever hears a leader makes it a promise, also by a snapshot."""
    step = handle_anything(s, m, features=features)
    kept = keep_promise(s, step.server, features=features, election_ticks=election_ticks)
    return Step(release_all(note_leader(s, m, kept, features=features)), step.out)


def step_down_completely(s: ServerState) -> Step:
    """`StepDownCompletely`: a leader that is removed answers no read any more."""
    step = step_down(s)
    return Step(release_all(step.server), step.out)
