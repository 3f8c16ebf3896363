"""Strongly connected components of a graph of numbers, by Tarjan's algorithm without recursion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_DONE = 1 << 62


class Components:
    """Finds components among edges that are `alive`; may be asked again after edges have died.

    The edges of node n are `first[n]` to `first[n + 1] - 1`.
    """

    def __init__(self, first: Sequence[int], targets: Sequence[int], alive: bytearray) -> None:
        self.first = first
        self.targets = targets
        self.alive = alive
        size = len(first) - 1
        self.number = [0] * size
        self.low = [0] * size
        self.position = [0] * size
        self.count = 0

    def among(self, nodes: Iterable[int]) -> list[list[int]]:
        """The components of what can be reached from these nodes, a node's successors first.

        Nodes of an earlier answer that are not among them are not entered again.
        """
        nodes = list(nodes)
        for node in nodes:
            self.number[node] = 0
        found: list[list[int]] = []
        for node in nodes:
            if not self.number[node]:
                self._visit(node, found)
        return found

    def _visit(self, root: int, found: list[list[int]]) -> None:
        first, targets, alive = self.first, self.targets, self.alive
        number, low, position = self.number, self.low, self.position
        self._enter(root)
        stack = [root]
        work = [root]
        while work:
            node = work[-1]
            lowest = low[node]
            end = first[node + 1]
            edge = position[node]
            while edge < end:
                if alive[edge]:
                    target = targets[edge]
                    if not number[target]:
                        break
                    lowest = min(lowest, low[target])
                edge += 1
            low[node] = lowest
            position[node] = edge
            if edge < end:
                self._enter(target)
                stack.append(target)
                work.append(target)
                continue
            work.pop()
            if lowest == number[node]:
                found.append(self._leave(node, stack))

    def _enter(self, node: int) -> None:
        self.count += 1
        self.number[node] = self.low[node] = self.count
        self.position[node] = self.first[node]

    def _leave(self, root: int, stack: list[int]) -> list[int]:
        component = []
        while True:
            node = stack.pop()
            self.low[node] = _DONE
            component.append(node)
            if node == root:
                return component
