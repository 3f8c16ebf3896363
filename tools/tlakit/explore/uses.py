"""How the text of a module uses its variables, from which a layout is chosen."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tlakit.language import ir


class Uses(msgspec.Struct, frozen=True):
    """The variables that the text uses in certain ways somewhere.

    `indexed` it applies, or changes by EXCEPT, at single arguments; of those in `domains` it takes
    the domain, or uses them as bags; those in `sequences` it uses as sequences.
    """

    indexed: set[ir.Variable] = msgspec.field(default_factory=set)
    domains: set[ir.Variable] = msgspec.field(default_factory=set)
    sequences: set[ir.Variable] = msgspec.field(default_factory=set)


def uses_of(module: ir.Module) -> Uses:
    """How the text of a module uses its variables."""
    uses = Uses()
    for definition in module.definitions.values():
        for node in _nodes(definition):
            match node:
                case ir.FunctionApply() | ir.Except():
                    _note(uses.indexed, node.function)
                case ir.Field():
                    _note(uses.indexed, node.record)
                case ir.Builtin(name="DOMAIN"):
                    _note(uses.domains, *node.arguments)
                case ir.Apply(operator=ir.Definition(module="Bags" | "BagsExt")):
                    _note(uses.domains, *node.arguments)
                case ir.Apply(operator=ir.Definition(module="Sequences" | "SequencesExt")):
                    _note(uses.sequences, *node.arguments)
    return uses


def _note(found: set[ir.Variable], *expressions: object) -> None:
    for expression in expressions:
        target = _target(expression)
        if isinstance(target, ir.Variable):
            found.add(target)


def _target(expression: object) -> ir.Variable | ir.Parameter | None:
    """The variable, primed or not, or the parameter that an expression is."""
    if isinstance(expression, ir.Builtin) and expression.name == "'":
        expression = expression.arguments[0]
    if isinstance(expression, ir.Reference):
        target = expression.target
        return target if isinstance(target, ir.Variable | ir.Parameter) else None
    return None


def _nodes(definition: ir.Definition) -> Iterator[ir.Node]:
    """The nodes of a definition's body, of the definitions in its LETs too."""
    pending: list[object] = [definition.body]
    while pending:
        node = pending.pop()
        if isinstance(node, tuple):
            pending.extend(node)
        elif isinstance(node, ir.Node) and not isinstance(node, ir.Definition):
            yield node
            if isinstance(node, ir.Let):
                pending.extend(d.body for d in node.definitions if d.body is not None)
            pending.extend(getattr(node, field) for field in node.__struct_fields__)
