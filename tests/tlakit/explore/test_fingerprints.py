"""Fingerprints: the same in every process, different for what differs, and as random as can be."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest

from tlakit.explore.effects import Effect
from tlakit.explore.fingerprints import (
    Fingerprints,
    collision_probability,
    content_fingerprint,
    element_fingerprint,
)
from tlakit.explore.slots import Masked, Split, Vector, choose_layout
from tlakit.explore.transitions import Transitions
from tlakit.language import load_module
from tlakit.semantics import Specification, load_config
from tlakit.semantics.values import (
    FALSE,
    TRUE,
    Value,
    function_of,
    integer,
    model_value,
    record_of,
    set_of,
    string,
    tuple_of,
)

FOLDER = Path(__file__).with_name("specs")

ZERO, ONE, TWO = integer(0), integer(1), integer(2)
NOTHING, EMPTY = set_of([]), tuple_of([])
NEAR: list[Value] = [
    ZERO,
    ONE,
    integer(-1),
    integer(10),
    integer(2**64),
    TRUE,
    FALSE,
    string(""),
    string("1"),
    string("-1"),
    string("TRUE"),
    string("a"),
    string("{}"),
    string('"'),
    string("a, b"),
    model_value("a"),
    model_value("b"),
    NOTHING,
    EMPTY,
    set_of([NOTHING]),
    set_of([EMPTY]),
    tuple_of([NOTHING]),
    tuple_of([EMPTY]),
    set_of([ONE]),
    set_of([string("1")]),
    set_of([ONE, TWO]),
    set_of([set_of([ONE]), TWO]),
    set_of([ONE, set_of([TWO])]),
    set_of([set_of([ONE, TWO])]),
    set_of([set_of([ONE]), set_of([TWO])]),
    tuple_of([ONE]),
    tuple_of([ONE, TWO]),
    tuple_of([TWO, ONE]),
    tuple_of([ONE, ONE]),
    tuple_of([tuple_of([ONE, TWO])]),
    tuple_of([tuple_of([ONE]), TWO]),
    tuple_of([ONE, tuple_of([TWO])]),
    set_of([tuple_of([ONE, TWO])]),
    function_of({TWO: ONE}),
    function_of({ZERO: ONE}),
    function_of({ZERO: ONE, TWO: ONE}),
    function_of({ONE: ZERO, set_of([TWO]): ONE}),
    function_of({model_value("a"): ONE}),
    function_of({model_value("b"): ONE}),
    record_of({"a": ONE}),
    record_of({"b": ONE}),
    record_of({"a": ONE, "b": TWO}),
    record_of({"a": TWO, "b": ONE}),
    record_of({"ab": ONE}),
    record_of({"a": record_of({"b": ONE})}),
    record_of({"a,b": ONE, "c": ONE}),
    record_of({"a": ONE, "b,c": ONE}),
    record_of({"a": ONE, "b": ONE, "c": ONE}),
    set_of([record_of({"a": ONE})]),
]


def test_values_that_are_nearly_the_same_have_different_fingerprints() -> None:
    assert len({value.fingerprint for value in NEAR}) == len(NEAR)
    contributed = {
        made(slot, value)
        for made in (content_fingerprint, element_fingerprint)
        for slot in (0, 1, 256)
        for value in NEAR
    }
    assert len(contributed) == 6 * len(NEAR)


def test_equal_values_have_one_fingerprint_however_they_were_made() -> None:
    for one, other in (
        (function_of({TWO: ONE, ONE: TWO}), tuple_of([TWO, ONE])),
        (function_of({}), EMPTY),
        (function_of({string("a"): ONE}), record_of({"a": ONE})),
        (record_of({"b": TWO, "a": ONE}), record_of({"a": ONE, "b": TWO})),
        (set_of([TWO, ONE, TWO]), set_of([ONE, TWO])),
    ):
        assert one.fingerprint == other.fingerprint


PROGRAM = """
import sys
from tests.tlakit.explore.test_fingerprints import NEAR, space_fingerprints
for value in NEAR: print(value.text, value.fingerprint.hex())
print(*space_fingerprints("TwoPhase"))
"""


def space_fingerprints(name: str) -> list[int]:
    """The fingerprints of all states that a spec reaches."""
    space = Space(name)
    return sorted(Fingerprints(space.layout).of(vector) for vector in space.vectors())


def test_they_are_the_same_in_every_process() -> None:
    printed = set()
    for seed in "1", "2":
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", PROGRAM]
        root = Path(__file__).parents[3]
        run = subprocess.run(
            command, cwd=root, env=environment, capture_output=True, text=True, check=True
        )
        printed.add(run.stdout)
    (text,) = printed
    assert text.splitlines()[: len(NEAR)] == [f"{v.text} {v.fingerprint.hex()}" for v in NEAR]
    assert text.splitlines()[-1] == " ".join(map(str, space_fingerprints("TwoPhase")))


class Space:
    """The states of one of the public specs as vectors, and the effects between them."""

    def __init__(self, name: str) -> None:
        module = load_module(FOLDER / f"{name}.tla")
        self.specification = Specification(module, load_config(FOLDER / f"{name}.cfg"))
        initial = list(self.specification.initial_vectors())
        self.layout = choose_layout(module, initial)
        self.transitions = Transitions(self.specification, self.layout)
        self.initial = [self.layout.encode(values) for values in initial]

    def vectors(self) -> list[Vector]:
        """Every state that can be reached."""
        found = dict.fromkeys(self.initial)
        for vector in (pending := list(found)):
            for effect in self.transitions.steps_in_order(vector)[1]:
                after = effect.apply(vector)
                if after not in found:
                    found[after] = None
                    pending.append(after)
        return pending

    def from_scratch(self, vector: Vector) -> int:
        """A state's fingerprint, from the values of its variables and nothing that is kept."""
        state = self.layout.decode(vector)
        found = 0
        for name, place in zip(self.layout.names, self.layout.places, strict=True):
            value = state[name]
            match place:
                case Masked():
                    for element in value.elements:  # type: ignore[attr-defined]
                        found ^= element_fingerprint(place.slot, element)
                case Split():
                    for key, slot in place.slots.items():
                        found ^= content_fingerprint(slot, value.mapping[key])  # type: ignore[attr-defined]
                case _:
                    found ^= content_fingerprint(place.slot, value)
        return found


def wrong_steps(space: Space) -> int:
    """For how many steps the change of the fingerprint is not what leads to the other state's."""
    fingerprints = Fingerprints(space.layout)
    wrong = 0
    vectors = space.vectors()
    assert len({fingerprints.of(vector) for vector in vectors}) == len(vectors)
    for vector in vectors:
        own = space.from_scratch(vector)
        assert own == fingerprints.of(vector)
        for effect in space.transitions.steps_in_order(vector)[1]:
            after = effect.apply(vector)
            change = fingerprints.change(effect, vector)
            assert (change is None) == (after == vector)
            wrong += own ^ (change or 0) != space.from_scratch(after)
    return wrong


@pytest.mark.parametrize("name", ["TwoPhase", "Buffer", "Table"])
def test_a_step_changes_the_fingerprint_into_that_of_the_other_state(name: str) -> None:
    assert wrong_steps(Space(name)) == 0


def test_a_change_that_forgets_a_slot_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    change = Fingerprints.change

    def careless(self: Fingerprints, effect: Effect, before: Vector) -> int | None:
        part = effect.shown()
        part.writes = part.writes[1:]
        return None if change(self, effect, before) is None else change(self, part, before) or 0

    monkeypatch.setattr(Fingerprints, "change", careless)
    assert wrong_steps(Space("TwoPhase")) > 0


def test_half_a_million_states_have_as_many_fingerprints() -> None:
    digits = [[content_fingerprint(slot, integer(k)) for k in range(80)] for slot in range(3)]
    found = {one ^ other ^ last for one in digits[0] for other in digits[1] for last in digits[2]}
    assert len(found) == 80**3


def test_every_bit_is_set_in_half_of_them() -> None:
    count = 20_000
    numbers = [content_fingerprint(0, integer(k)) for k in range(count)]
    most = 5 * (count / 4) ** 0.5
    for bit in range(64):
        assert abs(sum(number >> bit & 1 for number in numbers) - count / 2) < most
    for bit, other in combinations(range(0, 64, 7), 2):
        both = sum((number >> bit ^ number >> other) & 1 for number in numbers)
        assert abs(both - count / 2) < most


def test_near_values_differ_in_half_of_the_bits() -> None:
    count = 5_000
    differing = [
        (
            content_fingerprint(slot, integer(k)) ^ content_fingerprint(slot, integer(k + 1))
        ).bit_count()
        for slot in (0, 1)
        for k in range(count // 2)
    ]
    assert abs(sum(differing) / count - 32) < 5 * 4 / count**0.5


def test_the_probability_of_a_collision_is_that_of_birthdays() -> None:
    assert collision_probability(0) == collision_probability(1) == 0
    assert collision_probability(10_000_000, 6) == pytest.approx(6 * 10**14 / 2**65, rel=1e-6)
    assert collision_probability(10_000_000) == pytest.approx(10**14 / 2**65, rel=1e-6)
    assert collision_probability(2**40) == 1.0
