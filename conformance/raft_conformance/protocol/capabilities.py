"""What an implementation claims; by that it is judged."""

from typing import Literal

import msgspec

Clock = Literal["forced", "tick", "virtual", "wall"]
Network = Literal["fifo", "reorder", "duplicate"]
Persistence = Literal["sync", "async", "none"]
Reading = Literal["none", "log", "read-index", "lease", "verify-leader"]
Membership = Literal["none", "single", "joint", "both"]
ActiveOn = Literal["append", "apply", "unknown"]


class Capabilities(msgspec.Struct, frozen=True, kw_only=True):
    """What an implementation claims; only the first four have no default.

    `network` is the weakest network that it claims to tolerate: "fifo" needs ordered delivery
    without duplicates between any two nodes, "reorder" any order, "duplicate" also repetition.
    All three may lose messages. `clock_drift` is in ticks.
    All three may lose messages. `membership` is how voters may change: one at a time, through a joint
    configuration, or either. `configuration_active_on` says from when a configuration is in force.
    """

    clock: Clock
    network: Network
    messages: Literal["one-way", "rpc"]
    persistence: Persistence
    log: bool = False
    crash: bool = False
    restart: bool = False
    inject: bool = False
    pre_vote: bool = False
    check_quorum: bool = False
    stickiness: bool = False
    learners: bool = False
    membership: Membership = "none"
    configuration_active_on: ActiveOn = "unknown"
    noop_on_election: bool = False
    leader_id: Literal["term", "term+node"] = "term"
    transfer: bool = False
    snapshot: str | bool = "none"
    read: Reading = "none"
    clock_drift: int = 0
    sessions: bool = False
    pull_based: bool = False
