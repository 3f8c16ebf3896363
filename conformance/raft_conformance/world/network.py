"""The suite's network: a queue for each pair of nodes, which it may hold, cut or clear."""

from collections import deque
from collections.abc import Iterable, Iterator

from raft_conformance.protocol.messages import Message

Link = tuple[str, str]


class Network:
    """Messages on their way, in the order in which they were sent on each link.

    A link (sender, receiver) that is cut loses what is on it and what is sent on it; one that is
    held keeps everything until it is released.
    """

    def __init__(self) -> None:
        self._queues: dict[Link, deque[tuple[int, Message]]] = {}
        self._cut: set[Link] = set()
        self._held: set[Link] = set()
        self._sent = 0

    def send(self, message: Message) -> bool:
        """Put a message on its link; False where the link is cut and loses it."""
        link = (message.sender, message.to)
        if link in self._cut:
            return False
        self._sent += 1
        self._queues.setdefault(link, deque()).append((self._sent, message))
        return True

    def next(self) -> Message | None:
        """Take the oldest message that heads a link which is not held; None where there is none."""
        heads = [
            (queue[0][0], link)
            for link, queue in self._queues.items()
            if queue and link not in self._held
        ]
        if not heads:
            return None
        _, link = min(heads)
        return self.first(*link)

    def waiting(self, sender: str, to: str) -> tuple[Message, ...]:
        """What is on a link, oldest first."""
        return tuple(message for _, message in self._queues.get((sender, to), ()))

    def links(self) -> tuple[Link, ...]:
        """The links with something to deliver, in a fixed order."""
        return tuple(
            sorted(link for link, queue in self._queues.items() if queue and link not in self._held)
        )

    def first(self, sender: str, to: str) -> Message | None:
        """Take the oldest message of a link; None where there is none."""
        queue = self._queues.get((sender, to))
        return queue.popleft()[1] if queue else None

    def take(self, message: Message) -> None:
        """Take a message off its link from wherever it is there."""
        link = (message.sender, message.to)
        kept = [item for item in self._queues.get(link, ()) if item[1].mid != message.mid]
        self._queues[link] = deque(kept)

    def cut(self, links: Iterable[Link]) -> list[Message]:
        """Cut those of the links that are not held; gives what was lost with them."""
        chosen = [link for link in links if link not in self._held]
        self._cut.update(chosen)
        return self.clear(chosen)

    def clear(self, links: Iterable[Link]) -> list[Message]:
        """Lose what is on the links now."""
        lost = []
        for link in links:
            lost += [message for _, message in self._queues.pop(link, ())]
        return lost

    def hold(self, links: Iterable[Link]) -> None:
        """Delay everything on the links, what is to come too."""
        self._held.update(links)

    def unhold(self, links: Iterable[Link]) -> None:
        """Hold these links no more."""
        self._held.difference_update(links)

    def release(self) -> None:
        """Hold no link any more."""
        self._held.clear()

    def heal(self) -> None:
        """Mend every cut link."""
        self._cut.clear()


def between(some: Iterable[str], others: Iterable[str]) -> Iterator[Link]:
    """Every link between two groups, in both directions."""
    others = tuple(others)
    for one in some:
        for other in others:
            yield one, other
            yield other, one
