"""A client with a session, as policy: when it takes which action."""

import msgspec

from raft_reference.application import machine
from raft_reference.core.sessions import (
    Client,
    ClientId,
    Operation,
    can_register,
    init_client,
    is_open,
    is_waiting,
)
from raft_reference.core.types import Index, ServerId, Value
from raft_reference.session_actions import (
    AnswerClient,
    AskServer,
    BeginOperation,
    ClientAction,
    Clients,
    ExpireSession,
    LearnSession,
    ProposingAction,
    RegisterClient,
    Servers,
    client_after,
    is_session_action_enabled,
    proposal,
)


class Asking(msgspec.Struct, frozen=True):
    """The client, and how many there were before: one that is refused starts anew under another name."""

    client: Client = init_client()
    before: int = 0

    @property
    def name(self) -> ClientId:
        """Under which it asks for a session."""
        return ClientId(f"c{self.before}")

    @property
    def clients(self) -> Clients:
        """The variable of the specification."""
        return {self.name: self.client}

    def ask(self, i: ServerId, operation: Operation) -> tuple["Asking", Value]:
        """What it sends to i, and what it is then; `operation` is what it wants if it waits for nothing."""
        if can_register(self.client):
            return self, self._proposed(RegisterClient(self.name, i))
        begun = self._after({}, BeginOperation(self.name, operation))
        return begun, begun._proposed(AskServer(self.name, i))

    def expire(self, i: ServerId) -> Value:
        """What ends its session, if i puts it into the log."""
        return self._proposed(ExpireSession(i, self.client.session))

    def hear(self, servers: Servers, i: ServerId) -> "Asking":
        """What it is once i has answered."""
        s, session = servers[i], self.client.session
        if can_register(self.client):
            heard = self
            for k in range(1, s.commit_index + 1):
                learns = LearnSession(self.name, i, Index(k))
                if is_session_action_enabled(servers, self.clients, learns):
                    heard = msgspec.structs.replace(self, client=client_after(self.clients, learns))
            return heard
        is_over = session <= s.commit_index and not is_open(machine(s), session)
        if is_waiting(self.client) and is_over:
            return Asking(before=self.before + 1)
        return self._after(servers, AnswerClient(self.name, i))

    def _proposed(self, action: ProposingAction) -> Value:
        return proposal(self.clients, action).value

    def _after(self, servers: Servers, action: ClientAction) -> "Asking":
        """What it is after an action, if that is enabled."""
        if not is_session_action_enabled(servers, self.clients, action):
            return self
        return msgspec.structs.replace(self, client=client_after(self.clients, action))
