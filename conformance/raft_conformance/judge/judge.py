"""All monitors together, and what they found."""

from collections.abc import Iterator
from typing import Protocol

import msgspec

from raft_conformance.judge.commitment import (
    CommitIsInLog,
    CommitNeverGoesBack,
    CommittedIsOnAQuorum,
    LeaderCommitsOwnTerm,
    LeaderCompleteness,
    SnapshotIsApplied,
    StateMachineSafety,
)
from raft_conformance.judge.durability import (
    AcknowledgedIsDurable,
    CommittedIsDurable,
    LastWriteIsMemory,
    LeaderIsDurable,
    SentTermIsDurable,
)
from raft_conformance.judge.elections import ElectionSafety, LeaderHasAQuorum, TermNeverGoesBack
from raft_conformance.judge.logs import LeaderAppendOnly, LogMatching, TermsInLogNeverDecrease
from raft_conformance.judge.membership import (
    ChangeFollowsCommitOfItsTerm,
    ConfigurationIsApplied,
    ConfigurationIsOfLog,
    OneChangeAtATime,
    OneVoterAtATime,
    OutsidersDoNotStand,
    RemovedLeaderStepsDown,
)
from raft_conformance.judge.observations import Observation, Setting
from raft_conformance.judge.reading import LeasedReadsAreLinearizable, ReadsAreLinearizable
from raft_conformance.judge.replication import (
    AcknowledgedIsKept,
    AcknowledgedIsMatched,
    FollowerCommitIsVerified,
)
from raft_conformance.judge.rules import Rule
from raft_conformance.judge.sessions import (
    ExactlyOnce,
    ExpiredHasNoEffect,
    MachinesAgree,
    SameReply,
)
from raft_conformance.judge.voting import OneVoteATerm, VoteIsKept, VotesForUpToDateLogs


class Violation(msgspec.Struct, frozen=True):
    """A rule that was broken at a step of the run, by `node`, and how."""

    rule: Rule
    step: int
    node: str
    what: str


class Monitor(Protocol):
    """Looks at every observation of a run and says what breaks its rule."""

    @property
    def rule(self) -> Rule:
        """What it judges by."""

    def look(self, seen: Observation) -> Iterator[str]:
        """A line for each breach; nothing where the rule does not apply to what can be seen."""


MONITORS = (
    ElectionSafety,
    LeaderHasAQuorum,
    TermNeverGoesBack,
    VoteIsKept,
    OneVoteATerm,
    VotesForUpToDateLogs,
    LogMatching,
    TermsInLogNeverDecrease,
    LeaderAppendOnly,
    LeaderCompleteness,
    StateMachineSafety,
    CommitNeverGoesBack,
    CommitIsInLog,
    SnapshotIsApplied,
    CommittedIsOnAQuorum,
    LeaderCommitsOwnTerm,
    FollowerCommitIsVerified,
    AcknowledgedIsKept,
    AcknowledgedIsMatched,
    ReadsAreLinearizable,
    LeasedReadsAreLinearizable,
    ExactlyOnce,
    SameReply,
    MachinesAgree,
    ExpiredHasNoEffect,
    SentTermIsDurable,
    AcknowledgedIsDurable,
    CommittedIsDurable,
    LeaderIsDurable,
    LastWriteIsMemory,
    OneChangeAtATime,
    ChangeFollowsCommitOfItsTerm,
    OneVoterAtATime,
    ConfigurationIsOfLog,
    ConfigurationIsApplied,
    RemovedLeaderStepsDown,
    OutsidersDoNotStand,
)


class Judge:
    """Holds every observation of one run against every rule; each is reported once a node."""

    def __init__(self, setting: Setting) -> None:
        self._monitors: list[Monitor] = [monitor(setting) for monitor in MONITORS]
        self._reported: set[tuple[str, str]] = set()
        self.violations: list[Violation] = []

    def observe(self, seen: Observation) -> None:
        """Show the judge one observation."""
        for monitor in self._monitors:
            for what in monitor.look(seen):
                self.report(Violation(monitor.rule, seen.step, seen.node, what))

    def report(self, violation: Violation) -> None:
        """Keep a violation, unless the same rule was already broken by the same node."""
        key = (violation.rule.name, violation.node)
        if key not in self._reported:
            self._reported.add(key)
            self.violations.append(violation)
