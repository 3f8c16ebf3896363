"""Formulas of a circuit handed to z3, as they are asserted, each node once.

z3's Python classes cost more time than z3 here, so terms are made by its C interface, which the
package exposes as `z3.z3core`. Everything lives in a context of its own and dies with it.
"""

from __future__ import annotations

import time
from typing import Any

import z3  # type: ignore[import-untyped]
from z3 import z3core

from tlakit.symbolic.circuit import FALSE, TRUE, Circuit, Formula


class Timeout(Exception):
    """The time ran out before z3 had an answer."""


class Solver:
    """An incremental solver over finite domains (z3's QF_FD) for one circuit.

    `deadline` is a reading of `time.monotonic`, None for no limit.
    """

    def __init__(self, circuit: Circuit, deadline: float | None = None) -> None:
        self._circuit = circuit
        self._deadline = deadline
        self._context = z3.Context()
        self._reference = self._context.ref()
        self._solver = z3.SolverFor("QF_FD", ctx=self._context)
        # Options are mostly false, so that is the better guess: three times as fast on Raft.
        self._solver.set("phase", "always_false")
        self._boolean = z3core.Z3_mk_bool_sort(self._reference)
        self._literals: dict[int, Any] = {}
        self._options: list[list[Any]] = []
        self._assignment: list[int] | None = None

    def add(self, formula: Formula) -> None:
        """Assert a formula for good."""
        if formula == TRUE:
            return
        self._assert(self._literal(formula))

    def check(self, assumption: Formula) -> bool:
        """Whether what was asserted can be true together with the assumption.

        Raises Timeout.
        """
        self._assignment = None
        if assumption == FALSE:
            return False
        literal = z3.BoolRef(self._literal(assumption), self._context)
        left = self.check_time()
        if left is not None:
            self._solver.set("timeout", max(1, int(left * 1000)))
        answer = self._solver.check(literal)
        if answer == z3.unknown:
            raise Timeout
        if answer == z3.sat:
            self._assignment = self._read(self._solver.model())
        return bool(answer == z3.sat)

    def check_time(self) -> float | None:
        """The seconds left, None without a deadline. Raises Timeout if there are none."""
        if self._deadline is None:
            return None
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise Timeout
        return left

    def assignment(self) -> list[int]:
        """The option of every group in the model of the last satisfiable check."""
        assert self._assignment is not None
        return self._assignment

    def statistics(self) -> dict[str, float]:
        """What z3 counted, by its own names."""
        found = self._solver.statistics()
        return dict(found[index] for index in range(len(found)))

    def _read(self, model: Any) -> list[int]:
        options: list[int] = []
        for group in range(len(self._circuit.groups)):
            variables = self._options[group] if group < len(self._options) else []
            chosen = [
                option
                for option, variable in enumerate(variables)
                if z3.is_true(
                    model.eval(z3.BoolRef(variable, self._context), model_completion=True)
                )
            ]
            options.append(chosen[0] if chosen else 0)
        return options

    def _assert(self, literal: Any) -> None:
        z3core.Z3_solver_assert(self._reference, self._solver.solver, literal)

    def _variables(self, group: int) -> list[Any]:
        """The variables of a group, one an option, exactly one of them true; two share one."""
        while len(self._options) <= group:
            index = len(self._options)
            size = self._circuit.groups[index]
            if size == 2:
                single = self._variable(f"g{index}")
                self._options.append([self._not(single), single])
                continue
            variables = [self._variable(f"g{index}.{option}") for option in range(size)]
            self._options.append(variables)
            self._assert(self._join(z3core.Z3_mk_or, variables))
            for first, one in enumerate(variables):
                for other in variables[:first]:
                    pair = [self._not(one), self._not(other)]
                    self._assert(self._join(z3core.Z3_mk_or, pair))
        return self._options[group]

    def _literal(self, formula: Formula) -> Any:
        """The z3 term of a formula; what it is made of is made first, without recursion."""
        waiting: list[int] = [formula]
        while waiting:
            one = waiting[-1]
            if one in self._literals:
                waiting.pop()
                continue
            needed = [one ^ 1] if one & 1 else self._circuit.parts(one >> 1)
            missing = [part for part in needed if part not in self._literals]
            if missing:
                waiting.extend(missing)
                continue
            self._literals[one] = self._define(Formula(one))
        return self._literals[formula]

    def _define(self, formula: Formula) -> Any:
        if formula & 1:
            return self._not(self._literals[formula ^ 1])
        if formula == FALSE:
            return self._kept(z3core.Z3_mk_false(self._reference))
        selected = self._circuit.selected(formula >> 1)
        if selected is None:
            parts = [self._literals[part] for part in self._circuit.parts(formula >> 1)]
            return self._join(z3core.Z3_mk_and, parts)
        group, mask = selected
        variables = self._variables(group)
        chosen = [one for option, one in enumerate(variables) if mask >> option & 1]
        others = [one for option, one in enumerate(variables) if not mask >> option & 1]
        if len(others) < len(chosen):
            return self._not(self._join(z3core.Z3_mk_or, others))
        return self._join(z3core.Z3_mk_or, chosen)

    def _variable(self, name: str) -> Any:
        symbol = z3core.Z3_mk_string_symbol(self._reference, name)
        return self._kept(z3core.Z3_mk_const(self._reference, symbol, self._boolean))

    def _not(self, term: Any) -> Any:
        return self._kept(z3core.Z3_mk_not(self._reference, term))

    def _join(self, make: Any, terms: list[Any]) -> Any:
        if len(terms) == 1:
            return terms[0]
        array = (z3.Ast * len(terms))(*terms)
        return self._kept(make(self._reference, len(terms), array))

    def _kept(self, term: Any) -> Any:
        z3core.Z3_inc_ref(self._reference, term)
        return term
