"""Every request and reply of the adapter protocol as a typed value; PROTOCOL.md says what they mean.

Names on the wire are those of the fields here, except that views use the spec's own names
(`lastLogTerm`), and `from` stands for `sender`. Indexes are the implementation's own: 1-based
or not, they are compared only with indexes of the same implementation. A field that an
implementation cannot show is null; fields that the suite does not know are ignored.
"""

from typing import Any, Literal

import msgspec

from raft_conformance.protocol.capabilities import Capabilities
from raft_conformance.protocol.views import AnyView, Configuration, Record

PROTOCOL = "raft-conformance/1"

Role = Literal["follower", "precandidate", "candidate", "leader", "learner"]
TimerKind = Literal["election", "heartbeat"]


class Request(msgspec.Struct, frozen=True, kw_only=True, tag_field="op"):
    """What the suite asks; the reply echoes `id`."""

    id: int = 0


class Hello(Request, frozen=True, kw_only=True, tag="hello"):
    """The first request of every process."""

    protocol: str = PROTOCOL


class Member(Record, frozen=True, kw_only=True):
    """A server of the cluster; without a vote it is a learner."""

    id: str
    voter: bool = True


class Create(Request, frozen=True, kw_only=True, tag="create"):
    """Make one node with an empty disk and start it; one that is not among the members is to join them."""

    node: str
    members: tuple[Member, ...]
    seed: int = 0
    options: dict[str, Any] = {}


class Timeout(Request, frozen=True, kw_only=True, tag="timeout"):
    """Fire a timer now; a leader's heartbeat timer also replicates what is missing."""

    node: str
    kind: TimerKind


class Tick(Request, frozen=True, kw_only=True, tag="tick"):
    """Let `count` units of the implementation's logical clock pass on one node."""

    node: str
    count: int = 1


class Deliver(Request, frozen=True, kw_only=True, tag="deliver"):
    """Hand a message, by the id under which it was sent, to the node that it is for."""

    mid: str


class Propose(Request, frozen=True, kw_only=True, tag="propose", omit_defaults=True):
    """Offer a command to one node, which need not be the leader.

    With a session it is that one's operation of this serial number, and may come again.
    """

    node: str
    value: str
    session: str | None = None
    serial: int | None = None


class Register(Request, frozen=True, kw_only=True, tag="register"):
    """A client asks one node for a session."""

    node: str
    client: str


class Expire(Request, frozen=True, kw_only=True, tag="expire"):
    """Let one node decide that a session ends, which is done when the log says so."""

    node: str
    session: str


class Transfer(Request, frozen=True, kw_only=True, tag="transfer"):
    """Ask a leader to hand over to another node."""

    node: str
    target: str


class Compact(Request, frozen=True, kw_only=True, tag="compact"):
    """Let a snapshot take the place of what a node has applied, but for the last `keep` entries."""

    node: str
    keep: int = 0


class Read(Request, frozen=True, kw_only=True, tag="read"):
    """A client asks one node to read without a stale answer; `context` names the read.

    The same context may come again, as from a client that asks once more.
    """

    node: str
    context: str


class Change(Request, frozen=True, kw_only=True, tag="change"):
    """Ask a node to bring the cluster to these members, whatever the way to them is."""

    node: str
    voters: tuple[str, ...]
    learners: tuple[str, ...] = ()


class StateOf(Request, frozen=True, kw_only=True, tag="state"):
    """Ask for a node's state record."""

    node: str


class LogOf(Request, frozen=True, kw_only=True, tag="log"):
    """Ask for all entries of a node's log."""

    node: str


class Crash(Request, frozen=True, kw_only=True, tag="crash"):
    """Stop a node at once; what it had not written to its disk is gone."""

    node: str


class Sync(Request, frozen=True, kw_only=True, tag="sync"):
    """Let a node's disk finish every write that is on its way."""

    node: str


class Write(Request, frozen=True, kw_only=True, tag="write"):
    """Let a node's disk finish the oldest write that is on its way, and no other."""

    node: str


class Restart(Request, frozen=True, kw_only=True, tag="restart"):
    """Start a crashed node again from its disk."""

    node: str


class Shutdown(Request, frozen=True, kw_only=True, tag="shutdown"):
    """Reply, and exit with status 0."""


class Inject(Request, frozen=True, kw_only=True, tag="inject"):
    """Let a node receive a message that the adapter builds from its view."""

    node: str
    view: AnyView


AnyRequest = (
    Hello
    | Create
    | Timeout
    | Tick
    | Deliver
    | Propose
    | Register
    | Expire
    | Transfer
    | Compact
    | Read
    | Change
    | StateOf
    | LogOf
    | Crash
    | Sync
    | Write
    | Restart
    | Inject
    | Shutdown
)


class Introduction(Record, frozen=True, kw_only=True):
    """The reply to hello."""

    implementation: str
    version: str
    capabilities: Capabilities
    homepage: str = ""


class Position(Record, frozen=True, kw_only=True):
    """An entry's place."""

    index: int
    term: int


class ObservedConfiguration(Configuration, frozen=True, kw_only=True):
    """The members that a node goes by, and `index`, where the entry that made them stands."""

    joint: bool = False
    index: int | None = None
    committed: bool | None = None


class State(Record, frozen=True, kw_only=True):
    """A node as it shows itself; null where that cannot be seen.

    `vote` is "" where no vote was cast in this term. `commit` and `applied` are indexes.
    """

    term: int | None = None
    vote: str | None = None
    role: Role | None = None
    leader: str | None = None
    commit: int | None = None
    applied: int | None = None
    last: Position | None = None
    first: int | None = None
    snapshot: Position | None = None
    configuration: ObservedConfiguration | None = None


class Message(msgspec.Struct, frozen=True, kw_only=True, rename={"sender": "from"}):
    """A message on its way; `blob` is opaque, `mid` unique in the process."""

    mid: str
    sender: str
    to: str
    blob: str = ""
    view: AnyView | None = None


class Persisted(Record, frozen=True, kw_only=True):
    """A term and vote that reached the disk during this request; "" or null is no vote."""

    term: int
    vote: str | None = None


class FinishedRead(Record, frozen=True, kw_only=True):
    """A read that may be answered: its answer is sure to have everything up to `index`."""

    context: str
    index: int


class AppliedCommand(Record, frozen=True, kw_only=True):
    """What a state machine did with a command of a session, which stands in the log at `index`.

    It opened the session, closed it, or was asked for an operation. `performed` is whether the
    application performed that now, `reply` what the client is told; null where it is refused.
    """

    index: int
    kind: Literal["open", "close", "operation"]
    session: str
    serial: int | None = None
    performed: bool = False
    reply: str | None = None


class Effects(Record, frozen=True, kw_only=True):
    """What one input made a node do.

    `reads` are those that finished at it, `applied` the commands of sessions that its state machine took,
    and `pending` the number of writes that its disk has yet to do, where these take their time.
    """

    messages: tuple[Message, ...] = ()
    persisted: tuple[Persisted, ...] = ()
    reads: tuple[FinishedRead, ...] = ()
    applied: tuple[AppliedCommand, ...] = ()
    pending: int | None = None
    state: State


class Answered(Effects, frozen=True, kw_only=True):
    """The effects of a request that may be refused: `accepted` is false where the node takes nothing of it."""

    accepted: bool


class StateReply(Record, frozen=True, kw_only=True):
    """The reply to create and to state."""

    state: State


class LogEntry(Record, frozen=True, kw_only=True):
    """An entry of a node's log; equal entries have equal digests."""

    index: int
    term: int
    digest: str
    kind: str = "command"
    value: str | None = None


class LogReply(Record, frozen=True, kw_only=True):
    """The reply to log: all entries that the node holds, in order."""

    log: tuple[LogEntry, ...]


class Nothing(Record, frozen=True, kw_only=True):
    """The reply to crash and to shutdown."""


FailureKind = Literal["unsupported", "bad-request", "implementation"]


class Refusal(Record, frozen=True, kw_only=True):
    """The adapter could not do what was asked."""

    kind: FailureKind
    message: str


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """One line of an adapter: exactly one of `ok` and `error`."""

    id: int
    ok: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    error: Refusal | msgspec.UnsetType = msgspec.UNSET
