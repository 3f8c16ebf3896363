"""What a message says of an expression: its text if it is short, and what it mentions with values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from tlakit.language import ir
from tlakit.semantics.errors import EvaluationError, shorten
from tlakit.semantics.machine import Closure, Frame
from tlakit.semantics.scope import Scope

if TYPE_CHECKING:
    from tlakit.semantics.compiler import Compiler

_MOST = 6


def text_of(expression: ir.Expression) -> str | None:
    """The text of a name, or of an application of names, as in `queue[i].from`; None for others."""
    match expression:
        case ir.Reference():
            return expression.target.name
        case ir.Literal():
            return (
                f'"{expression.value}"'
                if isinstance(expression.value, str)
                else str(expression.value)
            )
        case ir.Apply() if not expression.arguments:
            return expression.operator.name
        case ir.Field():
            record = text_of(expression.record)
            return None if record is None else f"{record}.{expression.name}"
        case ir.FunctionApply():
            function, argument = text_of(expression.function), text_of(expression.argument)
            return None if function is None or argument is None else f"{function}[{argument}]"
        case ir.Builtin(name="'"):
            inner = text_of(expression.arguments[0])
            return None if inner is None else f"{inner}'"
    return None


def walk(root: object) -> Iterator[ir.Node]:
    """All nodes of an expression, outermost first; definitions are not entered."""
    pending: list[object] = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, tuple):
            pending.extend(reversed(node))
        elif isinstance(node, ir.Node):
            yield node
            fields = [getattr(node, name) for name in node.__struct_fields__]
            pending.extend(item for item in reversed(fields) if not isinstance(item, ir.Bound))


def mentioned(
    compiler: Compiler,
    expressions: Iterable[ir.Expression],
    scope: Scope,
    bound_here: Iterable[ir.Bound] = (),
) -> Callable[[Frame], str]:
    """A closure that gives the identifiers of expressions with their values, `x = 1, y = <<>>`.

    What the expressions bind, or is `bound_here`, is left out, and what has no value at that moment.
    """
    found: dict[str, Closure] = {}
    own = set(bound_here)
    for node in walk(tuple(expressions)):
        if isinstance(node, ir.Binding):
            own.update(node.names)
        if not isinstance(node, ir.Reference) or len(found) == _MOST:
            continue
        target = node.target
        bound = isinstance(target, ir.Bound | ir.Parameter)
        if bound and (target in own or scope.locate(target) is None):
            continue
        if target.name not in found:
            found[target.name] = compiler.open(node, scope)

    def values(frame: Frame) -> str:
        parts: list[str] = []
        for name, read in found.items():
            try:
                parts.append(f"{name} = {shorten(read(frame).text)}")
            except EvaluationError:
                continue
        return ", ".join(parts)

    return values
