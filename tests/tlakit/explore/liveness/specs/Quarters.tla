---- MODULE Quarters ----
(* A clock that shows quarters too; it implements Clock. *)
EXTENDS Naturals
VARIABLES h, m
vars == <<h, m>>
Init == h \in 1..12 /\ m \in 0..3
Tick == m' = (m + 1) % 4 /\ h' = IF m = 3 THEN (h % 12) + 1 ELSE h
Spec == Init /\ [][Tick]_vars
Live == Spec /\ WF_vars(Tick)
C == INSTANCE Clock WITH hr <- h
Safe == C!HC
LSafe == C!LHC
Always == \A k \in 1..12 : []<>(h = k)
====
