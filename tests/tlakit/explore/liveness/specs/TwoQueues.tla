---- MODULE TwoQueues ----
(* Two queues in a row, which implement one: the mapping is no renaming. *)
EXTENDS Sequences, Naturals
CONSTANTS Msg, Max
VARIABLES in, q1, q2, out
vars == <<in, q1, q2, out>>
Init == in = "none" /\ q1 = <<>> /\ q2 = <<>> /\ out = "none"
Put == in = "none" /\ Len(q1) + Len(q2) < Max /\ (\E m \in Msg : in' = m)
      /\ UNCHANGED <<q1, q2, out>>
Enq == in # "none" /\ q1' = Append(q1, in) /\ in' = "none" /\ UNCHANGED <<q2, out>>
Move == q1 # <<>> /\ Len(q2) < 2 /\ q2' = Append(q2, Head(q1)) /\ q1' = Tail(q1)
      /\ UNCHANGED <<in, out>>
Deq == q2 # <<>> /\ out = "none" /\ out' = Head(q2) /\ q2' = Tail(q2) /\ UNCHANGED <<in, q1>>
Get == out # "none" /\ out' = "none" /\ UNCHANGED <<in, q1, q2>>
Next == Put \/ Enq \/ Move \/ Deq \/ Get
Sys == Enq \/ Move \/ Deq \/ Get
Spec == Init /\ [][Next]_vars /\ WF_vars(Enq) /\ WF_vars(Move) /\ WF_vars(Deq) /\ WF_vars(Get)
Weak == Init /\ [][Next]_vars /\ WF_vars(Sys)
NoMove == Init /\ [][Next]_vars /\ WF_vars(Enq) /\ WF_vars(Deq) /\ WF_vars(Get)
A == INSTANCE Queue WITH q <- q2 \o q1, inp <- in, out <- out
ASafe == A!Init /\ [][A!Next]_A!vars
ASpec == A!Spec
Fair2 == WF_vars(A!Get)
In == \A m \in Msg : in = m ~> out = m
====
