"""What the properties look at."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

import msgspec

from raft_reference.core.commitment import Committed
from raft_reference.core.messages import Message
from raft_reference.core.state import ServerState
from raft_reference.core.types import Features, ServerId


class Run(msgspec.Struct, frozen=True):
    """The specification's variables at one moment, and its constant `Features`."""

    servers: Mapping[ServerId, ServerState]
    messages: AbstractSet[Message]
    committed: AbstractSet[Committed]
    features: Features = frozenset()
