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
    if shown is not None and shows_everything(specification):
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


def shows_everything(specification: Specification) -> bool:
    """Whether a model's VIEW tells all states apart, because every variable is in it as it is."""
    return _shown(specification)[0] == set(specification.variables)


def viewed_variables(specification: Specification) -> set[str] | None:
    """The names of the variables that a VIEW consists of; None if it computes anything."""
    found, computes = _shown(specification)
    return None if computes else found


def _shown(specification: Specification) -> tuple[set[str], bool]:
    """The variables that stand in a VIEW on their own, also in tuples; and whether anything else does."""
    assert specification.view is not None
    pending: list[ir.Expression] = [specification.view]
    found: set[str] = set()
    computes = False
    while pending:
        match pending.pop():
            case ir.Reference(target=ir.Variable() as variable):
                found.add(variable.name)
            case ir.Tuple(items=items):
                pending += items
            case ir.Apply(operator=ir.Definition() as operator, arguments=()) if (
                operator not in specification.program.values
                and (body := specification.program.resolve(operator).body) is not None
            ):
                pending.append(body)
            case _:
                computes = True
    return found, computes


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
