"""Why a server refuses what a client or an operator asks for, as far as it matters to those who ask again."""

from raft_reference.core.configuration import configuration
from raft_reference.core.effects import Reason
from raft_reference.core.membership import (
    can_append_configuration,
    can_change_configuration,
    can_enter_joint,
)
from raft_reference.core.new_term import can_propose
from raft_reference.core.replication import can_append_entry
from raft_reference.core.state import ServerState
from raft_reference.core.types import Configuration, Features


def why_not_proposed(s: ServerState, *, features: Features) -> Reason | None:
    """Why a command is refused; None if it is not."""
    if can_propose(s, features=features):
        return None
    return "busy" if can_append_entry(s) else "not-leader"


def why_not_changed(s: ServerState, target: Configuration, *, features: Features) -> Reason | None:
    """Why a change of the members is refused; None if it is not."""
    direct = can_change_configuration(s, target, features=features)
    if direct or can_enter_joint(s, target, features=features):
        return None
    if not can_append_entry(s):
        return "not-leader"
    if not can_append_configuration(s) or configuration(s).outgoing:
        return "busy"
    return "already-so" if target == configuration(s) else "invalid"
