"""Wrong versions of functions of the rules for a lease, each a known mistake."""

from msgspec.structs import replace
from tests.reference.planted import Planted

from raft_reference.core import lease, reads
from raft_reference.core.lease import is_bound, is_unexpired, keep_promise, note_leader
from raft_reference.core.messages import (
    FROM_LEADER,
    ConfirmResponse,
    Message,
    MessageOfElections,
    ReadMessage,
)
from raft_reference.core.reads import is_confirmed, recover_reader
from raft_reference.core.state import ServerState, Step
from raft_reference.core.transfer import send_timeout_now
from raft_reference.core.types import Clock, Features, Index, WaitingRead


def reads_any_time(s: ServerState, r: WaitingRead, *, election_ticks: int, max_drift: int) -> bool:
    return r in s.reads


def keeps_lease(s: ServerState) -> ServerState:
    return s


def notes_answer(
    s: ServerState, m: MessageOfElections | ReadMessage, *, features: Features, election_ticks: int
) -> Step:
    step = reads.handle_any_message(s, m, features=features)
    kept = keep_promise(s, step.server, features=features, election_ticks=election_ticks)
    t = note_leader(s, m, kept, features=features)
    if isinstance(m, ConfirmResponse) and m.term == s.current_term:
        t = replace(t, sent_rounds=frozenset(replace(r, sent_at=s.clock) for r in t.sent_rounds))
    return Step(lease.release_lease(t), step.out)


def lease_outlives_transfer(s: ServerState, *, features: Features) -> Step:
    return send_timeout_now(s)


def whole_timeout(*, election_ticks: int, max_drift: int) -> int:
    return election_ticks


def recovers_unbound(s: ServerState, *, features: Features) -> ServerState:
    return replace(recover_reader(s), clock=s.clock, heard_at=Clock(Index(0)))


def forgets_with_term(
    s: ServerState, t: ServerState, *, features: Features, election_ticks: int
) -> ServerState:
    if t.role == "candidate":
        return replace(t, heard_at=Clock(Index(0)))
    bound = is_bound(s, features=features, election_ticks=election_ticks)
    return replace(t, heard_from_leader=True) if bound and t.current_term == s.current_term else t


def has_lease_unless_in_transfer(s: ServerState, *, election_ticks: int, max_drift: int) -> bool:
    return s.transfer_target is None and any(
        is_unexpired(s, sent, election_ticks=election_ticks, max_drift=max_drift)
        and is_confirmed(s, sent.round)
        for sent in s.sent_rounds
    )


def passes_any_time(s: ServerState, *, features: Features, election_ticks: int) -> bool:
    return True


def is_of_any_leader(s: ServerState, m: Message) -> bool:
    return isinstance(m, FROM_LEADER)


LEASE = "features=read-index,stickiness,lease ticks:10 elect:a run:20 beat:a run:20"
TRANSFER = (
    "features=read-index,stickiness,lease,transfer ticks:10 elect:a run:20 beat:a run:20 "
    "transfer:ab deliver:0 split:a run:12"
)
AHEAD = " ".join(
    [
        "drift=4 features=read-index,stickiness,lease ticks:10 elect:a run:30",
        *["tick:a"] * 4,
        "run:40",
    ]
)
"""A leader whose clock is as far ahead as it may be."""
LATE = " ".join(
    ["split:a", *["tick:b tick:c"] * 8, *["tick:a tick:b tick:c propose:a"] * 2, "elect:b run:12"]
)
"""And then as far behind, while two others wait for an election timeout."""
FAULTS = (
    Planted(
        lease.can_serve_by_lease,
        reads_any_time,
        "ReadsAreLinearizable",
        "R05",
        f"{LEASE} split:a ticks:20 run:30 elect:b run:12 propose:b run:12 read:a",
    ),
    Planted(
        lease.release_lease,
        keeps_lease,
        "LeaseIsOfLeader",
        "R06",
        f"{LEASE} split:a ticks:20 run:30 elect:b run:12 heal run:40",
    ),
    Planted(
        lease.handle_timed_message,
        notes_answer,
        "LeaseExcludesOthers",
        "P17",
        f"{AHEAD} beat:a run:4 {LATE} heal deliver:2",
    ),
    Planted(
        lease.send_last_timeout_now,
        lease_outlives_transfer,
        "LeaseExcludesOthers",
        "P17b",
        TRANSFER,
    ),
    Planted(
        lease.lease_ticks,
        whole_timeout,
        "LeaseExcludesOthers",
        "P17c",
        f"{AHEAD} beat:a run:8 {LATE}",
    ),
    Planted(
        lease.recover_timed_server,
        recovers_unbound,
        "LeaseExcludesOthers",
        "P17d",
        f"{LEASE} restart:b restart:c elect:b run:12",
    ),
    Planted(
        lease.keep_promise, forgets_with_term, "BoundServerHearsLeader", "P17e", at_random=True
    ),
    Planted(
        lease.has_lease,
        has_lease_unless_in_transfer,
        "LeaseExcludesOthers",
        "P17f",
        f"{TRANSFER} elect:a",
    ),
    Planted(
        lease.can_pass_timeout,
        passes_any_time,
        "BoundServerHearsLeader",
        "P17g",
        at_random=True,
    ),
    Planted(
        lease.is_of_leader,
        is_of_any_leader,
        "TimeoutBeginsWithLeader",
        "P12",
        f"{LEASE} split:a ticks:20 run:30 elect:b run:12 heal run:40",
    ),
)
