---- MODULE Commit ----
(* What two-phase commit implements. *)
CONSTANT RM
VARIABLE rm
Init == rm = [r \in RM |-> "working"]
canCommit == \A r \in RM : rm[r] \in {"prepared", "committed"}
notCommitted == \A r \in RM : rm[r] # "committed"
Prepare(r) == rm[r] = "working" /\ rm' = [rm EXCEPT ![r] = "prepared"]
Decide(r)  == \/ rm[r] = "prepared" /\ canCommit /\ rm' = [rm EXCEPT ![r] = "committed"]
              \/ /\ rm[r] \in {"working", "prepared"}
                 /\ notCommitted
                 /\ rm' = [rm EXCEPT ![r] = "aborted"]
Next == \E r \in RM : Prepare(r) \/ Decide(r)
TCSpec == Init /\ [][Next]_rm
LiveSpec == TCSpec /\ \A r \in RM : WF_rm(Decide(r))
====
