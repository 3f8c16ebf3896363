"""Graphs, UndirectedGraphs and Relation: paths and what can be reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tlakit.semantics.errors import ErrorKind, EvaluationError, wrong_kind
from tlakit.semantics.natives.listed_sets import ListedSet
from tlakit.semantics.natives.table import Native, items, members, truth
from tlakit.semantics.open_values import apply_function
from tlakit.semantics.values import (
    RecordValue,
    Value,
    boolean,
    function_of,
    set_of,
    tuple_of,
)

Neighbours = dict[Value, list[Value]]
"""For each node, in the order of values, those that an edge leads to."""


def _parts(graph: Value, operator: str) -> tuple[Value, Value]:
    if isinstance(graph, RecordValue) and {"node", "edge"} <= graph.fields.keys():
        return graph.fields["node"], graph.fields["edge"]
    raise wrong_kind("a graph, [node |-> ..., edge |-> ...],", graph, f"`{operator}`")


def _directed(graph: Value, operator: str) -> Neighbours:
    nodes, edges = _parts(graph, operator)
    found: Neighbours = {node: [] for node in members(nodes, operator)}
    for edge in members(edges, operator):
        ends = items(edge, operator)
        if len(ends) != 2:
            raise EvaluationError(ErrorKind.WRONG_KIND, f"an edge is a pair, not {edge.text}")
        if ends[0] in found and ends[1] in found:
            found[ends[0]].append(ends[1])
    return found


def _undirected(graph: Value, operator: str) -> Neighbours:
    nodes, edges = _parts(graph, operator)
    found: Neighbours = {node: [] for node in members(nodes, operator)}
    for edge in members(edges, operator):
        ends = members(edge, operator).ordered
        if len(ends) not in (1, 2):
            message = f"an edge is a set of one or two nodes, not {edge.text}"
            raise EvaluationError(ErrorKind.WRONG_KIND, message)
        one, other = ends[0], ends[-1]
        if one in found and other in found:
            found[one].append(other)
            if one is not other:
                found[other].append(one)
    return found


def _reached(neighbours: Neighbours, start: Value) -> set[Value]:
    """The nodes that paths from a node lead to, and the node."""
    seen, waiting = {start}, [start]
    while waiting:
        for node in neighbours[waiting.pop()]:
            if node not in seen:
                seen.add(node)
                waiting.append(node)
    return seen


def _simple_paths(neighbours: Neighbours) -> Iterator[tuple[Value, ...]]:
    waiting: list[tuple[Value, ...]] = [(node,) for node in neighbours]
    while waiting:
        path = waiting.pop()
        yield path
        waiting += [(*path, node) for node in neighbours[path[-1]] if node not in path]


def _reader(read: Callable[[Value, str], Neighbours]) -> dict[str, Native]:
    """The operators that both kinds of graphs have."""

    def paths(graph: Value) -> Value:
        neighbours = read(graph, "SimplePath")
        return ListedSet(
            "SimplePath", (graph,), lambda: map(tuple_of, _simple_paths(neighbours))
        ).force()

    def connected(start: Value, end: Value, graph: Value) -> Value:
        neighbours = read(graph, "AreConnectedIn")
        return boolean(start in neighbours and end in _reached(neighbours, start))

    return {"SimplePath": Native(paths), "AreConnectedIn": Native(connected)}


def _connections(graph: Value) -> Value:
    neighbours = _directed(graph, "ConnectionsIn")
    reached = {node: _reached(neighbours, node) for node in neighbours}
    return function_of(
        {tuple_of((m, n)): boolean(n in reached[m]) for m in neighbours for n in neighbours}
    )


def _after(neighbours: Neighbours, node: Value) -> set[Value]:
    """The nodes that one step or more leads to; EvaluationError from what is no node."""
    if neighbours and node not in neighbours:
        raise EvaluationError(ErrorKind.OUTSIDE_DOMAIN, f"{node.text} is no node of the graph")
    return {m for first in neighbours.get(node, ()) for m in _reached(neighbours, first)}


def _descendants(graph: Value, node: Value) -> Value:
    return set_of(_after(_directed(graph, "Descendants"), node))


def _ancestors(graph: Value, node: Value) -> Value:
    backwards: Neighbours = {}
    for start, ends in _directed(graph, "Ancestors").items():
        backwards.setdefault(start, [])
        for end in ends:
            backwards.setdefault(end, []).append(start)
    return set_of(_after(backwards, node))


def _has_cycle(graph: Value) -> Value:
    neighbours = _directed(graph, "HasCycle")
    return boolean(any(node in _after(neighbours, node) for node in neighbours))


def _strongly_connected(graph: Value) -> Value:
    neighbours = _directed(graph, "IsStronglyConnected")
    return boolean(all(len(_reached(neighbours, n)) == len(neighbours) for n in neighbours))


def _components(graph: Value) -> Value:
    neighbours = _undirected(graph, "ConnectedComponents")
    return set_of(set_of(_reached(neighbours, node)) for node in neighbours)


def _closure(relation: Value, collection: Value) -> Value:
    elements = members(collection, "TransitiveClosure").ordered
    neighbours = {
        x: [
            y
            for y in elements
            if truth(apply_function(relation, tuple_of((x, y))), "TransitiveClosure")
        ]
        for x in elements
    }
    after = {x: [_reached(neighbours, y) for y in neighbours[x]] for x in elements}
    return function_of(
        {
            tuple_of((x, y)): boolean(any(y in reached for reached in after[x]))
            for x in elements
            for y in elements
        }
    )


GRAPHS = {
    **_reader(_directed),
    "ConnectionsIn": Native(_connections),
    "IsStronglyConnected": Native(_strongly_connected),
    "Descendants": Native(_descendants),
    "Ancestors": Native(_ancestors),
    "HasCycle": Native(_has_cycle),
}
UNDIRECTED_GRAPHS = {**_reader(_undirected), "ConnectedComponents": Native(_components)}
RELATION = {"TransitiveClosure": Native(_closure)}
