---- MODULE Queue ----
(* A queue between two hands. *)
EXTENDS Sequences, Naturals
CONSTANTS Msg, Max
VARIABLES q, inp, out
vars == <<q, inp, out>>
Init == q = <<>> /\ inp = "none" /\ out = "none"
Put(m) == inp = "none" /\ Len(q) < Max /\ inp' = m /\ UNCHANGED <<q, out>>
Enq == inp # "none" /\ q' = Append(q, inp) /\ inp' = "none" /\ UNCHANGED out
Deq == q # <<>> /\ out = "none" /\ out' = Head(q) /\ q' = Tail(q) /\ UNCHANGED inp
Get == out # "none" /\ out' = "none" /\ UNCHANGED <<q, inp>>
Next == (\E m \in Msg : Put(m)) \/ Enq \/ Deq \/ Get
Fair == WF_vars(Enq) /\ WF_vars(Deq) /\ WF_vars(Get)
Spec == Init /\ [][Next]_vars /\ Fair
====
