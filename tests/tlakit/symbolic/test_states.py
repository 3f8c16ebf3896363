"""The states that the formulas of each step allow are exactly those that evaluation reaches.

This is stronger than to compare verdicts: a branch too many or too few shows in the first step that
it makes, whether or not any property notices.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tlakit.language import load_module
from tlakit.semantics import EvaluationError, Specification, parse_config
from tlakit.semantics.values import TRUE, Value
from tlakit.symbolic.circuit import negation
from tlakit.symbolic.decode import Decoder
from tlakit.symbolic.equality import equal
from tlakit.symbolic.solver import Solver
from tlakit.symbolic.terms import Arena
from tlakit.symbolic.translate import Translator
from tlakit.symbolic.unroll import Unrolling

Vector = tuple[Value, ...]
MOST = 150


def enumerated(specification: Specification, depth: int) -> list[set[Vector]]:
    """The states after exactly 0, 1, ... steps within the constraints, by evaluation."""
    levels = [set(specification.initial_vectors())]
    for _ in range(depth):
        levels.append(
            {
                successor
                for state in levels[-1]
                if within(specification, state)
                for _, successor in list(specification.successors_of(state))
            }
        )
    return levels


def within(specification: Specification, state: Vector) -> bool:
    named = dict(zip(specification.variables, state, strict=True))
    return all(
        specification.evaluate(one.expression, named) is TRUE for one in specification.constraints
    )


def solved(specification: Specification, depth: int) -> list[set[Vector]]:
    """The same by asking the solver for one state after the other."""
    arena = Arena()
    circuit = arena.circuit
    solver = Solver(circuit)
    assert specification.init is not None and specification.next is not None
    unrolling = Unrolling(
        Translator(arena, specification.program),
        specification.module.variables,
        specification.init,
        specification.next,
    )
    levels: list[set[Vector]] = []
    for _ in range(depth + 1):
        solver.add(unrolling.extend())
        found: set[Vector] = set()
        others = circuit.new_boolean()
        while len(found) <= MOST and solver.check(others):
            decoder = Decoder(circuit, solver.assignment())
            terms = list(unrolling.steps[-1].state.values())
            state = tuple(decoder.value(term) for term in terms)
            found.add(state)
            same = circuit.conjunction(
                equal(arena, term, value) for term, value in zip(terms, state, strict=True)
            )
            solver.add(circuit.implies(others, negation(same)))
        levels.append(found)
        for constraint in specification.constraints:
            solver.add(unrolling.holds(constraint.expression))
    return levels


def compare_states(specification: Specification, depth: int) -> None:
    expected = enumerated(specification, depth)
    while max(len(level) for level in expected) > MOST:
        expected.pop()
    assert solved(specification, len(expected) - 1) == expected


BRANCHING = r"""
VARIABLES x, y, m
Init == x \in 0..2 /\ y = 0 /\ m = {}
Bump == LET up == x + 1 IN IF up < 3 THEN x' = up /\ UNCHANGED <<y, m>>
                           ELSE x' = 0 /\ y' = (y + 1) % 3 /\ m' = m
Turn == CASE x > 0 -> x' = 2 /\ y' = 1 /\ m' = m \cup {[to |-> x, is |-> "a"]}
          [] x < 2 -> x' = 1 /\ y' \in {0, 2} /\ m' = m \cup {[to |-> x + 1]}
          [] OTHER -> UNCHANGED <<x, y, m>>
Take == \E e \in m : x' = e.to /\ y' = (CASE e.to > 0 -> 1 [] e.to < 2 -> 2) /\ m' = m \ {e}
Next == Bump \/ Turn \/ Take
Bounded == Cardinality(m) <= 2
"""

INDEXED = r"""
VARIABLES f, m
Init == f = [i \in 0..2 |-> 0] /\ m = {}
Send == \E i, j \in 0..2 : i # j /\ m' = m \cup {[to |-> j, was |-> f[i]]} /\ UNCHANGED f
Take == \E e \in m : f' = [f EXCEPT ![e.to] = e.was + 1] /\ m' = m \ {e}
Swap == \E e \in {e \in m : e.was = 0}, i \in DOMAIN f :
          i < e.to /\ f' = [f EXCEPT ![i] = f[e.to], ![e.to] = f[i]] /\ m' = {}
Next == Send \/ Take \/ Swap
Bounded == Cardinality(m) <= 2
"""

CHOOSING = r"""
VARIABLES m, got
Init == m = {} /\ got = <<>>
Send == \E k \in 0..1, b \in BOOLEAN : m' = m \cup {[k |-> k, b |-> b]} /\ UNCHANGED got
Same == \E e \in m : m' = m \cup {[e EXCEPT !.k = 0]} /\ got' = <<e.b>>
Take == m # {} /\ got' = <<CHOOSE e \in m : e.k = (CHOOSE n \in {d.k : d \in m} : TRUE)>>
               /\ m' = m \ {got'[1]}
Next == Send \/ Take \/ Same
Bounded == TRUE
"""


@pytest.mark.parametrize("body", [BRANCHING, INDEXED, CHOOSING])
def test_states_of_small_models(make: Callable[..., Specification], body: str) -> None:
    compare_states(make(body, "CONSTRAINT Bounded"), 5)


@pytest.mark.parametrize("seed", range(100, 115))
def test_states_of_random_models(
    tmp_path: Path, write_module: Callable[[int], tuple[str, str]], seed: int
) -> None:
    text, config = write_module(seed)
    path = tmp_path / "M.tla"
    path.write_text(text, encoding="utf-8")
    specification = Specification(load_module(path), parse_config(config, "M.cfg"))
    try:
        compare_states(specification, 3)
    except EvaluationError as error:
        pytest.skip(f"the model itself is faulty: {error}")
