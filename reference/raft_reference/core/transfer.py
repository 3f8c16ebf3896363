"""Transfer of leadership (D 3.10)."""

from msgspec.structs import replace

from raft_reference.core.configuration import voters
from raft_reference.core.elections import can_start_election
from raft_reference.core.log import last_index
from raft_reference.core.messages import TimeoutNowRequest
from raft_reference.core.prevote import campaign
from raft_reference.core.state import ServerState, Step
from raft_reference.core.types import Features, ServerId


def can_start_transfer(s: ServerState, j: ServerId, *, features: Features) -> bool:
    """`CanStartTransfer`: a leader, to another server, one transfer at a time."""
    return (
        "transfer" in features
        and s.role == "leader"
        and j in voters(s) - {s.id}
        and s.transfer_target is None
    )


def start_transfer(s: ServerState, j: ServerId) -> Step:
    """`StartTransfer`: from here on it takes no proposals."""
    return Step(replace(s, transfer_target=j), frozenset())


def can_send_timeout_now(s: ServerState) -> bool:
    """`CanSendTimeoutNow`: the target's log is brought up to the leader's."""
    return s.transfer_target is not None and s.match_index[s.transfer_target] == last_index(s)


def send_timeout_now(s: ServerState) -> Step:
    """`SendTimeoutNow`: tell the target to stand at once.

    Only where `can_send_timeout_now` holds: without a target there is nobody to tell.
    """
    assert s.transfer_target is not None
    return Step(s, frozenset({TimeoutNowRequest(s.current_term, s.id, s.transfer_target)}))


def handle_timeout_now_request(s: ServerState, m: TimeoutNowRequest) -> Step:
    """`HandleTimeoutNowRequest`: stand, without pre-vote and past all stickiness."""
    if m.term == s.current_term and can_start_election(s):
        return campaign(s, True)
    return Step(s, frozenset())
