"""Random specs put together from `parts`: each seed gives one, and what its configuration asks for.

A spec has two to four of the parts. Its actions take an effect of one or two of them, under guards
from all, and leave the other variables UNCHANGED in one of the ways to say so. Every spec is
symmetric in the processes unless it `favours` one, and then SYMMETRY is not asked for.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from tests.tlakit.explore.parts import MIXED, PARTS, Part

HEAD = """
CONSTANTS P, none
LOCAL INSTANCE TLC
Alike == Permutations(P)
More(f, k) == Cardinality({r \\in DOMAIN f : f[r] > k})
Sum(f) == More(f, 0) + More(f, 1) + More(f, 2)
Weight(B) == Sum(B)
With(m, B) == IF m \\in DOMAIN B THEN [B EXCEPT ![m] = @ + 1] ELSE B @@ (m :> 1)
Without(m, B) == IF B[m] > 1 THEN [B EXCEPT ![m] = @ - 1]
                 ELSE [o \\in DOMAIN B \\ {m} |-> B[o]]
Highest(S) == CHOOSE k \\in S : \\A l \\in S : k >= l
n_of(v) == IF v \\in 0..2 THEN v ELSE 0
Fresh == [term |-> 0, vote |-> none, next |-> [r \\in P |-> 0]]
"""
OF = "Of(r) == {m \\in msgs : m.to = r}\n"

ASKED = {
    "CHECK_DEADLOCK FALSE": 0.8,
    "INVARIANT Inv": 0.3,
    "INVARIANTS Each Pairs": 0.2,
    "ACTION_CONSTRAINT Slow": 0.25,
    "PROPERTY Step": 0.3,
    "PROPERTIES First Always": 0.15,
    "SYMMETRY Alike": 0.3,
    "VIEW View": 0.12,
}
"""What else a configuration has, and how often."""


class Writer:
    """Writes the spec of a seed; `hazardous` is how often a predicate may fail with an error.

    If `symmetric`, no process is favoured. Every spec has the part `about` if that is given, may use
    what `head` defines, and is small then.
    """

    def __init__(
        self,
        seed: int,
        hazardous: float = 0.02,
        symmetric: bool = False,
        about: Part | None = None,
        head: str = "",
    ) -> None:
        self.generator = random.Random(seed)
        self.head = HEAD + head
        self.small = about is not None
        self.parts: Sequence[Part] = self.generator.sample(PARTS, self.generator.choice([2, 2, 3]))
        if about is not None:
            self.parts = (about, self.parts[0])
        if MIXED in self.parts and self.chance(0.5):
            self.parts = (*self.parts, self.generator.choice([p for p in PARTS if p is not MIXED]))
        self.parts = tuple(dict.fromkeys(self.parts))
        self.variables = [name for part in self.parts for name in part.variables]
        self.hazardous = hazardous if self.chance(0.5) else 0.0
        self.partial = self.chance(0.3) and not symmetric
        self.asked = [text for text, often in ASKED.items() if self.chance(often)]
        if self.partial:
            self.asked = [text for text in self.asked if "SYMMETRY" not in text]

    def chance(self, probability: float) -> bool:
        return self.generator.random() < probability

    def pick(self, *options: str) -> str:
        return self.generator.choice(options)

    def part(self) -> Part:
        return self.generator.choice(self.parts)

    def test(self) -> str:
        """A predicate of the state, for a process p."""
        part = self.part()
        if self.chance(self.hazardous) and part.hazards:
            return self.pick(*part.hazards)
        if self.partial and self.chance(0.2) and part.favours:
            return self.pick(*part.favours)
        if self.chance(0.2) and part.pairs:
            pair = re.sub(r"\bq\b", "z", self.pick(*part.pairs))
            return self.pick(
                f"(\\A z \\in P : z = p \\/ {pair})", f"(\\E z \\in P \\ {{p}} : {pair})"
            )
        text = self.pick(*part.tests)
        return f"~({text})" if self.chance(0.2) else f"({text})"

    def unchanged(self, names: Sequence[str]) -> str:
        """That these variables keep their values."""
        if not names:
            return "TRUE"
        if len(names) == len(self.variables) and self.chance(0.5):
            return "UNCHANGED vars"
        first, rest = names[0], ", ".join(names[1:])
        nested = f"UNCHANGED <<{first}, <<{rest}>>>>" if rest else f"UNCHANGED {first}"
        each = " /\\ ".join(f"UNCHANGED {name}" for name in names)
        same = " /\\ ".join(f"{name}' = {name}" for name in names)
        return self.pick(f"UNCHANGED <<{', '.join(names)}>>", nested, each, same)

    def left(self, part: Part, text: str) -> list[str]:
        """The variables of a part that an action does not assign."""
        return [name for name in part.variables if not re.search(rf"\b{name}'", text)]

    def effect(self, part: Part) -> str:
        """An action that assigns all variables of a part, for a process p and perhaps another, q."""
        text = self.pick(*part.effects)
        others = self.left(part, text)
        text = f"({text}) /\\ {self.unchanged(others)}" if others else f"({text})"
        if self.chance(0.15):
            text = f"(IF {self.test()} THEN {text} ELSE {self.unchanged(part.variables)})"
        elif self.chance(0.1):
            text = f"(({text}) \\/ ({self.test()} /\\ {self.effect(part)}))"
        return text

    def action(self, name: str) -> str:
        """The definition of an action of a process p."""
        chosen = list(dict.fromkeys(self.part() for _ in range(self.generator.choice([1, 1, 2]))))
        conjuncts = [self.test() for _ in range(self.generator.choice([0, 0, 1, 1, 2]))]
        if self.chance(0.3) and chosen[0].families:
            family = self.pick(*chosen[0].families)
            chosen = chosen[:1]
            conjuncts.append(f"(\\E {family} /\\ {self.unchanged(self.left(chosen[0], family))})")
        else:
            effects = " /\\ ".join(self.effect(part) for part in chosen)
            someone = "\\E q \\in P : " if re.search(r"\bq\b", effects) else ""
            conjuncts.append(f"({someone}{effects})")
        if self.chance(0.15):
            conjuncts.append(self.step(chosen[0]))
        assigned = {name for part in chosen for name in part.variables}
        rest = [name for name in self.variables if name not in assigned]
        if rest:
            place = self.generator.choice([0, len(conjuncts), len(conjuncts)])
            conjuncts.insert(place, self.unchanged(rest))
        return f"{name}(p) == /\\ " + "\n         /\\ ".join(conjuncts) + "\n"

    def step(self, part: Part) -> str:
        """A predicate of a step, for a process p."""
        return f"({self.pick(*part.steps)})"

    def some(self, more: int) -> str:
        """A predicate of the state that is rarely false."""
        return " \\/ ".join(self.test() for _ in range(more))

    def next(self, names: Sequence[str]) -> str:
        """The body of the next-state action."""
        some = re.sub(r"\bp\b", "one", self.test())
        someone = self.pick("P", "P", "P", f"{{one \\in P : {some}}}")
        calls = [f"{name}(p)" for name in names]
        first = f"\\E p \\in {someone} : " + " \\/ ".join(calls[:2])
        others = [f"(\\E p \\in P : {call})" for call in calls[2:]]
        stay = ["UNCHANGED vars"] if self.chance(0.1) else []
        return "\n        \\/ ".join([f"({first})", *others, *stay])

    def spec(self) -> tuple[str, str]:
        """The body of a module and its configuration."""
        names = [f"A{number}" for number in range(1, self.generator.choice([5, 6, 7, 8]))]
        actions = "".join(self.action(name) for name in names)
        initial = " /\\ ".join(f"({self.pick(*part.initial)})" for part in self.parts)
        pairs = [pair for part in self.parts for pair in part.pairs] or ["p # q"]
        shown = [self.pick(name, self.part().measure) for name in self.variables]
        limit = self.generator.choice([3, 4] if self.small else [3, 4, 6])
        measure = " + ".join(part.measure for part in self.parts)
        steps = [self.step(self.part()) for _ in range(4)]
        body = f"""VARIABLES {", ".join(self.variables)}
vars == <<{", ".join(self.variables)}>>
{self.head}{OF if "msgs" in self.variables else ""}
Init == {initial}
{actions}
Next == \\/ {self.next(names)}
Bound == {measure} <= {limit} /\\ ((\\A p \\in P : {self.some(3)}) \\/ {measure} < 3)
Inv == \\A p \\in P : {self.some(4)}
Each == (\\A p \\in P : {self.some(4)}) /\\ \\E p \\in P : {self.some(4)}
Pairs == \\A p, q \\in P : p # q => {self.pick(*pairs)} \\/ {self.some(2)}
Slow == \\E p \\in P : {steps[0]} \\/ {steps[1]}
Step == [][\\A p \\in P : {self.some(2)} \\/ {steps[2]}]_vars
Quick == [][\\E p \\in P : {self.some(2)} \\/ {steps[3]}]_{self.pick("vars", *self.variables)}
First == Init /\\ Quick
Always == [](\\A p \\in P : {self.some(4)})
View == <<{", ".join(shown)}>>
"""
        many = len(self.parts) == 2 and not self.small
        members = self.pick("p1, p2", "p1, p2, p3") if many else "p1, p2"
        config = f"INIT Init NEXT Next CONSTANTS P = {{{members}}} none = none CONSTRAINT Bound"
        return body, " ".join([config, *self.asked])
