"""Which inputs the vectors consist of; what must come of them, the spec says.

n1 gets the inputs. Indexes are the spec's: the log of a fresh node is empty.
"""

import msgspec

from raft_conformance.cases import Need
from raft_conformance.protocol.messages import (
    AppendEntriesRequest,
    AppendEntriesResponse,
    Entry,
    RequestVoteRequest,
    RequestVoteResponse,
)
from raft_conformance.vectors.format import NODE, Expire, Input, Propose, Receive, Restart

RESTARTS: tuple[Need, ...] = ("inject", "crash", "restart", "durable")
STANDS: tuple[Need, ...] = ("inject", "no-pre-vote")
HEARS_A_LEADER: tuple[Need, ...] = ("inject", "no-stickiness")

TIMEOUT = Expire("election")
RESTART = Restart()


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A vector without its expectations.

    In the steps with the numbers (from 1) in `repeated`, a request for a vote is a repetition, so
    that no answer is as good as the same one again. After those in `may_forget`, entries that a
    newer leader has shown to differ from its own may be gone, although the spec keeps them.
    """

    id: str
    title: str
    definition: str
    source: str
    needs: tuple[Need, ...]
    inputs: tuple[Input, ...]
    repeated: tuple[int, ...] = ()
    may_forget: dict[int, int] = {}


def ask(source: str, term: int, last: tuple[int, int] = (0, 0)) -> Receive:
    """A request for a vote; `last` is (term, index) of the candidate's last entry."""
    return Receive(
        RequestVoteRequest(
            term=term, source=source, dest=NODE, last_log_term=last[0], last_log_index=last[1]
        )
    )


def vote(source: str, term: int, granted: bool = True) -> Receive:
    """An answer to a request for a vote."""
    return Receive(RequestVoteResponse(term=term, source=source, dest=NODE, vote_granted=granted))


def append(
    source: str,
    term: int,
    after: tuple[int, int],
    entries: str = "",
    commit: int = 0,
    entry_term: int | None = None,
) -> Receive:
    """A request to append one entry for each letter, all of `entry_term` or else `term`.

    `after` is (term, index) of the entry before them.
    """
    made = tuple(Entry(term=entry_term or term, value=letter) for letter in entries)
    return Receive(
        AppendEntriesRequest(
            term=term,
            source=source,
            dest=NODE,
            prev_log_term=after[0],
            prev_log_index=after[1],
            entries=made,
            leader_commit=commit,
        )
    )


def acknowledge(source: str, term: int, index: int) -> Receive:
    """An accepting answer to a request to append."""
    return Receive(
        AppendEntriesResponse(term=term, source=source, dest=NODE, success=True, match_index=index)
    )


def reject(source: str, term: int) -> Receive:
    """A refusing answer to a request to append."""
    return Receive(
        AppendEntriesResponse(term=term, source=source, dest=NODE, success=False, match_index=0)
    )


def plan(
    id: str,
    title: str,
    definition: str,
    source: str,
    *inputs: Input,
    needs: tuple[Need, ...] = ("inject",),
    repeated: tuple[int, ...] = (),
    may_forget: dict[int, int] | None = None,
) -> Plan:
    """A plan whose id is in the group of vectors."""
    return Plan(
        id=f"vectors/{id}",
        title=title,
        definition=definition,
        source=source,
        needs=needs,
        inputs=inputs,
        repeated=repeated,
        may_forget=may_forget or {},
    )


VOTING = (
    plan(
        "vote-is-granted-once-a-term",
        "Two candidates of one term ask; the first gets the vote",
        "GrantsVote",
        "RP section 5.2",
        ask("n2", 1),
        ask("n3", 1),
    ),
    plan(
        "vote-is-the-same-when-asked-again",
        "A candidate asks twice, as if the first answer was lost, and then another one asks",
        "GrantsVote",
        "RP figure 2, RequestVote receiver, 2",
        ask("n2", 1),
        ask("n2", 1),
        ask("n3", 1),
        repeated=(2,),
    ),
    plan(
        "vote-is-refused-for-an-older-term",
        "A candidate asks whose term is over",
        "GrantsVote",
        "RP figure 2, RequestVote receiver, 1",
        ask("n2", 2),
        ask("n3", 1),
    ),
    plan(
        "vote-is-refused-for-a-shorter-log",
        "A candidate asks that lacks the last entry; its larger term is adopted all the same",
        "IsUpToDate",
        "RP section 5.4.1",
        append("n2", 1, (0, 0), "xy"),
        ask("n3", 2, (1, 1)),
        needs=HEARS_A_LEADER,
    ),
    plan(
        "vote-is-refused-for-a-longer-older-log",
        "A candidate asks whose log is longer, but ends in an older term",
        "IsUpToDate",
        "RP section 5.4.1",
        append("n2", 2, (0, 0), "x"),
        ask("n3", 3, (1, 4)),
        needs=HEARS_A_LEADER,
    ),
    plan(
        "vote-is-granted-for-a-shorter-newer-log",
        "A candidate asks whose log is shorter, but ends in a newer term",
        "IsUpToDate",
        "RP section 5.4.1",
        append("n2", 1, (0, 0), "xyz"),
        ask("n3", 3, (2, 1)),
        needs=HEARS_A_LEADER,
    ),
    plan(
        "vote-is-kept-when-stepping-down",
        "A candidate follows the leader of its term, and is asked by a third server",
        "BecomeFollower",
        "RP section 5.2",
        TIMEOUT,
        append("n2", 1, (0, 0)),
        ask("n3", 1),
        needs=("inject", "no-pre-vote", "no-stickiness"),
    ),
    plan(
        "vote-survives-a-restart",
        "A server that voted restarts, and another candidate of the term asks",
        "Recover",
        "RP figure 2",
        ask("n2", 1),
        RESTART,
        ask("n3", 1),
        needs=RESTARTS,
    ),
    plan(
        "own-vote-survives-a-restart",
        "A candidate restarts, and another candidate of its term asks",
        "Recover",
        "RP figure 2",
        TIMEOUT,
        RESTART,
        ask("n2", 1),
        needs=(*RESTARTS, "no-pre-vote"),
    ),
)

ELECTIONS = (
    plan(
        "election-is-won-by-a-majority",
        "A candidate of three gets one vote beside its own",
        "CanBecomeLeader",
        "RP section 5.2",
        TIMEOUT,
        vote("n2", 1),
        needs=STANDS,
    ),
    plan(
        "election-is-not-won-by-a-refusal",
        "A candidate of three gets a refusal",
        "HandleRequestVoteResponse",
        "RP section 5.2",
        TIMEOUT,
        vote("n2", 1, granted=False),
        needs=STANDS,
    ),
    plan(
        "election-is-not-won-by-an-older-vote",
        "A vote arrives when its candidate stands in the next term already",
        "HandleRequestVoteResponse",
        "D section 3.4",
        TIMEOUT,
        TIMEOUT,
        vote("n2", 1),
        needs=STANDS,
    ),
    plan(
        "election-names-the-last-entry",
        "A server with entries stands for election, and says how far its log reaches",
        "StartElection",
        "RP section 5.4.1",
        append("n2", 1, (0, 0), "xy"),
        TIMEOUT,
        needs=STANDS,
    ),
    plan(
        "candidate-follows-the-leader-of-its-term",
        "A candidate hears the leader of its own term",
        "HandleAppendEntriesRequest",
        "RP section 5.2",
        TIMEOUT,
        append("n2", 1, (0, 0), "x"),
        needs=STANDS,
    ),
    plan(
        "candidate-adopts-a-larger-term",
        "A candidate is refused by a server in a larger term",
        "ObserveTerm",
        "RP section 5.1",
        TIMEOUT,
        vote("n2", 3, granted=False),
        needs=STANDS,
    ),
    plan(
        "leader-adopts-a-larger-term",
        "A leader's request is refused by a server in a larger term",
        "ObserveTerm",
        "RP section 5.1",
        TIMEOUT,
        vote("n2", 1),
        reject("n3", 3),
        needs=STANDS,
    ),
    plan(
        "leader-follows-a-newer-leader",
        "A leader hears the leader of a larger term",
        "ObserveTerm",
        "RP section 5.1",
        TIMEOUT,
        vote("n2", 1),
        append("n3", 2, (0, 0), "x"),
        needs=STANDS,
    ),
)

APPENDING = (
    plan(
        "append-adds-entries",
        "Entries arrive in two requests, the second with news of their commit",
        "MergeEntries",
        "RP figure 2, AppendEntries receiver, 4",
        append("n2", 1, (0, 0), "xy"),
        append("n2", 1, (1, 2), "z", commit=2),
    ),
    plan(
        "append-refuses-a-gap",
        "A request continues where the log does not reach",
        "IsLogMatching",
        "RP figure 2, AppendEntries receiver, 2",
        append("n2", 1, (1, 2), "z"),
    ),
    plan(
        "append-refuses-another-previous-term",
        "A request continues after an entry that has another term here",
        "IsLogMatching",
        "RP figure 2, AppendEntries receiver, 2",
        append("n2", 1, (0, 0), "xy"),
        append("n3", 3, (2, 2), "z"),
        may_forget={2: 1},
    ),
    plan(
        "append-removes-a-conflicting-tail",
        "A newer leader replaces the second entry of three; the third goes too",
        "MergeEntries",
        "RP figure 2, AppendEntries receiver, 3",
        append("n2", 1, (0, 0), "xyz"),
        append("n3", 2, (1, 1), "w"),
    ),
    plan(
        "append-refuses-an-older-term",
        "A deposed leader's request arrives",
        "HandleAppendEntriesRequest",
        "RP figure 2, AppendEntries receiver, 1",
        append("n2", 2, (0, 0), "x"),
        append("n3", 1, (0, 0), "yz", commit=2),
    ),
    plan(
        "late-heartbeat-removes-nothing",
        "A heartbeat arrives late, from before the entries were sent",
        "MergeEntries",
        "RP section 5.3",
        append("n2", 1, (0, 0), "xy"),
        append("n2", 1, (0, 0)),
        needs=("inject", "reorder"),
    ),
    plan(
        "late-request-removes-nothing",
        "A request with fewer entries arrives late",
        "MergeEntries",
        "RP section 5.3",
        append("n2", 1, (0, 0), "xyz"),
        append("n2", 1, (0, 0), "x"),
        needs=("inject", "reorder"),
    ),
    plan(
        "repeated-request-removes-nothing",
        "A request arrives again after a newer one",
        "MergeEntries",
        "RP section 5.3",
        append("n2", 1, (0, 0), "x"),
        append("n2", 1, (1, 1), "y"),
        append("n2", 1, (0, 0), "x"),
        needs=("inject", "duplicate"),
    ),
    plan(
        "append-acknowledges-only-this-request",
        "A newer leader's heartbeat verifies the first entry of three",
        "HandleAppendEntriesRequest",
        "RP section 5.3",
        append("n2", 1, (0, 0), "xyz"),
        append("n3", 2, (1, 1)),
        may_forget={2: 1},
    ),
    plan(
        "heartbeat-checks-the-log",
        "A heartbeat continues after an entry that has another term here",
        "IsLogMatching",
        "RP section 5.3",
        append("n2", 1, (0, 0), "x"),
        append("n3", 2, (2, 1), commit=1),
        may_forget={2: 0},
    ),
    plan(
        "heartbeat-of-an-older-term-is-refused",
        "A deposed leader's heartbeat arrives, with news of a commit",
        "HandleAppendEntriesRequest",
        "RP section 5.1",
        append("n2", 2, (0, 0), "x"),
        append("n3", 1, (0, 0), commit=1),
    ),
    plan(
        "log-survives-a-restart",
        "A server with entries restarts, and its leader goes on where it was",
        "Recover",
        "RP figure 2",
        append("n2", 1, (0, 0), "xy", commit=1),
        RESTART,
        append("n2", 1, (1, 2), "z", commit=2),
        needs=RESTARTS,
    ),
)

COMMITTING = (
    plan(
        "commit-is-what-the-leader-committed",
        "A request brings three entries, of which its leader has committed one",
        "FollowerCommit",
        "RP figure 2, AppendEntries receiver, 5",
        append("n2", 1, (0, 0), "xyz", commit=1),
    ),
    plan(
        "commit-is-only-what-was-verified",
        "A newer leader has committed three entries, and has verified only the first one here",
        "FollowerCommit",
        "RP figure 2, AppendEntries receiver, 5",
        append("n2", 1, (0, 0), "xyz"),
        append("n3", 2, (1, 1), commit=3),
        may_forget={2: 1},
    ),
    plan(
        "commit-never-goes-back",
        "A new leader that knows of fewer commits sends a heartbeat",
        "FollowerCommit",
        "RP figure 2",
        append("n2", 1, (0, 0), "xy", commit=2),
        append("n3", 2, (1, 2), commit=1),
    ),
    plan(
        "commit-needs-an-entry-of-its-term",
        "A new leader hears that a majority has an entry of an older term",
        "IsCommittable",
        "RP section 5.4.2",
        append("n2", 1, (0, 0), "x"),
        TIMEOUT,
        vote("n3", 2),
        acknowledge("n3", 2, 1),
        needs=STANDS,
    ),
    plan(
        "commit-ignores-an-older-acknowledgement",
        "An acknowledgement arrives when its leader was deposed and leads a later term",
        "HandleAppendEntriesResponse",
        "D section 3.5",
        TIMEOUT,
        vote("n2", 1),
        Propose("a"),
        Propose("b"),
        append("n2", 2, (0, 0), "c"),
        TIMEOUT,
        vote("n2", 3),
        Propose("d"),
        Propose("e"),
        acknowledge("n3", 1, 2),
        needs=STANDS,
    ),
)

PLANS: tuple[Plan, ...] = VOTING + ELECTIONS + APPENDING + COMMITTING
