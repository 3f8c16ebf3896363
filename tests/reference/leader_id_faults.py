"""Wrong versions of the functions for leader ids."""

from msgspec.structs import replace
from tests.reference.planted import Planted

from raft_reference.core import leader_ids, replication
from raft_reference.core.elections import become_leader
from raft_reference.core.leader_ids import term_of
from raft_reference.core.messages import AppendEntriesRequest
from raft_reference.core.state import ServerState, Step
from raft_reference.core.types import Index, LeaderId, ServerId

ABC = frozenset(map(ServerId, "abc"))
right_stand, right_take = leader_ids.stand_with_id, leader_ids.take_vote


def ids_all_name_the_last(id: LeaderId, *, server: frozenset[ServerId]) -> ServerId:
    return max(server)


def grants_any_of_the_term(s: ServerState, id: LeaderId) -> bool:
    return term_of(id, server=ABC) >= term_of(LeaderId(s.current_term), server=ABC)


def stands_as_if_it_had_won(s: ServerState, *, server: frozenset[ServerId]) -> Step:
    right = right_stand(s, server=server)
    return Step(replace(right.server, is_vote_committed=True), right.out)


def forgets_with_each_vote(
    s: ServerState, id: LeaderId, is_committed: bool, *, server: frozenset[ServerId]
) -> ServerState:
    return replace(right_take(s, id, is_committed, server=server), is_vote_committed=is_committed)


def takes_lower_commit(s: ServerState, m: AppendEntriesRequest) -> Index:
    return min(m.leader_commit, Index(m.prev_log_index + len(m.entries)))


def wins_and_says_nothing(s: ServerState) -> Step:
    return become_leader(s)


FAULTS = (
    Planted(leader_ids.server_of, ids_all_name_the_last, "VoteFollowsLeaderId", at_random=True),
    Planted(
        leader_ids.is_vote_greater,
        grants_any_of_the_term,
        "OneVoteATerm",
        "LI02",
        "leader-ids=yes elect:c elect:a deliver:1 deliver:1",
    ),
    Planted(
        leader_ids.stand_with_id,
        stands_as_if_it_had_won,
        "CommittedVoteIsOfQuorum",
        "LI04",
        at_random=True,
    ),
    Planted(
        leader_ids.take_vote, forgets_with_each_vote, "VoteNeverGoesBack", "LI03", at_random=True
    ),
    Planted(
        leader_ids.win_with_id,
        wins_and_says_nothing,
        "LeaderHasCommittedVote",
        "LI05",
        at_random=True,
    ),
    Planted(
        replication.follower_commit,
        takes_lower_commit,
        "CommitGoesBackWithRestart",
        "LI07",
        at_random=True,
    ),
)
