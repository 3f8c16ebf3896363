"""Every definition that a module reaches, also those of instances and of LOCAL text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tlakit.language import ir


def definitions_of(module: ir.Module) -> tuple[ir.Definition, ...]:
    """The visible definitions and all that their bodies, and the assumptions, lead to."""
    found = dict.fromkeys(module.definitions.values())
    pending = list(found)
    for assumption in module.assumptions:
        pending += _unseen(assumption.expression, found)
    while pending:
        body = pending.pop().body
        if body is not None:
            pending += _unseen(body, found)
    return tuple(found)


def _unseen(expression: ir.Expression, found: dict[ir.Definition, None]) -> Iterator[ir.Definition]:
    for definition in _operators(expression):
        if definition not in found:
            found[definition] = None
            yield definition


def _operators(expression: ir.Expression) -> Iterator[ir.Definition]:
    """The definitions that an expression names; those of a LET come with their bodies."""
    stack: list[object] = [expression]
    while stack:
        node = stack.pop()
        if isinstance(node, tuple):
            stack.extend(node)
        elif isinstance(node, ir.Definition):
            yield node
        elif isinstance(node, ir.Node) and not isinstance(node, ir.Constant | ir.Variable):
            stack.extend(
                getattr(node, field)
                for field in node.__struct_fields__
                if field not in ("span", "level", "target")
            )


def copies_of(definition: ir.Definition, among: Iterable[ir.Definition]) -> Iterator[ir.Definition]:
    """A definition and its copies: what the text of its module calls within instances.

    The member `I!Op` that others name is a definition of its own, known by its longer name, and no
    copy of `Op` in this sense.
    """
    yield definition
    for one in among:
        if (
            one is not definition
            and one.module == definition.module
            and one.span == definition.span
            and one.name == definition.name
        ):
            yield one
