"""SYMMETRY leaves one state of each orbit: the orbits are counted by hand, among all states."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from itertools import permutations
from pathlib import Path

import pytest
from tests.tlakit.explore.kernels import KERNELS, searched
from tests.tlakit.explore.random_specs import Writer

from tlakit.explore import reachable_states
from tlakit.language import load_module
from tlakit.semantics import Specification, Verdict, parse_config
from tlakit.semantics.values import (
    FunctionValue,
    ModelValue,
    RecordValue,
    SetValue,
    TupleValue,
    Value,
)

Make = Callable[..., Specification]
Renaming = Mapping[str, str]
FOLDER = Path(__file__).with_name("specs")
SYMMETRIC_SEEDS = (5, 18, 39, 50)


def renamed(value: Value, names: Renaming) -> Hashable:
    """A value as Python data, with other names for its model values."""
    match value:
        case ModelValue():
            return "model value", names.get(value.text, value.text)
        case SetValue():
            return "set", frozenset(renamed(item, names) for item in value.elements)
        case TupleValue() | RecordValue() | FunctionValue():
            pairs = value.mapping.items()
            return frozenset((renamed(key, names), renamed(item, names)) for key, item in pairs)
        case _:
            return value


def renamings(*sets: Sequence[str]) -> Sequence[Renaming]:
    """All ways to permute each of some disjoint sets of names."""
    found: list[dict[str, str]] = [{}]
    for names in sets:
        images = [dict(zip(names, image, strict=True)) for image in permutations(names)]
        found = [{**one, **other} for one in found for other in images]
    return found


class Orbits:
    """All reachable states of a model without its symmetry, and their orbits under renamings."""

    def __init__(self, specification: Specification, group: Sequence[Renaming]) -> None:
        states = list(reachable_states(specification))
        self.members: dict[frozenset[Hashable], list[dict[str, Value]]] = {}
        for state in states:
            images = frozenset(
                tuple(renamed(value, names) for value in state.values()) for names in group
            )
            self.members.setdefault(images, []).append(state)
        self.states = len(states)
        degrees = {
            orbit: {len(list(specification.successors(state))) for state in members}
            for orbit, members in self.members.items()
        }
        assert {len(found) for found in degrees.values()} == {1}, "it is not symmetric"
        initial = len(list(specification.initial_vectors()))
        self.generated = initial + sum(min(found) for found in degrees.values())


def assert_orbits(orbits: Orbits, specification: Specification) -> None:
    assert 1 < len(orbits.members) < orbits.states
    for kernel in KERNELS:
        result = searched(specification, kernel)
        assert result.verdict is Verdict.HOLDS
        assert (result.distinct, result.generated) == (len(orbits.members), orbits.generated)


TEAMS = """
CONSTANTS A, B, a1, a2, a3, a4
VARIABLES votes, mail
LOCAL INSTANCE TLC
Init == votes = [a \\in A |-> {}] /\\ mail = {}
Send(a, b) == mail = {} /\\ mail' = {[from |-> a, to |-> b]} /\\ UNCHANGED votes
Vote(m) == votes' = [votes EXCEPT ![m.from] = @ \\cup {m.to}] /\\ mail' = mail \\ {m}
Next == (\\E a \\in A, b \\in B : Send(a, b)) \\/ \\E m \\in mail : Vote(m)
OfA == Permutations(A)
OfB == Permutations(B)
Both == Permutations(A) \\cup Permutations(B)
Some == Permutations({a1, a2})
Pairs == Permutations({a1, a2}) \\cup Permutations({a3, a4})
Turned == {[x \\in {a1, a2, a3} |-> IF x = a1 THEN a2 ELSE IF x = a2 THEN a3 ELSE a1]}
"""
THREE = ("a1", "a2", "a3")
GROUPS: dict[str, tuple[Sequence[str], ...]] = {
    "OfA": (THREE,),
    "OfB": (("b1", "b2"),),
    "Both": (THREE, ("b1", "b2")),
    "Some": (("a1", "a2"),),
}


def config(members: str, more: str, others: str = "b1, b2") -> str:
    constants = " ".join(f"{name} = {name}" for name in ("a1", "a2", "a3", "a4"))
    sets = f"A = {{{members}}} B = {{{others}}}"
    return f"INIT Init NEXT Next CHECK_DEADLOCK FALSE CONSTANTS {constants} {sets} {more}"


@pytest.mark.parametrize("group", GROUPS)
def test_groups_over_one_set_several_sets_and_a_part_of_a_set(make: Make, group: str) -> None:
    build = partial(make, TEAMS)
    orbits = Orbits(build(config("a1, a2, a3", "")), renamings(*GROUPS[group]))
    assert_orbits(orbits, build(config("a1, a2, a3", f"SYMMETRY {group}")))


def test_groups_that_are_not_all_permutations(make: Make) -> None:
    build = partial(make, TEAMS)
    turned = [dict(zip(THREE, THREE[k:] + THREE[:k], strict=True)) for k in range(3)]
    orbits = Orbits(build(config("a1, a2, a3", "")), turned)
    assert_orbits(orbits, build(config("a1, a2, a3", "SYMMETRY Turned")))
    pairs = renamings(("a1", "a2"), ("a3", "a4"))
    orbits = Orbits(build(config("a1, a2, a3, a4", "", "b1")), pairs)
    assert_orbits(orbits, build(config("a1, a2, a3, a4", "SYMMETRY Pairs", "b1")))


def test_a_spec_as_others_write_it() -> None:
    module = load_module(FOLDER / "TwoPhase.tla")
    text = (FOLDER / "TwoPhase_symmetric.cfg").read_text(encoding="utf-8")
    full, reduced = (
        Specification(module, parse_config(config, "TwoPhase.cfg"))
        for config in (text.replace("SYMMETRY Alike", ""), text)
    )
    assert_orbits(Orbits(full, renamings("abcd")), reduced)


def test_random_specs(make: Make) -> None:
    for seed in SYMMETRIC_SEEDS:
        body, _ = Writer(seed, symmetric=True).spec()
        three = "INIT Init NEXT Next CHECK_DEADLOCK FALSE CONSTRAINT Bound CONSTANTS none = none "
        three += "P = {p1, p2, p3} "
        orbits = Orbits(make(body, three), renamings(("p1", "p2", "p3")))
        assert_orbits(orbits, make(body, f"{three} SYMMETRY Alike"))
