"""A node: the server record of the specification with what policy needs beside it."""

import msgspec
from msgspec.structs import replace

from raft_reference.core.asynchronous import with_disk
from raft_reference.core.effects import Durable
from raft_reference.core.every_action import Rules
from raft_reference.core.features import election_features, recover_server
from raft_reference.core.leader_ids import recover_with_id
from raft_reference.core.lease import recover_timed_server
from raft_reference.core.membership import membership_features
from raft_reference.core.state import ServerState, init_server
from raft_reference.core.types import (
    ActiveOn,
    Clock,
    Features,
    Index,
    ServerId,
    Value,
    missing_features,
)

NO_OP = Value(b"")
"""The command that does nothing, with which a new leader begins its term (RP section 8)."""


class Settings(msgspec.Struct, frozen=True):
    """What is fixed for the life of a node.  Times are in ticks.

    The election timeout is drawn from `election_ticks` up to twice that, exclusive.  `no_op` is
    what a new leader proposes by itself; with None it proposes nothing, and what it found in its
    log is committed only once a client proposes something.  `features` are the rules beyond Raft's
    own in force; they are the same on all members.  `members` are the first voters, the same for all
    servers that ever join; with a rule by which members change, a server that joins is not among them.
    With a lease, `drift_ticks` is what clocks may differ by, as duty 6 of the package says; at least 1
    because they do not tick at the same instant.  With `asynchronous_writes` the host need not wait for
    its disk: it reports what is done, and the node holds back what depends on it; that goes with the rules
    for elections only.  Two variants are the same on all members, too.  With `leader_ids` a term may have several
    leaders, and a term is everywhere the number of a leader id; that goes with no feature, and `members` are all
    servers that there will be.  With `active_on="apply"` a configuration is in force once it is applied, and the
    commit index is on disk; that goes with the rules for elections and for members only.

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
    leader_ids: bool = False
    active_on: ActiveOn = "append"

    def __post_init__(self) -> None:
        if self.id not in self.members and self.features.isdisjoint(membership_features()):
            raise ValueError(f"server {self.id!r} is not among the members {sorted(self.members)}")
        self._check_together("asynchronous_writes", self.asynchronous_writes, election_features())
        self._check_together("leader_ids", self.leader_ids, frozenset())
        on_apply, changes = self.active_on == "apply", election_features() | membership_features()
        self._check_together("active_on", on_apply, changes)
        if self.asynchronous_writes + self.leader_ids + on_apply > 1:
            raise ValueError("asynchronous_writes, leader_ids and active_on do not go together")
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
        return Rules(self.features, NO_OP, self.election_ticks, self.drift_ticks, self.members)

    def _check_together(self, name: str, is_on: bool, allowed: Features) -> None:
        if is_on and not self.features <= allowed:
            raise ValueError(f"{name} does not go together with {sorted(self.features - allowed)}")

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
    source of the next election timeout.  `unchecked` ticks have passed since a leader was elected,
    last checked its quorum or began a transfer, which lasts an election timeout (D 3.10); 0 where no rule asks
    for that.  `writes` is the number of the last write
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

    With leader ids a server may lead from the start.
    """
    first = init_server(settings.id, server=settings.members)
    found = replace(
        first,
        current_term=disk.current_term,
        voted_for=disk.voted_for,
        snapshot=disk.snapshot or first.snapshot,
        log=disk.log,
        is_vote_committed=disk.is_vote_committed,
        commit_index=disk.commit_index,
        active_on=settings.active_on,
    )
    server = recover_with_id(found) if settings.leader_ids else recover_server(found)
    if "lease" in settings.features:
        server = recover_timed_server(
            replace(server, clock=Clock(Index(clock))), features=settings.features
        )
    if settings.asynchronous_writes:
        server = with_disk(server)
    leader = settings.id if server.role == "leader" else None
    applied = server.snapshot.last_index
    idle = Node(settings, server, applied, leader, 0, 0, _scramble(seed))
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
