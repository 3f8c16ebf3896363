"""Small modules as text, made into specifications, and their agreement with plain enumeration."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tlakit.explore import explore_plainly
from tlakit.language import load_module
from tlakit.semantics import Property, Specification, Verdict, parse_config
from tlakit.semantics.values import TRUE, Value
from tlakit.symbolic import BoundResult, bound

Vector = tuple[Value, ...]

HEADER = "EXTENDS Integers, Sequences, FiniteSets, TLC\n"
CONFIG = "INIT Init NEXT Next CHECK_DEADLOCK FALSE "


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Specification]:
    """`make(body, config)`: the specification of a module M with Init and Next in that body."""

    def build(body: str, config: str = "") -> Specification:
        path = tmp_path / "M.tla"
        path.write_text(f"---- MODULE M ----\n{HEADER}{body}\n====\n", encoding="utf-8")
        return Specification(load_module(path), parse_config(CONFIG + config, "M.cfg"))

    return build


def shortest(specification: Specification, depth: int) -> int | None:
    """The number of steps of the shortest violation, if it has at most `depth` steps."""
    level = list(dict.fromkeys(specification.initial_vectors()))
    checked = (*specification.initial_properties, *specification.invariants)
    if not all(_all(specification, checked, state) for state in level):
        return 0
    seen = set(level)
    level = [state for state in level if _all(specification, specification.constraints, state)]
    for steps in range(1, depth + 1):
        found = []
        for state in level:
            for _, successor in list(specification.successors_of(state)):
                if not _all(specification, specification.action_properties, state, successor):
                    return steps
                if successor not in seen:
                    found.append((state, successor))
        following = []
        for state, successor in found:
            if not _all(specification, specification.invariants, successor):
                return steps
            within = _all(specification, specification.constraints, successor)
            if within and _all(specification, specification.action_constraints, state, successor):
                seen.add(successor)
                following.append(successor)
        level = list(dict.fromkeys(following))
    return None


def _all(specification: Specification, checked: tuple[Property, ...], *states: Vector) -> bool:
    names = specification.variables
    named = [dict(zip(names, state, strict=True)) for state in states]
    return all(specification.evaluate(one.expression, *named) is TRUE for one in checked)


def compare(specification: Specification, depth: int | None = None) -> BoundResult:
    """Bounded checking finds what enumeration finds, in exactly as many steps.

    Without a depth the whole state space is enumerated, and the check goes as deep as it is.
    """
    if depth is None:
        expected = explore_plainly(specification)
        depth = expected.depth
        steps = None
        if expected.violation is not None:
            steps = len(expected.violation.trace.steps) - 1
    else:
        steps = shortest(specification, depth)
    found = bound(specification, depth=depth if steps is None else steps + 1)
    if steps is None:
        assert (found.verdict, found.depth) == (Verdict.HOLDS, depth), found.reason
    else:
        assert (found.verdict, found.depth) == (Verdict.VIOLATED, steps), found.reason
        assert found.violation is not None
        assert len(found.violation.trace.steps) == steps + 1
    return found


@pytest.fixture
def check_agreement() -> Callable[..., BoundResult]:
    """`check_agreement(specification, depth)`."""
    return compare


@pytest.fixture
def agree(make: Callable[..., Specification]) -> Callable[..., BoundResult]:
    """`agree(body, config)`: the result of `bound`, after it was compared with enumeration."""
    return lambda body, config="": compare(make(body, config))


@pytest.fixture
def write_module() -> Callable[[int], tuple[str, str]]:
    """`write_module(seed)`: the text of a random module M and of its configuration."""
    return lambda seed: (Writer(seed).module(), RANDOM_CONFIG)


RANDOM_HEADER = r"""---- MODULE M ----
EXTENDS Integers, Sequences, FiniteSets
VARIABLES n, s, f, q, m
vars == <<n, s, f, q, m>>
Init == /\ n \in {0, 2} /\ s \in SUBSET {0, 1} /\ f = [i \in 0..1 |-> i]
        /\ q = <<>> /\ m = {}
Bounded == /\ n \in 0..2 /\ Len(q) <= 2 /\ Cardinality(m) <= 2
           /\ \A i \in 0..1 : f[i] \in 0..2
Plus(a, b) == (a + b) % 3
"""

RANDOM_CONFIG = """INIT Init NEXT Next CHECK_DEADLOCK FALSE CONSTRAINT Bounded
INVARIANT Safe PROPERTY Steady"""


class Writer:
    """Writes random expressions; `size` bounds how deep they are."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.names = 0

    def pick(self, *options: str) -> str:
        """One of the texts."""
        return self.random.choice(options)

    def fill(self, text: str, size: int) -> str:
        """The text with every `{N}`, `{S}`, `{T}` replaced by an expression of that kind, and every
        name in braces by a new one, since TLA+ knows no shadowing."""
        for name in "xyekia":
            if f"{{{name}}}" in text:
                self.names += 1
                text = text.replace(f"{{{name}}}", f"{name}{self.names}")
        for mark, write in (("{N}", self.number), ("{S}", self.set), ("{T}", self.test)):
            while mark in text:
                text = text.replace(mark, write(size - 1), 1)
        return text

    def number(self, size: int) -> str:
        """An integer from 0 to 2, or a little more."""
        leaves = ("0", "1", "2", "n", "f[0]", "f[1]", "Len(q)", "Cardinality(s)")
        if size <= 0:
            return self.fill(self.pick(*leaves), size)
        text = self.pick(
            *leaves,
            "Plus({N}, {N})",
            "f[({N}) % 2]",
            "(IF {T} THEN {N} ELSE {N})",
            "(CASE {T} -> {N} [] {T} -> {N} [] OTHER -> 1)",
            "(CHOOSE {x} \\in ({S}) \\cup {2} : TRUE)",
            "(CHOOSE {x} \\in ({S}) \\cup {1} : \\A {y} \\in ({S}) : {x} >= {y} \\/ {x} = 1)",
            "Cardinality({{x} + n : {x} \\in {S}})",
            "(LET {a} == {N} IN {a} + (IF {a} < {N} THEN 1 ELSE 0))",
        )
        return self.fill(text, size)

    def set(self, size: int) -> str:
        """A set of integers."""
        leaves = ("s", "{}", "{1}", "(0..n)", "DOMAIN q", "{{e}.k : {e} \\in m}")
        if size <= 0:
            return self.fill(self.pick(*leaves), size)
        text = self.pick(
            *leaves,
            "({S} \\cup {S})",
            "({S} \\cap {S})",
            "({S} \\ {S})",
            "{{x} \\in {S} : {x} # {N}}",
            "UNION {{S}, {{x} + 1 : {x} \\in {S}}}",
            "{q[{k}] : {k} \\in DOMAIN q}",
        )
        return self.fill(text, size)

    def test(self, size: int) -> str:
        """A formula."""
        text = self.pick(
            "({N} = {N})",
            "({N} < {N})",
            "({N} \\in {S})",
            "({S} \\subseteq {S})",
            "({S} = {S})",
            "(\\E {e} \\in m : {e}.k = {N})",
            "(\\A {k} \\in DOMAIN q : q[{k}] # {N})",
            "(q = <<{N}>>)",
            "([k |-> {N}, v |-> TRUE] \\in m)",
            "(f = [{i} \\in 0..1 |-> {N}])",
        )
        return self.fill(text, size)

    def update(self, name: str, size: int) -> str:
        """A formula that gives the variable its next value."""
        options = {
            "n": ("n' = {N}", "n' \\in {S}", "(n' = {N} \\/ n' = 1)"),
            "s": ("s' = {S} \\cap {0, 1, 2}", "s' \\in SUBSET ({S} \\cap {0, 1})"),
            "f": (
                "f' = [f EXCEPT ![({N}) % 2] = {N}]",
                "f' = [{i} \\in 0..1 |-> IF {i} \\in {S} THEN {N} ELSE f[{i}]]",
                "f' = [f EXCEPT ![0] = @ + {N}, ![({N}) % 2] = f[1]]",
            ),
            "q": (
                "q' = Append(q, {N})",
                "q' = SubSeq(q, 1, CHOOSE {k} \\in 0..Len(q) : TRUE)",
                "(q # <<>> /\\ q' = Tail(q))",
                "q' = (IF {T} THEN <<{N}>> ELSE q \\o <<{N}>>)",
            ),
            "m": (
                "m' = m \\cup {[k |-> {N}, v |-> {T}]}",
                "m' = m \\cup {[k |-> {N}]}",
                "(\\E {e} \\in m : {e}.k # {N} /\\ m' = m \\ {{e}})",
                "(\\E {e} \\in {{x} \\in m : {x}.k # 1} : m' = {{e}, [k |-> {e}.k]})",
                "(CASE {T} -> m' = {} [] {T} -> m' = m [] OTHER -> m' = m \\cup {[k |-> {N}]})",
            ),
        }
        return self.fill(self.pick(*options[name]), size)

    def action(self) -> str:
        """A guard and an update of some of the variables."""
        names = ["n", "s", "f", "q", "m"]
        changed = self.random.sample(names, self.random.randint(1, 3))
        updates = " /\\ ".join(self.update(name, 2) for name in changed)
        rest = ", ".join(name for name in names if name not in changed)
        guard = self.pick("TRUE", self.test(1))
        return f"{guard} /\\ {updates} /\\ UNCHANGED <<{rest}>>"

    def module(self) -> str:
        """A whole module."""
        choices = "\n".join(f"  \\/ {self.action()}" for _ in range(self.random.randint(2, 4)))
        unlikely = " /\\ ".join(self.test(1) for _ in range(self.random.randint(2, 5)))
        safe = f"~({unlikely})"
        steady = f"[][{self.test(1)} => ({self.test(1)})']_vars"
        return f"{RANDOM_HEADER}Next ==\n{choices}\nSafe == {safe}\nSteady == {steady}\n====\n"
