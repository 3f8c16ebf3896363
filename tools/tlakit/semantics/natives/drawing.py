"""Module SVG: elements as text and files, and where to put the nodes of a graph."""

from __future__ import annotations

import math

from tlakit.semantics.errors import wrong_kind
from tlakit.semantics.natives.files import write_text
from tlakit.semantics.natives.table import Native, characters, items, mapping, members, number
from tlakit.semantics.values import (
    TRUE,
    RecordValue,
    Value,
    function_of,
    integer,
    record_of,
    string,
)


def _markup(element: Value) -> str:
    if not isinstance(element, RecordValue) or not _FIELDS <= element.fields.keys():
        raise wrong_kind("an element of module SVG", element, "`SVGElemToString`")
    fields = element.fields
    name = characters(fields["name"], "SVGElemToString")
    attributes = "".join(
        f" {characters(key, 'SVGElemToString').replace('_', '-')}"
        f"='{characters(value, 'SVGElemToString')}'"
        for key, value in mapping(fields["attrs"], "SVGElemToString").items()
    )
    text = characters(fields["innerText"], "SVGElemToString")
    text = text.replace("<<", "&lt;&lt;").replace(">>", "&gt;&gt;")
    children = "".join(map(_markup, items(fields["children"], "SVGElemToString")))
    return f"<{name}{attributes}>{text}{children}</{name}>"


_FIELDS = {"name", "attrs", "children", "innerText"}


def _write(element: Value, prefix: Value, frame: Value) -> Value:
    name = f"{characters(prefix, 'SVGSerialize')}{number(frame, 'SVGSerialize')}.svg"
    write_text(name, _markup(element), "SVGSerialize")
    return TRUE


def _on_circle(center: tuple[int, int], radius: int, position: int, of: int) -> Value:
    angle = 2 * math.pi * (position % of) / of
    across, down = radius * math.cos(angle), radius * math.sin(angle)
    return record_of({"x": integer(int(center[0] + across)), "y": integer(int(center[1] + down))})


def _ring(x: Value, y: Value, radius: Value, position: Value, of: Value) -> Value:
    name = "NodeOfRingNetwork"
    if number(of, name) <= 0:
        raise wrong_kind("a positive number of nodes", of, f"`{name}`")
    numbers = [number(value, name) for value in (x, y, radius, position, of)]
    if max(map(abs, numbers)) > 10**9:
        raise wrong_kind("numbers of a drawing", radius, f"`{name}`")
    return _on_circle((numbers[0], numbers[1]), *numbers[2:])


def _layout(nodes: Value, edges: Value, options: Value) -> Value:
    """Every node on one circle, whatever the algorithm asked for."""
    ordered = members(nodes, "NodesOfDirectedMultiGraph").ordered
    radius = 60 * max(len(ordered), 1)
    return function_of(
        {
            node: _on_circle((radius, radius), radius, place, len(ordered))
            for place, node in enumerate(ordered)
        }
    )


SVG = {
    "SVGElemToString": Native(lambda element: string(_markup(element))),
    "SVGSerialize": Native(_write),
    "NodeOfRingNetwork": Native(_ring),
    "NodesOfDirectedMultiGraph": Native(_layout),
}
