"""Leader ids: a term may have several leaders, known by a term and a server, as openraft has it.

The functions of `spec/RaftLeaderIds.tla`.  A leader id is written as one number, which stands where Raft
has the term: in a server's record, in a message, in an entry.  What Raft says of terms holds of it, so that
the rules for logs and commitment are Raft's own.  `server` is the constant set of all servers, which are
numbered in the order of their names, from 1.
"""

from typing import assert_never

import msgspec
from msgspec.structs import replace

from raft_reference.core.durability import recover
from raft_reference.core.elections import (
    become_leader,
    handle_request_vote_response,
    is_up_to_date,
    start_election,
)
from raft_reference.core.messages import (
    AppendEntriesRequest,
    AppendEntriesResponse,
    CoreMessage,
    RequestVoteRequest,
    RequestVoteResponse,
)
from raft_reference.core.replication import (
    handle_append_entries_request,
    handle_append_entries_response,
)
from raft_reference.core.state import ServerState, Step, init_server, observe_term
from raft_reference.core.types import LeaderId, ServerId, Term


class LeaderIdFields(msgspec.Struct, frozen=True, rename="camel"):
    """`LeaderIdFields`: what a server has beyond Raft's record, as it is at first."""

    is_vote_committed: bool = False


def radix(*, server: frozenset[ServerId]) -> int:
    """`Radix`: more than the number of any server."""
    return 1 + len(server)


def leader_id(term: Term, i: ServerId, *, server: frozenset[ServerId]) -> LeaderId:
    """`LeaderId`: ordered by the term, and in a term by the server.

    >>> abc = frozenset("abc")
    >>> [leader_id(1, "a", server=abc), leader_id(1, "c", server=abc), leader_id(2, "a", server=abc)]
    [5, 7, 9]
    """
    number = 1 + sorted(server).index(i)
    return LeaderId(Term(term * radix(server=server) + number))


def term_of(id: LeaderId, *, server: frozenset[ServerId]) -> Term:
    """`TermOf`: the term of a leader id; 0 for that of none."""
    return Term(id // radix(server=server))


def server_of(id: LeaderId, *, server: frozenset[ServerId]) -> ServerId:
    """`ServerOf`: the server that a leader id names; a number that names none is a ValueError.

    >>> server_of(7, server=frozenset("abc"))
    'c'
    """
    number = id % radix(server=server)
    if number == 0:
        raise ValueError(f"{id} is the number of no leader id")
    return sorted(server)[number - 1]


def init_leader_id_server(i: ServerId, *, server: frozenset[ServerId]) -> ServerState:
    """`InitLeaderIdServer`: the server as it first starts."""
    return replace(init_server(i, server=server), **msgspec.structs.asdict(LeaderIdFields()))


def take_vote(
    s: ServerState, id: LeaderId, is_committed: bool, *, server: frozenset[ServerId]
) -> ServerState:
    """`TakeVote`: a greater leader id is adopted, and with it the vote for the server that it names."""
    if id > s.current_term:
        return replace(
            observe_term(s, id),
            voted_for=server_of(id, server=server),
            is_vote_committed=is_committed,
        )
    known = s.is_vote_committed or (id == s.current_term and is_committed)
    return replace(s, is_vote_committed=known)


def stand_with_id(s: ServerState, *, server: frozenset[ServerId]) -> Step:
    """`StandWithId`: a candidate takes the next term with its own name."""
    term = term_of(LeaderId(s.current_term), server=server)
    id = leader_id(Term(term + 1), s.id, server=server)
    step = start_election(s)
    return Step(
        replace(step.server, current_term=id, is_vote_committed=False),
        frozenset(replace(m, term=id) for m in step.out),
    )


def is_vote_greater(s: ServerState, id: LeaderId) -> bool:
    """`IsVoteGreater`: as great as the last one, unless a quorum gave that already."""
    return id > s.current_term or (id == s.current_term and not s.is_vote_committed)


def grants_vote_to_id(s: ServerState, m: RequestVoteRequest) -> bool:
    """`GrantsVoteToId`: to a greater one that lacks nothing that we have."""
    return is_vote_greater(s, LeaderId(m.term)) and is_up_to_date(s, m)


def handle_request_vote_to_id(
    s: ServerState, m: RequestVoteRequest, *, server: frozenset[ServerId]
) -> Step:
    """`HandleRequestVoteToId`: whoever refuses keeps its vote, and tells it."""
    granted = grants_vote_to_id(s, m)
    v = take_vote(s, LeaderId(m.term), False, server=server) if granted else s
    return Step(v, frozenset({RequestVoteResponse(v.current_term, s.id, m.source, granted)}))


def win_with_id(s: ServerState) -> Step:
    """`WinWithId`: the candidate's vote is then one that a quorum gave."""
    return Step(replace(become_leader(s).server, is_vote_committed=True), frozenset())


def recover_with_id(s: ServerState) -> ServerState:
    """`RecoverWithId`: whose vote is its own, and was given by a quorum, leads again at once."""
    r = replace(recover(s), is_vote_committed=s.is_vote_committed)
    return become_leader(r).server if s.is_vote_committed and s.voted_for == s.id else r


def crash_with_id(s: ServerState) -> Step:
    """`CrashWithId`: crash and restart as one step."""
    return Step(recover_with_id(s), frozenset())


def handle_with_id(s0: ServerState, m: CoreMessage, *, server: frozenset[ServerId]) -> Step:
    """`HandleWithId`: only a leader sends entries; a request for a vote changes nothing by itself."""
    if isinstance(m, RequestVoteRequest):
        return handle_request_vote_to_id(s0, m, server=server)
    s = take_vote(s0, LeaderId(m.term), isinstance(m, AppendEntriesRequest), server=server)
    match m:
        case RequestVoteResponse():
            return handle_request_vote_response(s, m)
        case AppendEntriesRequest():
            return handle_append_entries_request(s, m)
        case AppendEntriesResponse():
            return handle_append_entries_response(s, m)
        case _:
            assert_never(m)
