---- MODULE Alternation ----
(* A place that is filled and emptied. *)
EXTENDS Naturals
VARIABLE b
Init == b = 0
Put == b = 0 /\ b' = 1
Get == b = 1 /\ b' = 0
Next == Put \/ Get
Spec == Init /\ [][Next]_b /\ WF_b(Put) /\ WF_b(Get)
====
