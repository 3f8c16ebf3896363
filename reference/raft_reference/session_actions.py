"""The actions of `spec/RaftSessions.tla`, as data: what a client does, and how a session ends.

Three of them change the record of a client. The others have a server propose a command: they come to an
action of that server, and are enabled where that one is, too.
"""

from collections.abc import Mapping
from typing import assert_never

import msgspec

from raft_reference.application import machine
from raft_reference.core.election_actions import Propose
from raft_reference.core.log import whole_log
from raft_reference.core.sessions import (
    Client,
    ClientId,
    ExpireCommand,
    Operation,
    RegisterCommand,
    asked,
    begin,
    can_begin,
    can_register,
    command_in,
    encode_command,
    is_open,
    is_waiting,
    reply_to,
    take_reply,
    take_session,
)
from raft_reference.core.state import ServerState
from raft_reference.core.types import Index, ServerId

Servers = Mapping[ServerId, ServerState]
Clients = Mapping[ClientId, Client]


class RegisterClient(msgspec.Struct, frozen=True, tag=True):
    """`RegisterClient(c, i)`: a client asks a leader for a session."""

    c: ClientId
    i: ServerId


class LearnSession(msgspec.Struct, frozen=True, tag=True):
    """`LearnSession(c, i, index)`: a client hears that it has a session, and the name of it."""

    c: ClientId
    i: ServerId
    index: Index


class BeginOperation(msgspec.Struct, frozen=True, tag=True):
    """`BeginOperation(c, operation)`: a client wants something done."""

    c: ClientId
    operation: Operation


class AskServer(msgspec.Struct, frozen=True, tag=True):
    """`AskServer(c, i)`: a client asks a leader for what it waits for, the first time or again."""

    c: ClientId
    i: ServerId


class AnswerClient(msgspec.Struct, frozen=True, tag=True):
    """`AnswerClient(c, i)`: a client hears that its operation is done."""

    c: ClientId
    i: ServerId


class ExpireSession(msgspec.Struct, frozen=True, tag=True):
    """`ExpireSession(i, id)`: a leader decides that a session ends."""

    i: ServerId
    id: Index


ProposingAction = RegisterClient | AskServer | ExpireSession
ClientAction = LearnSession | BeginOperation | AnswerClient
SessionAction = ProposingAction | ClientAction


def is_session_action_enabled(servers: Servers, clients: Clients, action: SessionAction) -> bool:
    """The guard of the action, but for that of the proposal that it comes to."""
    match action:
        case RegisterClient(c=c):
            return can_register(clients[c])
        case LearnSession(c=c, i=i, index=index):
            return (
                can_register(clients[c])
                and index <= servers[i].commit_index
                and command_in(whole_log(servers[i])[index - 1]) == RegisterCommand(c)
            )
        case BeginOperation(c=c):
            return can_begin(clients[c])
        case AskServer(c=c):
            return is_waiting(clients[c])
        case AnswerClient(c=c, i=i):
            return (
                is_waiting(clients[c])
                and reply_to(machine(servers[i]), asked(clients[c])) is not None
            )
        case ExpireSession(i=i, id=id):
            return is_open(machine(servers[i]), id)
        case _:
            assert_never(action)


def proposal(clients: Clients, action: ProposingAction) -> Propose:
    """The action of a server that it comes to."""
    match action:
        case RegisterClient(c=c):
            return Propose(action.i, encode_command(RegisterCommand(c)))
        case AskServer(c=c):
            return Propose(action.i, encode_command(asked(clients[c])))
        case ExpireSession(id=id):
            return Propose(action.i, encode_command(ExpireCommand(id)))
        case _:
            assert_never(action)


def client_after(clients: Clients, action: ClientAction) -> Client:
    """The record of the client after it; meaningful only where it is enabled."""
    match action:
        case LearnSession(c=c, index=index):
            return take_session(clients[c], index)
        case BeginOperation(c=c, operation=operation):
            return begin(clients[c], operation)
        case AnswerClient(c=c):
            return take_reply(clients[c])
        case _:
            assert_never(action)
