"""The resolved tree of a definition as indented lines, for whoever wants to see what was read.

    Next(i)  action
      Junction /\\ (bulleted)
        Builtin =
          Builtin '
            Reference variable x
          ...

Each line is a node: its class in `tlakit.language.ir`, then what it says besides its children. A
definition is shown where it is made, and by its name where it is used.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tlakit.language import ir
from tlakit.render.module import head, with_places

_HIDDEN = frozenset({"span", "level"})


def tree_lines(definition: ir.Definition, indent: int = 0) -> Iterator[str]:
    """The lines of a definition's tree, its head first; `indent` counts levels of two columns."""
    level = definition.level.name.lower()
    yield f"{'  ' * indent}{head(definition.name, definition.parameters)}  {level}"
    if definition.body is None:
        yield f"{'  ' * (indent + 1)}(no text of its own)"
    else:
        yield from _node(definition.body, indent + 1)


def expression_lines(expression: ir.Expression) -> Iterator[str]:
    """The lines of an expression's tree."""
    yield from _node(expression, 0)


def _node(node: ir.Node, indent: int, role: str = "") -> Iterator[str]:
    said: list[str] = []
    children: list[tuple[str, object]] = []
    for field in msgspec.structs.fields(node):
        value = getattr(node, field.name)
        if field.name not in _HIDDEN:
            _sort(field.name, value, said, children)
    words = " ".join([f"{role}{type(node).__name__}", *said])
    yield f"{'  ' * indent}{words}"
    for name, child in children:
        yield from _child(name, child, indent + 1)


def _sort(name: str, value: object, said: list[str], children: list[tuple[str, object]]) -> None:
    """A field's value to what the node's line says, or to what stands below it."""
    if isinstance(value, ir.Definition) and name != "definitions":
        said.append(value.name)
    elif isinstance(value, ir.Constant | ir.Variable | ir.Bound | ir.Parameter):
        said.append(f"{type(value).__name__.lower()} {value.name}")
    elif isinstance(value, bool) and name != "value":
        said.extend([f"({name})"] if value else [])
    elif isinstance(value, bool | int | str):
        said.append(_literal(value) if name == "value" else str(value))
    elif isinstance(value, tuple) and value and _all_names(value):
        said.append(", ".join(_declared(one) for one in value))
    elif value is not None:
        children.append((name, value))


def _all_names(values: tuple[object, ...]) -> bool:
    return all(isinstance(one, ir.Bound | ir.Parameter) for one in values)


def _declared(one: object) -> str:
    if isinstance(one, ir.Parameter):
        return with_places(one.name, one.arity)
    assert isinstance(one, ir.Bound)
    return one.name


def _literal(value: bool | int | str) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _child(name: str, child: object, indent: int) -> Iterator[str]:
    if isinstance(child, ir.Definition):
        yield from tree_lines(child, indent)
    elif isinstance(child, ir.Node):
        yield from _node(child, indent)
    elif isinstance(child, tuple):
        for part in child:
            if isinstance(part, tuple):
                yield from _pair(part, indent)
            else:
                yield from _child(name, part, indent)


def _pair(pair: tuple[object, ...], indent: int) -> Iterator[str]:
    """The arm of a CASE (guard and value), or a field of a record with its expression."""
    first, *rest = pair
    if isinstance(first, str):
        yield f"{'  ' * indent}{first}:"
    else:
        yield f"{'  ' * indent}arm:"
        rest = [first, *rest]
    for part in rest:
        yield from _child("", part, indent + 1)
