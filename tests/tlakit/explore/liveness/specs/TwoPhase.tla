---- MODULE TwoPhase ----
(* Two-phase commit. *)
CONSTANT RM
VARIABLES rm, tm, prep, msgs
vars == <<rm, tm, prep, msgs>>
Init == rm = [r \in RM |-> "working"] /\ tm = "init" /\ prep = {} /\ msgs = {}
RcvPrep(r) == tm = "init" /\ [type |-> "Prepared", rm |-> r] \in msgs /\ prep' = prep \cup {r}
      /\ UNCHANGED <<rm, tm, msgs>>
Commit == tm = "init" /\ prep = RM /\ tm' = "committed"
      /\ msgs' = msgs \cup {[type |-> "Commit"]} /\ UNCHANGED <<rm, prep>>
Abort == tm = "init" /\ tm' = "aborted" /\ msgs' = msgs \cup {[type |-> "Abort"]}
      /\ UNCHANGED <<rm, prep>>
Prep(r) == rm[r] = "working" /\ rm' = [rm EXCEPT ![r] = "prepared"]
      /\ msgs' = msgs \cup {[type |-> "Prepared", rm |-> r]} /\ UNCHANGED <<tm, prep>>
ChooseAbort(r) == rm[r] = "working" /\ rm' = [rm EXCEPT ![r] = "aborted"]
      /\ UNCHANGED <<tm, prep, msgs>>
RcvC(r) == [type |-> "Commit"] \in msgs /\ rm' = [rm EXCEPT ![r] = "committed"]
      /\ UNCHANGED <<tm, prep, msgs>>
RcvA(r) == [type |-> "Abort"] \in msgs /\ rm' = [rm EXCEPT ![r] = "aborted"]
      /\ UNCHANGED <<tm, prep, msgs>>
Next == Commit \/ Abort \/ \E r \in RM : RcvPrep(r) \/ Prep(r) \/ ChooseAbort(r) \/ RcvC(r) \/ RcvA(r)
Spec == Init /\ [][Next]_vars
F1 == Spec /\ WF_vars(Next)
F2 == Spec /\ WF_vars(Commit \/ Abort) /\ \A r \in RM : WF_vars(RcvC(r) \/ RcvA(r))
F3 == Spec /\ WF_vars(Commit \/ Abort) /\ WF_vars(\E r \in RM : RcvC(r) \/ RcvA(r))
Decided == \A r \in RM : <>(rm[r] \in {"committed", "aborted"})
AllC == (\A r \in RM : []<>(rm[r] # "aborted")) => <>(\A r \in RM : rm[r] = "committed")
Stable == \A r \in RM : [](rm[r] = "committed" => [](rm[r] = "committed"))
Together == (<>[](tm = "committed")) => <>[](\A r \in RM : rm[r] = "committed")
TC == INSTANCE Commit
TCSpec == TC!TCSpec
TCLive == TC!LiveSpec
====
