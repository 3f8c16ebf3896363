"""What the rules for elections promise: properties of `spec/RaftElectionsProperties.tla`.

Same names in snake_case, same content; the sources are there.  Those that say what a server would
do with every message ever sent are left to the checker of the specification.
"""

from collections.abc import Callable
from itertools import pairwise

from raft_reference.core.check_quorum import pass_election_timeout
from raft_reference.core.configuration import is_quorum
from raft_reference.core.election_messages import handle_message
from raft_reference.core.log import whole_log
from raft_reference.core.messages import (
    Message,
    PreVoteRequest,
    PreVoteResponse,
    ReadMessage,
    RequestVoteRequest,
    SnapshotMessage,
)
from raft_reference.core.node import NO_OP
from raft_reference.core.state import ServerState
from raft_reference.core.stickiness import hears_leader
from raft_reference.core.types import Entry, Features, ServerId, Term
from raft_reference.run import Run


def term_begins_with_no_op(run: Run) -> bool:
    """`TermBeginsWithNoOp`: the first entry of every term does nothing."""
    return "no-op" not in run.features or all(
        entry == Entry(entry.term, NO_OP)
        for s in run.servers.values()
        for terms in [[Term(0), *(entry.term for entry in whole_log(s))]]
        for entry, (before, term) in zip(whole_log(s), pairwise(terms), strict=True)
        if term != before
    )


def is_term_of_sender(m: Message) -> bool:
    """`IsTermOfSender`: not one that a pre-vote only asks about."""
    grants = isinstance(m, PreVoteResponse) and m.vote_granted
    return not (isinstance(m, PreVoteRequest) or grants)


def larger_term_is_adopted(run: Run) -> bool:
    """`LargerTermIsAdopted`: by the receiver of each message, if it came now.

    It looks at all messages, so it is for the end of a run and not for every step.
    """
    return all(
        handle_message(s, m, features=run.features).server.current_term >= m.term
        for m in run.messages
        for s in [run.servers[m.dest]]
        if not isinstance(m, SnapshotMessage | ReadMessage) and is_term_of_sender(m)
        if not (isinstance(m, RequestVoteRequest) and hears_leader(s))
    )


def candidacies(run: Run) -> frozenset[RequestVoteRequest]:
    """`Candidacies`: every request for a vote."""
    return frozenset(run.sent(RequestVoteRequest))


def term_begins_with_candidate(run: Run) -> bool:
    """`TermBeginsWithCandidate`: somebody stands in every term that is reached."""
    terms = {Term(0), *(m.term for m in candidacies(run))}
    return all(s.current_term in terms for s in run.servers.values())


def consenting(run: Run, j: ServerId, term: Term) -> frozenset[ServerId]:
    """`Consenting`: who would vote for j in a term, itself among them."""
    grants = (m for m in run.sent(PreVoteResponse) if m.vote_granted)
    return frozenset({j}) | frozenset(m.source for m in grants if (m.dest, m.term) == (j, term))


def candidate_has_consent(run: Run) -> bool:
    """`CandidateHasConsent`: with pre-vote nobody stands without that of a majority."""
    return "pre-vote" not in run.features or all(
        is_quorum(run.servers[j], consenting(run, j, term))
        for j, term in {(m.source, m.term) for m in candidacies(run) if not m.leadership_transfer}
    )


def transfer_is_not_refused(run: Run) -> bool:
    """`TransferIsNotRefused`: whoever hears of an election that a leader asked for takes part."""
    return all(
        handle_message(run.servers[m.dest], m, features=run.features).server.current_term >= m.term
        for m in candidacies(run)
        if m.leadership_transfer
    )


def is_answered(s: ServerState) -> bool:
    """`IsAnswered`: with those who answered it, it is a majority."""
    return is_quorum(s, frozenset({s.id}) | s.heard_from)


def stays_after_timeout(s: ServerState, features: Features) -> bool:
    """`StaysAfterTimeout`: it would lead on if an election timeout passed now."""
    return pass_election_timeout(s, features=features).server.role == "leader"


def stays_with_quorum(run: Run) -> bool:
    """`StaysWithQuorum`: a leader that checks leads on only if a majority answered it."""
    return "check-quorum" not in run.features or all(
        is_answered(s)
        for s in run.servers.values()
        if s.role == "leader" and stays_after_timeout(s, run.features)
    )


def steps_down_without_quorum(run: Run) -> bool:
    """`StepsDownWithoutQuorum`: nobody steps down that a majority answered, or unasked."""
    return all(
        "check-quorum" in run.features and not is_answered(s)
        for s in run.servers.values()
        if s.role == "leader" and not stays_after_timeout(s, run.features)
    )


def transfer_expires(run: Run) -> bool:
    """`TransferExpires`: no transfer is left when an election timeout has passed."""
    return all(
        pass_election_timeout(s, features=run.features).server.transfer_target is None
        for s in run.servers.values()
    )


def pre_vote_changes_nothing_step(old: ServerState, new: ServerState) -> bool:
    """`PreVoteChangesNothingStep`: neither the term nor the vote."""
    asks = new.role == "precandidate" and old.role != "precandidate"
    return not asks or (new.current_term, new.voted_for) == (old.current_term, old.voted_for)


def nothing_appended_in_transfer_step(old: ServerState, new: ServerState) -> bool:
    """`NothingAppendedInTransferStep`: to the log of a leader that hands over."""
    hands_over = old.transfer_target is not None and new.transfer_target is not None
    return not hands_over or whole_log(new) == whole_log(old)


ELECTION_STATE_PROPERTIES: dict[str, Callable[[Run], bool]] = {
    "TermBeginsWithNoOp": term_begins_with_no_op,
    "TermBeginsWithCandidate": term_begins_with_candidate,
    "CandidateHasConsent": candidate_has_consent,
    "TransferIsNotRefused": transfer_is_not_refused,
    "StaysWithQuorum": stays_with_quorum,
    "StepsDownWithoutQuorum": steps_down_without_quorum,
    "TransferExpires": transfer_expires,
}
ELECTION_STEP_PROPERTIES: dict[str, Callable[[ServerState, ServerState], bool]] = {
    "PreVoteChangesNothing": pre_vote_changes_nothing_step,
    "NothingAppendedInTransfer": nothing_appended_in_transfer_step,
}
