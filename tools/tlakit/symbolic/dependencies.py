"""What an expression depends on, found once from its text: the key under which results are kept.

Two evaluations of an expression that agree on its dependencies give the same term. A dependency is a
bound identifier or parameter that is free in the expression, `OLD` for a free `@`, or a variable,
unprimed or primed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from tlakit.language import ir


class Old:
    """The key of `@`, the old value in an EXCEPT."""


OLD = Old()


class Dependencies(msgspec.Struct, frozen=True, eq=False):
    """Names, unprimed variables and primed variables, each in a fixed order."""

    names: tuple[object, ...]
    current: tuple[ir.Variable, ...]
    following: tuple[ir.Variable, ...]


class Dependence:
    """Finds dependencies and remembers them; `resolve` gives the definition that is really used."""

    def __init__(self, resolve: Callable[[ir.Definition], ir.Definition]) -> None:
        self._resolve = resolve
        self._found: dict[ir.Expression, Dependencies] = {}
        self._local: dict[ir.Definition, frozenset[object]] = {}
        self._primed: dict[ir.Definition | ir.Lambda, frozenset[ir.Parameter]] = {}

    def of(self, expression: ir.Expression) -> Dependencies:
        """The dependencies of an expression."""
        found = self._found.get(expression)
        if found is None:
            variables: dict[tuple[ir.Variable, bool], None] = {}
            self._variables(expression, False, set(), variables)
            found = self._found[expression] = Dependencies(
                tuple(sorted(self._names(expression), key=id)),
                tuple(variable for variable, primed in variables if not primed),
                tuple(variable for variable, primed in variables if primed),
            )
        return found

    def _variables(
        self,
        expression: ir.Expression,
        primed: bool,
        visited: set[tuple[ir.Definition, bool]],
        found: dict[tuple[ir.Variable, bool], None],
    ) -> None:
        """Collect the variables of an expression and of every operator that it can reach."""
        if isinstance(expression, ir.Reference) and isinstance(expression.target, ir.Variable):
            found[expression.target, primed] = None
        if isinstance(expression, ir.Builtin) and expression.name == "UNCHANGED":
            self._variables(expression.arguments[0], True, visited, found)
        if isinstance(expression, ir.BoxAction):
            self._variables(expression.subscript, True, visited, found)
        inside = primed or (isinstance(expression, ir.Builtin) and expression.name == "'")
        operator = applied(expression)
        if isinstance(operator, ir.Definition):
            operator = self._resolve(operator)
            if operator.body is not None and (operator, inside) not in visited:
                visited.add((operator, inside))
                self._variables(operator.body, inside, visited, found)
            if isinstance(expression, ir.Apply):
                primes = self.primed_parameters(operator)
                for parameter, one in zip(operator.parameters, expression.arguments, strict=True):
                    if parameter in primes:
                        self._variables(one, True, visited, found)
        for child in children(expression):
            self._variables(child, inside, visited, found)

    def _names(self, expression: ir.Expression) -> frozenset[object]:
        """The identifiers, parameters and `@` that are free in an expression."""
        if isinstance(expression, ir.Reference):
            target = expression.target
            return frozenset((target,) if isinstance(target, ir.Bound | ir.Parameter) else ())
        if isinstance(expression, ir.At):
            return frozenset((OLD,))
        names: frozenset[object] = frozenset()
        operator = applied(expression)
        if isinstance(operator, ir.Parameter):
            names |= {operator}
        elif isinstance(operator, ir.Definition) and operator.module == "":
            names |= self._of_local(operator)
        if isinstance(expression, ir.Except):
            names |= self._names(expression.function)
            for update in expression.updates:
                names |= self._names(update.value) - {OLD}
                for step in update.path:
                    names |= self._names(step)
            return names
        for child in children(expression):
            names |= self._names(child)
        return names - frozenset(binders(expression))

    def _of_local(self, definition: ir.Definition) -> frozenset[object]:
        """The free names of a LET definition; a recursive one adds nothing by calling itself."""
        found = self._local.get(definition)
        if found is None:
            self._local[definition] = frozenset()
            assert definition.body is not None
            found = self._names(definition.body) - frozenset(definition.parameters)
            self._local[definition] = found
        return found

    def primed_parameters(self, operator: ir.Definition | ir.Lambda) -> frozenset[ir.Parameter]:
        """The parameters that stand primed in the body, there or in what it passes them to."""
        found = self._primed.get(operator)
        if found is None:
            self._primed[operator] = frozenset()
            collected: set[ir.Parameter] = set()
            if operator.body is not None:
                self._collect_primed(operator.body, False, collected)
            found = self._primed[operator] = frozenset(collected)
        return found

    def _collect_primed(
        self, expression: ir.Expression, primed: bool, found: set[ir.Parameter]
    ) -> None:
        if isinstance(expression, ir.Reference):
            if primed and isinstance(expression.target, ir.Parameter):
                found.add(expression.target)
            return
        if isinstance(expression, ir.Let):
            for definition in expression.definitions:
                found |= self.primed_parameters(definition)
        if isinstance(expression, ir.Apply) and isinstance(expression.operator, ir.Definition):
            operator = self._resolve(expression.operator)
            inside = self.primed_parameters(operator)
            for parameter, one in zip(operator.parameters, expression.arguments, strict=True):
                self._collect_primed(one, primed or parameter in inside, found)
            return
        here = isinstance(expression, ir.BoxAction) or (
            isinstance(expression, ir.Builtin) and expression.name in ("'", "UNCHANGED")
        )
        for child in children(expression):
            self._collect_primed(child, primed or here, found)


def applied(expression: ir.Expression) -> ir.Operator | None:
    """The operator that an expression applies or passes on."""
    if isinstance(expression, ir.Apply | ir.OperatorArgument):
        return expression.operator
    return None


def binders(expression: ir.Expression) -> Iterator[object]:
    """The identifiers and parameters that an expression binds in its parts."""
    match expression:
        case ir.Quantified() | ir.SetMap() | ir.Function():
            for binding in expression.bindings:
                yield from binding.names
        case ir.Choose() | ir.SetFilter():
            yield from expression.binding.names
        case ir.Lambda():
            yield from expression.parameters


def children(expression: ir.Expression) -> Iterator[ir.Expression]:
    """The direct parts of an expression; a LET gives its body and what it defines is elsewhere."""
    match expression:
        case ir.Apply() | ir.Builtin():
            yield from expression.arguments
        case ir.Junction() | ir.SetEnumeration() | ir.Tuple():
            yield from expression.items
        case ir.If():
            yield from (expression.condition, expression.then, expression.otherwise)
        case ir.Case():
            for arm in expression.arms:
                yield from arm
            if expression.other is not None:
                yield expression.other
        case ir.Let() | ir.Lambda():
            yield expression.body
        case ir.Quantified() | ir.SetMap() | ir.Function():
            yield from _domains(expression.bindings)
            yield expression.body
        case ir.Choose():
            yield from _domains((expression.binding,))
            yield expression.body
        case ir.SetFilter():
            yield from _domains((expression.binding,))
            yield expression.predicate
        case ir.FunctionSet():
            yield from (expression.domain, expression.range)
        case ir.FunctionApply():
            yield from (expression.function, expression.argument)
        case ir.Record() | ir.RecordSet():
            yield from (value for _, value in expression.fields)
        case ir.Field():
            yield expression.record
        case ir.Except():
            yield expression.function
            for update in expression.updates:
                yield from update.path
                yield update.value
        case ir.Product():
            yield from expression.factors
        case ir.BoxAction() | ir.Fairness():
            yield from (expression.action, expression.subscript)


def _domains(bindings: tuple[ir.Binding, ...]) -> Iterator[ir.Expression]:
    return (binding.domain for binding in bindings if binding.domain is not None)
