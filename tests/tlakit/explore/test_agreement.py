"""The search that remembers and the plain one give the same: on known specs and on random ones."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from tlakit.explore import explore, explore_plainly, reachable_states, reachable_steps
from tlakit.semantics import Specification

Make = Callable[..., Specification]

PETERSON = """
CONSTANT N
VARIABLES pc, flag, turn
vars == <<pc, flag, turn>>
Proc == 0..1
Init == pc = [p \\in Proc |-> "idle"] /\\ flag = [p \\in Proc |-> FALSE] /\\ turn = 0
Ask(p) == /\\ pc[p] = "idle" /\\ pc' = [pc EXCEPT ![p] = "asked"]
          /\\ flag' = [flag EXCEPT ![p] = TRUE] /\\ UNCHANGED turn
Yield(p) == pc[p] = "asked" /\\ pc' = [pc EXCEPT ![p] = "wait"] /\\ turn' = 1 - p /\\ UNCHANGED flag
Enter(p) == /\\ pc[p] = "wait" /\\ (turn = p \\/ ~flag[1 - p])
            /\\ pc' = [pc EXCEPT ![p] = "in"] /\\ UNCHANGED <<flag, turn>>
Leave(p) == /\\ pc[p] = "in" /\\ pc' = [pc EXCEPT ![p] = "idle"]
            /\\ flag' = [flag EXCEPT ![p] = FALSE] /\\ UNCHANGED turn
Next == \\E p \\in Proc : Ask(p) \\/ Yield(p) \\/ Enter(p) \\/ Leave(p)
Safe == ~\\A p \\in Proc : pc[p] = "in"
Order == [][\\A p \\in Proc : pc[p] = "idle" => pc'[p] \\in {"idle", "asked"}]_vars
"""

PAXOS = """
VARIABLES msgs, maxBal
Acceptor == {"a", "b", "c"}
Quorum == {Q \\in SUBSET Acceptor : Cardinality(Q) = 2}
Init == msgs = {} /\\ maxBal = [a \\in Acceptor |-> 0]
Prepare(b) == msgs' = msgs \\cup {[type |-> "prepare", bal |-> b]} /\\ UNCHANGED maxBal
Promise(a) == \\E m \\in msgs : /\\ m.type = "prepare" /\\ m.bal > maxBal[a]
                               /\\ maxBal' = [maxBal EXCEPT ![a] = m.bal]
                               /\\ msgs' = msgs \\cup {[type |-> "promise", bal |-> m.bal, from |-> a]}
Promises(b) == {m \\in msgs : m.type = "promise" /\\ m.bal = b}
Accept(b) == /\\ ~\\E m \\in msgs : m.type = "accept" /\\ m.bal = b
             /\\ \\E Q \\in Quorum : \\A a \\in Q : \\E m \\in Promises(b) : m.from = a
             /\\ msgs' = msgs \\cup {[type |-> "accept", bal |-> b]} /\\ UNCHANGED maxBal
Next == (\\E b \\in 1..2 : Prepare(b) \\/ Accept(b)) \\/ \\E a \\in Acceptor : Promise(a)
Justified == \\A m \\in msgs : m.type = "accept" => Cardinality(Promises(m.bal)) >= 2
"""

QUEUES = """
VARIABLES queue, sent, seen
Init == queue = <<>> /\\ sent = 0 /\\ seen = {}
Send == sent < 4 /\\ sent' = sent + 1 /\\ queue' = Append(queue, sent) /\\ UNCHANGED seen
Receive == queue # <<>> /\\ seen' = seen \\cup {Head(queue)} /\\ queue' = Tail(queue) /\\ UNCHANGED sent
Lose == queue # <<>> /\\ queue' = Tail(queue) /\\ UNCHANGED <<sent, seen>>
Forget == \\E n \\in seen : seen' = seen \\ {n} /\\ UNCHANGED <<queue, sent>>
Next == Send \\/ Receive \\/ Lose \\/ Forget
Known == seen \\subseteq 0..3 /\\ (4 \\notin seen)
"""

GROWING = """
VARIABLES f, x
Init == f = [i \\in {1} |-> 0] /\\ x = 0
Next == \\/ x < 3 /\\ x' = x + 1 /\\ f' = [f EXCEPT ![1] = x]
        \\/ x = 2 /\\ f' = [i \\in 1..x |-> f[1]] /\\ UNCHANGED x
"""

SHIFTED = """
VARIABLES x, y, z
Init == x = 0 /\\ y = 0 /\\ z = <<0>>
Sum == x + y
Next == \\/ x' = (x + 1) % 3 /\\ UNCHANGED y /\\ z' = <<Sum'>>
        \\/ x' = x /\\ y' = (y + 1) % 2 /\\ z' = [z EXCEPT ![1] = (Sum + y)']
        \\/ UNCHANGED <<x, y>> /\\ x' < 2 /\\ z' = <<x' - y'>>
        \\/ x' = y /\\ y' = x /\\ z' = z
Step == [][Sum' >= 0 /\\ (x' = x => z'[1] < 4)]_<<x, y, z>>
"""

SPECS = [
    (PETERSON, "INIT Init NEXT Next INVARIANT Safe PROPERTY Order CONSTANT N = 2"),
    (PAXOS, "INIT Init NEXT Next INVARIANT Justified"),
    (QUEUES, "INIT Init NEXT Next INVARIANT Known CHECK_DEADLOCK FALSE"),
    (GROWING, "INIT Init NEXT Next CHECK_DEADLOCK FALSE"),
    (SHIFTED, "INIT Init NEXT Next PROPERTY Step"),
]


def assert_agreement(make: Make, body: str, config: str) -> None:
    fast = explore(make(body, config))
    plain = explore_plainly(make(body, config))
    assert fast.verdict is plain.verdict
    if fast.violation is None:
        counted = fast.generated, fast.distinct, fast.depth
        assert counted == (plain.generated, plain.distinct, plain.depth)
    else:
        assert plain.violation is not None
        assert fast.violation.kind == plain.violation.kind
        assert len(fast.violation.trace.steps) == len(plain.violation.trace.steps)


@pytest.mark.parametrize(
    ("body", "config"), SPECS, ids=["peterson", "paxos", "queues", "growing", "shifted"]
)
def test_known_specs(make: Make, body: str, config: str) -> None:
    assert_agreement(make, body, config)


TLC_COUNTS = [(35, 20, 7), (780, 169, 11), (151, 57, 9), (7, 6, 5)]
"""Generated, distinct and depth of the first four by TLC 2 with one worker."""


@pytest.mark.parametrize(("spec", "expected"), list(zip(SPECS[:4], TLC_COUNTS, strict=True)))
def test_known_counts(make: Make, spec: tuple[str, str], expected: tuple[int, int, int]) -> None:
    result = explore(make(*spec))
    assert (result.generated, result.distinct, result.depth) == expected


def random_spec(generator: random.Random) -> tuple[str, str]:
    """A spec over a number, a function and a set, with random actions and properties."""
    number = ["x", "f[a]", "f[b]", "Cardinality(s)", "((x + f[a]) % 3)", "1", "2"]
    atom = [
        "x = 0",
        "x > 1",
        "f[a] = f[b]",
        "f[b] # 2",
        "1 \\in s",
        "s = {}",
        "2 \\notin s",
        "Cardinality({e \\in s : e > x}) > 0",
        "(\\E e \\in s : e = f[a])",
        "f = [f EXCEPT ![a] = 0]",
        "(x = 1 \\/ f[a] = 1)",
        "(\\A e \\in s : e < 2)",
        "s \\subseteq {0, 1}",
    ]

    def pick(options: list[str]) -> str:
        return generator.choice(options)

    def action() -> str:
        set_x = pick([f"x' = ({pick(number)} + {pick(number)}) % 3", "UNCHANGED x", "x' \\in 0..1"])
        set_f = pick(
            [
                f"f' = [f EXCEPT ![a] = {pick(number)} % 3]",
                f"f' = [f EXCEPT ![b] = (@ + 1) % 3, ![a] = {pick(number)} % 2]",
                "UNCHANGED f",
                "f' = [i \\in {a, b} |-> x]",
                "\\E i \\in {a, b} : f' = [f EXCEPT ![i] = x]",
            ]
        )
        set_s = pick(
            [
                f"s' = s \\cup {{{pick(number)} % 3}}",
                f"s' = s \\ {{{pick(number)}}}",
                "s' = s",
                "s' = {e \\in s : e # x}",
                "s' = {(e + 1) % 3 : e \\in s}",
                "s' = (s \\cup {x'}) \\ {0}",
            ]
        )
        return " /\\ ".join([pick(atom), pick(["TRUE", pick(atom)]), set_x, set_f, set_s])

    rest = pick(["s", "s \\ {m}"])
    family = f"\\E m \\in s : m < 2 /\\ x' = m /\\ f' = [f EXCEPT ![a] = m] /\\ s' = {rest}"
    parts = "".join("\n        \\/ " + part for part in [*(action() for _ in range(3)), family])
    step = pick(["x' # 2", "s \\subseteq s'", "f'[a] >= f[a]", "TRUE", "Cardinality(s') # 2"])
    bound = pick(["TRUE", pick(atom)])
    body = f"""
CONSTANTS a, b
VARIABLES x, f, s
Init == x \\in 0..1 /\\ f = [i \\in {{a, b}} |-> 0] /\\ s = {{}}
Next == {parts}
Inv == {pick(atom)} \\/ {pick(atom)} \\/ \\A i \\in {{a, b}} : f[i] < 2
Bound == {bound}
Step == [][{step} \\/ {pick(atom)}]_<<x, f, s>>
"""
    config = "INIT Init NEXT Next CONSTANTS a = a b = b CHECK_DEADLOCK FALSE"
    extra = [" INVARIANT Inv", " CONSTRAINT Bound", " PROPERTY Step"]
    return body, config + "".join(part for part in extra if generator.random() < 0.5)


@pytest.mark.parametrize("seed", range(40))
def test_random_specs(make: Make, seed: int) -> None:
    body, config = random_spec(random.Random(seed))
    assert_agreement(make, body, config)


@pytest.mark.parametrize("seed", range(40, 50))
def test_random_specs_have_the_same_states_and_steps(make: Make, seed: int) -> None:
    body, _ = random_spec(random.Random(seed))
    config = "INIT Init NEXT Next CONSTANTS a = a b = b"
    specification = make(body, config)
    states = list(reachable_states(specification))
    fast = [(tuple(b.values()), tuple(a.values())) for b, _, a in reachable_steps(specification)]
    plain = [
        (tuple(state.values()), tuple(after.values()))
        for state in states
        for _, after in specification.successors(state)
    ]
    assert sorted(map(repr, fast)) == sorted(map(repr, plain))
    assert {before for before, _ in plain} | {after for _, after in plain} >= {
        tuple(state.values()) for state in states
    } - {tuple(state.values()) for state in specification.initial_states()}
