"""Wrong versions of functions of the rules for elections, each a known mistake."""

from msgspec.structs import replace
from tests.reference.planted import Planted

from raft_reference.core import (
    check_quorum,
    configuration,
    election_messages,
    elections,
    new_term,
    prevote,
    stickiness,
    transfer,
)
from raft_reference.core.features import forget
from raft_reference.core.messages import (
    AppendEntriesResponse,
    CoreMessage,
    ElectionMessage,
    Message,
    PreVoteResponse,
    RequestVoteRequest,
    RequestVoteResponse,
    TimeoutNowRequest,
)
from raft_reference.core.replication import can_append_entry
from raft_reference.core.state import ServerState, Step
from raft_reference.core.types import Features, Term

right_start_pre_vote = prevote.start_pre_vote
right_is_term_adopted = election_messages.is_term_adopted
right_pass_election_timeout = check_quorum.pass_election_timeout


def raises_term_to_ask(s: ServerState) -> Step:
    step = right_start_pre_vote(s)
    return Step(replace(step.server, current_term=Term(s.current_term + 1)), step.out)


def counts_late_pre_votes(s: ServerState, m: PreVoteResponse) -> Step:
    counts = m.vote_granted and s.role == "precandidate"
    return Step(
        replace(s, pre_votes_granted=s.pre_votes_granted | {m.source}) if counts else s,
        frozenset(),
    )


def adopts_every_term(s: ServerState, m: Message, *, features: Features) -> bool:
    return True


def sticky_to_transfers(s: ServerState, m: RequestVoteRequest, *, features: Features) -> bool:
    return stickiness.is_sticky(s, features=features)


def never_lacks_quorum(s: ServerState, *, features: Features) -> bool:
    return False


def counts_only_others(s: ServerState, *, features: Features) -> bool:
    return "check-quorum" in features and not configuration.is_quorum(s, s.heard_from)


def proposes_in_transfer(s: ServerState, *, features: Features) -> bool:
    return can_append_entry(s) and new_term.has_begun_term(s, features=features)


def ignores_terms_in_replies(
    s: ServerState, m: CoreMessage | ElectionMessage, *, features: Features
) -> bool:
    is_reply = isinstance(m, RequestVoteResponse | AppendEntriesResponse | PreVoteResponse)
    return not is_reply and right_is_term_adopted(s, m, features=features)


def keeps_its_target(s: ServerState, *, features: Features) -> Step:
    step = right_pass_election_timeout(s, features=features)
    return Step(replace(step.server, transfer_target=s.transfer_target), step.out)


def takes_over(s: ServerState, m: TimeoutNowRequest) -> Step:
    if m.term == s.current_term and elections.can_start_election(s):
        return elections.become_leader(forget(s))
    return Step(s, frozenset())


FAULTS = (
    Planted(
        prevote.start_pre_vote, raises_term_to_ask, "PreVoteChangesNothing", "E01", at_random=True
    ),
    Planted(
        election_messages.is_term_adopted,
        adopts_every_term,
        "TermBeginsWithCandidate",
        "E02",
        at_random=True,
    ),
    Planted(
        prevote.handle_pre_vote_response,
        counts_late_pre_votes,
        "CandidateHasConsent",
        "E03",
        "features=pre-vote elect:a deliver:0 split:bc elect:c run:12 heal deliver:4 elect:a deliver:1",
    ),
    Planted(
        check_quorum.lacks_quorum,
        never_lacks_quorum,
        "StaysWithQuorum",
        "P22",
        "features=check-quorum elect:a run:8 split:a elect:a",
        at_random=True,
    ),
    Planted(
        check_quorum.lacks_quorum,
        counts_only_others,
        "StepsDownWithoutQuorum",
        "E06",
        at_random=True,
    ),
    Planted(
        stickiness.is_withheld, sticky_to_transfers, "TransferIsNotRefused", "E07", at_random=True
    ),
    Planted(
        new_term.can_propose,
        proposes_in_transfer,
        "NothingAppendedInTransfer",
        "P25b",
        "features=transfer elect:a run:12 split:a transfer:ab propose:a",
        at_random=True,
    ),
    Planted(
        check_quorum.pass_election_timeout,
        keeps_its_target,
        "TransferExpires",
        "E09",
        at_random=True,
    ),
    Planted(
        transfer.handle_timeout_now_request, takes_over, "ElectionSafety", "E10", at_random=True
    ),
    Planted(
        election_messages.is_term_adopted,
        ignores_terms_in_replies,
        "LargerTermIsAdopted",
        "P14",
        "features=check-quorum elect:a run:20 split:c elect:c heal drop:0 drop:0 beat:a run:6",
    ),
)
