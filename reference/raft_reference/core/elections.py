"""Elections (RP sections 5.2 and 5.4.1; D 3.4 and 3.6.1)."""

from msgspec.structs import replace

from raft_reference.core.configuration import configuration, is_quorum, is_retired, voters
from raft_reference.core.log import last_index, last_term
from raft_reference.core.messages import PreVoteRequest, RequestVoteRequest, RequestVoteResponse
from raft_reference.core.state import ServerState, Step, become_follower
from raft_reference.core.types import Index, PerServer, Term


def can_start_election(s: ServerState) -> bool:
    """`CanStartElection`: any but a leader, unless it is known to have no vote; when is policy."""
    return s.role != "leader" and s.id not in configuration(s).learners and not is_retired(s)


def start_election(s: ServerState) -> Step:
    """`StartElection`: a new term, a vote for itself, and a request to each of the others.

    >>> from raft_reference.core.state import init_server
    >>> step = start_election(init_server("a", server=frozenset("abc")))
    >>> step.server.role, step.server.current_term, sorted(m.dest for m in step.out)
    ('candidate', 1, ['b', 'c'])
    """
    term = Term(s.current_term + 1)
    candidate = replace(
        become_follower(s),
        role="candidate",
        current_term=term,
        voted_for=s.id,
        votes_granted=frozenset({s.id}),
    )
    requests = frozenset(
        RequestVoteRequest(
            term=term,
            source=s.id,
            dest=j,
            last_log_term=last_term(s),
            last_log_index=last_index(s),
        )
        for j in voters(s) - {s.id}
    )
    return Step(candidate, requests)


def is_up_to_date(s: ServerState, m: RequestVoteRequest | PreVoteRequest) -> bool:
    """`IsUpToDate`: the candidate's log is at least as up to date as ours (RP section 5.4.1)."""
    return m.last_log_term > last_term(s) or (
        m.last_log_term == last_term(s) and m.last_log_index >= last_index(s)
    )


def grants_vote(s: ServerState, m: RequestVoteRequest) -> bool:
    """`GrantsVote`: one vote a term, for a candidate that lacks nothing that we have."""
    return m.term == s.current_term and is_up_to_date(s, m) and s.voted_for in (None, m.source)


def handle_request_vote_request(s: ServerState, m: RequestVoteRequest) -> Step:
    """`HandleRequestVoteRequest` (RP figure 2, RequestVote, receiver)."""
    granted = grants_vote(s, m)
    return Step(
        replace(s, voted_for=m.source) if granted else s,
        frozenset({RequestVoteResponse(s.current_term, s.id, m.source, granted)}),
    )


def handle_request_vote_response(s: ServerState, m: RequestVoteResponse) -> Step:
    """`HandleRequestVoteResponse`: a late vote, or one to a former candidate, does not count."""
    counts = m.vote_granted and m.term == s.current_term and s.role == "candidate"
    return Step(
        replace(s, votes_granted=s.votes_granted | {m.source}) if counts else s, frozenset()
    )


def can_become_leader(s: ServerState) -> bool:
    """`CanBecomeLeader`: a candidate with the votes of a majority (RP section 5.2)."""
    return s.role == "candidate" and is_quorum(s, s.votes_granted)


def become_leader(s: ServerState) -> Step:
    """`BecomeLeader`: guess that the others' logs are as long as ours, and know of no match."""
    return Step(
        replace(
            s,
            role="leader",
            votes_granted=frozenset(),
            next_index=PerServer(Index(last_index(s) + 1)),
            match_index=PerServer(Index(0)),
        ),
        frozenset(),
    )
