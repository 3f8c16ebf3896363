---- MODULE Given ----
(* A behaviour that is given, followed step by step. *)
EXTENDS Naturals, Sequences, TLC
VARIABLES x, l
Trace == <<1, 2, 3, 4, 2>>
Good == <<1, 2, 3, 4, 3>>
vars == <<x, l>>
Init == x = 0 /\ l = 1
Step == x' = x + 1 \/ (x > 3 /\ x' = x - 1)
Next == l <= Len(Trace) /\ Step /\ x' = Trace[l] /\ l' = l + 1
NextG == l <= Len(Good) /\ Step /\ x' = Good[l] /\ l' = l + 1
Spec == Init /\ [][Next]_vars
SpecG == Init /\ [][NextG]_vars
Matched == [](l <= Len(Trace) => [](TLCGet("queue") = 1 \/ l > Len(Trace)))
View == l
Ev == <>(l = 2)
====
