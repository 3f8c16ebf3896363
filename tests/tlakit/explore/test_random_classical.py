"""Random specs in the classical style: a function for each variable, messages, stacks, UNCHANGED."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from tlakit.explore import checks, explore, explore_plainly, memo, transitions
from tlakit.semantics import CheckResult, Specification

Make = Callable[..., Specification]

HEADER = """
CONSTANTS P, none
VARIABLES pc, stack, mail, best, turn
vars == <<pc, stack, mail, best, turn>>
rest == <<best, turn>>
LOCAL INSTANCE TLC
Alike == Permutations(P)
Goto(self, from, to) == pc[self] = from /\\ pc' = [pc EXCEPT ![self] = to]
Sum(f) == Cardinality(UNION {{p} \\X (1..f[p]) : p \\in P})
Of(p) == {m \\in mail : m.to = p}
Highest(S) == IF S = {} THEN 0 ELSE CHOOSE n \\in S : \\A m \\in S : n >= m
Init == /\\ pc = [self \\in P |-> "a"]
        /\\ stack = [self \\in P |-> << >>]
        /\\ mail = {}
        /\\ best \\in [P -> 0..1]
        /\\ turn \\in P \\cup {none}
"""


class Writer:
    """Writes one random spec; `pick` chooses among alternatives of equal kind."""

    def __init__(self, seed: int) -> None:
        self.generator = random.Random(seed)

    def pick(self, *options: str) -> str:
        return self.generator.choice(options)

    def condition(self) -> str:
        """A predicate of the state, for a process p."""
        text = self.pick(
            "stack[p] # << >>",
            "Len(stack[p]) < 2",
            "best[p] < 2",
            "turn = p",
            "turn # none",
            "\\E m \\in mail : m.to = p /\\ m.n > best[p]",
            "Of(p) # {}",
            "Cardinality(Of(p)) < 2",
            '\\A q \\in P : pc[q] # "c" \\/ best[q] >= best[p]',
            "Sum(best) < 4",
            "[to |-> p, n |-> 1] \\notin mail",
            "(stack[p] # << >> => Head(stack[p]).old < 2)",
            "Highest({best[q] : q \\in P}) = best[p]",
            'IF turn = none THEN mail = {} ELSE pc[turn] = "a"',
            "CASE turn = p -> best[p] > 0 [] turn = none -> TRUE [] OTHER -> best[turn] < 2",
            "TRUE",
        )
        return f"({text})"

    def action(self, name: str) -> str:
        """An action of a process p."""
        states = ["a", "b", "c"]
        goto = f'Goto(p, "{self.pick(*states)}", "{self.pick(*states)}")'
        effect = self.pick(
            "stack' = [stack EXCEPT ![p] = <<[back |-> pc[p], old |-> best[p]]>> \\o @]"
            " /\\ Len(stack[p]) < 2 /\\ UNCHANGED <<mail, rest>>",
            "stack[p] # << >> /\\ stack' = [stack EXCEPT ![p] = Tail(@)]"
            " /\\ best' = [best EXCEPT ![p] = Head(stack[p]).old] /\\ UNCHANGED <<mail, turn>>",
            "mail' = mail \\cup {[to |-> q, n |-> best[p]] : q \\in P \\ {p}}"
            " /\\ UNCHANGED <<stack, rest>>",
            "\\E m \\in mail : /\\ m.to = p /\\ mail' = mail \\ {m}"
            " /\\ best' = [best EXCEPT ![p] = IF m.n > @ THEN m.n ELSE @]"
            " /\\ UNCHANGED <<stack, turn>>",
            "best[p] < 3 /\\ best' = [best EXCEPT ![p] = @ + 1] /\\ UNCHANGED <<stack, mail, turn>>",
            "best' = [q \\in P |-> IF q = p THEN 0 ELSE best[q]] /\\ turn' = p"
            " /\\ UNCHANGED <<stack, mail>>",
            "turn' \\in {none, p} /\\ UNCHANGED <<stack, mail, best>>",
            "LET top == Highest({m.n : m \\in Of(p)}) IN"
            " (IF top > best[p] THEN best' = [best EXCEPT ![p] = top] ELSE UNCHANGED best)"
            " /\\ UNCHANGED <<stack, mail, turn>>",
            "CASE turn = none -> turn' = p /\\ UNCHANGED best"
            " [] turn = p -> turn' = none /\\ best' = [best EXCEPT ![p] = 0]"
            " [] OTHER -> UNCHANGED rest",
        )
        if effect.startswith("CASE"):
            effect = f"({effect}) /\\ UNCHANGED <<stack, mail>>"
        guards = "\n  /\\ ".join(self.condition() for _ in range(self.generator.randrange(3)))
        guards = f"\n  /\\ {guards}" if guards else ""
        return f"{name}(p) ==\n  /\\ {goto}{guards}\n  /\\ {effect}\n"

    def spec(self) -> tuple[str, str]:
        """The body of a module and its configuration."""
        names = ["A1", "A2", "A3", "A4", "A5"]
        actions = "".join(self.action(name) for name in names)
        choices = " \\/ ".join(f"{name}(p)" for name in names)
        bound = f"(\\A p \\in P : {self.condition()}) \\/ Cardinality(mail) < 2"
        bound = self.pick(bound, "Sum(best) < 4", "Sum([p \\in P |-> Len(stack[p]) + best[p]]) < 4")
        swap = "\\E p, q \\in P, m \\in mail : p # q /\\ turn = p /\\ m.to = q /\\ turn' = q"
        body = f"""{HEADER}{actions}
Next == \\/ \\E p \\in P : {choices}
        \\/ {swap} /\\ UNCHANGED <<pc, stack, mail, best>>
Bound == {bound}
Inv == \\A p \\in P : {self.condition()} \\/ {self.condition()} \\/ pc[p] # "c"
Slow == \\E p \\in P : pc'[p] # pc[p] \\/ best'[p] >= best[p]
Step == [][\\A p \\in P : {self.condition()} \\/ best'[p] <= best[p] + 1]_vars
View == <<pc, best, Cardinality(mail), {self.pick("turn", "stack", "Sum(best)")}>>
"""
        config = "INIT Init NEXT Next CONSTANTS P = {p1, p2} none = none "
        more = {
            "CHECK_DEADLOCK FALSE ": 0.8,
            "CONSTRAINT Bound ": 0.6,
            "INVARIANT Inv ": 0.3,
            "ACTION_CONSTRAINT Slow ": 0.3,
            "PROPERTY Step ": 0.3,
            "SYMMETRY Alike ": 0.3,
            "VIEW View ": 0.2,
        }
        return body, config + "".join(
            text for text, chance in more.items() if self.generator.random() < chance
        )


def outcome(result: CheckResult) -> tuple[object, ...]:
    """What two searches must agree on."""
    violation = result.violation
    if violation is None:
        return result.verdict, result.generated, result.distinct, result.depth
    return result.verdict, violation.kind, len(violation.trace.steps)


def assert_agreement(make: Make, seed: int) -> None:
    body, config = Writer(seed).spec()
    fast, plain = explore(make(body, config)), explore_plainly(make(body, config))
    assert outcome(fast) == outcome(plain), f"seed {seed}\n{config}\n{body}"


@pytest.mark.parametrize("first", range(0, 24, 8))
def test_random_specs(make: Make, first: int) -> None:
    for seed in range(first, first + 8):
        assert_agreement(make, seed)


def test_random_specs_with_little_memory(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memo, "MANY_MISSES", 3)
    monkeypatch.setattr(memo, "ENOUGH_SAMPLES", 2)
    monkeypatch.setattr(transitions, "OFTEN_STATES", 4)
    monkeypatch.setattr(transitions, "SELDOM_STATES", 4)
    monkeypatch.setattr(transitions, "SAMPLED_STATES", 4)
    monkeypatch.setattr(checks, "MANY_MISSES", 5)
    for seed in range(2000, 2008):
        assert_agreement(make, seed)
