"""What Raft promises, as checks over a run: the properties of `spec/RaftProperties.tla`.

Same names in snake_case, same content; the sources are there.  A state property looks at the three
variables of the specification, a step property at one server before and after one action.
"""

from collections.abc import Callable
from itertools import combinations

from raft_reference.core.configuration import peers
from raft_reference.core.durability import recover
from raft_reference.core.lease import lease_features, recover_timed_server
from raft_reference.core.log import last_index, whole_log
from raft_reference.core.messages import RequestVoteResponse
from raft_reference.core.state import ServerState
from raft_reference.core.types import Log, ServerId, Term
from raft_reference.run import Run


def is_leader(s: ServerState) -> bool:
    """`IsLeader`."""
    return s.role == "leader"


def is_prefix(log: Log, other: Log) -> bool:
    """`IsPrefix`."""
    return log == other[: len(log)]


def election_safety(run: Run) -> bool:
    """`ElectionSafety`: at most one leader a term."""
    terms = [s.current_term for s in run.servers.values() if is_leader(s)]
    return len(terms) == len(set(terms))


def log_matching(run: Run) -> bool:
    """`LogMatching`: equal term at an index, equal logs up to there.

    It is enough to look at the last such index of each pair of logs.
    """
    for s, t in combinations(run.servers.values(), 2):
        log, other = whole_log(s), whole_log(t)
        agree = [k for k, (x, y) in enumerate(zip(log, other), start=1) if x.term == y.term]
        if agree and log[: agree[-1]] != other[: agree[-1]]:
            return False
    return True


def leader_completeness(run: Run) -> bool:
    """`LeaderCompleteness`: a leader has all that was committed in terms before its own."""
    return all(
        c.index <= len(log) and log[c.index - 1] == c.entry
        for s in run.servers.values()
        if is_leader(s)
        for log in [whole_log(s)]
        for c in run.committed
        if s.current_term > c.term
    )


def state_machine_safety(run: Run) -> bool:
    """`StateMachineSafety`: an index is committed with one entry only."""
    return len({c.index for c in run.committed}) == len({(c.index, c.entry) for c in run.committed})


def votes_granted(run: Run) -> frozenset[RequestVoteResponse]:
    """`VotesGranted`: every vote that was ever given."""
    return frozenset(m for m in run.sent(RequestVoteResponse) if m.vote_granted)


def one_vote_a_term(run: Run) -> bool:
    """`OneVoteATerm`: nobody ever granted two votes in a term."""
    votes: dict[tuple[ServerId, Term], ServerId] = {}
    return all(votes.setdefault((m.source, m.term), m.dest) == m.dest for m in votes_granted(run))


def commit_is_in_log(run: Run) -> bool:
    """`CommitIsInLog`: what a server committed it has."""
    return all(s.commit_index <= last_index(s) for s in run.servers.values())


def next_above_match(run: Run) -> bool:
    """`NextAboveMatch`: a leader sends from beyond what it knows to match."""
    return all(
        s.next_index[j] > s.match_index[j]
        for s in run.servers.values()
        if is_leader(s)
        for j in run.servers.keys() - {s.id}
    )


def match_is_true(run: Run) -> bool:
    """`MatchIsTrue`: what a leader counts as matching is on the follower, within its term."""
    return all(
        is_prefix(whole_log(s)[: s.match_index[j]], whole_log(t))
        for s in run.servers.values()
        if is_leader(s)
        for j, t in run.servers.items()
        if j in peers(s) and t.current_term == s.current_term
    )


def leader_append_only_step(old: ServerState, new: ServerState) -> bool:
    """`LeaderAppendOnlyStep`: a leader never overwrites or deletes an entry of its own."""
    leads = is_leader(old) and is_leader(new) and old.current_term == new.current_term
    return not leads or is_prefix(whole_log(old), whole_log(new))


def term_never_goes_back_step(old: ServerState, new: ServerState) -> bool:
    """`TermNeverGoesBackStep`."""
    return new.current_term >= old.current_term


def commit_never_goes_back_step(old: ServerState, new: ServerState) -> bool:
    """`CommitNeverGoesBackStep`: but for a restart."""
    bound = recover_timed_server(old, features=lease_features())
    return new.commit_index >= old.commit_index or new in (recover(old), bound)


def vote_is_kept_step(old: ServerState, new: ServerState) -> bool:
    """`VoteIsKeptStep`: a vote stands as long as its term."""
    voted = old.voted_for is not None and new.current_term == old.current_term
    return not voted or new.voted_for == old.voted_for


STATE_PROPERTIES: dict[str, Callable[[Run], bool]] = {
    "ElectionSafety": election_safety,
    "LogMatching": log_matching,
    "LeaderCompleteness": leader_completeness,
    "StateMachineSafety": state_machine_safety,
    "OneVoteATerm": one_vote_a_term,
    "CommitIsInLog": commit_is_in_log,
    "NextAboveMatch": next_above_match,
    "MatchIsTrue": match_is_true,
}
STEP_PROPERTIES: dict[str, Callable[[ServerState, ServerState], bool]] = {
    "LeaderAppendOnly": leader_append_only_step,
    "TermNeverGoesBack": term_never_goes_back_step,
    "CommitNeverGoesBack": commit_never_goes_back_step,
    "VoteIsKept": vote_is_kept_step,
}
