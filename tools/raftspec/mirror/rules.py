"""Which rules a model has: what its next-state action applies."""

from __future__ import annotations

from collections.abc import Iterator

from tlakit.language import ir
from tlakit.render.module import is_standard
from tlakit.semantics import Specification

PUT = "Put"
"""What puts the step of a rule in its place: an action that comes to it is taken by one server."""


def applied(specification: Specification) -> tuple[ir.Definition, ...]:
    """Every definition that the next-state action comes to, as the model replaces them; each once.

    Those of the standard modules and those of a LET are left out; a model without actions has none.
    """
    found: dict[ir.Definition, None] = {}
    pending: list[object] = [specification.next]
    while pending:
        for used in _used(pending.pop()):
            definition = specification.program.resolve(used)
            if definition not in found and not is_standard(definition.span.file):
                found[definition] = None
                pending.append(definition.body)
    return tuple(definition for definition in found if definition.module)


def taken(specification: Specification) -> tuple[ir.Definition, ...]:
    """The actions of servers and clients among them: the innermost ones, without what puts their steps in place."""
    actions = [
        definition
        for definition in applied(specification)
        if definition.level is ir.Level.ACTION and not definition.name.startswith(PUT)
    ]
    by_put = [
        action for action in actions if any(d.name.startswith(PUT) for d in _used(action.body))
    ]
    return tuple(sorted(by_put, key=lambda action: (action.span.file, action.span.line)))


def _used(root: object) -> Iterator[ir.Definition]:
    """The definitions that an expression itself applies or hands on, those in its LETs included."""
    pending: list[object] = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, tuple):
            pending.extend(node)
        elif isinstance(node, ir.Definition):
            pending.append(node.body)
        elif isinstance(node, ir.Node):
            if isinstance(node, ir.Apply | ir.OperatorArgument) and isinstance(
                node.operator, ir.Definition
            ):
                yield node.operator
            hidden = ("operator", "target")
            pending.extend(getattr(node, n) for n in node.__struct_fields__ if n not in hidden)
