"""Wrong versions of when an election timer starts anew: they cost the cluster its leader, for some time."""

from tests.reference.planted import Planted

from raft_reference.core import step
from raft_reference.core.actions import Timeout
from raft_reference.core.election_actions import StandForElection, WinPreVote
from raft_reference.core.every_action import AnyAction
from raft_reference.core.messages import FROM_LEADER, Message
from raft_reference.core.state import ServerState

right_restarts_timer = step._restarts_timer


def restarts_by_any_message(
    before: ServerState,
    after: ServerState,
    actions: list[AnyAction],
    sent: list[Message],
    received: Message | None,
) -> bool:
    anything = after.role != "leader" and received is not None
    return anything or right_restarts_timer(before, after, actions, sent, received)


def restarts_by_no_vote(
    before: ServerState,
    after: ServerState,
    actions: list[AnyAction],
    sent: list[Message],
    received: Message | None,
) -> bool:
    if "leader" in (before.role, after.role):
        return right_restarts_timer(before, after, actions, sent, received)
    stands = any(isinstance(a, Timeout | StandForElection | WinPreVote) for a in actions)
    return stands or (isinstance(received, FROM_LEADER) and received.term == after.current_term)


FAULTS = (
    Planted(  # only b can be elected, and a asks it again and again
        step._restarts_timer,
        restarts_by_any_message,
        "LeaderIsElected",
        "P12",
        "elect:c run:12 split:a propose:c run:12 crash:c heal ticks:4 elect:a run:4 ticks:4 elect:a "
        "run:4 ticks:4 run:8",
    ),
    Planted(
        step._restarts_timer,
        restarts_by_no_vote,
        "LeaderIsElected",
        "P12",
        "ticks:8 elect:a run:2 ticks:8 run:6",
    ),
)
