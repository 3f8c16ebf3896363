---- MODULE Forms ----
(* A counter, and temporal formulas of every form. *)
EXTENDS Naturals
VARIABLES x, done
v == <<x, done>>
S == {1, 2}
Init == /\ x = 0
        /\ done = FALSE
Init2 == x = 0
A(i) == x < 3 /\ x' = x + i /\ done' = FALSE
B == x >= 3 /\ ~done /\ done' = TRUE /\ x' = x
R == done /\ x' = 0 /\ done' = FALSE
Next == (\E i \in S : A(i)) \/ B \/ R
Sp0 == LET F == WF_v(Next) IN Init /\ [][Next]_v /\ F
Sp1 == Init /\ [][Next]_v /\ WF_v(Next)
Sp2 == /\ Init
       /\ [][Next]_<<x, done>>
       /\ WF_<<x, done>>(\E i \in S : A(i))
       /\ WF_<<x,done>>(B)
Sp3 == WF_v(Next) /\ [][Next]_v /\ Init
Fair(a, b) == WF_v(A(a)) /\ SF_v(A(b))
Sp4 == Init2 /\ (done = FALSE) /\ [][Next]_v /\ Fair(1, 2) /\ WF_v(B)
Sp5 == Init /\ [][Next]_v /\ []<>(x = 0) /\ <>[](~done)
Sp6 == Init /\ [][Next]_v /\ \A i \in S : []<>(x = i)
Sp7 == Init /\ [][Next]_v /\ (\A i \in S : []<><<A(i)>>_v) /\ []<><<B>>_v
FairOp(Act(_)) == \A i \in S : WF_v(Act(i))
Sp8 == Init /\ [][Next]_v /\ FairOp(A) /\ WF_v(B) /\ WF_v(R)
Sp9 == Init /\ [][Next]_v /\ (WF_v(A(1)) \/ WF_v(A(2)))
Leads(P, Q) == P ~> Q
Pd == <>done
Pi == []<>(x = 0)
Pl == Leads(x = 1, done)
Pt == Leads(x = 1, []<>done)
Pif == IF 1 \in S THEN <>done ELSE <>(x = 7)
Plet == LET Q == x >= 3 IN Q ~> done
Pe == \E i \in 3..4 : <>(x = i)
Pn == ~[](x < 3)
Pq == (<>done) <=> (<>(x >= 3))
Pa == <><<R>>_v
Pb == [][x' # x]_x /\ <>done
Pc == [](x = 2 => [](x # 1))
Pf == [](done => <>[](x >= 0))
Pg == <>[](x < 3) => []<>(x = 0)
Ph == WF_v(Next)
Ps == SF_v(A(2))
Pw == [][~(x = 1 /\ x' = 2)]_v => <>(x = 3)
Px == <>(x = 1 /\ <>(x = 2 /\ <>(x = 3)))
Py == [](x = 0 => <>(x = 1 \/ <>(x = 2)))
Pz == []<><<A(1)>>_v \/ <>[][A(2) \/ B \/ R]_v
Pk == [](ENABLED <<R>>_v => <>(x = 0))
====
