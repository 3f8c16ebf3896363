"""When to do what the specification allows.

A policy is a script: it yields the action that it wants taken and gets back the server record that
the action made.  It can do nothing else to the server, and the specification's guards are asked
before each action.
"""

from collections.abc import Generator
from typing import assert_never

from raft_reference.core.actions import (
    ClientRequest,
    Commit,
    Receive,
    SendEntries,
    Timeout,
    WinElection,
)
from raft_reference.core.compaction import can_compact
from raft_reference.core.complete_actions import ReceiveEvery, RetireCompletely
from raft_reference.core.configuration import peers
from raft_reference.core.election_actions import (
    BeginTerm,
    ElectionTimeout,
    FinishTransfer,
    Propose,
    ReceiveMessage,
    StandForElection,
    TransferTo,
    WinPreVote,
)
from raft_reference.core.elections import can_start_election
from raft_reference.core.every_action import AnyAction, SyncWrites, is_allowed
from raft_reference.core.inputs import Timer
from raft_reference.core.installation import can_send_snapshot
from raft_reference.core.leader_id_actions import (
    ReceiveWithId,
    TimeoutWithId,
    WinElectionWithId,
)
from raft_reference.core.lease import can_pass_timeout, can_serve_by_lease
from raft_reference.core.log import last_index
from raft_reference.core.membership import (
    can_change_configuration,
    can_enter_joint,
    can_leave_joint,
    can_step_down,
)
from raft_reference.core.membership_actions import BeginJoint, ChangeMembers, EndJoint, Retire
from raft_reference.core.messages import (
    AppendEntriesResponse,
    CoreMessage,
    InstallSnapshotResponse,
    Message,
    ReadMessage,
    SnapshotMessage,
)
from raft_reference.core.new_term import can_append_no_op, can_propose
from raft_reference.core.node import Settings
from raft_reference.core.prevote import can_campaign, can_stand
from raft_reference.core.read_actions import (
    AnswerByLease,
    AnswerRead,
    FinishTimedTransfer,
    ReceiveTimed,
    SendTimedRound,
    TakeRead,
    TimedTimeout,
)
from raft_reference.core.reads import can_begin_round, can_note_read, can_serve_read
from raft_reference.core.replication import can_replicate
from raft_reference.core.snapshot_actions import CompactLog, InstallSnapshot, ReceiveSnapshot
from raft_reference.core.state import ServerState
from raft_reference.core.transfer import can_send_timeout_now, can_start_transfer
from raft_reference.core.types import Configuration, Context, Index, Log, ServerId, Value

Script = Generator[AnyAction, ServerState, ServerState]
"""Yields actions, is sent the record after each, and returns the last record."""


def on_expiry(settings: Settings, s: ServerState, timer: Timer) -> Script:
    """A timer ran out: stand for election, or send heartbeats."""
    match timer:
        case "election":
            if settings.features:
                s = yield from on_silence(settings, s)
            elif can_start_election(s):
                s = yield TimeoutWithId(s.id) if settings.leader_ids else Timeout(s.id)
                s = yield from win_if_possible(settings, s)
        case "heartbeat":
            s = yield from send_to_all(settings, s)
            if s.reads or "lease" in settings.features:
                s = yield from begin_round_and_answer(settings, s)
            s = yield from go_on_with_change(settings, s)
        case _:
            assert_never(timer)
    return s


def on_silence(settings: Settings, s: ServerState) -> Script:
    """An election timeout passed: a leader looks who answered it, the others stand."""
    led = s.role == "leader"
    s = yield from pass_timeout(settings, s)
    if not led and can_stand(s):
        s = yield StandForElection(s.id)
        s = yield from win_if_possible(settings, s)
    return s


def pass_timeout(settings: Settings, s: ServerState) -> Script:
    """The timeout itself, where the clock allows it: with a lease a server is bound for so long."""
    if "read-index" not in settings.features:
        s = yield ElectionTimeout(s.id)
    elif can_pass_timeout(s, features=settings.features, election_ticks=settings.election_ticks):
        s = yield TimedTimeout(s.id)
    return s


def finish_transfer(settings: Settings, s: ServerState) -> AnyAction:
    """Tell the target to stand; where there may be a lease, it ends with that."""
    if "read-index" in settings.features:
        return FinishTimedTransfer(s.id)
    return FinishTransfer(s.id)


def on_read(settings: Settings, s: ServerState, context: Context) -> Script:
    """A client's read: note it, and answer it by the lease or else ask everyone at once."""
    if can_note_read(s, features=settings.features):
        s = yield TakeRead(s.id, context)
        s = yield from answer_reads(settings, s)
        if s.reads:
            s = yield from begin_round_and_answer(settings, s)
    return s


def begin_round_and_answer(settings: Settings, s: ServerState) -> Script:
    """A round, and what it confirms already where there is nobody else to ask."""
    if can_begin_round(s, features=settings.features):
        s = yield SendTimedRound(s.id)
        s = yield from answer_reads(settings, s)
    return s


def answer_reads(settings: Settings, s: ServerState) -> Script:
    """Every read that can be answered, in the order of their rounds."""
    ticks, drift = settings.election_ticks, settings.drift_ticks
    for r in sorted(s.reads, key=lambda r: (r.round, r.context)):
        if can_serve_read(s, r):
            s = yield AnswerRead(s.id, r)
        elif can_serve_by_lease(s, r, election_ticks=ticks, max_drift=drift):
            s = yield AnswerByLease(s.id, r)
    return s


def on_proposal(settings: Settings, s: ServerState, value: Value) -> Script:
    """A client's command: append it and send it to everyone at once."""
    if can_propose(s, features=settings.features):
        s = yield Propose(s.id, value) if settings.features else ClientRequest(s.id, value)
        s = yield from commit_if_possible(settings, s)
        for j in sorted(peers(s)):
            s = yield from send_entries(settings, s, j)
    return s


def on_compaction(settings: Settings, s: ServerState, index: Index, state: bytes | Log) -> Script:
    """The host has a state to put in the place of the entries up to an index."""
    if can_compact(s, index, features=settings.features):
        s = yield CompactLog(s.id, index, state)
    return s


def on_reconfiguration(settings: Settings, s: ServerState, target: Configuration) -> Script:
    """The members are to change: in one step where that is enough, else by a joint configuration."""
    direct = can_change_configuration(s, target, features=settings.features)
    if direct or can_enter_joint(s, target, features=settings.features):
        s = yield ChangeMembers(s.id, target) if direct else BeginJoint(s.id, target)
        s = yield from send_to_all(settings, s)
        s = yield from commit_if_possible(settings, s)
    return s


def on_transfer(settings: Settings, s: ServerState, target: ServerId) -> Script:
    """A leader is to hand over: tell the target at once if it has everything, else send it that."""
    if can_start_transfer(s, target, features=settings.features):
        s = yield TransferTo(s.id, target)
        if can_send_timeout_now(s):
            s = yield finish_transfer(settings, s)
        else:
            s = yield from send_to(settings, s, target)
    return s


def on_message(settings: Settings, s: ServerState, m: Message) -> Script:
    """A message: take it, then become leader, commit or send more if it made that possible.

    A refused request is sent again at once, from one entry earlier, or the snapshot where that one is
    compacted; after an accepted one the next batch follows, if there is one, and the target of a transfer stands
    when there is none.  A refusal that did not move nextIndex is old, or from a server that has lost what it
    acknowledged: the same request would meet the same refusal for ever, as fast as messages go.  So none follows
    before the next heartbeat, or whatever else is sent to that server.
    """
    next_index = s.next_index[m.source]
    if "read-index" in settings.features:
        s = yield ReceiveEvery(m) if isinstance(m, SnapshotMessage) else ReceiveTimed(m)
    elif isinstance(m, SnapshotMessage):
        s = yield ReceiveSnapshot(m)
    elif settings.features:
        assert not isinstance(m, ReadMessage), "screening lets none of these through"
        s = yield ReceiveMessage(m)
    else:
        assert isinstance(m, CoreMessage), "nor any other"
        s = yield ReceiveWithId(m) if settings.leader_ids else Receive(m)
    s = yield from win_if_possible(settings, s)
    s = yield from commit_if_possible(settings, s)
    if isinstance(m, AppendEntriesResponse | InstallSnapshotResponse) and m.term == s.current_term:
        refused = isinstance(m, AppendEntriesResponse) and not m.success
        moved = s.next_index[m.source] < next_index
        if moved if refused else can_replicate(s, m.source, 1):
            s = yield from send_to(settings, s, m.source)
        elif m.source == s.transfer_target and can_send_timeout_now(s):
            s = yield finish_transfer(settings, s)
    return (yield from answer_reads(settings, s))


def win_if_possible(settings: Settings, s: ServerState) -> Script:
    """With the consent of a majority, stand; with its votes, lead.

    A new leader begins the term with a no-op and tells everyone.
    """
    if can_campaign(s):
        s = yield WinPreVote(s.id)
    win = WinElectionWithId(s.id) if settings.leader_ids else WinElection(s.id)
    if is_allowed(s, win, settings.rules):
        s = yield win
        s = yield from begin_term(settings, s)
        s = yield from commit_if_possible(settings, s)
        s = yield from send_to_all(settings, s)
    return s


def begin_term(settings: Settings, s: ServerState) -> Script:
    """The no-op of a new leader: by the rule for it if that is in force, else as a proposal."""
    if can_append_no_op(s, features=settings.features):
        s = yield BeginTerm(s.id)
    elif settings.no_op is not None:
        no_op = settings.no_op
        s = yield Propose(s.id, no_op) if settings.features else ClientRequest(s.id, no_op)
    return s


def on_persisted(settings: Settings, s: ServerState, count: int) -> Script:
    """The disk has done so many writes: what they allow is done now."""
    if is_allowed(s, SyncWrites(s.id, count), settings.rules):
        s = yield SyncWrites(s.id, count)
        s = yield from win_if_possible(settings, s)
        s = yield from commit_if_possible(settings, s)
    return s


def commit_if_possible(settings: Settings, s: ServerState) -> Script:
    """Commit at once; the followers learn of it with the next request that they get anyway."""
    if is_allowed(s, Commit(s.id), settings.rules):
        s = yield Commit(s.id)
        s = yield from go_on_with_change(settings, s)
    return s


def go_on_with_change(settings: Settings, s: ServerState) -> Script:
    """A joint configuration that is committed is ended, and a leader that is removed steps down.

    Before it does so it tells the others what is committed: they will not hear of it again until
    one of them leads.
    """
    if can_leave_joint(s):
        s = yield EndJoint(s.id)
        s = yield from send_to_all(settings, s)
        s = yield from commit_if_possible(settings, s)
    elif can_step_down(s):
        s = yield from send_to_all(settings, s)
        s = yield RetireCompletely(s.id) if "read-index" in settings.features else Retire(s.id)
    return s


def send_to_all(settings: Settings, s: ServerState) -> Script:
    """An AppendEntries request, or the snapshot, to each of the others, in the order of their names."""
    for j in sorted(peers(s)):
        s = yield from send_to(settings, s, j)
    return s


def send_to(settings: Settings, s: ServerState, j: ServerId) -> Script:
    """What j needs next: entries, or the snapshot where they are compacted.

    A snapshot may be large.  So it is sent when j refused entries, and again with each heartbeat
    until j has answered, but not with each proposal.
    """
    if can_send_snapshot(s, j, features=settings.features):
        s = yield InstallSnapshot(s.id, j)
        return s
    return (yield from send_entries(settings, s, j))


def send_entries(settings: Settings, s: ServerState, j: ServerId) -> Script:
    """As many entries as one batch holds, from nextIndex on; a heartbeat if there are none."""
    waiting = last_index(s) - (s.next_index[j] - 1)
    count = max(0, min(waiting, settings.max_batch_size))
    if can_replicate(s, j, count):
        s = yield SendEntries(s.id, j, count)
    return s
