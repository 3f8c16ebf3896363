"""How a witness from a set that is not known is split into branches.

One witness that may be anything keeps the number of branches small, but mixes what has nothing to do
with each other. It pays to tell apart what decides which part of the state is touched: the shape of
the witness, and a value in it by which a variable is indexed, as m.dest in `servers[m.dest]` (twice
to three times as fast on Raft; one branch for every element of the set is slower than no split).
"""

from __future__ import annotations

from collections.abc import Callable

from tlakit.language import ir
from tlakit.semantics.values import Value, string
from tlakit.symbolic.circuit import FALSE
from tlakit.symbolic.dependencies import children
from tlakit.symbolic.functions import field, update
from tlakit.symbolic.terms import Arena, Guarded, Term, alternatives

Path = tuple[str, ...]


class IndexUse:
    """Finds by which of its fields an identifier indexes a variable, here or in an operator."""

    def __init__(self, resolve: Callable[[ir.Definition], ir.Definition]) -> None:
        self._resolve = resolve
        self._found: dict[tuple[ir.Expression, object], frozenset[Path]] = {}

    def of(self, expression: ir.Expression, name: object) -> frozenset[Path]:
        """The paths: `()` for `x[name]`, `("dest",)` for `x[name.dest]`."""
        key = (expression, name)
        found = self._found.get(key)
        if found is None:
            self._found[key] = frozenset()
            found = self._found[key] = frozenset(self._collect(expression, name))
        return found

    def _collect(self, expression: ir.Expression, name: object) -> set[Path]:
        found: set[Path] = set()
        for index in _indexes(expression):
            path = _path(index, name)
            if path is not None:
                found.add(path)
        if isinstance(expression, ir.Apply) and isinstance(expression.operator, ir.Definition):
            operator = self._resolve(expression.operator)
            for parameter, argument in zip(operator.parameters, expression.arguments, strict=True):
                path = _path(argument, name)
                if path is not None and operator.body is not None:
                    found |= {path + rest for rest in self.of(operator.body, parameter)}
        for child in children(expression):
            found |= self.of(child, name)
        return found


def _indexes(expression: ir.Expression) -> tuple[ir.Expression, ...]:
    """The expressions by which an expression indexes a variable."""
    if isinstance(expression, ir.FunctionApply) and _is_variable(expression.function):
        return (expression.argument,)
    if isinstance(expression, ir.Except) and _is_variable(expression.function):
        return tuple(update.path[0] for update in expression.updates)
    return ()


def _is_variable(expression: ir.Expression) -> bool:
    return isinstance(expression, ir.Reference) and isinstance(expression.target, ir.Variable)


def _path(expression: ir.Expression, name: object) -> Path | None:
    """The fields that lead from the identifier to the expression; None if it is not that."""
    if isinstance(expression, ir.Field):
        path = _path(expression.record, name)
        return None if path is None else (*path, expression.name)
    if isinstance(expression, ir.Reference) and expression.target is name:
        return ()
    return None


def split(arena: Arena, witness: Guarded, paths: frozenset[Path]) -> list[Guarded]:
    """The witness by shape and by the values at the paths, which are then known."""
    circuit = arena.circuit
    found = [
        (both, one)
        for condition, one in alternatives(witness[1])
        if (both := circuit.both(witness[0], condition)) != FALSE
    ]
    for path in sorted(paths):
        found = [cell for one in found for cell in _by_value(arena, one, path)]
    return found


def _by_value(arena: Arena, witness: Guarded, path: Path) -> list[Guarded]:
    guard, term = witness
    inner = term
    for name in path:
        inner = field(arena, inner, name)
    values = alternatives(inner)
    if not path or not values or not all(isinstance(value, Value) for _, value in values):
        return [witness]
    keys = [string(name) for name in path]
    return [
        (both, update(arena, term, keys, _constant(value)))
        for condition, value in values
        if (both := arena.circuit.both(guard, condition)) != FALSE
    ]


def _constant(value: Term) -> Callable[[Term], Term]:
    return lambda old: value
