"""The messages on their way, and who can be reached."""

from collections.abc import Iterable

from raft_reference.commands import CopyOne, DeliverOne, DropOne
from raft_reference.core.messages import Message
from raft_reference.core.types import ServerId


class Network:
    """`in_flight` has the oldest message first; none passes into the group `isolated` or out of it."""

    def __init__(self) -> None:
        self.in_flight: list[Message] = []
        self.isolated: frozenset[ServerId] = frozenset()

    def send(self, messages: Iterable[Message]) -> None:
        """Take messages, the first first."""
        self.in_flight.extend(messages)

    def deliverable(self, up: frozenset[ServerId]) -> list[int]:
        """Where in `in_flight` the messages are that can be delivered now, oldest first.

        What waits for a server that is down is held up, not lost: `drop` loses it.
        """
        return [
            at
            for at, m in enumerate(self.in_flight)
            if m.dest in up and (m.source in self.isolated) == (m.dest in self.isolated)
        ]

    def pick(
        self, command: DeliverOne | DropOne | CopyOne, up: frozenset[ServerId]
    ) -> Message | None:
        """The message that arrives by a command, if one does; but for a copy, it is in flight no more."""
        choices = self.deliverable(up)
        if not choices:
            return None
        at = choices[command.k % len(choices)]
        message = self.in_flight[at] if isinstance(command, CopyOne) else self.in_flight.pop(at)
        return None if isinstance(command, DropOne) else message
