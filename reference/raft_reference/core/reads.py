"""ReadIndex: reads that write nothing (RP section 8; D 6.4).

The functions of `spec/RaftReads.tla`.  The plain way to read, through the log, is a proposal.
"""

from typing import assert_never

import msgspec
from msgspec.structs import replace

from raft_reference.core.check_quorum import notes_leader, pass_election_timeout
from raft_reference.core.configuration import is_quorum, voters
from raft_reference.core.election_messages import handle_message
from raft_reference.core.features import adopt_term, forget, init_election_server, recover_server
from raft_reference.core.messages import (
    ConfirmRequest,
    ConfirmResponse,
    MessageOfElections,
    ReadMessage,
)
from raft_reference.core.new_term import has_committed_in_term
from raft_reference.core.state import ServerState, Step, become_follower
from raft_reference.core.types import (
    Context,
    Features,
    Index,
    PerServer,
    Round,
    ServerId,
    WaitingRead,
)


class ReadFields(msgspec.Struct, frozen=True, rename="camel"):
    """`ReadFields`: what a leader keeps for reads, as it is at first."""

    reads: frozenset[WaitingRead] = frozenset()
    round: Round = Round(Index(0))
    confirmed_round: PerServer = PerServer(Index(0))


def read_features() -> Features:
    """`ReadFeatures`: what can be switched on here."""
    return frozenset({"read-index"})


def init_read_server(i: ServerId, *, server: frozenset[ServerId]) -> ServerState:
    """`InitReadServer`: the server as it first starts."""
    return replace(init_election_server(i, server=server), **msgspec.structs.asdict(ReadFields()))


def release_reads(s: ServerState) -> ServerState:
    """`ReleaseReads`: whoever no longer leads answers no read."""
    return s if s.role == "leader" else replace(s, **msgspec.structs.asdict(ReadFields()))


def can_note_read(s: ServerState, *, features: Features) -> bool:
    """`CanNoteRead`: a leader that has committed something in its term."""
    return "read-index" in features and s.role == "leader" and has_committed_in_term(s)


def note_read(s: ServerState, context: Context) -> Step:
    """`NoteRead`: what is committed now; the next round must confirm it, not one under way."""
    read = WaitingRead(context, s.commit_index, Round(Index(s.round + 1)))
    return Step(replace(s, reads=s.reads | {read}), frozenset())


def can_begin_round(s: ServerState, *, features: Features) -> bool:
    """`CanBeginRound`: when to is policy."""
    return "read-index" in features and s.role == "leader"


def begin_round(s: ServerState) -> Step:
    """`BeginRound`: ask everyone who votes, with the number of the round.

    >>> step = begin_round(init_read_server("a", server=frozenset("abc")))
    >>> step.server.round, sorted((m.dest, m.round) for m in step.out)
    (1, [('b', 1), ('c', 1)])
    """
    following = Round(Index(s.round + 1))
    return Step(
        replace(s, round=following),
        frozenset(ConfirmRequest(s.current_term, s.id, j, following) for j in voters(s) - {s.id}),
    )


def handle_confirm_request(s: ServerState, m: ConfirmRequest, *, features: Features) -> Step:
    """`HandleConfirmRequest`: hear the leader of this term; to an older one confirm nothing."""
    current = m.term == s.current_term
    heard = notes_leader(features=features)
    return Step(
        replace(forget(become_follower(s)), heard_from_leader=heard) if current else s,
        frozenset(
            {
                ConfirmResponse(
                    s.current_term, s.id, m.source, m.round if current else Round(Index(0))
                )
            }
        ),
    )


def handle_confirm_response(s: ServerState, m: ConfirmResponse, *, features: Features) -> Step:
    """`HandleConfirmResponse`: what counts is the newest round that a server answered."""
    current = m.term == s.current_term and s.role == "leader"
    heard = frozenset({m.source}) if "check-quorum" in features else frozenset[ServerId]()
    newest = max(s.confirmed_round[m.source], m.round)
    return Step(
        replace(
            s,
            confirmed_round=s.confirmed_round.but(m.source, newest),
            heard_from=s.heard_from | heard,
        )
        if current
        else s,
        frozenset(),
    )


def is_confirmed(s: ServerState, round: Round) -> bool:
    """`IsConfirmed`: a quorum answered that round or a later one."""
    answered = frozenset(j for j in voters(s) if s.confirmed_round[j] >= round)
    return is_quorum(s, frozenset({s.id}) | answered)


def can_serve_read(s: ServerState, r: WaitingRead) -> bool:
    """`CanServeRead`: the leader led when the read came."""
    return r in s.reads and is_confirmed(s, r.round)


def serve_read(s: ServerState, r: WaitingRead) -> Step:
    """`ServeRead`: it is answered once what it noted is applied."""
    return Step(replace(s, reads=s.reads - {r}), frozenset())


def is_read_message(m: MessageOfElections | ReadMessage) -> bool:
    """`IsReadMessage`: it belongs to a round."""
    return isinstance(m, ReadMessage)


def handle_read_message(s0: ServerState, m: ReadMessage, *, features: Features) -> Step:
    """`HandleReadMessage`: adopt a larger term first, then do what the message asks."""
    s = adopt_term(s0, m.term)
    match m:
        case ConfirmRequest():
            return handle_confirm_request(s, m, features=features)
        case ConfirmResponse():
            return handle_confirm_response(s, m, features=features)
        case _:
            assert_never(m)


def handle_any_message(
    s: ServerState, m: MessageOfElections | ReadMessage, *, features: Features
) -> Step:
    """`HandleAnyMessage`: any message may end a leadership, and the reads with it."""
    step = (
        handle_read_message(s, m, features=features)
        if isinstance(m, ReadMessage)
        else handle_message(s, m, features=features)
    )
    return Step(release_reads(step.server), step.out)


def pass_timeout(s: ServerState, *, features: Features) -> Step:
    """`PassTimeout`: so may an election timeout."""
    step = pass_election_timeout(s, features=features)
    return Step(release_reads(step.server), step.out)


def recover_reader(s: ServerState) -> ServerState:
    """`RecoverReader`: reads and rounds are lost in a crash."""
    return replace(recover_server(s), **msgspec.structs.asdict(ReadFields()))


def crash_reader(s: ServerState) -> Step:
    """`CrashReader`: crash and restart as one step."""
    return Step(recover_reader(s), frozenset())
