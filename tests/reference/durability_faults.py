"""Wrong versions of functions for writes that take their time, each a known mistake."""

from msgspec.structs import replace
from tests.reference.planted import NO_STEP, Planted

from raft_reference.core import asynchronous, commitment
from raft_reference.core.asynchronous import must_wait, to_disk
from raft_reference.core.elections import can_become_leader
from raft_reference.core.messages import (
    AppendEntriesRequest,
    AppendEntriesResponse,
    Message,
    RequestVoteRequest,
    RequestVoteResponse,
)
from raft_reference.core.state import ServerState, Step, Write
from raft_reference.core.types import Index, ServerId

right_from_disk = asynchronous.from_disk
right_enqueue = asynchronous.enqueue
right_sync = asynchronous.sync


def votes_at_once(m: Message) -> bool:
    return not isinstance(m, AppendEntriesRequest | RequestVoteResponse)


def acknowledges_at_once(m: Message) -> bool:
    return not isinstance(m, AppendEntriesRequest | AppendEntriesResponse)


def asks_at_once(m: Message) -> bool:
    return not isinstance(m, AppendEntriesRequest | RequestVoteRequest)


def counts_memory(s: ServerState, index: Index) -> frozenset[ServerId]:
    return commitment.replicas(s, index)


def wins_in_memory(s: ServerState) -> bool:
    return can_become_leader(s)


def waits_for_own_write(s: ServerState, step: Step) -> Step:
    new = step.server
    if to_disk(new) == to_disk(s):
        return step
    waiting = frozenset(m for m in step.out if must_wait(m))
    write = Write(to_disk(new), waiting)
    return Step(replace(new, writes=(*s.writes, write)), step.out - waiting)


def loads_no_vote(s: ServerState) -> ServerState:
    return replace(right_from_disk(s), voted_for=None)


def memory_follows_disk(s: ServerState, count: int) -> Step:
    step = right_sync(s, count)
    return Step(right_from_disk(step.server), step.out)


def writes_no_log(s: ServerState, step: Step) -> Step:
    new = step.server
    if (new.current_term, new.voted_for) == (s.current_term, s.voted_for):
        return right_enqueue(replace(s, log=new.log, snapshot=new.snapshot), step)
    return right_enqueue(s, step)


FAULTS = (
    Planted(asynchronous.must_wait, votes_at_once, "SentTermIsDurable", "P05b", at_random=True),
    Planted(
        asynchronous.durable_replicas,
        counts_memory,
        "CommittedIsDurable",
        "P08",
        "asynchronous=yes elect:a settle:20 split:c propose:a deliver:0 write:b deliver:0",
    ),
    Planted(
        asynchronous.must_wait,
        acknowledges_at_once,
        "AcknowledgedIsDurable",
        "P08b",
        at_random=True,
    ),
    Planted(asynchronous.must_wait, asks_at_once, "SentTermIsDurable", "D01", at_random=True),
    Planted(
        asynchronous.can_win_durably,
        wins_in_memory,
        "LeaderIsDurable",
        "D02",
        "asynchronous=yes servers=1 elect:a",
    ),
    Planted(
        asynchronous.enqueue,
        waits_for_own_write,
        "SentTermIsDurable",
        "D03",
        "asynchronous=yes elect:a write:a copy:0 deliver:0",
    ),
    Planted(asynchronous.from_disk, loads_no_vote, NO_STEP, "D05", at_random=True),
    Planted(
        asynchronous.sync,
        memory_follows_disk,
        "GoesBackInCrashOnly",
        "D06",
        "asynchronous=yes elect:a elect:a write:a",
    ),
    Planted(asynchronous.enqueue, writes_no_log, "LastWriteIsMemory", "D07", at_random=True),
)
