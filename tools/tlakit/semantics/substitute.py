"""The body of an operator with its parameters replaced by arguments, as an expression.

Evaluation needs no such thing; it is for temporal formulas, which are taken apart by their form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from tlakit.language import ir


def applied(definition: ir.Definition, arguments: tuple[ir.Expression, ...]) -> ir.Expression:
    """The body for these arguments; the definition must have one."""
    body = definition.body
    assert body is not None
    if not definition.parameters:
        return body
    return substitute(body, dict(zip(definition.parameters, arguments, strict=True)))


def substitute(
    expression: ir.Expression, arguments: Mapping[ir.Parameter, ir.Expression]
) -> ir.Expression:
    """An expression with parameters replaced; what mentions none of them is shared, not copied."""
    return cast(ir.Expression, _Substitution(arguments).copy(expression))


class _Substitution:
    """`renamed` maps the definitions of a LET to those of its copy."""

    def __init__(self, arguments: Mapping[ir.Parameter, ir.Expression]) -> None:
        self.arguments = arguments
        self.renamed: dict[ir.Definition, ir.Definition] = {}

    def copy(self, node: Any) -> Any:
        if isinstance(node, tuple):
            items = tuple([self.copy(item) for item in node])
            return node if all(a is b for a, b in zip(node, items, strict=True)) else items
        if not isinstance(node, ir.Node):
            return node
        match node:
            case ir.Reference(target=ir.Parameter() as target) if target in self.arguments:
                return self.arguments[target]
            case ir.OperatorArgument(operator=ir.Parameter() as op) if op in self.arguments:
                return self.arguments[op]
            case ir.Apply(operator=ir.Parameter() as op) if op in self.arguments:
                return _apply(node, self.arguments[op], self.copy(node.arguments))
            case ir.Let():
                return self._let(node)
        changes: dict[str, Any] = {}
        for field in node.__struct_fields__:
            if field in ("span", "level", "target"):
                continue
            old = getattr(node, field)
            new = self.renamed.get(old, old) if field == "operator" else self.copy(old)
            if new is not old:
                changes[field] = new
        if not changes:
            return node
        if isinstance(node, ir.ExpressionNode):
            changes["level"] = _level(node, changes)
        kept = {field: getattr(node, field) for field in node.__struct_fields__}
        return type(node)(**{**kept, **changes})

    def _let(self, node: ir.Let) -> ir.Let:
        copies = [
            ir.Definition(
                span=old.span,
                name=old.name,
                module=old.module,
                parameters=old.parameters,
                body=old.body,
                level=old.level,
                local=old.local,
                recursive=old.recursive,
                is_function=old.is_function,
            )
            for old in node.definitions
        ]
        self.renamed.update(zip(node.definitions, copies, strict=True))
        for copy in copies:
            copy.body = self.copy(copy.body)
            copy.level = max(copy.level, _highest(copy.body))
        body = self.copy(node.body)
        level = max(node.level, body.level)
        return ir.Let(span=node.span, level=level, definitions=tuple(copies), body=body)


def _level(node: ir.ExpressionNode, changes: Mapping[str, Any]) -> ir.Level:
    """The level of a node with other parts: an argument may stand higher than its parameter."""
    found = max(node.level, _highest(tuple(changes.values())))
    if isinstance(node, ir.Builtin) and node.name == "ENABLED":
        return min(found, ir.Level.STATE)
    return found


def _highest(part: Any) -> ir.Level:
    """The highest level of the expressions, or of the definition, that a part of a node is."""
    match part:
        case ir.ExpressionNode() | ir.Definition():
            return part.level
        case tuple():
            return max(map(_highest, part), default=ir.Level.CONSTANT)
        case ir.Binding():
            return _highest(part.domain)
        case ir.Update():
            return max(_highest(part.path), _highest(part.value))
    return ir.Level.CONSTANT


def _apply(
    node: ir.Apply, operator: ir.Expression, given: tuple[ir.Expression, ...]
) -> ir.Expression:
    """An operator that was passed as an argument, applied."""
    if isinstance(operator, ir.Lambda):
        return substitute(operator.body, dict(zip(operator.parameters, given, strict=True)))
    assert isinstance(operator, ir.OperatorArgument)
    level = max(node.level, _highest(operator.operator), _highest(given))
    return ir.Apply(span=node.span, level=level, operator=operator.operator, arguments=given)
