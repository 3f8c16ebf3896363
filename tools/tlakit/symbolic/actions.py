"""Initial predicates and next-state relations as branches: guard, values of the variables, label.

A predicate is read from left to right, as TLC does: `x' = e` gives x its next value where it has none
and is a condition where it has one. Disjunctions and quantifiers over known sets split a branch;
every other thing that says nothing of unassigned variables is a condition of the branch. A witness
from a set that is not known is one branch, with an unknown of its own that says which cell it is: so
the number of branches follows the text of the spec and not the size of the state.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tlakit.language import ir
from tlakit.semantics.values import SetValue
from tlakit.symbolic.arbitrary import arbitrary
from tlakit.symbolic.branches import Branch, Naming, TermLabel
from tlakit.symbolic.circuit import FALSE, TRUE, Formula, negation
from tlakit.symbolic.equality import equal
from tlakit.symbolic.failure import Untranslatable
from tlakit.symbolic.natives import native
from tlakit.symbolic.scope import Closure, Delayed, Named, Scope
from tlakit.symbolic.terms import Guarded, Term
from tlakit.symbolic.translate import Translator
from tlakit.symbolic.translate_logic import destructure
from tlakit.symbolic.translate_operators import argument, target
from tlakit.symbolic.witnesses import Path, split

# A known set of at most so many elements gives a branch an element; a larger one gives a witness.
SPLIT = 12
MOST_BRANCHES = 5_000


class Actions:
    """Reads an initial predicate (`current` None) or an action in the state `current`."""

    def __init__(
        self, translator: Translator, current: Mapping[ir.Variable, Term] | None = None
    ) -> None:
        self.translator = translator
        self.arena = translator.arena
        self.current = current

    def branches(self, expression: ir.Expression) -> list[Branch]:
        """All branches whose guards are not known to be false."""
        return self._extend(expression, {}, Branch(TRUE, {}), Naming.OPEN)

    def _scope(self, names: Mapping[object, Named], branch: Branch) -> Scope:
        if self.current is None:
            return Scope(names, branch.assigned, {})
        return Scope(names, self.current, branch.assigned)

    def _extend(
        self,
        expression: ir.Expression,
        names: Mapping[object, Named],
        branch: Branch,
        naming: Naming,
    ) -> list[Branch]:
        """The branch with one more predicate."""
        try:
            if not self._may_assign(expression, names, branch):
                return self._guarded(expression, names, branch)
            found = self._split(expression, names, branch, naming)
        except Untranslatable as failure:
            if failure.span is None:
                raise Untranslatable(failure.what, expression.span) from None
            raise
        if len(found) > MOST_BRANCHES:
            raise Untranslatable("an action with too many cases", expression.span)
        return found

    def _may_assign(
        self, expression: ir.Expression, names: Mapping[object, Named], branch: Branch
    ) -> bool:
        needed = self.translator.dependence.of(expression)
        variables = needed.current if self.current is None else needed.following
        return any(variable not in branch.assigned for variable in variables) or any(
            isinstance(names.get(name), Delayed) for name in needed.names
        )

    def _guarded(
        self, expression: ir.Expression, names: Mapping[object, Named], branch: Branch
    ) -> list[Branch]:
        formula = self.translator.formula(expression, self._scope(names, branch))
        return self._constrained(branch, formula)

    def _constrained(self, branch: Branch, formula: Formula) -> list[Branch]:
        guard = self.arena.circuit.both(branch.guard, formula)
        return [] if guard == FALSE else [Branch(guard, branch.assigned, branch.label)]

    def _split(
        self,
        expression: ir.Expression,
        names: Mapping[object, Named],
        branch: Branch,
        naming: Naming,
    ) -> list[Branch]:
        match expression:
            case ir.Junction():
                if expression.kind == "\\/":
                    return [
                        one
                        for item in expression.items
                        for one in self._extend(item, names, branch, naming.opened)
                    ]
                return self._sequence([(item, names) for item in expression.items], branch)
            case ir.Let():
                return self._extend(expression.body, names, branch, naming)
            case ir.If():
                return self._conditional(expression, names, branch)
            case ir.Case():
                return self._cases(expression, names, branch)
            case ir.Quantified() if expression.kind == "\\E":
                return self._exists(expression, names, branch, naming)
            case ir.Quantified() if expression.kind == "\\A":
                return self._for_all(expression, names, branch)
            case ir.Apply():
                return self._applied(expression, names, branch, naming)
            case ir.Reference(target=ir.Parameter() as parameter):
                delayed = names.get(parameter)
                if isinstance(delayed, Delayed):
                    return self._extend(delayed.expression, delayed.names, branch, naming)
            case ir.Builtin(name="=" | "\\in" | "UNCHANGED"):
                return self._assignment(expression, names, branch)
        return self._guarded(expression, names, branch)

    def _sequence(
        self, items: Sequence[tuple[ir.Expression, Mapping[object, Named]]], branch: Branch
    ) -> list[Branch]:
        branches = [branch]
        for item, names in items:
            branches = [
                longer
                for one in branches
                for longer in self._extend(item, names, one, Naming.CLOSED)
            ]
        return branches

    def _conditional(
        self, expression: ir.If, names: Mapping[object, Named], branch: Branch
    ) -> list[Branch]:
        condition = self.translator.formula(expression.condition, self._scope(names, branch))
        return [
            longer
            for formula, part in (
                (condition, expression.then),
                (negation(condition), expression.otherwise),
            )
            for one in self._constrained(branch, formula)
            for longer in self._extend(part, names, one, Naming.CLOSED)
        ]

    def _cases(
        self, expression: ir.Case, names: Mapping[object, Named], branch: Branch
    ) -> list[Branch]:
        found: list[Branch] = []
        before: Formula = TRUE
        circuit = self.arena.circuit
        for guard, part in expression.arms:
            formula = self.translator.formula(guard, self._scope(names, branch))
            for one in self._constrained(branch, circuit.both(before, formula)):
                found += self._extend(part, names, one, Naming.CLOSED)
            before = circuit.both(before, negation(formula))
        if expression.other is not None:
            for one in self._constrained(branch, before):
                found += self._extend(expression.other, names, one, Naming.CLOSED)
        return found

    def _exists(
        self,
        expression: ir.Quantified,
        names: Mapping[object, Named],
        branch: Branch,
        naming: Naming,
    ) -> list[Branch]:
        partial: list[tuple[Formula, Mapping[object, Named]]] = [(branch.guard, names)]
        for binding in expression.bindings:
            if binding.domain is None:
                raise Untranslatable("a quantifier that is not bounded by a set", binding.span)
            domain = self.translator.evaluate(binding.domain, self._scope(names, branch))
            for name in binding.names[:1] if binding.pattern else binding.names:
                grown: list[tuple[Formula, Mapping[object, Named]]] = []
                paths = (
                    frozenset[Path]()
                    if binding.pattern
                    else self.translator.index_use.of(expression.body, name)
                )
                for guard, bound in partial:
                    for condition, element in self._witnesses(domain, paths):
                        both = self.arena.circuit.both(guard, condition)
                        if both == FALSE:
                            continue
                        new: Mapping[object, Term] = (
                            destructure(self.arena, binding, element)
                            if binding.pattern
                            else {name: element}
                        )
                        grown.append((both, {**bound, **new}))
                partial = grown
        return [
            longer
            for guard, bound in partial
            for longer in self._extend(
                expression.body,
                bound,
                Branch(guard, branch.assigned, branch.label),
                naming.opened,
            )
        ]

    def _witnesses(self, domain: Term, paths: frozenset[Path] | None = None) -> list[Guarded]:
        """Elements of a set that together may be any, split by the paths if they are given."""
        if isinstance(domain, SetValue) and len(domain) <= SPLIT:
            return [(TRUE, element) for element in domain]
        found = arbitrary(self.arena, domain)
        if paths is None:
            return found
        return [cell for one in found for cell in split(self.arena, one, paths)]

    def _for_all(
        self, expression: ir.Quantified, names: Mapping[object, Named], branch: Branch
    ) -> list[Branch]:
        rows: list[Mapping[object, Named]] = [names]
        for binding in expression.bindings:
            if binding.domain is None or binding.pattern:
                return self._guarded(expression, names, branch)
            domain = self.translator.evaluate(binding.domain, self._scope(names, branch))
            if not isinstance(domain, SetValue):
                return self._guarded(expression, names, branch)
            for name in binding.names:
                rows = [{**row, name: element} for row in rows for element in domain]
        return self._sequence([(expression.body, row) for row in rows], branch)

    def _applied(
        self,
        expression: ir.Apply,
        names: Mapping[object, Named],
        branch: Branch,
        naming: Naming,
    ) -> list[Branch]:
        scope = self._scope(names, branch)
        operator, visible = target(self.translator, expression.operator, scope)
        body = operator.body
        if body is None or (
            isinstance(operator, ir.Definition)
            and (
                native(operator.module, operator.name) or operator in self.translator.program.values
            )
        ):
            return self._guarded(expression, names, branch)
        primed = self.translator.dependence.primed_parameters(operator)
        given: dict[object, Named] = {
            parameter: argument(self.translator, one, scope, parameter in primed)
            for parameter, one in zip(operator.parameters, expression.arguments, strict=True)
        }
        label = branch.label
        if naming is Naming.OPEN and isinstance(operator, ir.Definition):
            arguments = tuple(
                (parameter.name, one)
                for parameter in operator.parameters
                if not isinstance(one := given[parameter], Delayed | Closure)
            )
            label = TermLabel(operator, arguments)
        start = Branch(branch.guard, branch.assigned, label)
        return self._extend(body, {**visible, **given}, start, naming.named)

    def _assignment(
        self, expression: ir.Builtin, names: Mapping[object, Named], branch: Branch
    ) -> list[Branch]:
        left = expression.arguments[0]
        if expression.name == "UNCHANGED":
            return self._unchanged(left, names, branch)
        variable = self._unassigned(left, names, branch)
        if variable is None:
            return self._guarded(expression, names, branch)
        right = self.translator.evaluate(expression.arguments[1], self._scope(names, branch))
        if expression.name == "=":
            return [Branch(branch.guard, {**branch.assigned, variable: right}, branch.label)]
        return [
            Branch(guard, {**branch.assigned, variable: element}, branch.label)
            for condition, element in self._witnesses(right)
            if (guard := self.arena.circuit.both(branch.guard, condition)) != FALSE
        ]

    def _unassigned(
        self, expression: ir.Expression, names: Mapping[object, Named], branch: Branch
    ) -> ir.Variable | None:
        """The variable that `x = e` (initially) or `x' = e` would give its value."""
        if self.current is not None:
            if not isinstance(expression, ir.Builtin) or expression.name != "'":
                return None
            expression = expression.arguments[0]
        expression, _ = self._dereferenced(expression, names)
        if isinstance(expression, ir.Reference) and isinstance(expression.target, ir.Variable):
            return None if expression.target in branch.assigned else expression.target
        return None

    def _dereferenced(
        self, expression: ir.Expression, names: Mapping[object, Named]
    ) -> tuple[ir.Expression, Mapping[object, Named]]:
        """What stands behind delayed parameters."""
        while isinstance(expression, ir.Reference):
            found = names.get(expression.target)
            if not isinstance(found, Delayed):
                break
            expression, names = found.expression, found.names
        return expression, names

    def _unchanged(
        self, expression: ir.Expression, names: Mapping[object, Named], branch: Branch
    ) -> list[Branch]:
        """UNCHANGED of a variable, a tuple, or an operator that stands for one."""
        expression, names = self._dereferenced(expression, names)
        if isinstance(expression, ir.Tuple):
            branches = [branch]
            for item in expression.items:
                branches = [
                    longer for one in branches for longer in self._unchanged(item, names, one)
                ]
            return branches
        if isinstance(expression, ir.Apply) and not expression.arguments:
            operator, visible = target(
                self.translator, expression.operator, self._scope(names, branch)
            )
            if operator.body is not None:
                return self._unchanged(operator.body, visible, branch)
        current = self._scope(names, branch)
        if isinstance(expression, ir.Reference) and isinstance(expression.target, ir.Variable):
            variable = expression.target
            old = self.translator.evaluate(expression, current)
            if variable not in branch.assigned:
                return [Branch(branch.guard, {**branch.assigned, variable: old}, branch.label)]
        same = equal(
            self.arena,
            self.translator.evaluate(expression, current),
            self.translator.evaluate(expression, current.primed()),
        )
        return self._constrained(branch, same)
