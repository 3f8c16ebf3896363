"""What the host is to do after a step, as data, and what is on its disk."""

from typing import Literal

import msgspec

from raft_reference.core.every_action import AnyAction
from raft_reference.core.messages import Message
from raft_reference.core.state import ServerState
from raft_reference.core.types import (
    AnyEntry,
    Configuration,
    Context,
    Index,
    Log,
    ServerId,
    Snapshot,
    Term,
)


class Persist(msgspec.Struct, frozen=True):
    """Write this to disk, all of it or nothing: the term, the vote and the end of the log.

    The entries before `first_index` stay, whatever was there from it on goes, and `entries` take
    its place.  `snapshot`, if there is a new one, takes the place of the old one and of the entries
    that it covers; None leaves the one that is there.
    `is_vote_committed` goes with the vote, where leader ids are in force; `commit_index` is 0 but where a
    configuration is in force once it is applied.
    `number` is what the host reports when it is done, with `inputs.Persisted`, where
    `Settings.asynchronous_writes` is on; else 0.
    """

    current_term: Term
    voted_for: ServerId | None
    first_index: Index
    entries: Log
    snapshot: Snapshot | None = None
    number: int = 0
    is_vote_committed: bool = False
    commit_index: Index = Index(0)


class Durable(msgspec.Struct, frozen=True):
    """What is on a server's disk; as it stands here, an empty one.

    `log` is what follows `snapshot`; None is the snapshot before the first entry.

    >>> from raft_reference.core.types import Entry
    >>> disk = Durable().after(Persist(1, "a", 1, (Entry(1, b"x"), Entry(1, b"y"))))
    >>> disk.after(Persist(2, None, 2, (Entry(2, b"z"),))).log
    (Entry(term=1, value=b'x'), Entry(term=2, value=b'z'))
    """

    current_term: Term = Term(0)
    voted_for: ServerId | None = None
    log: Log = ()
    snapshot: Snapshot | None = None
    is_vote_committed: bool = False
    commit_index: Index = Index(0)

    def after(self, persist: Persist) -> "Durable":
        """The disk once `persist` is written."""
        snapshot = persist.snapshot or self.snapshot
        base = _last_index(self.snapshot)
        kept = self.log[_last_index(snapshot) - base : persist.first_index - 1 - base]
        return Durable(
            persist.current_term,
            persist.voted_for,
            kept + persist.entries,
            snapshot,
            persist.is_vote_committed,
            persist.commit_index,
        )


def _last_index(snapshot: Snapshot | None) -> Index:
    return Index(0) if snapshot is None else snapshot.last_index


Reason = Literal["not-leader", "busy", "already-so", "invalid"]
"""Why a proposal is refused:

* `not-leader`: this server does not lead, or is removed; another one is to be asked;
* `busy`: a leader, but not now.  It takes nothing while it hands over or before its term has begun, and no
  change of the members while another one is under way or nothing of its term is committed;
* `already-so`: the members are those already, and that is committed;
* `invalid`: the members cannot become those: no voters, a learner that has a vote, or what needs a feature that is
  not in force.
"""


class Accepted(msgspec.Struct, frozen=True, tag=True):
    """The proposal is in the leader's log; what becomes of it shows in later effects.

    It is committed when an entry with this index and this term is applied.  It is lost when another entry with
    this index is applied, or one of a larger term before: the client may propose it again.  It is not known when
    `Effects.install` holds a snapshot that ends at this index or later, because what that covers is never
    applied here; then only the state machine can tell, for example by a session.
    """

    index: Index
    term: Term


class Refused(msgspec.Struct, frozen=True, tag=True):
    """Nothing is in any log; `leader` is the server to ask, None where it is not known."""

    leader: ServerId | None
    reason: Reason


class Effects(msgspec.Struct, frozen=True):
    """What follows from a step, in the order in which the host is to do it.

    `install`, if it is not None, is what the state machine is to be replaced by: the state of the
    snapshot. `apply` holds pairs (index, entry).  `reads` holds pairs (context, index): the read is answered
    from a state machine that has applied up to the index or further, as this one has after `apply`;
    `refused_reads` are those that this server will not answer.  `proposal` answers a `Propose` or a
    `Reconfigure` and is else None; `dropped` says why a message was ignored, and is else None.
    `configuration` is the one in force where that is another than before, with all to whom messages may
    go from now on.  `actions` explains the step: the actions of the specification that were taken, in order.
    """

    persist: Persist | None = None
    messages: tuple[Message, ...] = ()
    install: Snapshot | None = None
    apply: tuple[tuple[Index, AnyEntry], ...] = ()
    reads: tuple[tuple[Context, Index], ...] = ()
    refused_reads: tuple[Context, ...] = ()
    proposal: Accepted | Refused | None = None
    configuration: Configuration | None = None
    became_leader: bool = False
    dropped: str | None = None
    actions: tuple[AnyAction, ...] = ()


def to_persist(old: ServerState, new: ServerState) -> Persist | None:
    """What of `new` must go to disk where `old` is there; None if that is nothing."""
    snapshot = new.snapshot if new.snapshot != old.snapshot else None
    if snapshot is None and _durable(old) == _durable(new):
        return None
    base = new.snapshot.last_index
    left = old.log[base - old.snapshot.last_index :]
    shared = 0
    while shared < min(len(left), len(new.log)) and left[shared] == new.log[shared]:
        shared += 1
    first = Index(base + shared + 1)
    return Persist(
        new.current_term,
        new.voted_for,
        first,
        new.log[shared:],
        snapshot,
        is_vote_committed=new.is_vote_committed,
        commit_index=_durable_commit(new),
    )


def _durable(s: ServerState) -> tuple[object, ...]:
    """What is on disk beside the snapshot."""
    return s.current_term, s.voted_for, s.is_vote_committed, s.log, _durable_commit(s)


def _durable_commit(s: ServerState) -> Index:
    return s.commit_index if s.active_on == "apply" else Index(0)
