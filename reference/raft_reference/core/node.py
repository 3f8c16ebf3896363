"""A node: the server record of the specification with what policy needs beside it."""

import msgspec
from msgspec.structs import replace

from raft_reference.core.asynchronous import with_disk
from raft_reference.core.effects import Durable
from raft_reference.core.every_action import Rules
from raft_reference.core.features import election_features, recover_server
from raft_reference.core.lease import recover_timed_server
from raft_reference.core.membership import membership_features
from raft_reference.core.state import ServerState, init_server
from raft_reference.core.types import Clock, Features, Index, ServerId, Value, missing_features

NO_OP = Value(b"")
"""The command that does nothing, with which a new leader begins its term (RP section 8)."""


class Settings(msgspec.Struct, frozen=True):
    """What is fixed for the life of a node.  Times are in ticks.

    The election timeout is drawn from `election_ticks` up to twice that, exclusive.  `no_op` is
    what a new leader proposes by itself; with None it proposes nothing, and what it found in its
    log is committed only once a client proposes something.  `features` are the rules beyond Raft's
    own in force; they are the same on all members.  `members` are the first voters, the same for all
    servers that ever join; with a rule by which members change, a server that joins is not among them.
    With a lease, no two members' clocks may come to be further apart than `drift_ticks`, at least 1
    because they do not tick at the same instant.  With `asynchronous_writes` the host need not wait for
    its disk: it reports what is done, and the node holds back what depends on it; that goes with the rules
    for elections only.

    Raises ValueError where the settings make no sense together.
    """

    id: ServerId
    members: frozenset[ServerId]
    election_ticks: int = 10
    heartbeat_ticks: int = 2
    max_batch_size: int = 64
    no_op: Value | None = NO_OP
    features: Features = frozenset()
    drift_ticks: int = 1
    asynchronous_writes: bool = False

    def __post_init__(self) -> None:
        if self.id not in self.members and self.features.isdisjoint(membership_features()):
            raise ValueError(f"server {self.id!r} is not among the members {sorted(self.members)}")
        if self.asynchronous_writes and not self.features <= election_features():
            others = sorted(self.features - election_features())
            raise ValueError(f"asynchronous_writes does not go together with {others}")
        if not 0 < self.heartbeat_ticks < self.election_ticks:
            raise ValueError(
                "heartbeats must be more frequent than elections: heartbeat_ticks is "
                f"{self.heartbeat_ticks}, election_ticks is {self.election_ticks}"
            )
        if "lease" in self.features:
            self._check_lease()
        if self.max_batch_size < 1:
            raise ValueError(f"max_batch_size must be at least 1, not {self.max_batch_size}")

    @property
    def rules(self) -> Rules:
        """What the actions have to know of it."""
        return Rules(self.features, NO_OP, self.election_ticks, self.drift_ticks)

    def _check_lease(self) -> None:
        missing = missing_features(self.features)
        if missing:
            raise ValueError(f"a lease needs the features {sorted(missing)}, too")
        if not 0 < 2 * self.drift_ticks < self.election_ticks:
            raise ValueError(
                "a lease must be longer than twice the drift: drift_ticks is "
                f"{self.drift_ticks}, election_ticks is {self.election_ticks}"
            )


class Node(msgspec.Struct, frozen=True):
    """One server, alive.  Only `step` makes new ones.

    `applied` is the last index handed out to be applied; `leader` is who leads the current term, as
    far as is known.  `elapsed` ticks have passed since the timer was last reset, and at
    `election_timeout` it runs out (for a leader, at `Settings.heartbeat_ticks`).  `seed` is the
    source of the next election timeout.  `unchecked` ticks have passed since a leader was elected or
    last checked its quorum; 0 where no rule asks for that.  `writes` is the number of the last write
    that was handed out, where the host reports them.
    """

    settings: Settings
    server: ServerState
    applied: Index
    leader: ServerId | None
    elapsed: int
    election_timeout: int
    seed: int
    unchecked: int = 0
    writes: int = 0


def boot(settings: Settings, disk: Durable, seed: int, clock: int = 0) -> Node:
    """A node as it starts from its disk: for the first time, or after a crash.

    The state machine begins as the snapshot on the disk says, or empty where there is none, and is
    handed the entries from there on.  `seed` is any integer, best a different one for each server and start.
    `clock` is what the server's clock shows; nothing that was read off it before matters.

    >>> node = boot(Settings("a", frozenset("abc")), Durable(3, "b"), seed=1)
    >>> node.server.current_term, node.server.voted_for, node.server.role
    (3, 'b', 'follower')
    """
    first = init_server(settings.id, server=settings.members)
    server = recover_server(
        replace(
            first,
            current_term=disk.current_term,
            voted_for=disk.voted_for,
            snapshot=disk.snapshot or first.snapshot,
            log=disk.log,
        )
    )
    if "lease" in settings.features:
        server = recover_timed_server(
            replace(server, clock=Clock(Index(clock))), features=settings.features
        )
    if settings.asynchronous_writes:
        server = with_disk(server)
    idle = Node(settings, server, server.commit_index, None, 0, 0, _scramble(seed))
    return reset_timer(idle)


def reset_timer(node: Node) -> Node:
    """The node with its timer started anew, and a new election timeout drawn (RP section 5.2)."""
    shortest = node.settings.election_ticks
    drawn = shortest + _scramble(node.seed) % shortest
    return replace(node, elapsed=0, election_timeout=drawn, seed=node.seed + 1)


def _scramble(seed: int) -> int:
    """A number in 0..2^64-1 in which every bit depends on every bit of the seed.

    Two rounds of multiply and shift; neighbouring seeds give unrelated results, which is all that
    keeps two servers from timing out together for ever.
    """
    mask = (1 << 64) - 1
    mixed = (seed * 0x9E3779B97F4A7C15 + 0xD1B54A32D192ED03) & mask
    for _ in range(2):
        mixed = ((mixed ^ (mixed >> 31)) * 0xA24BAED4963EE407) & mask
    return mixed ^ (mixed >> 29)
