"""Formulas of a circuit handed to z3, as they are asserted, each node once."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

import z3  # type: ignore[import-untyped]

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
        self._solver = z3.SolverFor("QF_FD")
        self._nodes: dict[int, Any] = {}
        self._options: list[list[Any]] = []
        self._assignment: list[int] | None = None
        self.clauses = 0

    def add(self, formula: Formula) -> None:
        """Assert a formula for good."""
        if formula == TRUE:
            return
        self._add(self._literal(formula))

    def check(self, assumption: Formula) -> bool:
        """Whether what was asserted can be true together with the assumption.

        Raises Timeout.
        """
        self._assignment = None
        if assumption == FALSE:
            return False
        literal = self._literal(assumption)
        if self._deadline is not None:
            left = self._deadline - time.monotonic()
            if left <= 0:
                raise Timeout
            self._solver.set("timeout", max(1, int(left * 1000)))
        answer = self._solver.check(literal)
        if answer == z3.unknown:
            raise Timeout
        if answer == z3.sat:
            self._assignment = self._read(self._solver.model())
        return bool(answer == z3.sat)

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
                if variable is not None and z3.is_true(model.eval(variable, model_completion=True))
            ]
            options.append(chosen[0] if chosen else 0)
        return options

    def _add(self, expression: Any) -> None:
        self._solver.add(expression)
        self.clauses += 1

    def _variables(self, group: int) -> list[Any]:
        """The variables of a group, one an option, exactly one of them true; two share one."""
        while len(self._options) <= group:
            index = len(self._options)
            size = self._circuit.groups[index]
            if size == 2:
                single = z3.Bool(f"g{index}")
                self._options.append([z3.Not(single), single])
                continue
            variables = [z3.Bool(f"g{index}.{option}") for option in range(size)]
            self._options.append(variables)
            self._add(z3.Or(variables))
            for first, one in enumerate(variables):
                for other in variables[:first]:
                    self._add(z3.Or(z3.Not(one), z3.Not(other)))
        return self._options[group]

    def _literal(self, formula: Formula) -> Any:
        node = self._node(formula >> 1)
        return z3.Not(node) if formula & 1 else node

    def _node(self, node: int) -> Any:
        waiting = [node]
        while waiting:
            one = waiting[-1]
            if one in self._nodes:
                waiting.pop()
                continue
            missing = [
                part >> 1 for part in self._circuit.parts(one) if part >> 1 not in self._nodes
            ]
            if missing:
                waiting.extend(missing)
                continue
            self._nodes[one] = self._define(one)
        return self._nodes[node]

    def _define(self, node: int) -> Any:
        if node == 0:
            return z3.BoolVal(False)
        selected = self._circuit.selected(node)
        if selected is not None:
            return self._selection(*selected)
        parts = [self._nodes[part >> 1] for part in self._circuit.parts(node)]
        literals = [
            z3.Not(one) if part & 1 else one
            for one, part in zip(parts, self._circuit.parts(node), strict=True)
        ]
        return z3.And(literals)

    def _selection(self, group: int, mask: int) -> Any:
        variables = self._variables(group)
        chosen = _taken(variables, mask)
        if len(chosen) == 1:
            return chosen[0]
        others = _taken(variables, ~mask)
        if len(others) < len(chosen):
            return z3.Not(z3.Or(others))
        return z3.Or(chosen)


def _taken(variables: Iterable[Any], mask: int) -> list[Any]:
    return [one for option, one in enumerate(variables) if mask >> option & 1]
