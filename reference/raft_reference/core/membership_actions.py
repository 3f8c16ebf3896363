"""The actions that change who the members are, as data; all others are those of elections."""

from typing import assert_never

import msgspec

from raft_reference.core.membership import (
    can_change_configuration,
    can_enter_joint,
    can_leave_joint,
    can_step_down,
    change_configuration,
    enter_joint,
    leave_joint,
    step_down,
)
from raft_reference.core.state import ServerState, Step
from raft_reference.core.types import Configuration, Features, ServerId


class ChangeMembers(msgspec.Struct, frozen=True, tag=True):
    """`ChangeMembers(i, c)`: a leader changes learners and at most one voter."""

    i: ServerId
    c: Configuration


class BeginJoint(msgspec.Struct, frozen=True, tag=True):
    """`BeginJoint(i, c)`: a leader appends the joint configuration on the way to c."""

    i: ServerId
    c: Configuration


class EndJoint(msgspec.Struct, frozen=True, tag=True):
    """`EndJoint(i)`: a leader appends the configuration without the outgoing voters."""

    i: ServerId


class Retire(msgspec.Struct, frozen=True, tag=True):
    """`Retire(i)`: a leader that is removed steps down."""

    i: ServerId


MembershipAction = ChangeMembers | BeginJoint | EndJoint | Retire


def is_membership_action_enabled(
    s: ServerState, action: MembershipAction, *, features: Features
) -> bool:
    """The guard of the action, on the record of the server that acts."""
    match action:
        case ChangeMembers(c=c):
            return can_change_configuration(s, c, features=features)
        case BeginJoint(c=c):
            return can_enter_joint(s, c, features=features)
        case EndJoint():
            return can_leave_joint(s)
        case Retire():
            return can_step_down(s)
        case _:
            assert_never(action)


def perform_membership_action(s: ServerState, action: MembershipAction) -> Step:
    """The step of the action; meaningful only where it is enabled."""
    match action:
        case ChangeMembers(c=c):
            return change_configuration(s, c)
        case BeginJoint(c=c):
            return enter_joint(s, c)
        case EndJoint():
            return leave_joint(s)
        case Retire():
            return step_down(s)
        case _:
            assert_never(action)
