"""The rules that the monitors judge by, each bound to a named definition of the spec."""

from collections.abc import Callable

import msgspec


class Rule(msgspec.Struct, frozen=True):
    """A rule: `definition` in `module` states it formally, `statement` in words.

    `source` is where it comes from: RP is the extended Raft paper, D Ongaro's dissertation.
    """

    name: str
    definition: str
    module: str
    statement: str
    source: str


def properties_of(module: str) -> Callable[[str, str, str], Rule]:
    """What makes rules of properties in that module, from their names, statements and sources."""

    def rule(name: str, statement: str, source: str) -> Rule:
        return Rule(name, name, module, statement, source)

    return rule


_property = properties_of("RaftProperties")
_of_elections = properties_of("RaftElectionsProperties")
_of_snapshots = properties_of("RaftSnapshotsProperties")
_of_reads = properties_of("RaftReadsProperties")
_of_sessions = properties_of("RaftSessionsProperties")
_of_durability = properties_of("RaftDurabilityProperties")

ELECTION_SAFETY = _property(
    "ElectionSafety", "at most one server is elected leader in a term", "RP figure 3"
)
TERM_NEVER_GOES_BACK = _property(
    "TermNeverGoesBack", "a server's term never goes back, over a restart neither", "RP figure 2"
)
VOTE_IS_KEPT = _property(
    "VoteIsKept", "a vote stays as it was cast for as long as its term lasts", "RP section 5.2"
)
ONE_VOTE_A_TERM = _property(
    "OneVoteATerm", "a server votes for at most one candidate in a term", "RP section 5.2"
)
IS_UP_TO_DATE = Rule(
    "VotesForUpToDateLogs",
    "IsUpToDate",
    "Raft",
    "a vote goes only to a candidate whose log is at least as up to date as the voter's",
    "RP section 5.4.1",
)
LOG_MATCHING = _property(
    "LogMatching",
    "logs that agree on the term at an index agree on every entry up to it",
    "RP figure 3",
)
TERMS_NEVER_DECREASE = Rule(
    "TermsInLogNeverDecrease",
    "MergeEntries",
    "Raft",
    "an entry never follows one of a larger term: a conflict removes all that comes after it",
    "RP figure 2, AppendEntries receiver, 3",
)
LEADER_APPEND_ONLY = _property(
    "LeaderAppendOnly", "a leader only appends to its own log", "RP figure 3"
)
LEADER_COMPLETENESS = _property(
    "LeaderCompleteness", "a committed entry is in the log of every later leader", "RP figure 3"
)
STATE_MACHINE_SAFETY = _property(
    "StateMachineSafety", "no two servers commit different entries at one index", "RP figure 3"
)
COMMIT_NEVER_GOES_BACK = _property(
    "CommitNeverGoesBack", "a commit index goes back only in a restart", "RP figure 2"
)
COMMIT_IS_IN_LOG = _property(
    "CommitIsInLog", "a server holds every entry up to its commit index", "RP section 5.3"
)
COMMITTED_ON_A_QUORUM = Rule(
    "CommittedIsOnAQuorum",
    "IsCommittable",
    "Raft",
    "a committed entry is in the logs of a majority",
    "RP section 5.3",
)
COMMITS_OWN_TERM = Rule(
    "LeaderCommitsOwnTerm",
    "IsCommittable",
    "Raft",
    "a leader counts replicas only for entries of its own term",
    "RP section 5.4.2",
)
FOLLOWER_COMMIT = Rule(
    "FollowerCommitIsVerified",
    "FollowerCommit",
    "Raft",
    "a follower commits only what this term's leader has committed and verified in its log",
    "RP figure 2, AppendEntries receiver, 5",
)
ACKNOWLEDGED_IS_KEPT = Rule(
    "AcknowledgedIsKept",
    "MatchIsTrue",
    "RaftProperties",
    "what a follower acknowledged in a term stays in its log while that term lasts",
    "D section 3.5",
)
ACKNOWLEDGED_IS_MATCHED = Rule(
    "AcknowledgedIsMatched",
    "IsLogMatching",
    "Raft",
    "a follower does not reject an index that it acknowledged in the same term",
    "RP section 5.3",
)
LEADER_HAS_A_QUORUM = Rule(
    "LeaderHasAQuorum",
    "CanBecomeLeader",
    "Raft",
    "a candidate becomes leader with the votes of a majority, all of the term that it stands in",
    "RP section 5.2",
)
LARGER_TERM_IS_ADOPTED = Rule(
    "LargerTermIsAdopted",
    "ObserveTerm",
    "Raft",
    "whoever sees a larger term adopts it and is a follower",
    "RP section 5.1",
)
RESTARTS_AS_FOLLOWER = Rule(
    "RestartsAsFollower",
    "Recover",
    "Raft",
    "a server that restarts is a follower, with its term, its vote and its log",
    "RP figure 2",
)
PRE_VOTE_CHANGES_NOTHING = _of_elections(
    "PreVoteChangesNothing", "a server that asks for pre-votes keeps its term and vote", "D 9.6"
)
HEARD_LEADER_IS_NOT_DEPOSED = _of_elections(
    "HeardLeaderIsNotDeposed",
    "with pre-vote nobody deposes a leader that a majority hears",
    "D 4.2.3 and 9.6",
)
STAYS_WITH_QUORUM = _of_elections(
    "StaysWithQuorum",
    "with check-quorum a leader that no majority answers for an election timeout steps down",
    "D 6.2",
)
NOTHING_APPENDED_IN_TRANSFER = _of_elections(
    "NothingAppendedInTransfer", "a leader takes no proposals while it hands over", "D 3.10"
)
TRANSFER_EXPIRES = _of_elections(
    "TransferExpires", "a transfer is over when an election timeout has passed", "D 3.10"
)
TRANSFER_IS_NOT_REFUSED = _of_elections(
    "TransferIsNotRefused",
    "whoever hears of an election that the leader asked for takes part in it",
    "D 4.2.3",
)
EVERYONE_IS_SERVED = _of_snapshots(
    "EveryoneIsServed",
    "a leader has for each of the others what it needs next, entries or a snapshot",
    "RP section 7",
)
SNAPSHOT_MOVES_LEADER = _of_snapshots(
    "SnapshotMovesLeader",
    "whoever gets a snapshot says up to where it has the leader's log, also if it learns nothing new",
    "RP section 7",
)
SNAPSHOT_TERM_IS_ADOPTED = _of_snapshots(
    "SnapshotTermIsAdopted",
    "whoever gets a snapshot of a larger term adopts it, as with any message",
    "RP section 5.1",
)
SNAPSHOT_NEVER_GOES_BACK = _of_snapshots(
    "SnapshotNeverGoesBack", "a snapshot is replaced by one that covers more only", "RP section 7"
)
SNAPSHOT_IS_APPLIED = _of_snapshots(
    "SnapshotIsApplied",
    "a server knows to be committed what its snapshot covers, also after a restart",
    "RP section 7",
)
SNAPSHOT_ACKNOWLEDGED_IS_KEPT = Rule(
    "SuffixIsKept",
    "AcknowledgedIsKept",
    "RaftSnapshotsProperties",
    "a snapshot removes nothing that follows the entry with which it ends",
    "RP figure 13, 6",
)
LEASED_READS_ARE_LINEARIZABLE = Rule(
    "LeasedReadsAreLinearizable",
    "LeasedReadsAreLinearizable",
    "RaftLeaseProperties",
    "a read that rests on a lease is answered from all that was committed when it was asked for",
    "D 6.4.1",
)
TIMEOUT_BEGINS_WITH_LEADER = Rule(
    "TimeoutBeginsWithLeader",
    "TimeoutBeginsWithLeader",
    "RaftLeaseProperties",
    "an election timeout begins anew only with a leader whom the server follows",
    "RP section 5.2",
)
READS_ARE_LINEARIZABLE = _of_reads(
    "ReadsAreLinearizable",
    "a read is answered from all that was committed, by whomever, when it was asked for",
    "RP section 8; D 6.4",
)
ROUNDS_GO_UP = _of_reads(
    "RoundsGoUp",
    "what a server has confirmed it has confirmed, whatever else of it arrives late",
    "D 6.4",
)
EXACTLY_ONCE = _of_sessions(
    "ExactlyOnce",
    "the state machine performs an operation at most once, however often it is in the log",
    "RP section 8; D 6.3",
)
SAME_REPLY = _of_sessions(
    "SameReply",
    "whoever asks again gets the reply that there was, or none any more",
    "RP section 8",
)
MACHINES_AGREE = _of_sessions(
    "MachinesAgree",
    "servers do the same with the same entries, also when a session has expired",
    "D 6.3",
)
EXPIRED_HAS_NO_EFFECT = _of_sessions(
    "ExpiredHasNoEffect", "what comes after the end of its session has no effect", "D 6.3"
)
SENT_TERM_IS_DURABLE = _of_durability(
    "SentTermIsDurable",
    "whoever promises something in a term has that term on its disk",
    "D 3.8",
)
ACKNOWLEDGED_IS_DURABLE = _of_durability(
    "AcknowledgedIsDurable", "what a follower acknowledged is on its disk", "D 10.2.1"
)
COMMITTED_IS_DURABLE = _of_durability(
    "CommittedIsDurable", "what is committed is on the disks of a quorum", "RP section 5.3; D 3.8"
)
LEADER_IS_DURABLE = _of_durability(
    "LeaderIsDurable", "a leader has its vote for itself on its own disk", "D 3.8"
)
LAST_WRITE_IS_MEMORY = _of_durability(
    "LastWriteIsMemory",
    "once its writes are done a server's disk has its term, its vote and its log",
    "RP figure 2",
)
