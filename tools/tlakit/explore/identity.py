"""Which states count as one: equal ones, or those that SYMMETRY or VIEW do not tell apart."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from tlakit.explore.memo import Memo
from tlakit.explore.slots import Layout, Vector
from tlakit.explore.symmetry import Orbits, permutations_of
from tlakit.explore.tracking import Tracker
from tlakit.language import ir
from tlakit.semantics.open_values import force
from tlakit.semantics.scope import Scope
from tlakit.semantics.specification import Specification
from tlakit.semantics.values import Value

Key = Callable[[Vector], Hashable]
"""What a state is known by."""


def identity_of(specification: Specification, layout: Layout) -> Key | None:
    """What tells states apart; None where it is simply the state.

    As in TLC the view is that of the least state under the symmetry.
    """
    group = permutations_of(specification)
    shown = specification.view
    if shown is not None and len(_variables(specification, shown)) == len(layout.places):
        shown = None
    view = None if shown is None else remembered(specification, shown, layout)
    if not group:
        return None if view is None else view.find
    least = Orbits(group).least
    values = layout.values
    if view is None:
        return lambda vector: least(values(vector))
    find, encode = view.find, layout.encode
    return lambda vector: find(encode(least(values(vector))))


def _variables(specification: Specification, view: ir.Expression) -> set[ir.Variable]:
    """The variables that stand in a view on their own, also in tuples within it."""
    match view:
        case ir.Reference(target=ir.Variable() as variable):
            return {variable}
        case ir.Tuple(items=items):
            return {one for item in items for one in _variables(specification, item)}
        case ir.Apply(operator=ir.Definition() as operator, arguments=()):
            body = specification.program.resolve(operator).body
            if body is not None and operator not in specification.program.values:
                return _variables(specification, body)
    return set()


def viewed_variables(specification: Specification) -> set[str] | None:
    """The names of the variables that a VIEW consists of; None if it computes anything."""
    assert specification.view is not None
    pending: list[ir.Expression] = [specification.view]
    found: set[str] = set()
    while pending:
        match pending.pop():
            case ir.Reference(target=ir.Variable() as variable):
                found.add(variable.name)
            case ir.Tuple(items=items):
                pending += items
            case ir.Apply(operator=ir.Definition() as operator, arguments=()):
                body = specification.program.resolve(operator).body
                if body is None or operator in specification.program.values:
                    return None
                pending.append(body)
            case _:
                return None
    return found


def remembered(
    specification: Specification, expression: ir.Expression, layout: Layout
) -> Memo[Value]:
    """The values of a state function, remembered by what it reads."""
    registers = specification.registers
    scope = Scope()
    run = specification.compiler.strict(expression, scope)
    nothing: list[Value | None] = [None] * len(layout.places)

    def evaluate(tracker: Tracker) -> Value:
        registers.current, registers.following, registers.shifted = tracker, nothing, False
        return force(run([None] * scope.size))

    return Memo(layout, evaluate)
