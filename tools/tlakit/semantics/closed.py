"""Predicates that depend on nothing but an element and values at hand, not on the state."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from tlakit.language import ir
from tlakit.semantics.machine import Closure, Frame, Test
from tlakit.semantics.mentions import walk
from tlakit.semantics.natives import find_native
from tlakit.semantics.open_values import force
from tlakit.semantics.scope import Scope
from tlakit.semantics.values import Value

if TYPE_CHECKING:
    from tlakit.semantics.compiler import Compiler, Program

Free: TypeAlias = tuple[tuple[int, Closure], ...]
"""Identifiers from outside a predicate, by slot, with closures that give them."""

Predicate: TypeAlias = Callable[[Value], bool]


def free_values(
    predicate: ir.Expression, binding: ir.Binding, compiler: Compiler, scope: Scope
) -> Free | None:
    """The outer identifiers that a predicate mentions, by slot, with closures that give them.

    None if it may depend on more than those and the bound element: on the state, on a LET, on an
    operator that was passed, on an identifier of an enclosing frame.
    """
    if predicate.level is not ir.Level.CONSTANT:
        return None
    found: dict[int, Closure] = {}
    own = set(binding.names)
    for node in walk(predicate):
        if isinstance(node, ir.Binding):
            own.update(node.names)
        if isinstance(node, ir.At | ir.Let | ir.Lambda):
            return None
        if isinstance(node, ir.Apply):
            operator = node.operator
            if isinstance(operator, ir.Parameter) or scope.locate(operator) is not None:
                return None
        if isinstance(node, ir.Reference) and isinstance(node.target, ir.Bound | ir.Parameter):
            place = scope.locate(node.target)
            if node.target in own or place is None:
                continue
            if place[0] > 0:
                return None
            found[place[1]] = compiler.open(node, scope)
    return tuple(found.items())


def is_plain(predicate: ir.Expression, program: Program) -> bool:
    """Whether it applies ordinary operators of modules at the most.

    Others may print, or count as evaluated: of what they do it would show for which elements.
    """
    for node in walk(predicate):
        if isinstance(node, ir.Apply):
            operator = node.operator
            native = None
            if isinstance(operator, ir.Definition):
                native = find_native(program.resolve(operator))
            if native is None or not native.ordinary or native.lazy:
                return False
    return True


def closed(
    frame: Frame, slot: int, test: Test, expression: ir.Expression, free: Free
) -> tuple[object, Predicate]:
    """The test as a predicate of the element, which is in a slot of the frame, after its key.

    Equal keys stand for equal predicates; `expression` is what the test belongs to.
    """
    values = [(place, force(read(frame))) for place, read in free]
    inner: Frame = [None] * len(frame)
    for place, value in values:
        inner[place] = value
    return (expression, *(value for _, value in values)), on_element(inner, slot, test)


def on_element(frame: Frame, slot: int, test: Test) -> Predicate:
    """The test as a predicate of the element; the frame must not change any more."""

    def holds(element: Value) -> bool:
        row = list(frame)
        row[slot] = element
        return test(row)

    return holds
