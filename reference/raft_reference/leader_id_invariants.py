"""What Raft promises where leader ids stand in the place of terms: `spec/RaftLeaderIdsProperties.tla`.

Same names in snake_case, same content; the sources are there.  What is said of terms in `invariants`
is meant of leader ids: one leader for each of them.
"""

from collections.abc import Callable

from raft_reference.core.configuration import is_quorum
from raft_reference.core.leader_ids import recover_with_id, server_of
from raft_reference.core.messages import RequestVoteResponse
from raft_reference.core.state import ServerState
from raft_reference.core.types import LeaderId, ServerId, Term
from raft_reference.run import Run


def vote_follows_leader_id(run: Run) -> bool:
    """`VoteFollowsLeaderId`: a vote is for the server that its leader id names."""
    server = frozenset(run.servers)
    return all(
        s.voted_for
        == (None if s.current_term == 0 else server_of(LeaderId(s.current_term), server=server))
        for s in run.servers.values()
    )


def granting(run: Run, id: Term) -> frozenset[ServerId]:
    """`Granting`: who gave the vote of that leader id, its own server among them."""
    named = server_of(LeaderId(id), server=frozenset(run.servers))
    return frozenset({named}) | {
        m.source
        for m in run.messages
        if isinstance(m, RequestVoteResponse) and m.vote_granted and m.term == id
    }


def committed_vote_is_of_quorum(run: Run) -> bool:
    """`CommittedVoteIsOfQuorum`: a vote counts as committed only if a quorum gave it."""
    return all(
        is_quorum(s, granting(run, s.current_term))
        for s in run.servers.values()
        if s.is_vote_committed
    )


def leader_has_committed_vote(run: Run) -> bool:
    """`LeaderHasCommittedVote`: and a leader's does."""
    return all(
        s.is_vote_committed and s.voted_for == s.id
        for s in run.servers.values()
        if s.role == "leader"
    )


def vote_never_goes_back_step(old: ServerState, new: ServerState) -> bool:
    """`VoteNeverGoesBackStep`: a late request does not make a vote one that no quorum gave."""
    known = old.is_vote_committed and new.current_term == old.current_term
    return not known or new.is_vote_committed


def commit_goes_back_with_restart_step(old: ServerState, new: ServerState) -> bool:
    """`CommitGoesBackWithRestartStep`: and only there."""
    return new.commit_index >= old.commit_index or new == recover_with_id(old)


LEADER_ID_STATE_PROPERTIES: dict[str, Callable[[Run], bool]] = {
    "VoteFollowsLeaderId": vote_follows_leader_id,
    "CommittedVoteIsOfQuorum": committed_vote_is_of_quorum,
    "LeaderHasCommittedVote": leader_has_committed_vote,
}
LEADER_ID_STEP_PROPERTIES: dict[str, Callable[[ServerState, ServerState], bool]] = {
    "VoteNeverGoesBack": vote_never_goes_back_step,
    "CommitGoesBackWithRestart": commit_goes_back_with_restart_step,
}
