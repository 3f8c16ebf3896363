"""What the properties look at."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import TypeVar

import msgspec

from raft_reference.application import State, machines_after
from raft_reference.core.commitment import Committed
from raft_reference.core.log import whole_log
from raft_reference.core.messages import Message
from raft_reference.core.sessions import Client, Machine
from raft_reference.core.state import ServerState
from raft_reference.core.types import Configuration, Features, ServerId

Kind = TypeVar("Kind", bound=Message)


class Run(msgspec.Struct, frozen=True, dict=True):
    """The specification's variables at one moment, and its constants `Features` and `InitialVoters`.

    `initial_voters` is None where all servers vote at first, `client` None where nobody has a session.
    """

    servers: Mapping[ServerId, ServerState]
    messages: AbstractSet[Message]
    committed: AbstractSet[Committed]
    features: Features = frozenset()
    initial_voters: frozenset[ServerId] | None = None
    client: Client | None = None

    @property
    def initial_configuration(self) -> Configuration:
        """The members before any change."""
        voters = frozenset(self.servers) if self.initial_voters is None else self.initial_voters
        return Configuration(voters)

    @cached_property
    def machines(self) -> dict[ServerId, list[Machine[State]]]:
        """For each server, the state machine after each entry that it knows to be committed, from none on."""
        return {i: machines_after(whole_log(s)[: s.commit_index]) for i, s in self.servers.items()}

    @cached_property
    def _by_kind(self) -> dict[type, list[Message]]:
        kinds: dict[type, list[Message]] = {}
        for m in self.messages:
            kinds.setdefault(type(m), []).append(m)
        return kinds

    def sent(self, kind: type[Kind]) -> list[Kind]:
        """All messages of a kind that were ever sent, in any order."""
        return [m for m in self._by_kind.get(kind, ()) if isinstance(m, kind)]
