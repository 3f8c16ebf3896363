"""How the text of a module uses its variables, from which a layout is chosen."""

from __future__ import annotations

from collections.abc import Iterator

from tlakit.language import ir


def indexed_variables(module: ir.Module) -> set[ir.Variable]:
    """The variables that the text applies, or changes by EXCEPT, at single arguments."""
    found: set[ir.Variable] = set()
    for definition in module.definitions.values():
        for node in _nodes(definition):
            base = None
            match node:
                case ir.FunctionApply() | ir.Except():
                    base = node.function
                case ir.Field():
                    base = node.record
            target = None if base is None else _target(base)
            if isinstance(target, ir.Variable):
                found.add(target)
    return found


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
