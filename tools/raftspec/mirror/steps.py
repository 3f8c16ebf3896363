"""What the reference makes of an action in a state: whether it is enabled, and the variables after it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from raft_reference.core.commitment import Committed, newly_committed
from raft_reference.core.every_action import AnyAction, Rules, is_allowed, take
from raft_reference.core.messages import Message
from raft_reference.core.sessions import Client, ClientId
from raft_reference.core.state import ServerState
from raft_reference.core.types import ServerId
from raft_reference.session_actions import (
    ClientAction,
    SessionAction,
    client_after,
    is_session_action_enabled,
    proposal,
)
from raftspec.mirror.calls import mapping
from raftspec.mirror.encoding import Encoding
from tlakit.semantics.values import SetValue, Value, function_of, set_of

State = Mapping[str, Value]


class Steps:
    """The reference's actions on the states of one model, by the constants that are its `rules`."""

    def __init__(self, encoding: Encoding, rules: Rules) -> None:
        self._encoding, self._rules = encoding, rules

    def is_allowed(self, state: State, action: AnyAction | SessionAction) -> bool:
        """The guard of the action."""
        if isinstance(action, SessionAction):
            servers = self._decoded(state, "servers", ServerId, ServerState)
            clients = self._decoded(state, "clients", ClientId, Client)
            if not is_session_action_enabled(servers, clients, action):
                return False
            if isinstance(action, ClientAction):
                return True
            action = proposal(clients, action)
        return is_allowed(self._server(state, action), action, self._rules)

    def following(self, state: State, action: AnyAction | SessionAction) -> State:
        """The variables after it."""
        if isinstance(action, SessionAction):
            clients = self._decoded(state, "clients", ClientId, Client)
            if isinstance(action, ClientAction):
                clients = {**clients, action.c: client_after(clients, action)}
                return {**state, "clients": self._encoded(clients, ClientId, Client)}
            action = proposal(clients, action)
        s = self._server(state, action)
        step = take(s, action, self._rules)
        messages, committed = state["messages"], state["committed"]
        assert isinstance(messages, SetValue) and isinstance(committed, SetValue)
        encode = self._encoding.encode
        record = encode(step.server, ServerState)
        sent = [encode(message, Message) for message in step.out]
        known = [encode(fact, Committed) for fact in newly_committed(s, step.server)]
        return {
            **state,
            "servers": function_of({**mapping(state["servers"]), encode(s.id, ServerId): record}),
            "messages": set_of([*messages, *sent]),
            "committed": set_of([*committed, *known]),
        }

    def _server(self, state: State, action: Any) -> ServerState:
        """The record of the server that takes it."""
        i = action.m.dest if hasattr(action, "m") else action.i
        record = mapping(state["servers"])[self._encoding.encode(i, ServerId)]
        found: ServerState = self._encoding.decode(record, ServerState)
        return found

    def _decoded(self, state: State, variable: str, key: Any, kind: Any) -> dict[Any, Any]:
        decode = self._encoding.decode
        pairs = mapping(state[variable]).items()
        return {decode(name, key): decode(record, kind) for name, record in pairs}

    def _encoded(self, records: dict[Any, Any], key: Any, kind: Any) -> Value:
        encode = self._encoding.encode
        return function_of({encode(name, key): encode(r, kind) for name, r in records.items()})
