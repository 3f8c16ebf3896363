---- MODULE Peterson ----
(* Mutual exclusion between two processes, one step an action. *)
EXTENDS Naturals
VARIABLES pc, flag, turn
vars == <<pc, flag, turn>>
Other(i) == 1 - i
Proc == {0, 1}
Init == pc = [i \in Proc |-> "a0"] /\ flag = [i \in Proc |-> FALSE] /\ turn = 0
Go(i, a, b) == pc[i] = a /\ pc' = [pc EXCEPT ![i] = b]
a0(i) == Go(i, "a0", "a1") /\ UNCHANGED <<flag, turn>>
a1(i) == Go(i, "a1", "a2") /\ flag' = [flag EXCEPT ![i] = TRUE] /\ UNCHANGED turn
a2(i) == Go(i, "a2", "a3") /\ turn' = Other(i) /\ UNCHANGED flag
a3(i) == (~flag[Other(i)] \/ turn = i) /\ Go(i, "a3", "cs") /\ UNCHANGED <<flag, turn>>
cs(i) == Go(i, "cs", "a4") /\ UNCHANGED <<flag, turn>>
a4(i) == Go(i, "a4", "a0") /\ flag' = [flag EXCEPT ![i] = FALSE] /\ UNCHANGED turn
proc(i) == a0(i) \/ a1(i) \/ a2(i) \/ a3(i) \/ cs(i) \/ a4(i)
Next == \E i \in Proc : proc(i)
Spec == Init /\ [][Next]_vars
Fairness == \A i \in Proc : WF_vars(a1(i) \/ a2(i) \/ a3(i) \/ cs(i) \/ a4(i))
LSpec == Spec /\ Fairness
FSpec == Spec /\ \A i \in Proc : WF_vars(proc(i))
WSpec == Spec /\ WF_vars(Next)
Live == \A i \in Proc : pc[i] = "a1" ~> pc[i] = "cs"
Live2 == \A i \in Proc : []<>(pc[i] = "cs")
Enter(i) == pc[i] = "a3" /\ pc'[i] = "cs"
Acts == \A i \in Proc : []<><<Enter(i)>>_vars
ActW == \A i \in Proc : WF_vars(a3(i))
ActS == \A i \in Proc : SF_pc(Enter(i))
ImplicationP == ([]<>(pc[0] = "cs")) => ([]<>(pc[1] = "cs"))
Nested == [](pc[0] = "a3" => (pc[0] = "a3" \/ <>(pc[0] = "cs")))
Stay == <>[](pc[0] = "a0") \/ []<>(pc[0] = "cs")
En == \A i \in Proc : []<>ENABLED a3(i)
====
