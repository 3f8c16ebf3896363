"""How far the nodes' clocks have come, and whether they keep together."""

from collections.abc import Iterable

from raft_conformance.judge.observations import Cause


class Clocks:
    """The ticks of each node; `keep_together` as long as no two are further apart than `drift`.

    The ticks that all nodes get with nothing in between are at one instant, though they come one after
    the other.  A timer that is made to run out is one that no clock agrees with, so that nothing
    can be said any more.  The clock of a node that is created or restarts shows what the others show.

    >>> clocks = Clocks(drift=0)
    >>> for cause in ("create", "tick", "deliver"):
    ...     for node in ("n1", "n2"):
    ...         clocks.see(node, cause)
    >>> clocks.keep_together
    True
    >>> for node, cause in (("n1", "tick"), ("n2", "deliver")):
    ...     clocks.see(node, cause)
    >>> clocks.keep_together
    False
    """

    def __init__(self, drift: int) -> None:
        self._ticks: dict[str, int] = {}
        self._drift = drift
        self.keep_together = True

    def see(self, node: str, cause: Cause, down: Iterable[str] = ()) -> None:
        """Count what this input to a node did to its clock; those that are down have none."""
        running = [self._ticks[other] for other in self._ticks.keys() - {node, *down}]
        if cause == "tick":
            self._ticks[node] += 1
        elif cause in ("create", "restart"):
            self._ticks[node] = max(running, default=0)
        elif cause in ("election", "heartbeat"):
            self.keep_together = False
        running.append(self._ticks[node])
        allowed = max(1, self._drift) if cause == "tick" else self._drift
        if max(running) - min(running) > allowed:
            self.keep_together = False

    def slowest_first(self, nodes: Iterable[str]) -> list[str]:
        """In this order they can tick once each without coming further apart."""
        return sorted(nodes, key=lambda node: (self._ticks[node], node))
