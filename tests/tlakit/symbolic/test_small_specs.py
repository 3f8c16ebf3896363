"""Small models of many shapes: bounded checking agrees with enumeration, to the exact depth."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tlakit.semantics import Verdict
from tlakit.symbolic import BoundResult

Agree = Callable[..., BoundResult]

COUNTER = r"""
VARIABLE x
Init == x = 0
Next == x < 7 /\ \/ x' = x + 1
                 \/ x' = x + 3
Small == x # {target}
"""


@pytest.mark.parametrize(("target", "steps"), [(0, 0), (1, 1), (5, 3), (7, 3), (9, 3)])
def test_a_counter_reaches_its_target_in_the_fewest_steps(
    agree: Agree, target: int, steps: int
) -> None:
    result = agree(COUNTER.replace("{target}", str(target)), "INVARIANT Small")
    assert (result.verdict, result.depth) == (Verdict.VIOLATED, steps)


def test_a_target_that_is_never_reached_holds(agree: Agree) -> None:
    assert agree(COUNTER.replace("{target}", "10"), "INVARIANT Small").verdict is Verdict.HOLDS


MUTEX = r"""
CONSTANT Process
VARIABLES place, turn
Init == place = [p \in Process |-> "idle"] /\ turn \in Process
Want(p) == place[p] = "idle" /\ place' = [place EXCEPT ![p] = "waiting"] /\ UNCHANGED turn
Enter(p) == /\ place[p] = "waiting"
            /\ {guard}
            /\ place' = [place EXCEPT ![p] = "inside"]
            /\ turn' = turn
Leave(p) == /\ place[p] = "inside"
            /\ place' = [place EXCEPT ![p] = "idle"]
            /\ turn' \in Process \ {p}
Next == \E p \in Process : Want(p) \/ Enter(p) \/ Leave(p)
Alone == \A p, q \in Process : place[p] = "inside" /\ place[q] = "inside" => p = q
"""


@pytest.mark.parametrize(
    ("guard", "verdict"), [("turn = p", Verdict.HOLDS), ("TRUE", Verdict.VIOLATED)]
)
def test_mutual_exclusion(agree: Agree, guard: str, verdict: Verdict) -> None:
    result = agree(MUTEX.replace("{guard}", guard), "INVARIANT Alone CONSTANT Process = {a, b, c}")
    assert result.verdict is verdict


TWO_PHASE = r"""
CONSTANT RM
VARIABLES state, manager, prepared, msgs
vars == <<state, manager, prepared, msgs>>
Init == /\ state = [r \in RM |-> "working"]
        /\ manager = "open"
        /\ prepared = {}
        /\ msgs = {}
Prepare(r) == /\ state[r] = "working"
              /\ state' = [state EXCEPT ![r] = "prepared"]
              /\ msgs' = msgs \cup {[type |-> "Prepared", rm |-> r]}
              /\ UNCHANGED <<manager, prepared>>
Abort(r) == /\ state[r] = "working"
            /\ state' = [state EXCEPT ![r] = "aborted"]
            /\ UNCHANGED <<manager, prepared, msgs>>
Hear == \E m \in msgs : /\ m.type = "Prepared" /\ manager = "open"
                        /\ prepared' = prepared \cup {m.rm}
                        /\ UNCHANGED <<state, manager, msgs>>
Decide(what) == /\ manager = "open"
                /\ what = "Commit" => {decision}
                /\ manager' = "closed"
                /\ msgs' = msgs \cup {[type |-> what]}
                /\ UNCHANGED <<state, prepared>>
Obey(r) == \E m \in msgs :
  /\ m.type \in {"Commit", "Abort"}
  /\ state' = [state EXCEPT ![r] = IF m.type = "Commit" THEN "committed" ELSE "aborted"]
  /\ UNCHANGED <<manager, prepared, msgs>>
Next == \/ \E r \in RM : Prepare(r) \/ Abort(r) \/ Obey(r)
        \/ Hear \/ Decide("Commit") \/ Decide("Abort")
Consistent == \A r, s \in RM : ~(state[r] = "aborted" /\ state[s] = "committed")
Once == [][\A r \in RM : state[r] = "committed" => state'[r] = "committed"]_vars
"""


@pytest.mark.parametrize(
    ("decision", "verdict"),
    [("prepared = RM", Verdict.HOLDS), ("Cardinality(prepared) >= 1", Verdict.VIOLATED)],
)
def test_two_phase_commit(agree: Agree, decision: str, verdict: Verdict) -> None:
    body = TWO_PHASE.replace("{decision}", decision)
    result = agree(body, "INVARIANT Consistent PROPERTY Once CONSTANT RM = {a, b}")
    assert result.verdict is verdict


QUEUE = r"""
VARIABLES q, sent, got
vars == <<q, sent, got>>
Init == q = <<>> /\ sent = 0 /\ got = <<>>
Send == sent < 4 /\ sent' = sent + 1 /\ q' = Append(q, sent') /\ got' = got
Take == q # <<>> /\ got' = got \o <<Head(q)>> /\ q' = ({rest}) /\ UNCHANGED sent
Next == Send \/ Take
Bounded == Len(q) <= 2
InOrder == \A i \in 1..Len(got) : got[i] = i
Together == got \o q = [i \in 1..sent |-> i]
Growing == [][Len(got') >= Len(got) /\ SubSeq(got', 1, Len(got)) = got]_vars
"""


@pytest.mark.parametrize(
    ("rest", "verdict"),
    [
        ("Tail(q)", Verdict.HOLDS),
        ("SubSeq(q, 2, Len(q))", Verdict.HOLDS),
        ("IF Len(q) = 2 THEN <<q[1]>> ELSE Tail(q)", Verdict.VIOLATED),
    ],
)
def test_a_bounded_queue(agree: Agree, rest: str, verdict: Verdict) -> None:
    config = "INVARIANTS InOrder Together PROPERTY Growing CONSTRAINT Bounded"
    assert agree(QUEUE.replace("{rest}", rest), config).verdict is verdict


def test_a_state_beyond_the_constraint_is_checked_but_not_extended(agree: Agree) -> None:
    body = COUNTER.replace("{target}", "5") + "Limit == x <= 3\nEven == x # 6"
    assert agree(body, "INVARIANT Small CONSTRAINT Limit").depth == 3
    body = COUNTER.replace("{target}", "7") + "Limit == x <= 3"
    assert agree(body, "INVARIANT Small CONSTRAINT Limit").verdict is Verdict.HOLDS
    body = COUNTER.replace("{target}", "7") + "Step == x' # 4"
    assert agree(body, "INVARIANT Small ACTION_CONSTRAINT Step").depth == 3


def test_choose_takes_the_maximum_and_the_first_in_order(agree: Agree) -> None:
    body = r"""
VARIABLES pool, last
Init == pool = {} /\ last = <<0, {}>>
Max(S) == CHOOSE x \in S : \A y \in S : y <= x
Add == \E n \in {3, 1, 4} : pool' = pool \cup {n} /\ UNCHANGED last
Take == /\ pool # {}
        /\ LET m == Max(pool)  first == CHOOSE x \in pool : TRUE
           IN last' = <<m, {first}>> /\ pool' = pool \ {m, first}
Next == Add \/ Take
Fine == last # <<4, {3}>>
"""
    assert agree(body, "INVARIANT Fine").verdict is Verdict.VIOLATED
    assert agree(body + "Never == last # <<1, {3}>>", "INVARIANT Never").verdict is Verdict.HOLDS


def test_choose_among_records_goes_by_the_order_of_values(agree: Agree) -> None:
    body = r"""
VARIABLES net, got
Init == net = {} /\ got = <<>>
Send == \E k \in 1..2, v \in {"a", "b"} :
          net' = net \cup {[k |-> k, v |-> v]} /\ UNCHANGED got
Take == net # {} /\ LET m == CHOOSE m \in net : m.k # 3
                    IN got' = Append(got, m) /\ net' = net \ {m}
Next == Send \/ Take
Short == Len(got) <= 1
Fine == got # <<[k |-> 1, v |-> "b"], [k |-> 2, v |-> "a"]>>
Never == ~(Len(got) = 1 /\ \E m \in net : m.k < got[1].k)
"""
    assert agree(body, "INVARIANT Fine CONSTRAINT Short").depth == 4
    assert agree(body, "INVARIANT Never CONSTRAINT Short").verdict is Verdict.VIOLATED


def test_nested_except_with_unknown_indexes(agree: Agree) -> None:
    body = r"""
VARIABLES grid, at
Init == grid = [i \in 0..1 |-> [j \in {"a", "b"} |-> <<0, 0>>]] /\ at = [i |-> 0, k |-> 1]
Move == \E i \in 0..1, k \in 1..2 : at' = [i |-> i, k |-> k] /\ UNCHANGED grid
Mark == /\ grid' = [grid EXCEPT ![at.i]["b"][at.k] = @ + at.k, ![1 - at.i].a[1] = 1]
        /\ at' = [at EXCEPT !.i = 1 - @]
Next == Move \/ Mark
Low == grid[0]["b"][1] + grid[1]["b"][2] < 3
Bounded == \A i \in 0..1 : \A k \in 1..2 : grid[i].b[k] <= 2
"""
    assert agree(body, "INVARIANT Low CONSTRAINT Bounded").verdict is Verdict.VIOLATED


def test_messages_of_several_shapes_and_a_set_of_votes(agree: Agree) -> None:
    body = r"""
CONSTANTS Node, None
VARIABLES vote, net, leader
Quorum == {Q \in SUBSET Node : 2 * Cardinality(Q) > Cardinality(Node)}
Init == vote = [n \in Node |-> None] /\ net = {} /\ leader = {}
Ask(n) == net' = net \cup {[kind |-> "ask", from |-> n]} /\ UNCHANGED <<vote, leader>>
Give(n, m) == /\ m.kind = "ask" /\ vote[n] \in {allowed}
              /\ vote' = [vote EXCEPT ![n] = m.from]
              /\ net' = net \cup {[kind |-> "vote", from |-> n, to |-> m.from]}
              /\ UNCHANGED leader
Win(n) == /\ {m.from : m \in {m \in net : m.kind = "vote" /\ m.to = n}} \in Quorum
          /\ leader' = leader \cup {n}
          /\ UNCHANGED <<vote, net>>
Next == \E n \in Node : Ask(n) \/ Win(n) \/ \E m \in net : Give(n, m)
One == Cardinality(leader) <= 1
"""
    config = "INVARIANT One CONSTANTS Node = {a, b, c} None = None"
    held = agree(body.replace("{allowed}", "{None}"), config)
    assert held.verdict is Verdict.HOLDS
    broken = agree(body.replace("{allowed}", "{None} \\cup Node"), config)
    assert broken.verdict is Verdict.VIOLATED


def test_initial_states_from_spaces(agree: Agree) -> None:
    body = r"""
VARIABLES f, r, s
Init == /\ f \in [0..1 -> {"a", "b"}]
        /\ r \in [x : 0..1, y : BOOLEAN]
        /\ s \in SUBSET ((0..1) \X {"a", "b"})
        /\ \A i \in 0..1 : <<i, f[i]>> \in s => r.y
Next == /\ \/ s' = s \cup {<<r.x, f[r.x]>>} /\ r' = [r EXCEPT !.y = TRUE]
           \/ r.y /\ r' \in {[x |-> 1 - r.x, y |-> FALSE]} /\ s' = {p \in s : p[1] # r.x}
        /\ UNCHANGED f
Full == Cardinality(s) < 4
Typed == f \in [0..1 -> {"a", "b"}] /\ r \in [x : Nat, y : BOOLEAN] /\ s \subseteq (Int \X STRING)
Agreed == [][f' = f /\ (s' # s => r'.y \/ s' \subseteq s)]_<<f, r, s>>
Rare == ~(f[0] = "b" /\ r.y /\ s = {<<0, "b">>, <<1, "a">>} /\ r.x = 1)
"""
    assert agree(body, "INVARIANT Typed PROPERTY Agreed").verdict is Verdict.HOLDS
    assert agree(body, "INVARIANT Full").depth == 0
    assert agree(body, "INVARIANT Rare").verdict is Verdict.VIOLATED


def test_operators_that_take_operators_and_recursion(agree: Agree) -> None:
    body = r"""
VARIABLES q, total
RECURSIVE Sum(_)
Sum(s) == IF s = <<>> THEN 0 ELSE Head(s) + Sum(Tail(s))
fact[n \in 0..3] == IF n = 0 THEN 1 ELSE n * fact[n - 1]
Twice(F(_), x) == F(F(x))
Put(v, e) == v' = e
Init == q = <<>> /\ total = 0
Next == /\ \E n \in 0..3 : Put(q, Append(q, fact[n]))
        /\ Put(total, IF Len(q) = 2 THEN Twice(LAMBDA x : x + Sum(q), 1) ELSE Sum(q))
Short == Len(q) <= 2
Fine == total # 15
"""
    assert agree(body, "INVARIANT Fine CONSTRAINT Short").verdict is Verdict.VIOLATED


def test_functions_with_a_domain_that_is_not_known(agree: Agree) -> None:
    body = r"""
VARIABLES bag, seen
Init == bag = <<>> /\ seen = {}
Has(k) == k \in DOMAIN bag
Put(k) == /\ bag' = IF Has(k) THEN [bag EXCEPT ![k] = @ + 1] ELSE bag @@ (k :> 1)
          /\ UNCHANGED seen
Drop == /\ bag' = [k \in {k \in DOMAIN bag : bag[k] < 2} |-> bag[k]]
        /\ seen' = DOMAIN bag
Next == Drop \/ \E k \in {"x", "y"} : Put(k)
Low == \A k \in DOMAIN bag : bag[k] <= 2
Fine == ~(seen = {"x", "y"} /\ DOMAIN bag = {"y"})
"""
    assert agree(body, "INVARIANT Fine CONSTRAINT Low").verdict is Verdict.VIOLATED


def test_actions_written_with_if_case_let_and_quantifiers(agree: Agree) -> None:
    body = r"""
VARIABLES x, y, f
Init == x = 0 /\ y = 0 /\ f = [i \in 0..1 |-> 0]
Bump == LET up == x + 1 IN IF up < 3 THEN x' = up /\ UNCHANGED y ELSE x' = 0 /\ y' = y + 1
Turn == CASE x = 0 -> x' = 2 /\ y' = y
          [] x = 1 -> x' = 1 /\ y' \in {0, 2}
          [] OTHER -> UNCHANGED <<x, y>> /\ FALSE
Next == /\ (Bump \/ Turn)
        /\ \E i \in {j \in 0..1 : f[j] <= x} : f' = [f EXCEPT ![i] = x']
Fine == ~(y = 2 /\ f[0] = 1 /\ f[1] = 2)
Low == y <= 3
"""
    assert agree(body, "INVARIANT Fine CONSTRAINT Low").verdict is Verdict.VIOLATED


def test_recursion_on_values_that_are_not_known(agree: Agree) -> None:
    body = r"""
VARIABLES n, pool, done
RECURSIVE Down(_), Sum(_)
Down(k) == IF k <= 0 THEN 0 ELSE k + Down(k - 1)
Sum(S) == IF S = {} THEN 0 ELSE LET x == CHOOSE x \in S : TRUE IN x + Sum(S \ {x})
Init == n = 0 /\ pool = {} /\ done = 0
Next == \/ n' \in {n, n + 1, n + 2} /\ UNCHANGED <<pool, done>>
        \/ pool' = pool \cup {n} /\ n' = 0 /\ done' = Down(n)
        \/ done' = Sum(pool) /\ UNCHANGED <<n, pool>>
Low == n <= 4 /\ Cardinality(pool) <= 3
Fine == ~(done = 7 /\ Cardinality(pool) = 3)
"""
    assert agree(body, "INVARIANT Fine CONSTRAINT Low").verdict is Verdict.VIOLATED
