"""Cutting a behaviour at its states: what a state's parts depend on is replaced by fresh unknowns.

A merged state is a tangle of all branches that lead to it. Renewed, each leaf is an unknown with a few
options, exactly one of which holds; so what is computed from it in the next step folds as far as
the options of single unknowns go, and the solver learns about states instead of paths.
"""

from __future__ import annotations

from collections.abc import Sequence

from tlakit.semantics.values import Value
from tlakit.symbolic.circuit import FALSE, TRUE, Formula, negation
from tlakit.symbolic.terms import (
    Arena,
    BooleanTerm,
    ChoiceTerm,
    FunctionTerm,
    SequenceTerm,
    SetTerm,
    Term,
)


class Renewal:
    """Renews the terms of one state; `definitions` says what the fresh unknowns are.

    `kept` holds formulas that are unknowns of an earlier state: they stay.
    """

    def __init__(self, arena: Arena) -> None:
        self.arena = arena
        self.definitions: list[Formula] = []
        self.undefined: list[Formula] = []
        self._done: dict[tuple[Term, Formula], Term] = {}

    def term(self, term: Term, present: Formula = TRUE) -> Term:
        """The term with fresh unknowns; where `present` is false it may be anything."""
        if isinstance(term, Value):
            return term
        key = (term, present)
        found = self._done.get(key)
        if found is None:
            found = self._done[key] = self._term(term, present)
        return found

    def _term(self, term: Term, present: Formula) -> Term:
        arena, circuit = self.arena, self.arena.circuit
        if isinstance(term, BooleanTerm):
            return arena.boolean(self.formulas((term.formula, negation(term.formula)), present)[0])
        if isinstance(term, ChoiceTerm):
            guards = self.formulas([guard for guard, _ in term.alternatives], present)
            return arena.choice(
                [
                    (fresh, self.term(one, circuit.both(present, fresh)))
                    for fresh, (_, one) in zip(guards, term.alternatives, strict=True)
                ]
            )
        if isinstance(term, FunctionTerm):
            items = [self.term(item, present) for item in term.items]
            return arena.function_of(dict(zip(term.keys, items, strict=True)))
        if isinstance(term, SequenceTerm):
            lengths = self.formulas(term.lengths, present)
            return arena.sequence(
                [
                    self.term(
                        item, circuit.both(present, circuit.disjunction(lengths[index + 1 :]))
                    )
                    for index, item in enumerate(term.items)
                ],
                lengths,
            )
        if isinstance(term, SetTerm):
            cells = []
            for guard, element in term.cells:
                fresh = self.formulas((guard, negation(guard)), present)[0]
                cells.append((fresh, self.term(element, circuit.both(present, fresh))))
            return arena.set_of(cells)
        return term

    def formulas(self, formulas: Sequence[Formula], present: Formula) -> list[Formula]:
        """Fresh unknowns for formulas of which exactly one holds wherever `present` does."""
        circuit = self.arena.circuit
        possible = [index for index, one in enumerate(formulas) if one != FALSE]
        if len(possible) < 2 or all(
            one in (TRUE, FALSE) or circuit.selected(one >> 1) for one in formulas
        ):
            return list(formulas)
        self.undefined.append(
            circuit.both(present, negation(circuit.disjunction(formulas)))
        )
        fresh = circuit.new_group(len(possible))
        result = [FALSE] * len(formulas)
        for one, index in zip(fresh, possible, strict=True):
            result[index] = one
            same = circuit.equivalent(one, formulas[index])
            self.definitions.append(circuit.implies(present, same))
        self.definitions.append(circuit.either(present, fresh[0]))
        return result
