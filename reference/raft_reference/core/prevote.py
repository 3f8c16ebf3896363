"""Standing for election, with pre-vote or without (D 9.6)."""

from msgspec.structs import replace

from raft_reference.core.configuration import is_quorum, voters
from raft_reference.core.elections import can_start_election, is_up_to_date, start_election
from raft_reference.core.features import forget
from raft_reference.core.log import last_index, last_term
from raft_reference.core.messages import PreVoteRequest, PreVoteResponse
from raft_reference.core.state import ServerState, Step, become_follower
from raft_reference.core.stickiness import hears_leader
from raft_reference.core.types import Features, Term


def can_stand(s: ServerState) -> bool:
    """`CanStand`: who hears its leader has no cause to."""
    return can_start_election(s) and not s.heard_from_leader


def campaign(s: ServerState, transfer: bool) -> Step:
    """`Campaign`: an election as in Raft; `transfer` says that the leader asked for it."""
    step = start_election(s)
    return Step(
        forget(step.server), frozenset(replace(m, leadership_transfer=transfer) for m in step.out)
    )


def start_pre_vote(s: ServerState) -> Step:
    """`StartPreVote`: ask who would vote for it in the next term; no term and no vote changes.

    >>> from raft_reference.core.state import init_server
    >>> step = start_pre_vote(init_server("a", server=frozenset("abc")))
    >>> step.server.role, step.server.current_term, sorted(m.term for m in step.out)
    ('precandidate', 0, [1, 1])
    """
    return Step(
        replace(
            forget(become_follower(s)), role="precandidate", pre_votes_granted=frozenset({s.id})
        ),
        frozenset(
            PreVoteRequest(
                term=Term(s.current_term + 1),
                source=s.id,
                dest=j,
                last_log_term=last_term(s),
                last_log_index=last_index(s),
            )
            for j in voters(s) - {s.id}
        ),
    )


def stand(s: ServerState, *, features: Features) -> Step:
    """`Stand`: with pre-vote ask first, without begin the next term at once."""
    return start_pre_vote(s) if "pre-vote" in features else campaign(s, False)


def grants_pre_vote(s: ServerState, m: PreVoteRequest) -> bool:
    """`GrantsPreVote`: its log is up to date, and no leader was heard for a timeout."""
    return m.term > s.current_term and is_up_to_date(s, m) and not hears_leader(s)


def handle_pre_vote_request(s: ServerState, m: PreVoteRequest) -> Step:
    """`HandlePreVoteRequest`: a grant has the term that was asked about, a refusal our own."""
    granted = grants_pre_vote(s, m)
    term = m.term if granted else s.current_term
    return Step(s, frozenset({PreVoteResponse(term, s.id, m.source, granted)}))


def handle_pre_vote_response(s: ServerState, m: PreVoteResponse) -> Step:
    """`HandlePreVoteResponse`: a grant counts for the term that follows, while still asked for."""
    counts = m.vote_granted and m.term == s.current_term + 1 and s.role == "precandidate"
    return Step(
        replace(s, pre_votes_granted=s.pre_votes_granted | {m.source}) if counts else s,
        frozenset(),
    )


def can_campaign(s: ServerState) -> bool:
    """`CanCampaign`: a pre-candidate that a majority would vote for."""
    return s.role == "precandidate" and is_quorum(s, s.pre_votes_granted)
