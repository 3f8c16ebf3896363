"""A behaviour that goes on for ever, as a lasso: a way into a fair part and a cycle through it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial

import msgspec

from tlakit.explore.liveness.fair import Edge, FairPart
from tlakit.explore.liveness.product import Product

_Goal = Callable[[Edge], bool]


class Lasso(msgspec.Struct, frozen=True):
    """States by number from an initial one on; after the last comes `states[loop]` again.

    `loop` of the last position itself means stuttering.
    """

    states: tuple[int, ...]
    loop: int

    def following(self, position: int) -> int:
        """The position after one."""
        return position + 1 if position + 1 < len(self.states) else self.loop


def lasso_in(product: Product, part: FairPart) -> Lasso:
    """A lasso whose cycle lies in a fair part and reaches all of its goals."""
    nodes = sorted(part.leaving)
    for node in nodes:
        for edge in part.leaving[node]:
            if product.targets[edge[1]] == node and all(goal(edge) for goal in part.goals):
                return _without_repeats(product.way(node), [])
    start = nodes[0]
    cycle = _cycle(product, part, start)
    return _without_repeats(product.way(start), [product.states[node] for node in cycle])


def _without_repeats(stem: list[int], cycle: list[int]) -> Lasso:
    """The lasso without steps that change nothing, which no formula can see, and written shortly.

    `cycle` are the states after the last of the stem, whose last is that one again.
    """
    states = stem[:1]
    for state in stem[1:]:
        if state != states[-1]:
            states.append(state)
    loop = len(states) - 1
    for state in cycle:
        if state != states[-1]:
            states.append(state)
    if len(states) > loop + 1:
        assert states[-1] == states[loop], "a cycle ends where it begins"
        states.pop()
    while loop > 0 and len(states) > loop + 1 and states[-1] == states[loop - 1]:
        states.pop()
        loop -= 1
    return Lasso(tuple(states), loop)


def _cycle(product: Product, part: FairPart, start: int) -> list[int]:
    """Nodes after `start` on a way that reaches every goal, and at the end `start` again."""
    way: list[int] = []
    node = start
    open_goals = list(part.goals)
    while open_goals:
        for edge in _shortest(product, part, node, partial(_any, open_goals)):
            open_goals = [goal for goal in open_goals if not goal(edge)]
            node = product.targets[edge[1]]
            way.append(node)
    if node != start or not way:
        back = _shortest(product, part, node, lambda edge: product.targets[edge[1]] == start)
        way += [product.targets[edge[1]] for edge in back]
    return way


def _any(goals: list[_Goal], edge: Edge) -> bool:
    return any(goal(edge) for goal in goals)


def _shortest(
    product: Product, part: FairPart, start: int, wanted: Callable[[Edge], bool]
) -> list[Edge]:
    """The edges of a shortest way within a part whose last edge is a wanted one."""
    came: dict[int, Edge | None] = {start: None}
    pending = deque([start])
    while pending:
        node = pending.popleft()
        for edge in part.leaving[node]:
            if wanted(edge):
                return [*_back(came, node), edge]
            target = product.targets[edge[1]]
            if target not in came:
                came[target] = edge
                pending.append(target)
    raise AssertionError("a fair part is strongly connected")


def _back(came: dict[int, Edge | None], node: int) -> list[Edge]:
    found: list[Edge] = []
    edge = came[node]
    while edge is not None:
        found.append(edge)
        edge = came[edge[0]]
    return found[::-1]
