"""What a case is, and what comes of running it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import msgspec

from raft_conformance.judge.judge import Violation
from raft_conformance.protocol.capabilities import Capabilities
from raft_conformance.world.events import Event

if TYPE_CHECKING:
    from raft_conformance.world.world import World

Verdict = Literal["pass", "fail", "inconclusive", "skip", "error"]

VERDICTS: tuple[Verdict, ...] = ("pass", "fail", "inconclusive", "skip", "error")

Tier = Literal["relay", "inject"]

Need = Literal[
    "crash",
    "restart",
    "log",
    "inject",
    "durable",
    "reorder",
    "duplicate",
    "one-leader-a-term",
    "leader-ids",
    "no-stickiness",
    "no-pre-vote",
    "pre-vote",
    "check-quorum",
    "transfer",
    "snapshot",
    "tick",
    "read",
    "lease",
    "no-lease",
    "sessions",
    "async",
    "membership",
    "single-server",
    "joint",
    "learners",
    "active-on-append",
    "stickiness",
]


class Assumptions(msgspec.Struct, frozen=True):
    """What the case asks of the world; a verdict means nothing without it."""

    clock: str = "timers fire when the suite says so, which a timer may do at any time"
    network: str = "messages may be delayed and lost; those between two nodes stay in order"
    disk: str = "no node crashes"


UNSYNCED = "a write is on disk when the suite says so; a crash loses those that are not"
PROCESS_CRASH = "a crash ends the process at once; what it handed to the operating system is kept"


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One case: a stable `id`, the `rules` it aims at (all others are judged too), and `run`.

    `hosted` names the servers that exist, where not all of them do.

    `reach` says what must have happened for a pass to mean anything; `run` raises Inconclusive
    where it did not.
    """

    id: str
    title: str
    rules: tuple[str, ...]
    source: str
    run: Callable[["World"], None]
    reach: str
    tier: Tier = "relay"
    servers: int = 3
    hosted: tuple[str, ...] | None = None
    needs: tuple[Need, ...] = ()
    assumptions: Assumptions = Assumptions()

    @property
    def group(self) -> str:
        """The part of the id before the slash."""
        return self.id.partition("/")[0]

    def unmet(self, claims: Capabilities) -> str | None:
        """Why an implementation with these capabilities is not asked; None where it is."""
        for need in self.needs:
            if not _is_met(need, claims):
                return UNMET[need]
        return None


UNMET: dict[Need, str] = {
    "crash": "cannot crash a node",
    "restart": "cannot restart a node",
    "log": "shows no log",
    "inject": "takes no made-up messages",
    "durable": "claims no synchronous disk",
    "reorder": "claims only a network that keeps order",
    "duplicate": "claims no network that repeats",
    "one-leader-a-term": "lets a term have several leaders",
    "leader-ids": "has one leader a term",
    "no-stickiness": "may ignore a candidate for its leader",
    "no-pre-vote": "asks before it stands for election",
    "pre-vote": "does not ask before it stands for election",
    "check-quorum": "does not step down without a quorum",
    "transfer": "hands over to nobody",
    "snapshot": "compacts no log",
    "tick": "has no clock that ticks when it is told to",
    "lease": "claims no lease, or no clock that ticks when it is told to",
    "no-lease": "may keep a promise that it made before it started",
    "async": "claims no disk that takes its time",
    "sessions": "has no sessions of clients",
    "read": "promises no reads that rest on messages alone",
    "membership": "changes no members",
    "single-server": "changes no voter in one step",
    "joint": "has no joint configurations",
    "learners": "has no learners",
    "active-on-append": "does not say that a configuration is in force as soon as it is in the log",
    "stickiness": "does not ignore candidates while it hears a leader",
}


def _is_met(need: Need, claims: Capabilities) -> bool:
    match need:
        case "crash":
            return claims.crash
        case "restart":
            return claims.restart
        case "log":
            return claims.log
        case "inject":
            return claims.inject
        case "durable":
            return claims.persistence == "sync"
        case "reorder":
            return claims.network != "fifo"
        case "duplicate":
            return claims.network == "duplicate"
        case "one-leader-a-term":
            return claims.leader_id == "term"
        case "leader-ids":
            return claims.leader_id == "term+node"
        case "no-stickiness":
            return not (claims.stickiness or claims.check_quorum)
        case "no-pre-vote":
            return not claims.pre_vote
        case "pre-vote":
            return claims.pre_vote
        case "check-quorum":
            return claims.check_quorum
        case "transfer":
            return claims.transfer
        case "snapshot":
            return claims.snapshot not in ("none", False)
        case "tick":
            return claims.clock == "tick"
        case "lease":
            return claims.read == "lease" and claims.clock == "tick"
        case "async":
            return claims.persistence == "async"
        case "sessions":
            return claims.sessions
        case "no-lease":
            return claims.read != "lease"
        case "read":
            return claims.read not in ("none", "lease")
        case "membership":
            return claims.membership != "none"
        case "single-server":
            return claims.membership in ("single", "both")
        case "joint":
            return claims.membership in ("joint", "both")
        case "learners":
            return claims.learners
        case "active-on-append":
            return claims.configuration_active_on == "append"
        case "stickiness":
            return claims.stickiness


class CaseResult(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a case; `reason` is empty for a pass, `violations` are there for a fail."""

    case: Case
    verdict: Verdict
    reason: str = ""
    violations: tuple[Violation, ...] = ()
    lanes: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    seconds: float = 0.0


class SuiteResult(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a run of the suite; `capabilities` is None where hello failed."""

    implementation: str
    version: str
    homepage: str
    command: tuple[str, ...]
    seed: int
    capabilities: Capabilities | None
    results: tuple[CaseResult, ...]

    def count(self, verdict: Verdict) -> int:
        """How many cases came out so."""
        return sum(result.verdict == verdict for result in self.results)

    @property
    def exit_status(self) -> int:
        """0: all passed, skips allowed; 1: a failure; 2: inconclusive; 3: an adapter error.

        A failure outweighs an error, and an error what is inconclusive. A run in which no case
        passed proves nothing: it is inconclusive.
        """
        if self.count("fail"):
            return 1
        if self.count("error"):
            return 3
        return 2 if self.count("inconclusive") or not self.count("pass") else 0
