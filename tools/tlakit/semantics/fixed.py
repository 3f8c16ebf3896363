"""Expressions with one value in all of a model: evaluated when first needed, and never again.

These are built from literals, constants and names that they bind themselves. What counts as evaluated
or not, an operator of the model or a part of a property, is in none of them: it would count only once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlakit.language import ir
from tlakit.semantics.machine import Closure, Frame
from tlakit.semantics.mentions import walk
from tlakit.semantics.natives import find_native
from tlakit.semantics.values import Value

if TYPE_CHECKING:
    from tlakit.semantics.compiler import Program

_BUILT = (
    ir.Function,
    ir.FunctionSet,
    ir.Product,
    ir.Record,
    ir.RecordSet,
    ir.SetEnumeration,
    ir.Tuple,
)
_SETS = {"\\cup", "\\cap", "\\", "SUBSET", "UNION", "DOMAIN", "BOOLEAN", "STRING"}


def is_fixed(expression: ir.Expression, program: Program) -> bool:
    """Whether that is certainly so of an expression that takes more than a look to evaluate."""
    if not isinstance(expression, (*_BUILT, ir.Apply, ir.Builtin)):
        return False
    if expression.level is not ir.Level.CONSTANT:
        return False
    own: set[object] = set()
    for node in walk(expression):
        match node:
            case ir.Binding():
                own.update(node.names)
            case ir.Reference():
                if node.target not in own and node.target not in program.values:
                    return False
            case ir.Apply(operator=ir.Definition() as operator):
                native = find_native(program.resolve(operator))
                if native is None or not native.ordinary or native.lazy:
                    return False
            case ir.Builtin():
                if node.name not in _SETS:
                    return False
            case ir.Literal() | ir.Constant() | ir.Bound():
                continue
            case _ if not isinstance(node, _BUILT):
                return False
    return True


def once(run: Closure) -> Closure:
    """The closure of a fixed expression, which remembers its value; an error comes each time."""
    value: Value | None = None

    def remembered(frame: Frame) -> Value:
        nonlocal value
        if value is None:
            value = run(frame)
        return value

    return remembered
