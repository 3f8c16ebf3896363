"""When to do what the specification allows.

A policy is a script: it yields the action that it wants taken and gets back the server record that
the action made.  It can do nothing else to the server, and the specification's guards are asked
before each action.
"""

from collections.abc import Generator
from typing import assert_never

from raft_reference.core.actions import (
    Action,
    ClientRequest,
    Commit,
    Receive,
    SendEntries,
    Timeout,
    WinElection,
)
from raft_reference.core.commitment import can_advance_commit_index
from raft_reference.core.elections import can_become_leader, can_start_election
from raft_reference.core.inputs import Timer
from raft_reference.core.log import last_index
from raft_reference.core.messages import AppendEntriesResponse, Message
from raft_reference.core.node import Settings
from raft_reference.core.replication import can_append_entry, can_replicate
from raft_reference.core.state import ServerState
from raft_reference.core.types import ServerId, Value

Script = Generator[Action, ServerState, ServerState]
"""Yields actions, is sent the record after each, and returns the last record."""


def on_expiry(settings: Settings, s: ServerState, timer: Timer) -> Script:
    """A timer ran out: stand for election, or send heartbeats."""
    match timer:
        case "election":
            if can_start_election(s):
                s = yield Timeout(s.id)
                s = yield from win_if_possible(settings, s)
        case "heartbeat":
            s = yield from send_to_all(settings, s)
        case _:
            assert_never(timer)
    return s


def on_proposal(settings: Settings, s: ServerState, value: Value) -> Script:
    """A client's command: append it and send it to everyone at once."""
    if can_append_entry(s):
        s = yield ClientRequest(s.id, value)
        s = yield from commit_if_possible(s)
        s = yield from send_to_all(settings, s)
    return s


def on_message(settings: Settings, s: ServerState, m: Message) -> Script:
    """A message: take it, then become leader, commit or send more if it made that possible.

    A refused request is sent again at once, from one entry earlier; after an accepted one the next
    batch follows, if there is one.
    """
    s = yield Receive(m)
    s = yield from win_if_possible(settings, s)
    s = yield from commit_if_possible(s)
    if isinstance(m, AppendEntriesResponse) and m.term == s.current_term:
        behind = can_replicate(s, m.source, 1)
        if behind or not m.success:
            s = yield from send_to(settings, s, m.source)
    return s


def win_if_possible(settings: Settings, s: ServerState) -> Script:
    """With the votes of a majority: become leader, begin the term with a no-op, tell everyone."""
    if can_become_leader(s):
        s = yield WinElection(s.id)
        if settings.no_op is not None:
            s = yield ClientRequest(s.id, settings.no_op)
        s = yield from commit_if_possible(s)
        s = yield from send_to_all(settings, s)
    return s


def commit_if_possible(s: ServerState) -> Script:
    """Commit at once; the followers learn of it with the next request that they get anyway."""
    if can_advance_commit_index(s):
        s = yield Commit(s.id)
    return s


def send_to_all(settings: Settings, s: ServerState) -> Script:
    """An AppendEntries request to each of the others, in the order of their names."""
    for j in sorted(settings.members - {s.id}):
        s = yield from send_to(settings, s, j)
    return s


def send_to(settings: Settings, s: ServerState, j: ServerId) -> Script:
    """As many entries as one batch holds, from nextIndex on; a heartbeat if there are none."""
    waiting = last_index(s.log) - (s.next_index[j] - 1)
    count = max(0, min(waiting, settings.max_batch_size))
    if can_replicate(s, j, count):
        s = yield SendEntries(s.id, j, count)
    return s
