---- MODULE InTurn ----
(* A producer and a consumer in turn; b, a definition, stands for the variable of Alternation. *)
EXTENDS Naturals
VARIABLES p, c
vars == <<p, c>>
Init == p = 0 /\ c = 0
PStep == p = c /\ p' = (p + 1) % 2 /\ c' = c
CStep == p # c /\ c' = (c + 1) % 2 /\ p' = p
Next == PStep \/ CStep
Spec == Init /\ [][Next]_vars /\ WF_vars(Next)
b == (p + c) % 2
A == INSTANCE Alternation
ASpec == A!Spec
====
