"""Behaviours of a model as formulas, one step longer each time."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from tlakit.language import ir
from tlakit.semantics.properties import Kind, Property
from tlakit.symbolic.actions import Actions
from tlakit.symbolic.branches import Branch
from tlakit.symbolic.circuit import FALSE, TRUE, Formula, negation
from tlakit.symbolic.failure import Untranslatable
from tlakit.symbolic.merge import merge
from tlakit.symbolic.renew import Renewal
from tlakit.symbolic.scope import Scope
from tlakit.symbolic.terms import Arena, Term
from tlakit.symbolic.translate import Translator

State = Mapping[ir.Variable, Term]


class SymbolicStep(msgspec.Struct, frozen=True, eq=False):
    """A state and the branches that may have led to it, each with the formula that it did."""

    state: State
    branches: tuple[tuple[Formula, Branch], ...]


class Unrolling:
    """All behaviours of so many steps: `steps[0]` is the initial state."""

    def __init__(
        self,
        translator: Translator,
        variables: tuple[ir.Variable, ...],
        initial: ir.Expression,
        action: ir.Expression,
    ) -> None:
        self.translator = translator
        self.arena: Arena = translator.arena
        self.variables = variables
        self.initial = initial
        self.action = action
        self.steps: list[SymbolicStep] = []

    def extend(self) -> Formula:
        """Add the initial state or one more step; the formula that it is one."""
        if not self.steps:
            branches = Actions(self.translator).branches(self.initial)
            return self._append(branches, self.initial)
        current = self.steps[-1].state
        return self._append(Actions(self.translator, current).branches(self.action), self.action)

    def _append(self, branches: list[Branch], expression: ir.Expression) -> Formula:
        circuit = self.arena.circuit
        if not branches:
            return FALSE
        options = circuit.new_group(len(branches)) if len(branches) > 1 else [TRUE]
        for variable in self.variables:
            if any(variable not in branch.assigned for branch in branches):
                raise Untranslatable(
                    f"some case gives the variable {variable.name} no value", expression.span
                )
        taken = tuple(zip(options, branches, strict=True))
        state = {
            variable: merge(
                self.arena, [(option, branch.assigned[variable]) for option, branch in taken]
            )
            for variable in self.variables
        }
        guards = [circuit.implies(option, branch.guard) for option, branch in taken]
        renewal = Renewal(self.arena)
        state = {variable: renewal.term(term) for variable, term in state.items()}
        self.steps.append(SymbolicStep(state, taken))
        return circuit.conjunction((*guards, *renewal.definitions))

    def holds(self, expression: ir.Expression) -> Formula:
        """The formula that a state predicate holds in the last state."""
        return self.translator.formula(expression, Scope({}, self.steps[-1].state, {}))

    def violated(self, checked: Property) -> Formula:
        """The formula that the last state, or the last step, violates a property."""
        if checked.kind is Kind.ACTION:
            return negation(self.allowed(checked.expression))
        if checked.kind is Kind.INITIAL and len(self.steps) > 1:
            return FALSE
        return negation(self.holds(checked.expression))

    def allowed(self, expression: ir.Expression) -> Formula:
        """The formula that a step predicate holds for the last step; TRUE if there is none yet."""
        if len(self.steps) < 2:
            return TRUE
        scope = Scope({}, self.steps[-2].state, self.steps[-1].state)
        return self.translator.formula(expression, scope)
